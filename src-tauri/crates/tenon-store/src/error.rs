//! What can fail in the store, each with what, where, and what to do.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::ErrorCode;
use tenon_core::ChangeError;

use crate::name::NameError;
use crate::room;

/// Why the store could not do what it was asked.
///
/// One fault of the disk can fail several callers at once, so an error can be cloned; its source
/// is kept.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// The file's schema is newer than this program.
    #[error(
        "\"{}\" was written by a newer Tenon (schema {found}, this program knows {known}); \
         update Tenon, or set the file aside",
        .file.display()
    )]
    NewerFile {
        /// The database.
        file: PathBuf,
        /// The schema in the file.
        found: i32,
        /// The newest schema that this program knows.
        known: i32,
    },
    /// The file has a version that no Tenon gave it.
    #[error(
        "\"{}\" has a schema that no Tenon made (version {found}); set the file aside and take the last \
         copy from the backups folder, or let Tenon make a new one",
        .file.display()
    )]
    UnknownSchema {
        /// The database.
        file: PathBuf,
        /// The version in the file; 0 with tables in it is none either.
        found: i32,
    },
    /// The file is no SQLite database.
    #[error("\"{}\" is not a database; set the file aside, and Tenon makes a new one", .file.display())]
    NotADatabase {
        /// The file.
        file: PathBuf,
    },
    /// The file is a database, but not the one that belongs there.
    #[error("\"{}\" is a database, but not one that belongs there; set the file aside", .file.display())]
    ForeignDatabase {
        /// The file.
        file: PathBuf,
    },
    /// The database is damaged.
    #[error(
        "\"{}\" is damaged ({report}); set the file aside and take the last copy from the backups folder",
        .file.display()
    )]
    Damaged {
        /// The database.
        file: PathBuf,
        /// What was found.
        report: String,
    },
    /// The journal does not verify.
    #[error("the journal is not what was written: at seq {seq}, {why}")]
    BrokenJournal {
        /// The first row that does not verify.
        seq: u64,
        /// What is wrong with it.
        why: String,
    },
    /// Another program has held the database for longer than 5 s.
    #[error("\"{}\" is busy: another program holds it; try again", .file.display())]
    Busy {
        /// The database.
        file: PathBuf,
    },
    /// There is no room.
    #[error("there is no room left to write \"{}\": its disk is full; nothing was written, make room and try again", .file.display())]
    Full {
        /// The database.
        file: PathBuf,
    },
    /// The database cannot be written.
    #[error("\"{}\" cannot be written: the file, its folder or its disk is read-only", .file.display())]
    ReadOnly {
        /// The database.
        file: PathBuf,
    },
    /// The disk refused SQLite.
    #[error("the disk failed under \"{}\": {}; nothing was written", .file.display(), said(.source))]
    Disk {
        /// The database.
        file: PathBuf,
        /// What SQLite said.
        source: Arc<rusqlite::Error>,
    },
    /// The file system refused.
    #[error("could not {doing} \"{}\": {source}", .path.display())]
    Io {
        /// What was tried, such as `create`.
        doing: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// SQLite refused for a reason that is Tenon's own fault.
    #[error("\"{}\" refused what was asked of it, which is a fault of Tenon; the log has more", .file.display())]
    Sql {
        /// The database.
        file: PathBuf,
        /// What SQLite said.
        source: Arc<rusqlite::Error>,
    },
    /// The SQLite in this program is too old to be safe.
    #[error("this program holds SQLite {0}; 3.51.3 is the first that is safe with two writers")]
    OldSqlite(&'static str),
    /// A name does not fit.
    #[error("the name cannot be used: {0}")]
    Name(#[from] NameError),
    /// A name is taken, ignoring case.
    #[error("there is already a profile named \"{0}\"; choose another name")]
    NameTaken(String),
    /// The last profile stays.
    #[error("the last profile cannot be deleted; create another one first")]
    LastProfile,
    /// What was named is not there.
    #[error("there is no {0}")]
    NotFound(String),
    /// The kind of an event is on no list.
    #[error("\"{0}\" is not a kind of event; foreign kinds are written x.<source>.<name>")]
    UnknownKind(String),
    /// A payload is too long to be kept as a fact.
    #[error(
        "the event's payload has {0} bytes, and at most 16,777,216 are kept; nothing was written"
    )]
    PayloadSize(usize),
    /// A source left out an event.
    #[error("the source's next event is number {expected}, and number {got} was delivered")]
    Gap {
        /// What comes next.
        expected: u64,
        /// What came.
        got: u64,
    },
    /// An erasure names nothing, or what may not be erased.
    #[error("this cannot be erased: {0}")]
    Erasure(String),
    /// A change record is not well formed.
    #[error("the change cannot be kept: {0}")]
    Change(#[from] ChangeError),
    /// Something has no JSON form.
    #[error("the {what} has no JSON form: {source}")]
    Json {
        /// What was to be written.
        what: &'static str,
        /// Why it cannot.
        source: Arc<serde_json::Error>,
    },
    /// Sealed content does not open.
    #[error(
        "{0} does not open with this workspace's key: the key is another one, or the bytes are damaged"
    )]
    Sealed(String),
    /// There is no key to seal with.
    #[error(
        "the key that sealed this workspace's content is not here, so no text can be kept; \
         put the key file back, or make a new one with \"tenon key new\""
    )]
    NoKey,
    /// A key file is not one.
    #[error("the key file \"{}\" has {size} bytes in place of 32; put the right one back from a backup", .path.display())]
    KeySize {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// The system has no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Randomness(String),
    /// A piece of work panicked; nothing of it was kept.
    #[error("a write to the database stopped in the middle and was taken back")]
    Panicked,
    /// The writer has ended.
    #[error("the database is closed")]
    Closed,
}

