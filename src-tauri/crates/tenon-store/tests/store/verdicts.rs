//! What a person says of links that were found: remembered once, told, and forgotten.

use std::sync::Arc;

use serde_json::json;
use tenon_core::SessionId;
use tenon_store::{Forget, JournalQuery, Judged, LinkPrint, Scribe, WorkspaceDb, erasure};
use uuid::Uuid;

use crate::fixture::{Fixture, actor, draft, masked, source, subject};

const NOTE: &str = "file:0190e3b4-0000-7000-8000-000000000001";
const HEADING: &str = "heading:0190e3b4-0000-7000-8000-000000000001#Plan";
const SYMBOL: &str = "symbol:0190e3b4-0000-7000-8000-000000000002";

fn judge(db: &WorkspaceDb, from: &str, to: &str, accepted: Option<bool>) -> bool {
    let judged = Judged {
        from: subject(from),
        to: subject(to),
        kind: "similar".to_owned(),
        accepted,
    };
    let event = draft(
        "link.accepted",
        from,
        json!({ "kind": "similar", "to": to }),
    );
    db.judge_link(source(1), judged, masked(event))
        .expect("it is written")
}

fn keep(db: &WorkspaceDb, from: &str, print: u8) {
    let print = LinkPrint {
        from: subject(from),
        to: subject(SYMBOL),
        kind: "mentions".to_owned(),
        said: [1; 16],
        print: [print; 16],
        at: 7,
    };
    db.keep_link_prints(vec![print]).expect("kept");
}

fn events(db: &WorkspaceDb) -> usize {
    let rows = db.read(&JournalQuery::default()).expect("the journal");
    rows.iter().filter(|row| row.payload.is_some()).count()
}

#[test]
fn what_is_said_last_counts_and_what_is_no_news_is_not_written() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    assert!(
        !judge(&db, NOTE, SYMBOL, None),
        "there is nothing to take back"
    );
    assert!(judge(&db, NOTE, SYMBOL, Some(true)));
    assert!(!judge(&db, NOTE, SYMBOL, Some(true)), "no news");
    assert!(judge(&db, NOTE, SYMBOL, Some(false)));
    let said = db.link_verdicts().expect("verdicts");
    assert_eq!(said.len(), 1);
    assert!(!said[0].accepted);
    assert_eq!(said[0].from, subject(NOTE));
    assert_eq!(events(&db), 2, "each change has its event");
    let rows = db.read(&JournalQuery::default()).expect("the journal");
    assert_eq!(said[0].event, rows[1].header.id);
    assert!(judge(&db, NOTE, SYMBOL, None));
    assert_eq!(db.link_verdicts().expect("verdicts"), []);
    db.check().expect("the rows have their sums");
}

#[test]
fn a_print_takes_the_place_of_the_one_before_and_says_nothing_without_the_key() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    keep(&db, NOTE, 1);
    keep(&db, NOTE, 2);
    let kept = db.link_prints().expect("prints");
    assert_eq!((kept.len(), kept[0].print), (1, [2; 16]));
    let mark = db.symbol_mark(&[5; 16]);
    assert_eq!(mark, db.symbol_mark(&[5; 16]));
    assert!(mark != db.symbol_mark(&[6; 16]) && mark != [5; 16]);
}

#[test]
fn verdicts_and_prints_go_with_either_end_a_text_and_a_time() {
    let scribe = Scribe {
        source: source(9),
        session: SessionId(Uuid::from_u128(3)),
        note: Arc::new(|seqs| masked(erasure(actor(), subject("node:1"), seqs))),
    };
    // What is forgotten, and how many verdicts, prints and events stay of two each.
    for (what, verdicts, prints, events_left) in [
        (Forget::About(subject(NOTE)), 0, 0, 0),
        (Forget::About(subject(HEADING)), 1, 1, 1),
        (Forget::About(subject(SYMBOL)), 0, 0, 0),
        (Forget::Match(vec!["Plan".into()]), 1, 1, 2),
        (Forget::Since(0), 0, 0, 0),
    ] {
        let fixture = Fixture::new();
        let db = fixture.workspace();
        for from in [NOTE, HEADING] {
            judge(&db, from, SYMBOL, Some(false));
            keep(&db, from, 1);
        }
        let done = db.forget(&what, &scribe).expect("forgotten");
        assert_eq!(
            db.link_verdicts().expect("verdicts").len(),
            verdicts,
            "{what:?}"
        );
        assert_eq!(db.link_prints().expect("prints").len(), prints, "{what:?}");
        let rows = db.read(&JournalQuery::default()).expect("the journal");
        let left = rows
            .iter()
            .filter(|row| row.payload.is_some() && row.header.kind != "erased");
        assert_eq!(left.count(), events_left, "{what:?}");
        let gone = 4 - u64::try_from(verdicts + prints).expect("small");
        assert_eq!(done.rows, gone, "{what:?}");
        db.check().expect("the rows have their sums");
    }
}
