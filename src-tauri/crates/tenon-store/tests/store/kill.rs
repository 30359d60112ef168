//! Killing a program while it writes: what was acknowledged is there, and nothing twice.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::fixture::{Dice, Fixture, saved, source};

/// Runs as a program of its own under [`what_was_acknowledged_survives_a_kill_at_any_moment`]:
/// reads its folder from standard input, appends for ever, and prints each acknowledged place.
#[test]
#[ignore = "it is started by another test, and ends only when it is killed"]
fn appends_until_it_is_killed() {
    let mut home = String::new();
    std::io::stdin().read_line(&mut home).expect("a folder");
    let mut fixture = Fixture::new();
    let hints = tenon_store::DirHints {
        home: home.trim().into(),
        ..Default::default()
    };
    fixture.dirs = tenon_store::DataDirs::resolve(&hints);
    let db = fixture.try_workspace();
    // The identities of the runs before must not come again.
    let db = db.expect("it opens");
    let first = db.next_source_seq(source(1)).expect("a number");
    fixture.ids = std::sync::Arc::new(crate::fixture::Counting::from(first));
    drop(db);
    let db = fixture.workspace();
    let mut out = std::io::stdout();
    loop {
        let batch: Vec<_> = (0..7)
            .map(|n| db.append_later(source(1), saved(n)))
            .collect();
        for one in batch {
            let seq = one.wait().expect("appended");
            writeln!(out, "acknowledged {seq}").expect("the parent listens");
        }
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    let fixture = Fixture::new();
    let mut dice = Dice::new(0x0051_6b11);
    let mut acknowledged = 0;
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .args([
                "--ignored",
                "--exact",
                "kill::appends_until_it_is_killed",
                "--nocapture",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut input = child.stdin.take().expect("piped");
        writeln!(input, "{}", fixture.folder.path().display()).expect("it listens");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut left = 1 + dice.below(60);
        for line in lines {
            let line = line.expect("text");
            let Some((_, seq)) = line.split_once("acknowledged ") else {
                continue;
            };
            acknowledged = seq.trim().parse::<u64>().expect("a place") + 1;
            left -= 1;
            if left == 0 {
                break;
            }
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        assert_eq!(left, 0, "round {round}: it ended before it was killed");
        let found = fixture
            .workspace()
            .verify()
            .expect("whole, with no gap and nothing twice");
        assert!(
            found >= acknowledged,
            "round {round}: {found} of {acknowledged} are there"
        );
    }
}
