//! What takes back the edits of a document, one history a document.

use rusqlite::{Connection, OptionalExtension, Row, params};
use tenon_core::{DocId, Millis};

use crate::StoreError;
use crate::seal::ContentHash;

/// Histories beyond this many are forgotten, the oldest first.
const MOST: i64 = 500;

pub(crate) const CREATE: &str = "
CREATE TABLE undo (
  doc BLOB PRIMARY KEY NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  content BLOB NOT NULL REFERENCES content (hash),
  text BLOB REFERENCES content (hash),
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX undo_content ON undo (content);
CREATE INDEX undo_text ON undo (text);";

/// A row; see [`crate::Undo`] for what the columns mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UndoRow {
    pub content: ContentHash,
    pub text: Option<ContentHash>,
}

fn row(row: &Row<'_>) -> rusqlite::Result<UndoRow> {
    Ok(UndoRow {
        content: ContentHash(row.get("content")?),
        text: super::hash_maybe(row, "text")?,
    })
}

pub(crate) fn get(conn: &Connection, doc: DocId) -> Result<Option<UndoRow>, StoreError> {
    let mut select = conn.prepare_cached("SELECT content, text FROM undo WHERE doc = ?1")?;
    Ok(select.query_row([doc.0.as_bytes()], row).optional()?)
}

pub(crate) fn put(
    conn: &Connection,
    doc: DocId,
    new: UndoRow,
    now: Millis,
) -> Result<(), StoreError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO undo (doc, content, text, updated_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (doc) DO UPDATE SET content = excluded.content, text = excluded.text,
         updated_at = excluded.updated_at",
    )?;
    upsert.execute(params![
        doc.0.as_bytes(),
        new.content.0,
        new.text.map(|hash| hash.0),
        now
    ])?;
    Ok(())
}

pub(crate) fn delete(conn: &Connection, doc: DocId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM undo WHERE doc = ?1")?
        .execute([doc.0.as_bytes()])?;
    Ok(())
}

/// The histories that are one too many.
pub(crate) fn surplus(conn: &Connection) -> Result<Vec<DocId>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT doc FROM undo ORDER BY updated_at DESC, doc DESC LIMIT -1 OFFSET ?1",
    )?;
    let rows = select.query_map([MOST], |row| Ok(DocId(super::uuid(row, "doc")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
