//! The journal: places, numbers, filters, proof, forgetting.

use serde_json::json;
use tenon_core::{EntityKind, EventId, SessionId};
use tenon_store::{Delivery, JournalQuery, JournalReader, StoreError, erasure};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, actor, draft, files, holds, masked, saved, source, subject};

#[test]
fn events_have_places_from_0_and_each_source_counts_from_1_without_gaps() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    for (n, from) in [(0, 1), (1, 2), (2, 1), (3, 1), (4, 2)] {
        let seq = db.append(source(from), saved(n)).expect("it is appended");
        assert_eq!(seq, n, "places follow each other");
    }
    let rows = db.read(&JournalQuery::default()).expect("they are read");
    let counts: Vec<_> = rows.iter().map(|row| row.header.source_seq).collect();
    assert_eq!(counts, [1, 1, 2, 3, 2], "each source has its own count");
    assert_eq!(db.verify().expect("whole"), 5, "and all of it verifies");
    drop(db);
    let db = fixture.workspace();
    assert_eq!(
        db.append(source(2), saved(5)).expect("after reopening"),
        5,
        "it goes on"
    );
    assert_eq!(
        db.next_source_seq(source(2)).expect("a number"),
        4,
        "also the source"
    );
}

#[test]
fn a_second_delivery_changes_nothing_and_a_gap_is_refused() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let delivery = |n: u64, id: u128| Delivery {
        id: EventId(Uuid::from_u128(id)),
        at: NOW - 5,
        source: source(9),
        source_seq: n,
        session: SessionId(Uuid::from_u128(8)),
        event: saved(n),
    };
    assert_eq!(db.deliver(delivery(1, 100)).expect("first"), 0, "its place");
    assert_eq!(
        db.append(source(1), saved(0)).expect("another source"),
        1,
        "its place"
    );
    assert_eq!(
        db.deliver(delivery(2, 101)).expect("second"),
        2,
        "its place"
    );
    assert_eq!(
        db.deliver(delivery(1, 100)).expect("again"),
        0,
        "the first place"
    );
    let refused = db.deliver(delivery(4, 103));
    assert!(
        matches!(
            refused,
            Err(StoreError::Gap {
                expected: 3,
                got: 4
            })
        ),
        "{refused:?}"
    );
    assert_eq!(db.verify().expect("whole"), 3, "nothing was doubled");
}

#[test]
fn the_things_of_a_kind_that_events_speak_of_are_named_once() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    for about in ["task:T-1", "file:1", "task:T-2", "task:T-1", "terminal:1"] {
        let event = masked(draft("document.saved", about, json!({})));
        db.append(source(1), event).expect("appended");
    }
    let mut ids = db.journal_subjects(EntityKind::Task).expect("read");
    ids.sort();
    assert_eq!(ids, ["T-1", "T-2"]);
    assert_eq!(
        db.journal_subjects(EntityKind::Note).expect("read"),
        [""; 0]
    );
}

#[test]
fn filters_narrow_what_is_read_and_pages_follow_each_other() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    for n in 0..6 {
        let kind = if n % 2 == 0 {
            "document.saved"
        } else {
            "terminal.started"
        };
        let about = format!("file:{}", n % 3);
        db.append(source(1), masked(draft(kind, &about, json!({}))))
            .expect("appended");
        fixture.clock.advance(10);
    }
    let seqs = |query: JournalQuery| -> Vec<u64> {
        db.read(&query)
            .expect("read")
            .iter()
            .map(|row| row.seq)
            .collect()
    };
    let all = JournalQuery::default();
    let of = |kinds: &[&str]| JournalQuery {
        kinds: kinds.iter().map(|&kind| kind.to_owned()).collect(),
        ..JournalQuery::default()
    };
    assert_eq!(seqs(of(&["terminal.started"])), [1, 3, 5], "by kind");
    assert_eq!(seqs(of(&["document"])), [0, 2, 4], "by area");
    assert_eq!(
        seqs(of(&["doc", "termina"])),
        [0; 0],
        "by no part of a name"
    );
    assert_eq!(
        seqs(of(&["terminal.started", "document"])),
        [0, 1, 2, 3, 4, 5],
        "by more than one"
    );
    assert_eq!(
        seqs(JournalQuery {
            backwards: true,
            before: Some(5),
            limit: 2,
            ..all.clone()
        }),
        [4, 3],
        "the newest first, before a place"
    );
    assert_eq!(
        seqs(JournalQuery {
            since: Some(NOW + 10),
            until: Some(NOW + 30),
            ..all.clone()
        }),
        [1, 2],
        "by a span of time"
    );
    let about = Some(subject("file:1"));
    assert_eq!(
        seqs(JournalQuery {
            subject: about,
            ..all.clone()
        }),
        [1, 4],
        "by subject"
    );
    assert_eq!(
        seqs(JournalQuery {
            since: Some(NOW + 40),
            ..all.clone()
        }),
        [4, 5],
        "by time"
    );
    assert_eq!(
        seqs(JournalQuery {
            limit: 2,
            ..all.clone()
        }),
        [0, 1],
        "the first page"
    );
    assert_eq!(
        seqs(JournalQuery {
            after: Some(1),
            limit: 3,
            ..all
        }),
        [2, 3, 4],
        "the next"
    );
}

