//! Listing, making, moving and copying.

use std::os::unix::fs::{PermissionsExt, symlink};

use tenon_testkit::TempWorkspace;
use tenon_workspace::WorkspaceError;
use tenon_workspace::tree::{self, Entry, Kind};

use crate::support::{root, without_powers};

fn names(entries: &[Entry]) -> Vec<String> {
    let names = entries
        .iter()
        .map(|entry| String::from_utf8_lossy(&entry.name).into_owned());
    names.collect()
}

fn ignored(entries: &[Entry]) -> Vec<String> {
    let ignored: Vec<_> = entries
        .iter()
        .filter(|entry| entry.ignored)
        .cloned()
        .collect();
    names(&ignored)
}

#[test]
fn a_folder_that_takes_nothing_is_named_whatever_is_tried_in_it() {
    let workspace = TempWorkspace::with(&[("closed/a.txt", "a"), ("open/b.txt", "b")]);
    let mode = |path: &[u8], mode| {
        let mode = PermissionsExt::from_mode(mode);
        std::fs::set_permissions(workspace.at(path), mode).expect("it is ours");
    };
    mode(b"", 0o755);
    mode(b"closed/a.txt", 0o644);
    mode(b"open", 0o777);
    mode(b"open/b.txt", 0o666);
    mode(b"closed", 0o555);
    let root = root(&workspace);
    let refused = without_powers(move || {
        [
            tree::create(&root, b"closed/new.txt", Kind::File),
            tree::create(&root, b"closed/deep/new.txt", Kind::File),
            tree::create(&root, b"closed/new", Kind::Folder),
            tree::rename(&root, b"closed/a.txt", b"closed/c.txt"),
            tree::rename(&root, b"closed/a.txt", b"open/c.txt"),
            tree::rename(&root, b"open/b.txt", b"closed/b.txt"),
            tree::duplicate(&root, b"closed/a.txt"),
        ]
        .map(|tried| tried.map_err(|e| e.to_string()))
    });
    let folder = format!(
        "the folder \"{}\" is read-only",
        workspace.at(b"closed").display()
    );
    for tried in refused {
        let said = tried.expect_err("it takes nothing");
        assert!(said.starts_with(&folder), "{said}");
    }
    mode(b"closed", 0o755);
}

#[test]
fn folders_come_first_and_names_are_sorted_as_people_do() {
    let workspace = TempWorkspace::with(&[
        ("b.txt", ""),
        ("A.txt", ""),
        ("file10", ""),
        ("file9", ""),
        (".hidden", ""),
        ("Zoo/", ""),
        ("apple/", ""),
        (".git/HEAD", ""),
    ]);
    symlink("apple", workspace.at(b"to-folder")).expect("links can be made");
    symlink("b.txt", workspace.at(b"to-file")).expect("links can be made");
    symlink("/etc", workspace.at(b"to-outside")).expect("links can be made");
    let entries = tree::list(&root(&workspace), b"").expect("it is a folder");
    let expected = [
        "apple",
        "to-folder",
        "Zoo",
        ".hidden",
        "A.txt",
        "b.txt",
        "file9",
        "file10",
        "to-file",
        "to-outside",
    ];
    assert_eq!(
        names(&entries),
        expected,
        "a link to a folder counts as one"
    );
    let target = |name: &[u8]| {
        let entry = entries.iter().find(|entry| entry.name == name);
        entry.expect("it is listed").target
    };
    assert_eq!(target(b"to-folder"), Some(Kind::Folder));
    assert_eq!(target(b"to-file"), Some(Kind::File));
    assert_eq!(
        target(b"to-outside"),
        None,
        "what lies outside is not looked at"
    );
}

#[test]
fn what_ignore_files_leave_out_is_marked_at_every_depth() {
    let workspace = TempWorkspace::with(&[
        (".git/HEAD", ""),
        (".gitignore", "target/\n*.log\n!keep.log\n"),
        (".rgignore", "secret\n"),
        ("target/debug/x.o", ""),
        ("src/main.rs", ""),
        ("src/a.log", ""),
        ("src/keep.log", ""),
        ("src/.ignore", "generated\n"),
        ("src/generated/x.rs", ""),
        ("secret/x", ""),
        (".hidden/x", ""),
    ]);
    let root = root(&workspace);
    let list = |path: &[u8]| tree::list(&root, path).expect("it is a folder");
    assert_eq!(
        ignored(&list(b"")),
        ["secret", "target"],
        "and hidden ones are not"
    );
    assert_eq!(ignored(&list(b"src")), ["generated", "a.log"]);
    assert_eq!(
        ignored(&list(b"target")),
        ["debug"],
        "all of what is below one"
    );
    assert_eq!(ignored(&list(b"target/debug")), ["x.o"]);
    let entry = |path: &[u8]| tree::entry(&root, path).expect("it is there").ignored;
    assert!(entry(b"target/debug/x.o") && entry(b"src/a.log") && !entry(b"src/keep.log"));
}

