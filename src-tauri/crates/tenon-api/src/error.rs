//! The one error shape, and the only place that makes it from the errors of the crates below.

use serde::{Deserialize, Serialize};
use tenon_core::Code;
use tenon_git::GitError;
use tenon_index::FindError;
use tenon_sidecar::SidecarError;
use tenon_store::StoreError;
use tenon_terminal::TerminalError;
use tenon_workspace::WorkspaceError;

/// What every seam answers when something fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[error("{message}")]
pub struct ApiError {
    /// What a caller branches on.
    pub code: Code,
    /// One sentence: what, and where.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The name of what the error is about, where a caller can do something with it: the server
    /// that may be asked once the person allows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Whether the same request may succeed later.
    pub retryable: bool,
}

/// A result on a seam.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// An error without a hint. What the crates below say can stand inside of a longer sentence;
    /// here it is one, so it starts with a capital letter.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: sentence(message.into()),
            hint: None,
            about: None,
            retryable: code.retryable(),
        }
    }

    /// Adds what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do about it, as sentences behind each other.
    pub fn words(&self) -> String {
        match &self.hint {
            Some(hint) => format!("{}. {hint}", self.message.trim_end_matches('.')),
            None => self.message.clone(),
        }
    }
}

fn sentence(mut message: String) -> String {
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    message
}

impl From<tenon_core::PathError> for ApiError {
    fn from(error: tenon_core::PathError) -> Self {
        Self::new(Code::Invalid, error.to_string())
    }
}

