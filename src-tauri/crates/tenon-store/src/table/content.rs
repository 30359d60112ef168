//! Content: sealed bytes under their keyed hash, each once.

use rusqlite::{Connection, OptionalExtension, params};

use crate::seal::{ContentHash, ContentKey, SealedContent};
use crate::{Entropy, StoreError};

pub(crate) const CREATE: &str = "
CREATE TABLE content (
  hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
  size INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT;";

/// Keeps `bytes`, unless they are already there.
pub(crate) fn put(
    conn: &Connection,
    key: &ContentKey,
    entropy: &dyn Entropy,
    bytes: &[u8],
) -> Result<ContentHash, StoreError> {
    let hash = key.name(bytes);
    let mut select = conn.prepare_cached("SELECT 1 FROM content WHERE hash = ?1")?;
    if !select.exists([hash.0])? {
        let sealed = key.seal(bytes, &hash.0, entropy)?;
        conn.prepare_cached("INSERT INTO content (hash, size, sealed) VALUES (?1, ?2, ?3)")?
            .execute(params![hash.0, bytes.len() as i64, sealed])?;
    }
    Ok(hash)
}

/// Whether bytes of that name are kept.
pub(crate) fn is_kept(conn: &Connection, hash: ContentHash) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached("SELECT 1 FROM content WHERE hash = ?1")?;
    Ok(select.exists([hash.0])?)
}

/// How many bytes the content of that name has.
pub(crate) fn size(conn: &Connection, hash: ContentHash) -> Result<u64, StoreError> {
    let mut select = conn.prepare_cached("SELECT size FROM content WHERE hash = ?1")?;
    let size: i64 = select.query_row([hash.0], |row| row.get(0))?;
    Ok(size.unsigned_abs())
}

/// Keeps bytes that were sealed before, unless they are already there.
pub(crate) fn put_sealed(
    conn: &Connection,
    content: &SealedContent,
) -> Result<ContentHash, StoreError> {
    conn.prepare_cached(
        "INSERT INTO content (hash, size, sealed) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING",
    )?
    .execute(params![content.hash.0, content.size, content.sealed])?;
    Ok(content.hash)
}

/// The bytes of that name.
pub(crate) fn get(
    conn: &Connection,
    key: &ContentKey,
    hash: ContentHash,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut select = conn.prepare_cached("SELECT sealed FROM content WHERE hash = ?1")?;
    let sealed: Option<Vec<u8>> = select.query_row([hash.0], |row| row.get(0)).optional()?;
    sealed
        .map(|sealed| key.open(&sealed, &hash.0, || format!("content {hash}")))
        .transpose()
}

/// How many pieces there are.
pub(crate) fn count(conn: &Connection) -> Result<u64, StoreError> {
    let count: i64 = conn.query_row("SELECT count(*) FROM content", [], |row| row.get(0))?;
    Ok(count as u64)
}

/// Whether the key opens the first piece there is; `true` when there is none.
pub(crate) fn opens_one(conn: &Connection, key: &ContentKey) -> Result<bool, StoreError> {
    let mut select = conn.prepare("SELECT hash, sealed FROM content LIMIT 1")?;
    let mut rows = select.query([])?;
    let Some(row) = rows.next()? else {
        return Ok(true);
    };
    let (hash, sealed): ([u8; 32], Vec<u8>) = (row.get(0)?, row.get(1)?);
    Ok(key.open(&sealed, &hash, String::new).is_ok())
}

/// Opens every piece, and gives their number.
pub(crate) fn open_all(conn: &Connection, key: &ContentKey) -> Result<u64, StoreError> {
    let mut select = conn.prepare("SELECT hash, size, sealed FROM content")?;
    let mut rows = select.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        let hash = ContentHash(row.get(0)?);
        let sealed = row
            .get_ref(2)?
            .as_blob()
            .map_err(|fault| StoreError::damaged(fault.to_string()))?;
        let bytes = key.open(sealed, &hash.0, || format!("content {hash}"))?;
        if bytes.len() as i64 != row.get::<_, i64>(1)? {
            return Err(StoreError::damaged(format!(
                "content {hash} has another size"
            )));
        }
        count += 1;
    }
    Ok(count)
}

/// Whether a row of every column is as it was written, by its seal, which holds for its name too.
pub(crate) fn is_right(row: &rusqlite::Row<'_>, key: &ContentKey) -> bool {
    let values = (
        row.get::<_, [u8; 32]>("hash"),
        row.get::<_, i64>("size"),
        row.get::<_, Vec<u8>>("sealed"),
    );
    let (Ok(hash), Ok(size), Ok(sealed)) = values else {
        return false;
    };
    let bytes = key.open(&sealed, &hash, String::new);
    bytes.is_ok_and(|bytes| bytes.len() as i64 == size)
}

/// Forgets bytes that nothing names any more.
pub(crate) fn release(conn: &Connection, hash: ContentHash) -> Result<(), StoreError> {
    conn.prepare_cached(
        "DELETE FROM content WHERE hash = ?1
         AND NOT EXISTS (SELECT 1 FROM unsaved WHERE base = ?1 OR content = ?1)
         AND NOT EXISTS (SELECT 1 FROM version WHERE content = ?1)
         AND NOT EXISTS (SELECT 1 FROM screen WHERE content = ?1)
         AND NOT EXISTS (SELECT 1 FROM undo WHERE content = ?1 OR text = ?1)",
    )?
    .execute([hash.0])?;
    Ok(())
}
