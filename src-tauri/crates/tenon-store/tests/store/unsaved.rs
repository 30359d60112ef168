//! Unsaved texts, their records, and what takes edits back.

use tenon_core::{Change, DocId, Edit};
use tenon_store::{KeptText, StoreError, Undo, VersionBytes, WorkspaceDb};

use crate::fixture::{Fixture, files, holds};

const TEXT: &str = "words that nobody else may read";

fn change(doc: DocId, counter: u32) -> Change {
    Change {
        doc,
        replica: "r".into(),
        counter,
        parents: vec![],
        changes: vec![Edit(0, 0, TEXT.into())],
    }
}

fn keep(db: &WorkspaceDb, doc: DocId, text: &[u8], upto: u32) {
    let kept = KeptText {
        doc,
        title: None,
        text: db.seal_content(text).expect("it seals"),
        covered: vec![("r".into(), upto)],
    };
    db.keep_text_later(kept).wait().expect("it is durable");
}

#[test]
fn a_whole_text_takes_the_place_of_the_records_that_it_holds() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let doc = db.see_document(b"a.txt").expect("seen").id;
    keep(&db, doc, b"base", 0);
    let queued: Vec<_> = (1..=5)
        .map(|n| db.log_change_later(change(doc, n)))
        .collect();
    for one in queued {
        one.wait().expect("durable");
    }
    keep(&db, doc, TEXT.as_bytes(), 3);
    let (left, fault) = db.readable_changes(doc).expect("read");
    let left: Vec<_> = left.iter().map(|change| change.counter).collect();
    assert_eq!((left, fault.is_none()), (vec![4, 5], true));
    drop(db);
    for (path, bytes) in files(fixture.folder.path()) {
        assert!(!holds(&bytes, TEXT), "{} holds it", path.display());
    }
    let db = fixture.workspace();
    let kept = db.unsaved_of(doc).expect("read").expect("kept");
    assert_eq!(kept.text, TEXT.as_bytes());
    db.drop_unsaved_later(doc).wait().expect("dropped");
    assert_eq!(db.unsaved_documents().expect("read"), []);
    assert_eq!(db.readable_changes(doc).expect("read").0, []);
}

#[test]
fn what_is_queued_before_a_barrier_is_durable_behind_it() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let doc = db.see_document(b"a.txt").expect("seen").id;
    let change = db.log_change_later(change(doc, 1));
    db.barrier().wait().expect("it comes");
    assert_eq!(db.changes(doc).expect("read").len(), 1);
    change.wait().expect("it was first");
}

#[test]
fn a_text_that_is_set_aside_stays_and_its_path_is_free() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let doc = db.see_document(b"a.txt").expect("seen").id;
    keep(&db, doc, b"text", 0);
    db.set_aside(doc, "a.txt").expect("set aside");
    assert_ne!(db.see_document(b"a.txt").expect("seen").id, doc);
    assert_eq!(
        db.unsaved_documents().expect("read"),
        [(doc, Some("a.txt".into()))]
    );
}

#[test]
fn a_history_that_fits_no_text_becomes_a_version_once() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let doc = db.see_document(b"a.txt").expect("seen").id;
    let undo = |text: Option<&str>| Undo {
        doc,
        history: b"steps".to_vec(),
        text: text.map(|text| text.as_bytes().to_vec()),
    };
    db.keep_undo(undo(Some("old"))).expect("kept");
    db.keep_undo(undo(Some(TEXT))).expect("kept in its place");
    assert_eq!(
        db.undo_of(doc).expect("read").as_deref(),
        Some(&b"steps"[..])
    );
    let made = db
        .undo_to_version(doc, "the end")
        .expect("done")
        .expect("made");
    let VersionBytes::Content(hash) = made.bytes else {
        panic!("its bytes are here");
    };
    assert_eq!(
        db.content(hash).expect("read").as_deref(),
        Some(TEXT.as_bytes())
    );
    assert_eq!(db.undo_of(doc).expect("read"), None);
    db.keep_undo(undo(Some(TEXT))).expect("kept");
    assert_eq!(
        db.undo_to_version(doc, "again").expect("done"),
        None,
        "that text is a version already"
    );
    db.keep_undo(undo(None)).expect("kept");
    assert_eq!(db.undo_to_version(doc, "none").expect("done"), None);
    assert_eq!(db.versions(doc).expect("read").len(), 1);
}

#[test]
fn a_record_that_does_not_fit_is_refused() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let doc = db.see_document(b"a.txt").expect("seen").id;
    let refused = db.log_change_later(change(doc, 0)).wait();
    assert!(matches!(refused, Err(StoreError::Change(_))), "{refused:?}");
}
