//! What windows keep: layouts, small values, and the runs they belong to.

use rusqlite::Connection;
use serde_json::Value;
use tenon_core::{Millis, SessionId};

use super::WorkspaceDb;
use crate::table::{kept, layout, session};
use crate::{Layout, Session, StoreError};

/// Under this key stand the runs without an end that a person was told of.
const TOLD: &str = "sessions.told";

impl WorkspaceDb {
    /// Keeps the layout of the window with that label.
    pub fn put_layout(&self, window_label: &str, json: Value) -> Result<(), StoreError> {
        let (window_label, updated_at) = (window_label.to_owned(), self.ambient.clock.now());
        let layout = Layout {
            window_label,
            json,
            updated_at,
        };
        self.database.write(move |conn| layout::put(conn, &layout))
    }

    /// The layout of the window with that label.
    pub fn layout(&self, window_label: &str) -> Result<Option<Layout>, StoreError> {
        self.database.read(|conn| layout::get(conn, window_label))
    }

    /// Keeps a small value of the window's.
    pub fn keep(&self, key: &str, value: Value) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.database
            .write(move |conn| kept::put(conn, &key, &value))
    }

    /// A small value that was kept.
    pub fn kept(&self, key: &str) -> Result<Option<Value>, StoreError> {
        self.database.read(|conn| kept::get(conn, key))
    }

    /// Notes that this run has begun.
    pub fn start_session(&self) -> Result<(), StoreError> {
        let (id, now) = (self.session, self.ambient.clock.now());
        self.database
            .write(move |conn| session::start(conn, id, now))
    }

    /// Keeps what this run has open.
    pub fn keep_session_state(&self, state: Value) -> Result<(), StoreError> {
        let id = self.session;
        self.database
            .write(move |conn| session::set_state(conn, id, &state))
    }

    /// Notes that this run ends in order.
    pub fn end_session(&self) -> Result<(), StoreError> {
        let (id, now) = (self.session, self.ambient.clock.now());
        self.database.write(move |conn| session::end(conn, id, now))
    }

    /// The runs that ended without saying so and were not told of before; `told` notes that they
    /// are told of now. Asked before [`WorkspaceDb::start_session`].
    ///
    /// Which ones were told is kept by name and not by time, because a clock can be set back.
    pub fn lost_sessions(&self, told: bool) -> Result<Vec<SessionId>, StoreError> {
        let look = |conn: &Connection| {
            let unended = session::unended(conn)?;
            let known = kept::get(conn, TOLD)?;
            let known: Vec<SessionId> = known
                .and_then(|ids| serde_json::from_value(ids).ok())
                .unwrap_or_default();
            let news = unended.iter().filter(|id| !known.contains(id)).copied();
            Ok((news.collect::<Vec<_>>(), unended))
        };
        let (news, unended) = self.database.read(look)?;
        if told && !news.is_empty() {
            let ids = serde_json::to_value(unended).map_err(StoreError::json("list of runs"))?;
            self.keep(TOLD, ids)?;
        }
        Ok(news)
    }

    /// This run.
    pub fn session_id(&self) -> SessionId {
        self.session
    }

    /// The last runs that left something open, the newest first. What cannot be read of one is `null`.
    pub fn kept_sessions(&self, limit: u32) -> Result<Vec<Session>, StoreError> {
        self.database.read(|conn| session::kept(conn, limit))
    }

    /// Keeps what is open now as a run of its own, which began at `started_at` and is over, and gives
    /// its identity.
    pub fn add_session(&self, started_at: Millis, state: Value) -> Result<SessionId, StoreError> {
        let id = SessionId::new(self.ambient.ids.as_ref());
        let session = Session {
            id,
            started_at,
            ended_at: Some(self.ambient.clock.now()),
            state: Some(state),
        };
        self.database
            .write(move |conn| session::add(conn, &session).map(|()| id))
    }

    /// Forgets what all but the `keep` newest runs had open.
    pub fn trim_sessions(&self, keep: u32) -> Result<(), StoreError> {
        self.database.write(move |conn| session::trim(conn, keep))
    }

    /// Moves what is written into the one file and empties the log beside it, as far as readers let.
    pub fn settle_file(&self) -> Result<bool, StoreError> {
        self.database.empty_log()
    }

    /// The last runs, the newest first.
    pub fn sessions(&self, limit: u32) -> Result<Vec<Session>, StoreError> {
        self.database.read(|conn| session::recent(conn, limit))
    }
}
