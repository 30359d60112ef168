//! `tenon scripts` and `tenon problems`.

use std::io::Write;
use std::process::Stdio;
use std::sync::Arc;

use serde_json::Value;
use tenon_api::app::App;
use tenon_api::owner::{Claim, Owner};
use tenon_api::surroundings::{Surroundings, SystemClock, SystemIds};
use tenon_store::{Ambient, DirHints, SystemEntropy};

use crate::bench::{Bench, Serve, TENON, end};

fn bench() -> Bench {
    Bench::new(&[
        (
            "Makefile",
            "## Say where it is\nhere:\n\t@pwd\n\t@echo $(WHAT)\nbad:\n\t@echo 'src/a.c:3:5: error: no good'; exit 2\n",
        ),
        ("sub/Makefile", "here:\n\t@echo below\n"),
        ("src/a.c", "int a;\n"),
        ("broken/package.json", "{ \"scripts\": ,}"),
    ])
}

#[test]
fn scripts_are_listed_and_a_broken_file_is_named() {
    let bench = bench();
    let ran = bench.run(["scripts", "--json"]);
    let ids: Vec<Value> = ran
        .lines()
        .iter()
        .map(|script| script["id"].clone())
        .collect();
    assert_eq!(ids, ["Makefile:here", "Makefile:bad", "sub/Makefile:here"]);
    let first = &ran.lines()[0];
    assert_eq!(first["detail"], "Say where it is");
    assert_eq!(
        (&first["line"], &first["tool"]),
        (&2.into(), &"make".into())
    );
    let below = &ran.lines()[2];
    assert_eq!(
        (&below["file"], &below["folder"]),
        (&"sub/Makefile".into(), &"sub".into()),
        "a path is text"
    );
    assert_eq!(ran.code, Some(1), "not all files could be read");
    assert!(
        ran.err.contains("broken/package.json") && ran.err.contains("line 1"),
        "{}",
        ran.err
    );
    let table = bench.run(["scripts", "list"]).text();
    assert!(
        table.starts_with("Makefile:here      Say where it is\n"),
        "{table}"
    );
}

#[test]
fn a_script_runs_only_in_a_trusted_folder_and_gives_its_exit_status() {
    let bench = bench();
    let refused = bench.run(["scripts", "run", "bad", "--json"]);
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    assert_eq!(refused.error()["code"], "permission");
    let trusted = bench.run(["scripts", "run", "bad", "--trust"]);
    assert_eq!(trusted.code, Some(2), "make's own: {}", trusted.err);
    assert_eq!(trusted.text(), "src/a.c:3:5: error: no good\n");
    let two = bench.run(["scripts", "run", "Makefile:here", "--", "WHAT=it is"]);
    let root = bench.workspace.path().canonicalize().expect("it is there");
    assert_eq!(
        (two.text(), two.code),
        (format!("{}\nit is\n", root.display()), Some(0))
    );
    assert_eq!(bench.sockets().len(), 0, "nobody is left");
}

#[test]
fn a_name_is_looked_for_here_first_and_then_has_to_be_the_only_one() {
    let bench = bench();
    bench.run(["scripts", "run", "sub/Makefile:here", "--trust"]);
    let mut below = bench.command(["scripts", "run", "here", "--workspace", ".."]);
    below.current_dir(bench.workspace.path().join("sub"));
    assert_eq!(end(below.spawn().expect("it starts")).text(), "below\n");
    let root = bench.run(["scripts", "run", "here"]);
    assert_eq!(root.code, Some(0), "{}", root.err);
    let mut elsewhere = bench.command(["scripts", "run", "here", "--json", "--workspace", ".."]);
    elsewhere.current_dir(bench.workspace.path().join("src"));
    let error = end(elsewhere.spawn().expect("it starts")).error();
    assert_eq!(error["code"], "invalid");
    assert!(
        error["hint"]
            .as_str()
            .is_some_and(|hint| hint.contains("sub/Makefile:here")),
        "{error}"
    );
    let gone = bench.run(["scripts", "run", "gone", "--json"]).error();
    assert_eq!(gone["code"], "notFound");
    let window = bench
        .run(["scripts", "run", "bad", "--in-window", "--json"])
        .error();
    assert_eq!(window["code"], "preconditionFailed");
}

