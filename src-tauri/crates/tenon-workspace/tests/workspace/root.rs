//! Paths stay inside.

use std::os::unix::fs::{PermissionsExt, symlink};

use tenon_testkit::TempWorkspace;
use tenon_workspace::tree::{self, Kind};
use tenon_workspace::{Root, WorkspaceError};

use crate::support::{root, without_powers};

/// A workspace with links of every kind, and what lies beside it.
fn with_links() -> (TempWorkspace, TempWorkspace) {
    let outside = TempWorkspace::with(&[("secret.txt", "outside"), ("folder/x.txt", "outside")]);
    let inside = TempWorkspace::with(&[("a.txt", "inside"), ("dir/b.txt", "inside")]);
    let beside = outside.path().file_name().expect("it has a name");
    let relative = std::path::Path::new("..").join(beside);
    for (link, to) in [
        ("to-file", outside.at(b"secret.txt")),
        ("to-folder", outside.at(b"")),
        ("relative-to-file", relative.join("secret.txt")),
        ("relative-to-folder", relative.clone()),
        ("through-root", "/proc/self/root/etc/passwd".into()),
        ("to-proc", "/proc/self".into()),
        ("to-nothing-outside", "/nowhere/at/all".into()),
        ("dangling", "nothing".into()),
        ("loop-a", "loop-b".into()),
        ("loop-b", "loop-a".into()),
        ("self", "self".into()),
        ("absolute-inside", inside.at(b"a.txt")),
        ("absolute-folder-inside", inside.at(b"dir")),
        ("relative-inside", "dir/b.txt".into()),
        ("dir/up", "../a.txt".into()),
        ("dir/up-and-out", "../../".into()),
        ("to-link", "to-folder".into()),
    ] {
        symlink(&to, inside.path().join(link)).expect("links can be made");
    }
    (inside, outside)
}

const ESCAPES: &[&[u8]] = &[
    b"..",
    b"../",
    b"dir/../..",
    b"dir/../../etc/passwd",
    b"/etc/passwd",
    b"/",
    b"to-file",
    b"to-folder",
    b"to-folder/secret.txt",
    b"to-folder/folder/x.txt",
    b"relative-to-file",
    b"relative-to-folder/secret.txt",
    b"through-root",
    b"to-proc",
    b"to-proc/root/etc/passwd",
    b"to-proc/cwd",
    b"to-nothing-outside",
    b"dir/up-and-out",
    b"dir/up-and-out/etc",
    b"to-link/secret.txt",
];

#[test]
fn what_leads_out_is_refused_as_such() {
    let (inside, _outside) = with_links();
    let root = root(&inside);
    for path in ESCAPES {
        let refused = root.place(path).map(|place| place.real);
        assert!(
            matches!(refused, Err(WorkspaceError::Outside { .. })),
            "{}: {refused:?}",
            path.escape_ascii()
        );
    }
}

#[test]
fn nothing_is_read_listed_made_moved_or_removed_outside() {
    let (inside, outside) = with_links();
    let root = root(&inside);
    for path in ESCAPES {
        let name = path.escape_ascii();
        assert!(root.read(path).is_err(), "{name} is not read");
        assert!(tree::list(&root, path).is_err(), "{name} is not listed");
        let below = [path, b"/new.txt".as_slice()].concat();
        assert!(
            tree::create(&root, &below, Kind::File).is_err(),
            "nothing is made below {name}"
        );
        assert!(
            tree::rename(&root, b"a.txt", &below).is_err(),
            "nothing is moved below {name}"
        );
        assert!(
            tree::duplicate(&root, &below).is_err(),
            "nothing is copied below {name}"
        );
        assert!(
            tree::absolute(&root, &below).is_err(),
            "{name} has no place"
        );
    }
    assert_eq!(inside.bytes(b"a.txt"), b"inside", "it is where it was");
    assert_eq!(outside.bytes(b"secret.txt"), b"outside");
    assert_eq!(
        outside.names(b""),
        [b"folder".to_vec(), b"secret.txt".to_vec()],
        "nothing came to be out there"
    );
}

#[test]
fn links_that_stay_inside_work_and_have_one_real_path() {
    let (inside, _outside) = with_links();
    let root = root(&inside);
    for (path, real) in [
        (b"relative-inside".as_slice(), b"dir/b.txt".as_slice()),
        (b"absolute-inside", b"a.txt"),
        (b"absolute-folder-inside/b.txt", b"dir/b.txt"),
        (b"dir/up", b"a.txt"),
        (b"dir/../a.txt", b"a.txt"),
        (b"./dir//b.txt", b"dir/b.txt"),
        (b"dir/", b"dir"),
        (b".", b""),
        (b"", b""),
    ] {
        let place = root.place(path);
        let place = place.unwrap_or_else(|e| panic!("{}: {e}", path.escape_ascii()));
        assert_eq!(
            place.real.escape_ascii().to_string(),
            real.escape_ascii().to_string(),
            "where {} leads",
            path.escape_ascii()
        );
    }
    let absolute = inside.at(b"dir/b.txt");
    let absolute = absolute.as_os_str().as_encoded_bytes();
    let place = root
        .place(absolute)
        .expect("an absolute path that is inside");
    assert_eq!(place.real, b"dir/b.txt");
}

