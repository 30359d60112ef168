//! `tenon entities`.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::bench::{Bench, Ran, end};

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

/// Runs with an input.
fn fed(mut command: Command, input: &[u8]) -> Ran {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // Who reads no input may have ended before it is written.
    let _ = stdin.write_all(input);
    drop(stdin);
    end(child)
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
    assert_eq!(all.err, "", "who asks for no names needs no sidecar");
    let people = bench.run(["entities", "--json", "--kind", "person", "--kind", "issue"]);
    assert_eq!(people.code, Some(1), "{}", people.err);
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
    let ask = |arguments: &[&str], input: &[u8]| fed(bench.command(arguments), input);
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
    let coloured = ask(
        &["entities", "-", "--kind", "url"],
        b"see https://a.example/\x1b[31mred\x1b[0m now\n",
    );
    assert!(!coloured.text().contains('\u{1b}'), "{:?}", coloured.text());
    let name = ask(
        &["entities", "-", "--kind", "person", "--kind", "issue"],
        b"thanks to Ada Lovelace, #1\n",
    );
    assert_eq!((name.code, &*name.text()), (Some(1), "-:1:25: issue #1\n"));
    assert!(name.err.contains("sidecar"), "{}", name.err);
    let places = ask(&["entities", "-"], "#1\r\n\u{e9} #2 #3\n\n#4".as_bytes());
    let wanted = "-:1:1: issue #1\n-:2:4: issue #2\n-:2:7: issue #3\n-:4:1: issue #4\n";
    assert_eq!(places.text(), wanted);
}

/// Stands in for the sidecar: it knows one name, and fails for texts with `lost` in them.
const KNOWS_ADA: &str = r#"
import hashlib, hmac, http.server, json, os, socket, sys

TOKEN = os.environ["TENON_SIDECAR_TOKEN"]
NAME = "Ada Lovelace"

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        nonce = self.path.partition("nonce=")[2]
        signature = hmac.new(TOKEN.encode(), nonce.encode(), hashlib.sha256).hexdigest()
        engine = {"name": "fake", "state": "ready", "dimensions": 2}
        self.answer(200, {"status": "ok", "version": "0", "pid": os.getpid(), "nonce": nonce,
                          "signature": signature, "engine": engine})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        texts = body.get("texts", [])
        if self.path != "/entities" or any("lost" in one["text"] for one in texts):
            error = {"code": "internal", "message": "The extractor failed.", "retryable": False}
            return self.answer(500, {"error": error})
        def names(one):
            at = one["text"].encode().find(NAME.encode())
            name = {"kind": "person", "text": NAME, "start": at, "end": at + len(NAME)}
            return {"id": one["id"], "entities": [name] if at >= 0 else []}
        self.answer(200, {"results": [names(one) for one in texts]})

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
server.socket = socket.socket(fileno=int(sys.argv[sys.argv.index("--fd") + 1]))
server.daemon_threads = True
server.serve_forever()
"#;

#[test]
fn names_are_found_in_standard_input_too_and_an_answer_that_is_lost_is_a_failure() {
    let bench = Bench::new(&[("a.md", "by Ada Lovelace\n")]);
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("python");
    // The lock lets only this program begin, and so not `env`.
    let said = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .expect("python3 is installed");
    let python = String::from_utf8(said.stdout).expect("a path");
    fs::write(&script, format!("#!{}{KNOWS_ADA}", python.trim())).expect("a script");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("its mode");
    let ask = |arguments: &[&str], input: &str| {
        let mut command = bench.command(arguments);
        command.env("TENON_SIDECAR_PYTHON", &script);
        fed(command, input.as_bytes())
    };
    let file = ask(&["entities", "a.md", "--kind", "person"], "");
    let told = (file.code, &*file.text(), &*file.err);
    assert_eq!(told, (Some(0), "a.md:1:4: person Ada Lovelace\n", ""));
    let both = ["entities", "-", "--kind", "person", "--kind", "issue"];
    let read = ask(&both, "#1\r\né by Ada Lovelace, #2\n");
    let wanted = "-:1:1: issue #1\n-:2:7: person Ada Lovelace\n-:2:21: issue #2\n";
    assert_eq!(
        (read.code, &*read.text(), &*read.err),
        (Some(0), wanted, "")
    );
    let json = ask(
        &["entities", "-", "--kind", "person", "--json"],
        "Ada Lovelace",
    );
    let only = json!({ "kind": "person", "value": "Ada Lovelace", "text": "Ada Lovelace", "line": 1, "column": 1, "start": 0, "end": 12 });
    assert_eq!(json.lines(), [only]);

    fs::write(bench.workspace.at(b"b.md"), "lost, by Ada Lovelace\n").expect("written");
    // It is said each time, and not only when the text is new.
    for _ in 0..2 {
        let lost = ask(&["entities", "b.md", "--kind", "person"], "");
        assert_eq!((lost.code, &*lost.text()), (Some(1), ""), "{}", lost.err);
        let names = "names in file:b.md were not found";
        assert!(lost.err.contains(names), "{}", lost.err);
    }
    let other = ask(&["entities", "b.md", "--kind", "issue"], "");
    assert_eq!((other.code, &*other.err), (Some(0), ""));
    let lost = ask(&["entities", "-", "--kind", "person"], "lost");
    assert_eq!((lost.code, &*lost.text()), (Some(1), ""), "{}", lost.err);
    assert!(
        lost.err.contains("names in the text were not found"),
        "{}",
        lost.err
    );
}
