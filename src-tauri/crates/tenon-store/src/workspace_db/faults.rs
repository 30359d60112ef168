//! A disk that fills up at every point: nothing acknowledged is lost, and the writer lives on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::json;
use tenon_core::{Actor, ActorKind, EventDraft, FixedClock, Ids, SessionId, SourceId, WorkspaceId};
use tenon_gatekeeper::Gatekeeper;
use uuid::Uuid;

use super::WorkspaceDb;
use crate::{
    Ambient, ContentKey, DataDirs, DirHints, JournalQuery, ProfileId, StoreError, SystemEntropy,
};

struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)))
    }
}

fn open(home: &std::path::Path) -> WorkspaceDb {
    let dirs = DataDirs::resolve(&DirHints {
        home: home.to_owned(),
        ..DirHints::default()
    });
    let place = dirs.workspace_place(ProfileId(Uuid::nil()), WorkspaceId(Uuid::nil()));
    let ambient = Ambient {
        clock: Arc::new(FixedClock::at(0)),
        ids: Arc::new(Counting(AtomicU64::new(1))),
        entropy: Arc::new(SystemEntropy),
    };
    let session = SessionId(Uuid::nil());
    WorkspaceDb::open(&place, ContentKey::new([1; 32]), session, ambient).expect("it opens")
}

/// Sets how many pages the database may have, as a full disk would.
fn set_room(db: &WorkspaceDb, pages: i64) {
    db.database
        .write(move |conn| Ok(conn.pragma_update(None, "max_page_count", pages)?))
        .expect("the writer lives");
}

fn pages(db: &WorkspaceDb) -> i64 {
    let count = |conn: &rusqlite::Connection| {
        Ok(conn.pragma_query_value(None, "page_count", |row| row.get(0))?)
    };
    db.database.read(count).expect("a number")
}

#[test]
fn a_disk_that_fills_up_at_any_page_loses_nothing_acknowledged_and_doubles_nothing() {
    let gatekeeper = Gatekeeper::new([1; 32]);
    let source = SourceId(Uuid::from_u128(9));
    let event = |n: u64| {
        let actor = Actor {
            kind: ActorKind::Tenon,
            name: "test".into(),
        };
        gatekeeper.mask_event(EventDraft {
            actor,
            kind: "document.saved".into(),
            subject: "file:1".parse().expect("a reference"),
            cause: None,
            turn: None,
            trace: None,
            payload: json!({ "n": n, "text": "plain words ".repeat(100) }),
        })
    };
    let (mut room, mut failed, mut runs) = (0, 1, 0);
    while failed > 0 {
        let folder = tempfile::tempdir().expect("a folder");
        let db = open(folder.path());
        set_room(&db, pages(&db) + room);
        let queued: Vec<_> = (0..40)
            .map(|n| (n, db.append_later(source, event(n))))
            .collect();
        let mut acknowledged = Vec::new();
        failed = 0;
        for (n, one) in queued {
            match one.wait() {
                Ok(seq) => acknowledged.push((seq, n)),
                Err(StoreError::Full { file }) => {
                    assert!(file.ends_with("workspace.db"), "the error names the file");
                    failed += 1;
                }
                Err(other) => panic!("with room for {room} pages: {other}"),
            }
        }
        set_room(&db, 1_000_000);
        let seq = db
            .append(source, event(99))
            .expect("with room again the writer goes on");
        acknowledged.push((seq, 99));
        drop(db);
        let db = open(folder.path());
        let rows = db.read(&JournalQuery::default()).expect("read");
        let found: Vec<_> = rows
            .iter()
            .map(|row| {
                (
                    row.seq,
                    row.payload.as_ref().expect("kept")["n"]
                        .as_u64()
                        .expect("n"),
                )
            })
            .collect();
        assert_eq!(found, acknowledged, "with room for {room} pages");
        assert_eq!(
            db.check().expect("whole"),
            acknowledged.len() as u64,
            "and it verifies"
        );
        room += 1;
        runs += 1;
    }
    assert!(runs > 3, "the disk was full in some runs: {runs}");
}

#[test]
fn work_that_fails_or_panics_takes_back_only_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = open(folder.path());
    let put = |key: &'static str| {
        move |conn: &rusqlite::Connection| crate::table::kept::put(conn, key, &json!(1))
    };
    let before = db.database.queue(put("before"));
    let fails = db.database.queue(move |conn| {
        put("fails")(conn)?;
        Err::<(), _>(StoreError::LastProfile)
    });
    let panics = db.database.queue(move |conn| {
        put("panics")(conn)?;
        if conn.is_autocommit() {
            Ok(())
        } else {
            panic!("as a fault of ours would")
        }
    });
    let after = db.database.queue(put("after"));
    before.wait().expect("kept");
    assert!(
        matches!(fails.wait(), Err(StoreError::LastProfile)),
        "its own error"
    );
    assert!(
        matches!(panics.wait(), Err(StoreError::Panicked)),
        "an error, not the end"
    );
    after.wait().expect("kept");
    for (key, there) in [
        ("before", true),
        ("fails", false),
        ("panics", false),
        ("after", true),
    ] {
        assert_eq!(db.kept(key).expect("read").is_some(), there, "{key}");
    }
}
