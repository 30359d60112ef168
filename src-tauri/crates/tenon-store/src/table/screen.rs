//! The last screens of terminals.

use rusqlite::{Connection, OptionalExtension, params};
use tenon_core::{Millis, TerminalId};

use crate::StoreError;
use crate::seal::ContentHash;

pub(crate) const CREATE: &str = "
CREATE TABLE screen (
  terminal BLOB PRIMARY KEY NOT NULL CHECK (length(terminal) = 16),
  at INTEGER NOT NULL,
  content BLOB NOT NULL REFERENCES content (hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX screen_content ON screen (content);";

pub(crate) fn get(
    conn: &Connection,
    terminal: TerminalId,
) -> Result<Option<(Millis, ContentHash)>, StoreError> {
    let mut select = conn.prepare_cached("SELECT at, content FROM screen WHERE terminal = ?1")?;
    let found = select.query_row([terminal.0.as_bytes()], |row| {
        Ok((row.get(0)?, ContentHash(row.get(1)?)))
    });
    Ok(found.optional()?)
}

/// All terminals with a screen and when it was kept, the oldest identity first.
pub(crate) fn list(conn: &Connection) -> Result<Vec<(TerminalId, Millis)>, StoreError> {
    let mut select = conn.prepare_cached("SELECT terminal, at FROM screen ORDER BY terminal")?;
    let rows = select.query_map([], |row| {
        let terminal = super::uuid(row, "terminal")?;
        Ok((TerminalId(terminal), row.get("at")?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn put(
    conn: &Connection,
    terminal: TerminalId,
    at: Millis,
    content: ContentHash,
) -> Result<(), StoreError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO screen (terminal, at, content) VALUES (?1, ?2, ?3)
         ON CONFLICT (terminal) DO UPDATE SET at = excluded.at, content = excluded.content",
    )?;
    upsert.execute(params![terminal.0.as_bytes(), at, content.0])?;
    Ok(())
}

pub(crate) fn delete(conn: &Connection, terminal: TerminalId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM screen WHERE terminal = ?1")?
        .execute([terminal.0.as_bytes()])?;
    Ok(())
}
