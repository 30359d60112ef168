//! Versions of documents: the local history.

use rusqlite::{Connection, Row, params};
use tenon_core::{DocId, Millis};

use crate::StoreError;
use crate::seal::ContentHash;

pub(crate) const CREATE: &str = "
CREATE TABLE version (
  id INTEGER PRIMARY KEY,
  doc BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  content BLOB REFERENCES content (hash),
  git_blob BLOB,
  kind TEXT NOT NULL,
  label TEXT,
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  CHECK ((content IS NULL) <> (git_blob IS NULL))
) STRICT;
CREATE INDEX version_doc ON version (doc, at);
CREATE INDEX version_content ON version (content);";

/// Why a version was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionKind {
    /// As the file was when the workspace was first opened.
    Baseline,
    /// A save.
    Save,
    /// Before another program's change.
    BeforeExternal,
    /// Before a change of many files at once.
    BeforeBulk,
    /// Before a restore, so that it can be undone.
    BeforeRestore,
}

impl VersionKind {
    const WORDS: [(Self, &'static str); 5] = [
        (Self::Baseline, "baseline"),
        (Self::Save, "save"),
        (Self::BeforeExternal, "beforeExternal"),
        (Self::BeforeBulk, "beforeBulk"),
        (Self::BeforeRestore, "beforeRestore"),
    ];

    fn word(self) -> &'static str {
        Self::WORDS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("save", |(_, word)| word)
    }
}

/// Where a version's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionBytes {
    /// In the content table.
    Content(ContentHash),
    /// In the workspace's git repository, under this object id.
    GitBlob(Vec<u8>),
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, which is never reused while newer ones exist.
    pub id: i64,
    /// The document.
    pub doc: DocId,
    /// When it was taken.
    pub at: Millis,
    /// Where its bytes are.
    pub bytes: VersionBytes,
    /// Why it was taken.
    pub kind: VersionKind,
    /// What the person calls it.
    pub label: Option<String>,
    /// Whether it stays when room is made.
    pub pinned: bool,
}

fn row(row: &Row<'_>) -> Result<Version, StoreError> {
    let word: String = row.get("kind")?;
    let kind = VersionKind::WORDS.iter().find(|(_, other)| *other == word);
    let bytes = match (super::hash_maybe(row, "content")?, row.get("git_blob")?) {
        (Some(hash), _) => VersionBytes::Content(hash),
        (None, Some(blob)) => VersionBytes::GitBlob(blob),
        (None, None) => return Err(StoreError::damaged("a version has no bytes")),
    };
    Ok(Version {
        id: row.get("id")?,
        doc: DocId(super::uuid(row, "doc")?),
        at: row.get("at")?,
        bytes,
        kind: kind
            .ok_or_else(|| StoreError::damaged(format!("{word:?} is no kind of version")))?
            .0,
        label: row.get("label")?,
        pinned: row.get("pinned")?,
    })
}

/// A document's versions, the newest first.
pub(crate) fn list(conn: &Connection, doc: DocId) -> Result<Vec<Version>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT * FROM version WHERE doc = ?1 ORDER BY at DESC, id DESC")?;
    select.query_and_then([doc.0.as_bytes()], row)?.collect()
}

/// Adds a version; its `id` is given here.
pub(crate) fn insert(conn: &Connection, new: &Version) -> Result<i64, StoreError> {
    let (content, blob) = match &new.bytes {
        VersionBytes::Content(hash) => (Some(hash.0), None),
        VersionBytes::GitBlob(id) => (None, Some(id)),
    };
    let mut insert = conn.prepare_cached(
        "INSERT INTO version (doc, at, content, git_blob, kind, label, pinned)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let doc = new.doc.0.as_bytes();
    insert.execute(params![
        doc,
        new.at,
        content,
        blob,
        new.kind.word(),
        new.label,
        new.pinned
    ])?;
    Ok(conn.last_insert_rowid())
}

pub(crate) fn pin(conn: &Connection, id: i64, pinned: bool) -> Result<(), StoreError> {
    let changed = conn
        .prepare_cached("UPDATE version SET pinned = ?2 WHERE id = ?1")?
        .execute(params![id, pinned])?;
    if changed == 0 {
        Err(StoreError::NotFound("such version any more".into()))
    } else {
        Ok(())
    }
}
