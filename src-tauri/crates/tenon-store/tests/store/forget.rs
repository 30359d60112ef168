//! Forgetting: what is gone, what stays, and where it is gone from.

use std::sync::Arc;

use serde_json::json;
use tenon_core::{DocId, SessionId, TerminalId};
use tenon_store::{
    ContentKey, Forget, JournalQuery, NewBytes, NewFile, Restore, RestoreFile, Scribe, Unsaved,
    VersionKind, WorkspaceDb, erasure, forget_in_copy,
};
use uuid::Uuid;

use crate::fixture::{Dice, Fixture, actor, draft, files, holds, masked, source, subject};

const TEXT: &str = "the plan of Operation Teacup";

fn scribe(from: u128) -> Scribe {
    Scribe {
        source: source(from),
        session: SessionId(Uuid::from_u128(3)),
        note: Arc::new(|seqs| masked(erasure(actor(), subject("node:1"), seqs))),
    }
}

/// Events of two files, a third of which speak of the text, in every way that JSON has.
fn fill(fixture: &Fixture, db: &WorkspaceDb, count: u64) {
    for n in 0..count {
        let note = match n % 6 {
            0 => json!(format!("about {TEXT} again")),
            3 => json!({ "quoted \"so\"": [TEXT, "\n\\"] }),
            _ => json!("nothing of it"),
        };
        let about = format!("file:{}", n % 2);
        let filler = "x".repeat(usize::try_from(n % 40).expect("small") * 20);
        let event = draft(
            "document.saved",
            &about,
            json!({ "note": note, "f": filler }),
        );
        db.append(source(1), masked(event)).expect("appended");
        fixture.clock.advance(10);
    }
}

fn kept(db: &WorkspaceDb) -> Vec<u64> {
    let rows = db.read(&JournalQuery::default()).expect("read");
    rows.iter()
        .filter(|row| row.payload.is_some() && row.header.kind != "erased")
        .map(|row| row.seq)
        .collect()
}

#[track_caller]
fn nothing_left(fixture: &Fixture) {
    for (path, bytes) in files(fixture.folder.path()) {
        assert!(!holds(&bytes, TEXT), "{} still holds it", path.display());
    }
}

#[test]
fn a_thing_a_text_and_a_time_are_forgotten_and_the_proof_holds() {
    for (what, left) in [
        (Forget::About(subject("file:1")), vec![0, 2, 4, 6, 8, 10]),
        (
            Forget::Match(vec![TEXT.into()]),
            vec![1, 2, 4, 5, 7, 8, 10, 11],
        ),
        (Forget::Since(crate::fixture::NOW + 50), vec![0, 1, 2, 3, 4]),
    ] {
        let fixture = Fixture::new();
        let db = fixture.workspace();
        fill(&fixture, &db, 12);
        let done = db.forget(&what, &scribe(9)).expect("forgotten");
        assert_eq!(kept(&db), left, "{what:?}");
        assert_eq!(done.events, 12 - left.len() as u64, "{what:?}");
        assert!(done.wiped && done.headers.is_empty(), "{done:?}");
        assert_eq!(db.verify().expect("whole"), 13, "one note says so");
        let again = db.forget(&what, &scribe(9)).expect("nothing more");
        let none = matches!(what, Forget::Since(_)) || again.events == 0;
        assert!(none, "what is gone is not gone twice: {again:?}");
        assert_eq!(db.verify().expect("whole"), 13, "and nothing more is noted");
    }
}

#[test]
fn an_event_is_forgotten_by_its_own_name() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    fill(&fixture, &db, 3);
    let id = db.read(&JournalQuery::default()).expect("read")[1]
        .header
        .id;
    let what = Forget::About(subject(&format!("event:{id}")));
    assert_eq!(db.forget(&what, &scribe(1)).expect("forgotten").events, 1);
    assert_eq!(kept(&db), [0, 2]);
    assert_eq!(db.verify().expect("whole"), 4);
}

#[test]
fn a_text_is_gone_from_every_table_that_can_be_read_and_content_stays() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    fill(&fixture, &db, 400);
    let path = format!("notes/{TEXT}.md").into_bytes();
    let doc = db.see_document(&path).expect("seen").id;
    let other = db.see_document(b"notes/other.md").expect("seen").id;
    let tabs = json!({ "tabs": [{ "path": format!("notes/{TEXT}.md") }, { "path": "a" }] });
    db.put_layout("main", tabs).expect("kept");
    db.keep("recent", json!([TEXT, "else"])).expect("kept");
    db.keep_unsaved(unsaved(doc)).expect("kept");
    db.keep_screen(TerminalId(Uuid::from_u128(4)), TEXT.as_bytes().to_vec())
        .expect("kept");
    let done = db
        .forget(&Forget::Match(vec![TEXT.into()]), &scribe(2))
        .expect("forgotten");
    assert!(done.rows >= 4 && done.wiped, "{done:?}");
    nothing_left(&fixture);
    let layout = db.layout("main").expect("read").expect("it is there").json;
    assert_eq!(layout["tabs"][1]["path"], "a", "the rest of it stays");
    assert_eq!(layout["tabs"][0]["path"], "notes/….md");
    assert_eq!(db.document(doc).expect("read").expect("known").path, None);
    let other = db.document(other).expect("read").expect("known");
    assert_eq!(other.path.as_deref(), Some(b"notes/other.md".as_slice()));
    let texts = db.unsaved().expect("opened");
    assert_eq!(
        texts[0].text,
        TEXT.as_bytes(),
        "work is never forgotten this way"
    );
    assert_eq!(db.check().expect("whole"), 401);
}

