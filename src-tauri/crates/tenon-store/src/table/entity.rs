//! What texts speak of, and the texts that were looked at.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use crate::meaning_db::entities::{EntityOf, EntityQuery, EntityRow};
use crate::{StoreError, sums};

pub(crate) const CREATE: &str = "
CREATE TABLE entity_text (
  number INTEGER PRIMARY KEY NOT NULL,
  -- a file's path, or 'commit:' and a hash
  about TEXT NOT NULL,
  id BLOB NOT NULL,
  -- changes with the text and with the rules
  print BLOB NOT NULL CHECK (length(print) = 16),
  UNIQUE (about, id)
) STRICT;
CREATE TABLE entity (
  text INTEGER NOT NULL REFERENCES entity_text (number) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  said TEXT NOT NULL,
  line INTEGER NOT NULL,
  column INTEGER NOT NULL,
  PRIMARY KEY (text, start, kind, end)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_value ON entity (kind, value);";

/// One sum for all that a text speaks of: it is written at once and never changed in part, so that a
/// sum a row would only be dearer. What was there is found again by reading the texts.
pub(crate) const WITH_SUMS: &str = "
DELETE FROM entity;
DELETE FROM entity_text;
ALTER TABLE entity_text ADD COLUMN sum BLOB NOT NULL DEFAULT x'';";

/// Takes `rows` for all that a text speaks of.
pub(crate) fn put(
    conn: &Connection,
    of: &EntityOf,
    print: [u8; 16],
    rows: &[EntityRow],
) -> Result<(), StoreError> {
    remove(conn, of)?;
    conn.prepare_cached("INSERT INTO entity_text (about, id, print) VALUES (?1, ?2, ?3)")?
        .execute(params![of.about(), of.id(), print])?;
    let number = conn.last_insert_rowid();
    let mut insert = conn.prepare_cached(
        "INSERT OR IGNORE INTO entity (text, start, end, kind, value, said, line, column)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for row in rows {
        insert.execute(params![
            number, row.start, row.end, row.kind, row.value, row.text, row.line, row.column
        ])?;
    }
    sign(conn, number)
}

/// Keeps the sum of a text and its rows as they are now.
fn sign(conn: &Connection, number: i64) -> Result<(), StoreError> {
    let sum = sum(conn, number)?;
    conn.prepare_cached("UPDATE entity_text SET sum = ?2 WHERE number = ?1")?
        .execute(params![number, sum])?;
    Ok(())
}

fn sum(conn: &Connection, number: i64) -> Result<Vec<u8>, StoreError> {
    let mut all = blake3::Hasher::new();
    let mut add = |sql: &str, columns: usize| -> Result<(), StoreError> {
        let mut select = conn.prepare_cached(sql)?;
        let mut rows = select.query([number])?;
        while let Some(row) = rows.next()? {
            all.update(&sums::of_row(row, columns)?);
        }
        Ok(())
    };
    add(
        "SELECT about, id, print FROM entity_text WHERE number = ?1",
        3,
    )?;
    add(
        "SELECT start, end, kind, value, said, line, column FROM entity WHERE text = ?1
         ORDER BY start, kind, end",
        7,
    )?;
    Ok(all.finalize().as_bytes()[..16].to_vec())
}

/// How many texts have rows that are not as they were written.
pub(crate) fn unlike(conn: &Connection) -> Result<u64, StoreError> {
    let ownerless = "SELECT count(DISTINCT text) FROM entity
                WHERE text NOT IN (SELECT number FROM entity_text)";
    let lost: i64 = conn.query_row(ownerless, [], |row| row.get(0))?;
    let mut bad = lost.cast_unsigned();
    let mut select = conn.prepare("SELECT number, sum FROM entity_text")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let kept: Vec<u8> = row.get(1)?;
        bad += u64::from(kept != sum(conn, row.get(0)?)?);
    }
    Ok(bad)
}

