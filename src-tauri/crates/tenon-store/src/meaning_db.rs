//! `meaning.db`: which pieces of a workspace's text are to be found by meaning, the vectors that were made
//! of them, and what its texts speak of.
//!
//! All of it can be made again, so a damaged one is put aside and a new one begun. It stands in no
//! backup.

pub(crate) mod entities;
pub(crate) mod found;
mod rows;
pub(crate) mod work;

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;
use tenon_core::{Clock, Millis};

use crate::database::{Database, Migration, Schema, connect_made, report, unlike};
use crate::table::{entity, kept, made_vector, passage};
use crate::{Place, StoreError, sums};

pub(crate) const SCHEMA: Schema = Schema {
    // "TNNM"
    application: 0x544e_4e4d,
    migrations: &[
        Migration {
            version: 2_026_112_250,
            steps: &[kept::CREATE, passage::CREATE, made_vector::CREATE],
        },
        Migration {
            version: 2_026_112_251,
            steps: &[entity::CREATE],
        },
        Migration {
            version: 2_026_112_252,
            steps: &[entity::WITH_SUMS, sums::CREATE],
        },
    ],
};

/// What a row is known by, here and in the sidecar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PassageKey {
    /// What it is about, as `kind:id`.
    pub reference: String,
    /// The hash of its masked text.
    pub hash: [u8; 16],
}

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageState {
    /// It is to be found, and the sidecar has not said that it has it.
    Wanted,
    /// The sidecar has it.
    Written,
    /// It is to be found no more, and the sidecar may have it still.
    Gone,
    /// Its text cannot be embedded.
    Refused,
}

impl PassageState {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Wanted => 0,
            Self::Written => 1,
            Self::Gone => 2,
            Self::Refused => 3,
        }
    }

    pub(crate) fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Written,
            2 => Self::Gone,
            3 => Self::Refused,
            _ => Self::Wanted,
        }
    }
}

/// A piece of text that is to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is known by.
    pub key: PassageKey,
    /// `code`.
    pub kind: String,
    /// The file, relative to the workspace.
    pub path: Vec<u8>,
    /// The language's name, or empty.
    pub language: String,
    /// Which part of a split one it is, from 0.
    pub part: u32,
    /// The line that stands for it, from 1.
    pub line: u32,
    /// When the file was changed.
    pub at: Millis,
    /// Where it stands.
    pub state: PassageState,
    /// Counts its changes.
    pub rev: i64,
}

/// A file as it was when its pieces were cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PassageFile {
    /// Changes with everything that its pieces depend on.
    pub print: [u8; 16],
    /// Its size in bytes.
    pub size: u64,
    /// When it was written, nanoseconds since 1970.
    pub modified: i64,
}

/// The database of one workspace's meaning. Every method blocks; a write is durable when it
/// returns.
#[derive(Debug)]
pub struct MeaningDb {
    database: Database,
}

/// A database that is open, and what was put aside for it.
#[derive(Debug)]
pub struct OpenedMeaning {
    /// The database.
    pub db: MeaningDb,
    /// Why the one before was put aside, and where it lies.
    pub aside: Option<(String, PathBuf)>,
}

