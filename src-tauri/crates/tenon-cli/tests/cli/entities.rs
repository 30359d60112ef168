//! `tenon entities`.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::bench::{Bench, end};

const KEY: &str = "sk-proj-1234567890abcdef";

fn bench() -> Bench {
    Bench::new(&[
        (
            "notes/a.md",
            "See `src/main.rs:3`, thanks @ana, fixes #12.\nrun `curl -H sk-proj-1234567890abcdef x`\n",
        ),
        (
            "src/main.rs",
            "fn main() {\n    // TODO: see https://example.com/x\n    let s = \"#13\";\n}\n",
        ),
        (".hidden/b.md", "#99\n"),
        ("key.pem", "#98\n"),
    ])
}

/// What was found, as kind and value.
fn said(lines: &[Value]) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    lines
        .iter()
        .map(|line| (word(&line["kind"]), word(&line["value"])))
        .collect()
}

#[test]
fn what_the_files_and_the_commits_speak_of_is_listed_and_follows_them() {
    let bench = bench();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        let done = git
            .args(arguments)
            .current_dir(bench.workspace.path())
            .output();
        let done = done.expect("git runs");
        assert!(done.status.success(), "{done:?}");
    };
    git(&["init", "-q"]);
    git(&["commit", "-q", "--allow-empty", "-m", "first, see ABC-7"]);
    let first = bench.run(["entities", "--json"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    let lines = first.lines();
    let all = [
        ("file", "src/main.rs:3"),
        ("handle", "@ana"),
        ("issue", "#12"),
        ("command", "curl -H <REDACTED:OPENAI_KEY> x"),
        ("todo", "TODO: see https://example.com/x"),
        ("url", "https://example.com/x"),
        ("issue", "ABC-7"),
    ];
    let all = all.map(|(kind, value)| (kind.to_owned(), value.to_owned()));
    assert_eq!(said(&lines), all, "{}", first.text());
    assert!(!first.text().contains(KEY));
    let file = json!({
        "kind": "file", "value": "src/main.rs:3", "text": "src/main.rs:3", "ref": "file:notes/a.md",
        "path": "notes/a.md", "line": 1, "column": 6, "start": 5, "end": 18
    });
    assert_eq!(lines[0], file);
    let commit = lines[6]["ref"].as_str().unwrap_or_default();
    assert!(
        commit.starts_with("commit:") && commit.len() == 47,
        "{commit}"
    );

    std::fs::write(bench.workspace.at(b"notes/a.md"), "only #14\n").expect("written");
    std::fs::remove_file(bench.workspace.at(b"src/main.rs")).expect("removed");
    let second = bench.run(["entities", "--json", "--kind", "issue"]);
    let expected = [("issue", "#14"), ("issue", "ABC-7")];
    let expected = expected.map(|(kind, value)| (kind.to_owned(), value.to_owned()));
    assert_eq!(said(&second.lines()), expected);
    let narrowed = bench.run(["entities", "--json", "notes", "--value", "14"]);
    assert_eq!(said(&narrowed.lines()), expected[..1]);
    let limited = bench.run(["entities", "--limit", "1"]);
    assert_eq!(limited.text(), "notes/a.md:1:6: issue #14\n");
}

#[test]
fn without_a_sidecar_the_rest_answers_and_what_is_missing_is_said() {
    let bench = bench();
    let all = bench.run(["entities", "--json"]);
    assert_eq!(all.code, Some(0), "{}", all.err);
    assert!(all.err.contains("sidecar"), "{}", all.err);
    let people = bench.run(["entities", "--json", "--kind", "person", "--kind", "issue"]);
    assert_eq!(people.code, Some(0), "{}", people.err);
    assert_eq!(
        said(&people.lines()),
        [("issue".to_owned(), "#12".to_owned())]
    );
    assert!(people.err.contains("sidecar"), "{}", people.err);
    let exact = bench.run(["entities", "--json", "--kind", "issue"]);
    assert_eq!((exact.code, &*exact.err), (Some(0), ""));
}

#[test]
fn what_was_forgotten_is_not_kept() {
    let bench = bench();
    assert_eq!(bench.run(["entities", "--json"]).code, Some(0));
    let forgotten = bench.run(["forget", "--match", "src/main.rs:3"]);
    assert_eq!(forgotten.code, Some(0), "{}", forgotten.err);
    let left = bench.run(["entities", "--json", "--kind", "file"]);
    assert_eq!(left.text(), "");
}

#[test]
fn standard_input_is_looked_at_as_what_it_is_said_to_be() {
    let bench = bench();
    let ask = |arguments: &[&str], input: &[u8]| {
        let mut command = bench.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(input).expect("written");
        drop(stdin);
        end(child)
    };
    let code = b"let a = \"#1\"; // see #2\n";
    let prose = ask(&["entities", "-", "--json"], code);
    assert_eq!(prose.lines().len(), 1, "{}", prose.text());
    let read = ask(&["entities", "-", "--json", "--as", "a.rs"], code);
    let only = json!({ "kind": "issue", "value": "#2", "text": "#2", "line": 1, "column": 22, "start": 21, "end": 23 });
    assert_eq!(read.lines(), [only]);
    let broken = ask(&["entities", "-", "--json"], b"a \xff");
    assert_eq!(
        (broken.code, broken.error()["code"].as_str()),
        (Some(1), Some("invalid"))
    );
    let wrong = ask(&["entities", "-", "--kind", "nothing", "--json"], b"");
    assert_eq!(
        (wrong.code, wrong.error()["code"].as_str()),
        (Some(1), Some("invalid"))
    );
    let name = ask(&["entities", "-", "--kind", "person", "--json"], b"");
    assert_eq!(name.code, Some(1));
    let hint = name.error()["hint"].as_str().map(str::to_owned);
    assert!(hint.is_some_and(|hint| hint.contains("sidecar")));
    let places = ask(&["entities", "-"], "#1\r\n\u{e9} #2 #3\n\n#4".as_bytes());
    let wanted = "-:1:1: issue #1\n-:2:4: issue #2\n-:2:7: issue #3\n-:4:1: issue #4\n";
    assert_eq!(places.text(), wanted);
    let wrong = bench.run(["entities", "--kind", "nothing", "--json"]);
    assert_eq!(
        (wrong.code, wrong.error()["code"].as_str()),
        (Some(1), Some("invalid"))
    );
}
