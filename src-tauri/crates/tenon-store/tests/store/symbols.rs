//! The identities of symbols: kept sealed, found again, and reached by forgetting.

use std::sync::Arc;

use serde_json::json;
use tenon_core::SessionId;
use tenon_store::{
    ContentKey, Forget, KeyTrouble, Scribe, StoreError, SymbolRow, SymbolsLost, WorkspaceDb,
    erasure, forget_in_copy, holds_sealed,
};
use uuid::Uuid;

use crate::fixture::{Fixture, actor, files, holds, masked, source, subject};

fn row(path: &str, present: &str, departed: &str) -> SymbolRow {
    SymbolRow {
        path: path.into(),
        present: present.into(),
        departed: departed.into(),
    }
}

fn keep(db: &WorkspaceDb, rows: &[SymbolRow], state: u64) {
    let queued = db.keep_symbols(rows, json!(state)).expect("sealed");
    queued.wait().expect("durable");
}

fn scribe() -> Scribe {
    Scribe {
        source: source(9),
        session: SessionId(Uuid::from_u128(3)),
        note: Arc::new(|seqs| masked(erasure(actor(), subject("node:1"), seqs))),
    }
}

#[test]
fn rows_are_replaced_by_path_and_an_empty_one_goes() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    keep(&db, &[row("b", "1", ""), row("a", "2", "3")], 1);
    assert_eq!(
        db.symbols().expect("read").rows,
        [row("a", "2", "3"), row("b", "1", "")],
        "by path"
    );
    keep(&db, &[row("a", "", "3"), row("b", "", "")], 2);
    drop(db);
    let db = fixture.workspace();
    let found = db.symbols().expect("read");
    assert_eq!((found.rows, found.closed), (vec![row("a", "", "3")], 0));
    assert_eq!(db.symbols_state().expect("read"), Some(json!(2)));
    db.examine().expect("every row opens");
}

#[test]
fn nothing_of_a_row_can_be_read_without_the_key() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    keep(&db, &[row("teacup.rs", "of teacup", "a teacup")], 1);
    drop(db);
    for (path, bytes) in files(fixture.folder.path()) {
        assert!(!holds(&bytes, "teacup"), "{}", path.display());
    }
    assert!(holds_sealed(&fixture.place()), "no new key is made over it");
    let session = SessionId(Uuid::from_u128(3));
    let open = |key| WorkspaceDb::open(&fixture.place(), key, session, fixture.ambient());
    let db = open(ContentKey::missing()).expect("it opens");
    assert_eq!(db.key_trouble(), Some(KeyTrouble::Missing));
    let found = db.symbols().expect("read");
    assert_eq!((found.rows.len(), found.closed), (0, 1));
    let refused = db.keep_symbols(&[row("a", "1", "")], json!(2)).err();
    assert!(matches!(refused, Some(StoreError::NoKey)), "{refused:?}");
}

#[test]
fn a_new_key_takes_the_rows_of_the_old_one_over() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    keep(&db, &[row("a", "old", ""), row("b", "other", "")], 1);
    let key = ContentKey::new([8; 32]).and_older([5; 32]);
    db.accept_key(&key).expect("noted");
    drop(db);
    let session = SessionId(Uuid::from_u128(3));
    let open = || WorkspaceDb::open(&fixture.place(), key.clone(), session, fixture.ambient());
    let db = open().expect("it opens");
    keep(&db, &[row("a", "new", "")], 2);
    let rows = db.symbols().expect("read").rows;
    assert_eq!(rows, [row("a", "new", ""), row("b", "other", "")]);
    keep(&db, &[row("b", "", "")], 3);
    assert_eq!(db.symbols().expect("read").rows, [row("a", "new", "")]);
}

#[test]
fn what_left_is_forgotten_here_and_in_copies_and_what_is_there_keeps_its_identity() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let rows = [
        row("a", "1 teacup", "2 teacup"),
        row("b", "3", "4"),
        row("teacup", "5", ""),
        row("gone/teacup", "", "6"),
    ];
    keep(&db, &rows, 1);
    db.settle_file().expect("one file");
    let copy = fixture.folder.path().join("copy.db");
    std::fs::copy(&fixture.place().file, &copy).expect("copied");
    let left = [
        row("a", "1 teacup", ""),
        row("b", "3", "4"),
        row("teacup", "5", ""),
    ];
    let what = Forget::Match(vec!["teacup".into()]);
    let done = db.forget(&what, &scribe()).expect("forgotten");
    assert_eq!((done.rows, done.wiped), (2, true));
    assert_eq!(db.symbols().expect("read").rows, left);
    drop(db);
    let done = forget_in_copy(&copy, &fixture.key(), &what, &scribe(), &fixture.ambient());
    assert_eq!(done.expect("treated").expect("a copy").rows, 2);
    std::fs::rename(&copy, fixture.place().file).expect("put back");
    let db = fixture.workspace();
    assert_eq!(db.symbols().expect("read").rows, left);
    db.check().expect("whole");
}

#[test]
fn a_loss_is_noted_for_whoever_looks() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let lost = || WorkspaceDb::symbols_lost(&fixture.place()).expect("read");
    assert_eq!(lost(), None);
    let noted = SymbolsLost {
        at: 7,
        what: "Some are.".into(),
    };
    db.note_symbols_lost(&noted).expect("noted");
    assert_eq!(lost(), Some(noted));
}
