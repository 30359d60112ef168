//! Up, down and up again.

use rustix::process::Signal;
use tenon_sidecar::{Condition, Rules, Stream};

use crate::fake::{Fake, Watched, config, is_alive, kept_lines, rules, signal, wait_until};

#[test]
fn it_becomes_ready_and_what_it_inherits_is_little() {
    let fake = Fake::new("ready");
    let mut config = config(&fake.program(), rules());
    config
        .environment
        .push(("PYTHONPATH".into(), "/evil".into()));
    config
        .environment
        .push(("SOME_SECRET".into(), "secret".into()));
    let watched = Watched::start(config);
    let status = watched.until_state(Condition::Ready);
    assert_eq!(status.engine.as_deref(), Some("fake"));
    assert_eq!(
        (status.reason, status.restarts, status.since),
        (None, 0, 1_000)
    );

    let launch = &fake.notes("launches")[0];
    assert_eq!(
        launch["pid"],
        status.pid.expect("a process"),
        "the process that was started"
    );
    let arguments: Vec<&str> = launch["arguments"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|a| a.as_str())
        .collect();
    let port = status.port.expect("a port").to_string();
    let fd = arguments[3];
    assert_eq!(
        arguments,
        [
            "-m",
            "tenon_sidecar",
            "--fd",
            fd,
            "--port",
            port.as_str(),
            "--watch-stdin"
        ],
        "the agreed call"
    );
    let environment = launch["environment"].as_object().expect("a map");
    assert_eq!(environment["PYTHONNOUSERSITE"], "1");
    assert_eq!(environment["TENON_SIDECAR_ENGINE"], "hashing");
    for absent in ["PYTHONPATH", "SOME_SECRET"] {
        assert!(!environment.contains_key(absent), "{absent} stays outside");
    }
}

#[test]
fn a_killed_sidecar_is_seen_as_degraded_and_comes_back_by_itself_on_its_port() {
    let fake = Fake::new("ready");
    let watched = Watched::start(config(&fake.program(), rules()));
    let before = watched.until_state(Condition::Ready);
    signal(before.pid.expect("a process"), Signal::KILL);
    let between = watched.until_state(Condition::Degraded);
    assert_eq!(
        between.reason.as_deref(),
        Some("The sidecar was ended by signal 9 from outside.")
    );
    assert!(between.hint.is_some(), "it says that it comes back");
    let after = watched.until_state(Condition::Ready);
    assert_ne!(after.pid, before.pid, "another process");
    assert_eq!(
        (after.port, after.restarts),
        (before.port, 1),
        "on the port that was held"
    );
    let tokens: Vec<_> = fake
        .notes("launches")
        .iter()
        .map(|launch| launch["environment"]["TENON_SIDECAR_TOKEN"].clone())
        .collect();
    assert_ne!(tokens[0], tokens[1], "each launch has a token of its own");

    let told: Vec<_> = watched
        .events
        .0
        .lock()
        .expect("not poisoned")
        .iter()
        .map(|event| format!("{} {}", event.kind, event.payload["state"]))
        .collect();
    let states = ["starting", "ready", "degraded", "starting", "ready"];
    let expected: Vec<_> = states
        .map(|state| format!("sidecar.changed \"{state}\""))
        .to_vec();
    assert_eq!(
        told, expected,
        "the journal hears of each change of state once"
    );
}

#[test]
fn a_sidecar_that_hangs_is_killed_and_started_again() {
    let fake = Fake::new("ready");
    let rules = Rules {
        health_timeout: std::time::Duration::from_millis(200),
        // That it does nothing is what is noticed.
        working_misses: u32::MAX,
        ..rules()
    };
    let watched = Watched::start(config(&fake.program(), rules));
    let before = watched
        .until_state(Condition::Ready)
        .pid
        .expect("a process");
    signal(before, Signal::STOP);
    let degraded = watched.until_state(Condition::Degraded);
    assert!(
        degraded
            .reason
            .is_some_and(|reason| reason.contains("hung")),
        "it says why"
    );
    let after = watched.until_state(Condition::Ready);
    assert_ne!(after.pid, Some(before), "another process");
    assert!(
        !is_alive(before),
        "the hung one is gone before the next is started"
    );
}

#[test]
fn a_sidecar_that_is_stopped_while_it_starts_is_not_waited_for() {
    let fake = Fake::new("deaf");
    let rules = Rules {
        health_timeout: std::time::Duration::from_millis(200),
        // What a start may take is more than the test waits for.
        silent_start: std::time::Duration::from_secs(3_600),
        loading_start: std::time::Duration::from_secs(3_600),
        ..rules()
    };
    let watched = Watched::start(config(&fake.program(), rules));
    wait_until("it runs", || !fake.notes("launches").is_empty());
    let before = watched.supervisor.status().pid.expect("a process");
    signal(before, Signal::STOP);
    fake.be("ready");
    let degraded = watched.until_state(Condition::Degraded);
    let reason = degraded.reason.expect("it says why");
    assert!(reason.contains("stopped before it was ready"), "{reason}");
    let after = watched.until_state(Condition::Ready);
    assert_ne!(after.pid, Some(before), "another process");
}

#[test]
fn a_sidecar_that_is_too_busy_to_answer_is_left_alone() {
    let fake = Fake::new("ready");
    let rules = Rules {
        health_timeout: std::time::Duration::from_millis(50),
        working_misses: u32::MAX,
        ..rules()
    };
    let watched = Watched::start(config(&fake.program(), rules));
    let before = watched.until_state(Condition::Ready);
    fake.be("computes");
    wait_until("many answers are missed", || fake.notes("missed").len() > 6);
    fake.be("ready");
    let events = watched.events.0.lock().expect("not poisoned").len();
    assert_eq!(events, 2, "it was starting and ready, and nothing since");
    assert_eq!(watched.supervisor.status().pid, before.pid);
}