/// Forgets a text and what it speaks of.
pub(crate) fn remove(conn: &Connection, of: &EntityOf) -> Result<(), StoreError> {
    // The constraint would do it where it is switched on; nothing depends on that here.
    conn.prepare_cached(
        "DELETE FROM entity WHERE text IN
           (SELECT number FROM entity_text WHERE about = ?1 AND id = ?2)",
    )?
    .execute(params![of.about(), of.id()])?;
    conn.prepare_cached("DELETE FROM entity_text WHERE about = ?1 AND id = ?2")?
        .execute(params![of.about(), of.id()])?;
    Ok(())
}

/// Forgets what has one of the texts that `held` knows; what files still say is found again when they
/// change. Returns how much there was.
pub(crate) fn forget(conn: &Connection, held: &dyn Fn(&[u8]) -> bool) -> Result<u64, StoreError> {
    let mut count = 0;
    for (of, _) in texts(conn)? {
        if held(of.id()) {
            remove(conn, &of)?;
            count += 1;
        }
    }
    let mut spoken = Vec::new();
    {
        let mut select = conn.prepare("SELECT text, start, kind, end, value, said FROM entity")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (value, said): (String, String) = (row.get(4)?, row.get(5)?);
            if held(value.as_bytes()) || held(said.as_bytes()) {
                let key: (i64, u32, String, u32) =
                    (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
                spoken.push(key);
            }
        }
    }
    let mut changed = BTreeSet::new();
    for (text, start, kind, end) in spoken {
        changed.insert(text);
        conn.prepare_cached(
            "DELETE FROM entity WHERE text = ?1 AND start = ?2 AND kind = ?3 AND end = ?4",
        )?
        .execute(params![text, start, kind, end])?;
        count += 1;
    }
    changed
        .into_iter()
        .try_for_each(|number| sign(conn, number))?;
    Ok(count)
}

/// Every text that was looked at, with its print.
pub(crate) fn texts(conn: &Connection) -> Result<Vec<(EntityOf, [u8; 16])>, StoreError> {
    let mut select = conn.prepare("SELECT about, id, print FROM entity_text")?;
    let rows = select.query_map([], |row| {
        let about: String = row.get(0)?;
        Ok((EntityOf::read(&about, row.get(1)?), row.get(2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The rows that a question asks for: by text, then by place.
pub(crate) fn find(
    conn: &Connection,
    query: &EntityQuery,
) -> Result<Vec<(EntityOf, EntityRow)>, StoreError> {
    let kinds = serde_json::to_string(&query.kinds).unwrap_or_default();
    let path = query.path.clone().unwrap_or_default();
    let below = [path.as_slice(), b"/"].concat();
    let mut select = conn.prepare_cached(
        "SELECT t.about, t.id, e.start, e.end, e.kind, e.value, e.said, e.line, e.column
         FROM entity AS e JOIN entity_text AS t ON t.number = e.text
         WHERE (?1 = '[]' OR e.kind IN (SELECT value FROM json_each(?1)))
           AND (?2 = '' OR instr(lower(e.value), lower(?2)) > 0)
           AND (?3 = 0 OR t.about = 'file' AND (t.id = ?4 OR substr(t.id, 1, length(?5)) = ?5))
         ORDER BY t.about DESC, t.id, e.start, e.end DESC, e.kind
         LIMIT ?6 OFFSET ?7",
    )?;
    let rows = select.query_map(
        params![
            kinds,
            query.value,
            query.path.is_some(),
            path,
            below,
            query.limit,
            query.offset
        ],
        |row| {
            let about: String = row.get(0)?;
            let of = EntityOf::read(&about, row.get(1)?);
            let entity = EntityRow {
                start: row.get(2)?,
                end: row.get(3)?,
                kind: row.get(4)?,
                value: row.get(5)?,
                text: row.get(6)?,
                line: row.get(7)?,
                column: row.get(8)?,
            };
            Ok((of, entity))
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
