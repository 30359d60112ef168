//! Edits that last while others ask, and texts that have no file.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};

use crate::bench::{Bench, Ran, end};

/// `tenon edit` with its standard input held open.
struct Editing {
    child: Child,
    input: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Editing {
    fn start(bench: &Bench, arguments: &[&str]) -> Self {
        let mut command = bench.command([&["edit", "--json"], arguments].concat());
        let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
        let input = child.stdin.take().expect("a pipe");
        let answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        Self {
            child,
            input,
            answers,
        }
    }

    #[track_caller]
    fn answer(&mut self) -> Value {
        let line = self.answers.next().expect("an answer").expect("UTF-8");
        serde_json::from_str(&line).expect("JSON")
    }

    #[track_caller]
    fn insert(&mut self, text: &str) -> Value {
        let line = json!({ "changes": [[0, 0, text]] });
        writeln!(self.input, "{line}").expect("it reads");
        self.answer()
    }

    /// Ends standard input and waits for the end.
    #[track_caller]
    fn end(self) -> Ran {
        drop(self.input);
        end(self.child)
    }
}

fn texts(bench: &Bench) -> Vec<(Value, Value)> {
    let ran = bench.run(["buffers", "--text", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let listed = ran.lines();
    let name = |one: &Value| match &one["path"] {
        Value::Null => one["untitled"].clone(),
        path => path.clone(),
    };
    listed
        .iter()
        .map(|one| (name(one), one["text"].clone()))
        .collect()
}

#[test]
fn an_edit_that_lasts_answers_others_and_they_go_on_when_it_ends() {
    let bench = Bench::new(&[("a.txt", ""), ("b.txt", "")]);
    let mut first = Editing::start(&bench, &["a.txt"]);
    assert_eq!(first.insert("1"), json!({ "counter": 1 }));
    let listed = [(json!("a.txt"), json!("1"))];
    assert_eq!(texts(&bench), listed, "what was acknowledged");
    assert_eq!(bench.run(["status", "--json"]).value()["unsaved"], 1);

    let mut same = Editing::start(&bench, &["a.txt"]);
    assert_eq!(same.insert("2"), json!({ "counter": 1 }));
    let mut other = Editing::start(&bench, &["b.txt", "--save"]);
    assert_eq!(other.insert("x"), json!({ "counter": 1 }));
    assert_eq!(first.insert("3"), json!({ "counter": 2 }));

    // The owner ends while two are connected; one of them is the owner then, and answers the other.
    let ended = first.end();
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    assert_eq!(same.insert("4"), json!({ "counter": 2 }));
    assert_eq!(other.insert("y"), json!({ "counter": 2 }));
    let both = [
        (json!("a.txt"), json!("4321")),
        (json!("b.txt"), json!("yx")),
    ];
    assert_eq!(texts(&bench), both);
    for editing in [same, other] {
        let ended = editing.end();
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    }
    assert_eq!(bench.workspace.bytes(b"b.txt"), b"yx");
    assert_eq!(texts(&bench), [(json!("a.txt"), json!("4321"))]);
    assert_eq!(bench.sockets(), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_text_without_a_file_is_made_and_edited_by_its_name() {
    let bench = Bench::new(&[("a.txt", "")]);
    let mut made = Editing::start(&bench, &["--new"]);
    assert_eq!(made.answer(), json!({ "untitled": "Untitled-1" }));
    assert_eq!(made.insert("b"), json!({ "counter": 1 }));
    let mut named = Editing::start(&bench, &["Untitled-1"]);
    assert_eq!(named.insert("a"), json!({ "counter": 1 }));
    assert_eq!(made.end().code, Some(0));
    assert_eq!(named.insert("> "), json!({ "counter": 2 }), "without it");
    assert_eq!(named.end().code, Some(0));
    assert_eq!(texts(&bench), [(json!("Untitled-1"), json!("> ab"))]);
    let mut again = Editing::start(&bench, &["Untitled-1"]);
    assert_eq!(again.insert("!"), json!({ "counter": 1 }), "with no owner");
    assert_eq!(again.end().code, Some(0));
    assert_eq!(texts(&bench)[0].1, "!> ab");

    let no_file = bench.run(["edit", "Untitled-1", "--save", "--json"]);
    assert_eq!(no_file.error()["code"], "preconditionFailed");
    let unknown = bench.run(["edit", "Untitled-2", "--json"]).error();
    assert_eq!(unknown["code"], "notFound");
    let hint = unknown["hint"].as_str().expect("a hint");
    assert!(hint.contains("tenon edit --new"), "{hint}");
    assert_eq!(bench.run(["edit"]).code, Some(2), "a path or --new");
}

/// Leaves a text that is not saved.
pub fn unsaved(bench: &Bench, path: &str) {
    let mut editing = Editing::start(bench, &[path]);
    editing.insert("unsaved ");
    assert_eq!(editing.end().code, Some(0));
}