#[test]
fn a_sidecar_that_answers_with_failures_counts_as_hung() {
    let fake = Fake::new("ready");
    let watched = Watched::start(config(&fake.program(), rules()));
    watched.until_state(Condition::Ready);
    fake.be("sick");
    let degraded = watched.until_state(Condition::Degraded);
    assert!(
        degraded.reason.is_some_and(|reason| reason.contains("500")),
        "it says why"
    );
    fake.be("ready");
    watched.until_state(Condition::Ready);
}

#[test]
fn one_that_dies_at_once_for_ever_is_given_up_after_three_restarts_until_someone_asks() {
    let fake = Fake::new("dies");
    let watched = Watched::start(config(&fake.program(), rules()));
    let failed = watched.until_state(Condition::Failed);
    assert_eq!(
        fake.notes("launches").len(),
        4,
        "the start and three restarts"
    );
    let reason = failed.reason.expect("a reason");
    assert!(reason.contains("with status 3"), "how it ended: {reason}");
    assert!(reason.contains("no luck today"), "its last words: {reason}");
    assert!(failed.hint.is_some(), "what to do");
    assert_eq!((failed.restarts, failed.pid), (3, None));

    fake.be("ready");
    let asked = watched.supervisor.restart();
    assert_ne!(
        asked.state,
        Condition::Failed,
        "the answer is already about the new launch"
    );
    let ready = watched.until_state(Condition::Ready);
    assert_eq!(ready.restarts, 0, "a person's restart begins anew");
    assert_eq!(fake.notes("launches").len(), 5);
}

#[test]
fn an_engine_that_is_loading_is_not_ready_and_one_that_failed_is_degraded() {
    let fake = Fake::new("loading");
    let watched = Watched::start(config(&fake.program(), rules()));
    let loading = watched.until("the engine's name", |status| status.engine.is_some());
    assert_eq!(
        loading.state,
        Condition::Starting,
        "it answers, but no model does"
    );
    fake.be("failed");
    let failed = watched.until_state(Condition::Degraded);
    assert_eq!(failed.reason.as_deref(), Some("There is no model."));
    assert!(failed.pid.is_some(), "the process stays");
    let refused = watched
        .supervisor
        .embed(vec!["x".into()])
        .expect_err("there is no engine");
    assert!(
        refused.to_string().contains("There is no model."),
        "{refused}"
    );
}

#[test]
fn one_that_never_answers_is_given_up_too() {
    let fake = Fake::new("deaf");
    let rules = Rules {
        silent_start: std::time::Duration::from_millis(100),
        ..rules()
    };
    let watched = Watched::start(config(&fake.program(), rules));
    let failed = watched.until_state(Condition::Failed);
    assert!(
        failed
            .reason
            .is_some_and(|reason| reason.contains("did not answer")),
        "it says why"
    );
}

#[test]
fn stop_leaves_nothing_behind_not_even_what_ignores_it_and_restart_works_after_it() {
    let fake = Fake::new("ready stubborn has_child");
    let watched = Watched::start(config(&fake.program(), rules()));
    let pid = watched
        .until_state(Condition::Ready)
        .pid
        .expect("a process");
    let child = fake.notes("children")[0].as_u64().expect("a process") as u32;
    assert!(is_alive(child), "it has a child of its own");
    assert!(watched.supervisor.stop(), "it is gone in time");
    assert!(
        !is_alive(pid),
        "the process ignores the request and is killed"
    );
    wait_until("its child is gone with it", || !is_alive(child));
    let stopped = watched.supervisor.status();
    assert_eq!(
        (stopped.state, stopped.pid, stopped.reason),
        (Condition::Stopped, None, None),
        "it says so"
    );
    watched.supervisor.restart();
    watched.until_state(Condition::Ready);
}

#[test]
fn children_of_a_sidecar_that_dies_die_with_it() {
    let fake = Fake::new("ready has_child");
    let watched = Watched::start(config(&fake.program(), rules()));
    let pid = watched
        .until_state(Condition::Ready)
        .pid
        .expect("a process");
    let child = fake.notes("children")[0].as_u64().expect("a process") as u32;
    signal(pid, Signal::KILL);
    wait_until("the child is gone", || !is_alive(child));
    watched.until("the second launch", |status| {
        status.state == Condition::Ready
    });
}

#[test]
fn dropping_the_supervisor_ends_the_sidecar() {
    let fake = Fake::new("ready");
    let watched = Watched::start(config(&fake.program(), rules()));
    let pid = watched
        .until_state(Condition::Ready)
        .pid
        .expect("a process");
    drop(watched);
    assert!(!is_alive(pid), "nothing is left");
}

#[test]
fn what_it_prints_is_passed_on_and_a_flood_neither_blocks_it_nor_floods_others() {
    let fake = Fake::new("floods ready");
    let mut config = config(&fake.program(), rules());
    let (sink, lines) = kept_lines();
    config.lines = sink;
    let watched = Watched::start(config);
    watched.until_state(Condition::Ready);
    let lines = lines.lock().expect("not poisoned");
    assert_eq!(lines[0], (Stream::Stdout, "line 0".into()));
    assert!(
        lines.len() < 20_000,
        "{} of 20000 lines came through",
        lines.len()
    );
}

#[test]
fn a_listener_that_panics_does_not_take_the_sidecar_with_it() {
    let fake = Fake::new("ready");
    let watched = Watched::start(config(&fake.program(), rules()));
    watched.until_state(Condition::Ready);
    watched
        .supervisor
        .on_change(|_| panic!("a bug in a listener"));
    watched.supervisor.restart();
    watched.until_state(Condition::Ready);
}
