//! Links between two things, each by its reference.

use rusqlite::{Connection, OptionalExtension, Row, params};
use tenon_core::{EntityKind, EntityRef, EventId, LinkId, Millis};
use uuid::Uuid;

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE link (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  from_ref TEXT NOT NULL,
  to_ref TEXT NOT NULL CHECK (to_ref <> from_ref),
  kind TEXT NOT NULL,
  origin TEXT NOT NULL,
  -- identities of events, 16 bytes each
  evidence BLOB NOT NULL CHECK (length(evidence) % 16 = 0),
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  at INTEGER NOT NULL,
  UNIQUE (from_ref, to_ref, kind, origin)
) STRICT;
CREATE INDEX link_to ON link (to_ref);";

/// A link between two things.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its identity.
    pub id: LinkId,
    /// Where it begins.
    pub from: EntityRef,
    /// Where it leads.
    pub to: EntityRef,
    /// What it says of the two.
    pub kind: LinkKind,
    /// Who says so.
    pub origin: LinkOrigin,
    /// The events that it rests on.
    pub evidence: Vec<EventId>,
    /// How sure it is, from 0 to 1; what a person says is 1.
    pub confidence: f64,
    /// When it was made.
    pub at: Millis,
}

/// What a link says of its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// That they have to do with each other.
    Related,
}

/// Who made a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkOrigin {
    /// A person, or a script of theirs.
    Person,
}

impl LinkKind {
    /// The word in the database and in events.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Related => "related",
        }
    }
}

impl LinkOrigin {
    const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
        }
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<Result<Link, StoreError>> {
    let (from, to): (String, String) = (row.get("from_ref")?, row.get("to_ref")?);
    let (kind, origin): (String, String) = (row.get("kind")?, row.get("origin")?);
    let evidence: Vec<u8> = row.get("evidence")?;
    let (id, confidence, at) = (
        super::uuid(row, "id")?,
        row.get("confidence")?,
        row.get("at")?,
    );
    let damaged = |what: &str| StoreError::damaged(format!("the link {id} {what}"));
    let whole = || {
        if kind != LinkKind::Related.word() || origin != LinkOrigin::Person.word() {
            return Err(damaged("is of no known kind"));
        }
        let end = |text: String| {
            text.parse()
                .map_err(|_| damaged("has an end that names nothing"))
        };
        let events = evidence
            .chunks_exact(16)
            .filter_map(|id| Uuid::from_slice(id).ok());
        Ok(Link {
            id: LinkId(id),
            from: end(from)?,
            to: end(to)?,
            kind: LinkKind::Related,
            origin: LinkOrigin::Person,
            evidence: events.map(EventId).collect(),
            confidence,
            at,
        })
    };
    Ok(whole())
}

pub(crate) fn insert(conn: &Connection, link: &Link) -> Result<(), StoreError> {
    let evidence: Vec<u8> = link
        .evidence
        .iter()
        .flat_map(|id| id.0.into_bytes())
        .collect();
    conn.prepare_cached(
        "INSERT INTO link (id, from_ref, to_ref, kind, origin, evidence, confidence, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        link.id.0.into_bytes(),
        link.from.to_string(),
        link.to.to_string(),
        link.kind.word(),
        link.origin.word(),
        evidence,
        link.confidence,
        link.at
    ])?;
    Ok(())
}

/// The link that says the same, if there is one.
pub(crate) fn same(
    conn: &Connection,
    from: &EntityRef,
    to: &EntityRef,
    kind: LinkKind,
    origin: LinkOrigin,
) -> Result<Option<Link>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT * FROM link WHERE from_ref = ?1 AND to_ref = ?2 AND kind = ?3 AND origin = ?4",
    )?;
    let values = params![from.to_string(), to.to_string(), kind.word(), origin.word()];
    select.query_row(values, row).optional()?.transpose()
}

pub(crate) fn get(conn: &Connection, id: LinkId) -> Result<Option<Link>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM link WHERE id = ?1")?;
    let found = select.query_row([id.0.into_bytes()], row);
    found.optional()?.transpose()
}

/// The links that begin or end at a thing, or all of them, the oldest first.
pub(crate) fn list(
    conn: &Connection,
    of: Option<&EntityRef>,
    limit: u32,
) -> Result<Vec<Link>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT * FROM link WHERE ?1 IS NULL OR from_ref = ?1 OR to_ref = ?1
         ORDER BY at, id LIMIT ?2",
    )?;
    let rows = select.query_map(params![of.map(ToString::to_string), limit], row)?;
    rows.collect::<rusqlite::Result<Result<_, _>>>()?
}

/// Whether it was there.
pub(crate) fn delete(conn: &Connection, id: LinkId) -> Result<bool, StoreError> {
    let mut delete = conn.prepare_cached("DELETE FROM link WHERE id = ?1")?;
    Ok(delete.execute([id.0.into_bytes()])? > 0)
}

/// Whether a database has links at all; one from before has no such table.
fn is_there(conn: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'link'";
    Ok(conn.prepare(sql)?.exists([])?)
}

/// Forgets the links of a thing, those of headings and blocks of a file among them, and gives their
/// number.
pub(crate) fn forget_of(conn: &Connection, thing: &EntityRef) -> Result<u64, StoreError> {
    let gone = forget(conn, "from_ref = ?1 OR to_ref = ?1", thing.to_string())?;
    let part = "instr(from_ref, ?1) OR instr(to_ref, ?1)";
    let inside = inside(thing).map_or(Ok(0), |inside| forget(conn, part, inside));
    Ok(gone + inside?)
}

/// What the references of parts of a file have in them: `heading:ID#Text`.
pub(super) fn inside(thing: &EntityRef) -> Option<String> {
    (thing.kind() == EntityKind::File).then(|| format!(":{}#", thing.id()))
}

/// Forgets the links that were made at that moment or later.
pub(crate) fn forget_since(conn: &Connection, at: Millis) -> Result<u64, StoreError> {
    forget(conn, "at >= ?1", at)
}

/// Forgets the links an end of which holds one of the texts: what is left of a reference without it
/// would name something else.
pub(crate) fn forget_texts(conn: &Connection, texts: &[String]) -> Result<u64, StoreError> {
    let mut gone = 0;
    for text in texts {
        gone += forget(
            conn,
            "instr(from_ref, ?1) OR instr(to_ref, ?1)",
            text.as_str(),
        )?;
    }
    Ok(gone)
}

fn forget(conn: &Connection, which: &str, value: impl rusqlite::ToSql) -> Result<u64, StoreError> {
    if !is_there(conn)? {
        return Ok(0);
    }
    let sql = format!("DELETE FROM link WHERE {which}");
    Ok(conn.execute(&sql, [value])? as u64)
}
