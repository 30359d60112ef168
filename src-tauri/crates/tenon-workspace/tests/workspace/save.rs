//! What a save keeps, and what it refuses.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

use rustix::fs::{Gid, Uid, XattrFlags};
use tenon_workspace::{Root, SaveOptions, WorkspaceError};

use crate::support::{Desk, skip, without_powers};

fn save(desk: &mut Desk, id: tenon_core::DocId) -> Result<(), WorkspaceError> {
    desk.documents.save(&desk.root, id, &SaveOptions::default())
}

fn save_as(desk: &mut Desk, id: tenon_core::DocId, path: &[u8]) -> Result<(), WorkspaceError> {
    let options = SaveOptions {
        path: Some(path),
        ..SaveOptions::default()
    };
    desk.documents.save(&desk.root, id, &options)
}

#[test]
fn mode_owner_and_attributes_are_kept() {
    let mut desk = Desk::with(&[("tool.sh", "old")]);
    let file = desk.workspace.at(b"tool.sh");
    fs::set_permissions(&file, PermissionsExt::from_mode(0o4751)).expect("it is ours");
    let foreign = rustix::process::geteuid().is_root();
    if foreign {
        let (owner, group) = (Uid::from_raw(1234), Gid::from_raw(4321));
        rustix::fs::chown(&file, Some(owner), Some(group)).expect("root may give files away");
        // Giving a file away takes this bit from it.
        fs::set_permissions(&file, PermissionsExt::from_mode(0o4751)).expect("it is ours");
    }
    let attribute = rustix::fs::setxattr(&file, "user.note", b"kept", XattrFlags::empty());
    if let Err(e) = &attribute {
        skip(&format!("no extended attributes on this file system: {e}"));
    }
    let before = fs::metadata(&file).expect("it is there");

    let id = desk.open(b"tool.sh");
    desk.type_in(id, "new ");
    save(&mut desk, id).expect("it can be written");

    let after = fs::metadata(&file).expect("it is there");
    assert_eq!(desk.workspace.bytes(b"tool.sh"), b"new old");
    assert_ne!(before.ino(), after.ino(), "a new file took its place");
    assert_eq!(
        (after.mode(), after.uid(), after.gid()),
        (before.mode(), before.uid(), before.gid()),
        "mode, owner and group"
    );
    if attribute.is_ok() {
        let mut value = [0; 16];
        let size = rustix::fs::getxattr(&file, "user.note", &mut value);
        assert_eq!(size.map(|size| &value[..size]), Ok(b"kept".as_slice()));
    }
    assert!(
        desk.unexpected(b"", &[b"tool.sh"]).is_empty(),
        "nothing else is left"
    );
}

#[test]
fn a_link_keeps_leading_where_it_led() {
    let mut desk = Desk::with(&[("real/a.txt", "old")]);
    symlink("real/a.txt", desk.workspace.at(b"link")).expect("links can be made");
    let id = desk.open(b"link");
    desk.type_in(id, "new ");
    save(&mut desk, id).expect("it can be written");
    let link = fs::read_link(desk.workspace.at(b"link")).expect("it is still a link");
    assert_eq!(link.to_str(), Some("real/a.txt"));
    assert_eq!(desk.workspace.bytes(b"real/a.txt"), b"new old");
}

#[test]
fn all_names_of_a_file_see_the_new_content() {
    let mut desk = Desk::with(&[("a.txt", "old and longer")]);
    fs::hard_link(desk.workspace.at(b"a.txt"), desk.workspace.at(b"b.txt")).expect("a second name");
    let inode = fs::metadata(desk.workspace.at(b"a.txt"))
        .expect("there")
        .ino();
    let id = desk.open(b"a.txt");
    desk.edit(id, tenon_core::Edit(3, 14, String::new()));
    save(&mut desk, id).expect("it can be written");
    assert_eq!(
        desk.workspace.bytes(b"b.txt"),
        b"old",
        "the other name, cut to size"
    );
    let after = fs::metadata(desk.workspace.at(b"a.txt")).expect("there");
    assert_eq!(
        (after.ino(), after.nlink()),
        (inode, 2),
        "they are still one file"
    );
    assert!(desk.unexpected(b"", &[b"a.txt", b"b.txt"]).is_empty());
}

