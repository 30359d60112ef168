//! `tenon edit` and `tenon buffers`.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use rustix::process::Signal;
use serde_json::json;

use crate::bench::{Bench, Ran, Serve};

/// Runs `tenon edit` with lines on standard input.
fn edit(bench: &Bench, arguments: &[&str], lines: &str) -> Ran {
    let mut command = bench.command([&["edit", "--json"], arguments].concat());
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(lines.as_bytes()).expect("it reads");
    drop(input);
    let done = child.wait_with_output().expect("it ends");
    Ran {
        code: done.status.code(),
        out: done.stdout,
        err: String::from_utf8(done.stderr).expect("UTF-8"),
    }
}

#[test]
fn edits_are_durable_unsaved_and_there_for_the_next_call() {
    let bench = Bench::new(&[("a.txt", "one\r\ntwo\r\n")]);
    let lines = "{\"changes\": [[0, 3, \"ONE\\ud83d\\ude00\"]]}\n\n{\"changes\": [[6, 9, \"zwei\"], [10, 10, \"!\"]]}\n";
    let ran = edit(&bench, &["a.txt"], lines);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(ran.lines(), [json!({"counter": 1}), json!({"counter": 2})]);
    assert_eq!(
        bench.workspace.bytes(b"a.txt"),
        b"one\r\ntwo\r\n",
        "nothing is saved"
    );
    let listed = bench.run(["buffers", "--text", "--json"]).value();
    let text = "ONE\u{1f600}\nzwei\n!";
    let length = text.encode_utf16().count();
    assert_eq!(
        listed,
        json!({"path": "a.txt", "dirty": true, "length": length, "text": text})
    );
    let unsaved = || bench.run(["status", "--json"]).value()["unsaved"].clone();
    assert_eq!(unsaved(), 1, "a look without an owner sees it too");
    let brief = bench.run(["buffers", "--json"]).value();
    assert_eq!(
        brief,
        json!({"path": "a.txt", "dirty": true, "length": length})
    );
    let saved = edit(
        &bench,
        &["a.txt", "--save"],
        "{\"changes\": [[0, 0, \"> \"]]}\n",
    );
    assert_eq!(saved.code, Some(0), "{}", saved.err);
    let bytes = "> ONE\u{1f600}\r\nzwei\r\n!".as_bytes();
    assert_eq!(bench.workspace.bytes(b"a.txt"), bytes);
    assert_eq!(
        bench.run(["buffers", "--json"]).text(),
        "",
        "nothing is unsaved any more"
    );
    assert_eq!(unsaved(), 0);
}

/// The texts of all versions of a file, the last one first.
fn versions(bench: &Bench, path: &str) -> Vec<String> {
    let listed = bench.run(["history", "list", path, "--json"]).lines();
    let ids = listed.iter().map(|version| version["id"].to_string());
    let shown = ids.map(|id| bench.run(["history", "version", &id]).text());
    shown.collect()
}

#[test]
fn what_something_else_wrote_is_saved_over_or_taken_and_neither_text_is_lost() {
    let bench = Bench::new(&[("a.txt", "old\n"), ("b.txt", "old\n")]);
    for path in ["a.txt", "b.txt"] {
        let ran = edit(&bench, &[path], "{\"changes\": [[0, 0, \"mine \"]]}\n");
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        bench
            .workspace
            .put(path.as_bytes(), b"theirs, which is longer\n");
    }
    let refused = edit(&bench, &["a.txt", "--save"], "");
    assert_eq!(refused.code, Some(1));
    for way in ["--save --force", "buffers --discard"] {
        assert!(refused.err.contains(way), "{way} is named: {}", refused.err);
    }
    let saved = edit(&bench, &["a.txt", "--save", "--force"], "");
    assert_eq!(saved.code, Some(0), "{}", saved.err);
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"mine old\n");
    assert!(versions(&bench, "a.txt").contains(&"theirs, which is longer\n".to_owned()));

    let given_up = bench
        .run(["buffers", "--discard", "b.txt", "--json"])
        .value();
    assert_eq!(
        given_up,
        json!({"path": "b.txt", "dirty": true, "length": 9, "kept": "history"})
    );
    assert_eq!(
        bench.workspace.bytes(b"b.txt"),
        b"theirs, which is longer\n"
    );
    assert!(versions(&bench, "b.txt").contains(&"mine old\n".to_owned()));
    assert_eq!(bench.run(["buffers", "--json"]).text(), "");
    let unknown = bench.run(["buffers", "--discard", "b.txt"]);
    assert_eq!(unknown.code, Some(1));
    assert!(
        unknown.err.contains("not among the unsaved texts"),
        "{}",
        unknown.err
    );
}

#[test]
fn unsaved_text_whose_file_is_gone_is_given_up_into_its_history() {
    let bench = Bench::new(&[("a.txt", "old\n")]);
    edit(&bench, &["a.txt"], "{\"changes\": [[0, 0, \"mine \"]]}\n");
    std::fs::remove_file(bench.workspace.path().join("a.txt")).expect("it is there");
    let given_up = bench.run(["buffers", "--discard", "a.txt"]);
    assert_eq!(given_up.code, Some(0), "{}", given_up.err);
    assert_eq!(bench.run(["buffers", "--json"]).text(), "");
    assert!(versions(&bench, "a.txt").contains(&"mine old\n".to_owned()));
}

