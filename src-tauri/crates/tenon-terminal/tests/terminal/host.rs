//! The owner itself is killed.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use tenon_terminal::keep;

use crate::desk::{Desk, runs, wait_until};
use crate::ending::{fill, kill, rest_of};

/// Not a test: the process that the owner starts to outlive it.
#[test]
#[ignore = "run by the terminals' owner"]
fn keeper() {
    keep(std::io::stdin()).unwrap();
}

/// Not a test: an owner that waits to be killed.
#[test]
#[ignore = "run by a test that kills it"]
fn owner() {
    let desk = Desk::new();
    let filled = desk.bash();
    let (mut go, stay) = fill(&desk, filled);
    let stubborn = desk.script("trap '' HUP; sleep 1000 & echo $$ $! > pids; wait; sleep 1000");
    go.extend(desk.pids("pids", 2));
    desk.window(stubborn);
    let words = |pids: &[i32]| {
        pids.iter()
            .map(i32::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    println!("\ngo {}\nstay {}", words(&go), words(&stay));
    std::io::stdout().flush().unwrap();
    let _ = std::io::stdin().read(&mut [0]);
}

#[test]
fn an_owner_that_is_killed_leaves_nothing_but_what_was_detached() {
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "host::owner", "--ignored", "--nocapture"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(owner.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut pids = |word: &str| -> Vec<i32> {
        let line = output
            .find_map(|line| line.strip_prefix(word).map(str::to_owned))
            .unwrap();
        line.split_whitespace()
            .map(|pid| pid.parse().unwrap())
            .collect()
    };
    let (go, stay) = (pids("go "), pids("stay "));
    let keepers = children_of(owner.id())
        .into_iter()
        .filter(|pid| is_keeper(*pid));
    let keepers: Vec<i32> = keepers.collect();
    assert_eq!(keepers.len(), 1, "one keeper for all terminals");
    assert!(go.iter().all(|pid| runs(*pid)), "all run before");
    owner.kill().unwrap();
    owner.wait().unwrap();
    wait_until("everything is gone", || {
        let gone = go.iter().chain(&keepers).all(|pid| !runs(*pid));
        (gone && rest_of(&go, &stay).is_empty()).then_some(())
    });
    let kept: Vec<_> = stay.iter().map(|pid| runs(*pid)).collect();
    kill(&stay);
    assert_eq!(kept, [true; 3], "nohup, disown and setsid are respected");
}

fn children_of(parent: u32) -> Vec<i32> {
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    let is_child = |pid: &i32| {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        status
            .lines()
            .any(|line| line == format!("PPid:\t{parent}"))
    };
    pids.filter(is_child).collect()
}

fn is_keeper(pid: i32) -> bool {
    let command = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&command).contains("host::keeper")
}
