//! Open documents and what happens to their files meanwhile.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use tenon_core::DocId;
use tenon_workspace::{Disk, Refreshed, WorkspaceError};

use crate::support::Desk;

fn refresh(desk: &mut Desk, id: DocId) -> Refreshed {
    desk.documents
        .refresh(&desk.root, id)
        .expect("it is looked at")
}

fn disk(desk: &Desk, id: DocId) -> Disk {
    desk.documents.get(id).expect("it is open").disk
}

#[test]
fn one_file_is_one_document_by_whatever_path() {
    let mut desk = Desk::with(&[("dir/a.txt", "a")]);
    symlink("dir/a.txt", desk.workspace.at(b"link")).expect("links can be made");
    symlink("dir", desk.workspace.at(b"other")).expect("links can be made");
    let id = desk.open(b"dir/a.txt");
    desk.type_in(id, "unsaved ");
    let absolute = desk
        .workspace
        .at(b"dir/a.txt")
        .into_os_string()
        .into_encoded_bytes();
    for path in [
        b"dir/a.txt".as_slice(),
        b"link",
        b"other/a.txt",
        b"./dir//a.txt",
        &absolute,
    ] {
        assert_eq!(desk.open(path), id, "{}", path.escape_ascii());
    }
    assert_eq!(
        desk.text(id),
        "unsaved a",
        "opening again takes nothing away"
    );
    assert_eq!(desk.documents.iter().count(), 1);
}

#[test]
fn a_clean_document_follows_its_file() {
    let mut desk = Desk::with(&[("a.txt", "one\r\n")]);
    let id = desk.open(b"a.txt");
    assert_eq!(
        refresh(&mut desk, id),
        Refreshed::Same,
        "nothing happened yet"
    );
    desk.workspace.put(b"a.txt", b"one\r\nand two\r\n");
    assert_eq!(refresh(&mut desk, id), Refreshed::Reloaded);
    assert_eq!(desk.text(id), "one\nand two\n");
    assert!(!desk.documents.get(id).expect("open").dirty());
    assert_eq!(refresh(&mut desk, id), Refreshed::Same, "it was read once");
}

#[test]
fn a_dirty_document_is_marked_and_keeps_its_text() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let id = desk.open(b"a.txt");
    desk.type_in(id, "mine ");
    desk.workspace.put(b"a.txt", b"theirs, and longer");
    assert_eq!(refresh(&mut desk, id), Refreshed::Changed);
    assert_eq!(
        (disk(&desk, id), desk.text(id).as_str()),
        (Disk::Changed, "mine old")
    );
    assert_eq!(refresh(&mut desk, id), Refreshed::Same, "it is told once");
    let theirs = desk
        .documents
        .disk_text(&desk.root, id)
        .expect("it is there");
    assert_eq!(theirs, "theirs, and longer", "for comparing");
}

#[test]
fn a_file_that_something_else_makes_the_same_as_the_unsaved_text_is_saved() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let id = desk.open(b"a.txt");
    desk.type_in(id, "mine ");
    desk.workspace.put(b"a.txt", b"mine old");
    assert_eq!(refresh(&mut desk, id), Refreshed::Changed);
    assert_eq!(disk(&desk, id), Disk::Same);
    assert!(
        !desk.documents.get(id).expect("open").dirty(),
        "the text is what is on disk"
    );
    desk.type_in(id, "not ");
    assert!(desk.documents.get(id).expect("open").dirty());
    desk.documents
        .save(&desk.root, id, &Default::default())
        .expect("the file is the one that was seen last");
}

#[test]
fn a_dirty_document_whose_file_goes_back_is_as_before() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let id = desk.open(b"a.txt");
    desk.type_in(id, "mine ");
    desk.workspace.put(b"a.txt", b"theirs, and longer");
    refresh(&mut desk, id);
    desk.workspace.put(b"a.txt", b"old");
    assert_eq!(refresh(&mut desk, id), Refreshed::Changed);
    assert_eq!(
        (disk(&desk, id), desk.text(id).as_str()),
        (Disk::Same, "mine old")
    );
}

#[test]
fn keeping_mine_makes_the_next_save_write_over_theirs() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let id = desk.open(b"a.txt");
    desk.type_in(id, "mine ");
    desk.workspace.put(b"a.txt", b"theirs, and longer");
    refresh(&mut desk, id);
    desk.documents.keep(&desk.root, id).expect("it is there");
    assert_eq!(disk(&desk, id), Disk::Same);
    assert!(
        desk.documents.get(id).expect("open").dirty(),
        "it is not what is on disk"
    );
    desk.documents
        .save(&desk.root, id, &Default::default())
        .expect("it was kept");
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"mine old");
}

#[test]
fn loading_theirs_gives_mine_up() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let id = desk.open(b"a.txt");
    desk.type_in(id, "mine ");
    desk.workspace.put(b"a.txt", b"theirs, and longer");
    refresh(&mut desk, id);
    desk.documents
        .revert(&desk.root, id, None)
        .expect("it is there");
    assert_eq!(
        (disk(&desk, id), desk.text(id).as_str()),
        (Disk::Same, "theirs, and longer")
    );
    assert!(!desk.documents.get(id).expect("open").dirty());
}

