//! What commands wrote: the beginning and the end, as masked text.

use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;
use crate::runs_db::{KeptOutput, RunEnd};

pub(crate) const CREATE: &str = "
CREATE TABLE run_output (
  run INTEGER PRIMARY KEY NOT NULL,
  head TEXT NOT NULL,
  tail TEXT NOT NULL,
  left_out INTEGER NOT NULL,
  -- of all that the command wrote as text
  bytes INTEGER NOT NULL,
  binary INTEGER NOT NULL CHECK (binary IN (0, 1)),
  error_line INTEGER,
  error_text TEXT
) STRICT;";

/// Writes what a run wrote; nothing when it wrote nothing.
pub(crate) fn put(conn: &Connection, run: i64, end: &RunEnd) -> Result<(), StoreError> {
    let output = &end.output;
    if output.bytes == 0 && !end.binary {
        return Ok(());
    }
    let error = output.first_error.as_ref();
    let mut insert = conn.prepare_cached(
        "INSERT OR REPLACE INTO run_output
         (run, head, tail, left_out, bytes, binary, error_line, error_text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    insert.execute(params![
        run,
        output.head.get(),
        output.tail.get(),
        i64::try_from(output.left_out).unwrap_or(i64::MAX),
        i64::try_from(output.bytes).unwrap_or(i64::MAX),
        end.binary,
        error.map(|(line, _)| line),
        error.map(|(_, text)| text.get()),
    ])?;
    Ok(())
}

/// What a run wrote.
pub(crate) fn get(conn: &Connection, run: i64) -> Result<Option<KeptOutput>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT head, tail, left_out, binary FROM run_output WHERE run = ?1")?;
    let row = select.query_row([run], |row| {
        Ok(KeptOutput {
            head: row.get(0)?,
            tail: row.get(1)?,
            left_out: row.get::<_, i64>(2)?.unsigned_abs(),
            binary: row.get(3)?,
        })
    });
    Ok(row.optional()?)
}

/// Bytes of all outputs that are kept.
pub(crate) fn size(conn: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT coalesce(sum(octet_length(head) + octet_length(tail)), 0) FROM run_output";
    let size: i64 = conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(size.unsigned_abs())
}

/// Drops the oldest outputs until at least `bytes` are gone, and gives the number of outputs. What is
/// known of each stays: how long it was, and its first error.
pub(crate) fn drop_oldest(conn: &Connection, bytes: u64) -> Result<u64, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT run, octet_length(head) + octet_length(tail) FROM run_output
         WHERE head <> '' OR tail <> '' ORDER BY run",
    )?;
    let (mut last, mut count, mut gone) = (None, 0, 0);
    let mut rows = select.query([])?;
    while gone < bytes
        && let Some(row) = rows.next()?
    {
        last = Some(row.get::<_, i64>(0)?);
        gone += row.get::<_, i64>(1)?.unsigned_abs();
        count += 1;
    }
    drop(rows);
    conn.prepare_cached(
        "UPDATE run_output SET head = '', tail = '', left_out = bytes
         WHERE run <= ?1 AND (head <> '' OR tail <> '')",
    )?
    .execute([last])?;
    Ok(count)
}

/// The runs whose output holds one of these texts.
pub(crate) fn holding(conn: &Connection, texts: &[String]) -> Result<Vec<i64>, StoreError> {
    let mut found = Vec::new();
    // A text may stand across the two.
    let mut select = conn.prepare_cached(
        "SELECT run FROM run_output WHERE instr(head, ?1) OR instr(tail, ?1)
           OR instr(coalesce(error_text, ''), ?1) OR (left_out = 0 AND instr(head || tail, ?1))",
    )?;
    for text in texts {
        let rows = select.query_map([text], |row| row.get::<_, i64>(0))?;
        found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(found)
}
