//! `tenon sidecar`, with the real one where its Python has been made.

use std::path::Path;
use std::process::{Command, Stdio};

use rustix::process::Signal;
use serde_json::{Value, json};
use tenon_testkit::wait_until;

use crate::bench::{Bench, Serve, TENON, finish, is_running, send};

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
/// Lets the program find the Python of the source tree; `None` when there is none.
pub fn real(bench: &Bench) -> Option<Command> {
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

#[test]
fn an_installed_tenon_makes_its_python_in_the_cache_folder() {
    let bench = Bench::new(&[]);
    let prefix = bench.home.path().join("usr");
    let (program, lib) = (prefix.join("bin/tenon"), prefix.join("lib/tenon/sidecar"));
    std::fs::create_dir_all(prefix.join("bin")).expect("a folder");
    std::fs::create_dir_all(&lib).expect("a folder");
    if std::fs::hard_link(TENON, &program).is_err() {
        std::fs::copy(TENON, &program).expect("a copy");
    }
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(bench.workspace.path());
        command.env_clear().env("HOME", bench.home.path());
        command.env("PATH", "/usr/bin:/bin");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        finish(&mut command)
    };
    let script = lib.join("setup.sh");
    std::fs::write(&script, "echo offline >&2; exit 3\n").expect("written");
    let failed = run(&["sidecar", "setup", "--json"]);
    let error = failed.error();
    assert_eq!(
        (failed.code, &error["code"]),
        (Some(1), &json!("sidecarUnavailable"))
    );
    let said = error["message"].as_str().expect("words");
    assert!(said.ends_with("could not be made: offline"), "{said}");
    let hint = error["hint"].as_str().expect("a hint");
    assert!(hint.contains("PyPI"), "{hint}");
    let sidecar = |report: &Value| -> Value {
        let checks = report["checks"].as_array().expect("a list").iter();
        let mut sidecar = checks.filter(|check| check["name"] == "sidecar");
        sidecar.next().expect("it is looked at").clone()
    };
    let missing = sidecar(&run(&["doctor", "--json"]).value());
    assert_eq!(missing["state"], "missing");
    let hint = missing["hint"].as_str().expect("a hint");
    assert!(hint.contains("`tenon sidecar setup`"), "{hint}");

    let make = "echo making; mkdir -p \"$1/bin\"; : > \"$1/bin/python\"\n";
    std::fs::write(&script, make).expect("written");
    let made = run(&["sidecar", "setup", "--json"]).value();
    let version = env!("CARGO_PKG_VERSION");
    let own = format!(".cache/tenon/sidecar/{version}/bin/python");
    let own = bench.home.path().join(own).display().to_string();
    assert_eq!(made["python"], own);
    let found = sidecar(&run(&["doctor", "--json"]).value());
    assert_eq!(found["state"], "ok", "{found}");
    let text = run(&["sidecar", "setup"]).text();
    assert!(text.starts_with("making\n"), "people see it work: {text}");
}
