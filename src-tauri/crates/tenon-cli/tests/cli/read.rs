//! `tenon read`.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::bench::{Bench, Ran, Reaped, end};

pub fn with_input(bench: &Bench, arguments: &[&str], input: &[u8]) -> Ran {
    given(&mut bench.command(arguments), input)
}

/// Runs a program that is given `input`.
pub fn given(command: &mut Command, input: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let ran = end(child);
    writer
        .join()
        .expect("no panic")
        .expect("it reads everything");
    ran
}

#[test]
fn bytes_come_out_exactly_as_they_lie_there() {
    let bench = Bench::new(&[("one", "1\r\n"), ("two", "2")]);
    bench
        .workspace
        .put(b"bytes", &(0..=255).collect::<Vec<u8>>());
    let ran = bench.run(["read", "two", "bytes", "one"]);
    let expected = [b"2", &(0..=255).collect::<Vec<u8>>()[..], b"1\r\n"].concat();
    assert_eq!(
        (ran.code, ran.out),
        (Some(0), expected),
        "one behind the other, nothing between"
    );
}

#[test]
fn each_path_has_one_answer_in_order() {
    let bench = Bench::new(&[("a.txt", "h\u{e4}\n"), ("empty", "")]);
    bench.workspace.put(b"bytes", b"\xff\0");
    let ran = bench.run(["read", "--json", "bytes", "none", "a.txt", "empty", "a.txt"]);
    assert_eq!(ran.code, Some(1), "one failed");
    assert_eq!(ran.err, "", "the failure is an answer");
    let mut lines = ran.lines();
    assert!(
        lines[1]["error"]["message"]
            .as_str()
            .expect("a sentence")
            .contains("none")
    );
    lines[1]["error"] = json!({ "code": lines[1]["error"]["code"] });
    let expected = [
        json!({ "path": "bytes", "ok": true, "size": 2, "base64": "/wA=" }),
        json!({ "path": "none", "ok": false, "error": { "code": "notFound" } }),
        json!({ "path": "a.txt", "ok": true, "size": 4, "text": "h\u{e4}\n" }),
        json!({ "path": "empty", "ok": true, "size": 0, "text": "" }),
        json!({ "path": "a.txt", "ok": true, "size": 4, "text": "h\u{e4}\n" }),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn paths_are_taken_exactly_as_given() {
    let names: &[&[u8]] = &[
        b" ",
        b" a ",
        b"a\r",
        b"file:x",
        b"percent%20",
        b"~",
        b"$HOME",
        b"*",
        b"-rf",
        b"not utf-8 \xff",
        b"\"q\"",
    ];
    let bench = Bench::new(&[("a", "wrong"), ("x", "wrong"), ("percent ", "wrong")]);
    for name in names {
        bench.workspace.put(name, name);
    }
    let input = [names.join(&b'\n'), b"\n".to_vec()].concat();
    let by_input = with_input(&bench, &["read"], &input);
    assert_eq!((by_input.code, by_input.err.as_str()), (Some(0), ""));
    assert_eq!(by_input.out, names.concat(), "the name is the content");
    let arguments = [OsStr::new("read"), OsStr::new("--")]
        .into_iter()
        .chain(names.iter().map(|name| OsStr::from_bytes(name)));
    let by_argument = bench.run(arguments);
    assert_eq!(
        (by_argument.code, by_argument.out),
        (Some(0), names.concat())
    );

    let odd = with_input(&bench, &["read", "--json"], b"not utf-8 \xff").lines();
    assert_eq!(
        odd[0]["pathBytes"], "bm90IHV0Zi04IP8=",
        "the last line needs no end"
    );
}

#[test]
fn an_empty_line_is_an_answer_too() {
    let bench = Bench::new(&[("a", "1"), ("b", "2")]);
    let ran = with_input(&bench, &["read", "--json"], b"a\n\nb\n");
    let ok: Vec<_> = ran.lines().iter().map(|line| line["ok"].clone()).collect();
    assert_eq!(
        (ran.code, ok),
        (Some(1), vec![json!(true), json!(false), json!(true)])
    );
    assert_eq!(ran.lines()[1]["error"]["code"], "invalid");
    let none = with_input(&bench, &["read", "--json"], b"");
    assert_eq!(
        (none.code, none.text().as_str()),
        (Some(0), ""),
        "no paths, no answers"
    );
}

#[test]
fn an_answer_comes_before_the_next_path_is_given() {
    let bench = Bench::new(&[("a", "1"), ("b", "2")]);
    let mut command = bench.command(["read", "--json"]);
    let mut child = Reaped(command.stdin(Stdio::piped()).spawn().expect("it starts"));
    let mut stdin = child.0.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.0.stdout.take().expect("a pipe")).lines();
    for (path, text) in [("a", "1"), ("b", "2"), ("a", "1")] {
        writeln!(stdin, "{path}").expect("it reads");
        let line = answers.next().expect("an answer").expect("a line");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(
            (&answer["path"], &answer["text"]),
            (&json!(path), &json!(text))
        );
    }
}

#[test]
fn nothing_outside_of_the_workspace_is_read() {
    let bench = Bench::new(&[("d/in", "inside")]);
    let outside = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(outside.path(), "secret").expect("written");
    symlink(outside.path(), bench.workspace.at(b"link")).expect("a link");
    symlink("/", bench.workspace.at(b"all")).expect("a link");
    let inside = bench.workspace.at(b"d/in").display().to_string();
    let whole = outside.path().display().to_string();
    let name = outside
        .path()
        .file_name()
        .expect("a name")
        .to_str()
        .expect("UTF-8");
    let (up, through) = (format!("../{name}"), format!("all{whole}"));
    let escapes = [
        "..",
        &up,
        &format!("d/../../{name}"),
        &whole,
        "/etc/passwd",
        "link",
        &through,
    ];
    let arguments = [&["read", "--json", &inside, "d/../d/in"][..], &escapes].concat();
    let ran = bench.run(arguments);
    assert_eq!(ran.code, Some(1));
    let lines = ran.lines();
    assert!(
        lines[..2].iter().all(|line| line["text"] == "inside"),
        "an absolute path inside is fine: {lines:?}"
    );
    for line in &lines[2..] {
        assert_eq!(line["error"]["code"], "permission", "{line}");
    }
    assert!(!ran.text().contains("secret"));
    let text = bench.run(["read", &up]);
    assert_eq!((text.code, text.text().as_str()), (Some(1), ""));
    assert!(text.err.starts_with("tenon: "), "{}", text.err);
}

#[test]
fn what_is_no_file_is_refused_and_never_opened() {
    let bench = Bench::new(&[("folder/", "")]);
    let fifo = bench.workspace.at(b"pipe");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .expect("mkfifo")
            .success()
    );
    let _listener =
        std::os::unix::net::UnixListener::bind(bench.workspace.at(b"socket")).expect("a socket");
    symlink("loop", bench.workspace.at(b"loop")).expect("a link");
    symlink("pipe", bench.workspace.at(b"to-pipe")).expect("a link");
    // Nobody writes into the pipe: opening it would wait for ever.
    let ran = bench.run([
        "read",
        "--json",
        "folder",
        "pipe",
        "socket",
        "loop",
        "to-pipe",
        "",
        "folder/none",
    ]);
    let codes: Vec<_> = ran
        .lines()
        .iter()
        .map(|line| line["error"]["code"].clone())
        .collect();
    let mut expected = vec![json!("invalid"); 6];
    expected.push(json!("notFound"));
    assert_eq!((ran.code, codes), (Some(1), expected));
}

#[test]
fn a_thousand_paths_are_answered_in_order() {
    let bench = Bench::new(&[]);
    for number in 0..100 {
        bench.workspace.put(
            format!("f{number}").as_bytes(),
            format!("{number}").as_bytes(),
        );
    }
    let numbers: Vec<usize> = (0..1_000).map(|number| number * 7 % 100).collect();
    let input: String = numbers
        .iter()
        .map(|number| format!("f{number}\n"))
        .collect();
    let ran = with_input(&bench, &["read", "--json"], input.as_bytes());
    let texts: Vec<usize> = ran
        .lines()
        .iter()
        .map(|line| {
            line["text"]
                .as_str()
                .expect("text")
                .parse()
                .expect("a number")
        })
        .collect();
    assert_eq!((ran.code, texts), (Some(0), numbers));
}
