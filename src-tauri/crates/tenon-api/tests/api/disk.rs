//! What something else does to files is seen.

use std::fs;

use tenon_api::ops;
use tenon_api::wire::{DiskState, DocumentParams, UiEvent};
use tenon_testkit::wait_until;

use crate::desk::Desk;
use crate::documents::{change, save};

#[test]
fn a_clean_document_follows_the_disk() {
    let desk = Desk::new(&[("a.txt", "old")]);
    let doc = desk.open("a.txt").doc;
    let heard = desk.hear();
    desk.workspace.put(b"a.txt", b"new text");
    let reloaded = heard.wait("the document to be read again", |event| match event {
        UiEvent::DocumentReloaded { document } if document.size.get() == 8 => {
            Some(document.clone())
        }
        _ => None,
    });
    assert_eq!(
        (reloaded.doc, reloaded.dirty, reloaded.disk),
        (doc, false, DiskState::Same)
    );
    assert_eq!(desk.text(doc), "new text");
}

#[test]
fn a_file_that_is_replaced_by_a_rename_is_followed_too() {
    let desk = Desk::new(&[("d/a.txt", "old"), ("d/new", "renamed over")]);
    let doc = desk.open("d/a.txt").doc;
    let heard = desk.hear();
    fs::rename(desk.workspace.at(b"d/new"), desk.workspace.at(b"d/a.txt")).expect("renamed");
    heard.wait("the document to be read again", |event| {
        matches!(event, UiEvent::DocumentReloaded { document } if document.doc == doc).then_some(())
    });
    assert_eq!(desk.text(doc), "renamed over");
}

#[test]
fn a_dirty_document_keeps_its_text_and_says_that_the_disk_changed() {
    let desk = Desk::new(&[("a.txt", "old")]);
    let doc = desk.open("a.txt").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "my ")]))
        .expect("it applies");
    let heard = desk.hear();
    desk.workspace.put(b"a.txt", b"theirs");
    let changed = heard.wait("the news", |event| match event {
        UiEvent::DocumentChanged { document } if document.disk == DiskState::Changed => {
            Some(document.clone())
        }
        _ => None,
    });
    assert!(changed.dirty);
    assert_eq!(desk.text(doc), "my old", "nothing that was typed is lost");
}

#[test]
fn what_changes_elsewhere_in_the_file_comes_into_the_unsaved_text() {
    let desk = Desk::new(&[("a.md", "one\r\ntwo\r\nthree\r\n")]);
    let doc = desk.open("a.md").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(8, 13, "😀 mine")]))
        .expect("it applies");
    let heard = desk.hear();
    desk.workspace
        .put(b"a.md", b"zero\r\none\r\ntwo\r\nthree\r\n");
    let merged = heard.wait("the news", |event| match event {
        UiEvent::DocumentMerged { document } => Some(document.clone()),
        _ => None,
    });
    assert!(merged.dirty, "what was typed is in no file yet");
    assert_eq!((merged.disk, merged.counter), (DiskState::Same, 2));
    assert_eq!(desk.text(doc), "zero\none\ntwo\n😀 mine\n");
    desk.call::<ops::document_save>(save(doc, 2))
        .expect("it is the file that was seen");
    let bytes = fs::read(desk.workspace.at(b"a.md")).expect("the file");
    assert_eq!(bytes, "zero\r\none\r\ntwo\r\n😀 mine\r\n".as_bytes());
}

#[test]
fn a_file_with_other_line_ends_is_not_merged() {
    let desk = Desk::new(&[("a.md", "one\ntwo\nthree\n")]);
    let doc = desk.open("a.md").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(8, 13, "mine")]))
        .expect("it applies");
    let heard = desk.hear();
    desk.workspace
        .put(b"a.md", b"zero\r\none\r\ntwo\r\nthree\r\n");
    heard.wait("the news", |event| {
        matches!(event, UiEvent::DocumentChanged { document } if document.disk == DiskState::Changed)
            .then_some(())
    });
    assert_eq!(desk.text(doc), "one\ntwo\nmine\n");
}

#[test]
fn a_file_that_goes_and_comes_back_is_told() {
    let desk = Desk::new(&[("d/a.txt", "text")]);
    let doc = desk.open("d/a.txt").doc;
    let heard = desk.hear();
    fs::remove_dir_all(desk.workspace.at(b"d")).expect("removed");
    let gone = heard.wait("the file to be missing", |event| match event {
        UiEvent::DocumentChanged { document } if document.disk == DiskState::Missing => {
            Some(document.clone())
        }
        _ => None,
    });
    assert!(!gone.dirty, "nobody edited it");
    assert_eq!(desk.text(doc), "text", "the text is still here");
    let refused = desk
        .call::<ops::document_save>(save(doc, 0))
        .expect_err("the folder is gone");
    assert!(refused.hint.is_some(), "it says what to do: {refused:?}");
    let heard = desk.hear();
    desk.workspace.put(b"d/a.txt", b"text again");
    heard.wait("the file to be back", |event| match event {
        UiEvent::DocumentReloaded { document } | UiEvent::DocumentChanged { document }
            if document.disk == DiskState::Same =>
        {
            Some(())
        }
        _ => None,
    });
    assert_eq!(desk.text(doc), "text again");
}

