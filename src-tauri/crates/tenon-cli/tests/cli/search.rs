//! `tenon search`.

use serde_json::{Value, json};

use crate::bench::{Bench, Serve};
use crate::read::with_input;

fn bench() -> Bench {
    let bench = Bench::new(&[
        (".git/config", ""),
        (".gitignore", "*.log\n"),
        ("src/a.rs", "fn one() {}\n// ä one two\n"),
        ("b.md", "one\ntwo\n"),
        ("c.log", "one\n"),
        (".hidden", "one\n"),
    ]);
    bench.workspace.put(b"odd \xff", b"One\r\n");
    bench
}

#[test]
fn a_hit_is_one_line_of_json_with_its_place() {
    let bench = bench();
    let hits = bench.run(["search", "--literal", "one", "--json"]).lines();
    let first = json!({
        "kind": "text", "path": "b.md", "line": 1, "column": 1, "text": "one",
        "score": 1.0, "why": "the line holds \"one\"",
    });
    assert_eq!(hits[0], first);
    let places: Vec<_> = hits
        .iter()
        .map(|hit| {
            (
                hit["path"].as_str(),
                hit["line"].as_u64(),
                hit["column"].as_u64(),
            )
        })
        .collect();
    let column_in_bytes = (Some("src/a.rs"), Some(2), Some(7));
    assert_eq!(
        places[1..],
        [(Some("src/a.rs"), Some(1), Some(4)), column_in_bytes]
    );
    let odd = bench.run(["search", "one", "--ignore-case", "--path", "odd*", "--json"]);
    let odd = odd.value();
    assert_eq!(
        (&odd["pathBytes"], &odd["text"]),
        (&json!("b2RkIP8="), &json!("One"))
    );
}

#[test]
fn without_json_a_hit_is_path_line_column_and_text() {
    let bench = bench();
    let ran = bench.run(["search", "two"]);
    assert_eq!(
        (ran.code, ran.text().as_str()),
        (Some(0), "b.md:2:1:two\nsrc/a.rs:2:11:// ä one two\n")
    );
    let ran = bench.run(["search", "two", "--context", "1", "--path", "b.md"]);
    assert_eq!(ran.text(), "b.md-1-one\nb.md:2:1:two\n");
    let none = bench.run(["search", "nowhere"]);
    assert_eq!((none.code, none.text().as_str()), (Some(0), ""));
}

#[test]
fn options_narrow_and_widen() {
    let bench = bench();
    let paths = |arguments: &[&str]| -> Vec<String> {
        let hits = bench
            .run([&["search", "--json"], arguments].concat())
            .lines();
        let path = |hit: &Value| hit["path"].as_str().expect("a path").to_owned();
        let mut paths: Vec<_> = hits.iter().map(path).collect();
        paths.dedup();
        paths
    };
    assert_eq!(paths(&["one", "--hidden"]), [".hidden", "b.md", "src/a.rs"]);
    assert_eq!(
        paths(&["one", "--no-ignore"]),
        ["b.md", "c.log", "src/a.rs"]
    );
    assert_eq!(paths(&["one", "--type", "rust"]), ["src/a.rs"]);
    assert_eq!(paths(&["one lang:md"]), ["b.md"]);
    assert_eq!(paths(&["one", "--path", "!src/**"]), ["b.md"]);
    assert_eq!(paths(&["--regex", "^(one|x)$"]), ["b.md"]);
    assert_eq!(paths(&["a.rs", "--kind", "file"]), ["src/a.rs"]);
    assert_eq!(paths(&["one", "--limit", "1"]), ["b.md"]);
    assert_eq!(paths(&["one two since:1h"]), ["b.md", "src/a.rs"]);
    assert_eq!(paths(&["--literal", "one two"]), ["src/a.rs"]);
}

#[test]
fn a_question_that_cannot_be_read_is_an_error_and_nothing_is_searched() {
    let bench = bench();
    for (arguments, start) in [
        (
            &["search", "--json", "--regex", "a(b"][..],
            "The regular expression \"a(b\" is wrong at line 1, column 2",
        ),
        (&["search", "--json", "foo:x"], "There is no field \"foo\""),
        (
            &["search", "--json", "ast:x"],
            "\"ast:\" is kept for searching by structure",
        ),
        (
            &["search", "--json", "kind:dream"],
            "There is no kind \"dream\"; there are text, file, symbol, command, note, task, at column 1",
        ),
        (
            &["search", "--json", "x since:never"],
            "\"never\" is no moment",
        ),
    ] {
        let ran = bench.run(arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}");
        let error = ran.error();
        assert_eq!(error["code"], "invalid", "{error}");
        assert!(
            error["message"].as_str().expect("text").starts_with(start),
            "{error}"
        );
    }
    let bytes = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(b"a\xff");
    let odd = bench.run([std::ffi::OsStr::new("search"), bytes]);
    assert_eq!(odd.code, Some(1));
    assert!(
        odd.err.contains("is not UTF-8. Bytes are found by"),
        "{}",
        odd.err
    );
    assert_eq!(bench.run(["search"]).code, Some(2), "there is no question");
    assert_eq!(
        bench.run(["search", "x", "--regex", "--literal"]).code,
        Some(2)
    );
}