#[test]
fn what_counts_as_unsaved_is_what_is_listed() {
    let bench = Bench::new(&[("a.txt", "abc"), ("b.txt", "abc")]);
    let count = || bench.run(["status", "--json"]).value()["unsaved"].clone();
    let listed = || bench.run(["buffers", "--json"]).lines().len();
    // One is typed back to what its file holds.
    let ran = edit(
        &bench,
        &["a.txt"],
        "{\"changes\": [[0, 0, \"x\"]]}\n{\"changes\": [[0, 1, \"\"]]}\n",
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    // What is counted first is counted before anybody brings the texts back.
    assert_eq!((count(), listed()), (json!(0), 0));
    edit(&bench, &["b.txt"], "{\"changes\": [[0, 0, \"x\"]]}\n");
    assert_eq!((count(), listed()), (json!(1), 1));
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let client = crate::serve::client(&bench);
    client
        .call::<tenon_api::ops::document_new>(&tenon_api::wire::DocumentNewParams { text: None })
        .expect("a new one");
    assert_eq!((count(), listed()), (json!(2), 2), "one has no file yet");
    drop(client);
    drop(serve);
    let after = listed();
    assert_eq!(count(), json!(after));
}

#[test]
fn line_ends_of_what_is_inserted_are_the_texts_own() {
    let bench = Bench::new(&[("a.txt", "one\r\ntwo\r\n")]);
    let lines = "{\"changes\": [[0, 0, \"a\\r\\nb\\rc\\n\"], [3, 3, \"!\"]]}\n";
    let ran = edit(&bench, &["a.txt"], lines);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let listed = bench.run(["buffers", "--text", "--json"]).value();
    assert_eq!(listed["text"], "a\nb\nc\none!\ntwo\n");
    let saved = edit(&bench, &["a.txt", "--save"], "");
    assert_eq!(saved.code, Some(0), "{}", saved.err);
    let bytes = b"a\r\nb\r\nc\r\none!\r\ntwo\r\n";
    assert_eq!(bench.workspace.bytes(b"a.txt"), bytes);
}

#[test]
fn a_bad_line_is_refused_alone_and_what_was_applied_stays() {
    let bench = Bench::new(&[("a.txt", "abc")]);
    let lines = "{\"changes\": [[0, 1, \"A\"]]}\n{\"changes\": [[9, 9, \"x\"]]}\nno json\n{\"changes\": [[1, 2, \"B\"]]}\n";
    let ran = edit(&bench, &["a.txt"], lines);
    assert_eq!(ran.code, Some(1));
    assert_eq!(ran.lines(), [json!({"counter": 1}), json!({"counter": 2})]);
    let errors: Vec<serde_json::Value> = ran
        .err
        .lines()
        .map(|line| serde_json::from_str(line).expect("an error object"))
        .collect();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(
        errors.iter().all(|error| error["code"] == "invalid"),
        "{errors:?}"
    );
    assert_eq!(
        [&errors[0]["line"], &errors[1]["line"]],
        [&json!(2), &json!(3)]
    );
    let listed = bench.run(["buffers", "--text", "--json"]).value();
    assert_eq!(listed["text"], "ABc");
    let missing = edit(&bench, &["no.txt"], "");
    assert_eq!(
        (missing.code, &missing.error()["code"]),
        (Some(1), &json!("notFound"))
    );
}

#[test]
fn with_an_owner_the_edits_go_through_it_and_outlive_its_kill() {
    let bench = Bench::new(&[("a.txt", "")]);
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let lines: String = (0..50)
        .map(|n| format!("{{\"changes\": [[{n}, {n}, \"x\"]]}}\n"))
        .collect();
    let ran = edit(&bench, &["a.txt"], &lines);
    assert_eq!(ran.lines().len(), 50, "{}", ran.err);
    serve.signal(Signal::KILL);
    serve.ended();
    let listed = bench.run(["buffers", "--text", "--json"]).value();
    assert_eq!(listed["text"], "x".repeat(50));
}

#[test]
fn edits_go_on_when_the_owner_is_killed_between_them() {
    let bench = Bench::new(&[("a.txt", "")]);
    let mut serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let mut command = bench.command(["edit", "--json", "--save", "a.txt"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut edit = |n: u32, text: char| {
        writeln!(input, "{{\"changes\": [[{n}, {n}, \"{text}\"]]}}").expect("it reads");
        let answer = answers.next().expect("an answer").expect("UTF-8");
        assert_eq!(answer, format!("{{\"counter\":{}}}", n + 1));
    };
    edit(0, 'a');
    edit(1, 'b');
    serve.signal(Signal::KILL);
    serve.ended();
    // Another owner is there already, and goes too; then the edit is the owner itself.
    serve = Serve::start(&mut bench.command(["serve", "--json"]));
    edit(2, 'c');
    serve.signal(Signal::KILL);
    serve.ended();
    edit(3, 'd');
    edit(4, 'e');
    drop(input);
    let done = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert!(done.status.success());
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"abcde");
}

#[test]
fn edits_stop_when_the_text_is_another_one_after_the_owner_was_killed() {
    let bench = Bench::new(&[("a.txt", "")]);
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let mut command = bench.command(["edit", "--json", "a.txt"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    for n in 0..3 {
        writeln!(input, "{{\"changes\": [[0, 0, \"{n}\"]]}}").expect("it reads");
        answers.next().expect("an answer").expect("UTF-8");
    }
    let saved = edit(&bench, &["a.txt", "--save"], "");
    assert_eq!(saved.code, Some(0), "{}", saved.err);
    serve.signal(Signal::KILL);
    serve.ended();
    writeln!(input, "{{\"changes\": [[0, 0, \"x\"]]}}").expect("it reads");
    drop(input);
    let done = child.wait_with_output().expect("it ends");
    let error: serde_json::Value = serde_json::from_slice(&done.stderr).expect("one error");
    assert_eq!(
        (&error["code"], &error["line"]),
        (&json!("conflict"), &json!(4))
    );
    assert_eq!(bench.workspace.bytes(b"a.txt"), b"210");
}
