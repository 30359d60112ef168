//! The journal: the fixed part of each event and its leaf. No row is ever changed or removed.

use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};
use serde::Serialize;
use tenon_core::{
    Actor, ActorKind, EntityKind, EntityRef, EventId, Header, Millis, SessionId, SourceId,
    is_known_kind,
};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  v INTEGER NOT NULL,
  id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
  at INTEGER NOT NULL,
  source BLOB NOT NULL CHECK (length(source) = 16),
  source_seq INTEGER NOT NULL CHECK (source_seq >= 1),
  actor_kind TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  session BLOB NOT NULL CHECK (length(session) = 16),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  cause BLOB,
  turn TEXT,
  trace TEXT,
  payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
  UNIQUE (source, source_seq)
) STRICT;
CREATE INDEX journal_kind ON journal (kind, seq);
CREATE INDEX journal_subject ON journal (subject, seq);
CREATE INDEX journal_at ON journal (at);";

/// Which events to read. The default is all of them, from the first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalQuery {
    /// Only events behind this `seq`.
    pub after: Option<u64>,
    /// Only events before this `seq`.
    pub before: Option<u64>,
    /// The newest first, by `seq`.
    pub backwards: bool,
    /// At most so many; 0 means 1,000.
    pub limit: u32,
    /// Only these kinds, or areas of kinds such as `document`; empty means all.
    pub kinds: Vec<String>,
    /// Only about this.
    pub subject: Option<EntityRef>,
    /// Only what happened then or later.
    pub since: Option<Millis>,
    /// Only what happened before.
    pub until: Option<Millis>,
}

/// An event of the journal, in the form that it is printed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JournalRow {
    /// Its place, from 0.
    pub seq: u64,
    /// The fixed part.
    #[serde(flatten)]
    pub header: Header,
    /// SHA-256(0x00 ‖ header), in hex.
    #[serde(serialize_with = "hex_text")]
    pub leaf: [u8; 32],
    /// What the payload is hashed with, in hex; gone once erased.
    #[serde(serialize_with = "hex_maybe")]
    pub salt: Option<[u8; 16]>,
    /// What else is known; gone once erased.
    pub payload: Option<serde_json::Value>,
}

fn hex_text<S: serde::Serializer>(leaf: &[u8; 32], serializer: S) -> Result<S::Ok, S::Error> {
    hex::encode(leaf).serialize(serializer)
}

fn hex_maybe<S: serde::Serializer>(
    salt: &Option<[u8; 16]>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    salt.map(hex::encode).serialize(serializer)
}

/// A row with its payload as it is stored.
pub(crate) struct Stored {
    pub seq: u64,
    pub leaf: [u8; 32],
    pub header: Header,
    pub salted: Option<([u8; 16], String)>,
}

impl Stored {
    pub(crate) fn into_row(self) -> Result<JournalRow, StoreError> {
        let (salt, payload) = match self.salted {
            Some((salt, text)) => (Some(salt), Some(super::json(&text, "a payload")?)),
            None => (None, None),
        };
        let (seq, header, leaf) = (self.seq, self.header, self.leaf);
        Ok(JournalRow {
            seq,
            header,
            leaf,
            salt,
            payload,
        })
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let salt: Option<[u8; 16]> = row.get("salt")?;
    let payload: Option<String> = row.get("payload")?;
    Ok(Stored {
        seq: row.get::<_, i64>("seq")? as u64,
        leaf: row.get("leaf")?,
        header: Header {
            v: row.get("v")?,
            id: EventId(super::uuid(row, "id")?),
            at: row.get("at")?,
            source: SourceId(super::uuid(row, "source")?),
            source_seq: row.get::<_, i64>("source_seq")? as u64,
            actor: Actor {
                kind: parse(row, "actor_kind", actor_kind)?,
                name: row.get("actor_name")?,
            },
            session: SessionId(super::uuid(row, "session")?),
            kind: row.get("kind")?,
            subject: parse(row, "subject", |text| text.parse().ok())?,
            cause: super::uuid_maybe(row, "cause")?.map(EventId),
            turn: turn(row)?,
            trace: row.get("trace")?,
            payload_hash: hex::encode(row.get::<_, [u8; 32]>("payload_hash")?),
        },
        salted: salt.zip(payload),
    })
}

fn turn(row: &Row<'_>) -> rusqlite::Result<Option<EntityRef>> {
    let text: Option<String> = row.get("turn")?;
    text.map(|_| parse(row, "turn", |text| text.parse().ok()))
        .transpose()
}

/// Reads a text that has a form of its own; another form is damage.
fn parse<T>(row: &Row<'_>, column: &str, read: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    let index = row.as_ref().column_index(column)?;
    let damage = || format!("{text:?} does not belong there").into();
    read(&text).ok_or_else(|| {
        let kind = rusqlite::types::Type::Text;
        rusqlite::Error::FromSqlConversionFailure(index, kind, damage())
    })
}

const ACTORS: [(ActorKind, &str); 6] = [
    (ActorKind::Person, "person"),
    (ActorKind::Tenon, "tenon"),
    (ActorKind::Job, "job"),
    (ActorKind::Agent, "agent"),
    (ActorKind::Plugin, "plugin"),
    (ActorKind::External, "external"),
];

fn actor_kind(word: &str) -> Option<ActorKind> {
    ACTORS
        .iter()
        .find(|(_, other)| *other == word)
        .map(|(kind, _)| *kind)
}

fn actor_word(kind: ActorKind) -> &'static str {
    ACTORS
        .iter()
        .find(|(other, _)| *other == kind)
        .map_or("external", |(_, word)| word)
}