#[test]
fn copies_are_treated_too_and_each_proves_itself() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    fill(&fixture, &db, 60);
    drop(db);
    let place = fixture.place();
    std::fs::create_dir_all(&place.backups).expect("a folder");
    let copy = place.backups.join("workspace-2.db");
    std::fs::copy(&place.file, &copy).expect("one file, its log is gone");
    let what = Forget::Match(vec![TEXT.into()]);
    let done = forget_in_copy(&copy, &fixture.key(), &what, &scribe(5), &fixture.ambient())
        .expect("treated");
    assert_eq!(done.expect("a copy").events, 20);
    assert!(!holds(&std::fs::read(&copy).expect("read"), TEXT));
    let db = fixture.workspace();
    db.forget(&what, &scribe(6)).expect("forgotten");
    drop(db);
    nothing_left(&fixture);
    std::fs::rename(&copy, &place.file).expect("put back");
    assert_eq!(fixture.workspace().check().expect("whole"), 61);

    let odd = place.backups.join("about.json");
    std::fs::write(&odd, TEXT).expect("written");
    let none = forget_in_copy(&odd, &fixture.key(), &what, &scribe(7), &fixture.ambient());
    assert_eq!(
        none.expect("no copy"),
        None,
        "what is no copy is left alone"
    );
}

#[test]
fn a_text_in_a_fixed_part_is_named_and_stays() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let event = draft("document.saved", "run:teacup", json!({ "a": "teacup" }));
    db.append(source(1), masked(event)).expect("appended");
    let done = db
        .forget(&Forget::Match(vec!["teacup".into()]), &scribe(1))
        .expect("forgotten");
    assert_eq!((done.events, done.headers), (1, vec![0]));
    assert_eq!(db.verify().expect("whole"), 2);
}

#[test]
fn forgetting_among_many_rows_of_any_size_leaves_no_stale_copy() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let mut dice = Dice::new(0x7ea_c0b5);
    for round in 0..4 {
        for _ in 0..250 {
            let size = usize::try_from(dice.below(3_000)).expect("small");
            let text = if dice.below(4) == 0 { TEXT } else { "" };
            let payload = json!({ "text": format!("{text}{}", "y".repeat(size)) });
            let event = masked(draft("document.saved", "file:1", payload));
            db.append(source(1), event).expect("appended");
        }
        let done = db
            .forget(&Forget::Match(vec![TEXT.into()]), &scribe(1))
            .expect("forgotten");
        assert!(done.events > 0 && done.wiped, "round {round}: {done:?}");
        nothing_left(&fixture);
    }
    db.check().expect("whole");
}

fn unsaved(doc: DocId) -> Unsaved {
    Unsaved {
        doc,
        title: Some(format!("{TEXT}, a draft")),
        base: None,
        text: TEXT.as_bytes().to_vec(),
        upto: None,
        view: json!({ "search": TEXT }),
        updated_at: 0,
    }
}

fn version(path: &str, text: &str, at: i64) -> NewFile {
    NewFile {
        path: path.into(),
        real: None,
        doc: None,
        at,
        bytes: NewBytes::Plain(text.into()),
        size: 1,
        mode: None,
        modified: None,
        kind: VersionKind::Save,
        born: false,
    }
}

/// What the history finds: by file and by folder, and what the last restore changed.
fn found(db: &WorkspaceDb) -> Vec<String> {
    let name = |path: Option<Vec<u8>>| String::from_utf8(path.expect("a path")).expect("UTF-8");
    let mut found = Vec::new();
    for path in ["a/zebraquark.txt", "a/b.txt", "zebraquark/c.txt"] {
        let versions = db.versions_at(path.as_bytes()).expect("read");
        let last = db.last_version(path.as_bytes(), None).expect("read");
        assert_eq!(last.as_ref(), versions.first(), "{path}");
        found.extend(versions.into_iter().map(|version| name(version.path)));
    }
    for scope in ["", "a", "zebraquark"] {
        let last = db.last_versions(scope.as_bytes(), None).expect("read");
        found.extend(last.into_iter().map(|version| name(version.path)));
    }
    let (_, files) = db.last_restore().expect("read").expect("one");
    found.extend(files.into_iter().map(|file| name(Some(file.path))));
    found
}