#[test]
fn links_that_lead_nowhere_are_told_apart() {
    let (inside, _outside) = with_links();
    let root = root(&inside);
    let check = |path: &[u8], fits: fn(&WorkspaceError) -> bool| {
        let refused = root.place(path).expect_err("it leads nowhere");
        assert!(fits(&refused), "{}: {refused:?}", path.escape_ascii());
    };
    check(b"dangling", |e| matches!(e, WorkspaceError::NotFound(_)));
    check(b"missing", |e| matches!(e, WorkspaceError::NotFound(_)));
    check(b"loop-a", |e| matches!(e, WorkspaceError::LinkLoop(_)));
    check(b"self/x", |e| matches!(e, WorkspaceError::LinkLoop(_)));
    check(b"a.txt/", |e| matches!(e, WorkspaceError::NotFolder(_)));
    check(b"a.txt/x", |e| matches!(e, WorkspaceError::NotFolder(_)));
    check(b"a\0b", |e| matches!(e, WorkspaceError::BadPath(_)));
    check(&[b'n'; 256], |e| {
        matches!(e, WorkspaceError::NameTooLong(_))
    });
}

#[test]
fn files_with_odd_names_are_read_like_others() {
    let workspace = TempWorkspace::new();
    workspace.add_odd_names();
    let root = root(&workspace);
    for name in tenon_testkit::ODD_NAMES {
        let path = [b"odd/", *name].concat();
        let (bytes, place) = root
            .read(&path)
            .unwrap_or_else(|e| panic!("{}: {e}", name.escape_ascii()));
        assert_eq!(bytes, *name, "its own content");
        assert_eq!(place.real, path, "its own path");
    }
    let listed: Vec<_> = tree::list(&root, b"odd").expect("it is a folder");
    assert_eq!(listed.len(), tenon_testkit::ODD_NAMES.len());
}

#[test]
fn a_folder_that_cannot_be_opened_says_why() {
    let workspace = TempWorkspace::with(&[("file", ""), ("closed/", "")]);
    let open = |name: &[u8]| Root::open(&workspace.at(name)).expect_err("it cannot be opened");
    assert!(matches!(open(b"missing"), WorkspaceError::RootMissing(_)));
    assert!(matches!(open(b"file"), WorkspaceError::RootNotFolder(_)));
    assert!(matches!(open(b"file/x"), WorkspaceError::RootNotFolder(_)));

    let mode = |name: &[u8], mode| {
        let path = workspace.at(name);
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).expect("it is ours");
    };
    mode(b"", 0o755);
    mode(b"closed", 0o000);
    let closed = workspace.at(b"closed");
    let refused = without_powers(move || Root::open(&closed).expect_err("it is closed"));
    assert!(
        matches!(refused, WorkspaceError::RootUnreadable(_)),
        "{refused:?}"
    );
    let below = workspace.at(b"closed/below");
    let refused = without_powers(move || Root::open(&below).expect_err("it is closed"));
    assert!(
        matches!(refused, WorkspaceError::RootUnreadable(_)),
        "{refused:?}"
    );
}

#[test]
fn a_root_given_through_a_link_is_the_folder_itself() {
    let workspace = TempWorkspace::with(&[("real/a.txt", "a")]);
    symlink("real", workspace.at(b"link")).expect("links can be made");
    let root = Root::open(&workspace.at(b"link")).expect("it leads to a folder");
    assert_eq!(root.path(), workspace.at(b"real"));
    assert_eq!(root.read(b"a.txt").expect("it is inside").0, b"a");
}

#[test]
fn a_folder_that_is_not_where_it_was_is_named_as_that() {
    let workspace = TempWorkspace::with(&[("open/a.txt", "a"), ("open/in/b.txt", "b")]);
    let root = Root::open(&workspace.at(b"open")).expect("it is a folder");
    let gone = |path: &[u8]| matches!(root.place(path), Err(WorkspaceError::RootGone(_)));
    std::fs::rename(workspace.at(b"open"), workspace.at(b"elsewhere")).expect("it can move");
    assert!(gone(b"") && gone(b"a.txt") && gone(b"in/b.txt"), "moved");
    std::os::unix::fs::symlink("elsewhere", workspace.at(b"open")).expect("links can be made");
    assert!(gone(b"a.txt"), "a link is not the folder");
    std::fs::remove_file(workspace.at(b"open")).expect("it can go");
    std::fs::rename(workspace.at(b"elsewhere"), workspace.at(b"open")).expect("it can come back");
    assert_eq!(root.read(b"a.txt").expect("it is back").0, b"a");
    std::fs::remove_dir_all(workspace.at(b"open")).expect("it can go for good");
    assert!(gone(b"") && gone(b"a.txt") && gone(b"in/b.txt"), "removed");
}

#[test]
fn a_folder_that_was_made_again_is_used_again() {
    let workspace = TempWorkspace::with(&[("open/a.txt", "a")]);
    let at = workspace.at(b"open");
    let root = Root::open(&at).expect("it is a folder");
    std::fs::remove_dir_all(&at).expect("it can go");
    std::fs::create_dir(&at).expect("its place is free");
    workspace.put(b"open/a.txt", b"new");
    assert_eq!(root.read(b"a.txt").expect("it is there").0, b"new");
    std::fs::rename(&at, workspace.at(b"away")).expect("it can move");
    std::fs::create_dir(&at).expect("its place is free");
    workspace.put(b"open/b.txt", b"b");
    assert_eq!(root.read(b"b.txt").expect("it is there").0, b"b");
    assert!(
        matches!(root.read(b"a.txt"), Err(WorkspaceError::NotFound(_))),
        "what is in the folder that was moved away is not of this one"
    );
    // A folder that was moved into the one that took its place seems to be inside.
    std::fs::rename(&at, workspace.at(b"away2")).expect("it can move");
    std::fs::create_dir(&at).expect("its place is free");
    std::fs::rename(workspace.at(b"away2"), workspace.at(b"open/old")).expect("it can move");
    root.renew().expect("a folder is there");
    assert!(matches!(
        root.read(b"b.txt"),
        Err(WorkspaceError::NotFound(_))
    ));
    assert_eq!(root.read(b"old/b.txt").expect("it is there").0, b"b");
}
