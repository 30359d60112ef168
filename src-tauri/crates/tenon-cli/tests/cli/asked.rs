//! `tenon search` beside an owner of the folder: it is asked, and nobody can tell from the answer.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::Child;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustix::process::Signal;
use serde_json::{Value, json};
use tenon_api::ops;
use tenon_api::wire::{IndexStatusParams, Nothing};
use tenon_testkit::{Rng, wait_until};

use crate::bench::{Bench, Ran, Serve, end, finish};
use crate::read::with_input;
use crate::serve::client;

fn files() -> Bench {
    Bench::new(&[
        (".git/config", ""),
        (".gitignore", "*.log\n"),
        (
            "src/a.rs",
            "fn one() {}\n// ä one two\nfn window_opens() {}\n",
        ),
        ("src/b.rs", "struct Two;\nimpl Two { fn one(&self) {} }\n"),
        ("b.md", "one\ntwo\n\n\nthree one\n"),
        ("c.log", "one\n"),
        (".hidden", "one\n"),
        ("mixed\u{e9}.txt", "ONE\r\ntwo three\r\n"),
        ("bin", "one\0one\n"),
    ])
}

fn serve(bench: &Bench) -> Serve {
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let asked = IndexStatusParams {
        path: None,
        limit: 0,
    };
    let client = client(bench);
    wait_until("the index to follow the disk", || {
        let status = client.call::<ops::index_status>(&asked.clone());
        status.is_ok_and(|status| status.progress.followed)
    });
    client
        .call::<ops::index_run>(&Nothing {})
        .expect("it is indexed");
    serve
}

/// The same with no owner in sight.
fn alone(bench: &Bench, arguments: &[&str]) -> Ran {
    let elsewhere = bench.home.path().join("no owner");
    std::fs::create_dir_all(&elsewhere).expect("a folder");
    finish(bench.command(arguments).env("XDG_RUNTIME_DIR", elsewhere))
}

fn same(bench: &Bench, arguments: &[&str]) {
    let (asked, read) = (bench.run(arguments), alone(bench, arguments));
    let told = |ran: &Ran| (ran.code, ran.text(), ran.err.clone());
    assert_eq!(told(&asked), told(&read), "{arguments:?}");
}

const QUESTIONS: &[&[&str]] = &[
    &["one"],
    &["one two"],
    &["two three -fn", "--json"],
    &["/o[a-z]e/ lang:rust", "--json"],
    &["one", "--ignore-case", "--json", "--context", "1"],
    &["one", "--hidden", "--no-ignore", "--limit", "3", "--json"],
    &["one", "--limit", "1"],
    &["one", "--path", "!src/**", "--word"],
    &["kind:file rs", "--json"],
    &["one since:1h", "--json"],
    &["--regex", "a(b"],
    &["one", "--lang", "klingon"],
    &["one kind:dream", "--json"],
    &["nowhere"],
];

/// Symbols are always the owner's, so that these are asked again when it has ended.
const SYMBOLS: &[&[&str]] = &[
    &["search", "kind:symbol kind:text one", "--json"],
    &["search", "sym:window", "--json"],
];

#[test]
fn the_answer_of_the_owner_is_that_of_reading_byte_for_byte() {
    let bench = files();
    let serve = serve(&bench);
    for question in QUESTIONS {
        same(&bench, &[&["search"], *question].concat());
    }
    let texts = || SYMBOLS.iter().map(|asked| bench.run(*asked).text());
    let asked: Vec<_> = texts().collect();
    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
    assert_eq!(asked, texts().collect::<Vec<_>>());
    assert!(
        asked.iter().all(|text| text.contains("symbol:")),
        "{asked:?}"
    );
}