#[test]
fn a_clock_that_steps_back_disturbs_neither_order_nor_proof() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    for (n, step) in [-3_600_000, 315_360_000_000, -1000, 0]
        .into_iter()
        .enumerate()
    {
        fixture.clock.advance(step);
        assert_eq!(
            db.append(source(1), saved(0)).expect("appended"),
            n as u64,
            "by place"
        );
    }
    assert_eq!(db.verify().expect("whole"), 4, "time is an attribute");
}

#[test]
fn an_unknown_kind_is_refused_and_takes_no_place() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let refused = db.append(
        source(1),
        masked(draft("document.exploded", "file:1", json!(null))),
    );
    assert!(
        matches!(refused, Err(StoreError::UnknownKind(_))),
        "{refused:?}"
    );
    assert_eq!(
        db.append(source(1), saved(0)).expect("the next"),
        0,
        "nothing was used up"
    );
    assert_eq!(
        db.verify().expect("whole"),
        1,
        "and no number of the source"
    );
}

#[test]
fn forgetting_leaves_nothing_of_the_payload_in_the_folder_and_the_proof_holds() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let text = "a sentence that is better forgotten";
    for n in 0..3 {
        let event = draft(
            "document.saved",
            "file:1",
            json!({ "n": n, "text": text.repeat(200) }),
        );
        db.append(source(1), masked(event)).expect("appended");
    }
    let folder = fixture.folder.path();
    assert!(
        files(folder).iter().any(|(_, bytes)| holds(bytes, text)),
        "it is there first"
    );
    let note = masked(erasure(actor(), subject("event:all"), &[0, 1, 2]));
    let erased = db.erase(source(1), note).expect("erased");
    assert_eq!((erased.seq, erased.wiped), (3, true), "one event says so");
    for (path, bytes) in files(folder) {
        assert!(!holds(&bytes, text), "{} still holds it", path.display());
    }
    let rows = db.read(&JournalQuery::default()).expect("read");
    assert!(
        rows[..3]
            .iter()
            .all(|row| row.payload.is_none() && row.salt.is_none()),
        "gone"
    );
    assert_eq!(
        rows[3].payload,
        Some(json!({ "seqs": [0, 1, 2] })),
        "and named"
    );
    assert_eq!(db.verify().expect("whole"), 4, "no leaf was touched");
}

#[test]
fn what_may_not_be_forgotten_is_refused_whole() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    db.append(source(1), saved(0)).expect("appended");
    let erase = |seqs: &[u64]| {
        db.erase(
            source(1),
            masked(erasure(actor(), subject("event:x"), seqs)),
        )
    };
    assert!(
        matches!(erase(&[]), Err(StoreError::Erasure(_))),
        "nothing named"
    );
    assert!(
        matches!(erase(&[0, 7]), Err(StoreError::NotFound(_))),
        "one is unknown"
    );
    let rows = db.read(&JournalQuery::default()).expect("read");
    assert!(rows[0].payload.is_some(), "the other one stays as well");
    erase(&[0]).expect("the first");
    assert!(
        matches!(erase(&[1]), Err(StoreError::Erasure(_))),
        "the note stays"
    );
    assert_eq!(db.verify().expect("whole"), 2, "nothing else was written");
}

