//! Reading the history of another program: Atuin's database, which is never written.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{Type, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Row};

use crate::StoreError;
use crate::database::{as_it_is, harden};
use crate::inspect::log_is_empty;

/// How long another program that holds the database is waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// The columns that are read.
const COLUMNS: [&str; 8] = [
    "id",
    "timestamp",
    "duration",
    "exit",
    "command",
    "cwd",
    "session",
    "hostname",
];

/// The last form of the database that is known, by the number of its last migration: of September
/// 2026. Until then only columns were added that are not read here.
const KNOWN: i64 = 20_260_828_000_000;
/// A time in nanoseconds lies between these; one in another unit does not. From 2001 to 2096.
const TIMES: std::ops::Range<i64> = 1_000_000_000_000_000_000..4_000_000_000_000_000_000;

/// What stands in Atuin's database.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AtuinHistory {
    /// The commands that are not deleted there, the oldest first.
    pub rows: Vec<AtuinRow>,
    /// How many others have a value of another type than it always was; at most half of all.
    pub odd: u64,
    /// The number of the database's form, where that is newer than any that is known.
    pub newer: Option<i64>,
}

/// A command as Atuin keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtuinRow {
    /// What Atuin knows it by.
    pub id: String,
    /// When it began, nanoseconds since 1970.
    pub timestamp: i64,
    /// How long it ran, in nanoseconds; -1 where that is not known.
    pub duration: i64,
    /// Its exit status; -1 where that is not known.
    pub exit: i64,
    /// The command.
    pub command: String,
    /// The folder it ran in.
    pub cwd: String,
    /// The shell it ran in.
    pub session: String,
    /// `HOST:USER`.
    pub hostname: String,
}

/// Why Atuin's database could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AtuinFault {
    /// It is not there.
    #[error("there is no history \"{}\"", .0.display())]
    Missing(PathBuf),
    /// Another program holds it.
    #[error("\"{}\" is locked: another program has held it for longer than 2 s", .0.display())]
    Busy(PathBuf),
    /// It is a database, and not of a form that is known.
    #[error("\"{}\" is not of a form that this Tenon knows: {}. It may be a newer Atuin's", .0.display(), .1)]
    Unknown(PathBuf, String),
    /// It is a newer Atuin's, and what is needed is not there as it was.
    #[error("\"{}\" is a newer Atuin's than this Tenon knows: {}", .0.display(), .1)]
    Newer(PathBuf, String),
    /// It is no database, or damaged, or the disk fails.
    #[error("\"{}\" cannot be read: {}", .0.display(), .1)]
    Unreadable(PathBuf, String),
}