#[test]
fn it_is_the_same_while_files_change() {
    let bench = files();
    let _serve = serve(&bench);
    let mut rng = Rng::seeded(7);
    for round in 0..12 {
        let path = format!("d{}/f{}.txt", rng.below(2), rng.below(4));
        let at = bench.workspace.at(path.as_bytes());
        match rng.below(4) {
            0 => drop(std::fs::remove_file(at)),
            1 => drop(std::fs::rename(
                bench.workspace.at(b"d0"),
                bench.workspace.at(b"d1"),
            )),
            _ => bench
                .workspace
                .put(path.as_bytes(), format!("one {round}\n").as_bytes()),
        }
        if rng.below(5) == 0 {
            bench.workspace.put(b".gitignore", b"f1.txt\n");
        }
        // At once, so that no news of it is waited for.
        same(&bench, &["search", "one", "--json"]);
    }
}

/// Answers as an owner would, with what it is told to, and counts who came.
fn stand_in(bench: &Bench, answers: Vec<Vec<Value>>) -> std::thread::JoinHandle<usize> {
    let serve = serve(bench);
    let path: PathBuf = bench.sockets().remove(0);
    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
    let listener = UnixListener::bind(path).expect("a socket");
    std::thread::spawn(move || {
        let mut answers = answers.into_iter();
        let mut came = 0;
        for stream in listener.incoming() {
            let mut stream = stream.expect("a client");
            came += 1;
            for messages in answers.by_ref() {
                if !answer(&mut stream, messages) {
                    break;
                }
            }
            if answers.len() == 0 {
                break;
            }
        }
        came
    })
}

fn answer(stream: &mut UnixStream, messages: Vec<Value>) -> bool {
    let mut line = String::new();
    let reader = stream.try_clone().expect("it is open");
    if BufReader::new(reader).read_line(&mut line).unwrap_or(0) == 0 {
        return false;
    }
    let asked: Value = serde_json::from_str(&line).expect("a request");
    assert_eq!(asked["method"], "search_run");
    let id = &asked["id"];
    let mut tell = |reply: Value| writeln!(stream, "{reply}").expect("it is heard");
    tell(json!({ "v": 1, "id": id, "result": { "search": "s" } }));
    for message in messages {
        let base64 = STANDARD.encode(message.to_string());
        tell(json!({ "v": 1, "event": { "stream": id, "base64": base64 } }));
    }
    true
}

fn hit(path: &str, line: u64, text: &str) -> Value {
    json!({
        "kind": "text", "path": { "path": path }, "line": line, "column": 1, "text": text,
        "ranges": [], "score": 1.0, "why": "the owner says so",
    })
}

fn done(problems: Value) -> Value {
    json!({ "done": {
        "files": 1, "hits": 1, "scanned": 1, "truncated": false, "elapsedMs": 0,
        "problems": problems,
    } })
}

#[test]
fn the_owner_is_asked_over_one_connection_for_many_questions() {
    let bench = files();
    let problem = json!([{ "path": { "path": "x" }, "reason": "locked" }]);
    let first = vec![
        json!({ "hits": [hit("made up", 7, "one")] }),
        done(json!([])),
    ];
    let came = stand_in(&bench, vec![first, vec![done(problem)]]);
    let lines = b"{\"id\": 1, \"query\": \"one\"}\n{\"id\": 2, \"query\": \"one\"}\n";
    let ran = with_input(&bench, &["search", "--ndjson"], lines);
    let answers = ran.lines();
    assert_eq!(answers[0]["hits"][0]["path"], "made up", "{answers:?}");
    let named = json!({ "id": 2, "hits": [], "problems": [{ "path": "x", "reason": "locked" }] });
    assert_eq!((&answers[1], ran.code), (&named, Some(1)));
    assert_eq!(came.join().expect("no panic"), 1);
}

