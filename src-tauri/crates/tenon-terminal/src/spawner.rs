//! The one thread that starts processes.
//!
//! A child's parent-death signal follows the thread that started it, not the process; a thread of
//! a pool would end some day and take the shells with it.

use std::io;
use std::process::{Child, Command};
use std::thread;

use crossbeam_channel::{Sender, bounded};

struct Job {
    command: Command,
    reply: Sender<io::Result<Child>>,
}

/// A handle on the thread that starts processes; the thread lives as long as any handle.
#[derive(Debug, Clone)]
pub struct Spawner {
    jobs: Sender<Job>,
}

impl Spawner {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start() -> io::Result<Self> {
        let (jobs, queue) = bounded::<Job>(0);
        thread::Builder::new()
            .name("spawner".into())
            .spawn(move || {
                for mut job in queue {
                    // The one who asked may be gone; then the child is dropped, which leaves it running.
                    let _ = job.reply.send(job.command.spawn());
                }
            })?;
        Ok(Self { jobs })
    }

    /// Starts `command` from the thread and waits until its program runs.
    ///
    /// # Errors
    /// What the system says when the program cannot be run.
    pub fn spawn(&self, command: Command) -> io::Result<Child> {
        let gone = || io::Error::other("the thread that starts processes is gone");
        let (reply, answer) = bounded(1);
        self.jobs.send(Job { command, reply }).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }
}
