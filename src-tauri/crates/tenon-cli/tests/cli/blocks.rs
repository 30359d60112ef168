//! `tenon blocks`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::bench::{Bench, end};
use crate::read::with_input;

const STREAM: &str = "\x1b]7;file://host/a%20b\x1b\\\x1b]133;A\x07$ \x1b]133;B\x07echo \"\u{e9}\"\r\n\
    \x1b]133;C\x07\u{e9}\t\x1b[1mbold\x1b[0m\r\n\x1b]133;D;0\x1b\\\x1b]133;A\x07$ \x1b]133;B\x07\r\n\
    \x1b]633;A\x07$ \x1b]633;B\x07false\r\n\x1b]633;E;false\x07\x1b]633;C\x07";

#[test]
fn each_block_is_one_object_with_exactly_these_keys() {
    let bench = Bench::new(&[]);
    let ran = with_input(&bench, &["blocks", "--json"], STREAM.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let end = STREAM.find("\x1b]133;D;0").expect("there") + "\x1b]133;D;0\x1b\\".len();
    let expected = format!(
        r#"{{"command":"echo \"é\"","exit":0,"cwd":"/a b","start":23,"end":{end},"output":"é\tbold\n"}}"#
    );
    let text = ran.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "a prompt without a command prints nothing");
    assert_eq!(lines[0], expected);
    let second: Value = serde_json::from_str(lines[1]).expect("JSON");
    assert_eq!(
        second,
        json!({
            "command": "false",
            "exit": null,
            "cwd": "/a b",
            "start": STREAM.find("\x1b]633;A").expect("there"),
            "end": STREAM.len(),
            "output": "",
        })
    );
}

#[test]
fn nothing_and_what_has_no_marks_print_nothing() {
    let bench = Bench::new(&[]);
    let random: Vec<u8> = (0..100_000u64).map(|n| ((n * n) >> 3) as u8).collect();
    for input in [
        &b""[..],
        b"no marks\r\n\x1b[31mat all",
        b"\x1b]133;A\x07$ \x1b]133;B",
        &random,
    ] {
        for arguments in [&["blocks", "--json"][..], &["blocks"]] {
            let ran = with_input(&bench, arguments, input);
            assert_eq!(
                (ran.code, ran.out.len(), ran.err.as_str()),
                (Some(0), 0, "")
            );
        }
    }
}

#[test]
fn people_get_a_table() {
    let bench = Bench::new(&[]);
    let ran = with_input(&bench, &["blocks"], STREAM.as_bytes());
    let text = ran.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].ends_with("COMMAND"), "{text}");
    assert!(
        lines[1].starts_with("    0 ") && lines[1].ends_with("echo \"é\""),
        "{text}"
    );
    assert!(lines[2].starts_with("    - "), "{text}");
}

#[test]
fn a_block_is_printed_when_it_ends_and_a_closed_pipe_is_no_error() {
    let bench = Bench::new(&[]);
    let mut command = bench.command(["blocks", "--json"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    stdin.write_all(STREAM.as_bytes()).expect("it reads");
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line comes");
    assert!(line.contains("echo"), "the input is still open: {line}");
    drop(stdout);
    // The second block has nowhere to go.
    drop(stdin);
    let ran = end(child);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
}

#[test]
fn a_long_output_is_printed_whole() {
    let bench = Bench::new(&[]);
    let text = "0123456789abcdef\n".repeat(500_000);
    let stream = format!(
        "\x1b]133;C;cmdline=x\x07{}\x1b]133;D;0\x07",
        text.replace('\n', "\r\n")
    );
    let ran = with_input(&bench, &["blocks", "--json"], stream.as_bytes());
    assert!(
        ran.value()["output"] == text,
        "8 MB come out as they went in"
    );
}

/// Sessions of real shells, which `record.py` beside them made.
#[test]
fn recorded_sessions_have_exactly_the_blocks_that_were_typed() {
    let bench = Bench::new(&[]);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/terminal");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("the recordings")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "raw"))
        .collect();
    names.sort();
    assert!(names.len() >= 14, "{names:?}");
    for path in names {
        let stream = std::fs::read(&path).expect("a recording");
        let expected = std::fs::read_to_string(path.with_extension("jsonl")).expect("its blocks");
        let ran = with_input(&bench, &["blocks", "--json"], &stream);
        assert_eq!(ran.text(), expected, "{}", path.display());
        assert!(ran.lines().len() >= 5, "{}", path.display());
    }
}
