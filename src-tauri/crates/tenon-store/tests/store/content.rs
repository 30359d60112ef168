//! Documents and content: exact bytes back, and nothing readable in the folder.

use serde_json::json;
use tenon_core::{Change, Edit, TerminalId};
use tenon_store::{
    ContentKey, NewBytes, NewVersion, StoreError, Unsaved, VersionBytes, VersionKind, WorkspaceDb,
};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW, files, holds};

const TEXT: &str = "password = hunter2, and other things nobody else may read";

#[test]
fn a_document_keeps_its_identity_when_its_file_or_folder_moves() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let see = |path: &str| db.see_document(path.as_bytes()).expect("seen").id;
    let (a, b, c, d) = (
        see("src/a.rs"),
        see("src/deep/b\u{ff}"),
        see("srcs/c"),
        see("lib/a.rs"),
    );
    assert_eq!(see("src/a.rs"), a, "the same file is the same document");
    assert_eq!(
        db.move_document(b"src", b"lib").expect("moved"),
        2,
        "all below the folder"
    );
    let path = |id| db.document(id).expect("read").expect("known").path;
    assert_eq!(
        path(a).as_deref(),
        Some(&b"lib/a.rs"[..]),
        "moved with its folder"
    );
    assert_eq!(path(b), Some("lib/deep/b\u{ff}".into()), "however deep");
    assert_eq!(
        path(c).as_deref(),
        Some(&b"srcs/c"[..]),
        "a folder of a longer name stays"
    );
    assert_eq!(
        path(d),
        None,
        "what was overwritten keeps its identity without a path"
    );
    assert_eq!(
        db.document_at(b"src/a.rs").expect("read"),
        None,
        "nothing is left there"
    );
}

#[test]
fn a_new_document_gets_its_path_when_it_is_first_saved() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let new = db.new_document().expect("made");
    assert_eq!((new.path.clone(), new.created_at), (None, NOW), "untitled");
    db.place_document(new.id, b"notes/\xff.md").expect("placed");
    let found = db
        .document_at(b"notes/\xff.md")
        .expect("read")
        .expect("known");
    assert_eq!(found.id, new.id, "also where the path is not UTF-8");
    fixture.clock.advance(5);
    let seen = db.see_document(b"notes/\xff.md").expect("seen");
    assert_eq!(
        (seen.created_at, seen.last_seen_at),
        (NOW, NOW + 5),
        "seen again"
    );
}

#[test]
fn content_comes_back_exactly_is_kept_once_and_cannot_be_read_in_the_folder() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let bytes: Vec<u8> = (0..=255)
        .cycle()
        .take(100_000)
        .chain(TEXT.bytes())
        .collect();
    let hash = db.put_content(bytes.clone()).expect("kept");
    let size = || {
        files(fixture.folder.path())
            .iter()
            .map(|(_, file)| file.len())
            .sum::<usize>()
    };
    let before = size();
    assert_eq!(
        db.put_content(bytes.clone()).expect("again"),
        hash,
        "the same name"
    );
    assert_eq!(size(), before, "and nothing was written");
    assert_eq!(db.content(hash).expect("opened"), Some(bytes), "exactly");
    assert_eq!(
        db.content(db.put_content(vec![]).expect("kept"))
            .expect("opened"),
        Some(vec![])
    );
    for (path, file) in files(fixture.folder.path()) {
        assert!(!holds(&file, "hunter2"), "{} can be read", path.display());
    }
}

#[test]
fn content_opens_only_with_the_key_of_its_workspace() {
    let fixture = Fixture::new();
    let hash = fixture.workspace().put_content(TEXT.into()).expect("kept");
    let session = tenon_core::SessionId(Uuid::from_u128(3));
    let foreign = ContentKey::new([6; 32]);
    let db = WorkspaceDb::open(&fixture.place(), foreign, session, fixture.ambient());
    let refused = db.expect("the file opens").content(hash);
    assert!(matches!(refused, Err(StoreError::Sealed(_))), "{refused:?}");
}

