//! `tenon task`.

use std::io::Write;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::bench::{Bench, end};

fn ids(lines: &[Value]) -> Vec<&str> {
    let ids = lines.iter().map(|line| line["id"].as_str());
    ids.map(|id| id.unwrap_or("-")).collect()
}

#[test]
fn a_task_is_made_shown_edited_and_listed() {
    let bench = Bench::new(&[]);
    let made = bench.run([
        "task",
        "create",
        "Cap the buffer",
        "--label",
        "ui",
        "--priority",
        "high",
        "--due",
        "2026-03-01",
        "--criterion",
        "It holds",
        "--assignee",
        "@ana",
        "--branch",
        "cap",
        "--json",
    ]);
    let made = made.value();
    for (key, wanted) in [
        ("id", json!("T-1")),
        ("title", json!("Cap the buffer")),
        ("status", json!("To Do")),
        ("labels", json!(["ui"])),
        ("priority", json!("high")),
        ("due", json!("2026-03-01")),
        ("dependsOn", json!([])),
        ("branch", json!("cap")),
        ("assignees", json!(["@ana"])),
        ("updated", made["created"].clone()),
        ("path", json!(".tenon/tasks/T-1 Cap the buffer.md")),
        ("ready", json!(true)),
        ("blockedBy", json!([])),
        ("criteria", json!([{ "text": "It holds", "done": false }])),
        ("aliases", json!([])),
        ("form", json!("tenon")),
    ] {
        assert_eq!(made[key], wanted, "{key} of {made}");
    }
    let second = bench
        .run(["task", "create", "Next", "--depends", "t-01", "--json"])
        .value();
    assert_eq!(second["dependsOn"], json!(["T-1"]));
    assert_eq!(second["blockedBy"], json!(["T-1"]));
    let shown = bench.run(["task", "show", "1", "--json"]).value();
    assert_eq!(shown["neededBy"], json!(["T-2"]));
    let body = shown["body"].as_str().expect("a text");
    assert!(body.contains("- [ ] It holds"), "{body}");
    let edited = bench.run([
        "task",
        "edit",
        "T-1",
        "--status",
        "done",
        "--check",
        "1",
        "--no-label",
        "ui",
        "--due",
        "",
        "--json",
    ]);
    let edited = edited.value();
    assert_eq!(
        (&edited["status"], &edited["due"], &edited["labels"]),
        (&json!("Done"), &json!(null), &json!([]))
    );
    assert_eq!(edited["criteria"][0]["done"], true);
    assert!(edited["updated"].is_string(), "{edited}");
    let ready = bench.run(["task", "ready", "--json"]);
    assert_eq!(ids(&ready.lines()), ["T-2"], "{}", ready.err);
    let done = bench.run(["task", "list", "--status", "Done", "--json"]);
    assert_eq!(ids(&done.lines()), ["T-1"]);
    let text = bench.run(["task", "list"]).text();
    assert!(text.starts_with("T-2     To Do         Next\n"), "{text}");
    let log = bench.run(["log", "--kind", "task", "--json"]).lines();
    let kinds: Vec<_> = log.iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(kinds, ["task.created", "task.created", "task.changed"]);
    assert_eq!(log[2]["subject"], "task:T-1");
}

