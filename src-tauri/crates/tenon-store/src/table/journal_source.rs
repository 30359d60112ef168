//! How far each source of events has counted.

use rusqlite::{Connection, OptionalExtension, params};
use tenon_core::SourceId;
use uuid::Uuid;

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE journal_source (
  source BLOB PRIMARY KEY NOT NULL CHECK (length(source) = 16),
  last INTEGER NOT NULL CHECK (last >= 1)
) STRICT, WITHOUT ROWID;";

/// The number of the source's next event, from 1.
pub(crate) fn next(conn: &Connection, source: SourceId) -> Result<u64, StoreError> {
    let mut select = conn.prepare_cached("SELECT last FROM journal_source WHERE source = ?1")?;
    let last = select
        .query_row([source.0.as_bytes()], |row| row.get::<_, i64>(0))
        .optional()?;
    Ok(last.unwrap_or(0) as u64 + 1)
}

pub(crate) fn set(conn: &Connection, source: SourceId, last: u64) -> Result<(), StoreError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO journal_source (source, last) VALUES (?1, ?2)
         ON CONFLICT (source) DO UPDATE SET last = excluded.last",
    )?;
    upsert.execute(params![source.0.as_bytes(), last as i64])?;
    Ok(())
}

/// Makes the numbers anew from the events that are there.
pub(crate) fn count_again(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(
        "DELETE FROM journal_source;
         INSERT INTO journal_source SELECT source, max(source_seq) FROM journal GROUP BY source;",
    )?;
    Ok(())
}

/// Every source and its last number.
pub(crate) fn list(conn: &Connection) -> Result<Vec<(SourceId, u64)>, StoreError> {
    let mut select = conn.prepare_cached("SELECT source, last FROM journal_source")?;
    let rows = select.query_map([], |row| {
        Ok((
            SourceId(Uuid::from_bytes(row.get(0)?)),
            row.get::<_, i64>(1)? as u64,
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