#[test]
fn unsaved_text_comes_back_with_its_changes_until_it_is_dropped() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let doc = db.new_document().expect("made").id;
    let base = db.put_content(b"on disk".to_vec()).expect("kept");
    let unsaved = |text: &str| Unsaved {
        doc,
        title: Some("Untitled-1".into()),
        base: Some(base),
        text: text.into(),
        upto: Some("w1:1".into()),
        view: json!({ "cursor": 3 }),
        updated_at: NOW,
    };
    db.keep_unsaved(unsaved("first")).expect("kept");
    db.keep_unsaved(unsaved(TEXT)).expect("kept in its place");
    let change = |counter| Change {
        doc,
        replica: "w1".into(),
        counter,
        parents: vec![],
        changes: vec![Edit(0, 0, format!("{TEXT} {counter}"))],
    };
    for counter in [1, 2, 2, 3] {
        db.log_change(change(counter)).expect("logged");
    }
    assert!(
        matches!(db.log_change(change(0)), Err(StoreError::Change(_))),
        "not well formed"
    );
    drop(db);
    let db = fixture.workspace();
    assert_eq!(
        db.unsaved().expect("read"),
        [unsaved(TEXT)],
        "all of it, exactly"
    );
    let want = [change(1), change(2), change(3)];
    assert_eq!(db.changes(doc).expect("read"), want, "in order, each once");
    for (path, file) in files(fixture.folder.path()) {
        assert!(!holds(&file, "hunter2"), "{} can be read", path.display());
    }
    db.drop_unsaved(doc).expect("dropped");
    assert_eq!(
        (db.unsaved().expect("read"), db.changes(doc).expect("read")),
        (vec![], vec![])
    );
    assert_eq!(
        db.content(base).expect("read"),
        None,
        "content that nothing names is gone"
    );
}

#[test]
fn versions_are_listed_newest_first_and_can_be_pinned() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let doc = db.see_document(b"a.txt").expect("seen").id;
    let keep = |bytes, kind, label: Option<&str>| {
        fixture.clock.advance(1);
        let label = label.map(str::to_owned);
        db.keep_version(NewVersion {
            doc,
            bytes,
            kind,
            label,
        })
        .expect("kept")
    };
    let first = keep(NewBytes::GitBlob(vec![1; 20]), VersionKind::Baseline, None);
    let second = keep(
        NewBytes::Plain(TEXT.into()),
        VersionKind::Save,
        Some("before the talk"),
    );
    db.pin_version(second.id, true).expect("pinned");
    let found = db.versions(doc).expect("read");
    let pinned = tenon_store::Version {
        pinned: true,
        ..second
    };
    assert_eq!(found, [pinned, first], "whole, the newest first");
    let VersionBytes::Content(hash) = found[0].bytes else {
        panic!("it was kept here")
    };
    assert_eq!(
        db.content(hash).expect("read"),
        Some(TEXT.into()),
        "the bytes are there"
    );
    assert!(
        matches!(db.pin_version(99, true), Err(StoreError::NotFound(_))),
        "no such version"
    );
}

#[test]
fn a_screen_replaces_the_one_before_and_leaves_nothing_behind() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let terminal = TerminalId(Uuid::from_u128(4));
    assert_eq!(db.screen(terminal).expect("read"), None, "none yet");
    let old = db.put_content(b"$ ls".to_vec()).expect("kept");
    db.keep_screen(terminal, b"$ ls".to_vec()).expect("kept");
    db.keep_screen(terminal, TEXT.into())
        .expect("kept in its place");
    let screen = db.screen(terminal).expect("read").expect("one");
    assert_eq!(
        (screen.bytes, screen.at),
        (TEXT.as_bytes().to_vec(), NOW),
        "the last one"
    );
    assert_eq!(
        db.content(old).expect("read"),
        None,
        "the one before is gone"
    );
    assert_eq!(
        db.screens().expect("read"),
        [(terminal, NOW)],
        "and it is listed"
    );
    db.drop_screen(terminal).expect("dropped");
    assert_eq!(db.screens().expect("read"), [], "none any more");
    assert_eq!(db.screen(terminal).expect("read"), None, "none any more");
}
