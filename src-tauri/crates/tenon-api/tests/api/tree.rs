//! The tree: what it lists, and what it makes, moves and copies.

use std::fs;
use std::os::unix::fs::symlink;

use tenon_api::ops;
use tenon_api::wire::{
    EntryKind, PathParams, TreeCreateParams, TreeEntry, TreeMoveParams, TreeRestoreParams,
    TreeTrashParams, UiEvent,
};
use tenon_core::{Code, WirePath};
use tenon_testkit::ODD_NAMES;

use crate::desk::Desk;
use crate::documents::{change, save};

fn list(desk: &Desk, path: &str) -> Vec<TreeEntry> {
    let params = PathParams { path: path.into() };
    desk.call::<ops::tree_list>(params)
        .expect("it lists")
        .entries
}

fn names(desk: &Desk, path: &str) -> Vec<String> {
    list(desk, path)
        .into_iter()
        .map(|entry| entry.name)
        .collect()
}

#[test]
fn a_listing_says_what_everything_is() {
    let desk = Desk::new(&[
        ("b.txt", "12345"),
        ("A.txt", ""),
        ("folder/", ""),
        (".ignore", "b.txt\n"),
    ]);
    symlink("folder", desk.workspace.at(b"to-folder")).expect("a link");
    symlink("/etc", desk.workspace.at(b"to-outside")).expect("a link");
    let entries = list(&desk, "");
    let by = |name: &str| {
        let found = entries.iter().find(|entry| entry.name == name);
        found.unwrap_or_else(|| panic!("{name} is listed")).clone()
    };
    assert_eq!(entries[0].name, "folder", "folders come first");
    assert_eq!((by("b.txt").ignored, by("b.txt").size.get()), (true, 5));
    assert!(!by("A.txt").ignored);
    assert_eq!(by("to-folder").target, Some(EntryKind::Folder));
    assert_eq!(
        by("to-outside").target,
        None,
        "where it leads is nobody's business"
    );
}

#[test]
fn odd_names_come_and_go_unchanged() {
    let desk = Desk::new(&[]);
    desk.workspace.add_odd_names();
    let entries = list(&desk, "odd");
    assert_eq!(entries.len(), ODD_NAMES.len());
    for entry in entries {
        let bytes = entry.path.to_bytes().expect("a path");
        let params = tenon_api::wire::FileReadParams {
            path: entry.path.clone(),
        };
        let read = desk.raw::<ops::file_read>(params).expect("it reads");
        assert_eq!(
            [b"odd/", &read[..]].concat(),
            bytes,
            "the name is the content"
        );
        let params = tenon_api::wire::DocumentOpenParams {
            path: entry.path,
            encoding: None,
        };
        desk.call::<ops::document_open>(params).expect("it opens");
    }
}

#[test]
fn what_is_made_is_told_to_every_window() {
    let desk = Desk::new(&[("src/a.rs", "")]);
    let heard = desk.hear();
    let make = |path: &str, kind| {
        desk.call::<ops::tree_create>(TreeCreateParams {
            path: path.into(),
            kind,
        })
    };
    let made = make("src/deep/er/b.rs", EntryKind::File).expect("folders between are made");
    assert_eq!((made.name.as_str(), made.kind), ("b.rs", EntryKind::File));
    make("docs", EntryKind::Folder).expect("a folder");
    for folder in ["src", ""] {
        heard.wait("news of the folder", |event| match event {
            UiEvent::FilesChanged { folders, .. } => folders
                .iter()
                .any(|changed| changed.path.path == folder)
                .then_some(()),
            _ => None,
        });
    }
    let taken = make("src/a.rs", EntryKind::File).expect_err("it is there");
    assert_eq!(taken.code, Code::Conflict);
    let odd = make("pipe", EntryKind::Special).expect_err("not here");
    assert_eq!(odd.code, Code::Invalid);
    assert_eq!(names(&desk, "src/deep/er"), ["b.rs"]);
}

