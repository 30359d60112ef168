//! What would hold here, found by trying it with a process that then ends.

use std::os::fd::BorrowedFd;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use rustix::io::{FdFlags, fcntl_setfd};

use crate::launch::{EgressError, Launch, report};
use crate::level::{Hold, Level};
use crate::plan::{ONE_THREAD, Plan};

/// Starts `launcher` (this executable, as the caller runs programs) so that it locks itself up to
/// `ceiling`, tells what holds and ends.
///
/// It blocks for some milliseconds. Whatever fails is a [`Hold`] in which nothing holds.
pub fn probe(launcher: Command, ceiling: Level) -> Hold {
    tried(launcher, ceiling)
        .unwrap_or_else(|error| Hold::nothing(format!("The lock could not be tried: {error}.")))
}

fn tried(mut launcher: Command, ceiling: Level) -> Result<Hold, EgressError> {
    let mut launch = Launch::prepare()?;
    let descriptor = launch.descriptor();
    launcher
        .args(launch.arguments())
        .env_clear()
        .env(ONE_THREAD.0, ONE_THREAD.1)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let keep = move || {
        // SAFETY: the launch outlives the start, and the child has a copy of every descriptor.
        let channel = unsafe { BorrowedFd::borrow_raw(descriptor) };
        Ok(fcntl_setfd(channel, FdFlags::empty())?)
    };
    // SAFETY: the closure makes one plain system call: it takes no lock and allocates nothing.
    unsafe { launcher.pre_exec(keep) };
    launch.send(&Plan {
        program: None,
        reads: Vec::new(),
        runs: Vec::new(),
        writes: Vec::new(),
        sockets: Vec::new(),
        proxy: launch.port(),
        parent: rustix::process::getpid().as_raw_nonzero().get(),
        ceiling,
    })?;
    let mut child = launcher.spawn()?;
    let held = report(&launch.into_channel());
    // Its answer is what counts; it ends right after, and is waited for so that none is left.
    let _ = child.wait();
    Ok(held?.0)
}
