//! The program in a terminal of Tenon: it acts on the window that the terminal runs in.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use serde_json::{Value, json};
use tenon_api::hub::Subscription;
use tenon_api::ops;
use tenon_api::socket::client::Client;
use tenon_api::wire::{RaiseParams, RaisedParams, SearchMode, UiEvent};
use tenon_core::TerminalId;
use tenon_testkit::wait_until;

use crate::bench::{Bench, Ran, Serve, end, finish};
use crate::serve::client;

const TERMINAL: &str = "0190e3b4-0000-7000-8000-000000000001";

/// A window that follows whatever it is asked for, and tells what that was.
struct Window {
    asked: Receiver<RaiseParams>,
    _relay: Subscription,
    _client: Arc<Client>,
}

impl Window {
    fn on(bench: &Bench) -> Self {
        let client = Arc::new(client(bench));
        let (tell, asked) = channel();
        let answering = client.clone();
        let relay = client.hub().subscribe(move |event| {
            let UiEvent::RaiseRequested { request, show, .. } = event.event.clone() else {
                return;
            };
            let _ = tell.send(show);
            let answering = answering.clone();
            std::thread::spawn(move || {
                let answer = RaisedParams { request };
                let told = answering.call::<ops::workspace_raised>(&answer);
                told.expect("it is taken");
            });
        });
        Self {
            asked,
            _relay: relay,
            _client: client,
        }
    }

    fn asked(&self) -> RaiseParams {
        self.asked.recv().expect("it is asked")
    }
}

/// The program as a terminal of the window on `bench` would start it, in a folder.
fn command(bench: &Bench, cwd: &Path, arguments: &[&str]) -> Command {
    let mut command = bench.command(arguments);
    let socket = bench.sockets().into_iter().next().expect("an owner");
    command
        .current_dir(cwd)
        .env("TENON_SOCKET", socket)
        .env("TENON_TERMINAL", TERMINAL)
        .env("TENON_WORKSPACE", bench.workspace.path());
    command
}

fn run(bench: &Bench, cwd: &str, arguments: &[&str]) -> Ran {
    finish(&mut command(
        bench,
        &bench.workspace.path().join(cwd),
        arguments,
    ))
}

fn piped(mut command: Command, text: &[u8]) -> Ran {
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    // One that refuses a text may end before it has read all of it.
    let _ = input.write_all(text);
    drop(input);
    end(child)
}

fn served(files: &[(&str, &str)]) -> (Bench, Serve) {
    let bench = Bench::new(files);
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    (bench, serve)
}

fn terminal() -> Option<TerminalId> {
    Some(TERMINAL.parse().expect("a UUID"))
}

#[test]
fn a_file_is_opened_in_the_window_of_the_terminal_wherever_the_shell_is() {
    let (bench, _serve) = served(&[("src/deep/a.rs", ""), ("b.txt", "")]);
    let (other, _other_serve) = served(&[("b.txt", "")]);
    let (window, second) = (Window::on(&bench), Window::on(&other));
    let root = bench.workspace.path().display().to_string();
    let opened = run(&bench, "src/deep", &["open", "a.rs:3:9", "--json"]).value();
    assert_eq!(opened["workspace"], json!(root), "not the shell's folder");
    let asked = window.asked();
    assert_eq!(asked.terminal, terminal());
    let target = asked.target.expect("a place");
    let place = (target.path.path.as_str(), target.line, target.column);
    assert_eq!(place, ("src/deep/a.rs", Some(3), Some(9)));
    let folder = run(&bench, "src", &["open", "--json"]).value();
    assert_eq!(folder["opened"], json!(root), "the window itself");
    assert_eq!(window.asked().target, None);
    let below = run(&bench, "src", &["open", "deep", "--json"]).value();
    assert_eq!(below["workspace"], json!(root), "no window of its own");
    let target = window.asked().target.expect("a place in the tree");
    assert_eq!((target.path.path.as_str(), target.line), ("src/deep", None));
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = format!("{root}/b.txt:2");
    let from_elsewhere = command(&bench, elsewhere.path(), &["open", &file, "--json"]);
    finish(&mut { from_elsewhere }).value();
    assert_eq!(window.asked().target.expect("a place").line, Some(2));
    run(&other, "", &["open", "b.txt", "--json"]).value();
    assert_eq!(second.asked().terminal, terminal(), "each its own");
    assert!(window.asked.try_recv().is_err(), "and nobody else's");
    let named = run(
        &bench,
        "src/deep",
        &["open", "a.rs", "--workspace", ".", "--json"],
    );
    let refused = (named.code, &named.error()["code"]);
    assert_eq!(
        refused,
        (Some(1), &json!("preconditionFailed")),
        "what is named goes first"
    );
}