/// Reads the commands in Atuin's database at `file`.
///
/// A database of a newer form is read when all columns are there and its times look as they did.
///
/// # Errors
///
/// When it is not there, another program holds it, or its form is not known.
pub fn read_atuin(file: &Path) -> Result<AtuinHistory, AtuinFault> {
    if !fs::metadata(file).is_ok_and(|meta| meta.is_file()) {
        return Err(AtuinFault::Missing(file.into()));
    }
    let told = |fault: rusqlite::Error| match fault.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => AtuinFault::Busy(file.into()),
        Some(ErrorCode::NotADatabase) => {
            AtuinFault::Unreadable(file.into(), "it is no database".into())
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            AtuinFault::Unreadable(file.into(), "it is damaged".into())
        }
        // A value of the schema that is of another type than it always was.
        None => AtuinFault::Unknown(file.into(), "its commands are of another form".into()),
        Some(_) => AtuinFault::Unreadable(file.into(), "the disk refused it".into()),
    };
    let conn = open(file).map_err(|fault| match fault {
        StoreError::Busy { .. } => AtuinFault::Busy(file.into()),
        StoreError::NotADatabase { .. } => {
            AtuinFault::Unreadable(file.into(), "it is no database".into())
        }
        fault if fault.is_damage() => AtuinFault::Unreadable(file.into(), "it is damaged".into()),
        _ => AtuinFault::Unreadable(file.into(), "the disk refused it".into()),
    })?;
    let columns = columns(&conn).map_err(told)?;
    let newer = form(&conn).map_err(told)?.filter(|form| *form > KNOWN);
    let unknown = |why: String| match newer {
        Some(form) => {
            let why = format!("{why}, and its form {form} is newer than {KNOWN}");
            AtuinFault::Newer(file.into(), why)
        }
        None => AtuinFault::Unknown(file.into(), why),
    };
    if columns.is_empty() {
        return Err(unknown("it has no table of commands".into()));
    }
    if let Some(lacks) = COLUMNS
        .iter()
        .find(|name| !columns.iter().any(|has| has == *name))
    {
        return Err(unknown(format!("its commands have no \"{lacks}\"")));
    }
    let left = match columns.iter().any(|has| has == "deleted_at") {
        true => "WHERE deleted_at IS NULL",
        // One of before Atuin noted that.
        false => "",
    };
    let sql = format!(
        "SELECT {} FROM history {left} ORDER BY timestamp, id",
        COLUMNS.join(", ")
    );
    let read = || {
        let mut select = conn.prepare(&sql)?;
        let rows = select.query_map([], |row| {
            Ok(AtuinRow {
                id: row.get(0)?,
                timestamp: time(row)?,
                duration: row.get(2)?,
                exit: row.get(3)?,
                command: row.get(4)?,
                cwd: row.get(5)?,
                session: row.get(6)?,
                hostname: row.get(7)?,
            })
        })?;
        let (mut good, mut odd) = (Vec::new(), 0);
        for row in rows {
            match row {
                Ok(row) => good.push(row),
                // One row that is not as it was says nothing of the others.
                Err(fault) if fault.sqlite_error_code().is_none() => odd += 1,
                Err(fault) => return Err(fault),
            }
        }
        Ok((good, odd))
    };
    let (rows, others): (Vec<AtuinRow>, u64) = read().map_err(told)?;
    if others > rows.len() as u64 {
        return Err(unknown("its commands are of another form".into()));
    }
    let odd = rows.iter().filter(|row| !TIMES.contains(&row.timestamp));
    if newer.is_some() && 2 * odd.count() > rows.len() {
        return Err(unknown("its times are in another unit".into()));
    }
    Ok(AtuinHistory {
        rows,
        odd: others,
        newer,
    })
}

/// When a command began. The first form of the table has its times as text.
fn time(row: &Row<'_>) -> rusqlite::Result<i64> {
    match row.get_ref(1)? {
        ValueRef::Integer(at) => Ok(at),
        other => {
            let odd = || rusqlite::Error::InvalidColumnType(1, "timestamp".into(), Type::Text);
            let text = other.as_str().map_err(|_| odd())?;
            text.parse().map_err(|_| odd())
        }
    }
}

/// The number of the last migration that the database has seen; none where nothing tells.
fn form(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    let is_told = conn
        .prepare("SELECT 1 FROM pragma_table_info('_sqlx_migrations') WHERE name = 'version'")?
        .exists([])?;
    if !is_told {
        return Ok(None);
    }
    conn.query_row("SELECT max(version) FROM _sqlx_migrations", [], |row| {
        row.get(0)
    })
}

/// Opens the file for reading. Where its folder takes no files beside it and nothing stands in its
/// log, it is read as it lies there.
fn open(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let ready = |conn: Connection| -> Result<Connection, StoreError> {
        harden(&conn)?;
        conn.busy_timeout(PATIENCE)?;
        conn.pragma_update(None, "query_only", true)?;
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(conn)
    };
    let opened = Connection::open_with_flags(file, flags).map_err(StoreError::from);
    match opened.and_then(ready) {
        Err(fault) if fault.is_shortage() && log_is_empty(file) => match as_it_is(file) {
            Some(alone) => {
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                ready(Connection::open_with_flags(alone, flags)?)
            }
            None => Err(fault),
        },
        opened => opened,
    }
}

fn columns(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut about = conn.prepare("SELECT name FROM pragma_table_info('history')")?;
    let names = about.query_map([], |row| row.get(0))?;
    names.collect()
}
