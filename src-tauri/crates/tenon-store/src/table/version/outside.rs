//! What other programs did to files.

use rusqlite::Connection;
use tenon_core::Millis;

use crate::StoreError;

/// A file that another program wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideChange {
    /// The number of the version that was kept.
    pub id: i64,
    /// The file's path at that time.
    pub path: Vec<u8>,
    /// When the file changed.
    pub at: Millis,
}

pub(crate) fn since(conn: &Connection, id: i64) -> Result<Vec<OutsideChange>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT id, path, at FROM version
         WHERE id > ?1 AND kind = 'external' AND on_disk = 1 AND path IS NOT NULL ORDER BY id",
    )?;
    let rows = select.query_map([id], |row| {
        Ok(OutsideChange {
            id: row.get(0)?,
            path: row.get(1)?,
            at: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn newest(conn: &Connection) -> Result<i64, StoreError> {
    let mut select = conn.prepare_cached("SELECT coalesce(max(id), 0) FROM version")?;
    Ok(select.query_row([], |row| row.get(0))?)
}
