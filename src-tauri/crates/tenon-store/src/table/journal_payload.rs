//! The payloads of the journal, apart from it so that they can be forgotten.

use rusqlite::{CachedStatement, Connection, Row, params};
use tenon_core::{EntityKind, EntityRef, EventId, Millis};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE journal_payload (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  payload TEXT NOT NULL
) STRICT;";

/// The statement that [`insert`] runs; a batch takes it once.
pub(crate) fn inserting(conn: &Connection) -> Result<CachedStatement<'_>, StoreError> {
    let sql = "INSERT INTO journal_payload (seq, salt, payload) VALUES (?1, ?2, ?3)";
    Ok(conn.prepare_cached(sql)?)
}

pub(crate) fn insert(
    insert: &mut CachedStatement<'_>,
    seq: u64,
    salt: [u8; 16],
    payload: &str,
) -> Result<(), StoreError> {
    insert.execute(params![seq as i64, salt, payload])?;
    Ok(())
}

/// Forgets a payload and its salt; without the salt its hash says nothing.
pub(crate) fn delete(conn: &Connection, seq: u64) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM journal_payload WHERE seq = ?1")?
        .execute([seq as i64])?;
    Ok(())
}

/// Shows the payload of every event that can be forgotten to `look`, oldest first.
pub(crate) fn payloads(
    conn: &Connection,
    mut look: impl FnMut(u64, [u8; 16], &str),
) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT p.seq, p.salt, p.payload FROM journal_payload p JOIN journal j ON j.seq = p.seq
         WHERE j.kind <> 'erased' ORDER BY p.seq",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        look(
            row.get::<_, i64>(0)? as u64,
            row.get(1)?,
            row.get_ref(2)?
                .as_str()
                .map_err(|_| StoreError::damaged("a payload is no text"))?,
        );
    }
    Ok(())
}

/// The events about one thing that still have a payload, with their salts: it is their subject or
/// their turn, or the event itself.
pub(crate) fn about(
    conn: &Connection,
    what: &EntityRef,
) -> Result<Vec<(u64, [u8; 16])>, StoreError> {
    let id = match what.kind() {
        EntityKind::Event => what.id().parse::<EventId>().ok(),
        _ => None,
    };
    let mut select = conn.prepare_cached(
        "SELECT p.seq, p.salt FROM journal j JOIN journal_payload p ON p.seq = j.seq
         WHERE j.kind <> 'erased' AND (j.subject = ?1 OR j.turn = ?1 OR j.id = ?2) ORDER BY j.seq",
    )?;
    let rows = select.query_map(
        params![what.to_string(), id.map(|id| id.0.into_bytes())],
        salted,
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Adds the events that tell of links to a thing, whose subject is where the link begins, and of links
/// of parts of it.
pub(crate) fn linked_with(
    conn: &Connection,
    what: &EntityRef,
    events: &mut Vec<(u64, [u8; 16])>,
) -> Result<(), StoreError> {
    let inside = super::link::inside(what);
    let mut select = conn.prepare_cached(
        "SELECT p.seq, p.salt FROM journal j JOIN journal_payload p ON p.seq = j.seq
         WHERE j.kind IN ('link.added', 'link.removed', 'link.accepted', 'link.rejected',
                          'link.unjudged')
           AND (json_extract(p.payload, '$.to') = ?1 OR instr(j.subject, ?2)
                OR instr(json_extract(p.payload, '$.to'), ?2))
         ORDER BY j.seq",
    )?;
    for found in select.query_map(params![what.to_string(), inside], salted)? {
        let found = found?;
        if !events.contains(&found) {
            events.push(found);
        }
    }
    Ok(())
}

/// The events from a moment on that still have a payload, with their salts.
pub(crate) fn since(conn: &Connection, at: Millis) -> Result<Vec<(u64, [u8; 16])>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT p.seq, p.salt FROM journal j JOIN journal_payload p ON p.seq = j.seq
         WHERE j.kind <> 'erased' AND j.at >= ?1 ORDER BY j.seq",
    )?;
    let rows = select.query_map([at], salted)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn salted(row: &Row<'_>) -> rusqlite::Result<(u64, [u8; 16])> {
    Ok((row.get::<_, i64>(0)? as u64, row.get(1)?))
}
