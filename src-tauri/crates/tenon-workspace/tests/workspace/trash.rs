//! The trash. Its place comes from the environment, so that each test has a process of its own.

use std::path::Path;

use tenon_testkit::TempWorkspace;
use tenon_workspace::{Root, Trash, WorkspaceError};

use crate::support::{again, role};

/// Runs `body` in this test's own process, with a trash in a temporary folder.
fn with_own_trash(test: &str, body: fn(&Path)) {
    if let Some(folder) = role() {
        return body(&folder);
    }
    let home = TempWorkspace::with(&[("data/", ""), ("work/", "")]);
    let output = again(test, &home.at(b"work"))
        .env("XDG_DATA_HOME", home.at(b"data"))
        .env("HOME", home.path())
        .output()
        .expect("the test starts again");
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{failed}");
    assert!(said.contains("1 passed"), "the body has run: {said}");
}

fn put(folder: &Path, path: &str, content: &str) {
    let full = folder.join(path);
    std::fs::create_dir_all(full.parent().expect("it lies in a folder")).expect("it is ours");
    std::fs::write(full, content).expect("there is space");
}

fn read(folder: &Path, path: &str) -> Option<String> {
    std::fs::read_to_string(folder.join(path)).ok()
}

#[test]
fn what_was_thrown_away_comes_back() {
    with_own_trash("trash::what_was_thrown_away_comes_back", |folder| {
        put(folder, "a.txt", "a");
        put(folder, "dir/sub/b.txt", "b");
        let root = Root::open(folder).expect("it is there");
        let mut trash = Trash::default();
        let paths = [b"a.txt".to_vec(), b"dir".to_vec()];
        let token = trash.put(&root, &paths).expect("there is a trash");
        assert!(read(folder, "a.txt").is_none() && !folder.join("dir").exists());
        let thrown = folder.join("../data/Trash/files/a.txt");
        assert!(thrown.exists(), "it lies where every file manager looks");

        let back = trash.restore(&token).expect("nothing stands in its place");
        assert_eq!(back.len(), 2);
        assert_eq!(read(folder, "a.txt").as_deref(), Some("a"));
        assert_eq!(read(folder, "dir/sub/b.txt").as_deref(), Some("b"));
        let again = trash.restore(&token);
        assert!(
            matches!(again, Err(WorkspaceError::NothingTrashed)),
            "{again:?}"
        );
    });
}

#[test]
fn what_stands_in_its_place_now_stays() {
    with_own_trash("trash::what_stands_in_its_place_now_stays", |folder| {
        put(folder, "a.txt", "old");
        let root = Root::open(folder).expect("it is there");
        let mut trash = Trash::default();
        let token = trash
            .put(&root, &[b"a.txt".to_vec()])
            .expect("there is a trash");
        put(folder, "a.txt", "new");
        let refused = trash.restore(&token);
        assert!(
            matches!(refused, Err(WorkspaceError::Exists(_))),
            "{refused:?}"
        );
        assert_eq!(read(folder, "a.txt").as_deref(), Some("new"));
        std::fs::remove_file(folder.join("a.txt")).expect("it is ours");
        trash.restore(&token).expect("the place is free now");
        assert_eq!(read(folder, "a.txt").as_deref(), Some("old"));
    });
}

#[test]
fn the_newest_of_two_with_one_path_comes_back() {
    with_own_trash(
        "trash::the_newest_of_two_with_one_path_comes_back",
        |folder| {
            let root = Root::open(folder).expect("it is there");
            let mut trash = Trash::default();
            let tokens = ["first", "second"].map(|content| {
                put(folder, "a.txt", content);
                trash
                    .put(&root, &[b"a.txt".to_vec()])
                    .expect("there is a trash")
            });
            trash.restore(&tokens[1]).expect("the place is free");
            assert_eq!(read(folder, "a.txt").as_deref(), Some("second"));
            std::fs::remove_file(folder.join("a.txt")).expect("it is ours");
            trash.restore(&tokens[0]).expect("the place is free");
            assert_eq!(read(folder, "a.txt").as_deref(), Some("first"));
        },
    );
}

#[test]
fn one_that_is_missing_keeps_all_others_where_they_are() {
    with_own_trash(
        "trash::one_that_is_missing_keeps_all_others_where_they_are",
        |folder| {
            put(folder, "a.txt", "a");
            std::os::unix::fs::symlink("/etc", folder.join("out")).expect("links can be made");
            let root = Root::open(folder).expect("it is there");
            let mut trash = Trash::default();
            for second in [b"missing".as_slice(), b"out/passwd", b"..", b""] {
                let refused = trash.put(&root, &[b"a.txt".to_vec(), second.to_vec()]);
                assert!(refused.is_err(), "{}", second.escape_ascii());
                assert_eq!(read(folder, "a.txt").as_deref(), Some("a"));
            }
            trash
                .put(&root, &[b"out".to_vec()])
                .expect("a link itself may go");
            assert!(
                Path::new("/etc/passwd").exists(),
                "and not what it leads to"
            );
        },
    );
}
