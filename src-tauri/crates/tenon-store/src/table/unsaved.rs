//! Texts that were not saved yet, as they were last kept whole.

use rusqlite::{Connection, OptionalExtension, Row, params};
use tenon_core::{DocId, Millis};

use crate::StoreError;
use crate::seal::ContentHash;

pub(crate) const CREATE: &str = "
CREATE TABLE unsaved (
  doc BLOB PRIMARY KEY NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  title TEXT,
  base BLOB REFERENCES content (hash),
  content BLOB NOT NULL REFERENCES content (hash),
  upto TEXT,
  view TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unsaved_base ON unsaved (base);
CREATE INDEX unsaved_content ON unsaved (content);";

/// A row; see [`crate::Unsaved`] for what the columns mean.
pub(crate) struct UnsavedRow {
    pub doc: DocId,
    pub title: Option<String>,
    pub base: Option<ContentHash>,
    pub content: ContentHash,
    pub upto: Option<String>,
    pub view: String,
    pub updated_at: Millis,
}

fn row(row: &Row<'_>) -> rusqlite::Result<UnsavedRow> {
    Ok(UnsavedRow {
        doc: DocId(super::uuid(row, "doc")?),
        title: row.get("title")?,
        base: super::hash_maybe(row, "base")?,
        content: ContentHash(row.get("content")?),
        upto: row.get("upto")?,
        view: row.get("view")?,
        updated_at: row.get("updated_at")?,
    })
}

pub(crate) fn list(conn: &Connection) -> Result<Vec<UnsavedRow>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM unsaved ORDER BY updated_at, doc")?;
    Ok(select.query_map([], row)?.collect::<Result<_, _>>()?)
}

pub(crate) fn count(conn: &Connection) -> Result<u64, StoreError> {
    let count: i64 = conn.query_row("SELECT count(*) FROM unsaved", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

pub(crate) fn get(conn: &Connection, doc: DocId) -> Result<Option<UnsavedRow>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM unsaved WHERE doc = ?1")?;
    Ok(select.query_row([doc.0.as_bytes()], row).optional()?)
}

pub(crate) fn put(conn: &Connection, new: &UnsavedRow) -> Result<(), StoreError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO unsaved (doc, title, base, content, upto, view, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (doc) DO UPDATE SET title = excluded.title, base = excluded.base,
         content = excluded.content, upto = excluded.upto, view = excluded.view,
         updated_at = excluded.updated_at",
    )?;
    upsert.execute(params![
        new.doc.0.as_bytes(),
        new.title,
        new.base.map(|hash| hash.0),
        new.content.0,
        new.upto,
        new.view,
        new.updated_at,
    ])?;
    Ok(())
}

pub(crate) fn rename(conn: &Connection, doc: DocId, title: &str) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE unsaved SET title = ?2 WHERE doc = ?1")?
        .execute(params![doc.0.as_bytes(), title])?;
    Ok(())
}

pub(crate) fn delete(conn: &Connection, doc: DocId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM unsaved WHERE doc = ?1")?
        .execute([doc.0.as_bytes()])?;
    Ok(())
}
