//! Restores: what each changed, so that it can be undone.

use rusqlite::{Connection, OptionalExtension, Row, params};
use tenon_core::Millis;

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE restore (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  scope BLOB NOT NULL,
  moment INTEGER,
  undoes INTEGER REFERENCES restore (id) ON DELETE CASCADE,
  undone_at INTEGER
) STRICT;
CREATE TABLE restore_file (
  restore INTEGER NOT NULL REFERENCES restore (id) ON DELETE CASCADE,
  path BLOB NOT NULL,
  before INTEGER REFERENCES version (id) ON DELETE SET NULL,
  after INTEGER REFERENCES version (id) ON DELETE SET NULL,
  PRIMARY KEY (restore, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX restore_file_before ON restore_file (before);
CREATE INDEX restore_file_after ON restore_file (after);";

/// How many restores are remembered.
const REMEMBERED: u32 = 20;

/// A restore, or the undoing of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restore {
    /// Its number, which is never reused.
    pub id: i64,
    /// When it was begun.
    pub at: Millis,
    /// The file or folder that was to be restored.
    pub scope: Vec<u8>,
    /// The moment it went to; none for one version of one file, and for an undoing.
    pub moment: Option<Millis>,
    /// The restore that it undoes.
    pub undoes: Option<i64>,
    /// When it was undone.
    pub undone_at: Option<Millis>,
}

/// A file of a restore: the versions that it goes from and to. A file that is not there has a
/// version that says so, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreFile {
    /// Its path, as in [`crate::Version`] without what was masked.
    pub path: Vec<u8>,
    /// What it was.
    pub before: Option<i64>,
    /// What it becomes.
    pub after: Option<i64>,
}

fn row(row: &Row<'_>) -> rusqlite::Result<Restore> {
    Ok(Restore {
        id: row.get("id")?,
        at: row.get("at")?,
        scope: row.get("scope")?,
        moment: row.get("moment")?,
        undoes: row.get("undoes")?,
        undone_at: row.get("undone_at")?,
    })
}

/// Notes a restore before its first change, and forgets the oldest ones.
pub(crate) fn insert(
    conn: &Connection,
    new: &Restore,
    files: &[RestoreFile],
) -> Result<i64, StoreError> {
    conn.prepare_cached("INSERT INTO restore (at, scope, moment, undoes) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![new.at, new.scope, new.moment, new.undoes])?;
    let id = conn.last_insert_rowid();
    for file in files {
        put_file(conn, id, file)?;
    }
    conn.prepare_cached(
        "DELETE FROM restore WHERE id NOT IN (SELECT id FROM restore ORDER BY id DESC LIMIT ?1)",
    )?
    .execute([REMEMBERED])?;
    Ok(id)
}

/// Forgets a restore that changed nothing.
pub(crate) fn delete(conn: &Connection, id: i64) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM restore WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Notes a file of a restore, or what it was if that is another version than was thought.
pub(crate) fn put_file(
    conn: &Connection,
    restore: i64,
    file: &RestoreFile,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO restore_file (restore, path, before, after) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (restore, path) DO UPDATE SET before = excluded.before",
    )?
    .execute(params![restore, file.path, file.before, file.after])?;
    Ok(())
}

/// The last restore that is not the undoing of another, with its files; with `done` the last one that
/// was not undone.
pub(crate) fn last(
    conn: &Connection,
    done: bool,
) -> Result<Option<(Restore, Vec<RestoreFile>)>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT * FROM restore WHERE undoes IS NULL AND (undone_at IS NULL OR NOT ?1)
         ORDER BY id DESC LIMIT 1",
    )?;
    let found = select.query_row([done], row).optional()?;
    found.map(|found| with_files(conn, found)).transpose()
}

/// A restore with its files, as long as it is remembered.
pub(crate) fn by_id(
    conn: &Connection,
    id: i64,
) -> Result<Option<(Restore, Vec<RestoreFile>)>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM restore WHERE id = ?1")?;
    let found = select.query_row([id], row).optional()?;
    found.map(|found| with_files(conn, found)).transpose()
}

fn with_files(
    conn: &Connection,
    found: Restore,
) -> Result<(Restore, Vec<RestoreFile>), StoreError> {
    let mut files = conn.prepare_cached("SELECT * FROM restore_file WHERE restore = ?1")?;
    let files = files.query_map([found.id], |row| {
        Ok(RestoreFile {
            path: row.get("path")?,
            before: row.get("before")?,
            after: row.get("after")?,
        })
    })?;
    let files = files.collect::<rusqlite::Result<_>>()?;
    Ok((found, files))
}

pub(crate) fn undone(conn: &Connection, id: i64, at: Millis) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE restore SET undone_at = ?2 WHERE id = ?1")?
        .execute(params![id, at])?;
    Ok(())
}
