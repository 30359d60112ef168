//! What a person said of links that were found, and what symbols were when links to them were made.

use rusqlite::{Connection, OptionalExtension, Row, params};
use tenon_core::{EntityRef, EventId, Millis};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE link_verdict (
  from_ref TEXT NOT NULL,
  to_ref TEXT NOT NULL CHECK (to_ref <> from_ref),
  kind TEXT NOT NULL,
  accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
  event BLOB NOT NULL CHECK (length(event) = 16),
  at INTEGER NOT NULL,
  PRIMARY KEY (from_ref, to_ref, kind)
) STRICT;
CREATE INDEX link_verdict_to ON link_verdict (to_ref);
CREATE TABLE link_print (
  from_ref TEXT NOT NULL,
  to_ref TEXT NOT NULL CHECK (to_ref <> from_ref),
  kind TEXT NOT NULL,
  -- of the text that the link stands in; zeros where it stands in none
  said BLOB NOT NULL CHECK (length(said) = 16),
  print BLOB NOT NULL CHECK (length(print) = 16),
  at INTEGER NOT NULL,
  PRIMARY KEY (from_ref, to_ref, kind)
) STRICT;
CREATE INDEX link_print_to ON link_print (to_ref);";

/// The tables here.
const TABLES: [&str; 2] = ["link_verdict", "link_print"];

/// Whether a person accepted a link that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkVerdict {
    /// Where the link begins.
    pub from: EntityRef,
    /// Where it leads.
    pub to: EntityRef,
    /// The word of its kind.
    pub kind: String,
    /// Whether it was accepted; otherwise it was rejected.
    pub accepted: bool,
    /// The event that says so.
    pub event: EventId,
    /// When.
    pub at: Millis,
}

/// What a symbol was when a link to it was made, or was first seen in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkPrint {
    /// Where the link begins.
    pub from: EntityRef,
    /// The symbol.
    pub to: EntityRef,
    /// The word of the link's kind.
    pub kind: String,
    /// What tells the text that the link stands in from others; zeros where it stands in none.
    pub said: [u8; 16],
    /// The keyed hash of what the symbol said.
    pub print: [u8; 16],
    /// When that was.
    pub at: Millis,
}

fn end(row: &Row<'_>, column: &str) -> rusqlite::Result<Result<EntityRef, StoreError>> {
    let text: String = row.get(column)?;
    let named = text.parse();
    Ok(named.map_err(|_| StoreError::damaged("an end of a judged link names nothing")))
}

fn verdict(row: &Row<'_>) -> rusqlite::Result<Result<LinkVerdict, StoreError>> {
    let (from, to) = (end(row, "from_ref")?, end(row, "to_ref")?);
    let (kind, accepted, at) = (row.get("kind")?, row.get("accepted")?, row.get("at")?);
    let event = EventId(super::uuid(row, "event")?);
    Ok(from.and_then(|from| {
        Ok(LinkVerdict {
            from,
            to: to?,
            kind,
            accepted,
            event,
            at,
        })
    }))
}

fn print(row: &Row<'_>) -> rusqlite::Result<Result<LinkPrint, StoreError>> {
    let (from, to) = (end(row, "from_ref")?, end(row, "to_ref")?);
    let (kind, at) = (row.get("kind")?, row.get("at")?);
    let (said, print) = (row.get("said")?, row.get("print")?);
    Ok(from.and_then(|from| {
        Ok(LinkPrint {
            from,
            to: to?,
            kind,
            said,
            print,
            at,
        })
    }))
}

/// All verdicts, the oldest first.
pub(crate) fn verdicts(conn: &Connection) -> Result<Vec<LinkVerdict>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT * FROM link_verdict ORDER BY at, from_ref, to_ref, kind")?;
    let rows = select.query_map([], verdict)?;
    rows.collect::<rusqlite::Result<Result<_, _>>>()?
}

/// What was said of a link.
pub(crate) fn of(
    conn: &Connection,
    from: &EntityRef,
    to: &EntityRef,
    kind: &str,
) -> Result<Option<LinkVerdict>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT * FROM link_verdict WHERE from_ref = ?1 AND to_ref = ?2 AND kind = ?3",
    )?;
    let found = select.query_row(params![from.to_string(), to.to_string(), kind], verdict);
    found.optional()?.transpose()
}

/// Takes what was said last.
pub(crate) fn put(conn: &Connection, verdict: &LinkVerdict) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO link_verdict (from_ref, to_ref, kind, accepted, event, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (from_ref, to_ref, kind)
         DO UPDATE SET accepted = excluded.accepted, event = excluded.event, at = excluded.at",
    )?
    .execute(params![
        verdict.from.to_string(),
        verdict.to.to_string(),
        verdict.kind,
        verdict.accepted,
        verdict.event.0.into_bytes(),
        verdict.at
    ])?;
    Ok(())
}

/// Whether anything was said of the link.
pub(crate) fn delete(
    conn: &Connection,
    from: &EntityRef,
    to: &EntityRef,
    kind: &str,
) -> Result<bool, StoreError> {
    let mut delete = conn.prepare_cached(
        "DELETE FROM link_verdict WHERE from_ref = ?1 AND to_ref = ?2 AND kind = ?3",
    )?;
    Ok(delete.execute(params![from.to_string(), to.to_string(), kind])? > 0)
}

/// All prints.
pub(crate) fn prints(conn: &Connection) -> Result<Vec<LinkPrint>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM link_print")?;
    let rows = select.query_map([], print)?;
    rows.collect::<rusqlite::Result<Result<_, _>>>()?
}

/// Takes a print in the place of the one before.
pub(crate) fn put_print(conn: &Connection, print: &LinkPrint) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO link_print (from_ref, to_ref, kind, said, print, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (from_ref, to_ref, kind)
         DO UPDATE SET said = excluded.said, print = excluded.print, at = excluded.at",
    )?
    .execute(params![
        print.from.to_string(),
        print.to.to_string(),
        print.kind,
        print.said,
        print.print,
        print.at
    ])?;
    Ok(())
}

/// Whether a database has these tables; one from before has not.
fn is_there(conn: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'link_print'";
    Ok(conn.prepare(sql)?.exists([])?)
}

/// Forgets what is known of links of a thing, those of headings and blocks of a file among them, and
/// gives the number of rows.
pub(crate) fn forget_of(conn: &Connection, thing: &EntityRef) -> Result<u64, StoreError> {
    let gone = forget(conn, "from_ref = ?1 OR to_ref = ?1", thing.to_string())?;
    Ok(gone
        + match super::link::inside(thing) {
            Some(inside) => forget(conn, IN, inside)?,
            None => 0,
        })
}

/// Rows of which an end holds a text.
const IN: &str = "instr(from_ref, ?1) OR instr(to_ref, ?1)";

/// Forgets what was said at that moment or later.
pub(crate) fn forget_since(conn: &Connection, at: Millis) -> Result<u64, StoreError> {
    forget(conn, "at >= ?1", at)
}

/// Forgets the rows an end of which holds one of the texts.
pub(crate) fn forget_texts(conn: &Connection, texts: &[String]) -> Result<u64, StoreError> {
    let each = texts.iter().map(|text| forget(conn, IN, text.as_str()));
    each.sum()
}

fn forget(conn: &Connection, which: &str, value: impl rusqlite::ToSql) -> Result<u64, StoreError> {
    if !is_there(conn)? {
        return Ok(0);
    }
    let mut gone = 0;
    for table in TABLES {
        gone += conn.execute(&format!("DELETE FROM {table} WHERE {which}"), [&value])? as u64;
    }
    Ok(gone)
}
