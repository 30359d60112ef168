//! What the outside learns about the commands that run in a terminal.

use std::path::PathBuf;

use tenon_core::{Millis, RunId};

/// A place in a terminal's output that its shell marked. It stands behind the last byte of the
/// bytes that were given before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The shell is about to write its prompt.
    Prompt,
    /// The prompt is written; what a person types follows.
    Input,
    /// A command's output begins. Told of with [`crate::TerminalEvent::RunStarted`], too.
    Command {
        /// The run, the same as in the event.
        run: RunId,
        /// The shell's working directory, the same as in the event.
        cwd: Option<PathBuf>,
    },
    /// A command ended. Told of with [`crate::TerminalEvent::RunEnded`], too.
    End {
        /// The run, the same as in the event.
        run: RunId,
        /// The exit status; none where the shell gave none.
        exit: Option<i32>,
    },
    /// Where a run stands in the snapshot just before; follows snapshots only, one for each run
    /// that is still to be seen, the oldest first. Lines count from 0, the first line that the
    /// snapshot draws; lines that wrap count as often as they wrap.
    Placed {
        /// The run.
        run: RunId,
        /// The line where its output begins: the cursor's at its [`Mark::Command`].
        line: u32,
        /// The line where its command was typed: the cursor's at the [`Mark::Input`] before it.
        /// None where that is not to be seen any more.
        input: Option<u32>,
        /// The line where its output ends: the cursor's at its [`Mark::End`]. None while it runs,
        /// and where that is not to be seen any more.
        end: Option<u32>,
        /// None while it runs; then its exit status, as in [`Mark::End`].
        exit: Option<Option<i32>>,
    },
    /// Where something is being typed in the snapshot just before: the [`Mark::Input`] that no
    /// command has followed yet. The last of the snapshot's marks.
    Typing {
        /// The line, counted as in [`Mark::Placed`].
        line: u32,
    },
}

/// A command that began to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// The run.
    pub run: RunId,
    /// The command as it was typed, without line ends at its end. Not masked. Leading blanks are
    /// kept: they ask for it not to be recorded.
    pub command: String,
    /// The shell's working directory, where the shell or the system told it.
    pub cwd: Option<PathBuf>,
    /// When it began.
    pub at: Millis,
}

/// A command that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The run.
    pub run: RunId,
    /// The exit status; none where the shell gave none, or ended itself.
    pub exit: Option<i32>,
    /// When it ended.
    pub at: Millis,
    /// What it wrote, as text.
    pub output: Output,
    /// Whether what it wrote was no text.
    pub binary: bool,
}

/// What a command wrote, as text: without escape sequences and what stood on the alternate screen,
/// lines ended by `\n`, what was overwritten left out, broken UTF-8 replaced. Not masked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Output {
    /// Its beginning, or all of it: at most [`crate::StartOptions::output_kept`] bytes, cut between
    /// characters.
    pub head: String,
    /// Its end, where it is longer than the head: at most as many bytes again.
    pub tail: String,
    /// Bytes between the two that were left out.
    pub left_out: u64,
}