#[test]
fn a_forgotten_name_is_sealed_and_its_history_is_still_found() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let all = ["a/zebraquark.txt", "a/b.txt", "zebraquark/c.txt"];
    let ids = db
        .keep_files(all.map(|path| version(path, "1", 1)).into())
        .expect("kept");
    let restore = Restore {
        id: 0,
        at: 2,
        scope: b"zebraquark".to_vec(),
        moment: None,
        undoes: None,
        undone_at: None,
    };
    let changed = RestoreFile {
        path: all[0].into(),
        before: Some(ids[0]),
        after: None,
    };
    db.begin_restore(restore, vec![changed]).expect("noted");
    let before = found(&db);
    db.settle_file().expect("one file");
    let copy = fixture.folder.path().join("copy.db");
    std::fs::copy(&fixture.place().file, &copy).expect("copied");

    let what = Forget::Match(vec!["zebraquark".into()]);
    let done = db.forget(&what, &scribe(1)).expect("forgotten");
    assert_eq!((done.sealed, done.dropped, done.wiped), (4, 0, true));
    assert_eq!(found(&db), before);
    db.keep_files(vec![version(all[0], "2", 5)]).expect("kept");
    assert_eq!(db.versions_at(all[0].as_bytes()).expect("read").len(), 2);
    let doc = |at: usize| db.versions_at(all[0].as_bytes()).expect("read")[at].doc;
    assert_eq!(doc(0), doc(1), "it is the same file");
    drop(db);
    assert!(!holds(
        &std::fs::read(fixture.place().file).expect("read"),
        "zebraquark"
    ));
    let db = fixture.workspace();
    assert_eq!(db.versions_at(all[0].as_bytes()).expect("read").len(), 2);
    db.forget(&Forget::Match(vec!["b.txt".into()]), &scribe(1))
        .expect("forgotten");
    assert_eq!(
        found(&db).len(),
        before.len() + 1,
        "one more version, none lost"
    );
    db.check().expect("whole");
    drop(db);

    for (key, sealed, dropped) in [(ContentKey::missing(), 0, 4), (fixture.key(), 4, 0)] {
        let twin = copy.with_extension("twin");
        std::fs::copy(&copy, &twin).expect("copied");
        let done = forget_in_copy(&twin, &key, &what, &scribe(1), &fixture.ambient());
        let done = done.expect("treated").expect("a copy");
        assert_eq!((done.sealed, done.dropped), (sealed, dropped));
        assert!(!holds(&std::fs::read(&twin).expect("read"), "zebraquark"));
        if sealed > 0 {
            std::fs::rename(&twin, fixture.place().file).expect("put back");
            assert_eq!(found(&fixture.workspace()), before);
        }
    }
}

#[test]
fn the_name_of_a_forgotten_file_goes_and_names_that_hold_it_stay() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let all = [
        "zebra.txt",
        "a/quagga.txt",
        "a/zebra.txt.old",
        "b/quagga.txt",
    ];
    db.keep_files(all.map(|path| version(path, "1", 1)).into())
        .expect("kept");
    let docs = all.map(|path| db.see_document(path.as_bytes()).expect("seen").id);
    for (doc, path) in docs.iter().zip(all) {
        let about = format!("file:{doc}");
        let event = draft("document.saved", &about, json!({ "path": path }));
        db.append(source(1), masked(event)).expect("appended");
    }
    let restored = draft("history.restored", "node:1", json!({ "path": "zebra.txt" }));
    db.append(source(1), masked(restored)).expect("appended");
    let tabs = json!({ "tabs": all, "title": "quagga.txt", "text": "see zebra.txt" });
    db.put_layout("main", tabs).expect("kept");
    for doc in &docs[..2] {
        let what = Forget::About(subject(&format!("file:{doc}")));
        db.forget(&what, &scribe(1)).expect("forgotten");
    }
    assert_eq!(kept(&db), [2, 3], "with the event that names it alone");
    let paths = docs.map(|doc| db.document(doc).expect("read").expect("known").path);
    let paths = paths.map(|path| path.map(|path| String::from_utf8(path).expect("UTF-8")));
    let stay = [None, None, Some(all[2].to_owned()), Some(all[3].to_owned())];
    assert_eq!(paths, stay);
    let layout = db.layout("main").expect("read").expect("kept").json;
    let tabs = json!(["…", "…", all[2], all[3]]);
    assert_eq!(
        layout,
        json!({ "tabs": tabs, "title": "quagga.txt", "text": "see zebra.txt" }),
        "another file has that name, and a text is not taken apart"
    );
    for path in all {
        let found = db.versions_at(path.as_bytes()).expect("read");
        assert_eq!(found.len(), 1, "{path} keeps its versions");
    }
    db.check().expect("whole");
}
