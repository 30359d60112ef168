//! What the outside learns about a terminal.

use std::ffi::OsString;
use std::path::PathBuf;

use tenon_core::{Millis, RunId, TerminalId};

use crate::run::{Ended, Mark, Started};

/// How a shell ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It ended by itself with this code.
    Code(i32),
    /// A signal with this number ended it.
    Signal(i32),
}

/// What a terminal is started with.
#[derive(Debug, Clone)]
pub struct StartOptions {
    /// The terminal's identity.
    pub id: TerminalId,
    /// The program, see [`crate::shell::pick`].
    pub shell: PathBuf,
    /// The program's arguments, without its own name.
    pub args: Vec<OsString>,
    /// The working directory.
    pub cwd: PathBuf,
    /// The complete environment, see [`crate::environment::terminal_environment`].
    pub env: Vec<(OsString, OsString)>,
    /// Columns, 1 to 1000.
    pub cols: u16,
    /// Rows, 1 to 1000.
    pub rows: u16,
    /// Lines kept above the screen; fewer are kept when the terminal is very wide.
    pub scrollback: usize,
    /// What stands above the new shell's first line.
    pub before: Option<Before>,
    /// The folder for the scripts by which the shell marks its prompts and commands; it is made,
    /// and written only where it differs. None to start the shell as it is.
    pub integration: Option<PathBuf>,
    /// Bytes of a command's output that are told when it ends: so many of its beginning and so
    /// many of its end.
    pub output_kept: usize,
}

/// The end of an earlier shell's output, and the line that parts it from the new shell's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The output.
    pub past: Past,
    /// What the marked line says; control characters in it are left out.
    pub mark: String,
}

/// What a person could scroll to in a terminal, without its alternate screen: text, looks and links
/// and nothing else. Fed to any terminal it sets no mode and asks no question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// Columns the bytes are made for.
    pub cols: u16,
    /// Rows of the screen that the last of them stood on.
    pub rows: u16,
    /// At most 512 KiB; the oldest lines are left out.
    pub bytes: Vec<u8>,
}

/// A terminal as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalState {
    /// The terminal.
    pub id: TerminalId,
    /// The name a person gave it.
    pub name: Option<String>,
    /// The title the program in it asked for.
    pub title: Option<String>,
    /// The shell's program.
    pub shell: PathBuf,
    /// The shell's working directory now; the one it was started in once it has ended.
    pub cwd: PathBuf,
    /// The shell's process.
    pub pid: u32,
    /// Columns.
    pub cols: u16,
    /// Rows.
    pub rows: u16,
    /// Whether the shell still runs.
    pub running: bool,
    /// How the shell ended.
    pub exit: Option<Exit>,
    /// When it was started.
    pub started_at: Millis,
    /// The program that runs in front of the shell.
    pub busy: Option<String>,
}

/// Something that happened to a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalEvent {
    /// A shell was started.
    Started {
        /// The terminal.
        id: TerminalId,
    },
    /// The shell ended. Its last output has been delivered before.
    Exited {
        /// The terminal.
        id: TerminalId,
        /// How it ended.
        exit: Exit,
    },
    /// There is output that [`crate::Terminals::past`] has not given yet. Told once until it is asked.
    Grew {
        /// The terminal.
        id: TerminalId,
    },
    /// A person renamed it.
    Renamed {
        /// The terminal.
        id: TerminalId,
        /// The new name; none when it was taken away.
        name: Option<String>,
    },
    /// A command began to run in it.
    RunStarted {
        /// The terminal.
        id: TerminalId,
        /// The command.
        run: Started,
    },
    /// A command that was told of wrote text. What is left of a line when the shell itself ends
    /// is in [`Self::RunEnded`] only.
    RunWrote {
        /// The terminal.
        id: TerminalId,
        /// The command.
        run: RunId,
        /// Whole lines as in [`crate::Output`], none of them cut out, and pieces of very long
        /// ones. Not masked.
        text: Vec<u8>,
    },
    /// Its shell waits for a command, as the shell's marks tell.
    Ready {
        /// The terminal.
        id: TerminalId,
    },
    /// A command that was told of ended, or the shell did. It comes before [`Self::Exited`].
    RunEnded {
        /// The terminal.
        id: TerminalId,
        /// How it ended.
        run: Ended,
    },
    /// The program in it asked for another title.
    TitleChanged {
        /// The terminal.
        id: TerminalId,
        /// The new title; none for the usual one.
        title: Option<String>,
    },
}

/// The whole picture of a terminal at one point of its output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Columns the bytes are made for.
    pub cols: u16,
    /// Rows the bytes are made for.
    pub rows: u16,
    /// Output that redraws history, screen, cursor, title and modes in any terminal, whatever that
    /// showed before.
    pub bytes: Vec<u8>,
}

/// What an attachment's sink is given, in this order: a snapshot, bytes from exactly that point,
/// and again a snapshot when it fell behind. Marks stand between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chunk {
    /// Replaces everything shown so far. Its bytes are acknowledged like any others.
    Snapshot(Snapshot),
    /// The next output, at most [`crate::FlowLimits::chunk`] bytes.
    Bytes(Vec<u8>),
    /// What the shell marked at the point behind the bytes before, at most 256; after a snapshot
    /// the runs in it ([`Mark::Placed`]). Not to be acknowledged.
    Marks(Vec<Mark>),
    /// The shell ended; nothing follows. Not to be acknowledged.
    Ended(Exit),
}

/// One window's hold on a terminal's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttachmentId(pub u64);
