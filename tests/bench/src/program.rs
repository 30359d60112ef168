//! Programs that are measured: started, looked at, and ended with everything they started.

pub mod ours;
pub mod peer;
pub mod served;
pub mod tree;

use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

/// How long a program that was killed may take to be gone.
const GRACE: Duration = Duration::from_secs(5);

/// A running program. Dropping it kills it and all that it started.
pub struct Program {
    child: Child,
}

impl Program {
    /// Starts it.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        Ok(Self { child })
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it prints, where that was asked for.
    pub fn stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// What it reads, where that was asked for.
    pub fn stdin(&mut self) -> Option<ChildStdin> {
        self.child.stdin.take()
    }

    /// Waits for it to end by itself.
    pub fn ended(&mut self, patience: Duration) -> Result<bool> {
        let until = Instant::now() + patience;
        while Instant::now() < until {
            if self.child.try_wait()?.is_some() {
                return Ok(true);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(false)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let family = tree::family(self.pid());
        for pid in &family {
            if let Some(pid) = i32::try_from(*pid).ok().and_then(Pid::from_raw) {
                // It may have ended by itself.
                let _ = kill_process(pid, Signal::KILL);
            }
        }
        let _ = self.child.wait();
        let until = Instant::now() + GRACE;
        while Instant::now() < until && family.iter().any(|pid| tree::runs(*pid)) {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Programs that keep all cores busy at the lowest priority.
pub fn busy() -> Result<Vec<Program>> {
    let own: PathBuf = std::env::current_exe()?;
    let cores = std::thread::available_parallelism()?.get();
    (0..cores)
        .map(|_| Program::start(Command::new(&own).arg("spin")))
        .collect()
}

/// Never ends.
pub fn spin() -> Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    rustix::process::nice(19)?;
    loop {
        std::hint::spin_loop();
    }
}
