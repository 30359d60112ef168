//! The walk finds what `rg --files` finds.

use std::collections::BTreeSet;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

use rustix::fs::{CWD, FileType, Mode};
use tenon_testkit::{Rng, TempWorkspace};
use tenon_workspace::walk;

use crate::support::skip;

fn walked(folder: &Path, hidden: bool) -> BTreeSet<String> {
    let found = Mutex::new(BTreeSet::new());
    let problems = walk::files(folder, hidden, 2, || {
        |path: &[u8]| {
            let mut found = found.lock().expect("nobody panics here");
            assert!(
                found.insert(path.escape_ascii().to_string()),
                "each path comes once"
            );
            true
        }
    });
    assert!(problems.is_empty(), "everything can be read: {problems:?}");
    found.into_inner().expect("nobody panics here")
}

/// `None` when ripgrep is not installed.
fn listed_by_ripgrep(folder: &Path, hidden: bool) -> Option<BTreeSet<String>> {
    let mut command = Command::new("rg");
    command
        .args(["--no-config", "--files", "--null"])
        .current_dir(folder);
    if hidden {
        command.args(["--hidden", "--glob", "!.git"]);
    }
    let output = match command.output() {
        Ok(output) => output,
        Err(e) => {
            skip(&format!("ripgrep does not start: {e}"));
            return None;
        }
    };
    let paths = output
        .stdout
        .split(|b| *b == 0)
        .filter(|path| !path.is_empty());
    Some(paths.map(|path| path.escape_ascii().to_string()).collect())
}

fn expect_the_same(workspace: &TempWorkspace, what: &str) {
    for hidden in [false, true] {
        let Some(expected) = listed_by_ripgrep(workspace.path(), hidden) else {
            return;
        };
        assert_eq!(
            walked(workspace.path(), hidden),
            expected,
            "{what}, hidden: {hidden}"
        );
    }
}

#[test]
fn a_tree_with_every_kind_of_rule_is_walked_as_ripgrep_does() {
    for repository in [true, false] {
        let workspace = TempWorkspace::with(&[
            (
                ".gitignore",
                "target/\n*.log\n!keep.log\n/only-here\n**/deep/*.tmp\n\\#odd\nsp\\ ace\n",
            ),
            (".ignore", "by-ignore\n!revived.log\n"),
            (".rgignore", "by-rgignore\n!by-ignore/again\n"),
            ("target/x.o", ""),
            ("a.log", ""),
            ("revived.log", ""),
            ("keep.log", ""),
            ("only-here", ""),
            ("sub/only-here", ""),
            ("sub/deep/x.tmp", ""),
            ("sub/deep/x.txt", ""),
            ("#odd", ""),
            ("sp ace", ""),
            ("by-ignore/x", ""),
            ("by-ignore/again", ""),
            ("by-rgignore/x", ""),
            (".hidden/x", ""),
            (".hidden.txt", ""),
            ("sub/.gitignore", "*.rs\n!main.rs\n"),
            ("sub/main.rs", ""),
            ("sub/lib.rs", ""),
            ("sub/nested/.ignore", "!lib.rs\n"),
            ("sub/nested/lib.rs", ""),
            ("sub/.git-like/x", ""),
            ("other/.git/HEAD", ""),
            ("other/.gitignore", "own\n"),
            ("other/own", ""),
            ("other/a.log", ""),
        ]);
        if repository {
            workspace.put(b".git/HEAD", b"ref: refs/heads/main\n");
            workspace.put(b".git/info/exclude", b"excluded\n");
        }
        workspace.put(b"excluded", b"");
        workspace.add_odd_names();
        symlink("sub", workspace.at(b"to-folder")).expect("links can be made");
        symlink("keep.log", workspace.at(b"to-file")).expect("links can be made");
        symlink("nothing", workspace.at(b"dangling")).expect("links can be made");
        symlink("..", workspace.at(b"sub/up")).expect("links can be made");
        let mode = Mode::from_raw_mode(0o666);
        rustix::fs::mknodat(CWD, workspace.at(b"pipe"), FileType::Fifo, mode, 0).expect("a pipe");
        expect_the_same(&workspace, &format!("in a repository: {repository}"));
    }
}

#[test]
fn trees_made_by_chance_are_walked_as_ripgrep_does() {
    const NAMES: &[&str] = &["a", "b", "c.rs", "d.log", ".h", "target", "e f", "x[1]"];
    const RULES: &[&str] = &[
        "a",
        "/b",
        "*.log",
        "!d.log",
        "target/",
        "**/a",
        "b/**",
        "!b/c.rs",
        "x\\[1\\]",
        ".h",
        "*",
        "!*/",
        "a/b",
        "e f",
        "# no rule",
        "",
        "!.h",
        "c.*",
        "[ab]",
        "b/*/a",
    ];
    const FILES: &[&str] = &[".gitignore", ".ignore", ".rgignore"];
    let mut rng = Rng::seeded(0x5eed_0003);
    for round in 0..40 {
        let workspace = TempWorkspace::new();
        if rng.below(3) > 0 {
            workspace.put(b".git/HEAD", b"ref: refs/heads/main\n");
        }
        let mut folders = vec![String::new()];
        for _ in 0..6 {
            let folder = format!("{}{}/", rng.pick(&folders), rng.pick(NAMES));
            if workspace
                .at(folder.trim_end_matches('/').as_bytes())
                .is_file()
            {
                continue;
            }
            workspace.put(folder.as_bytes(), b"");
            folders.push(folder);
        }
        for folder in &folders {
            for _ in 0..3 {
                let path = format!("{folder}{}", rng.pick(NAMES));
                if !workspace.at(path.as_bytes()).exists() {
                    workspace.put(path.as_bytes(), b"");
                }
            }
            if rng.below(2) == 0 {
                let rules: String = (0..rng.below(4))
                    .map(|_| format!("{}\n", rng.pick(RULES)))
                    .collect();
                let path = format!("{folder}{}", rng.pick(FILES));
                workspace.put(path.as_bytes(), rules.as_bytes());
            }
        }
        expect_the_same(&workspace, &format!("round {round}"));
    }
}

#[test]
fn lines_written_by_several_threads_do_not_mix() {
    let workspace = TempWorkspace::new();
    for number in 0..3_000 {
        workspace.put(format!("{}/{number}.txt", number % 50).as_bytes(), b"");
    }
    let out = Mutex::new(Vec::new());
    let problems = walk::write_files(workspace.path(), false, 4, &out, |path, line| {
        line.extend_from_slice(path);
        line.push(b'\n');
    });
    let problems = problems.expect("memory takes all");
    assert!(problems.is_empty(), "{problems:?}");
    let out = out.into_inner().expect("nobody panics here");
    let lines: BTreeSet<_> = out.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    assert_eq!(lines.len(), 3_001, "each path once, and the end");
    assert!(lines.contains(b"49/2999.txt".as_slice()));
}

#[test]
fn a_reader_that_has_enough_ends_the_walk() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let workspace = TempWorkspace::with(&[("a", ""), ("b", "")]);
    let problems = walk::write_files(
        workspace.path(),
        false,
        1,
        &Mutex::new(Closed),
        |path, line| {
            line.extend_from_slice(path);
        },
    );
    let error = problems.expect_err("nobody reads");
    assert_eq!(
        error.kind(),
        std::io::ErrorKind::BrokenPipe,
        "who lists decides what that means"
    );
}
