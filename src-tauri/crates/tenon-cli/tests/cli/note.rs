//! `tenon note`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::Stdio;
use std::thread;

use serde_json::{Value, json};

use crate::bench::{Bench, Serve, end};

fn bench() -> Bench {
    Bench::new(&[
        (
            "a.md",
            "---\naliases: [First]\ntags: t\n---\n# One\n\n[[b#x]] ![p](p.png)\n",
        ),
        ("sub/b.md", "see [[none]]\x1b[31m\nFirst is no link\n"),
    ])
}

fn paths(lines: &[Value]) -> Vec<&str> {
    let path = |line: &'_ Value| line["path"].as_str().map(str::len);
    assert!(lines.iter().all(|line| path(line).is_some()), "{lines:?}");
    lines
        .iter()
        .filter_map(|line| line["path"].as_str())
        .collect()
}

#[test]
fn notes_are_listed_with_what_is_known_of_them() {
    let bench = bench();
    let ran = bench.run(["note", "list", "--json"]);
    assert_eq!((ran.code, &*ran.err), (Some(0), ""));
    let lines = ran.lines();
    assert_eq!(paths(&lines), ["a.md", "sub/b.md"]);
    let mut first = lines[0].clone();
    assert!(first["modified"].as_i64() > Some(1_000_000_000_000));
    first["modified"] = Value::Null;
    let expected = json!({
        "path": "a.md", "title": "One", "aliases": ["First"], "tags": ["t"], "modified": null,
        "headings": [{ "text": "One", "level": 1, "line": 5 }],
        "links": [
            { "target": "b#x", "path": "sub/b.md", "line": 7, "kind": "wikilink" },
            { "target": "p.png", "path": null, "line": 7, "kind": "image" },
        ],
    });
    assert_eq!(first, expected);
    assert_eq!(
        bench.run(["note", "list"]).text(),
        "a.md  One  #t\nsub/b.md  b\n"
    );
    for (arguments, expected) in [
        (&["--tag", "T"][..], &["a.md"][..]),
        (&["--folder", "sub"], &["sub/b.md"]),
        (&["--text", "ONE P.png"], &["a.md"]),
        (&["--orphans"], &["a.md"]),
        (&["--unresolved", "--folder", "sub"], &["sub/b.md"]),
        (&["--tag", "none"], &[]),
    ] {
        let all = ["note", "list", "--json"].iter().chain(arguments);
        assert_eq!(paths(&bench.run(all).lines()), expected, "{arguments:?}");
    }
}

#[test]
fn a_note_is_shown_and_its_backlinks_listed_with_and_without_an_owner() {
    let bench = bench();
    let all = |bench: &Bench| {
        let shown = bench.run(["note", "show", "first", "--json"]).value();
        let html = bench
            .run(["note", "show", "a.md", "--html", "--json"])
            .value();
        let back = bench.run(["note", "backlinks", "B", "--json"]).lines();
        let mentions = bench
            .run(["note", "backlinks", "a", "--mentions", "--json"])
            .lines();
        (shown, html, back, mentions)
    };
    let alone = all(&bench);
    let (shown, html, back, mentions) = &alone;
    assert_eq!(shown["path"], "a.md");
    assert!(
        shown["text"]
            .as_str()
            .is_some_and(|text| text.starts_with("---\n"))
    );
    assert!(
        html["html"]
            .as_str()
            .is_some_and(|html| html.starts_with("<h1")),
        "{html}"
    );
    assert_eq!(html.get("text"), None);
    let row = json!({
        "path": "a.md", "title": "One", "line": 7, "text": "[[b#x]] ![p](p.png)", "mention": false,
    });
    assert_eq!(*back, [row]);
    let row = json!({
        "path": "sub/b.md", "title": "b", "line": 2, "text": "First is no link", "mention": true,
    });
    assert_eq!(*mentions, [row]);
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    assert_eq!(all(&bench), alone);
    drop(serve);
    let text = bench.run(["note", "show", "b"]).text();
    assert!(
        text.starts_with("see [[none]]") && !text.contains('\x1b'),
        "{text:?}"
    );
    let none = bench.run(["note", "show", "gone", "--json"]);
    assert_eq!(
        (none.code, &none.error()["code"]),
        (Some(1), &json!("notFound"))
    );
}

#[test]
fn tags_are_listed_with_the_number_of_their_notes() {
    let bench = Bench::new(&[("a.md", "#x/y\n"), ("b.md", "#X\n")]);
    let lines = bench.run(["note", "tags", "--json"]).lines();
    let expected = [
        json!({ "tag": "x", "notes": 2 }),
        json!({ "tag": "x/y", "notes": 1 }),
    ];
    assert_eq!(lines, expected);
    assert_eq!(bench.run(["note", "tags"]).text(), "#x  2\n#x/y  1\n");
}

