//! `tenon sidecar`, with the real one where its Python has been made.

use std::path::Path;
use std::process::Command;

use rustix::process::Signal;
use serde_json::{Value, json};
use tenon_testkit::wait_until;

use crate::bench::{Bench, Serve, is_running, send};

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
/// Lets the program find the Python of the source tree; `None` when there is none.
fn real(bench: &Bench) -> Option<Command> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../sidecar/.venv/bin/python");
    if !python.is_file() {
        println!("skipped: there is no Python for the sidecar; make setup makes one");
        return None;
    }
    let mut command = bench.command(["serve", "--json"]);
    command
        .env_remove("TENON_SIDECAR_PYTHON")
        .env("TENON_SIDECAR_ENGINE", "hashing");
    Some(command)
}

fn status(bench: &Bench) -> Value {
    bench.run(["sidecar", "status", "--json"]).value()
}

fn ready(bench: &Bench, what: &str, other_than: Option<u32>) -> u32 {
    let mut pid = None;
    wait_until(what, || {
        let status = status(bench);
        pid = status["pid"]
            .as_u64()
            .and_then(|pid| u32::try_from(pid).ok());
        status["state"] == "ready" && pid.is_some() && pid != other_than
    });
    pid.expect("it has a process")
}

#[test]
fn it_is_started_told_of_restarted_and_ended_with_the_owner() {
    let bench = Bench::new(&[]);
    let Some(mut command) = real(&bench) else {
        return;
    };
    let serve = Serve::start(&mut command);
    let first = ready(&bench, "the sidecar", None);
    let shown = status(&bench);
    assert_eq!(shown["engine"], "hashing", "{shown}");
    assert!(
        shown["port"].as_u64().is_some_and(|port| port >= 1024),
        "{shown}"
    );
    let text = bench.run(["sidecar", "status"]).text();
    assert!(text.starts_with("ready on 127.0.0.1:"), "{text}");

    bench.run(["sidecar", "restart", "--json"]).value();
    let second = ready(&bench, "another one", Some(first));
    assert!(!is_running(first), "the first one is gone");

    send(second, Signal::KILL);
    let third = ready(&bench, "one that comes back by itself", Some(second));
    assert!(status(&bench)["restarts"].as_u64() >= Some(1));

    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
    assert!(!is_running(third), "it ended before its owner");
}

#[test]
fn a_killed_owner_takes_it_along_and_the_next_one_starts_its_own() {
    let bench = Bench::new(&[]);
    let Some(mut command) = real(&bench) else {
        return;
    };
    let serve = Serve::start(&mut command);
    let pid = ready(&bench, "the sidecar", None);
    serve.signal(Signal::KILL);
    assert_eq!(serve.ended(), None);
    wait_until("the sidecar to end", || !is_running(pid));
    wait_until("everything else to end", || bench.processes().is_empty());
    let next = Serve::start(&mut command);
    ready(&bench, "the next sidecar", Some(pid));
    next.signal(Signal::TERM);
    assert_eq!(next.ended(), Some(0));
}

#[test]
fn without_a_python_the_fix_is_named_and_the_rest_works() {
    let bench = Bench::new(&[("a.txt", "a")]);
    let _serve = Serve::start(&mut bench.command(["serve", "--json"]));
    wait_until("the reason", || status(&bench)["state"] == "degraded");
    let shown = status(&bench);
    assert!(
        shown["reason"]
            .as_str()
            .expect("a reason")
            .contains("/nowhere/python"),
        "{shown}"
    );
    assert!(
        shown["hint"]
            .as_str()
            .expect("a fix")
            .contains("make setup"),
        "{shown}"
    );
    assert_eq!(bench.run(["read", "a.txt"]).text(), "a");
}

#[test]
fn without_an_owner_there_is_none() {
    let bench = Bench::new(&[]);
    assert_eq!(status(&bench)["state"], "stopped");
    let refused = bench.run(["sidecar", "restart", "--json"]);
    assert_eq!(
        (refused.code, &refused.error()["code"]),
        (Some(1), &json!("preconditionFailed"))
    );
    assert!(
        refused.error()["hint"]
            .as_str()
            .expect("a way")
            .contains("tenon serve")
    );
}