#[test]
fn a_file_that_goes_and_comes_back_is_followed() {
    let mut desk = Desk::with(&[("dir/a.txt", "old")]);
    let id = desk.open(b"dir/a.txt");
    fs::rename(desk.workspace.at(b"dir"), desk.workspace.at(b"away")).expect("both ours");
    assert_eq!(refresh(&mut desk, id), Refreshed::Changed);
    assert_eq!(
        (disk(&desk, id), desk.text(id).as_str()),
        (Disk::Missing, "old")
    );
    let dirty = |desk: &Desk| desk.documents.get(id).expect("open").dirty();
    assert!(dirty(&desk), "its text is in no file");
    assert_eq!(refresh(&mut desk, id), Refreshed::Same, "it is told once");
    desk.workspace.put(b"dir", b"a file where the folder was");
    assert_eq!(
        refresh(&mut desk, id),
        Refreshed::Same,
        "it is still missing"
    );
    fs::remove_file(desk.workspace.at(b"dir")).expect("it is ours");
    fs::rename(desk.workspace.at(b"away"), desk.workspace.at(b"dir")).expect("both ours");
    assert_eq!(refresh(&mut desk, id), Refreshed::Changed);
    assert_eq!(disk(&desk, id), Disk::Same, "the same content is back");
    assert!(!dirty(&desk));
    fs::remove_file(desk.workspace.at(b"dir/a.txt")).expect("it is ours");
    refresh(&mut desk, id);
    desk.workspace.put(b"dir/a.txt", b"another");
    assert_eq!(
        refresh(&mut desk, id),
        Refreshed::Reloaded,
        "another content came"
    );
    assert_eq!(desk.text(id), "another");
    fs::remove_file(desk.workspace.at(b"dir/a.txt")).expect("it is ours");
    refresh(&mut desk, id);
    desk.documents
        .save(&desk.root, id, &Default::default())
        .expect("a file that was removed is written again");
    assert!(!dirty(&desk));
    assert_eq!(desk.workspace.bytes(b"dir/a.txt"), b"another");
}

#[test]
fn a_missing_dirty_file_that_comes_back_as_it_was_is_the_same() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let id = desk.open(b"a.txt");
    desk.type_in(id, "mine ");
    fs::remove_file(desk.workspace.at(b"a.txt")).expect("it is ours");
    refresh(&mut desk, id);
    assert_eq!(disk(&desk, id), Disk::Missing);
    desk.workspace.put(b"a.txt", b"old");
    assert_eq!(refresh(&mut desk, id), Refreshed::Changed);
    assert_eq!(
        (disk(&desk, id), desk.text(id).as_str()),
        (Disk::Same, "mine old")
    );
}

#[test]
fn marks_of_the_file_are_followed() {
    let mut desk = Desk::with(&[("a.txt", "a")]);
    let id = desk.open(b"a.txt");
    let file = desk.workspace.at(b"a.txt");
    fs::set_permissions(&file, PermissionsExt::from_mode(0o444)).expect("it is ours");
    assert_eq!(refresh(&mut desk, id), Refreshed::Changed);
    assert!(desk.documents.get(id).expect("open").read_only);
    fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).expect("it is ours");
    assert_eq!(refresh(&mut desk, id), Refreshed::Changed);
    assert!(!desk.documents.get(id).expect("open").read_only);
}

#[test]
fn documents_follow_a_folder_that_is_moved() {
    let mut desk = Desk::with(&[("a/x.txt", "x"), ("a/b/y.txt", "y"), ("ab.txt", "z")]);
    let ids = [b"a/x.txt".as_slice(), b"a/b/y.txt", b"ab.txt"].map(|path| desk.open(path));
    tenon_workspace::tree::rename(&desk.root, b"a", b"c").expect("the name is free");
    let mut moved = desk.documents.moved(b"a", b"c");
    moved.sort();
    assert_eq!(moved, ids[..2], "the third only begins alike");
    let paths = ids.map(|id| {
        let path = desk.documents.get(id).expect("open").path.clone();
        String::from_utf8(path.expect("it has a file")).expect("it is text")
    });
    assert_eq!(paths, ["c/x.txt", "c/b/y.txt", "ab.txt"]);
    assert_eq!(
        refresh(&mut desk, ids[1]),
        Refreshed::Same,
        "its file is where it says"
    );
}

#[test]
fn a_closed_document_is_gone() {
    let mut desk = Desk::with(&[("a.txt", "a")]);
    let id = desk.open(b"a.txt");
    desk.documents.close(id);
    assert!(matches!(
        desk.documents.get(id),
        Err(WorkspaceError::NoDocument(_))
    ));
    assert_eq!(
        desk.open(b"a.txt"),
        id,
        "and has the same identity when it is opened again"
    );
}