/// Every place that is taken.
pub(crate) fn seqs(conn: &Connection) -> Result<Vec<u64>, StoreError> {
    let mut select = conn.prepare("SELECT seq FROM journal ORDER BY seq")?;
    let rows = select.query_map([], |row| row.get::<_, i64>(0))?;
    rows.map(|seq| Ok(seq? as u64)).collect()
}

/// The event at a place.
pub(crate) fn one(conn: &Connection, seq: u64) -> Result<Stored, StoreError> {
    let mut select = conn.prepare_cached(&format!("{SELECT} WHERE j.seq = ?1"))?;
    Ok(select.query_row([seq as i64], row)?)
}

/// The stretches of places below the last one that are not taken.
pub(crate) fn gaps(conn: &Connection) -> Result<Vec<(u64, u64)>, StoreError> {
    let (mut found, mut next) = (Vec::new(), 0);
    for seq in seqs(conn)? {
        if seq > next {
            found.push((next, seq - 1));
        }
        next = seq + 1;
    }
    Ok(found)
}

const SELECT: &str =
    "SELECT j.*, p.salt, p.payload FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq";

/// The events that `query` asks for, in its order.
pub(crate) fn read(conn: &Connection, query: &JournalQuery) -> Result<Vec<Stored>, StoreError> {
    // One text for each set of filters, so that SQLite can take the fitting index.
    let mut sql = format!("{SELECT} WHERE j.seq > ?1");
    let place = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![query.after.map_or(-1, place).into()];
    let mut also = |clause: &str, value: Value| {
        values.push(value);
        sql.push_str(&format!(" AND {clause} ?{}", values.len()));
    };
    if let Some(before) = query.before {
        also("j.seq <", place(before).into());
    }
    if let Some(subject) = &query.subject {
        also("j.subject =", subject.to_string().into());
    }
    if let Some(since) = query.since {
        also("j.at >=", since.into());
    }
    if let Some(until) = query.until {
        also("j.at <", until.into());
    }
    of_kinds(&query.kinds, &mut sql, &mut values);
    let limit = if query.limit == 0 { 1000 } else { query.limit };
    values.push(limit.into());
    let order = if query.backwards { "DESC" } else { "ASC" };
    sql.push_str(&format!(" ORDER BY j.seq {order} LIMIT ?{}", values.len()));
    let mut select = conn.prepare_cached(&sql)?;
    Ok(select
        .query_map(rusqlite::params_from_iter(values), row)?
        .collect::<Result<_, _>>()?)
}

/// The ids of all things of a kind that events are about.
pub(crate) fn subjects(conn: &Connection, kind: EntityKind) -> Result<Vec<String>, StoreError> {
    // The byte behind ':' is ';', so this range is exactly what begins with the kind.
    let (from, to) = (format!("{}:", kind.word()), format!("{};", kind.word()));
    let mut select = conn.prepare_cached(
        "SELECT DISTINCT subject FROM journal WHERE subject >= ?1 AND subject < ?2",
    )?;
    let rows = select.query_map([&from, &to], |row| row.get::<_, String>(0))?;
    rows.map(|subject| Ok(subject?.split_off(from.len())))
        .collect()
}

