//! Pieces of text that are to be found by meaning, and the files that they were cut from.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::StoreError;
use crate::meaning_db::{Passage, PassageKey, PassageState};

pub(crate) const CREATE: &str = "
CREATE TABLE passage (
  ref TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 16),
  kind TEXT NOT NULL,
  path BLOB NOT NULL,
  language TEXT NOT NULL,
  part INTEGER NOT NULL,
  line INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- 0 is to be written, 1 is written, 2 is to be deleted, 3 cannot be embedded
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
  -- counts changes, so that an answer to what was sent before is not taken for one to what is now
  rev INTEGER NOT NULL,
  PRIMARY KEY (ref, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX passage_path ON passage (path);
CREATE INDEX passage_hash ON passage (hash);
CREATE INDEX passage_todo ON passage (at DESC, path) WHERE state = 0;
CREATE INDEX passage_gone ON passage (state) WHERE state = 2;
CREATE TABLE passage_file (
  path BLOB PRIMARY KEY NOT NULL,
  print BLOB NOT NULL CHECK (length(print) = 16),
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE passage_touched (
  path BLOB PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;";

pub(crate) const COLUMNS: &str = "ref, hash, kind, path, language, part, line, at, state, rev";

pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Passage> {
    Ok(Passage {
        key: PassageKey {
            reference: row.get(0)?,
            hash: row.get(1)?,
        },
        kind: row.get(2)?,
        path: row.get(3)?,
        language: row.get(4)?,
        part: row.get(5)?,
        line: row.get(6)?,
        at: row.get(7)?,
        state: PassageState::from_number(row.get(8)?),
        rev: row.get(9)?,
    })
}

pub(crate) fn get(conn: &Connection, key: &PassageKey) -> Result<Option<Passage>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM passage WHERE ref = ?1 AND hash = ?2");
    let mut select = conn.prepare_cached(&sql)?;
    let found = select.query_row(params![key.reference, key.hash], read);
    Ok(found.optional()?)
}

pub(crate) fn of_file(conn: &Connection, path: &[u8]) -> Result<Vec<Passage>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM passage WHERE path = ?1 AND state <> 2");
    let mut select = conn.prepare_cached(&sql)?;
    let found = select.query_map([path], read)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn put(conn: &Connection, passage: &Passage) -> Result<(), StoreError> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO passage (ref, hash, kind, path, language, part, line, at, state, rev)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (ref, hash) DO UPDATE SET kind = excluded.kind, path = excluded.path,
           language = excluded.language, part = excluded.part, line = excluded.line,
           at = excluded.at, state = excluded.state, rev = excluded.rev",
    )?;
    insert.execute(params![
        passage.key.reference,
        passage.key.hash,
        passage.kind,
        passage.path,
        passage.language,
        passage.part,
        passage.line,
        passage.at,
        passage.state.number(),
        passage.rev,
    ])?;
    Ok(())
}

pub(crate) fn delete(conn: &Connection, key: &PassageKey) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM passage WHERE ref = ?1 AND hash = ?2")?
        .execute(params![key.reference, key.hash])?;
    Ok(())
}

/// Marks what was written as written, unless it has changed meanwhile.
pub(crate) fn written(conn: &Connection, key: &PassageKey, rev: i64) -> Result<bool, StoreError> {
    let mut update = conn.prepare_cached(
        "UPDATE passage SET state = 1 WHERE ref = ?1 AND hash = ?2 AND rev = ?3 AND state = 0",
    )?;
    Ok(update.execute(params![key.reference, key.hash, rev])? == 1)
}

/// Removes what was deleted, unless it is wanted again meanwhile.
pub(crate) fn deleted(conn: &Connection, key: &PassageKey, rev: i64) -> Result<(), StoreError> {
    let mut delete = conn.prepare_cached(
        "DELETE FROM passage WHERE ref = ?1 AND hash = ?2 AND rev = ?3 AND state = 2",
    )?;
    delete.execute(params![key.reference, key.hash, rev])?;
    Ok(())
}

/// What was noted of a file when its pieces were cut: their print, its size, and when it was
/// written, in nanoseconds.
pub(crate) fn file(
    conn: &Connection,
    path: &[u8],
) -> Result<Option<([u8; 16], u64, i64)>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT print, size, modified FROM passage_file WHERE path = ?1")?;
    let found = select.query_row([path], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)? as u64, row.get(2)?))
    });
    Ok(found.optional()?)
}
