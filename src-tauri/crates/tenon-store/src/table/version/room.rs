//! How much the versions hold, and making room.

use rusqlite::{Connection, params};
use tenon_core::Millis;

use super::unsigned;
use crate::StoreError;
use crate::seal::ContentHash;

/// What the versions hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HistorySize {
    /// Versions.
    pub versions: u64,
    /// Files that have one.
    pub files: u64,
    /// Bytes on disk, compressed, each content once.
    pub bytes: u64,
    /// Files whose last version was left out for their size.
    pub too_large: u64,
    /// When the first one was taken.
    pub since: Option<Millis>,
}

pub(crate) fn size(conn: &Connection) -> Result<HistorySize, StoreError> {
    let (versions, since) = conn
        .prepare_cached("SELECT count(*), min(at) FROM version")?
        .query_row([], |row| Ok((unsigned(row.get(0)?), row.get(1)?)))?;
    let mut count = conn.prepare_cached(
        "SELECT count(*), coalesce(sum(lack = 'tooLarge'), 0) FROM version
         JOIN (SELECT max(id) AS last FROM version WHERE on_disk = 1 GROUP BY path) ON last = id
         WHERE lack IS NULL OR lack <> 'removed'",
    )?;
    let (files, too_large) =
        count.query_row([], |row| Ok((unsigned(row.get(0)?), unsigned(row.get(1)?))))?;
    Ok(HistorySize {
        versions,
        files,
        bytes: bytes(conn)?,
        too_large,
        since,
    })
}

/// The bytes of what versions name, as they lie on disk.
fn bytes(conn: &Connection) -> Result<u64, StoreError> {
    let mut sum = conn.prepare_cached(
        "SELECT coalesce(sum(length(sealed)), 0) FROM content
         WHERE hash IN (SELECT content FROM version WHERE content IS NOT NULL)",
    )?;
    Ok(unsigned(sum.query_row([], |row| row.get(0))?))
}

/// Gives up the bytes of at most `limit` versions, the oldest first, while they take more than
/// `cap` bytes, and says how many it gave up. Pinned ones stay, and so do those that undoing a
/// restore needs. The last version of a file goes when nothing else is left, and is still known.
pub(crate) fn trim(conn: &Connection, cap: u64, limit: u32) -> Result<u32, StoreError> {
    let mut held = bytes(conn)?;
    let mut dropped = 0;
    for last in [false, true] {
        if held <= cap || dropped >= limit {
            break;
        }
        let mut oldest = conn.prepare_cached(
            "SELECT id, content FROM version WHERE content IS NOT NULL AND pinned = 0
             AND id NOT IN (SELECT before FROM restore_file WHERE before IS NOT NULL
               UNION SELECT after FROM restore_file WHERE after IS NOT NULL)
             AND (id IN (SELECT max(id) FROM version WHERE on_disk = 1 GROUP BY path)) = ?1
             ORDER BY id LIMIT ?2",
        )?;
        let found: Vec<(i64, [u8; 32])> = oldest
            .query_map(params![last, limit - dropped], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        for (id, hash) in found {
            if held <= cap {
                break;
            }
            let give_up = if last {
                "UPDATE version SET content = NULL, lack = 'dropped' WHERE id = ?1"
            } else {
                "DELETE FROM version WHERE id = ?1"
            };
            let size = conn
                .prepare_cached("SELECT length(sealed) FROM content WHERE hash = ?1")?
                .query_row([hash], |row| row.get(0))?;
            conn.prepare_cached(give_up)?.execute([id])?;
            if !conn
                .prepare_cached("SELECT 1 FROM version WHERE content = ?1")?
                .exists([hash])?
            {
                held = held.saturating_sub(unsigned(size));
            }
            crate::table::content::release(conn, ContentHash(hash))?;
            dropped += 1;
        }
    }
    Ok(dropped)
}