#[test]
fn a_file_of_somebody_else_stays_theirs() {
    if !rustix::process::geteuid().is_root() {
        return skip("only root can make a file of somebody else");
    }
    let mut desk = Desk::with(&[("shared/theirs.txt", "old")]);
    let mode = |path: &[u8], mode| {
        fs::set_permissions(desk.workspace.at(path), PermissionsExt::from_mode(mode))
            .expect("ours");
    };
    mode(b"", 0o755);
    mode(b"shared", 0o777);
    mode(b"shared/theirs.txt", 0o666);
    let id = desk.open(b"shared/theirs.txt");
    desk.type_in(id, "new ");
    let desk = without_powers(move || {
        save(&mut desk, id).expect("anybody may write it");
        desk
    });
    let after = fs::metadata(desk.workspace.at(b"shared/theirs.txt")).expect("it is there");
    assert_eq!(desk.workspace.bytes(b"shared/theirs.txt"), b"new old");
    assert_eq!(
        (after.uid(), after.mode() & 0o777),
        (0, 0o666),
        "owner and mode"
    );
    assert!(desk.unexpected(b"shared", &[b"theirs.txt"]).is_empty());
}

#[test]
fn a_read_only_file_is_refused_and_the_text_kept() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let file = desk.workspace.at(b"a.txt");
    fs::set_permissions(&file, PermissionsExt::from_mode(0o444)).expect("it is ours");
    let id = desk.open(b"a.txt");
    assert!(
        desk.documents.get(id).expect("open").read_only,
        "the editor is told"
    );
    desk.type_in(id, "new ");
    let refused = save(&mut desk, id);
    assert!(
        matches!(refused, Err(WorkspaceError::ReadOnly(_))),
        "{refused:?}"
    );
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"old");
    assert_eq!(desk.text(id), "new old", "the text is where it was");
    assert!(
        desk.documents.get(id).expect("open").dirty(),
        "and counts as unsaved"
    );
}

#[test]
fn a_folder_that_may_not_be_written_is_refused_and_the_text_kept() {
    let mut desk = Desk::with(&[("closed/a.txt", "old")]);
    let id = desk.open(b"closed/a.txt");
    desk.type_in(id, "new ");
    for (path, mode) in [(b"".as_slice(), 0o755), (b"closed", 0o555)] {
        let path = desk.workspace.at(path);
        fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("it is ours");
    }
    fs::set_permissions(
        desk.workspace.at(b"closed/a.txt"),
        PermissionsExt::from_mode(0o666),
    )
    .expect("it is ours");
    let (desk, refused) = without_powers(move || {
        let refused = save(&mut desk, id);
        (desk, refused)
    });
    let folder = desk.workspace.at(b"closed");
    let refused = refused.expect_err("no file can be made there").to_string();
    let want = format!(
        "the folder \"{}\" is read-only, so \"closed/a.txt\" cannot be saved in it",
        folder.display()
    );
    assert_eq!(refused, want);
    assert_eq!(desk.workspace.bytes(b"closed/a.txt"), b"old");
    assert_eq!(desk.text(id), "new old");
    // So that the folder can be removed by whoever runs this.
    let closed = desk.workspace.at(b"closed");
    fs::set_permissions(closed, PermissionsExt::from_mode(0o755)).expect("it is ours");
}

#[test]
fn a_removed_folder_is_refused_and_save_as_goes_elsewhere() {
    let mut desk = Desk::with(&[("gone/a.txt", "old"), ("b.txt", "b")]);
    let id = desk.open(b"gone/a.txt");
    desk.type_in(id, "new ");
    fs::remove_dir_all(desk.workspace.at(b"gone")).expect("it is ours");
    let refused = save(&mut desk, id);
    assert!(
        matches!(refused, Err(WorkspaceError::ParentGone(_))),
        "{refused:?}"
    );
    assert_eq!(desk.text(id), "new old");

    let refused = save_as(&mut desk, id, b"b.txt");
    assert!(
        matches!(refused, Err(WorkspaceError::Exists(_))),
        "{refused:?}"
    );
    assert_eq!(desk.workspace.bytes(b"b.txt"), b"b", "what is there stays");
    assert!(
        desk.unexpected(b"", &[b"b.txt"]).is_empty(),
        "and nothing is left"
    );

    save_as(&mut desk, id, b"a.txt").expect("there is a place for it");
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"new old");
    let document = desk.documents.get(id).expect("open");
    assert_eq!(
        document.path.as_deref(),
        Some(b"a.txt".as_slice()),
        "it is this file now"
    );
    assert!(!document.dirty());
}

