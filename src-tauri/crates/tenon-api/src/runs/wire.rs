//! Runs as windows and scripts see them.

use tenon_store::{Run, RunSource as StoredSource, RunState as StoredState};

use crate::wire::{RunError, RunInfo, RunSource, RunState, Whole};

impl From<StoredSource> for RunSource {
    fn from(source: StoredSource) -> Self {
        match source {
            StoredSource::Tenon => Self::Tenon,
            StoredSource::Bash => Self::Bash,
            StoredSource::Zsh => Self::Zsh,
            StoredSource::Fish => Self::Fish,
            StoredSource::Atuin => Self::Atuin,
        }
    }
}

impl From<RunSource> for StoredSource {
    fn from(source: RunSource) -> Self {
        match source {
            RunSource::Tenon => Self::Tenon,
            RunSource::Bash => Self::Bash,
            RunSource::Zsh => Self::Zsh,
            RunSource::Fish => Self::Fish,
            RunSource::Atuin => Self::Atuin,
        }
    }
}

/// A run that is kept.
pub(crate) fn info(run: Run) -> RunInfo {
    RunInfo {
        id: run.id,
        terminal: run.terminal,
        workspace: run.workspace,
        command: run.command,
        cwd: run.cwd,
        branch: run.branch,
        state: match run.state {
            StoredState::Running => RunState::Running,
            StoredState::Ended => RunState::Ended,
            StoredState::Lost => RunState::Lost,
        },
        exit: run.exit,
        started_at: run.at.map(Whole::clamped),
        ended_at: run.ended.map(Whole::clamped),
        session: Some(run.session).filter(|session| !session.is_empty()),
        host: run.host,
        source: run.source.into(),
        output_bytes: Whole::size(run.bytes),
        binary: run.binary,
        first_error: run.first_error.map(|(line, text)| RunError { line, text }),
    }
}