/// Leaves only events of the named kinds, and of the areas that other names stand for.
fn of_kinds(kinds: &[String], sql: &mut String, values: &mut Vec<Value>) {
    for (at, kind) in kinds.iter().enumerate() {
        sql.push_str(if at == 0 { " AND (" } else { " OR " });
        let n = values.len() + 1;
        if is_known_kind(kind) {
            values.push(kind.clone().into());
            sql.push_str(&format!("j.kind = ?{n}"));
        } else {
            // The byte behind '.' is '/', so this range is exactly what begins with the area.
            values.push(format!("{kind}.").into());
            values.push(format!("{kind}/").into());
            sql.push_str(&format!("(j.kind >= ?{n} AND j.kind < ?{})", n + 1));
        }
    }
    if !kinds.is_empty() {
        sql.push(')');
    }
}

/// Shows every event to `check`, oldest first, without holding them all.
pub(crate) fn walk(
    conn: &Connection,
    mut check: impl FnMut(Stored) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached(&format!("{SELECT} ORDER BY j.seq"))?;
    let mut rows = select.query([])?;
    let mut next = 0;
    while let Some(found) = rows.next()? {
        // A row that cannot even be read is named by its place too.
        let seq = found.get::<_, i64>("seq").map_or(next, |seq| seq as u64);
        let stored = row(found).map_err(|fault| StoreError::BrokenJournal {
            seq,
            why: format!("the row cannot be read ({fault})"),
        })?;
        next = seq + 1;
        check(stored)?;
    }
    Ok(())
}

/// The places of events whose fixed part holds `text`, which is never changed.
pub(crate) fn headers_with(conn: &Connection, text: &str) -> Result<Vec<u64>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT seq FROM journal WHERE instr(actor_name, ?1) OR instr(kind, ?1)
         OR instr(subject, ?1) OR instr(turn, ?1) OR instr(trace, ?1) ORDER BY seq",
    )?;
    let rows = select.query_map([text], |row| row.get::<_, i64>(0))?;
    Ok(rows
        .map(|seq| seq.map(|seq| seq as u64))
        .collect::<rusqlite::Result<_>>()?)
}

/// The place of the next event.
pub(crate) fn next_seq(conn: &Connection) -> Result<u64, StoreError> {
    let mut select = conn.prepare_cached("SELECT coalesce(max(seq) + 1, 0) FROM journal")?;
    Ok(select.query_row([], |row| row.get::<_, i64>(0))? as u64)
}

/// Where an event of a source stands, if it was delivered before.
pub(crate) fn seq_of(
    conn: &Connection,
    source: SourceId,
    source_seq: u64,
) -> Result<Option<u64>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT seq FROM journal WHERE source = ?1 AND source_seq = ?2")?;
    let found = select.query_row(params![source.0.as_bytes(), source_seq as i64], |row| {
        row.get::<_, i64>(0)
    });
    Ok(found.optional()?.map(|seq| seq as u64))
}

/// Whether there is an event with that identity.
pub(crate) fn has(conn: &Connection, id: EventId) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached("SELECT 1 FROM journal WHERE id = ?1")?;
    Ok(select.exists([id.0.into_bytes()])?)
}

/// The kind of one event.
pub(crate) fn kind_of(conn: &Connection, seq: u64) -> Result<Option<String>, StoreError> {
    let mut select = conn.prepare_cached("SELECT kind FROM journal WHERE seq = ?1")?;
    Ok(select
        .query_row([seq as i64], |row| row.get(0))
        .optional()?)
}

/// The statement that [`insert`] runs; a batch takes it once.
pub(crate) fn inserting(conn: &Connection) -> Result<CachedStatement<'_>, StoreError> {
    Ok(conn.prepare_cached(
        "INSERT INTO journal (seq, leaf, v, id, at, source, source_seq, actor_kind, actor_name,
         session, kind, subject, cause, turn, trace, payload_hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?)
}

pub(crate) fn insert(
    insert: &mut CachedStatement<'_>,
    seq: u64,
    header: &Header,
    leaf: [u8; 32],
    payload_hash: [u8; 32],
) -> Result<(), StoreError> {
    insert.execute(params![
        seq as i64,
        leaf,
        header.v,
        header.id.0.as_bytes(),
        header.at,
        header.source.0.as_bytes(),
        header.source_seq as i64,
        actor_word(header.actor.kind),
        header.actor.name,
        header.session.0.as_bytes(),
        header.kind,
        header.subject.to_string(),
        header.cause.map(|id| id.0.into_bytes()),
        header.turn.as_ref().map(EntityRef::to_string),
        header.trace,
        payload_hash,
    ])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_are_stored_under_the_words_that_the_header_uses() {
        for (kind, word) in ACTORS {
            assert_eq!(serde_json::json!(kind), word, "one word for one thing");
            assert_eq!(actor_kind(actor_word(kind)), Some(kind), "and back");
        }
    }
}
