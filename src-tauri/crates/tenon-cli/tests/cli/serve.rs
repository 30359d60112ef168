//! `tenon serve` and `tenon status`.

use rustix::process::Signal;
use serde_json::json;
use tenon_api::ops;
use tenon_api::socket::client::Client;
use tenon_api::wire::{Nothing, TerminalStartParams};
use tenon_testkit::wait_until;

use crate::bench::{Bench, Serve, is_running};

pub fn client(bench: &Bench) -> Client {
    let sockets = bench.sockets();
    assert_eq!(sockets.len(), 1, "one owner listens: {sockets:?}");
    let uid = rustix::process::getuid().as_raw();
    Client::connect(&sockets[0], uid)
        .expect("no fault")
        .expect("it listens")
}

fn serve(bench: &Bench) -> Serve {
    Serve::start(&mut bench.command(["serve", "--json"]))
}

#[test]
fn status_tells_whether_there_is_an_owner() {
    let bench = Bench::new(&[]);
    let alone = bench.run(["status", "--json"]).value();
    assert_eq!(
        (&alone["running"], &alone["pid"]),
        (&json!(false), &json!(null))
    );
    let serve = serve(&bench);
    let status = bench.run(["status", "--json"]).value();
    assert_eq!(
        (&status["running"], &status["pid"]),
        (&json!(true), &json!(serve.pid()))
    );
    assert_eq!(status["workspace"]["root"], alone["workspace"]["root"]);
    assert_eq!(status["workspace"], serve.told["serving"]);
    assert_eq!(
        status["workspace"]["egress"], "enforced",
        "a sidecar that does not run sends nothing"
    );
    let text = bench.run(["status"]).text();
    assert!(
        text.contains(&format!("owned by process {}", serve.pid())),
        "{text}"
    );
}

#[test]
fn each_signal_ends_it_and_nothing_is_left() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let bench = Bench::new(&[]);
        let serve = serve(&bench);
        let client = client(&bench);
        let start = TerminalStartParams {
            restore: None,
            cwd: None,
            name: None,
            cols: 80,
            rows: 24,
        };
        let shell = client
            .call::<ops::terminal_start>(&start)
            .expect("it starts")
            .pid;
        assert!(bench.processes().len() >= 2, "the owner and the shell run");
        serve.signal(signal);
        assert_eq!(serve.ended(), Some(0), "{signal:?}");
        assert!(!is_running(shell), "the shell ended before its owner");
        wait_until("everything that it started to end", || {
            bench.processes().is_empty()
        });
        assert_eq!(
            bench.sockets(),
            Vec::<std::path::PathBuf>::new(),
            "{signal:?}"
        );
        wait_until("the client to know", || client.closed());
        assert_eq!(bench.run(["status", "--json"]).value()["running"], false);
    }
}

#[test]
fn a_second_one_is_refused_and_the_first_goes_on() {
    let bench = Bench::new(&[]);
    let first = serve(&bench);
    let second = bench.run(["serve", "--json"]);
    assert_eq!(second.code, Some(1));
    assert_eq!(second.error()["code"], "conflict");
    let text = bench.run(["serve"]);
    assert!(
        text.err.contains("tenon status"),
        "it says what to do: {}",
        text.err
    );
    assert_eq!(bench.run(["status", "--json"]).value()["pid"], first.pid());
    let elsewhere = tempfile::tempdir().expect("another folder");
    let other = elsewhere.path().display().to_string();
    let other = Serve::start(&mut bench.command(["serve", "--json", "--workspace", &other]));
    assert_eq!(bench.sockets().len(), 2, "another folder has another owner");
    other.signal(Signal::TERM);
    assert_eq!(other.ended(), Some(0));
}

#[test]
fn one_that_is_killed_leaves_nothing_running_and_the_next_takes_over() {
    let bench = Bench::new(&[("a.txt", "a")]);
    let killed = serve(&bench);
    let client = client(&bench);
    let start = TerminalStartParams {
        restore: None,
        cwd: None,
        name: None,
        cols: 80,
        rows: 24,
    };
    let shell = client
        .call::<ops::terminal_start>(&start)
        .expect("it starts")
        .pid;
    killed.signal(Signal::KILL);
    assert_eq!(killed.ended(), None, "a signal ended it");
    wait_until("the shell to end", || !is_running(shell));
    wait_until("everything that it started to end", || {
        bench.processes().is_empty()
    });
    assert_eq!(
        bench.run(["status", "--json"]).value()["running"],
        false,
        "its lock is free"
    );
    let next = serve(&bench);
    assert_eq!(bench.run(["status", "--json"]).value()["pid"], next.pid());
}

#[test]
fn an_end_does_not_wait_for_a_client_that_does_nothing() {
    let bench = Bench::new(&[]);
    let serve = serve(&bench);
    let sockets = bench.sockets();
    let _silent = std::os::unix::net::UnixStream::connect(&sockets[0]).expect("it listens");
    let client = client(&bench);
    client
        .call::<ops::workspace_current>(&Nothing {})
        .expect("it answers");
    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
}

#[test]
fn a_profile_that_is_served_cannot_be_deleted() {
    let bench = Bench::new(&[]);
    bench.run(["profile", "create", "Other", "--json"]).value();
    let serve = serve(&bench);
    let name = serve.told["serving"]["profile"]["name"]
        .as_str()
        .expect("a name")
        .to_owned();
    let refused = bench.run(["profile", "delete", &name, "--json"]);
    assert_eq!(
        (refused.code, &refused.error()["code"]),
        (Some(1), &json!("conflict"))
    );
    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
    assert_eq!(
        bench.run(["profile", "delete", &name]).code,
        Some(0),
        "now it can"
    );
}
