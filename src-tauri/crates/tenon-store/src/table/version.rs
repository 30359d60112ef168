//! Versions of documents: the local history.

pub(crate) mod outside;
pub(crate) mod room;

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

/// A version also says which path the bytes were at, with which marks, and that a file was gone.
/// What was kept before has no path that is sure, so it counts as kept beside the file.
pub(crate) const WITH_PLACES: &str = "
CREATE TABLE version_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  doc BLOB NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  path BLOB,
  sealed_path BLOB,
  content BLOB REFERENCES content (hash),
  git_blob BLOB,
  lack TEXT,
  size INTEGER NOT NULL DEFAULT 0,
  mode INTEGER,
  modified INTEGER,
  kind TEXT NOT NULL,
  label TEXT,
  pinned INTEGER NOT NULL DEFAULT 0 CHECK (pinned IN (0, 1)),
  on_disk INTEGER NOT NULL DEFAULT 0 CHECK (on_disk IN (0, 1)),
  born INTEGER NOT NULL DEFAULT 0 CHECK (born IN (0, 1)),
  CHECK ((content IS NOT NULL) + (git_blob IS NOT NULL) + (lack IS NOT NULL) = 1)
) STRICT;
INSERT INTO version_new (id, doc, at, content, git_blob, kind, label, pinned)
  SELECT id, doc, at, content, git_blob, kind, label, pinned FROM version;
DROP TABLE version;
ALTER TABLE version_new RENAME TO version;
CREATE INDEX version_doc ON version (doc, id);
CREATE INDEX version_content ON version (content);
CREATE INDEX version_place ON version (path, id, at) WHERE on_disk = 1;";

/// What [`row`] reads.
const COLUMNS: &str = "id, doc, at, path, sealed_path, content, git_blob, lack, size, mode, \
    modified, kind, label, pinned, on_disk, born";

/// Why a version was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionKind {
    /// As the file was when it was first seen.
    Baseline,
    /// A save.
    Save,
    /// Another program's change.
    External,
    /// A change that was made while Tenon did not run.
    Away,
    /// Before another program's change.
    BeforeExternal,
    /// Before a change of many files at once.
    BeforeBulk,
    /// Before a restore, so that it can be undone.
    BeforeRestore,
    /// A restore, or the undoing of one.
    Restored,
    /// A replacing of text in many files.
    Replaced,
    /// A move or a rename.
    Moved,
}

impl VersionKind {
    const WORDS: [(Self, &'static str); 10] = [
        (Self::Baseline, "baseline"),
        (Self::Save, "save"),
        (Self::External, "external"),
        (Self::Away, "away"),
        (Self::BeforeExternal, "beforeExternal"),
        (Self::BeforeBulk, "beforeBulk"),
        (Self::BeforeRestore, "beforeRestore"),
        (Self::Restored, "restored"),
        (Self::Replaced, "replaced"),
        (Self::Moved, "moved"),
    ];
}

/// Why a version has no bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The file was gone.
    Removed,
    /// The file was too large to be kept.
    TooLarge,
    /// The file could not be read.
    Unreadable,
    /// The bytes were given up to make room.
    Dropped,
}

