//! The process itself: started tied to Tenon's life, watched, and ended with all it started.

mod pulse;
mod tie;

use std::ffi::OsString;
use std::io;
use std::os::fd::RawFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

pub(crate) use pulse::{activity, pulse};

use crate::lines::{LastWords, LineSink, Stream, pass_on};
use crate::python::cannot_load;
use crate::state::Ending;

/// Makes the command that runs a program; arguments, environment and streams are set
/// here.
pub type CommandFactory = Arc<dyn Fn(&Path) -> Command + Send + Sync>;

/// How long the last lines of an ended process are waited for. Its group is dead by then, so only
/// a process that has left the group can still hold the pipe open.
const LAST_LINES: Duration = Duration::from_millis(500);

/// A process that has been started; [`Process::kill`] is safe at any time, even after its end.
#[derive(Debug, Clone)]
pub(crate) struct Process {
    pid: Pid,
    life: Arc<Mutex<Life>>,
}

#[derive(Debug)]
struct Life {
    child: Child,
    /// The process ends when this is closed, which happens at the latest when Tenon dies.
    stdin: Option<ChildStdin>,
    reaped: bool,
}

impl Process {
    /// Starts `command`, which inherits the descriptors `kept` under their numbers, and reports
    /// its end once, from a thread.
    ///
    /// The process dies with the *thread* that calls this, so that thread must live as long as
    /// Tenon.
    ///
    /// # Errors
    /// What the system says when the program cannot be run; nothing is left running then.
    pub(crate) fn start(
        mut command: Command,
        kept: Vec<RawFd>,
        environment: Vec<(OsString, OsString)>,
        lines: &LineSink,
        on_end: impl FnOnce(Ending) + Send + 'static,
    ) -> io::Result<Self> {
        command
            .env_clear()
            .envs(environment)
            // Not the workspace: nothing that lies in it may have a part in this.
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        tie::to_this_thread(&mut command, kept);
        let mut child = command.spawn()?;
        let pid = Pid::from_child(&child);
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let life = Arc::new(Mutex::new(Life {
            child,
            stdin,
            reaped: false,
        }));
        let process = Self { pid, life };
        let watch = || -> io::Result<()> {
            let words = LastWords::default();
            let out = stdout.map(|pipe| reader(pipe, Stream::Stdout, lines, LastWords::default()));
            let err = stderr.map(|pipe| reader(pipe, Stream::Stderr, lines, words.clone()));
            let drained = [out.transpose()?, err.transpose()?];
            let watched = process.clone();
            thread::Builder::new()
                .name("sidecar-wait".into())
                .spawn(move || {
                    let status = watched.reap();
                    let deadline = Instant::now() + LAST_LINES;
                    for done in drained.iter().flatten() {
                        let _ = done.recv_deadline(deadline);
                    }
                    on_end(ending(status, words.read()));
                })?;
            Ok(())
        };
        if let Err(error) = watch() {
            process.kill();
            process.reap();
            return Err(error);
        }
        Ok(process)
    }

    /// The process, which leads its group.
    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw_pid().unsigned_abs()
    }

    /// Kills it and everything in its group.
    pub(crate) fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// Asks it to end; whoever calls this kills it when it takes too long.
    pub(crate) fn ask_to_end(&self) {
        self.signal(Signal::TERM);
        self.life().stdin = None;
    }

    fn signal(&self, signal: Signal) {
        // Held while signalling: as long as the process is not reaped, its number is not reused.
        let life = self.life();
        if !life.reaped {
            // It may be over already, which is what was wanted.
            let _ = kill_process_group(self.pid, signal);
        }
    }

    /// Waits for its end, kills what it left in its group, and gives its number back.
    fn reap(&self) -> Option<ExitStatus> {
        let unreaped = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while let Err(rustix::io::Errno::INTR) = waitid(WaitId::Pid(self.pid), unreaped) {}
        let mut life = self.life();
        if !life.reaped {
            let _ = kill_process_group(self.pid, Signal::KILL);
        }
        life.reaped = true;
        life.stdin = None;
        life.child.wait().ok()
    }

    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads a pipe on a thread of its own; the answer comes when the pipe has ended.
fn reader(
    pipe: impl io::Read + Send + 'static,
    stream: Stream,
    sink: &LineSink,
    words: LastWords,
) -> io::Result<Receiver<()>> {
    let (done, drained) = bounded(1);
    let sink = Arc::clone(sink);
    thread::Builder::new()
        .name("sidecar-lines".into())
        .spawn(move || {
            pass_on(pipe, stream, &sink, &words);
            let _ = done.send(());
        })?;
    Ok(drained)
}

fn ending(status: Option<ExitStatus>, last_words: Vec<String>) -> Ending {
    let code = status.and_then(|status| status.code());
    let signal = status.and_then(|status| status.signal());
    let how = match (code, signal) {
        (Some(code), _) => format!("with status {code}"),
        (None, Some(signal)) => format!("by signal {signal}"),
        (None, None) => "without a status".to_owned(),
    };
    Ending {
        how,
        killed: matches!(signal, Some(libc::SIGKILL | libc::SIGTERM)),
        broken: cannot_load(code, &last_words),
        last_words,
    }
}
