//! What stays and what goes when a terminal is closed.

use std::fs;

use tenon_core::TerminalId;
use tenon_terminal::{Exit, TerminalEvent};

use crate::desk::{Desk, runs, wait_until};

/// Programs that a person left in the background, each with how it was started and whether it was
/// detached on purpose.
pub const BACKGROUND: &[(&str, bool)] = &[
    ("sleep 1000 &", false),
    ("sh -c 'trap \"\" HUP; sleep 1000 & wait' &", false),
    (
        "bash -c 'trap : HUP; while :; do sleep 1000; done' &",
        false,
    ),
    ("setsid sh -c 'echo $$ > detached; exec sleep 1000' &", true),
    ("nohup sleep 1000 >/dev/null 2>&1 </dev/null &", true),
    ("sleep 1000 & disown", true),
];

/// Starts all of [`BACKGROUND`] from a shell that shows a prompt; returns those that must go and
/// those that may stay.
pub fn fill(desk: &Desk, id: TerminalId) -> (Vec<i32>, Vec<i32>) {
    let mut window = desk.window(id);
    window.read_to("ready>");
    for (command, detached) in BACKGROUND {
        let list = if *detached { "stay" } else { "go" };
        desk.type_in(id, &format!("{command}\r"));
        window.read_to("ready>");
        if !command.starts_with("setsid") {
            desk.type_in(id, &format!("echo $! >> {list}; echo no''ted\r"));
            window.read_to("noted");
            window.read_to("ready>");
        }
    }
    let mut stay = desk.pids("stay", 2);
    stay.extend(desk.pids("detached", 1));
    let mut go = desk.pids("go", 3);
    go.push(desk.terminals.state(id).unwrap().pid as i32);
    // The ones that ignore or handle the hang-up must have come so far as to do it.
    for pid in &go[1..3] {
        wait_until("a trap is set", || {
            let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
            let set = |name| {
                status.lines().any(|l| {
                    l.starts_with(name) && l.ends_with(['1', '3', '5', '7', '9', 'b', 'd', 'f'])
                })
            };
            (set("SigIgn:") || set("SigCgt:")).then_some(())
        });
    }
    wait_until("nohup has begun", || {
        fs::read_to_string(format!("/proc/{}/comm", stay[0]))
            .ok()
            .filter(|name| name == "sleep\n")
    });
    (go, stay)
}

/// What runs in the sessions of `shells`, but for `stay`.
pub fn rest_of(shells: &[i32], stay: &[i32]) -> Vec<i32> {
    let session = |pid: i32| -> Option<i32> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        stat.rsplit_once(") ")?.1.split(' ').nth(3)?.parse().ok()
    };
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let is_rest = |pid: &i32| {
        !stay.contains(pid) && runs(*pid) && session(*pid).is_some_and(|id| shells.contains(&id))
    };
    pids.filter(is_rest).collect()
}

pub fn kill(pids: &[i32]) {
    for pid in pids {
        let _ = std::process::Command::new("kill")
            .args(["-9", &pid.to_string()])
            .status();
    }
}

#[test]
fn closing_everything_leaves_only_what_was_detached_on_purpose() {
    let desk = Desk::new();
    let id = desk.bash();
    let (go, stay) = fill(&desk, id);
    assert!(
        go.iter().chain(&stay).all(|pid| runs(*pid)),
        "all run before"
    );
    desk.terminals.close_all();
    let left: Vec<_> = go.iter().map(|pid| runs(*pid)).collect();
    // A job that was told to end by its shell may still be about to.
    wait_until("nothing else is in the session", || {
        rest_of(&go, &stay).is_empty().then_some(())
    });
    let kept: Vec<_> = stay.iter().map(|pid| runs(*pid)).collect();
    kill(&stay);
    assert_eq!(left, [false; 4], "nothing else is left when it returns");
    assert_eq!(kept, [true; 3], "nohup, disown and setsid are respected");
    desk.exit(id);
}

#[test]
fn a_shell_that_ignores_the_hang_up_is_killed_with_what_it_started() {
    let desk = Desk::new();
    let id = desk.script("trap '' HUP; sleep 1000 & echo $$ $! > pids; wait; sleep 1000");
    let pids = desk.pids("pids", 2);
    desk.terminals.close(id).unwrap();
    assert_eq!(desk.exit(id), Exit::Signal(9));
    wait_until("the rest is gone", || {
        pids.iter().all(|pid| !runs(*pid)).then_some(())
    });
    assert_eq!(desk.terminals.list(), [], "closed is forgotten");
}

#[test]
fn a_shell_at_its_prompt_ends_by_the_hang_up() {
    let desk = Desk::new();
    for (shell, args) in [("/bin/bash", vec!["--norc", "-i"]), ("/bin/sh", vec!["-i"])] {
        let id = desk.start(shell, &args);
        desk.window(id).read_to("ready>");
        desk.terminals.kill(id).unwrap();
        assert!(
            matches!(desk.exit(id), Exit::Signal(1) | Exit::Code(_)),
            "{shell}"
        );
        assert!(
            !desk.terminals.state(id).unwrap().running,
            "killed stays in the list"
        );
    }
}

#[test]
fn a_job_of_a_shell_that_passes_nothing_on_goes_too() {
    let desk = Desk::new();
    let id = desk.start("/bin/dash", &["-i"]);
    let mut window = desk.window(id);
    window.read_to("ready>");
    desk.type_in(id, "sleep 1000 & echo $! > pids\r");
    let pids = desk.pids("pids", 1);
    desk.terminals.close_all();
    assert!(
        !runs(pids[0]),
        "dash has no disown, so nothing was detached"
    );
    desk.event(|event| matches!(event, TerminalEvent::Exited { .. }));
}

#[test]
fn what_an_ended_shell_left_behind_goes_with_the_owner() {
    let desk = Desk::new();
    let id = desk.script("trap '' HUP; (sleep 1000; :) & echo $! > pids; exit 0");
    let pids = desk.pids("pids", 1);
    assert_eq!(desk.exit(id), Exit::Code(0));
    assert!(runs(pids[0]), "as in every terminal");
    desk.terminals.close(id).unwrap();
    wait_until("closing its tab ends it", || (!runs(pids[0])).then_some(()));
}
