//! Documents: an identity that survives rename and move; the path is an attribute.

use rusqlite::{Connection, OptionalExtension, Row, params};
use tenon_core::{DocId, Millis};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE document (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  path BLOB UNIQUE,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;";

/// What is known about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The document.
    pub id: DocId,
    /// The bytes of its path in the workspace; none for one that was never saved, or whose place
    /// another document has taken.
    pub path: Option<Vec<u8>>,
    /// When it was first seen.
    pub created_at: Millis,
    /// When it was last seen in an editor; 0 for one that only the local history knows.
    pub last_seen_at: Millis,
}

fn row(row: &Row<'_>) -> rusqlite::Result<Document> {
    Ok(Document {
        id: DocId(super::uuid(row, "id")?),
        path: row.get("path")?,
        created_at: row.get("created_at")?,
        last_seen_at: row.get("last_seen_at")?,
    })
}

pub(crate) fn find(conn: &Connection, id: DocId) -> Result<Option<Document>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM document WHERE id = ?1")?;
    Ok(select.query_row([id.0.as_bytes()], row).optional()?)
}

pub(crate) fn at(conn: &Connection, path: &[u8]) -> Result<Option<Document>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM document WHERE path = ?1")?;
    Ok(select.query_row([path], row).optional()?)
}

/// The documents whose path lies under `folder`.
fn under(conn: &Connection, folder: &[u8]) -> Result<Vec<Document>, StoreError> {
    // The byte behind '/' is '0', so this range is exactly what begins with the folder.
    let (from, to) = ([folder, b"/"].concat(), [folder, b"0"].concat());
    let mut select =
        conn.prepare_cached("SELECT * FROM document WHERE path >= ?1 AND path < ?2")?;
    Ok(select
        .query_map([from, to], row)?
        .collect::<Result<_, _>>()?)
}

pub(crate) fn insert(conn: &Connection, document: &Document) -> Result<(), StoreError> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO document (id, path, created_at, last_seen_at) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let Document {
        id,
        path,
        created_at,
        last_seen_at,
    } = document;
    insert.execute(params![id.0.as_bytes(), path, created_at, last_seen_at])?;
    Ok(())
}

/// The paths of the documents that were seen last, the newest first.
pub(crate) fn recent(conn: &Connection, limit: u32) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT path FROM document WHERE path IS NOT NULL AND last_seen_at > 0
         ORDER BY last_seen_at DESC, id DESC LIMIT ?1",
    )?;
    let rows = select.query_map([limit], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn touch(conn: &Connection, id: DocId, now: Millis) -> Result<(), StoreError> {
    let mut update = conn.prepare_cached("UPDATE document SET last_seen_at = ?2 WHERE id = ?1")?;
    update.execute(params![id.0.as_bytes(), now])?;
    Ok(())
}

/// Gives a document its path; one that had it before keeps its identity and has none.
pub(crate) fn place(conn: &Connection, id: DocId, path: &[u8]) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE document SET path = NULL WHERE path = ?1 AND id <> ?2")?
        .execute(params![path, id.0.as_bytes()])?;
    conn.prepare_cached("UPDATE document SET path = ?2 WHERE id = ?1")?
        .execute(params![id.0.as_bytes(), path])?;
    Ok(())
}

/// Takes a document's path from it; its identity stays.
pub(crate) fn unplace(conn: &Connection, id: DocId) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE document SET path = NULL WHERE id = ?1")?
        .execute([id.0.as_bytes()])?;
    Ok(())
}

/// Follows a rename of a file or a folder and says how many documents moved.
pub(crate) fn rename(conn: &Connection, old: &[u8], new: &[u8]) -> Result<usize, StoreError> {
    let mut moved = under(conn, old)?;
    moved.extend(at(conn, old)?);
    for document in &moved {
        if let Some(path) = &document.path {
            place(conn, document.id, &[new, &path[old.len()..]].concat())?;
        }
    }
    Ok(moved.len())
}
