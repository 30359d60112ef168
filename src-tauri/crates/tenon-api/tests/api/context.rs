//! What matters now, through the owner.

use std::fs;

use serde_json::json;
use tenon_api::ops;
use tenon_api::wire::{
    ContextNow, ContextParams, ContextRow, ScriptRunParams, SettingsUpdateParams, TaskAdoptParams,
    TaskCreateParams, TrustParams, UiEvent,
};
use tenon_core::{Code, WirePath};
use tenon_testkit::wait_until;

use crate::desk::Desk;
use crate::documents::{change, save};
use crate::git::git;

fn now(desk: &Desk, front: Option<&str>, open: &[&str]) -> ContextNow {
    let params = ContextParams {
        front: front.map(str::to_owned),
        open: open.iter().map(|path| WirePath::from(*path)).collect(),
        limit: 9,
    };
    desk.call::<ops::context_now>(params).expect("it answers")
}

fn paths(now: &ContextNow) -> Vec<&str> {
    let paths = now.rows.iter().filter_map(|row| row.thing.path.as_ref());
    paths.map(|path| path.path.as_str()).collect()
}

fn row<'a>(now: &'a ContextNow, path: &str) -> &'a ContextRow {
    let is_it = |row: &&ContextRow| row.thing.path.as_ref().is_some_and(|it| it.path == path);
    let row = now.rows.iter().find(is_it);
    row.unwrap_or_else(|| panic!("{path} is not in {:?}", paths(now)))
}

fn reasons(row: &ContextRow) -> Vec<(&str, &str)> {
    let parts = row.parts.iter();
    parts.map(|part| (&*part.signal, &*part.reason)).collect()
}

fn set(desk: &Desk, key: &str, value: &serde_json::Value) {
    desk.call::<ops::settings_update>(SettingsUpdateParams {
        key: key.into(),
        value: value.to_string(),
    })
    .expect("it is set");
}

fn commit(desk: &Desk, files: &[&str], message: &str) {
    let folder = desk.workspace.path();
    for file in files {
        fs::write(folder.join(file), message).expect("it is written");
    }
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", message]);
}

#[test]
fn what_is_open_edited_and_changed_together_comes_with_its_reasons() {
    let desk = Desk::new(&[
        ("a.rs", "a"),
        ("b.rs", "b"),
        ("c.rs", "c"),
        ("gone.rs", "g"),
        ("sub/d.rs", "d"),
    ]);
    git(desk.workspace.path(), &["init", "-q"]);
    commit(&desk, &["a.rs"], "what is there");
    commit(&desk, &["a.rs", "sub/d.rs", "gone.rs"], "one");
    commit(&desk, &["a.rs", "sub/d.rs", "gone.rs"], "two");
    fs::remove_file(desk.workspace.path().join("gone.rs")).expect("it goes");
    let doc = desk.open("b.rs").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "x")]))
        .expect("typed");
    desk.call::<ops::document_save>(save(doc, 1))
        .expect("saved");
    wait_until("the journal", || {
        let now = now(&desk, Some("file:a.rs"), &["c.rs"]);
        let b = now.rows.iter().find(|row| row.thing.title == "b.rs");
        b.is_some_and(|row| row.parts.iter().any(|part| part.signal == "edited"))
    });
    let found = now(&desk, Some("file:a.rs"), &["c.rs"]);
    assert!(!paths(&found).contains(&"a.rs"), "it is in front");
    assert!(!paths(&found).contains(&"gone.rs"), "it is gone");
    let d = row(&found, "sub/d.rs");
    assert_eq!(
        reasons(d),
        [
            ("together", "changed with a.rs in 2 commits"),
            ("committed", "changed in 2 of the last 3 commits")
        ]
    );
    assert_eq!(
        (d.thing.kind.as_str(), d.thing.title.as_str()),
        ("file", "d.rs")
    );
    let c = row(&found, "c.rs");
    assert_eq!(reasons(c)[0], ("open", "in front before this"));
    assert!(
        found
            .rows
            .iter()
            .all(|row| row.weight > 0.0 && row.weight <= 1.0)
    );
    assert!(found.rows.is_sorted_by(|a, b| a.weight >= b.weight));
    commit(&desk, &["a.rs", "c.rs"], "three");
    let later = now(&desk, Some("file:a.rs"), &[]);
    let c = reasons(row(&later, "c.rs"));
    // The file that was edited before was in that commit, too.
    let is_told = |(signal, reason): &(&str, &str)| {
        *signal == "together"
            && reason.starts_with("changed with")
            && reason.ends_with("in 1 commit")
    };
    assert!(c.iter().any(is_told), "{c:?}");
    set(&desk, "journal.exclude", &json!(["sub/**"]));
    let silent = now(&desk, Some("file:a.rs"), &[]);
    assert!(
        !paths(&silent).contains(&"sub/d.rs"),
        "nothing is said of it"
    );
}