#[test]
fn a_payload_of_many_megabytes_is_kept_and_proven() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let big = "plain ".repeat(2_000_000);
    let event = masked(draft("document.saved", "file:1", json!({ "text": big })));
    db.append(source(1), event).expect("appended");
    assert_eq!(db.verify().expect("whole"), 1, "12 MB are no matter");
}

#[test]
fn two_programs_append_to_one_journal_without_gaps() {
    let fixture = Fixture::new();
    // Made first, so that the two identities below never meet.
    let (one, two) = (fixture.workspace(), fixture.workspace());
    std::thread::scope(|scope| {
        for (db, own) in [(&one, 1), (&two, 2)] {
            for from in [own, 3] {
                scope.spawn(move || {
                    for n in 0..40 {
                        db.append(source(from), saved(n)).expect("appended");
                    }
                });
            }
        }
    });
    assert_eq!(
        one.verify().expect("whole"),
        160,
        "every event once, no number twice"
    );
    assert_eq!(
        two.next_source_seq(source(3)).expect("a number"),
        81,
        "shared by both programs"
    );
}

#[test]
fn what_is_queued_is_written_before_the_database_closes() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let pending: Vec<_> = (0..500)
        .map(|n| db.append_later(source(1), saved(n)))
        .collect();
    drop(db);
    for (n, one) in pending.into_iter().enumerate() {
        assert_eq!(
            one.wait().expect("written"),
            n as u64,
            "in the order of the queue"
        );
    }
    assert_eq!(
        fixture.workspace().verify().expect("whole"),
        500,
        "all are there"
    );
}

#[test]
fn a_payload_that_is_too_long_is_refused_whole_and_takes_no_place() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let big = draft(
        "document.saved",
        "file:1",
        json!("plain ".repeat(20_000_000)),
    );
    let refused = db.append(source(1), masked(big));
    assert!(
        matches!(refused, Err(StoreError::PayloadSize(size)) if size > 100_000_000),
        "{refused:?}"
    );
    assert_eq!(db.append(source(1), saved(0)).expect("the next"), 0);
    assert_eq!(db.verify().expect("whole"), 1, "nothing of it was written");
}

#[test]
fn many_events_are_written_as_one_piece_or_not_at_all() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let events = |count: u64| (0..count).map(saved).collect::<Vec<_>>();
    let first = db.append_all(source(1), events(3)).wait();
    assert_eq!(first.expect("written"), 0..3);
    let mut odd = events(2);
    odd.push(masked(draft("document.exploded", "file:1", json!({}))));
    let refused = db.append_all(source(1), odd).wait();
    assert!(
        matches!(refused, Err(StoreError::UnknownKind(_))),
        "{refused:?}"
    );
    let second = db.append_all(source(1), events(2)).wait();
    assert_eq!(second.expect("written"), 3..5, "places follow each other");
    assert_eq!(
        db.append_all(source(1), Vec::new()).wait().expect("none"),
        5..5
    );
    assert_eq!(db.next_source_seq(source(1)).expect("a number"), 6);
    assert_eq!(db.verify().expect("whole"), 5);
}

#[test]
fn a_journal_can_be_read_beside_its_owner_and_without_one() {
    let fixture = Fixture::new();
    let reader = || JournalReader::open(&fixture.place()).expect("no fault");
    assert!(reader().is_none(), "nothing was ever written");
    let db = fixture.workspace();
    db.append_all(source(1), (0..3).map(saved).collect())
        .wait()
        .expect("written");
    let look = || {
        let reader = reader().expect("a journal");
        let rows = reader.read(&JournalQuery::default()).expect("read");
        (rows, reader.verify().expect("whole"))
    };
    let rows = db.read(&JournalQuery::default()).expect("read");
    assert_eq!(look(), (rows.clone(), 3), "beside");
    drop(db);
    assert_eq!(look(), (rows, 3), "without");
}
