//! Marks of comments as candidates for tasks, and the tasks that follow them.

use std::fs;
use std::time::Instant;

use tenon_api::wire::{
    TaskAdoptParams, TaskCandidate, TaskCandidates, TaskCandidatesParams, TaskEditParams,
    TaskEdited, TaskParams, TreeMoveParams,
};
use tenon_api::{ApiResult, ops};
use tenon_core::Code;
use tenon_testkit::TempWorkspace;

use crate::desk::Desk;
use crate::documents::change;

const CODE: &str =
    "fn a() {\n    // TODO: cap the buffer\n}\n\nfn b() {\n    // TODO: cap the buffer\n}\n";

fn asked(desk: &Desk, path: Option<&str>) -> TaskCandidates {
    let path = path.map(Into::into);
    desk.call::<ops::task_candidates>(TaskCandidatesParams { path })
        .expect("candidates")
}

fn all(desk: &Desk) -> Vec<TaskCandidate> {
    let found = asked(desk, None);
    assert_eq!(found.problems, [""; 0]);
    found.candidates
}

/// Each mark as its place and its task.
fn told(found: &[TaskCandidate]) -> Vec<String> {
    let told = found.iter().map(|one| {
        let task = one.task.as_deref().unwrap_or("-");
        format!("{}:{} {task}", one.path.path, one.line)
    });
    told.collect()
}

fn adopt(desk: &Desk, path: &str, line: u32) -> ApiResult<TaskEdited> {
    let path = path.into();
    desk.call::<ops::task_adopt>(TaskAdoptParams { path, line })
}

fn write(desk: &Desk, path: &str, text: &str) {
    fs::write(desk.workspace.path().join(path), text).expect("it is written");
}

#[test]
fn marks_of_code_and_notes_are_candidates_and_those_of_tasks_are_not() {
    let desk = Desk::new(&[
        (
            "src/a.rs",
            "let \u{1f600} = 1; // FIXME(@ana): sk-proj-1234567890abcdef is here\n",
        ),
        ("notes/b.md", "Say TODO and\n\nTODO: write it\n"),
        ("data.csv", "TODO: x\n"),
        ("out.log", "TODO: x\n"),
        (".ignore", "gone/\n"),
        ("gone/c.rs", "// TODO: x\n"),
        (
            "backlog/tasks/task-1 - A.md",
            "---\nid: task-1\ntitle: A\nstatus: To Do\n---\n\nTODO: x\n",
        ),
    ]);
    let found = all(&desk);
    assert_eq!(told(&found), ["notes/b.md:3 -", "src/a.rs:1 -"]);
    let mark = &found[1];
    assert_eq!((mark.word.as_str(), mark.column), ("FIXME", 16), "{mark:?}");
    assert_eq!(mark.assignee.as_deref(), Some("ana"));
    assert!(mark.text.contains("<REDACTED:"), "{mark:?}");
    assert_eq!(
        told(&asked(&desk, Some("src/")).candidates),
        ["src/a.rs:1 -"]
    );
    assert_eq!(
        told(&asked(&desk, Some("src/a.rs")).candidates),
        ["src/a.rs:1 -"]
    );
    assert_eq!(told(&asked(&desk, Some("backlog")).candidates), [""; 0]);
    assert_eq!(told(&asked(&desk, Some(".")).candidates).len(), 2);
}

#[test]
fn text_that_is_not_saved_counts_and_a_file_is_read_again_when_it_differs() {
    let desk = Desk::new(&[("a.rs", "// TODO: x\n"), ("b.rs", "fn b() {}\n")]);
    assert_eq!(told(&all(&desk)), ["a.rs:1 -"]);
    let doc = desk.open("a.rs").doc;
    desk.call::<ops::document_change>(change(doc, 1, &[(0, 0, "fn a() {}\n// FIXME: y\n")]))
        .expect("it is typed");
    assert_eq!(told(&all(&desk)), ["a.rs:2 -", "a.rs:3 -"]);
    write(&desk, "b.rs", "fn b() {}\n// HACK: z\n");
    assert_eq!(told(&all(&desk)), ["a.rs:2 -", "a.rs:3 -", "b.rs:2 -"]);
    fs::remove_file(desk.workspace.path().join("b.rs")).expect("it goes");
    assert_eq!(told(&all(&desk)), ["a.rs:2 -", "a.rs:3 -"]);
}