#[test]
fn what_came_to_the_front_in_a_window_is_remembered_in_its_order() {
    let desk = Desk::new(&[("x/a.txt", ""), ("y/b.txt", ""), ("z/c.txt", "")]);
    for front in ["file:x/a.txt", "file:y/b.txt", "file:z/c.txt"] {
        now(&desk, Some(front), &[]);
    }
    let found = now(&desk, None, &[]);
    assert_eq!(paths(&found), ["z/c.txt", "y/b.txt", "x/a.txt"]);
    let turned = now(&desk, Some("file:y/b.txt"), &[]);
    let c = row(&turned, "z/c.txt");
    assert!(
        reasons(c).contains(&("together", "opened from y/b.txt once")),
        "{c:?}"
    );
}

#[test]
fn the_task_of_the_branch_and_the_marks_that_became_tasks_are_linked() {
    let desk = Desk::new(&[("src/a.rs", "// TODO: cap\n"), ("lib/b.rs", "")]);
    let adopt = TaskAdoptParams {
        path: "src/a.rs".into(),
        line: 1,
    };
    desk.call::<ops::task_adopt>(adopt).expect("it is made");
    let found = now(&desk, Some("file:src/a.rs"), &[]);
    let task = &found.rows[0];
    assert_eq!(
        (task.thing.reference.as_str(), task.thing.kind.as_str()),
        ("task:T-1", "task")
    );
    assert_eq!(
        reasons(task),
        [("linked", "T-1 was made of the mark in line 1")]
    );
    let back = now(&desk, Some("task:T-1"), &[]);
    assert_eq!(row(&back, "src/a.rs").parts[0].signal, "linked");
    let create = TaskCreateParams {
        title: "Second".into(),
        body: "See `lib/b.rs:3` and `../out.rs`.".into(),
        branch: Some("second".into()),
        ..TaskCreateParams::default()
    };
    desk.call::<ops::task_create>(create).expect("it is made");
    git(desk.workspace.path(), &["init", "-q", "-b", "second"]);
    commit(&desk, &["c.txt"], "one");
    wait_until("the branch is known", || {
        let found = now(&desk, None, &[]);
        let mut parts = found.rows.iter().flat_map(|row| &row.parts);
        parts.any(|part| part.reason == "the task of this branch")
    });
    let found = now(&desk, None, &[]);
    let named = "\"lib/b.rs:3\" in the task, for the task of this branch";
    assert!(reasons(row(&found, "lib/b.rs")).contains(&("linked", named)));
    let task = row(&found, ".tenon/tasks/T-2 Second.md");
    assert!(reasons(task).contains(&("linked", "the task of this branch")));
}

#[test]
fn what_texts_link_to_the_file_in_front_matters() {
    let desk = Desk::new(&[
        ("src/a.rs", "pub fn grow_buffer() {}\n"),
        (
            "far/design.md",
            "# Design\n\nSee [[grow_buffer]] and `lib/b.rs:1`.\n",
        ),
        ("lib/b.rs", "pub fn other() {}\n"),
        ("else/c.rs", ""),
    ]);
    let found = now(&desk, Some("file:src/a.rs"), &[]);
    let note = row(&found, "far/design.md");
    assert_eq!(
        (note.thing.kind.as_str(), reasons(note)[0].0),
        ("note", "linked")
    );
    assert!(!paths(&found).contains(&"else/c.rs"), "nothing links it");
    let back = now(&desk, Some("note:far/design.md"), &[]);
    for path in ["src/a.rs", "lib/b.rs"] {
        assert_eq!(row(&back, path).parts[0].signal, "linked");
    }
}