#[test]
fn what_a_reference_names_is_shown_in_the_window() {
    let (bench, _serve) = served(&[("src/a.rs", "fn lamp() {}\n"), ("src/deep/b.rs", "")]);
    let window = Window::on(&bench);
    // Paths of references are the folder's, wherever the shell is.
    run(&bench, "src/deep", &["open", "file:src/a.rs:1:4", "--json"]).value();
    let target = window.asked().target.expect("a place");
    let place = (target.path.path.as_str(), target.line, target.column);
    assert_eq!(place, ("src/a.rs", Some(1), Some(4)));
    let history = bench.home.path().join(".bash_history");
    std::fs::write(history, "#1700000000\ngit status\n").expect("written");
    bench.run(["runs", "import", "--json"]).lines();
    let run_id = bench.run(["runs", "--json"]).value()["id"].clone();
    let command = format!("run:{}", run_id.as_str().expect("an id"));
    let symbols = || bench.run(["symbols", "lamp", "--json"]).lines();
    wait_until("the symbol", || !symbols().is_empty());
    let lamp = symbols()[0]["id"].clone();
    let lamp = format!("symbol:{}", lamp.as_str().expect("an id"));
    for reference in [&command, &lamp] {
        let check = |opened: Ran, terminal| {
            assert_eq!(opened.value()["opened"], json!(reference));
            let asked = window.asked();
            assert_eq!(asked.reference.as_ref(), Some(reference));
            assert_eq!(asked.terminal, terminal);
        };
        let open = ["open", reference, "--json"];
        check(run(&bench, "src", &open), terminal());
        check(bench.run(open), None);
    }
    let link = bench.run(["link", "add", "file:src/a.rs", &lamp, "--json"]);
    let file = link.value()["from"].as_str().expect("a file").to_owned();
    run(&bench, "src", &["open", &file, "--json"]).value();
    let asked = window.asked();
    assert_eq!(asked.target.expect("its path").path.path, "src/a.rs");
    assert_eq!(asked.reference, None);
    let check = |reference: &str, code: &str| {
        let ran = run(&bench, "", &["open", reference, "--json"]);
        assert_eq!(
            (ran.code, &ran.error()["code"]),
            (Some(1), &json!(code)),
            "{reference}"
        );
    };
    check(&format!("run:{TERMINAL}"), "notFound");
    check("commit:4f1c9e2", "invalid");
    check("file:src/none.rs", "notFound");
    assert!(window.asked.try_recv().is_err(), "and nobody was asked");
    drop(window);
    check(&lamp, "preconditionFailed");
}

fn buffers(bench: &Bench) -> Vec<Value> {
    bench.run(["buffers", "--text", "--json"]).lines()
}

#[test]
fn standard_input_becomes_a_text_without_a_file_in_the_window() {
    let (bench, serve) = served(&[("src/a.rs", "")]);
    let window = Window::on(&bench);
    let cwd = bench.workspace.path().join("src");
    let open = || command(&bench, &cwd, &["open", "-", "--json"]);
    let made = piped(open(), "one\r\ntwo é\n".as_bytes()).value();
    assert_eq!(made["opened"], json!("Untitled-1"));
    assert_eq!(json!(window.asked().document), made["doc"]);
    let kept = buffers(&bench);
    let about = (&kept[0]["untitled"], &kept[0]["text"], &kept[0]["dirty"]);
    assert_eq!(
        about,
        (&json!("Untitled-1"), &json!("one\ntwo é\n"), &json!(true))
    );
    assert_eq!(made["encoding"], json!("UTF-8"));
    let binary = piped(open(), b"\x7fELF\0\0");
    assert_eq!(
        (binary.code, &binary.error()["code"]),
        (Some(1), &json!("invalid"))
    );
    let long = piped(open(), &vec![b'x'; (16 << 20) + 1]);
    let message = long.error()["message"].to_string();
    assert!(message.contains("longer than 16 MiB"), "{message}");
    assert_eq!(buffers(&bench).len(), 1, "nothing else was made");
    let other = piped(open(), b"caf\xe9 \x81\n");
    assert_eq!(
        other.value()["encoding"],
        json!("Windows-1252"),
        "as a file is"
    );
    assert!(
        other.err.contains("was read as Windows-1252"),
        "{}",
        other.err
    );
    assert_eq!(json!(window.asked().document), other.value()["doc"]);
    drop((window, serve));
    assert_eq!(
        buffers(&bench)[0]["text"],
        json!("one\ntwo é\n"),
        "it outlives its owner"
    );
}