#[test]
fn problems_are_found_in_recorded_output() {
    let bench = bench();
    let mut command = bench.command(["problems", "--in", "-", "--json"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    input
        .write_all(b"error[E0308]: mismatched types\n --> src/main.rs:5:18\n  |\n5 |     let n: i32 = \"x\";\n  |                  ^^^ no\n\nb.c:1:2: warning: w [-Wx]")
        .expect("it reads");
    drop(input);
    let ran = end(child);
    let lines = ran.lines();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0]["path"], "src/main.rs");
    for unknown in ["folder", "command", "script", "run", "terminal"] {
        assert_eq!(lines[0].get(unknown), Some(&Value::Null), "{unknown}");
    }
    assert_eq!(
        (&lines[0]["column"], &lines[0]["endColumn"]),
        (&18.into(), &21.into())
    );
    assert_eq!(
        (&lines[1]["severity"], &lines[1]["code"]),
        (&"warning".into(), &"-Wx".into())
    );
}

/// Compilers colour what they write for a terminal, and link its places.
#[test]
fn problems_are_found_in_coloured_output() {
    let bench = bench();
    let mut command = bench.command(["problems", "--in", "-", "--json"]);
    let mut child = command.stdin(Stdio::piped()).spawn().expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    input
        .write_all(
            b"\x1b[1m\x1b[91merror[E0308]\x1b[0m\x1b[1m: mismatched types\x1b[0m\r\n \x1b[94m--> \x1b[0msrc/main.rs:5:18\r\n\r\n\
            \x1b[01m\x1b[Kb.c:1:2:\x1b[m\x1b[K \x1b[01;35m\x1b[Kwarning: \x1b[m\x1b[Kw [\x1b]8;;https://gcc.gnu.org/W\x07-Wx\x1b]8;;\x07]",
        )
        .expect("it reads");
    drop(input);
    let found: Vec<_> = end(child).lines();
    let told = |n: usize| (found[n]["path"].clone(), found[n]["code"].clone());
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(told(0), ("src/main.rs".into(), "E0308".into()));
    assert_eq!(told(1), ("b.c".into(), "-Wx".into()));
}

#[test]
fn without_an_owner_nobody_knows_of_problems_and_that_is_an_error() {
    let bench = bench();
    for verb in [
        vec!["problems", "--json"],
        vec!["problems", "--clear", "--json"],
    ] {
        let ran = bench.run(&verb);
        assert_eq!((ran.code, ran.text().as_str()), (Some(1), ""), "{verb:?}");
        let error = ran.error();
        assert_eq!(error["code"], "preconditionFailed");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains("window has this folder"), "{message}");
    }
    let serve = Serve::start(&mut bench.command(["serve", "--json"]));
    let ran = bench.run(["problems", "--json"]);
    assert_eq!(
        (ran.code, ran.text().as_str(), ran.err.as_str()),
        (Some(0), "", "")
    );
    drop(serve);
}

#[test]
fn a_reader_that_has_had_enough_leaves_a_session_that_ended_in_order() {
    let bench = Bench::new(&[("Makefile", "all:\n\techo\nmore:\n\techo\n")]);
    let mut command = bench.command(["scripts", "--json"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    drop(child.stdout.take());
    let ran = end(child);
    assert_eq!((ran.code, &*ran.err), (Some(0), ""));
    let owner = claimed(&bench);
    assert!(!owner.restored().unclean, "it would be told as a crash");
}

/// An owner of the bench's folder, in this process.
fn claimed(bench: &Bench) -> Arc<Owner> {
    let home = bench.home.path();
    let surroundings = Surroundings {
        dirs: DirHints {
            home: home.into(),
            ..DirHints::default()
        },
        environment: Vec::new(),
        cwd: home.into(),
        uid: rustix::process::getuid().as_raw(),
        program: TENON.into(),
        keeper: None,
        launcher: None,
        command: Arc::new(|program| std::process::Command::new(program)),
        ambient: Ambient {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            entropy: Arc::new(SystemEntropy),
        },
    };
    let app = App::open(surroundings, true).expect("the app opens");
    match Owner::claim(&app, bench.workspace.path(), None).expect("it can be claimed") {
        Claim::Owned(owner) => owner,
        Claim::Taken(_) => panic!("nobody else owns it"),
    }
}
