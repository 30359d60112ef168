//! The local history: what files were at which moment, making room, and restores.

use tenon_store::{
    Lack, NewBytes, NewFile, Restore, RestoreFile, Version, VersionBytes, VersionKind, WorkspaceDb,
};

use crate::fixture::{Fixture, NOW};

fn file(path: &str, at: i64, bytes: NewBytes) -> NewFile {
    NewFile {
        path: path.into(),
        real: None,
        doc: None,
        at: NOW + at,
        bytes,
        size: 1,
        mode: Some(0o644),
        modified: Some(at),
        kind: VersionKind::External,
        born: false,
    }
}

fn text(path: &str, at: i64, text: &str) -> NewFile {
    file(path, at, NewBytes::Plain(text.into()))
}

fn removed(path: &str, at: i64) -> NewFile {
    file(path, at, NewBytes::As(VersionBytes::Lacking(Lack::Removed)))
}

fn keep(db: &WorkspaceDb, new: Vec<NewFile>) -> Vec<i64> {
    db.keep_files(new).expect("kept")
}

fn paths(versions: &[Version]) -> Vec<(String, i64)> {
    let path = |version: &Version| {
        String::from_utf8_lossy(version.path.as_deref().unwrap_or_default()).into_owned()
    };
    versions
        .iter()
        .map(|version| (path(version), version.at - NOW))
        .collect()
}

#[test]
fn what_each_file_was_at_a_moment_is_found_by_folder() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    keep(
        &db,
        vec![
            text("a", 1, "1"),
            text("b/c", 1, "1"),
            text("b0", 1, "1"),
            text("b-d/e", 1, "1"),
        ],
    );
    keep(
        &db,
        vec![text("b/c", 5, "2"), removed("a", 6), text("b/d", 7, "1")],
    );
    let last = |scope: &str, until: Option<i64>| {
        let until = until.map(|at| NOW + at);
        paths(&db.last_versions(scope.as_bytes(), until).expect("read"))
    };
    let of = |list: &[(&str, i64)]| -> Vec<(String, i64)> {
        list.iter()
            .map(|(path, at)| ((*path).to_owned(), *at))
            .collect()
    };
    assert_eq!(
        last("", None),
        of(&[("a", 6), ("b-d/e", 1), ("b/c", 5), ("b/d", 7), ("b0", 1)])
    );
    assert_eq!(
        last("", Some(4)),
        of(&[("a", 1), ("b-d/e", 1), ("b/c", 1), ("b0", 1)])
    );
    assert_eq!(
        last("b", None),
        of(&[("b/c", 5), ("b/d", 7)]),
        "and nothing that only begins so"
    );
    assert_eq!(last("b/c", Some(5)), of(&[("b/c", 5)]));
    assert_eq!(last("", Some(0)), of(&[]), "before all");
    let first = paths(&db.first_versions(b"").expect("read"));
    assert_eq!(first[0], ("a".to_owned(), 1), "the first is found too");
    let recent = db.recent_documents(10).expect("read");
    assert!(recent.is_empty(), "nobody has opened any of them");
}

#[test]
fn a_path_with_a_secret_is_sealed_and_comes_back() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    let real = b"keys/hunter2-secret".to_vec();
    keep(
        &db,
        vec![NewFile {
            real: Some(real.clone()),
            ..text("keys/<REDACTED>", 1, "x")
        }],
    );
    let found = db.last_versions(b"", None).expect("read");
    assert_eq!(found[0].path, Some(real));
    drop(db);
    for entry in
        std::fs::read_dir(fixture.place().file.parent().expect("a folder")).expect("a folder")
    {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("read");
        assert!(
            !bytes.windows(7).any(|part| part == b"hunter2"),
            "it cannot be read"
        );
    }
}

#[test]
fn room_is_made_from_the_oldest_and_what_is_needed_stays() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    // Bytes that do not compress.
    let noise = |seed: u32| -> String {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'!' + ((state >> 16) % 90) as u8)
        };
        (0..10_000).map(|_| next()).collect()
    };
    let ids: Vec<i64> = (1..=8)
        .flat_map(|n| keep(&db, vec![text("a", n, &noise(n as u32))]))
        .collect();
    db.pin_version(ids[0], true).expect("pinned");
    let note = Restore {
        id: 0,
        at: NOW,
        scope: vec![],
        moment: None,
        undoes: None,
        undone_at: None,
    };
    let needed = RestoreFile {
        path: b"a".to_vec(),
        before: Some(ids[2]),
        after: Some(ids[3]),
    };
    db.begin_restore(note, vec![needed]).expect("noted");
    let held = db.history_size().expect("read").bytes;
    assert_eq!(
        db.trim_history(held, || true).expect("trimmed"),
        0,
        "it fits"
    );
    let dropped = db.trim_history(held / 2, || true).expect("trimmed");
    assert!(dropped > 0 && db.history_size().expect("read").bytes <= held / 2);
    let left: Vec<i64> = db
        .versions_at(b"a")
        .expect("read")
        .iter()
        .map(|it| it.id)
        .collect();
    for (n, why) in [
        (0, "pinned"),
        (2, "to undo"),
        (3, "to undo"),
        (7, "the last"),
    ] {
        assert!(left.contains(&ids[n]), "{n} stays: {why}; {left:?}");
    }
    assert!(!left.contains(&ids[1]), "the oldest went first");
    db.trim_history(0, || true).expect("trimmed");
    let last = &db.last_versions(b"a", None).expect("read")[0];
    assert_eq!(
        last.bytes,
        VersionBytes::Lacking(Lack::Dropped),
        "known, without its bytes"
    );
    let VersionBytes::Content(pinned) = db.version(ids[0]).expect("read").expect("there").bytes
    else {
        panic!("the pinned one has its bytes")
    };
    assert!(db.content(pinned).expect("read").is_some());
}

#[test]
fn a_restore_is_remembered_until_it_is_undone() {
    let fixture = Fixture::new();
    let db = fixture.workspace();
    assert_eq!(db.last_restore().expect("read"), None, "none yet");
    let ids = keep(&db, vec![text("a", 1, "1"), text("a", 2, "2")]);
    let note = Restore {
        id: 0,
        at: NOW,
        scope: b"a".to_vec(),
        moment: Some(NOW + 1),
        undoes: None,
        undone_at: None,
    };
    let change = RestoreFile {
        path: b"a".to_vec(),
        before: Some(ids[1]),
        after: Some(ids[0]),
    };
    let id = db
        .begin_restore(note.clone(), vec![change.clone()])
        .expect("noted");
    let undo = Restore {
        undoes: Some(id),
        moment: None,
        ..note.clone()
    };
    db.begin_restore(undo, vec![]).expect("noted");
    let (last, files) = db.last_restore().expect("read").expect("one");
    assert_eq!(
        (last.id, last.moment, files),
        (id, note.moment, vec![change])
    );
    db.end_undo(id).expect("noted");
    let (last, _) = db.last_restore().expect("read").expect("one");
    assert_eq!(last.undone_at, Some(NOW));
}
