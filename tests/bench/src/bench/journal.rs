//! Events to the journal: how long one takes until it is durable, and how many go in a second.
//!
//! The peer is SQLite through rusqlite with the same tables and the same care, which is given
//! finished rows: no salt, no hashes, no canonical form.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, params};
use serde_json::json;
use tenon_core::{
    Actor, ActorKind, Clock, EntityKind, EntityRef, EventDraft, Ids, Millis, SessionId, SourceId,
    WorkspaceId,
};
use tenon_gatekeeper::{Gatekeeper, Masked};
use tenon_store::{Ambient, ContentKey, DataDirs, DirHints, ProfileId, SystemEntropy, WorkspaceDb};
use uuid::Uuid;

use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::work::Work;

/// Events of one piece of work.
const BATCH: usize = 5_000;
/// Events of one turn.
const TURN: usize = 100_000;
/// Events a second, one by one.
const RATE: u32 = 2_000;

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let folder = work.folder().join("journal");
    let ours = Ours::open(&folder.join("ours"))?;
    let peer = Peer::open(&folder, &ours)?;
    let one_by_one = alternate(work.pairs_of(10), work.at_most(60), |side| match side {
        Side::Ours => ours.one_by_one(),
        Side::Peer => peer.one_by_one(),
    })?;
    let batched = alternate(work.pairs_of(10), work.at_most(120), |side| {
        let began = Instant::now();
        let took = match side {
            Side::Ours => ours.batches(began)?,
            Side::Peer => peer.batches(began)?,
        };
        Ok(vec![TURN as f64 / 1_000.0 / took.as_secs_f64()])
    })?;
    let events = ours.db.verify()?;
    ensure!(events > 0, "the journal proves itself");
    let question = |what: &str, unit, statistic, bar| Question {
        what: what.to_owned(),
        unit,
        peer: "rusqlite with the same tables",
        statistic,
        bar,
    };
    let (p99, median) = (Statistic::P99, Statistic::Median);
    Ok(vec![
        Row::of(
            &question("an event to durable", "ms", p99, Bar::AtMost(1.0)),
            &one_by_one,
        )
        .note(format!(
            "{RATE} events a second, masked on the way; the peer commits each by itself"
        )),
        Row::of(
            &question("events, batched", "k/s", median, Bar::AtLeast(200.0)),
            &batched,
        )
        .note(format!(
            "{BATCH} masked events a piece; {events} verified afterwards"
        )),
        Row::of(
            &question(
                "the same beside SQLite",
                "k/s",
                median,
                Bar::RatioAtLeast(0.7),
            ),
            &batched,
        ),
    ])
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
    fn now(&self) -> Millis {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
    }
}

struct SystemIds;

impl Ids for SystemIds {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Tenon's own store.
struct Ours {
    db: WorkspaceDb,
    file: std::path::PathBuf,
    gatekeeper: Gatekeeper,
    source: SourceId,
    document: EntityRef,
}

impl Ours {
    fn open(home: &Path) -> Result<Self> {
        let dirs = DataDirs::resolve(&DirHints {
            home: home.to_owned(),
            ..DirHints::default()
        });
        let place = dirs.workspace_place(ProfileId(Uuid::nil()), WorkspaceId(Uuid::nil()));
        let ambient = Ambient {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            entropy: Arc::new(SystemEntropy),
        };
        let session = SessionId(Uuid::now_v7());
        let id = Uuid::now_v7().to_string();
        Ok(Self {
            db: WorkspaceDb::open(&place, ContentKey::new([7; 32]), session, ambient)?,
            file: place.file,
            gatekeeper: Gatekeeper::new([7; 32]),
            source: SourceId(Uuid::now_v7()),
            document: EntityRef::new(EntityKind::File, id)?,
        })
    }

    fn event(&self, number: usize) -> Masked<EventDraft> {
        self.gatekeeper.mask_event(EventDraft {
            actor: Actor {
                kind: ActorKind::Person,
                name: "window".into(),
            },
            kind: "document.saved".into(),
            subject: self.document.clone(),
            cause: None,
            turn: None,
            trace: None,
            payload: json!({ "path": { "path": "src/lib.rs" }, "size": number, "encoding": "utf8" }),
        })
    }

