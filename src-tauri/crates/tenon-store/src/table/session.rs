//! Runs of the program in this workspace, and what each left open.

use rusqlite::{Connection, Row, params};
use serde_json::Value;
use tenon_core::{Millis, SessionId};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE session (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  state TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX session_started ON session (started_at);";

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The run.
    pub id: SessionId,
    /// When it began.
    pub started_at: Millis,
    /// When it ended; nothing while it runs, or when it was killed.
    pub ended_at: Option<Millis>,
    /// What was open, as the window describes it.
    pub state: Option<Value>,
}

fn row(row: &Row<'_>) -> Result<Session, StoreError> {
    let state: Option<String> = row.get("state")?;
    Ok(Session {
        id: SessionId(super::uuid(row, "id")?),
        started_at: row.get("started_at")?,
        ended_at: row.get("ended_at")?,
        state: state
            .map(|text| super::json(&text, "a session's state"))
            .transpose()?,
    })
}

/// The last sessions, the newest first.
pub(crate) fn recent(conn: &Connection, limit: u32) -> Result<Vec<Session>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT * FROM session ORDER BY started_at DESC, id DESC LIMIT ?1")?;
    select.query_and_then([limit], row)?.collect()
}

/// The runs without an end, in no order.
pub(crate) fn unended(conn: &Connection) -> Result<Vec<SessionId>, StoreError> {
    let mut select = conn.prepare_cached("SELECT id FROM session WHERE ended_at IS NULL")?;
    let rows = select.query_map([], |row| super::uuid(row, "id").map(SessionId))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The last sessions that left something open, the newest first. What was left of one may be damaged,
/// and is `null` then.
pub(crate) fn kept(conn: &Connection, limit: u32) -> Result<Vec<Session>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT * FROM session WHERE state IS NOT NULL ORDER BY started_at DESC, id DESC LIMIT ?1",
    )?;
    let whole = |row: &Row<'_>| {
        let state: String = row.get("state")?;
        Ok(Session {
            id: SessionId(super::uuid(row, "id")?),
            started_at: row.get("started_at")?,
            ended_at: row.get("ended_at")?,
            state: Some(serde_json::from_str(&state).unwrap_or(Value::Null)),
        })
    };
    select.query_and_then([limit], whole)?.collect()
}

/// Adds a session that is over.
pub(crate) fn add(conn: &Connection, session: &Session) -> Result<(), StoreError> {
    let state = session.state.as_ref().map(Value::to_string);
    conn.prepare_cached(
        "INSERT INTO session (id, started_at, ended_at, state) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        session.id.0.as_bytes(),
        session.started_at,
        session.ended_at,
        state
    ])?;
    Ok(())
}

/// Forgets what all but the newest sessions had open.
pub(crate) fn trim(conn: &Connection, keep: u32) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE session SET state = NULL WHERE state IS NOT NULL AND id NOT IN
         (SELECT id FROM session WHERE state IS NOT NULL ORDER BY started_at DESC, id DESC LIMIT ?1)",
    )?
    .execute([keep])?;
    Ok(())
}

pub(crate) fn start(conn: &Connection, id: SessionId, now: Millis) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO session (id, started_at) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
    )?
    .execute(params![id.0.as_bytes(), now])?;
    Ok(())
}

pub(crate) fn set_state(conn: &Connection, id: SessionId, state: &Value) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE session SET state = ?2 WHERE id = ?1")?
        .execute(params![id.0.as_bytes(), state.to_string()])?;
    Ok(())
}

pub(crate) fn end(conn: &Connection, id: SessionId, now: Millis) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE session SET ended_at = ?2 WHERE id = ?1")?
        .execute(params![id.0.as_bytes(), now])?;
    Ok(())
}