#[test]
fn what_uses_a_symbol_of_the_file_in_front_matters_and_what_it_uses() {
    let desk = Desk::new(&[
        (
            "src/a.rs",
            "use crate::deep::shape::Outline;\npub fn draw_outline(of: Outline) {}\n",
        ),
        ("deep/shape.rs", "pub struct Outline;\n"),
        ("far/b.rs", "fn b() { draw_outline(todo!()) }\n"),
        ("else/c.rs", "fn c() { nothing() }\n"),
        ("else/d.py", "draw_outline = 1\n"),
    ]);
    let found = || now(&desk, Some("file:src/a.rs"), &[]);
    // The symbols are read beside.
    wait_until("the symbols", || found().rows.len() == 2);
    let found = found();
    let shape = row(&found, "deep/shape.rs");
    assert_eq!(reasons(shape), [("uses", "src/a.rs uses its Outline")]);
    let b = row(&found, "far/b.rs");
    assert_eq!(reasons(b), [("uses", "uses draw_outline of src/a.rs")]);
}

#[test]
fn files_that_a_failed_command_names_matter() {
    let make =
        "bad:\n\t@echo 'src/a.c:3:5: error: no good'\n\t@echo 'src/gone.c:1: error'\n\t@exit 2\n";
    let desk = Desk::new(&[("Makefile", make), ("src/a.c", "int a;\n")]);
    let trust = TrustParams { trusted: true };
    desk.call::<ops::workspace_trust>(trust)
        .expect("it is trusted");
    set(&desk, "terminal.shell", &json!("/bin/bash"));
    let heard = desk.hear();
    let script = ScriptRunParams {
        id: "Makefile:bad".into(),
        arguments: Vec::new(),
        cols: 80,
        rows: 24,
    };
    desk.call::<ops::script_run>(script).expect("it runs");
    heard.wait("its end", |event| match event {
        UiEvent::RunEnded { run, .. } => Some(run.exit),
        _ => None,
    });
    let found = now(&desk, None, &[]);
    let a = row(&found, "src/a.c");
    let (signal, reason) = reasons(a)[0];
    assert_eq!(signal, "run");
    assert!(reason.contains("bad`, which failed just now"), "{reason}");
}

#[test]
fn a_wrong_question_is_refused() {
    let desk = Desk::new(&[]);
    let ask = |front: Option<&str>, limit| {
        let front = front.map(str::to_owned);
        let open = Vec::new();
        desk.call::<ops::context_now>(ContextParams { front, open, limit })
    };
    assert_eq!(ask(None, 0).expect_err("none").code, Code::Invalid);
    assert_eq!(ask(None, 51).expect_err("too many").code, Code::Invalid);
    let outside = ask(Some("file:../out.rs"), 5).expect_err("it leads out");
    assert_eq!(outside.code, Code::Permission);
    assert_eq!(
        ask(Some("nonsense"), 5).expect_err("no reference").code,
        Code::Invalid
    );
    assert_eq!(ask(Some("file:gone.rs"), 5).expect("it is gone").rows, []);
    assert_eq!(ask(Some("file:"), 5).expect("a folder").rows, []);
}

#[test]
fn the_first_commit_of_many_files_ties_none_of_them_together() {
    let desk = Desk::new(&[]);
    git(desk.workspace.path(), &["init", "-q", "-b", "main"]);
    commit(&desk, &["a.rs", "b.rs", "c.rs", "d.rs", "e.rs"], "first");
    commit(&desk, &["a.rs", "b.rs"], "second");
    let around = now(&desk, Some("file:a.rs"), &["a.rs"]);
    let together = around.rows.iter().filter(|row| {
        let mut signals = row.parts.iter();
        signals.any(|part| part.signal == "together")
    });
    let files: Vec<_> = together.map(|row| &*row.thing.title).collect();
    assert_eq!(files, ["b.rs"]);
}