    fn one_by_one(&self) -> Result<Vec<f64>> {
        let (queued, answers) = channel();
        let hear = std::thread::spawn(move || {
            let mut times = Vec::new();
            for (began, pending) in answers {
                let pending: tenon_store::Pending<u64> = pending;
                let began: Instant = began;
                pending.wait()?;
                times.push(began.elapsed().as_secs_f64() * 1_000.0);
            }
            Ok::<_, tenon_store::StoreError>(times)
        });
        paced(|number| {
            let began = Instant::now();
            let pending = self.db.append_later(self.source, self.event(number));
            queued.send((began, pending)).context("nobody hears")
        })?;
        drop(queued);
        Ok(hear.join().map_err(|_| anyhow::anyhow!("a panic"))??)
    }

    fn batches(&self, _: Instant) -> Result<Duration> {
        let batches: Vec<Vec<_>> = (0..TURN / BATCH)
            .map(|batch| (0..BATCH).map(|n| self.event(batch * BATCH + n)).collect())
            .collect();
        let began = Instant::now();
        let mut last = None;
        for batch in batches {
            // One piece is made ready while the one before it is written.
            let pending = self.db.append_all(self.source, batch);
            if let Some(before) = last.replace(pending) {
                let before: tenon_store::Pending<_> = before;
                before.wait()?;
            }
        }
        if let Some(pending) = last {
            pending.wait()?;
        }
        Ok(began.elapsed())
    }
}

/// Calls for each event of a second at a steady pace.
fn paced(mut each: impl FnMut(usize) -> Result<()>) -> Result<()> {
    let mut next = Instant::now();
    for number in 0..RATE as usize {
        let now = Instant::now();
        if next > now {
            std::thread::sleep(next - now);
        }
        next += Duration::from_secs(1) / RATE;
        each(number)?;
    }
    Ok(())
}

/// SQLite with the same tables and settings.
struct Peer(Connection);

impl Peer {
    fn open(folder: &Path, ours: &Ours) -> Result<Self> {
        let theirs = Connection::open(&ours.file)?;
        let mut select = theirs.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name LIKE 'journal%'
             ORDER BY type DESC, name",
        )?;
        let made = select.query_map([], |row| row.get::<_, String>(0))?;
        let made: Vec<String> = made.collect::<rusqlite::Result<_>>()?;
        let conn = Connection::open(folder.join("peer.db"))?;
        conn.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
        let _: String =
            conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.pragma_update(None, "secure_delete", true)?;
        conn.pragma_update(None, "foreign_keys", true)?;
        conn.execute_batch(&made.join(";\n"))?;
        Ok(Self(conn))
    }

    fn insert(&self, number: usize) -> Result<()> {
        let id = *Uuid::now_v7().as_bytes();
        let next: i64 = self
            .0
            .prepare_cached("SELECT coalesce(max(seq) + 1, 0) FROM journal")?
            .query_row([], |row| row.get(0))?;
        self.0
            .prepare_cached("INSERT INTO journal VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, 'person', 'window', ?5, 'document.saved', ?7, NULL, NULL, NULL, ?2)")?
            .execute(params![next, [7_u8; 32], id, next, [7_u8; 16], next + 1, "file:0192f0c1-2345-7abc-8def-0123456789ab"])?;
        self.0
            .prepare_cached("INSERT INTO journal_payload VALUES (?1, ?2, ?3)")?
            .execute(params![
                next,
                [7_u8; 16],
                format!("{{\"encoding\":\"utf8\",\"path\":{{\"path\":\"src/lib.rs\"}},\"size\":{number}}}")
            ])?;
        Ok(())
    }

    fn one_by_one(&self) -> Result<Vec<f64>> {
        let mut times = Vec::new();
        paced(|number| {
            let began = Instant::now();
            let change = self.0.unchecked_transaction()?;
            self.insert(number)?;
            change.commit()?;
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
            Ok(())
        })?;
        Ok(times)
    }

    fn batches(&self, began: Instant) -> Result<Duration> {
        for batch in 0..TURN / BATCH {
            let change = self.0.unchecked_transaction()?;
            for number in 0..BATCH {
                self.insert(batch * BATCH + number)?;
            }
            change.commit()?;
        }
        Ok(began.elapsed())
    }
}
