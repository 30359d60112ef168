//! What killed saves leave, and what becomes of it.

use std::fs::File;
use std::os::unix::fs::symlink;

use rustix::fs::{FlockOperation, flock};
use tenon_testkit::TempWorkspace;
use tenon_workspace::{sweep, tree, walk};

use crate::support::root;

/// The drafts' names carry the time at which they were made, in ms: 1,000 and 9,000.
const OLD: &str = ".tenon-save-0000000003e870008000000000000000";
const NEW: &str = ".tenon-save-00000000232870008000000000000000";

fn left(workspace: &TempWorkspace, folder: &[u8]) -> Vec<String> {
    let names = workspace.names(folder).into_iter();
    let mut names: Vec<_> = names
        .map(|name| String::from_utf8(name).expect("UTF-8 here"))
        .collect();
    names.sort();
    names
}

#[test]
fn old_drafts_are_removed_and_everything_else_stays() {
    let others = [
        NEW,
        // The copy beside a file that was being written in place may be the only whole text.
        ".tenon-kept-0000000003e870008000000000000000",
        ".tenon-save-",
        ".tenon-save-mine",
        "a.txt",
        "x.tenon-save-0000000003e870008000000000000000",
    ];
    let workspace = TempWorkspace::with(&[("sub/deep/a.txt", "")]);
    for name in others.iter().chain(&[OLD]) {
        workspace.put(format!("sub/{name}").as_bytes(), b"text");
    }
    workspace.put(format!("sub/deep/{OLD}").as_bytes(), b"not asked for");
    let link = ".tenon-save-0000000003e870008000000000000001";
    symlink("a.txt", workspace.at(format!("sub/{link}").as_bytes())).expect("a link");
    let removed = sweep(&root(&workspace), b"sub", 5_000).expect("it can be read");
    assert_eq!(removed, 1);
    let mut want: Vec<_> = others.iter().map(|name| (*name).to_owned()).collect();
    want.extend(["deep".to_owned(), link.to_owned()]);
    want.sort();
    assert_eq!(left(&workspace, b"sub"), want);
    assert_eq!(left(&workspace, b"sub/deep"), [OLD, "a.txt"]);
}

#[test]
fn a_draft_that_a_save_still_holds_stays() {
    let workspace = TempWorkspace::new();
    workspace.put(OLD.as_bytes(), b"half");
    let held = File::open(workspace.at(OLD.as_bytes())).expect("it is there");
    flock(&held, FlockOperation::NonBlockingLockExclusive).expect("a lock");
    let root = root(&workspace);
    assert_eq!(sweep(&root, b"", 5_000).expect("read"), 0);
    drop(held);
    assert_eq!(sweep(&root, b"", 5_000).expect("read"), 1);
}

#[test]
fn nobody_is_shown_a_draft() {
    let workspace = TempWorkspace::with(&[(".env", ""), ("a.txt", "")]);
    workspace.put(OLD.as_bytes(), b"");
    let listed = tree::list(&root(&workspace), b"").expect("a folder");
    let names: Vec<_> = listed.iter().map(|entry| entry.name.clone()).collect();
    assert_eq!(names, [b".env".to_vec(), b"a.txt".to_vec()]);
    for hidden in [false, true] {
        let found = std::sync::Mutex::new(Vec::new());
        walk::files(workspace.path(), hidden, 1, || {
            |path: &[u8]| {
                found.lock().expect("no panic").push(path.to_vec());
                true
            }
        });
        let found = found.into_inner().expect("no panic");
        assert!(!found.contains(&OLD.as_bytes().to_vec()), "{hidden}");
        assert_eq!(found.len(), 1 + usize::from(hidden));
    }
}
