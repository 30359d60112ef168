//! `tenon edit` and `tenon buffers`.

use std::io::Write;
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