#[test]
fn when_the_owner_goes_away_the_rest_is_read_and_nothing_comes_twice() {
    let bench = files();
    let read = alone(&bench, &["search", "one", "--json"]);
    let first = read.lines().remove(0);
    let hit = hit("b.md", 1, first["text"].as_str().expect("text"));
    let came = stand_in(&bench, vec![vec![json!({ "hits": [hit] })]]);
    let ran = bench.run(["search", "one", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let place = |ran: &Ran| -> Vec<_> {
        let lines = ran.lines().into_iter();
        lines
            .map(|hit| (hit["path"].clone(), hit["line"].clone()))
            .collect()
    };
    assert_eq!(place(&ran), place(&read));
    assert_eq!(came.join().expect("no panic"), 1);
}

#[test]
fn a_search_that_nobody_waits_for_ends_in_the_owner() {
    let bench = files();
    let serve = serve(&bench);
    let many = "one\n".repeat(2_000_000);
    bench.workspace.put(b"many.txt", many.as_bytes());
    let mut child: Child = bench
        .command(["search", "one", "--json"])
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    let out = child.stdout.as_mut().expect("a pipe");
    BufReader::new(out).read_line(&mut line).expect("a line");
    crate::bench::send(child.id(), Signal::INT);
    assert_eq!(end(child).code, None, "a signal ended it");
    let threads = || {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", serve.pid())).expect("it runs");
        let name = |task: &std::fs::DirEntry| {
            std::fs::read_to_string(task.path().join("comm")).unwrap_or_default()
        };
        tasks.flatten().map(|task| name(&task)).collect::<Vec<_>>()
    };
    wait_until("no thread to search", || {
        !threads().iter().any(|name| name.trim() == "tenon-search")
    });
}

/// A folder in which nobody can read, not even the system's administrator: its path is too long.
fn unreadable(bench: &Bench) {
    let name = "n".repeat(250);
    let mut folder = rustix::fs::open(
        bench.workspace.path(),
        rustix::fs::OFlags::PATH,
        rustix::fs::Mode::empty(),
    )
    .expect("it is there");
    for _ in 0..17 {
        rustix::fs::mkdirat(&folder, name.as_str(), 0o700.into()).expect("a folder");
        let flags = rustix::fs::OFlags::PATH;
        folder = rustix::fs::openat(&folder, name.as_str(), flags, rustix::fs::Mode::empty())
            .expect("it is there");
    }
}

#[test]
fn what_cannot_be_read_is_named_however_it_is_asked() {
    let bench = files();
    unreadable(&bench);
    let plain = bench.run(["search", "one"]);
    assert_eq!(plain.code, Some(1));
    assert!(plain.err.contains("nnn: "), "{}", plain.err);
    let ranked = bench.run(["search", "--mode", "lexical", "one"]);
    assert_eq!(ranked.code, Some(1), "{}", ranked.err);
    assert!(ranked.err.contains("nnn: "), "{}", ranked.err);
    let lines = b"{\"id\": 1, \"query\": \"one\"}\n{\"query\": \"one\", \"mode\": \"lexical\"}\n";
    let many = with_input(&bench, &["search", "--ndjson"], lines);
    assert_eq!(many.code, Some(1));
    for answer in many.lines() {
        assert!(
            answer["hits"]
                .as_array()
                .is_some_and(|hits| !hits.is_empty())
        );
        let problem = &answer["problems"][0];
        assert!(
            problem["path"]
                .as_str()
                .is_some_and(|path| path.contains("nnn")),
            "{problem}"
        );
        assert!(problem["reason"].is_string());
    }
}

#[test]
fn many_questions_without_an_owner_see_what_changes_between_them() {
    let bench = files();
    let mut child = bench
        .command(["search", "--ndjson"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    for round in 0..60 {
        let path = format!("new/{}.txt", round % 7);
        bench
            .workspace
            .put(path.as_bytes(), format!("needle{round} x\n").as_bytes());
        writeln!(
            input,
            "{}",
            json!({ "id": round, "query": format!("needle{round}") })
        )
        .expect("sent");
        let mut line = String::new();
        output.read_line(&mut line).expect("an answer");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(
            answer["hits"][0]["path"],
            json!(path),
            "round {round}: {answer}"
        );
    }
    drop(input);
    assert_eq!(end(child).code, Some(0));
}
