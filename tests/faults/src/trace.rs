//! Standing between a process and the kernel: every call it makes is shown, and may be made to fail.
//!
//! Nothing in Tenon knows of this; what runs is what runs for everybody. Only x86-64 is spoken.

use std::collections::HashMap;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use nix::sys::ptrace::{self, Options};
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;

/// A call that a thread makes.
#[derive(Debug, Clone, Copy)]
pub struct Call {
    pub pid: Pid,
    pub number: i64,
    pub arguments: [u64; 6],
}

impl Call {
    /// The file behind an argument that is a descriptor.
    pub fn file(&self, argument: usize) -> Option<PathBuf> {
        std::fs::read_link(self.descriptor(argument)).ok()
    }

    /// The name of a descriptor in `/proc`, through which the file itself can be read.
    pub fn descriptor(&self, argument: usize) -> PathBuf {
        let fd = self.arguments[argument] as i32;
        PathBuf::from(format!("/proc/{}/fd/{fd}", self.pid))
    }
}

/// What decides, and hears what came of it.
pub trait Watcher {
    /// Before a call: the error it is to fail with, if any.
    fn before(&mut self, call: &Call) -> Option<i32>;
    /// After it, with what it gave.
    fn after(&mut self, call: &Call, gave: i64) -> Result<()>;
}

/// Runs a command to its end, and gives what it printed. The watcher sees calls from the first
/// SIGUSR1 that the command raises to the second.
pub fn run(mut command: Command, watcher: &mut dyn Watcher) -> Result<String> {
    let printed = tempfile::NamedTempFile::new()?;
    command.stdin(Stdio::null()).stdout(printed.reopen()?);
    // SAFETY: between fork and exec only this one call is made, which is safe there.
    unsafe {
        command.pre_exec(|| Ok(ptrace::traceme()?));
    }
    let mut child = command.spawn().context("the process that is watched")?;
    let root = Pid::from_raw(i32::try_from(child.id())?);
    let followed = follow(root, watcher);
    if followed.is_err() {
        // It would stand still for ever.
        child.kill()?;
    }
    // Its end was seen already, or nobody waits for it any more.
    let _ = child.wait();
    followed?;
    Ok(std::fs::read_to_string(printed.path())?)
}

fn follow(root: Pid, watcher: &mut dyn Watcher) -> Result<()> {
    let mut inside: HashMap<Pid, Option<(Call, Option<i32>)>> = HashMap::new();
    let (mut ready, mut armed) = (false, false);
    loop {
        let status = waitpid(None, Some(WaitPidFlag::__WALL))?;
        let (pid, signal) = match status {
            WaitStatus::Exited(pid, _) | WaitStatus::Signaled(pid, _, _) if pid == root => {
                return Ok(());
            }
            WaitStatus::Exited(..) | WaitStatus::Signaled(..) => continue,
            WaitStatus::Stopped(pid, Signal::SIGTRAP) if !ready => {
                let options = Options::PTRACE_O_TRACESYSGOOD
                    | Options::PTRACE_O_TRACECLONE
                    | Options::PTRACE_O_EXITKILL;
                ptrace::setoptions(pid, options)?;
                ready = true;
                (pid, None)
            }
            WaitStatus::Stopped(pid, Signal::SIGUSR1) => {
                armed = !armed;
                (pid, None)
            }
            // A thread begins with a stop of its own.
            WaitStatus::Stopped(pid, Signal::SIGSTOP) => (pid, None),
            WaitStatus::Stopped(pid, signal) => (pid, Some(signal)),
            WaitStatus::PtraceSyscall(pid) => {
                at_call(pid, inside.entry(pid).or_default(), armed, watcher)?;
                (pid, None)
            }
            WaitStatus::PtraceEvent(pid, _, _) => (pid, None),
            other => bail!("the process that is watched is in an odd state: {other:?}"),
        };
        // A thread that is gone by now needs nothing more.
        match ptrace::syscall(pid, signal) {
            Ok(()) | Err(nix::Error::ESRCH) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn at_call(
    pid: Pid,
    inside: &mut Option<(Call, Option<i32>)>,
    armed: bool,
    watcher: &mut dyn Watcher,
) -> Result<()> {
    let mut registers = match ptrace::getregs(pid) {
        Ok(registers) => registers,
        Err(nix::Error::ESRCH) => return Ok(()),
        Err(fault) => return Err(fault.into()),
    };
    match inside.take() {
        None => {
            let call = Call {
                pid,
                number: registers.orig_rax as i64,
                arguments: [
                    registers.rdi,
                    registers.rsi,
                    registers.rdx,
                    registers.r10,
                    registers.r8,
                    registers.r9,
                ],
            };
            let fails = if armed { watcher.before(&call) } else { None };
            if fails.is_some() {
                // No call has this number, so the kernel does nothing.
                registers.orig_rax = u64::MAX;
                ptrace::setregs(pid, registers)?;
            }
            *inside = Some((call, fails));
        }
        Some((_, Some(error))) => {
            registers.rax = i64::from(-error) as u64;
            ptrace::setregs(pid, registers)?;
        }
        Some((call, None)) if armed => watcher.after(&call, registers.rax as i64)?,
        Some(_) => {}
    }
    Ok(())
}

#[cfg(not(target_arch = "x86_64"))]
fn at_call(
    _: Pid,
    _: &mut Option<(Call, Option<i32>)>,
    _: bool,
    _: &mut dyn Watcher,
) -> Result<()> {
    bail!("calls can be watched on x86-64 only")
}