#[test]
fn without_a_window_the_text_is_kept_or_not_taken() {
    let (bench, serve) = served(&[("a.rs", "")]);
    let open = || command(&bench, bench.workspace.path(), &["open", "-", "--json"]);
    let kept = piped(open(), b"kept\n");
    assert_eq!(
        kept.value()["opened"],
        json!("Untitled-1"),
        "the owner has it"
    );
    assert!(kept.err.contains("no window shows it"), "{}", kept.err);
    let mut alone = bench.command(["open", "-", "--json"]);
    alone.env("TENON_SOCKET", "/nowhere/a.sock");
    alone.env("TENON_WORKSPACE", bench.workspace.path());
    drop(serve);
    let refused = piped(alone, b"lost\n");
    let last = refused.err.lines().last().expect("an error").to_owned();
    let error: Value = serde_json::from_str(&last).expect("JSON");
    assert_eq!(
        error["code"],
        json!("preconditionFailed"),
        "no display: {error}"
    );
    assert!(refused.err.contains("the window of this terminal is gone"));
    assert_eq!(
        buffers(&bench).len(),
        1,
        "nothing was made that nobody sees"
    );
}

#[test]
fn a_search_is_the_windows_and_paths_are_seen_from_the_shell() {
    let (bench, _serve) = served(&[("src/a.rs", "a lamp\n"), ("docs/b.md", "the lamp\n")]);
    let window = Window::on(&bench);
    let told = run(&bench, "src", &["search", "lamp"]);
    assert_eq!(told.text(), "../docs/b.md:1:5:the lamp\na.rs:1:3:a lamp\n");
    let rows = run(&bench, "src", &["search", "lamp", "--json"]).lines();
    let paths: Vec<_> = rows.iter().map(|row| row["path"].clone()).collect();
    assert_eq!(
        paths,
        [json!("docs/b.md"), json!("src/a.rs")],
        "the workspace's"
    );
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::write(elsewhere.path().join("c.txt"), "lamp\n").expect("written");
    let outside = finish(&mut command(&bench, elsewhere.path(), &["search", "lamp"]));
    assert_eq!(
        outside.text(),
        "c.txt:1:1:lamp\n",
        "another folder is meant"
    );
    let asked = [
        "search",
        "--window",
        "--literal",
        "--word",
        "lamp",
        "--json",
    ];
    run(&bench, "src", &asked).value();
    let shown = window.asked();
    let search = shown.search.expect("a search");
    assert_eq!(
        (search.text.as_str(), search.mode, search.word),
        ("lamp", SearchMode::Literal, true)
    );
    assert_eq!(shown.terminal, terminal());
    let both = run(
        &bench,
        "src",
        &[
            "search", "--window", "--regex", "--lang", "rust", "x", "--json",
        ],
    );
    assert_eq!(
        (both.code, &both.error()["code"]),
        (Some(1), &json!("invalid"))
    );
    drop(window);
    let alone = run(&bench, "src", &["search", "--window", "lamp", "--json"]);
    assert_eq!(
        (alone.code, &alone.error()["code"]),
        (Some(1), &json!("preconditionFailed"))
    );
}

#[test]
fn a_socket_that_nobody_answers_on_falls_back() {
    let bench = Bench::new(&[("src/a.rs", "a lamp\n")]);
    let mut search = bench.command(["search", "lamp"]);
    search.current_dir(bench.workspace.path().join("src"));
    search.env("TENON_SOCKET", "/nowhere/a.sock");
    search.env("TENON_WORKSPACE", bench.workspace.path());
    assert_eq!(finish(&mut search).text(), "a.rs:1:3:a lamp\n");
}