#[test]
fn a_body_comes_from_standard_input() {
    let bench = Bench::new(&[]);
    let mut command = bench.command(["task", "create", "Long", "--body", "-", "--json"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"First line.\n\n- a\n").expect("it reads");
    drop(input);
    end(child).value();
    let shown = bench.run(["task", "show", "T-1"]).text();
    assert!(shown.ends_with("First line.\n\n- a\n"), "{shown}");
}

#[test]
fn groups_stand_in_each_line() {
    let bench = Bench::new(&[
        (
            ".tenon/tasks/T-1 a.md",
            "---\nid: T-1\nlabels: [ui, slow]\n---\n",
        ),
        (".tenon/tasks/T-2 b.md", "---\nid: T-2\n---\n"),
    ]);
    let lines = bench
        .run(["task", "list", "--group-by", "label", "--json"])
        .lines();
    let groups: Vec<_> = lines
        .iter()
        .map(|line| (line["group"].clone(), line["id"].clone()))
        .collect();
    let wanted = [
        (json!("slow"), "T-1"),
        (json!("ui"), "T-1"),
        (json!(null), "T-2"),
    ];
    assert_eq!(groups, wanted.map(|(group, id)| (group, json!(id))));
}

#[test]
fn a_broken_file_is_named_and_the_status_says_so() {
    let bench = Bench::new(&[
        (".tenon/tasks/T-1 a.md", "---\nid: T-1\n---\n"),
        (".tenon/tasks/T-2 b.md", "---\nid: T-2\ntitle: a: b\n---\n"),
    ]);
    let listed = bench.run(["task", "list", "--json"]);
    assert_eq!((ids(&listed.lines()), listed.code), (vec!["T-1"], Some(1)));
    let notice: Value = serde_json::from_str(&listed.err).expect("an object");
    let notice = notice["notice"].as_str().expect("a sentence");
    assert!(notice.contains("T-2 b.md\", line 3: "), "{notice}");
}

#[test]
fn what_is_wrong_is_said_with_a_status() {
    let bench = Bench::new(&[(".tenon/tasks/T-14 a.md", "---\nid: T-14\ntitle: A\n---\n")]);
    let unknown = bench.run(["task", "show", "T-41", "--json"]);
    assert_eq!(unknown.code, Some(1));
    let error = unknown.error();
    assert_eq!(error["code"], "notFound");
    assert_eq!(error["hint"], "Is T-14 meant, \"A\"?");
    let day = bench.run(["task", "create", "A", "--due", "tomorrow", "--json"]);
    assert_eq!(day.code, Some(2));
    assert!(day.err.contains("2026-11-22"), "{}", day.err);
    for (arguments, told) in [
        (
            ["task", "edit", "T-14", "--due", "2026-02-30"],
            "no such day",
        ),
        (["task", "edit", "T-14", "--check", "x"], "counted from 1"),
        (
            ["link", "remove", "zz", "--json", "--data-dir=x"],
            "tenon link list",
        ),
    ] {
        let wrong = bench.run(arguments);
        assert_eq!(wrong.code, Some(2));
        assert!(wrong.err.contains(told), "{}", wrong.err);
    }
    let status = bench
        .run(["task", "list", "--status", "nope", "--json"])
        .error();
    assert_eq!(status.get("hint"), None, "nothing could have been changed");
    let far = bench.run(["task", "show", "T-99", "--json"]).error();
    assert_eq!(far["hint"], "List the tasks to see their ids.");
    let both = bench.run([
        "task",
        "edit",
        "T-14",
        "--label",
        "a",
        "--no-label",
        "a",
        "--json",
    ]);
    assert_eq!(both.error()["code"], "invalid");
    let by = bench.run(["task", "list", "--group-by", "size"]);
    assert_eq!(by.code, Some(2), "{}", by.err);
    let empty = bench.run(["task", "create", "", "--json"]).error();
    assert_eq!(empty["code"], "invalid");
}

#[test]
fn the_board_has_an_object_for_each_column_and_tasks_move_on_it() {
    let bench = Bench::new(&[
        (".tenon/tasks/T-1.md", "---\nid: T-1\nlabels: ui\n---\n"),
        (
            ".tenon/tasks/T-2.md",
            "---\nid: T-2\nstatus: Waiting\n---\n",
        ),
        (".tenon/tasks/T-3.md", "---\nid: T-3\n---\n"),
    ]);
    let cells = |lines: &[Value]| -> Vec<String> {
        let cell = |line: &Value| {
            let tasks = line["tasks"].as_array().expect("a list");
            format!(
                "{}/{}: {}",
                line["lane"],
                line["status"],
                ids(tasks).join(" ")
            )
        };
        lines.iter().map(cell).collect()
    };
    let board = bench.run(["task", "board", "--json"]).lines();
    let wanted = [
        "null/\"To Do\": T-1 T-3",
        "null/\"In Progress\": ",
        "null/\"Done\": ",
        "null/\"Waiting\": T-2",
    ];
    assert_eq!(cells(&board), wanted);
    assert_eq!(board[3]["configured"], false);
    let moved = bench.run(["task", "move", "T-3", "To Do", "--before", "T-1", "--json"]);
    assert_eq!(moved.value()["id"], "T-3");
    let lanes = bench
        .run(["task", "board", "--lanes", "label", "--json"])
        .lines();
    assert_eq!(lanes.len(), 8);
    assert_eq!(
        cells(&lanes)[..2],
        ["\"ui\"/\"To Do\": T-1", "\"ui\"/\"In Progress\": "]
    );
    let text = bench.run(["task", "board"]).text();
    assert!(text.starts_with("To Do (2)\n  T-3 "), "{text}");
    let both = bench.run([
        "task", "move", "T-1", "Done", "--before", "T-2", "--after", "T-3",
    ]);
    assert_eq!(both.code, Some(2), "{}", both.err);
}

#[test]
fn problems_are_listed_and_ids_repaired() {
    let bench = Bench::new(&[
        (
            ".tenon/tasks/T-1 a.md",
            "---\nid: T-1\ncreated: 2026-01-01\n---\n",
        ),
        (
            ".tenon/tasks/T-1 b.md",
            "---\nid: T-1\ncreated: 2026-02-01\n---\n\n[[T-1 b]]\n",
        ),
    ]);
    let listed = bench.run(["task", "list", "--json"]);
    assert_eq!(
        (ids(&listed.lines()), listed.code),
        (vec!["T-1", "T-1"], Some(0))
    );
    assert!(
        listed.err.contains("2 tasks have the id T-1"),
        "{}",
        listed.err
    );
    let problem = bench.run(["task", "problems", "--json"]).value();
    assert_eq!(
        (&problem["kind"], &problem["ids"]),
        (&json!("duplicateId"), &json!(["T-1"]))
    );
    let planned = bench.run(["task", "repair", "--dry-run", "--json"]).lines();
    assert_eq!(
        (&planned[0]["to"], &planned[1]["done"]),
        (&json!("T-2"), &json!(false))
    );
    let done = bench.run(["task", "repair", "T-1"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    assert_eq!(
        done.text(),
        "T-1 -> T-2  .tenon/tasks/T-2 b.md\n  .tenon/tasks/T-2 b.md:8: T-1 b -> T-2 b (follows)\n"
    );
    assert_eq!(bench.run(["task", "problems", "--json"]).text(), "");
}

#[test]
fn a_mark_becomes_a_task_and_is_named_with_it() {
    let code = "fn a() {\n    // FIXME(ana): cap the buffer\n}\n// TODO: more\n";
    let bench = Bench::new(&[("src/a.rs", code), ("b.py", "# TODO: less\n")]);
    let found = bench.run(["task", "candidates", "src", "--json"]);
    let found = found.lines();
    assert_eq!(found.len(), 2, "{found:?}");
    for (key, wanted) in [
        ("title", json!("Cap the buffer")),
        ("word", json!("FIXME")),
        ("text", json!("FIXME(ana): cap the buffer")),
        ("path", json!("src/a.rs")),
        ("line", json!(2)),
        ("column", json!(8)),
        ("assignee", json!("ana")),
        ("task", json!(null)),
    ] {
        assert_eq!(found[0][key], wanted, "{key} of {}", found[0]);
    }
    let made = bench.run(["task", "adopt", "src/a.rs:2", "--json"]).value();
    assert_eq!(made["id"], json!("T-1"));
    assert_eq!(made["assignees"], json!(["ana"]));
    let plain = bench.run(["task", "candidates"]);
    let wanted = "-       b.py:1  TODO: less\nT-1     src/a.rs:2  FIXME(ana): cap the buffer\n-       src/a.rs:4  TODO: more\n";
    assert_eq!(plain.text(), wanted);
    let again = bench.run(["task", "adopt", "src/a.rs:2", "--json"]);
    assert_eq!(again.error()["code"], json!("conflict"));
    let no_line = bench.run(["task", "adopt", "src/a.rs"]);
    assert_eq!(no_line.code, Some(2));
}

#[test]
fn what_matters_is_told_with_its_reasons() {
    let bench = Bench::new(&[
        ("src/view.rs", ""),
        ("tests/view.rs", ""),
        ("other/x.txt", ""),
    ]);
    let found = bench.run(["context", "--front", "src/view.rs", "--json"]);
    let [row] = &found.lines()[..] else {
        panic!("{found:?}")
    };
    assert_eq!(row["thing"]["path"], json!("tests/view.rs"));
    assert_eq!(row["parts"][0]["signal"], json!("near"));
    let plain = bench.run(["context", "--front", "src/view.rs"]).text();
    assert_eq!(plain, "0.30  tests/view.rs  named as src/view.rs\n");
    for front in ["nope.rs", "T-1", "", "src"] {
        let gone = bench.run(["context", "--front", front, "--json"]).error();
        assert_eq!(gone["code"], json!("notFound"), "{front}");
        assert!(
            gone["hint"]
                .as_str()
                .is_some_and(|it| it.contains("by its path")),
            "{gone}"
        );
    }
    assert_eq!(bench.run(["context", "--limit", "0"]).code, Some(2));
    let outside = bench.run(["context", "--front", "../x", "--json"]);
    assert_eq!(outside.error()["code"], json!("permission"));
}
