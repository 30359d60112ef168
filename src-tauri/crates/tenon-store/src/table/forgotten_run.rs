//! Marks of runs that were forgotten, so that an import does not bring them back: hashes with a key
//! that lies elsewhere, and no text.

use std::fmt;

use rusqlite::Connection;
use tenon_core::{Millis, RunId};
use zeroize::Zeroizing;

use super::run::SAME;
use crate::StoreError;
use crate::runs_db::NewRun;

pub(crate) const CREATE: &str = "
CREATE TABLE forgotten_run (
  -- a keyed hash of the run's identity, or of its command and about when it began
  mark BLOB PRIMARY KEY NOT NULL CHECK (length(mark) = 16)
) STRICT, WITHOUT ROWID;";

/// The key that marks of forgotten runs are made with. Without it nobody can try whether a command was
/// one of them.
#[derive(Clone)]
pub struct ForgottenKey(Zeroizing<[u8; 32]>);

type Mark = [u8; 16];

impl ForgottenKey {
    /// Derives it from another key, of 32 random bytes.
    pub fn derive(from: &[u8; 32]) -> Self {
        let key = blake3::derive_key("tenon 2026-11-22 marks of forgotten runs", from);
        Self(Zeroizing::new(key))
    }

    fn mark(&self, kind: u8, number: i64, bytes: &[u8]) -> Mark {
        let mut hash = blake3::Hasher::new_keyed(&self.0);
        hash.update(&[kind]);
        hash.update(&number.to_le_bytes());
        hash.update(bytes);
        let mut mark = [0; 16];
        mark.copy_from_slice(&hash.finalize().as_bytes()[..16]);
        mark
    }

    fn of_id(&self, id: RunId) -> Mark {
        self.mark(0, 0, id.0.as_bytes())
    }

    /// Of a command in the `step`th of the steps that time goes in.
    fn of_command(&self, command: &str, step: i64) -> Mark {
        self.mark(1, step, command.as_bytes())
    }
}

impl fmt::Debug for ForgottenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForgottenKey(not shown)")
    }
}

/// Whether the database can hold marks; a copy of an older form cannot.
pub(crate) fn are_kept(conn: &Connection) -> Result<bool, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT 1 FROM sqlite_schema WHERE name = 'forgotten_run'")?;
    Ok(select.exists([])?)
}

/// Whether there is any mark at all.
pub(crate) fn any(conn: &Connection) -> Result<bool, StoreError> {
    Ok(are_kept(conn)? && conn.prepare("SELECT 1 FROM forgotten_run")?.exists([])?)
}

/// Marks a run: its identity, which an import makes again, and its command with the time, as another
/// program may have noted it too.
pub(crate) fn add(
    conn: &Connection,
    key: &ForgottenKey,
    id: RunId,
    command: &str,
    at: Option<Millis>,
) -> Result<(), StoreError> {
    let mut insert =
        conn.prepare_cached("INSERT OR IGNORE INTO forgotten_run (mark) VALUES (?1)")?;
    insert.execute([key.of_id(id)])?;
    if let Some(at) = at {
        insert.execute([key.of_command(command, at.div_euclid(SAME))])?;
    }
    Ok(())
}

/// Whether a run of another history was forgotten here.
pub(crate) fn has(conn: &Connection, key: &ForgottenKey, new: &NewRun) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached("SELECT 1 FROM forgotten_run WHERE mark = ?1")?;
    if select.exists([key.of_id(new.id)])? {
        return Ok(true);
    }
    let Some(at) = new.at else {
        return Ok(false);
    };
    // What began near the end of a step may have been noted in the next one.
    let step = at.div_euclid(SAME);
    for step in [step - 1, step, step + 1] {
        if select.exists([key.of_command(new.command.get(), step)])? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// All marks of a copy.
pub(crate) fn all(copy: &Connection) -> Result<Vec<Mark>, StoreError> {
    if !are_kept(copy)? {
        return Ok(Vec::new());
    }
    let mut select = copy.prepare("SELECT mark FROM forgotten_run")?;
    let marks = select.query_map([], |row| row.get(0))?;
    Ok(marks.collect::<rusqlite::Result<_>>()?)
}

/// Adds marks as they are.
pub(crate) fn put(conn: &Connection, marks: &[Mark]) -> Result<(), StoreError> {
    let mut insert =
        conn.prepare_cached("INSERT OR IGNORE INTO forgotten_run (mark) VALUES (?1)")?;
    for mark in marks {
        insert.execute([mark])?;
    }
    Ok(())
}
