//! What can go wrong with a terminal, in sentences for the person.

use std::io;
use std::path::PathBuf;

use tenon_core::TerminalId;

/// Why a terminal could not be started or used.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// No terminal has this identity: it never existed or was closed.
    #[error("This terminal is not there any more: it was closed. Open a new one.")]
    Unknown {
        /// The identity that was asked for.
        id: TerminalId,
    },
    /// The identity is taken by another terminal.
    #[error("This terminal was already started. Start it under a new identity.")]
    AlreadyStarted {
        /// The identity that is taken.
        id: TerminalId,
    },
    /// The shell has ended, so nothing reads input any more.
    #[error("The shell of this terminal has ended. Open a new terminal.")]
    Gone {
        /// The terminal whose shell ended.
        id: TerminalId,
    },
    /// Columns or rows lie outside 1..=1000.
    #[error("A terminal cannot have {cols} columns and {rows} rows. Both must be from 1 to 1000.")]
    Size {
        /// The columns that were asked for.
        cols: u16,
        /// The rows that were asked for.
        rows: u16,
    },
    /// A name is empty, too long, or holds control characters.
    #[error("A terminal's name has 1 to 200 characters and no control characters.")]
    Name,
    /// The working directory is not there, or is not a folder.
    #[error("The folder \"{}\" does not exist. Choose another working directory.", path.display())]
    FolderMissing {
        /// The folder that was asked for.
        path: PathBuf,
    },
    /// The working directory may not be looked at.
    #[error("The folder \"{}\" cannot be opened. Check its permissions.", path.display())]
    Folder {
        /// The folder that was asked for.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The shell's program is not there.
    #[error("The shell \"{}\" does not exist. Set another one in the settings.", path.display())]
    ShellMissing {
        /// The program that was asked for.
        path: PathBuf,
    },
    /// The shell's file is no program.
    #[error("The shell \"{}\" is not a program that can be run. Set another one in the settings.", path.display())]
    ShellNotExecutable {
        /// The file that was asked for.
        path: PathBuf,
    },
    /// No shell is set, and none of the usual ones exists.
    #[error(
        "No shell was found: none is set, and /bin/sh does not exist. Set one in the settings."
    )]
    NoShell,
    /// The queue of input is full.
    #[error(
        "The program in this terminal does not read its input. Wait for it, or stop it with Ctrl+C."
    )]
    InputFull {
        /// The terminal that does not read.
        id: TerminalId,
    },
    /// One piece of input is larger than the whole queue.
    #[error(
        "{size} bytes are too many to type into a terminal at once; the limit is {limit}. Use a file."
    )]
    InputTooLarge {
        /// Bytes that were given.
        size: usize,
        /// Bytes that are taken at once.
        limit: usize,
    },
    /// The system gave no pseudo-terminal.
    #[error("The system has no terminal to give. Close some terminals and try again.")]
    Pty {
        /// What the system said.
        source: io::Error,
    },
    /// The shell's process could not be started.
    #[error("The shell \"{}\" could not be started: {source}", path.display())]
    Start {
        /// The program that was to be run.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A thread or the keeper could not be started.
    #[error("Tenon could not prepare a terminal: {source}. Close other programs and try again.")]
    Prepare {
        /// What the system said.
        source: io::Error,
    },
    /// The terminal's size could not be changed.
    #[error("The terminal's size could not be changed: {source}")]
    Resize {
        /// What the system said.
        source: io::Error,
    },
}
