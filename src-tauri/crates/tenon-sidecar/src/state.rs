//! Every decision of the supervisor, as a pure function of what has happened.

mod decide;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub(crate) use decide::BY_ITSELF;
pub use decide::step;

use crate::rules::Rules;
use crate::status::{Condition, Trouble};

/// What the world adds to an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Time since the supervisor began, on a clock that never goes back.
    pub at: Duration,
    /// A random byte, which spreads the waits before restarts.
    pub chance: u8,
}

/// What has happened. A report about a launch that is over changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The sidecar is wanted.
    Start,
    /// A person wants it started again, whatever it is doing.
    Restart,
    /// It is no longer wanted.
    Stop,
    /// Its process runs.
    Spawned {
        /// The launch.
        launch: u64,
        /// Its process.
        pid: u32,
    },
    /// It could not be started.
    NotStarted {
        /// The launch.
        launch: u64,
        /// Why.
        trouble: Trouble,
        /// Whether trying again without a person's help is useless.
        lasting: bool,
    },
    /// It answered, and the answer is signed.
    Healthy {
        /// The launch.
        launch: u64,
        /// The engine's name.
        engine: String,
        /// Where the engine stands.
        report: EngineReport,
    },
    /// It did not answer in time, or with a failure.
    Missed {
        /// The launch.
        launch: u64,
        /// What came instead of an answer.
        what: String,
        /// What its process was seen to do meanwhile.
        seen: Activity,
    },
    /// It answers about its health but not about its work.
    Stuck {
        /// The launch.
        launch: u64,
    },
    /// An answer was not signed with the launch's token.
    Stranger {
        /// The launch.
        launch: u64,
    },
    /// Its process is gone and reaped.
    Exited {
        /// The launch.
        launch: u64,
        /// How.
        ending: Ending,
    },
    /// Time has passed: [`State::wake_at`] is reached.
    Tick,
}

/// What a process that does not answer is seen to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activity {
    /// It computes, or waits for a core or a disk.
    Working,
    /// It does nothing.
    Idle,
    /// Somebody has stopped it with a signal, so that it can do nothing.
    Stopped,
}

/// Where the engine stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineReport {
    /// The model is being built or read.
    Loading,
    /// It answers.
    Ready,
    /// It will not answer in this launch.
    Failed {
        /// Why.
        reason: String,
        /// What the person can do about it, where the engine knows.
        hint: Option<String>,
    },
}

/// How a process ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// Such as `with status 1` or `by signal 9`.
    pub how: String,
    /// Whether a signal ended it that only others send: it does not kill or end itself.
    pub killed: bool,
    /// The last lines of its standard error, oldest first.
    pub last_words: Vec<String>,
    /// What is wrong when Python could not even load the sidecar.
    pub broken: Option<Trouble>,
}

/// What is to be done, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Start a process; answered by [`Input::Spawned`] or [`Input::NotStarted`].
    Launch {
        /// The number of the new launch.
        launch: u64,
    },
    /// Ask for its health; answered by one of the inputs about it.
    Probe {
        /// The launch.
        launch: u64,
        /// How long to wait before asking.
        after: Duration,
    },
    /// Kill its whole process group at once.
    Kill {
        /// The launch.
        launch: u64,
    },
    /// Ask its process group to end, and kill it after the grace.
    End {
        /// The launch.
        launch: u64,
    },
}

/// What the supervisor knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    phase: Phase,
    /// The process that has been started and is not yet reaped. There are never two of them,
    /// because both would take connections from the same socket.
    process: Option<Process>,
    launches: u64,
    restarts: u32,
    /// Those of the restarts that were due to a fault of its own.
    crashes: u32,
    /// Those of the crashes where others killed it before it was ready, since it last was.
    killed_starts: u32,
    engine: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Process {
    launch: u64,
    pid: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Stopped,
    /// The next launch comes at `until`, but not before the last process is gone.
    Waiting {
        until: Duration,
        trouble: Option<Trouble>,
    },
    Starting {
        since: Duration,
        /// When it was last seen at work.
        worked: Duration,
        loading: bool,
        missed: Option<String>,
        /// Answers missed in a row while it was stopped.
        stopped: u32,
    },
    /// It answers; with a trouble it does so without an engine.
    Up {
        since: Duration,
        /// Answers missed in a row, and those of them while it did nothing.
        misses: u32,
        idle: u32,
        trouble: Option<Trouble>,
    },
    /// There is no Python that can run it.
    Unusable(Trouble),
    Failed(Trouble),
}

impl Default for State {
    fn default() -> Self {
        Self {
            phase: Phase::Stopped,
            process: None,
            launches: 0,
            restarts: 0,
            crashes: 0,
            killed_starts: 0,
            engine: None,
        }
    }
}

impl State {
    /// What others see of it.
    pub fn condition(&self) -> Condition {
        match &self.phase {
            Phase::Stopped => Condition::Stopped,
            Phase::Waiting { trouble: None, .. } | Phase::Starting { .. } => Condition::Starting,
            Phase::Up { trouble: None, .. } => Condition::Ready,
            Phase::Waiting { .. } | Phase::Up { .. } | Phase::Unusable(_) => Condition::Degraded,
            Phase::Failed(_) => Condition::Failed,
        }
    }

    /// Why it is not ready.
    pub fn trouble(&self) -> Option<&Trouble> {
        match &self.phase {
            Phase::Waiting { trouble, .. } | Phase::Up { trouble, .. } => trouble.as_ref(),
            Phase::Unusable(trouble) | Phase::Failed(trouble) => Some(trouble),
            Phase::Stopped | Phase::Starting { .. } => None,
        }
    }

    /// The launch whose process is not yet gone.
    pub fn launch(&self) -> Option<u64> {
        self.process.as_ref().map(|process| process.launch)
    }

    /// Whether a launch is on its way up and still wanted.
    pub(crate) fn is_starting(&self, launch: u64) -> bool {
        self.launch() == Some(launch) && matches!(self.phase, Phase::Starting { .. })
    }

    /// The process that is not yet gone.
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().and_then(|process| process.pid)
    }

    /// Restarts since it was last stable or started by hand.
    pub fn restarts(&self) -> u32 {
        self.restarts
    }

    /// The engine of this launch, once it has said so.
    pub fn engine(&self) -> Option<&str> {
        self.engine.as_deref()
    }

    /// When [`Input::Tick`] is due, if nothing else happens before.
    pub fn wake_at(&self, rules: &Rules) -> Option<Duration> {
        match &self.phase {
            Phase::Waiting { until, .. } if self.process.is_none() => Some(*until),
            Phase::Starting {
                since,
                worked,
                loading,
                ..
            } => Some(end_of_start(rules, *since, *worked, *loading)),
            _ => None,
        }
    }
}

/// When a start has taken too long. One that does not answer but works, on a machine that has much
/// else to do, has as long as one that says that it loads.
fn end_of_start(rules: &Rules, since: Duration, worked: Duration, loading: bool) -> Duration {
    let last = since + rules.loading_start;
    if loading {
        last
    } else {
        last.min(worked + rules.silent_start)
    }
}