#[test]
fn a_mark_becomes_a_task_once() {
    let desk = Desk::new(&[
        ("src/a.rs", CODE),
        ("b.rs", "// TODO(T-1): x\n// TODO(T-9): y\n"),
    ]);
    let made = adopt(&desk, "src/a.rs", 6).expect("it is made").task;
    assert_eq!(
        (made.id.as_deref(), &*made.title),
        (Some("T-1"), "Cap the buffer")
    );
    let shown = desk.call::<ops::task_show>(TaskParams { id: "T-1".into() });
    let body = shown.expect("it is there").body;
    assert_eq!(
        body.trim(),
        "From `src/a.rs:6`:\n\n```\nTODO: cap the buffer\n```"
    );
    let wanted = ["b.rs:1 T-1", "b.rs:2 -", "src/a.rs:2 -", "src/a.rs:6 T-1"];
    assert_eq!(
        told(&all(&desk)),
        wanted,
        "one that names a task is that task"
    );
    let twice = adopt(&desk, "src/a.rs", 6).expect_err("it is one already");
    assert_eq!(twice.code, Code::Conflict);
    assert!(twice.message.contains("T-1"), "{twice:?}");
    let none = adopt(&desk, "src/a.rs", 5).expect_err("there is none");
    assert_eq!(none.code, Code::NotFound);
    assert_eq!(none.hint.as_deref(), Some("The nearest one is in line 6."));
    assert_eq!(
        adopt(&desk, "no.rs", 1).expect_err("no file").code,
        Code::NotFound
    );
}

#[test]
fn a_task_follows_its_mark_through_edits_and_renames() {
    let desk = Desk::new(&[("a.rs", CODE)]);
    adopt(&desk, "a.rs", 6).expect("it is made");
    let above = format!("use x;\n\n\n{CODE}");
    write(&desk, "a.rs", &above);
    assert_eq!(
        told(&all(&desk)),
        ["a.rs:5 -", "a.rs:9 T-1"],
        "not the nearer one"
    );
    desk.call::<ops::tree_move>(TreeMoveParams {
        from: "a.rs".into(),
        to: "c.rs".into(),
    })
    .expect("it is moved");
    assert_eq!(told(&all(&desk)), ["c.rs:5 -", "c.rs:9 T-1"]);
    let lines: Vec<&str> = above.lines().collect();
    let mut said = lines.clone();
    said[8] = "    // TODO: bound the buffer";
    write(&desk, "c.rs", &said.join("\n"));
    assert_eq!(
        told(&all(&desk)),
        ["c.rs:5 -", "c.rs:9 T-1"],
        "its text was changed"
    );
    said[8] = "    b_done();";
    write(&desk, "c.rs", &said.join("\n"));
    let found = asked(&desk, None);
    assert_eq!(told(&found.candidates), ["c.rs:5 -"]);
    let wanted = "The mark of T-1 in \"c.rs\" is gone: \"TODO: bound the buffer\".";
    assert!(
        found.problems[0].starts_with(wanted),
        "{:?}",
        found.problems
    );
    let done = TaskEditParams {
        id: "T-1".into(),
        status: Some("Done".into()),
        ..TaskEditParams::default()
    };
    desk.call::<ops::task_edit>(done).expect("it is done");
    assert_eq!(asked(&desk, None).problems, [""; 0], "as it should be");
}

#[test]
fn another_checkout_knows_the_mark_by_what_the_task_says() {
    let desk = Desk::new(&[("a.rs", CODE)]);
    let made = adopt(&desk, "a.rs", 2).expect("it is made").task;
    let text = desk.workspace.bytes(made.path.as_bytes());
    let text = String::from_utf8(text).expect("UTF-8");
    let code = format!("use x;\n{CODE}");
    let other = Desk::new(&[("a.rs", &code), (&made.path, &text)]);
    assert_eq!(told(&all(&other)), ["a.rs:3 T-1", "a.rs:7 -"]);
    write(&other, &made.path, &text.replace("From", "It was at"));
    assert_eq!(
        told(&all(&other)),
        ["a.rs:3 T-1", "a.rs:7 -"],
        "it is remembered"
    );
    fs::remove_file(other.workspace.path().join(&made.path)).expect("it goes");
    assert_eq!(
        told(&all(&other)),
        ["a.rs:3 -", "a.rs:7 -"],
        "the task is gone"
    );
}

#[test]
#[ignore = "it measures, and is run by hand in release"]
fn figures_of_candidates_in_five_thousand_files() {
    let workspace = TempWorkspace::new();
    for number in 0..5_000 {
        let mut text =
            "/// Says what it does.\nfn name(at: usize) -> usize {\n    at + 1\n}\n".repeat(60);
        if number % 10 == 0 {
            text.push_str("// TODO: make it better\n");
        }
        let path = format!("src/f{}/file{number}.rs", number % 50);
        workspace.put(path.as_bytes(), text.as_bytes());
    }
    let desk = Desk::over(workspace);
    for what in ["first", "again", "again"] {
        let begun = Instant::now();
        let found = all(&desk).len();
        println!("{what}: {found} marks in {:?}", begun.elapsed());
    }
    adopt(&desk, "src/f0/file0.rs", 241).expect("it is made");
    let begun = Instant::now();
    println!("with a task: {} in {:?}", all(&desk).len(), begun.elapsed());
}
