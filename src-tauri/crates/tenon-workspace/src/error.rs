//! What can go wrong in a workspace, each with the sentence that a person reads.

use std::io;

/// A failure of the workspace. Paths in it are lossy and relative to the workspace where they can be.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// The folder to open does not exist.
    #[error("the folder \"{0}\" does not exist")]
    RootMissing(String),
    /// The folder of the workspace is not where it was when it was opened.
    #[error("the folder \"{0}\" was deleted, moved or renamed")]
    RootGone(String),
    /// The path to open is not a folder.
    #[error("\"{0}\" is not a folder")]
    RootNotFolder(String),
    /// The folder to open cannot be read.
    #[error("the folder \"{0}\" cannot be read: permission denied")]
    RootUnreadable(String),
    /// Nothing is there.
    #[error("\"{0}\" does not exist")]
    NotFound(String),
    /// The folder that would hold the file is gone.
    #[error("the folder that held \"{0}\" is gone")]
    ParentGone(String),
    /// The path leads out of the workspace.
    #[error("\"{path}\" leads out of the workspace")]
    Outside {
        /// What was asked for.
        path: String,
        /// What the person can do.
        way_out: String,
    },
    /// Links lead in a circle.
    #[error("the links at \"{0}\" lead in a circle")]
    LinkLoop(String),
    /// A folder where a file is needed.
    #[error("\"{0}\" is a folder")]
    IsFolder(String),
    /// A file where a folder is needed.
    #[error("\"{0}\" is not a folder")]
    NotFolder(String),
    /// A pipe, socket or device.
    #[error("\"{0}\" is a pipe, a socket or a device, which Tenon never opens")]
    Special(String),
    /// A path that names nothing that could be made or read.
    #[error("\"{0}\" is not a path that can be used here")]
    BadPath(String),
    /// A name that is longer than the file system takes.
    #[error("the name in \"{0}\" is too long")]
    NameTooLong(String),
    /// Something is there already.
    #[error("\"{0}\" exists already")]
    Exists(String),
    /// Something else took the place of a file or of a folder above it.
    #[error("\"{path}\" is {what} now, which is left alone")]
    InTheWay {
        /// What it took the place of.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// The system says no.
    #[error("permission denied for \"{0}\"")]
    Denied(String),
    /// The file is marked read-only.
    #[error("\"{0}\" is read-only")]
    ReadOnly(String),
    /// The folder takes no new files, which a save needs for a moment too.
    #[error("the folder \"{folder}\" is read-only, so \"{path}\" cannot be saved in it")]
    FolderReadOnly {
        /// The folder, absolute.
        folder: String,
        /// The file.
        path: String,
    },
    /// The folder lets no file go.
    #[error("the folder \"{folder}\" is read-only, so \"{path}\" cannot be removed")]
    FolderKeeps {
        /// The folder, absolute.
        folder: String,
        /// The file.
        path: String,
    },
    /// The folder takes no new names and gives none away.
    #[error(
        "the folder \"{folder}\" is read-only, so \"{path}\" cannot be made, renamed or moved there"
    )]
    FolderClosed {
        /// The folder, absolute.
        folder: String,
        /// What was to be made or moved.
        path: String,
    },
    /// No space is left.
    #[error("there is no space left to write \"{0}\"")]
    Full(String),
    /// The file changed on disk since it was read.
    #[error("\"{0}\" changed on disk since it was read")]
    ChangedOnDisk(String),
    /// Larger than what can be handled in one piece.
    #[error("\"{path}\" has {size} bytes; at most {limit} can be read in one piece")]
    TooLarge {
        /// The file.
        path: String,
        /// Its bytes.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// A character that the encoding does not have.
    #[error("line {line} holds \"{character}\", which {encoding} cannot write")]
    Unencodable {
        /// From 1.
        line: usize,
        /// The character.
        character: char,
        /// The encoding's name.
        encoding: &'static str,
    },
    /// The bytes are not of the encoding that was asked for.
    #[error("\"{path}\" is not valid {encoding}")]
    NotEncoded {
        /// The file.
        path: String,
        /// The encoding's name.
        encoding: &'static str,
    },
    /// No such document is open.
    #[error("this document is not open any more")]
    NoDocument(String),
    /// The document has no file yet.
    #[error("\"{0}\" has no file yet; save it under a name")]
    Untitled(String),
    /// The document is not text.
    #[error("\"{0}\" is not text")]
    NotText(String),
    /// A change that does not fit.
    #[error("the edit does not fit the text: {0}")]
    BadChange(#[from] tenon_core::ChangeError),
    /// Another writer changed the text meanwhile.
    #[error("another window changed the text meanwhile")]
    Overtaken,
    /// Changes are missing before this one.
    #[error("edit {got} came, but edit {expected} is missing before it")]
    ChangesMissing {
        /// The counter that was due.
        expected: u32,
        /// The counter that came.
        got: u32,
    },
    /// The trash refused.
    #[error("the trash refused \"{path}\": {reason}")]
    Trash {
        /// What was to go.
        path: String,
        /// The trash's own words.
        reason: String,
    },
    /// The token does not name anything in the trash.
    #[error("nothing in the trash goes with this token any more")]
    NothingTrashed,
    /// The watcher cannot watch.
    #[error("changes in the folder cannot be watched: {0}")]
    Watch(String),
    /// Any other refusal of the disk.
    #[error("\"{path}\": {source}")]
    Io {
        /// Where.
        path: String,
        /// The system's answer.
        source: io::Error,
    },
}

/// A result in this crate.
pub type Result<T> = std::result::Result<T, WorkspaceError>;

impl WorkspaceError {
    /// Puts the system's answer about `path` into words.
    pub fn from_io(path: &[u8], source: io::Error) -> Self {
        use rustix::io::Errno;
        let name = String::from_utf8_lossy(path).into_owned();
        match source.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::NOENT) => Self::NotFound(name),
            Some(Errno::ACCESS | Errno::PERM) => Self::Denied(name),
            Some(Errno::ROFS) => Self::ReadOnly(name),
            Some(Errno::NOSPC | Errno::DQUOT | Errno::FBIG) => Self::Full(name),
            Some(Errno::LOOP) => Self::LinkLoop(name),
            Some(Errno::ISDIR) => Self::IsFolder(name),
            Some(Errno::NOTDIR) => Self::NotFolder(name),
            Some(Errno::EXIST | Errno::NOTEMPTY) => Self::Exists(name),
            Some(Errno::NAMETOOLONG) => Self::NameTooLong(name),
            _ => Self::Io { path: name, source },
        }
    }
}