impl MeaningDb {
    /// Opens the database, making it when there is none. A damaged one is put aside first.
    ///
    /// # Errors
    /// [`StoreError::NewerFile`] for that of a newer program, which is not touched; and what the disk
    /// says.
    pub fn open(place: &Place, clock: &dyn Clock) -> Result<OpenedMeaning, StoreError> {
        let open = || {
            let database = Database::open(&SCHEMA, place, clock)?;
            let noted = note(place).exists();
            database.read(|conn| match noted {
                true => verify(conn),
                false => whole(conn, "quick_check"),
            })?;
            Ok(Self { database })
        };
        let opened = match open() {
            Ok(db) => OpenedMeaning { db, aside: None },
            Err(fault) if is_spoilt(&fault) => {
                let aside = put_aside(&place.file, clock.now())?;
                let aside = Some((why(&fault), aside));
                OpenedMeaning { db: open()?, aside }
            }
            Err(fault) => return Err(fault),
        };
        match fs::remove_file(note(place)) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(error = %fault, "the note of a damage could not be removed");
            }
            _ => {}
        }
        Ok(opened)
    }

    /// Opens the database at `place` for reading only, beside whoever owns it; nothing where there is
    /// none, or one that has to be made, brought forward or mended first.
    pub fn open_reading(place: &Place) -> Option<Self> {
        let database = Database::open_reading(&SCHEMA, place, StoreError::Closed).ok()?;
        Some(Self { database })
    }

    /// Looks whether the database at `place` is whole, to the last value; nothing where it is, or where
    /// there is none. Damage is noted beside it, so that who next opens it looks as closely.
    pub fn damage(place: &Place) -> Option<String> {
        if !place.file.exists() {
            return None;
        }
        let look = || match connect_made(&place.file)? {
            // One state of it, whoever writes meanwhile.
            Some(conn) => verify(&*conn.unchecked_transaction()?),
            None => Ok(()),
        };
        let fault = look().err().filter(is_spoilt)?;
        if let Err(e) = fs::write(note(place), why(&fault)) {
            tracing::warn!(error = %e, "damage of what is known of meaning could not be noted");
        }
        Some(why(&fault))
    }

    /// Removes the database at `place` with its log; nobody may have it open.
    pub fn remove(place: &Place) -> Result<(), StoreError> {
        for file in files(&place.file) {
            match fs::remove_file(&file) {
                Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::io("remove", &file)(fault));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The damaged one that lies beside the database at `place`, when one was put aside.
    pub fn put_aside(place: &Place) -> Option<PathBuf> {
        aside(&place.file).into_iter().next()
    }

    /// The file.
    pub fn file(&self) -> &Path {
        self.database.file()
    }

    /// A small thing that is kept.
    pub fn kept(&self, key: &str) -> Result<Option<Value>, StoreError> {
        self.database.read(|conn| kept::get(conn, key))
    }

    /// Keeps a small thing.
    pub fn keep(&self, key: &str, value: Value) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.database
            .write(move |conn| kept::put(conn, &key, &value))
    }
}

/// Where it is noted that the database is damaged.
fn note(place: &Place) -> PathBuf {
    place.file.with_extension("damaged")
}

/// What one of SQLite's checks says.
fn whole(conn: &Connection, check: &str) -> Result<(), StoreError> {
    report(conn, check).map_or(Ok(()), |report| Err(StoreError::damaged(report)))
}

/// Checks the structure, and that every row is as it was written. That takes longer than SQLite's own
/// look at each opening: one of a large workspace has hundreds of thousands of rows.
fn verify(conn: &Connection) -> Result<(), StoreError> {
    whole(conn, "integrity_check")?;
    let version: i32 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version != SCHEMA.known() {
        // That of an older program has no sums yet.
        return Ok(());
    }
    let mut bad = sums::verify(conn)?;
    let own = [
        ("made_vector", made_vector::unlike(conn)?),
        ("entity_text", entity::unlike(conn)?),
    ];
    let own = own.into_iter().filter(|(_, rows)| *rows > 0);
    bad.extend(own.map(|(table, rows)| (table.to_owned(), rows)));
    unlike(&bad)
}

/// What is wrong with a file, without what to do about one that cannot be made again.
fn why(fault: &StoreError) -> String {
    match fault {
        StoreError::Damaged { report, .. } => report.clone(),
        StoreError::NotADatabase { .. } => "it is not a database".to_owned(),
        other => other.to_string(),
    }
}

/// Whether nothing can be done with a file but to begin anew.
fn is_spoilt(fault: &StoreError) -> bool {
    let odd = matches!(
        fault,
        StoreError::ForeignDatabase { .. } | StoreError::UnknownSchema { .. }
    );
    fault.is_damage() || odd
}

/// The file and its log.
fn files(file: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| {
        let mut name = file.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    })
}

/// What stands between the name of a file that was put aside and the time.
const ASIDE: &str = ".damaged-";

/// Those that were put aside.
fn aside(file: &Path) -> Vec<PathBuf> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let start = format!("{name}{ASIDE}");
    let folder = file.parent().unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let own = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&start));
    own.map(|entry| entry.path()).collect()
}

/// Moves the file out of the way under a name of its own; one that was put aside before is removed,
/// because the next one can be made again, too.
fn put_aside(file: &Path, now: Millis) -> Result<PathBuf, StoreError> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let folder = file.parent().unwrap_or(Path::new("."));
    for old in aside(file) {
        // One that stays takes room, and nothing else.
        let _ = fs::remove_file(old);
    }
    let aside = folder.join(format!("{name}{ASIDE}{now}"));
    fs::rename(file, &aside).map_err(StoreError::io("put aside", file))?;
    for log in &files(file)[1..] {
        match fs::remove_file(log) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io("remove", log)(fault));
            }
            _ => {}
        }
    }
    Ok(aside)
}
