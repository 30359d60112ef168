//! What is wrong with a file, and why an edit was not made.

use thiserror::Error;

/// Why a file is no task, or what of it could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("Line {line}: {reason}")]
pub struct Broken {
    /// The line in the file, counted from 1.
    pub line: usize,
    /// What is wrong and what to do, as a sentence.
    pub reason: String,
}

impl Broken {
    pub(super) fn new(line: usize, reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self { line, reason }
    }
}

/// Why an edit was not made. The file stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    /// The file is no task as it stands.
    #[error("{0}")]
    Broken(#[from] Broken),
    /// The value, or the way the file is written, does not allow it; a sentence says why.
    #[error("{0}")]
    Unfit(String),
}

impl Refused {
    pub(super) fn unfit(reason: impl Into<String>) -> Self {
        Self::Unfit(reason.into())
    }
}