#[test]
fn many_questions_need_one_start_and_a_bad_line_ends_nothing() {
    let bench = bench();
    let input = [
        r#"{"id": 1, "query": "two", "path": "b.md"}"#,
        "no json",
        "",
        r#"{"id": {"a": 2}, "query": "a(", "regex": true}"#,
        r#"{"id": "three", "query": "one", "literal": true, "limit": 1, "ignoreCase": true}"#,
        r#"{"id": 4}"#,
        r#"{"id": 5, "query": "x", "colour": "red"}"#,
    ]
    .join("\n");
    let ran = with_input(
        &bench,
        &["search", "--ndjson", "--regex", "--limit", "7"],
        input.as_bytes(),
    );
    let answers = ran.lines();
    assert_eq!(ran.code, Some(1), "some could not be answered");
    let ids: Vec<_> = answers.iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!(
        ids,
        [
            json!(1),
            Value::Null,
            json!({"a": 2}),
            json!("three"),
            json!(4),
            json!(5)
        ]
    );
    assert_eq!(answers[0]["hits"][0]["path"], "b.md");
    assert_eq!(answers[3]["hits"].as_array().map(Vec::len), Some(1));
    for bad in [1, 2, 4, 5] {
        assert_eq!(answers[bad]["error"]["code"], "invalid", "{}", answers[bad]);
    }
    let wrong = with_input(
        &bench,
        &["search", "--ndjson"],
        b"{no\n{\"query\": \"x\", \"y\": 1}\n",
    );
    let told: Vec<_> = wrong
        .lines()
        .iter()
        .map(|it| it["error"].to_string())
        .collect();
    assert!(
        told[0].contains("this one is no JSON from column 2 on"),
        "{told:?}"
    );
    assert!(
        told[1].contains("unknown field `y`") && !told[1].contains(" column "),
        "{told:?}"
    );
    let fine = with_input(&bench, &["search", "--ndjson"], br#"{"query": "two"}"#);
    assert_eq!((fine.code, fine.lines().len()), (Some(0), 1));
}

#[test]
fn since_narrows_as_the_field_does() {
    let bench = bench();
    let found = |more: &[&str]| bench.run([&["search", "--json", "one"], more].concat());
    let all = found(&[]).lines();
    assert!(!all.is_empty());
    assert_eq!(found(&["--since", "1h"]).lines(), all);
    let far = found(&["--since", "2100-01-01T00:00:00Z"]);
    assert_eq!((far.code, far.lines().len()), (Some(0), 0), "{}", far.err);
    let literal = found(&["--literal", "--since", "1h"]);
    assert_eq!(literal.code, Some(2), "{}", literal.err);
}

#[test]
fn searching_leaves_a_folder_that_was_never_opened_as_it_is() {
    let bench = bench();
    bench.run(["search", "one"]);
    let status = bench.run(["status", "--json"]).value();
    assert_eq!(status["workspace"]["id"], Value::Null);
}

#[test]
fn matches_are_replaced_after_a_look_and_taken_back() {
    let bench = bench();
    let look = bench.run([
        "search",
        "--regex",
        "o(ne)",
        "--replace",
        "0$1",
        "--dry-run",
        "--json",
    ]);
    assert_eq!(look.code, Some(0), "{}", look.err);
    let files = look.lines();
    let hit = json!([{ "line": 1, "column": 1, "from": "one", "to": "0ne" }]);
    assert_eq!(
        files[0],
        json!({ "path": "b.md", "hits": hit, "done": false })
    );
    assert_eq!(
        (files.len(), bench.workspace.bytes(b"b.md")),
        (2, b"one\ntwo\n".to_vec())
    );
    let done = bench.run(["search", "--regex", "o(ne)", "--replace", "0$1"]);
    assert_eq!(
        (done.code, done.text().as_str()),
        (Some(0), "b.md: 1\nsrc/a.rs: 2\n")
    );
    assert_eq!(bench.workspace.bytes(b"b.md"), b"0ne\ntwo\n");
    assert_eq!(bench.run(["history", "undo"]).code, Some(0));
    assert_eq!(bench.workspace.bytes(b"b.md"), b"one\ntwo\n");
    let two = bench.run(["search", "one two", "--replace", "x", "--json"]);
    assert_eq!(two.error()["code"], "invalid", "which of them?");
}

#[test]
fn notes_headings_and_tasks_are_found_with_and_without_an_owner() {
    let bench = Bench::new(&[
        ("notes/line.md", "# Line buffer\n\n## Limits\n"),
        ("x.rs", "// limits\n"),
        (
            ".tenon/tasks/T-1 a.md",
            "---\nid: T-1\ntitle: Raise the limits\nstatus: To Do\npriority: high\n---\n",
        ),
        (
            ".tenon/tasks/T-2 b.md",
            "---\nid: T-2\ntitle: Other limits\nstatus: Done\n---\n",
        ),
    ]);
    let look = |bench: &Bench| {
        let note = bench.run(["search", "--json", "kind:note limits"]).lines();
        assert_eq!(note.len(), 1, "{note:?}");
        assert_eq!(
            (&note[0]["path"], &note[0]["line"], &note[0]["why"]),
            (
                &json!("notes/line.md"),
                &json!(3),
                &json!("a heading of Line buffer")
            )
        );
        let task = bench.run(["search", "--json", "kind:task limits"]).lines();
        let refs: Vec<_> = task.iter().map(|row| row["ref"].as_str()).collect();
        assert_eq!(
            refs,
            [Some("task:T-1"), Some("task:T-2")],
            "open ones first"
        );
        assert_eq!(task[0]["why"], "To Do, high");
        let one = bench
            .run(["search", "--json", "kind:task limits -other"])
            .lines();
        assert_eq!(one.len(), 1);
        let lately = bench.run(["search", "--json", "kind:task limits since:1h"]);
        assert_eq!(lately.lines().len(), 2, "their folder is a hidden one");
        let none = bench
            .run(["search", "--json", "kind:note limits path:src/**"])
            .lines();
        assert_eq!(none.len(), 0);
    };
    look(&bench);
    let served = Serve::start(&mut bench.command(["serve", "--json"]));
    look(&bench);
    drop(served);
}
