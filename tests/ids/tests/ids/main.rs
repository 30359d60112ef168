//! A small history, made here, in which it is known what happened.

use std::path::Path;
use std::process::Command;

use tenon_ids::evaluate;

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(arguments);
    for (name, value) in [
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_AUTHOR_NAME", "a"),
        ("GIT_AUTHOR_EMAIL", "a@example.org"),
        ("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z"),
        ("GIT_COMMITTER_NAME", "a"),
        ("GIT_COMMITTER_EMAIL", "a@example.org"),
        ("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z"),
    ] {
        git.env(name, value);
    }
    let out = git.output().expect("git is there");
    assert!(out.status.success(), "{out:?}");
}

/// A function whose text follows from `seed`.
fn function(name: &str, seed: usize) -> String {
    let line = |n: usize| format!("    let v{n} = step_{seed}_{n}(a, {});\n", n * seed);
    let body: String = (0..10).map(line).collect();
    format!("fn {name}(a: u8) {{\n{body}}}\n\n")
}

struct History(tempfile::TempDir);

impl History {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        git(folder.path(), &["init", "-q"]);
        Self(folder)
    }

    fn commit(&self, files: &[(&str, String)], gone: &[&str]) {
        for (path, text) in files {
            std::fs::write(self.0.path().join(path), text).expect("written");
        }
        for path in gone {
            std::fs::remove_file(self.0.path().join(path)).expect("removed");
        }
        git(self.0.path(), &["add", "-A"]);
        git(self.0.path(), &["commit", "-q", "-m", "x"]);
    }
}

#[test]
fn edits_renames_and_moves_of_a_small_history_keep_their_ids() {
    let history = History::new();
    let [a, b, c] = [function("one", 1), function("two", 2), function("three", 3)];
    history.commit(
        &[("x.rs", a.clone() + &b + &c), ("y.rs", function("four", 4))],
        &[],
    );
    let edited = a.replace("step_1_4", "another");
    history.commit(&[("x.rs", edited.clone() + &b + &c)], &[]);
    let renamed = edited.replace("fn one(", "fn first(");
    history.commit(&[("x.rs", renamed.clone() + &b + &c)], &[]);
    history.commit(
        &[
            ("x.rs", renamed.clone() + &c),
            ("y.rs", function("four", 4) + &b),
        ],
        &[],
    );
    history.commit(&[("z.rs", renamed + &c)], &["x.rs"]);
    let report = evaluate(history.0.path(), 7, 90).expect("a report");
    assert_eq!(report.wrong, Vec::<String>::new());
    let cases = [report.edits.cases, report.renames.cases, report.moves.cases];
    // One function was edited, one renamed, one moved, and two moved with their file.
    assert_eq!(cases, [1, 1, 3]);
    assert_eq!(report.total().kept, 5);
}

#[test]
fn a_new_function_that_is_like_no_other_has_nobodys_id() {
    let history = History::new();
    history.commit(
        &[("x.rs", function("one", 1)), ("y.rs", function("two", 2))],
        &[],
    );
    history.commit(&[("x.rs", function("new", 5))], &[]);
    history.commit(&[("y.rs", function("two", 9))], &[]);
    let report = evaluate(history.0.path(), 7, 90).expect("a report");
    assert_eq!((report.new.cases, report.new.anothers), (1, 0));
    assert_eq!(report.edits.kept, 1, "its name and place are its own");
}
