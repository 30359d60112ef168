//! The change records of documents, sealed, in the order in which they came.

use rusqlite::{Connection, Row, params};
use tenon_core::{Change, DocId, Edit};

use crate::seal::ContentKey;
use crate::{Entropy, StoreError};

pub(crate) const CREATE: &str = "
CREATE TABLE change_log (
  n INTEGER PRIMARY KEY,
  doc BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  replica TEXT NOT NULL,
  counter INTEGER NOT NULL CHECK (counter >= 1),
  parents TEXT NOT NULL,
  changes BLOB NOT NULL,
  UNIQUE (doc, replica, counter)
) STRICT;";

/// What the seal is bound to, so that no record can stand in for another.
fn about(doc: DocId, replica: &str, counter: u32) -> Vec<u8> {
    [
        b"change\0",
        &doc.0.as_bytes()[..],
        &counter.to_be_bytes(),
        replica.as_bytes(),
    ]
    .concat()
}

/// Keeps a change; a second delivery changes nothing.
pub(crate) fn insert(
    conn: &Connection,
    key: &ContentKey,
    entropy: &dyn Entropy,
    change: &Change,
) -> Result<(), StoreError> {
    let json = StoreError::json;
    let edits = serde_json::to_vec(&change.changes).map_err(json("change"))?;
    let parents = serde_json::to_string(&change.parents).map_err(json("change"))?;
    let sealed = key.seal(
        &edits,
        &about(change.doc, &change.replica, change.counter),
        entropy,
    )?;
    let mut insert = conn.prepare_cached(
        "INSERT INTO change_log (doc, replica, counter, parents, changes)
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (doc, replica, counter) DO NOTHING",
    )?;
    let Change {
        doc,
        replica,
        counter,
        ..
    } = change;
    insert.execute(params![doc.0.as_bytes(), replica, counter, parents, sealed])?;
    Ok(())
}

/// A document's changes, oldest first.
pub(crate) fn list(
    conn: &Connection,
    key: &ContentKey,
    doc: DocId,
) -> Result<Vec<Change>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT replica, counter, parents, changes FROM change_log WHERE doc = ?1 ORDER BY n",
    )?;
    let mut rows = select.query([doc.0.as_bytes()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(open(key, doc, row)?);
    }
    Ok(found)
}

/// A document's changes up to the first one that does not open, oldest first, and its fault.
pub(crate) fn readable(
    conn: &Connection,
    key: &ContentKey,
    doc: DocId,
) -> Result<(Vec<Change>, Option<StoreError>), StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT replica, counter, parents, changes FROM change_log WHERE doc = ?1 ORDER BY n",
    )?;
    let mut rows = select.query([doc.0.as_bytes()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        match open(key, doc, row) {
            Ok(change) => found.push(change),
            Err(fault) => return Ok((found, Some(fault))),
        }
    }
    Ok((found, None))
}

fn open(key: &ContentKey, doc: DocId, row: &Row<'_>) -> Result<Change, StoreError> {
    let (replica, counter): (String, u32) = (row.get(0)?, row.get(1)?);
    let (parents, sealed): (String, Vec<u8>) = (row.get(2)?, row.get(3)?);
    let what = || format!("change {replica}:{counter} of document {doc}");
    let edits = key.open(&sealed, &about(doc, &replica, counter), what)?;
    let changes: Vec<Edit> = serde_json::from_slice(&edits).map_err(StoreError::json("change"))?;
    let parents = super::json(&parents, "the parents of a change")?;
    Ok(Change {
        doc,
        replica,
        counter,
        parents,
        changes,
    })
}

/// Forgets a replica's changes up to a counter, which a whole text holds now.
pub(crate) fn delete_upto(
    conn: &Connection,
    doc: DocId,
    replica: &str,
    counter: u32,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "DELETE FROM change_log WHERE doc = ?1 AND replica = ?2 AND counter <= ?3",
    )?
    .execute(params![doc.0.as_bytes(), replica, counter])?;
    Ok(())
}

/// Opens every change of every document.
pub(crate) fn open_all(conn: &Connection, key: &ContentKey) -> Result<(), StoreError> {
    let mut select = conn.prepare("SELECT doc, replica, counter, changes FROM change_log")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let doc = DocId(super::uuid(row, "doc")?);
        let (replica, counter): (String, u32) = (row.get(1)?, row.get(2)?);
        let sealed: Vec<u8> = row.get(3)?;
        let what = || format!("change {replica}:{counter} of document {doc}");
        key.open(&sealed, &about(doc, &replica, counter), what)?;
    }
    Ok(())
}

/// Forgets a document's changes, once a version or a save holds what they made.
pub(crate) fn delete(conn: &Connection, doc: DocId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM change_log WHERE doc = ?1")?
        .execute([doc.0.as_bytes()])?;
    Ok(())
}