#[test]
fn our_own_save_is_no_change_from_outside() {
    let desk = Desk::new(&[("a.txt", "old"), ("b.txt", "b")]);
    let (doc, other) = (desk.open("a.txt").doc, desk.open("b.txt").doc);
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "x")]))
        .expect("it applies");
    desk.call::<ops::document_save>(save(doc, 1))
        .expect("it saves");
    // The watcher tells in order, so what it says of the second file comes after the first.
    let heard = desk.hear();
    desk.workspace.put(b"b.txt", b"changed");
    heard.wait("news of the other file", |event| {
        matches!(event, UiEvent::DocumentReloaded { document } if document.doc == other)
            .then_some(())
    });
    let reloaded = heard.all().iter().any(|event| {
        matches!(&event.event, UiEvent::DocumentReloaded { document } if document.doc == doc)
    });
    assert!(!reloaded, "the page would lose its place");
}

#[test]
fn quick_open_has_recent_files_first_and_follows_the_disk() {
    let desk = Desk::new(&[
        ("src/one.rs", ""),
        ("src/two.rs", ""),
        (".ignore", "target/\n"),
        ("target/three.rs", ""),
    ]);
    let (all, recent, _) = desk.find("");
    assert_eq!((all.len(), recent.len()), (3, 0), "{all:?}");
    desk.open("src/two.rs");
    let (all, recent, _) = desk.find("");
    assert_eq!(
        (all[0].as_str(), recent.as_slice()),
        ("src/two.rs", &["src/two.rs".to_owned()][..])
    );
    desk.workspace.put(b"new/deep/four.rs", b"");
    wait_until("a new file in new folders", || {
        desk.find("four").0 == ["new/deep/four.rs"]
    });
    desk.workspace.put(b"target/five.rs", b"");
    fs::remove_dir_all(desk.workspace.at(b"new")).expect("removed");
    wait_until("files that are gone", || desk.find("four").0.is_empty());
    assert!(
        desk.find("five").0.is_empty(),
        "what is ignored is not found"
    );
    fs::rename(desk.workspace.at(b"src"), desk.workspace.at(b"lib")).expect("renamed");
    wait_until("a folder that was renamed", || {
        desk.find("one").0 == ["lib/one.rs"]
    });
    let limit = tenon_api::wire::FileFindParams {
        query: String::new(),
        limit: 0,
    };
    assert!(
        desk.call::<ops::file_find>(limit).is_err(),
        "a limit is at least 1"
    );
}

#[test]
fn recent_files_are_known_after_a_restart() {
    let desk = Desk::new(&[("one", ""), ("two", ""), ("three", "")]);
    desk.open("one");
    desk.open("three");
    let workspace = desk.workspace.path().to_path_buf();
    let Desk {
        owner,
        app,
        workspace: kept,
        home,
    } = desk;
    owner.close();
    drop((owner, app));
    let app = home.app();
    let owner = crate::desk::own(&app, &workspace);
    owner.serve().expect("it serves");
    let desk = Desk {
        owner,
        app,
        workspace: kept,
        home,
    };
    wait_until("the list of files", || !desk.find("").2);
    assert_eq!(desk.find("").0, ["three", "one", "two"]);
}

#[test]
fn a_closed_document_is_left_alone() {
    let desk = Desk::new(&[("a.txt", "a"), ("b.txt", "b")]);
    let (doc, other) = (desk.open("a.txt").doc, desk.open("b.txt").doc);
    desk.call::<ops::document_close>(DocumentParams { doc })
        .expect("it closes");
    let heard = desk.hear();
    desk.workspace.put(b"a.txt", b"changed");
    desk.workspace.put(b"b.txt", b"changed");
    heard.wait("news of the other file", |event| {
        matches!(event, UiEvent::DocumentReloaded { document } if document.doc == other)
            .then_some(())
    });
    let told = heard.all().iter().any(|event| match &event.event {
        UiEvent::DocumentReloaded { document } | UiEvent::DocumentChanged { document } => {
            document.doc == doc
        }
        _ => false,
    });
    assert!(!told, "nobody has it open");
}
