//! The payloads of the journal, apart from it so that they can be forgotten.

use rusqlite::{Connection, params};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE journal_payload (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  payload TEXT NOT NULL
) STRICT;";

pub(crate) fn insert(
    conn: &Connection,
    seq: u64,
    salt: [u8; 16],
    payload: &str,
) -> Result<(), StoreError> {
    let mut insert = conn
        .prepare_cached("INSERT INTO journal_payload (seq, salt, payload) VALUES (?1, ?2, ?3)")?;
    insert.execute(params![seq as i64, salt, payload])?;
    Ok(())
}

/// Forgets a payload and its salt; without the salt its hash says nothing.
pub(crate) fn delete(conn: &Connection, seq: u64) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM journal_payload WHERE seq = ?1")?
        .execute([seq as i64])?;
    Ok(())
}