#[test]
fn a_file_that_was_removed_is_written_again() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let id = desk.open(b"a.txt");
    fs::remove_file(desk.workspace.at(b"a.txt")).expect("it is ours");
    save(&mut desk, id).expect("nothing is lost by it");
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"old");
}

#[test]
fn a_file_that_changed_is_not_written_over_unless_asked() {
    for replaced in [false, true] {
        let mut desk = Desk::with(&[("a.txt", "old")]);
        let id = desk.open(b"a.txt");
        desk.type_in(id, "mine ");
        if replaced {
            desk.workspace.put(b"new", b"their longer text");
            fs::rename(desk.workspace.at(b"new"), desk.workspace.at(b"a.txt")).expect("both ours");
        } else {
            desk.workspace.put(b"a.txt", b"their longer text");
        }
        let refused = save(&mut desk, id);
        assert!(
            matches!(refused, Err(WorkspaceError::ChangedOnDisk(_))),
            "{refused:?}"
        );
        assert_eq!(desk.workspace.bytes(b"a.txt"), b"their longer text");
        let options = SaveOptions {
            overwrite: true,
            ..SaveOptions::default()
        };
        desk.documents
            .save(&desk.root, id, &options)
            .expect("it was asked for");
        assert_eq!(desk.workspace.bytes(b"a.txt"), b"mine old");
    }
}

#[test]
fn a_file_that_was_only_touched_is_saved() {
    let mut desk = Desk::with(&[("a.txt", "old")]);
    let id = desk.open(b"a.txt");
    desk.type_in(id, "new ");
    desk.workspace.put(b"copy", b"old");
    fs::rename(desk.workspace.at(b"copy"), desk.workspace.at(b"a.txt")).expect("both ours");
    save(&mut desk, id).expect("the content is what was read");
    assert_eq!(desk.workspace.bytes(b"a.txt"), b"new old");
}

#[test]
fn names_of_255_bytes_and_odd_names_are_saved() {
    let mut desk = Desk::with(&[]);
    desk.workspace.add_odd_names();
    for name in tenon_testkit::ODD_NAMES {
        let path = [b"odd/", *name].concat();
        // Not every name is text, and then its content is not either.
        desk.workspace.put(&path, b"text");
        let id = desk.open(&path);
        desk.type_in(id, "new ");
        let saved = save(&mut desk, id);
        saved.unwrap_or_else(|e| panic!("{}: {e}", name.escape_ascii()));
        assert_eq!(desk.workspace.bytes(&path), b"new text");
    }
    assert!(desk.unexpected(b"odd", tenon_testkit::ODD_NAMES).is_empty());
}

#[test]
fn an_untitled_text_needs_a_name() {
    let mut desk = Desk::with(&[("folder/", "")]);
    let id = desk
        .documents
        .create(&desk.ids, "text")
        .expect("a document");
    let refused = save(&mut desk, id);
    assert!(
        matches!(refused, Err(WorkspaceError::Untitled(_))),
        "{refused:?}"
    );
    let refused = save_as(&mut desk, id, b"folder");
    assert!(
        matches!(refused, Err(WorkspaceError::IsFolder(_))),
        "{refused:?}"
    );
    let refused = save_as(&mut desk, id, b"../out.txt");
    assert!(
        matches!(refused, Err(WorkspaceError::Outside { .. })),
        "{refused:?}"
    );
    save_as(&mut desk, id, b"folder/new.txt").expect("a free name");
    assert_eq!(desk.workspace.bytes(b"folder/new.txt"), b"text");
    let root = Root::open(desk.workspace.path()).expect("it is there");
    assert!(root.place(b"folder/new.txt").is_ok());
}