#[test]
fn open_documents_follow_a_move_with_their_text_and_identity() {
    let desk = Desk::new(&[("src/a.rs", "a"), ("taken", "t")]);
    let doc = desk.open("src/a.rs").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "my ")]))
        .expect("it applies");
    let heard = desk.hear();
    let go = |from: &str, to: &str| {
        desk.call::<ops::tree_move>(TreeMoveParams {
            from: from.into(),
            to: to.into(),
        })
    };
    go("src", "lib").expect("it moves");
    let told = heard.wait("the document's new place", |event| match event {
        UiEvent::DocumentChanged { document } if document.doc == doc => Some(document.clone()),
        _ => None,
    });
    assert_eq!(told.path, Some(WirePath::from("lib/a.rs")));
    go("lib/a.rs", "lib/b.rs").expect("it is renamed");
    let saved = desk
        .call::<ops::document_save>(save(doc, 1))
        .expect("it saves");
    assert_eq!(saved.name, "b.rs");
    assert_eq!(desk.workspace.bytes(b"lib/b.rs"), b"my a");
    assert_eq!(
        go("taken", "lib/b.rs").expect_err("it is there").code,
        Code::Conflict
    );
    assert_eq!(
        go("lib", "lib/in/itself").expect_err("into itself").code,
        Code::Invalid
    );
    assert_eq!(desk.open("lib/b.rs").doc, doc, "the database followed too");
}

#[test]
fn a_copy_takes_a_free_name() {
    let desk = Desk::new(&[("a.txt", "a"), ("d/x", "x")]);
    let copy = |path: &str| {
        desk.call::<ops::tree_duplicate>(PathParams { path: path.into() })
            .expect("a copy")
    };
    let (first, second, folder) = (copy("a.txt"), copy("a.txt"), copy("d"));
    assert_ne!(first.name, second.name);
    assert_eq!(desk.workspace.bytes(first.path.path.as_bytes()), b"a");
    assert_eq!(
        desk.workspace
            .bytes(format!("{}/x", folder.path.path).as_bytes()),
        b"x"
    );
}

#[test]
fn nothing_goes_to_the_trash_unless_something_is_named() {
    let desk = Desk::new(&[("a.txt", "a")]);
    let empty = desk.call::<ops::tree_trash>(TreeTrashParams { paths: vec![] });
    assert_eq!(empty.expect_err("what?").code, Code::Invalid);
    let unknown = TreeRestoreParams {
        token: "none".into(),
    };
    let unknown = desk.call::<ops::tree_restore>(unknown).expect_err("which?");
    assert_eq!(unknown.code, Code::NotFound);
    assert_eq!(names(&desk, ""), ["a.txt"]);
}

#[test]
fn an_ignored_folder_is_followed_once_somebody_looks_at_it() {
    let desk = Desk::new(&[("out/a", ""), (".ignore", "out\n")]);
    assert_eq!(names(&desk, "out"), ["a"]);
    let heard = desk.hear();
    // The watch is added on another thread: each new file is news once it is there.
    let mut count = 0;
    tenon_testkit::wait_until("news of the ignored folder", || {
        count += 1;
        fs::write(desk.workspace.at(format!("out/new{count}").as_bytes()), "").expect("written");
        heard.all().iter().any(|event| match &event.event {
            UiEvent::FilesChanged { folders, .. } => folders.iter().any(|f| f.path.path == "out"),
            _ => false,
        })
    });
    assert!(
        desk.find("new1").0.is_empty(),
        "quick open leaves it out still"
    );
}

#[test]
fn files_that_are_written_in_place_are_named_to_the_windows() {
    let desk = Desk::new(&[("a.txt", "one"), ("b.txt", "one")]);
    let heard = desk.hear();
    let named = |wanted: &str| {
        heard.wait("news of the file", |event| match event {
            UiEvent::FilesWritten { paths, .. } => {
                paths.iter().any(|path| path.path == wanted).then_some(())
            }
            _ => None,
        });
    };
    fs::write(desk.workspace.at(b"a.txt"), "two").expect("written");
    named("a.txt");
    fs::rename(desk.workspace.at(b"b.txt"), desk.workspace.at(b"c.txt")).expect("renamed");
    named("c.txt");
    for number in 0..300 {
        fs::write(desk.workspace.at(format!("n{number}").as_bytes()), "x").expect("written");
    }
    named("n0");
    let most = heard.all().iter().all(|event| match &event.event {
        UiEvent::FilesWritten { paths, more } => paths.len() <= 256 && (!more || paths.len() != 1),
        _ => true,
    });
    assert!(most, "at most 256 at once");
}