#[test]
fn a_name_of_several_notes_and_broken_front_matter_are_told() {
    let bench = Bench::new(&[("a/x.md", "1\n"), ("b/x.md", "---\n- [\n---\n# Two\n")]);
    let error = bench.run(["note", "backlinks", "x", "--json"]).error();
    let hint = error["hint"].as_str().unwrap_or_default();
    assert!(hint.contains("a/x.md, b/x.md"), "{error}");
    let ran = bench.run(["note", "list", "--json"]);
    assert_eq!((ran.code, ran.lines().len()), (Some(0), 2));
    let told: Value = serde_json::from_str(&ran.err).expect("one notice");
    let told = told["notice"].as_str().unwrap_or_default();
    assert!(
        told.starts_with("b/x.md:") && told.contains("front matter"),
        "{told}"
    );
}

#[test]
fn a_note_is_made_from_a_text_or_standard_input() {
    let bench = bench();
    let ran = bench.run([
        "note", "new", "../A/B", "--folder", "sub", "--text", "x", "--json",
    ]);
    let expected = json!({ "path": "sub/A B.md", "title": "../A/B", "created": true });
    assert_eq!(ran.value(), expected);
    assert_eq!(bench.workspace.bytes(b"sub/A B.md"), b"# ../A/B\n\nx\n");
    let mut command = bench.command(["note", "new", "In", "--text", "-"]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(b"given\n").expect("it reads");
    drop(stdin);
    assert_eq!(end(child).text(), "In.md\n");
    assert_eq!(bench.workspace.bytes(b"In.md"), b"given\n");
    let none = bench.run(["note", "new", "N", "--template", "none", "--json"]);
    assert_eq!(
        (none.code, &none.error()["code"]),
        (Some(1), &json!("notFound"))
    );
    let outside = bench.run(["note", "new", "N", "--folder", "..", "--json"]);
    assert_eq!(outside.code, Some(3), "{}", outside.err);
}

#[test]
fn a_note_is_renamed_with_the_links_to_it() {
    let bench = bench();
    let told = bench.run(["note", "rename", "b", "deep/c", "--dry-run", "--json"]);
    let wanted = json!([{ "path": "a.md", "links": 1 }]);
    assert_eq!(told.value()["relinked"], wanted);
    assert_eq!(told.value()["restore"], Value::Null);
    let done = bench.run(["note", "rename", "b", "deep/c"]);
    assert_eq!(done.text(), "sub/b.md -> deep/c.md  1 link in 1 note\n");
    let text = bench.workspace.bytes(b"a.md");
    assert!(text.ends_with(b"[[c#x]] ![p](p.png)\n"), "{text:?}");
    let again = bench.run(["note", "rename", "b", "c", "--json"]);
    assert_eq!(again.code, Some(1), "{}", again.err);
    let undone = bench.run(["history", "undo", "--json"]);
    assert_eq!(undone.code, Some(0), "{}", undone.err);
    let text = bench.workspace.bytes(b"a.md");
    assert!(text.ends_with(b"[[b#x]] ![p](p.png)\n"), "{text:?}");
    let outside = bench.run(["note", "rename", "a", "../a", "--json"]);
    assert_eq!(outside.code, Some(3), "{}", outside.err);
}

#[test]
fn the_note_of_a_day_is_printed_and_a_wrong_day_is_wrong_usage() {
    let bench = bench();
    let first = bench.run(["note", "daily", "--date", "2026-02-03", "--json"]);
    let expected = json!({ "path": "2026-02-03.md", "title": "2026-02-03", "created": true });
    assert_eq!(first.value(), expected);
    let again = bench.run(["note", "daily", "--date", "2026-02-03", "--json"]);
    assert_eq!(again.value()["created"], false);
    let today = bench.run(["note", "daily"]).text();
    let path = today.trim_end();
    assert!(path.len() == 13 && path.ends_with(".md"), "{path}");
    assert_eq!(bench.workspace.bytes(path.as_bytes()), b"");
    let wrong = bench.run(["note", "daily", "--date", "tomorrow"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.err);
}

#[test]
fn a_picture_of_another_machine_is_written_into_a_new_file_and_told_of() {
    let bench = bench();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("its address").port();
    let serving = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines();
        while lines
            .next()
            .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
        {}
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nGIF89a...")
            .expect("it listens");
    });
    let address = format!("http://127.0.0.1:{port}/a.gif");
    let there = bench.run(["note", "picture", &address, "--output", "a.md"]);
    assert_eq!(there.code, Some(1), "{}", there.err);
    assert!(there.err.contains("not there yet"), "{}", there.err);
    let ran = bench.run(["note", "picture", &address, "--output", "new.gif", "--json"]);
    assert_eq!((ran.code, &*ran.err), (Some(0), ""));
    assert_eq!(ran.lines(), [json!({ "path": "new.gif", "size": 9 })]);
    assert_eq!(bench.workspace.bytes(b"new.gif"), b"GIF89a...");
    serving.join().expect("it served");
    let gone = bench.run(["note", "picture", &address, "--output", "other.gif"]);
    assert!(gone.err.contains("did not answer"), "{}", gone.err);
    assert!(
        !bench.workspace.at(b"other.gif").exists(),
        "nothing is left behind"
    );
    let told = bench.run(["egress", "--json"]).lines();
    assert_eq!(told[1]["way"], "picture");
    assert_eq!(told[1]["target"], format!("127.0.0.1:{port}"));
}
