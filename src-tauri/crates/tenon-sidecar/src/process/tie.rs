//! What a child does between its birth and its program.

use std::io;
use std::os::fd::{BorrowedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::process::Command;

use rustix::io::{FdFlags, fcntl_setfd};

/// Makes the child of `command` die with the thread that starts it, and lets it keep `kept`,
/// which must stay open until the command is spawned.
///
/// They keep their numbers: moving one to a fixed number could hit the pipe through which the
/// standard library reports that a program could not be run.
pub(super) fn to_this_thread(command: &mut Command, kept: Vec<RawFd>) {
    let parent = rustix::process::getpid();
    let prepare = move || -> io::Result<()> {
        die_with_parent(parent)?;
        close_the_rest();
        for number in &kept {
            // SAFETY: the caller keeps it open, and the child has a copy of every descriptor.
            let descriptor = unsafe { BorrowedFd::borrow_raw(*number) };
            fcntl_setfd(descriptor, FdFlags::empty())?;
        }
        Ok(())
    };
    // SAFETY: the closure makes plain system calls only: it takes no lock and allocates nothing.
    unsafe { command.pre_exec(prepare) };
}

#[cfg(target_os = "linux")]
fn die_with_parent(parent: rustix::process::Pid) -> io::Result<()> {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};

    set_parent_process_death_signal(Some(Signal::KILL))?;
    // The parent may have died before the call above; then no signal will ever come.
    if getppid() != Some(parent) {
        return Err(rustix::io::Errno::SRCH.into());
    }
    Ok(())
}

/// Elsewhere the end of its standard input tells the child that its parent is gone.
#[cfg(not(target_os = "linux"))]
fn die_with_parent(_: rustix::process::Pid) -> io::Result<()> {
    Ok(())
}

/// Marks every descriptor but the three streams as closed on exec, so that no lock or connection
/// of Tenon's lives on in the child. Rust does so by itself; this is for C libraries.
#[cfg(target_os = "linux")]
fn close_the_rest() {
    // SAFETY: a plain system call that changes nothing but flags of this process's descriptors.
    // Kernels before 5.11 refuse it, which leaves the flags as they are.
    unsafe {
        let (first, last): (libc::c_uint, libc::c_uint) = (3, libc::c_uint::MAX);
        libc::syscall(
            libc::SYS_close_range,
            first,
            last,
            libc::CLOSE_RANGE_CLOEXEC,
        );
    }
}

#[cfg(not(target_os = "linux"))]
fn close_the_rest() {}
