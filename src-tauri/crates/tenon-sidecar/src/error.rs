//! What can go wrong with the sidecar.

use std::io;
use std::time::Duration;

use tenon_core::Code;

use crate::status::Trouble;

/// Why the sidecar cannot be run or did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum SidecarError {
    /// There is no Python that can run it; the hint has the command that makes one.
    #[error("{0}")]
    NoPython(Trouble),
    /// It is not ready; everything but embeddings works.
    #[error("{0}")]
    Unavailable(Trouble),
    /// No port of 127.0.0.1 could be opened.
    #[error("no port could be opened on 127.0.0.1 for the sidecar: {0}")]
    Socket(#[source] io::Error),
    /// The process could not be started for a reason that may pass.
    #[error("the sidecar's process could not be started: {0}")]
    Spawn(#[source] io::Error),
    /// The system gave no thread or no poll descriptor for the supervisor.
    #[error("the sidecar's supervisor could not be started: {0}")]
    Supervisor(#[source] io::Error),
    /// The system gave no random bytes for the token.
    #[error("no token could be made for the sidecar: {0}")]
    Random(#[source] io::Error),
    /// The HTTP client could not be made.
    #[error("the sidecar's client could not be made: {0}")]
    Client(#[source] reqwest::Error),
    /// The connection was refused or broke.
    #[error("the sidecar could not be reached: {0}")]
    Unreachable(#[source] reqwest::Error),
    /// No answer came in time.
    #[error("the sidecar did not answer within {} ms", .0.as_millis())]
    TimedOut(Duration),
    /// An answer was not signed with this launch's token, so it is not from our sidecar.
    #[error("the answer on the sidecar's port is not signed with its token and is not believed")]
    Stranger,
    /// An answer is not what the two sides have agreed on.
    #[error(
        "the sidecar's answer cannot be read: {0}; run `tenon sidecar setup` (in the source tree `make setup`) so that both sides match"
    )]
    Malformed(String),
    /// It refused or failed, and said why.
    #[error("the sidecar answered with status {status}: {message}")]
    Answered {
        /// The status of HTTP.
        status: u16,
        /// Its code, of the list that all seams share.
        code: Code,
        /// Its sentence.
        message: String,
        /// What it says can be done.
        hint: Option<String>,
        /// Whether it says that the same request may succeed later.
        retryable: bool,
        /// When to ask again, where it says so.
        retry_after: Option<Duration>,
    },
}

impl SidecarError {
    /// Whether it answered with this status.
    pub fn has_status(&self, wanted: u16) -> bool {
        matches!(self, Self::Answered { status, .. } if *status == wanted)
    }

    /// Whether the same request will fail again however often it is made.
    pub fn is_lasting(&self) -> bool {
        match self {
            Self::Answered { retryable, .. } => !retryable,
            Self::Malformed(_) => true,
            _ => false,
        }
    }

    /// What the person can do, when the error knows it.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::NoPython(trouble) | Self::Unavailable(trouble) => trouble.hint.as_deref(),
            Self::Answered { hint, .. } => hint.as_deref(),
            _ => None,
        }
    }
}