impl From<WorkspaceError> for ApiError {
    fn from(error: WorkspaceError) -> Self {
        use WorkspaceError as E;
        let message = error.to_string();
        let (code, hint) = match error {
            E::RootMissing(_) | E::NotFound(_) | E::NoDocument(_) | E::NothingTrashed => (Code::NotFound, None),
            E::RootGone(_) => (Code::PreconditionFailed, Some("Put it back where it was, or open it where it is now. Text that is not saved is kept.".into())),
            E::RootNotFolder(_) => (Code::Invalid, Some("Open the folder that holds it.".into())),
            E::RootUnreadable(_) | E::Denied(_) => (Code::Permission, Some("Ask for access, or choose another place.".into())),
            E::ParentGone(_) => (Code::NotFound, Some("Make the folder again, or save somewhere else. The text is still here.".into())),
            E::Outside { way_out, .. } => (Code::Permission, Some(way_out)),
            E::LinkLoop(_) | E::IsFolder(_) | E::NotFolder(_) | E::Special(_) | E::BadPath(_) | E::NameTooLong(_) | E::NotText(_) => (Code::Invalid, None),
            E::Exists(_) => (Code::Conflict, Some("Choose another name.".into())),
            E::InTheWay { .. } => (Code::Conflict, Some("Move it out of the way, and try again.".into())),
            E::FolderKeeps { .. } => (Code::Permission, Some("Make the folder writable (chmod u+w, or the disk that it is on).".into())),
            E::ReadOnly(_) => (Code::Permission, Some("Make the file writable (chmod u+w), or save somewhere else. The text is still here.".into())),
            E::FolderReadOnly { .. } => (Code::Permission, Some("Make the folder writable (chmod u+w, or the disk that it is on), or save somewhere else (Save As). The text is still here.".into())),
            E::FolderClosed { .. } => (Code::Permission, Some("Make the folder writable (chmod u+w, or the disk that it is on), or choose another place. Nothing was changed.".into())),
            E::Full(_) => (Code::Storage, Some("Make room and save again. The text is still here, and the old file is whole.".into())),
            E::ChangedOnDisk(_) => (Code::Conflict, Some("Compare, then keep yours or load theirs.".into())),
            E::TooLarge { .. } => (Code::PreconditionFailed, Some("Open it in a window (\"tenon open FILE\"): there it is shown in parts, read-only.".into())),
            E::Unencodable { .. } => (Code::Invalid, Some("Save as UTF-8. Nothing was written.".into())),
            E::NotEncoded { .. } => (Code::Invalid, Some("Open it in the encoding that was detected.".into())),
            E::Untitled(_) => (Code::PreconditionFailed, Some("Use Save As.".into())),
            E::BadChange(_) => (Code::Invalid, None),
            E::ChangesMissing { .. } | E::Overtaken => (Code::Conflict, None),
            E::Trash { .. } => (Code::Storage, Some("Nothing was moved.".into())),
            E::Watch(_) => (Code::Internal, None),
            E::Io { .. } => (Code::Storage, None),
        };
        Self {
            hint,
            ..Self::new(code, message)
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        use StoreError as E;
        let code = match &error {
            E::NewerFile { .. } | E::OldSqlite(_) | E::LastProfile => Code::PreconditionFailed,
            E::NotADatabase { .. }
            | E::ForeignDatabase { .. }
            | E::UnknownSchema { .. }
            | E::Damaged { .. }
            | E::BrokenJournal { .. }
            | E::Busy { .. }
            | E::Full { .. }
            | E::ReadOnly { .. }
            | E::Disk { .. }
            | E::Io { .. }
            | E::Sealed(_)
            | E::NoKey
            | E::KeySize { .. } => Code::Storage,
            E::Name(_)
            | E::UnknownKind(_)
            | E::PayloadSize(_)
            | E::Gap { .. }
            | E::Erasure(_)
            | E::Change(_) => Code::Invalid,
            E::NameTaken(_) => Code::Conflict,
            E::NotFound(_) => Code::NotFound,
            E::Sql { .. } | E::Json { .. } | E::Randomness(_) | E::Panicked | E::Closed => {
                Code::Internal
            }
        };
        // What does not open, or is damaged, is so the next time as well.
        let lasting =
            error.is_damage() || matches!(error, E::Sealed(_) | E::NoKey | E::KeySize { .. });
        Self {
            retryable: code.retryable() && !lasting,
            ..Self::new(code, error.to_string())
        }
    }
}

impl From<FindError> for ApiError {
    fn from(error: FindError) -> Self {
        use FindError as E;
        let (code, hint) = match &error {
            E::Pattern { what, .. } if what.contains("line end") => (
                Code::Invalid,
                Some("Nothing was searched. Search for what stands in one line."),
            ),
            E::Regex { .. } | E::Pattern { .. } => (
                Code::Invalid,
                Some("Nothing was searched. A text is found as it stands with \"--literal\"."),
            ),
            E::Glob { .. } | E::Language { .. } | E::Kind { .. } | E::Query { .. } | E::Empty => {
                (Code::Invalid, None)
            }
            E::LongLine { .. } => (Code::PreconditionFailed, None),
            E::Start(_) => (Code::Internal, None),
        };
        Self {
            hint: hint.map(str::to_owned),
            ..Self::new(code, error.to_string())
        }
    }
}

impl From<TerminalError> for ApiError {
    fn from(error: TerminalError) -> Self {
        use TerminalError as E;
        let code = match &error {
            E::Unknown { .. } | E::FolderMissing { .. } | E::ShellMissing { .. } | E::NoShell => {
                Code::NotFound
            }
            E::AlreadyStarted { .. } | E::InputFull { .. } => Code::Conflict,
            E::Gone { .. } => Code::PreconditionFailed,
            E::Size { .. } | E::Name | E::ShellNotExecutable { .. } | E::InputTooLarge { .. } => {
                Code::Invalid
            }
            E::Folder { .. } => Code::Permission,
            E::Pty { .. } | E::Start { .. } | E::Prepare { .. } | E::Resize { .. } => {
                Code::Internal
            }
        };
        Self::new(code, error.to_string())
    }
}

impl From<GitError> for ApiError {
    fn from(error: GitError) -> Self {
        use GitError as E;
        let code = match &error {
            E::NotOwned { .. }
            | E::Misdirected { .. }
            | E::WorktreeElsewhere { .. }
            | E::Include { .. } => Code::Permission,
            E::Special { .. } | E::TooLarge { .. } => Code::Invalid,
            E::Io { .. } | E::Git { .. } => Code::Storage,
        };
        Self::new(code, error.to_string())
    }
}

impl From<SidecarError> for ApiError {
    fn from(error: SidecarError) -> Self {
        use SidecarError as E;
        let code = match &error {
            E::NoPython(_) | E::Unavailable(_) | E::Unreachable(_) | E::TimedOut(_) => {
                Code::SidecarUnavailable
            }
            E::Stranger | E::Malformed(_) => Code::SidecarFailed,
            E::Answered { code, .. } => *code,
            E::Socket(_) | E::Spawn(_) | E::Supervisor(_) | E::Random(_) | E::Client(_) => {
                Code::Internal
            }
        };
        let message = match &error {
            // Their own sentence ends with the hint, which has a place of its own here.
            E::NoPython(trouble) | E::Unavailable(trouble) => trouble.reason.clone(),
            E::Answered { message, .. } => message.clone(),
            other => other.to_string(),
        };
        let retryable = match &error {
            E::Answered { retryable, .. } => *retryable,
            _ => code.retryable(),
        };
        Self {
            hint: error.hint().map(str::to_owned),
            retryable,
            ..Self::new(code, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_starts_with_a_capital_letter_or_a_path_in_quotes() {
        let check = |error: ApiError, start: &str| {
            assert!(error.message.starts_with(start), "{}", error.message);
        };
        check(WorkspaceError::NothingTrashed.into(), "Nothing in");
        check(
            WorkspaceError::IsFolder("a.rs".into()).into(),
            "\"a.rs\" is",
        );
        check(StoreError::LastProfile.into(), "The last");
        let file = "/data/app.db".into();
        check(StoreError::Busy { file }.into(), "\"/data/app.db\" is");
        check(SidecarError::Stranger.into(), "The answer");
        check(ApiError::new(Code::Invalid, "über"), "über");
        check(ApiError::new(Code::Invalid, ""), "");
    }
}