impl StoreError {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full { file: path },
            _ => Self::Io {
                doing,
                path,
                source: Arc::new(source),
            },
        }
    }

    pub(crate) fn json(what: &'static str) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Json {
            what,
            source: Arc::new(source),
        }
    }

    /// Damage found in a row, before the file is known.
    pub(crate) fn damaged(report: impl Into<String>) -> Self {
        Self::Damaged {
            file: PathBuf::new(),
            report: report.into(),
        }
    }

    /// Whether the bytes in the file are not what was written.
    pub fn is_damage(&self) -> bool {
        matches!(
            self,
            Self::Damaged { .. } | Self::BrokenJournal { .. } | Self::NotADatabase { .. }
        )
    }

    /// Whether the disk takes nothing: it is full, read-only or failing. What is on it may be whole.
    pub fn is_shortage(&self) -> bool {
        match self {
            Self::Full { .. } | Self::ReadOnly { .. } | Self::Disk { .. } => true,
            Self::Io { source, .. } => matches!(
                source.kind(),
                io::ErrorKind::StorageFull
                    | io::ErrorKind::QuotaExceeded
                    | io::ErrorKind::ReadOnlyFilesystem
            ),
            _ => false,
        }
    }

    /// Names the database in an error that arose inside a table, where it is not known.
    pub(crate) fn at(self, database: &Path) -> Self {
        self.on(database, room::is_gone)
    }

    /// As [`StoreError::at`]; `is_full` tells whether the disk under a file has no room left.
    fn on(mut self, database: &Path, is_full: impl Fn(&Path) -> bool) -> Self {
        // SQLite calls some writes onto a full disk a failure of the disk.
        if matches!(&self, Self::Disk { file, .. } if file.as_os_str().is_empty())
            && is_full(database)
        {
            return Self::Full {
                file: database.to_owned(),
            };
        }
        match &mut self {
            Self::Damaged { file, .. }
            | Self::NotADatabase { file }
            | Self::Busy { file }
            | Self::Full { file }
            | Self::ReadOnly { file }
            | Self::Disk { file, .. }
            | Self::Sql { file, .. }
                if file.as_os_str().is_empty() =>
            {
                *file = database.to_owned();
            }
            _ => {}
        }
        self
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error;
        let file = PathBuf::new();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { file },
            Some(ErrorCode::DiskFull) => Self::Full { file },
            Some(ErrorCode::ReadOnly) => Self::ReadOnly { file },
            Some(ErrorCode::DatabaseCorrupt) => Self::damaged(said(&error)),
            Some(ErrorCode::NotADatabase) => Self::NotADatabase { file },
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Self::Disk {
                file,
                source: Arc::new(error),
            },
            _ => match error {
                // Tables are strict, so a column of another type is damage and no mistake of ours.
                Error::FromSqlConversionFailure(..)
                | Error::IntegralValueOutOfRange(..)
                | Error::InvalidColumnType(..)
                | Error::Utf8Error(..) => Self::damaged(error.to_string()),
                // The statements fit the schema of their version, so a file that lacks a part of it
                // is not what was written.
                error if lacks_a_part(&error) => Self::damaged(said(&error)),
                error => {
                    tracing::error!(error = %error, "a statement was refused");
                    Self::Sql {
                        file,
                        source: Arc::new(error),
                    }
                }
            },
        }
    }
}

/// What SQLite says without the statement, which means nothing to a person.
fn said(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

/// Whether a table or a column is missing.
fn lacks_a_part(error: &rusqlite::Error) -> bool {
    let said = said(error);
    ["no such table", "no such column", "no such index"]
        .iter()
        .any(|start| said.starts_with(start))
        || said.contains("has no column named")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_on_a_full_disk_says_that_it_is_full_and_where() {
        let failed = || {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_WRITE);
            StoreError::from(rusqlite::Error::SqliteFailure(code, None))
        };
        let file = Path::new("/data/workspace.db");
        let full = failed().on(file, |asked| asked == file).to_string();
        assert_eq!(
            full,
            "there is no room left to write \"/data/workspace.db\": its disk is full; \
             nothing was written, make room and try again"
        );
        let broken = failed().on(file, |_| false).to_string();
        assert!(
            broken.starts_with("the disk failed under \"/data/workspace.db\""),
            "{broken}"
        );
        let here = std::env::temp_dir();
        assert!(!room::is_gone(&here.join("none")), "tests need some room");
    }

    #[test]
    fn a_file_that_finds_no_room_says_so() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let error = StoreError::io("create", Path::new("/data/copy"))(full);
        assert!(matches!(&error, StoreError::Full { file } if file == Path::new("/data/copy")));
        assert!(error.is_shortage());
    }
}