impl Lack {
    const WORDS: [(Self, &'static str); 4] = [
        (Self::Removed, "removed"),
        (Self::TooLarge, "tooLarge"),
        (Self::Unreadable, "unreadable"),
        (Self::Dropped, "dropped"),
    ];
}

/// The word of a value in its closed list.
fn word<T: PartialEq + Copy>(words: &[(T, &'static str)], value: T) -> &'static str {
    let found = words.iter().find(|(other, _)| *other == value);
    found.expect("each variant has its word").1
}

/// The value of a word; a word that is on no list is damage.
fn value<T: Copy>(words: &[(T, &'static str)], word: &str) -> Result<T, StoreError> {
    let found = words.iter().find(|(_, other)| *other == word);
    found
        .map(|(value, _)| *value)
        .ok_or_else(|| StoreError::damaged(format!("{word:?} is no word of a version")))
}

/// Where a version's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionBytes {
    /// In the content table.
    Content(ContentHash),
    /// In the workspace's git repository, under this object id.
    GitBlob(Vec<u8>),
    /// Nowhere.
    Lacking(Lack),
}

/// A version of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, which is never reused.
    pub id: i64,
    /// The document.
    pub doc: DocId,
    /// When the bytes were there first, as far as it is known.
    pub at: Millis,
    /// The path in the workspace at which they were.
    pub path: Option<Vec<u8>>,
    /// Where its bytes are.
    pub bytes: VersionBytes,
    /// Bytes.
    pub size: u64,
    /// The permission bits of the file.
    pub mode: Option<u32>,
    /// When the file said it was changed, in nanoseconds since 1970.
    pub modified: Option<i64>,
    /// Why it was taken.
    pub kind: VersionKind,
    /// What the person calls it.
    pub label: Option<String>,
    /// Whether it stays when room is made.
    pub pinned: bool,
    /// Whether the bytes were in the file, not only in an editor.
    pub on_disk: bool,
    /// Whether there was no file before.
    pub born: bool,
}

/// A row as it stands, with a path that may have to be opened.
pub(crate) struct Kept {
    pub version: Version,
    pub sealed_path: Option<Vec<u8>>,
}

fn row(row: &Row<'_>) -> Result<Kept, StoreError> {
    let lack: Option<String> = row.get("lack")?;
    let bytes = match (
        super::hash_maybe(row, "content")?,
        row.get("git_blob")?,
        lack,
    ) {
        (Some(hash), ..) => VersionBytes::Content(hash),
        (None, Some(blob), _) => VersionBytes::GitBlob(blob),
        (None, None, Some(lack)) => VersionBytes::Lacking(value(&Lack::WORDS, &lack)?),
        (None, None, None) => return Err(StoreError::damaged("a version has no bytes")),
    };
    let kind: String = row.get("kind")?;
    let version = Version {
        id: row.get("id")?,
        doc: DocId(super::uuid(row, "doc")?),
        at: row.get("at")?,
        path: row.get("path")?,
        bytes,
        size: unsigned(row.get("size")?),
        mode: row.get("mode")?,
        modified: row.get("modified")?,
        kind: value(&VersionKind::WORDS, &kind)?,
        label: row.get("label")?,
        pinned: row.get("pinned")?,
        on_disk: row.get("on_disk")?,
        born: row.get("born")?,
    };
    Ok(Kept {
        version,
        sealed_path: row.get("sealed_path")?,
    })
}

/// A count of SQLite's, which is never negative.
fn unsigned(count: i64) -> u64 {
    count.unsigned_abs()
}

fn select(
    conn: &Connection,
    rest: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Kept>, StoreError> {
    let mut select = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM version {rest}"))?;
    select.query_and_then(params, row)?.collect()
}

/// A document's versions, the newest first.
pub(crate) fn list(conn: &Connection, doc: DocId) -> Result<Vec<Kept>, StoreError> {
    select(conn, "WHERE doc = ?1 ORDER BY id DESC", [doc.0.as_bytes()])
}

/// The versions of the document that is at `path` now, and of all that were there before, the
/// newest first. `veiled` is the path as it stands with versions.
pub(crate) fn list_at(
    conn: &Connection,
    veiled: &[u8],
    path: &[u8],
) -> Result<Vec<Kept>, StoreError> {
    let rest = "WHERE id IN (SELECT id FROM version WHERE path = ?1 AND on_disk = 1
        UNION SELECT v.id FROM version v JOIN document d ON d.id = v.doc WHERE d.path = ?2)
        ORDER BY id DESC";
    select(conn, rest, [veiled, path])
}

pub(crate) fn find(conn: &Connection, id: i64) -> Result<Option<Kept>, StoreError> {
    Ok(select(conn, "WHERE id = ?1", [id])?.pop())
}

/// The last version of a file. With `until` only what was there at that moment counts.
pub(crate) fn last_at(
    conn: &Connection,
    path: &[u8],
    until: Option<Millis>,
) -> Result<Option<Kept>, StoreError> {
    let rest = "WHERE on_disk = 1 AND path = ?1 AND at <= ?2 ORDER BY id DESC LIMIT 1";
    Ok(select(conn, rest, params![path, until.unwrap_or(i64::MAX)])?.pop())
}

/// What the file that is at `path` now was at a moment: what was at the path then, or, when no file
/// was, what its document was under an older path. `veiled` is the path as it stands with versions.
pub(crate) fn as_of(
    conn: &Connection,
    veiled: &[u8],
    path: &[u8],
    at: Millis,
) -> Result<Option<Kept>, StoreError> {
    let there = |kept: &Kept| kept.version.bytes != VersionBytes::Lacking(Lack::Removed);
    let here = last_at(conn, veiled, Some(at))?;
    if here.as_ref().is_some_and(there) {
        return Ok(here);
    }
    let rest = "WHERE on_disk = 1 AND at <= ?2
        AND doc IN (SELECT id FROM document WHERE path = ?1) ORDER BY id DESC LIMIT 1";
    let elsewhere = select(conn, rest, params![path, at])?.pop();
    Ok(elsewhere.filter(there).or(here))
}

/// The last version of each file at `scope` or below it; of all with an empty scope. With `until`
/// only what was there at that moment counts.
pub(crate) fn last_below(
    conn: &Connection,
    scope: &[u8],
    until: Option<Millis>,
) -> Result<Vec<Kept>, StoreError> {
    let rest = "JOIN (SELECT max(id) AS last FROM version
        WHERE on_disk = 1 AND at <= ?3 AND path >= ?1 AND path < ?2
        GROUP BY path) ON last = id ORDER BY path";
    let (from, to) = range(scope);
    let below = select(conn, rest, params![from, to, until.unwrap_or(i64::MAX)])?;
    let here = last_at(conn, scope, until)?;
    Ok(here.into_iter().chain(below).collect())
}

/// The first version of each file at `scope` or below it.
pub(crate) fn first_below(conn: &Connection, scope: &[u8]) -> Result<Vec<Kept>, StoreError> {
    let here = "WHERE on_disk = 1 AND path = ?1 ORDER BY id LIMIT 1";
    let below = "JOIN (SELECT min(id) AS first FROM version
        WHERE on_disk = 1 AND path >= ?1 AND path < ?2
        GROUP BY path) ON first = id ORDER BY path";
    let (from, to) = range(scope);
    let here = select(conn, here, [scope])?;
    let below = select(conn, below, params![from, to])?;
    Ok(here.into_iter().chain(below).collect())
}

/// The paths below `scope` are from the first to before the second: '0' is the byte behind '/'.
fn range(scope: &[u8]) -> (Vec<u8>, Vec<u8>) {
    if scope.is_empty() {
        (Vec::new(), vec![0xff; 64])
    } else {
        ([scope, b"/"].concat(), [scope, b"0"].concat())
    }
}

/// Adds a version; its `id` is given here.
pub(crate) fn insert(conn: &Connection, new: &Kept) -> Result<i64, StoreError> {
    let Kept {
        version: new,
        sealed_path,
    } = new;
    let (mut content, mut blob, mut lack) = (None, None, None);
    match &new.bytes {
        VersionBytes::Content(hash) => content = Some(hash.0),
        VersionBytes::GitBlob(id) => blob = Some(id),
        VersionBytes::Lacking(why) => lack = Some(word(&Lack::WORDS, *why)),
    }
    let mut insert = conn.prepare_cached(
        "INSERT INTO version (doc, at, path, sealed_path, content, git_blob, lack, size, mode,
           modified, kind, label, pinned, on_disk, born)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?;
    insert.execute(params![
        new.doc.0.as_bytes(),
        new.at,
        new.path,
        sealed_path,
        content,
        blob,
        lack,
        new.size as i64,
        new.mode,
        new.modified,
        word(&VersionKind::WORDS, new.kind),
        new.label,
        new.pinned,
        new.on_disk,
        new.born,
    ])?;
    Ok(conn.last_insert_rowid())
}

/// Notes that the file of a version was touched and is the same.
pub(crate) fn touch(conn: &Connection, id: i64, modified: i64) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE version SET modified = ?2 WHERE id = ?1")?
        .execute(params![id, modified])?;
    Ok(())
}

/// Gives a version the reason that was learned later.
pub(crate) fn explain(conn: &Connection, id: i64, kind: VersionKind) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE version SET kind = ?2 WHERE id = ?1")?
        .execute(params![id, word(&VersionKind::WORDS, kind)])?;
    Ok(())
}

/// Lets the versions of a document that name a blob of the repository name kept bytes in its place.
pub(crate) fn take_over(
    conn: &Connection,
    doc: DocId,
    blob: &[u8],
    hash: ContentHash,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE version SET content = ?3, git_blob = NULL WHERE doc = ?1 AND git_blob = ?2",
    )?
    .execute(params![doc.0.as_bytes(), blob, hash.0])?;
    Ok(())
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