#[test]
fn entries_have_paths_that_open_them() {
    let workspace = TempWorkspace::with(&[("dir/a.txt", "abc")]);
    workspace.add_odd_names();
    symlink("dir", workspace.at(b"link")).expect("links can be made");
    let root = root(&workspace);
    for folder in [b"dir".as_slice(), b"dir/", b"link", b"odd"] {
        for entry in tree::list(&root, folder).expect("it is a folder") {
            let read = root.read(&entry.path);
            let (bytes, _) = read.unwrap_or_else(|e| panic!("{}: {e}", entry.path.escape_ascii()));
            assert_eq!(bytes.len() as u64, entry.size);
        }
    }
}

#[test]
fn what_is_made_gets_its_folders_and_never_replaces() {
    let workspace = TempWorkspace::with(&[("a.txt", "a")]);
    let root = root(&workspace);
    let made = tree::create(&root, b"new/deep/file.txt", Kind::File).expect("it is free");
    assert_eq!(
        (made.kind, made.path.as_slice()),
        (Kind::File, b"new/deep/file.txt".as_slice())
    );
    let made = tree::create(&root, b"new/folder/", Kind::Folder).expect("it is free");
    assert_eq!(made.kind, Kind::Folder);
    for (path, kind) in [(b"a.txt".as_slice(), Kind::File), (b"new", Kind::Folder)] {
        let refused = tree::create(&root, path, kind);
        assert!(
            matches!(refused, Err(WorkspaceError::Exists(_))),
            "{refused:?}"
        );
    }
    tree::write_new(&root, b"new/other/file.txt", b"text").expect("it is free");
    assert_eq!(workspace.bytes(b"new/other/file.txt"), b"text");
    let refused = tree::write_new(&root, b"a.txt", b"other");
    assert!(
        matches!(refused, Err(WorkspaceError::Exists(_))),
        "{refused:?}"
    );
    let out = tree::write_new(&root, b"../out.txt", b"text");
    assert!(
        matches!(out, Err(WorkspaceError::Outside { .. })),
        "{out:?}"
    );
    assert_eq!(workspace.bytes(b"a.txt"), b"a");
    for path in [
        b"".as_slice(),
        b"/",
        b".",
        b"x/../y",
        b"x//y",
        b"./x",
        b"a\0b",
    ] {
        let refused = tree::create(&root, path, Kind::File);
        assert!(refused.is_err(), "{} is no name", path.escape_ascii());
    }
    let refused = tree::create(&root, b"a.txt/x", Kind::File);
    assert!(
        matches!(refused, Err(WorkspaceError::NotFolder(_))),
        "{refused:?}"
    );
    let long = [b'n'; 256];
    let refused = tree::create(&root, &long, Kind::File);
    assert!(
        matches!(refused, Err(WorkspaceError::NameTooLong(_))),
        "{refused:?}"
    );
}

#[test]
fn a_rename_moves_and_never_replaces() {
    let workspace = TempWorkspace::with(&[("a.txt", "a"), ("b.txt", "b"), ("dir/sub/c.txt", "c")]);
    symlink("b.txt", workspace.at(b"link")).expect("links can be made");
    let root = root(&workspace);
    let refused = tree::rename(&root, b"a.txt", b"b.txt");
    assert!(
        matches!(refused, Err(WorkspaceError::Exists(_))),
        "{refused:?}"
    );
    let refused = tree::rename(&root, b"missing", b"x");
    assert!(
        matches!(refused, Err(WorkspaceError::NotFound(_))),
        "{refused:?}"
    );
    assert_eq!(
        (workspace.bytes(b"a.txt"), workspace.bytes(b"b.txt")),
        (b"a".into(), b"b".into())
    );

    tree::rename(&root, b"a.txt", b"new/folder/a.txt").expect("its folders are made");
    assert_eq!(workspace.bytes(b"new/folder/a.txt"), b"a");
    tree::rename(&root, b"link", b"moved").expect("the name is free");
    assert!(
        workspace.at(b"moved").is_symlink(),
        "the link itself, not what it leads to"
    );
    let moved = tree::rename(&root, b"dir/", b"other").expect("the name is free");
    assert_eq!(
        (moved.kind, moved.path.as_slice()),
        (Kind::Folder, b"other".as_slice())
    );
    assert_eq!(workspace.bytes(b"other/sub/c.txt"), b"c");
}

