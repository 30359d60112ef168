//! What others see of the sidecar.

use std::fmt;

use tenon_core::Millis;
use tenon_egress::Hold;

use crate::state::BY_ITSELF;

/// The states of the sidecar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Condition {
    /// Not started, or stopped on purpose.
    Stopped,
    /// On its way.
    Starting,
    /// A model answers.
    Ready,
    /// About to be started again, up without a model, or without a Python that can run it.
    Degraded,
    /// Given up until a person asks again.
    Failed,
}

impl Condition {
    /// Whether it needs help, or has just begun to help itself.
    pub const fn is_in_trouble(self) -> bool {
        matches!(self, Condition::Degraded | Condition::Failed)
    }

    /// The word for it, as it stands on the wire and in the journal.
    pub const fn word(self) -> &'static str {
        match self {
            Condition::Stopped => "stopped",
            Condition::Starting => "starting",
            Condition::Ready => "ready",
            Condition::Degraded => "degraded",
            Condition::Failed => "failed",
        }
    }
}

/// Why the sidecar is not ready, and what a person can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// A sentence that says what is wrong.
    pub reason: String,
    /// A sentence that says what to do.
    pub hint: Option<String>,
}

impl Trouble {
    /// Wraps the two sentences.
    pub fn new(reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            hint: Some(hint.into()),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)?;
        match &self.hint {
            Some(hint) => write!(f, " {hint}"),
            None => Ok(()),
        }
    }
}

/// How the sidecar is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Its state.
    pub state: Condition,
    /// Why it is not ready, in a sentence.
    pub reason: Option<String>,
    /// What the person can do.
    pub hint: Option<String>,
    /// Its port on 127.0.0.1, from the first start on.
    pub port: Option<u16>,
    /// Its process, while there is one.
    pub pid: Option<u32>,
    /// Restarts since it was last up for a minute or started by hand.
    pub restarts: u32,
    /// The engine that makes embeddings, once it has said so.
    pub engine: Option<String>,
    /// What keeps its process from the network and from files, once that has said so.
    pub lock: Option<Hold>,
    /// Since when it is in this state, UTC.
    pub since: Millis,
}

impl Status {
    /// Whether it is on its way to an answer without anybody doing anything.
    pub fn is_coming(&self) -> bool {
        match self.state {
            Condition::Starting => true,
            Condition::Degraded => self.hint.as_deref() == Some(BY_ITSELF),
            Condition::Stopped | Condition::Ready | Condition::Failed => false,
        }
    }
}
