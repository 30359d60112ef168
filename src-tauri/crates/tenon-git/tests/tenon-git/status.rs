//! Changed files, compared with what `git status` says.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use tenon_git::{Entry, MAX_ENTRIES};

use crate::fixture::{Fixture, within_the_deadline};

/// What git says of the folder `root`, in the shape of tenon-git.
fn by_git(fixture: &Fixture, root: &Path) -> Vec<Entry> {
    let flags = [
        "status",
        "--porcelain",
        "-z",
        "-uall",
        "--ignore-submodules=all",
        "--",
        ".",
    ];
    let output = fixture.git_in(root, flags);
    assert!(
        output.status.success(),
        "git: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let prefix = root
        .strip_prefix(fixture.root())
        .expect("below the root")
        .as_os_str()
        .as_bytes();
    let mut entries = Vec::new();
    let mut fields = output
        .stdout
        .split(|byte| *byte == 0)
        .filter(|field| !field.is_empty());
    while let Some(field) = fields.next() {
        let (x, y, path) = (field[0], field[1], &field[3..]);
        let path = path.strip_suffix(b"/").unwrap_or(path);
        let path = path.strip_prefix(prefix).expect("inside the folder");
        let path = path.strip_prefix(b"/").unwrap_or(path).to_vec();
        let mut add = |letter, staged| {
            entries.push(Entry {
                path: path.clone(),
                letter,
                staged,
            })
        };
        match (x, y) {
            (b'?', b'?') => add('U', false),
            (b'U', _) | (_, b'U') | (b'A', b'A') | (b'D', b'D') => add('C', false),
            _ => {
                let letter = |byte| if byte == b'T' { 'M' } else { char::from(byte) };
                if x != b' ' {
                    add(letter(x), true);
                }
                if y != b' ' {
                    add(letter(y), false);
                }
                if x == b'R' {
                    fields.next();
                }
            }
        }
    }
    entries.sort();
    entries
}

/// What was done to the repository, in words and as code.
type State = (&'static str, fn(&Fixture));

fn check(state: &str, make: fn(&Fixture)) {
    let fixture = Fixture::with_files();
    make(&fixture);
    for root in [fixture.root(), fixture.root().join("sub")] {
        if !root.is_dir() {
            continue;
        }
        let expect = by_git(&fixture, &root);
        let place = root.clone();
        let status = within_the_deadline(move || {
            let repo = tenon_git::Repo::discover(&place)
                .expect("readable")
                .expect("a repository");
            repo.status().expect("a status")
        });
        assert_eq!(
            status.entries,
            expect,
            "after {state}, in {}",
            root.display()
        );
        assert!(!status.truncated, "a short list is whole after {state}");
    }
}

#[test]
fn every_state_is_told_as_git_tells_it() {
    let states: [State; 26] = [
        ("nothing", |_| {}),
        ("an edit", |f| f.write("a.txt", "one\n2\nthree\n")),
        ("an edit of the same length", |f| {
            f.write("sub/c.txt", "SOME\nlines\nthat\nare\nlong\nenough\n")
        }),
        ("a staged edit", |f| {
            f.write("sub/c.txt", "x\n");
            f.git(["add", "-A"]);
        }),
        ("a staged edit and one more", |f| {
            f.write("a.txt", "x\n");
            f.git(["add", "-A"]);
            f.write("a.txt", "y\n");
        }),
        ("untracked files in folders", |f| {
            f.write("new/deep/er/x", "");
            f.write("sub/new/y", "");
            f.write("new/z", "");
        }),
        ("an empty folder", |f| {
            fs::create_dir(f.root().join("empty")).expect("a folder")
        }),
        ("a staged new file", |f| {
            f.write("sub/n", "n\n");
            f.git(["add", "-A"]);
        }),
        ("a staged new file, edited", |f| {
            f.write("sub/n", "n\n");
            f.git(["add", "-A"]);
            f.write("sub/n", "m\n");
        }),
        ("a staged new file, removed", |f| {
            f.write("n", "n\n");
            f.git(["add", "-A"]);
            fs::remove_file(f.root().join("n")).expect("removed");
        }),
        ("a removed file", |f| {
            fs::remove_file(f.root().join("sub/c.txt")).expect("removed")
        }),
        ("a staged removal", |f| {
            drop(f.git(["rm", "-q", "sub/c.txt"]))
        }),
        ("a removal from the index only", |f| {
            drop(f.git(["rm", "-q", "--cached", "a.txt"]))
        }),
        ("a rename", |f| {
            drop(f.git(["mv", "sub/c.txt", "sub/d.txt"]))
        }),
        ("a rename and an edit", |f| {
            f.git(["mv", "sub/c.txt", "sub/d.txt"]);
            f.write("sub/d.txt", "some\nlines\nthat\nare\nlong\nenough\nmore\n");
        }),
        ("a rename that is not staged", |f| {
            fs::rename(f.root().join("a.txt"), f.root().join("z.txt")).expect("renamed");
        }),
        ("a move out of the subfolder", |f| {
            drop(f.git(["mv", "sub/c.txt", "top.txt"]))
        }),
        ("ignored files", |f| {
            f.write(".gitignore", "*.log\n/build/\n");
            f.write("sub/.gitignore", "!keep*.log\nown\n");
            for path in ["x.log", "build/x", "sub/keep.log", "sub/own", "sub/build/x"] {
                f.write(path, "x");
            }
        }),
        ("an edit of a tracked file in an ignored folder", |f| {
            f.write("build/kept", "1");
            f.write("build/other", "1");
            f.write(".gitignore", "build/\n");
            f.git(["add", "-f", "build/kept"]);
            f.git(["commit", "-q", "-m", "forced"]);
            f.write("build/kept", "22");
        }),
        ("a file that became a link", |f| {
            fs::remove_file(f.root().join("a.txt")).expect("removed");
            symlink("b.txt", f.root().join("a.txt")).expect("linked");
        }),
        ("a file that became executable", |f| {
            let mode = fs::Permissions::from_mode(0o755);
            fs::set_permissions(f.root().join("sub/c.txt"), mode).expect("a mode");
        }),
        ("a folder that became a file", |f| {
            fs::remove_dir_all(f.root().join("sub")).expect("removed");
            f.write("sub", "a file");
        }),
        ("line ends that attributes make equal", |f| {
            f.write(".gitattributes", "*.txt text eol=crlf\n");
            f.write("a.txt", "one\r\ntwo\r\nthree\r\n");
        }),
        ("a merge in conflict", |f| {
            f.git(["checkout", "-q", "-b", "other"]);
            f.write("a.txt", "other\n");
            f.git(["rm", "-q", "sub/c.txt"]);
            f.commit("other");
            f.git(["checkout", "-q", "main"]);
            f.write("a.txt", "main\n");
            f.write("sub/c.txt", "changed\n");
            f.commit("main");
            let merge = f.git_in(&f.root(), ["merge", "-q", "other"]);
            assert!(!merge.status.success(), "the merge must conflict");
        }),
        ("a repository inside", |f| {
            f.git(["init", "-q", "sub/inner"]);
            f.write("sub/inner/x", "x");
        }),
        ("an untracked pipe", |f| f.pipe("w/sub/pipe")),
    ];
    for (state, make) in states {
        check(state, make);
    }
}

#[test]
fn a_file_that_became_a_pipe_is_gone_and_nothing_hangs() {
    let fixture = Fixture::with_files();
    fs::remove_file(fixture.root().join("a.txt")).expect("removed");
    fixture.pipe("w/a.txt");
    let repo = fixture.repo();
    let status = within_the_deadline(move || repo.status().expect("a status"));
    let expect = vec![Entry {
        path: b"a.txt".to_vec(),
        letter: 'D',
        staged: false,
    }];
    assert_eq!(
        status.entries, expect,
        "git says modified; the file as such is gone"
    );
}

#[test]
fn odd_names_keep_their_bytes() {
    check("odd names", |fixture| {
        let long = "n".repeat(255);
        let names: [&[u8]; 9] = [
            b"new\nline",
            b"\xff\xfe",
            b" space ",
            b":(top)x",
            b"*[a]?",
            b"\"quoted\"",
            b"-dash",
            "\u{e4}\u{1f600}".as_bytes(),
            long.as_bytes(),
        ];
        for name in names {
            fixture.write(OsStr::from_bytes(name), "x");
            fixture.write(Path::new("sub").join(OsStr::from_bytes(name)), "x");
        }
    });
}

#[test]
fn a_workspace_below_a_folder_with_an_odd_name_sees_its_own_files_only() {
    let fixture = Fixture::with_files();
    for folder in ["[ab]*", ":(icase)x", "a"] {
        fixture.write(format!("{folder}/x"), "x");
    }
    for folder in ["[ab]*", ":(icase)x", "a"] {
        let status = fixture
            .repo_at(&fixture.root().join(folder))
            .status()
            .expect("a status");
        let expect = vec![Entry {
            path: b"x".to_vec(),
            letter: 'U',
            staged: false,
        }];
        assert_eq!(
            status.entries, expect,
            "a folder's name is no pattern: {folder}"
        );
    }
}

#[test]
fn an_unborn_repository_lists_its_files() {
    let fixture = Fixture::unborn();
    fixture.write("staged", "x");
    fixture.git(["add", "staged"]);
    fixture.write("loose", "x");
    let status = fixture.repo().status().expect("a status");
    assert_eq!(
        status.entries,
        by_git(&fixture, &fixture.root()),
        "before the first commit"
    );
}

#[test]
fn changes_in_a_submodule_are_left_out_and_it_is_not_opened() {
    let fixture = Fixture::with_files();
    let inner = fixture.base().join("inner");
    fixture.git_in(&fixture.base(), ["clone", "-q", "w", "inner"]);
    fixture.git([
        OsStr::new("submodule"),
        "add".as_ref(),
        "-q".as_ref(),
        inner.as_ref(),
        "mod".as_ref(),
    ]);
    fixture.commit("with a submodule");
    fixture.write("mod/a.txt", "changed\n");
    fs::remove_file(fixture.root().join("mod/.git")).expect("removed");
    fixture.write("mod/.git", "gitdir: /nonexistent\n");
    let status = fixture
        .repo()
        .status()
        .expect("a broken submodule is no obstacle");
    assert_eq!(status.entries, vec![], "nothing of the submodule is listed");
}

#[test]
fn a_status_changes_nothing_in_the_git_folder() {
    let fixture = Fixture::with_files();
    fixture.write("a.txt", "one\ntwo\nthree\n");
    let index = fixture.root().join(".git/index");
    let before = fs::read(&index).expect("the index");
    fixture.repo().status().expect("a status");
    assert_eq!(
        fs::read(&index).expect("the index"),
        before,
        "reading must not write"
    );
}

#[test]
fn what_changes_after_opening_is_seen() {
    let fixture = Fixture::with_files();
    let repo = fixture.repo();
    assert_eq!(
        repo.status().expect("a status").entries,
        vec![],
        "clean at first"
    );
    fixture.write("a.txt", "x\n");
    fixture.git(["add", "-A"]);
    fixture.write("sub/c.txt", "y\n");
    let root = fixture.root();
    assert_eq!(
        repo.status().expect("a status").entries,
        by_git(&fixture, &root),
        "after edits"
    );
    fixture.commit("second");
    assert_eq!(
        repo.status().expect("a status").entries,
        vec![],
        "clean after the commit"
    );
    let head = repo.head_text(b"a.txt").expect("readable");
    assert_eq!(head.as_deref(), Some(&b"x\n"[..]), "HEAD is the new commit");
}

#[test]
fn a_list_that_is_too_long_says_so() {
    let fixture = Fixture::unborn();
    for number in 0..=MAX_ENTRIES {
        fixture.write(format!("{number:05}"), "");
    }
    let status = fixture.repo().status().expect("a status");
    assert_eq!(status.entries.len(), MAX_ENTRIES, "the list is bounded");
    assert!(status.truncated, "and says that it is not whole");
}