#[test]
fn a_folder_does_not_go_into_itself() {
    let workspace = TempWorkspace::with(&[("dir/sub/c.txt", "c"), ("dirty/x", "")]);
    symlink("dir", workspace.at(b"link")).expect("links can be made");
    let root = root(&workspace);
    for to in [b"dir/x".as_slice(), b"dir/sub/x", b"dir/new/x", b"link/x"] {
        let refused = tree::rename(&root, b"dir", to);
        assert!(refused.is_err(), "into {}", to.escape_ascii());
    }
    assert_eq!(
        workspace.names(b"dir"),
        [b"sub".to_vec()],
        "nothing was made for it"
    );
    tree::rename(&root, b"dir", b"dirty/dir").expect("a name that begins alike is no folder of it");
}

#[test]
fn only_the_case_of_a_name_can_be_changed() {
    let workspace = TempWorkspace::with(&[("readme", "x")]);
    let root = root(&workspace);
    tree::rename(&root, b"readme", b"README").expect("it is another name");
    assert_eq!(workspace.names(b""), [b"README".to_vec()]);
}

#[test]
fn copies_are_named_after_their_source() {
    let workspace = TempWorkspace::with(&[("a.tar.gz", "a"), (".env", "e"), ("noend", "n")]);
    let root = root(&workspace);
    let copy = |path: &[u8]| {
        let copied = tree::duplicate(&root, path).expect("there is a free name");
        String::from_utf8(copied.path).expect("it is text")
    };
    assert_eq!(copy(b"a.tar.gz"), "a.tar copy.gz");
    assert_eq!(copy(b"a.tar.gz"), "a.tar copy 2.gz");
    assert_eq!(copy(b".env"), ".env copy");
    assert_eq!(copy(b"noend"), "noend copy");
    assert_eq!(workspace.bytes(b"a.tar copy 2.gz"), b"a");
    let refused = tree::duplicate(&root, b"missing");
    assert!(
        matches!(refused, Err(WorkspaceError::NotFound(_))),
        "{refused:?}"
    );
}

#[test]
fn a_folder_is_copied_with_all_that_is_in_it() {
    let workspace = TempWorkspace::with(&[("dir.d/sub/run.sh", "r"), ("dir.d/b", "b")]);
    let script = workspace.at(b"dir.d/sub/run.sh");
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o750)).expect("it is ours");
    symlink("../b", workspace.at(b"dir.d/sub/link")).expect("links can be made");
    let root = root(&workspace);
    let copied = tree::duplicate(&root, b"dir.d").expect("there is a free name");
    assert_eq!(copied.name, b"dir.d copy", "a folder has no ending");
    assert_eq!(workspace.bytes(b"dir.d copy/sub/run.sh"), b"r");
    let meta = workspace
        .at(b"dir.d copy/sub/run.sh")
        .metadata()
        .expect("it is there");
    assert_eq!(meta.permissions().mode() & 0o777, 0o750);
    let link = std::fs::read_link(workspace.at(b"dir.d copy/sub/link")).expect("it is a link");
    assert_eq!(
        link.to_str(),
        Some("../b"),
        "a link is copied, not what it leads to"
    );
}

#[test]
fn a_new_file_comes_whole_with_its_folders_and_replaces_nothing() {
    let workspace = TempWorkspace::with(&[("there.md", "old"), ("file", "")]);
    symlink("gone.md", workspace.at(b"link.md")).expect("a link");
    let root = root(&workspace);
    let made = tree::write_new(&root, b"a/b/new.md", b"text").expect("it is made");
    assert_eq!((&*made.path, made.size), (&b"a/b/new.md"[..], 4));
    assert_eq!(workspace.bytes(b"a/b/new.md"), b"text");
    for path in [&b"there.md"[..], b"link.md"] {
        let refused = tree::write_new(&root, path, b"text");
        assert!(
            matches!(refused, Err(WorkspaceError::Exists(_))),
            "{refused:?}"
        );
    }
    assert_eq!(workspace.bytes(b"there.md"), b"old");
    assert!(
        !workspace.at(b"gone.md").exists(),
        "nothing is written through a link"
    );
    let outside = tree::write_new(&root, b"../out.md", b"text");
    assert!(
        matches!(outside, Err(WorkspaceError::Outside { .. })),
        "{outside:?}"
    );
    let below = tree::write_new(&root, b"file/a.md", b"text");
    assert!(
        matches!(below, Err(WorkspaceError::NotFolder(_))),
        "{below:?}"
    );
}
