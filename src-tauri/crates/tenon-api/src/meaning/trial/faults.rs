//! Whatever fails at whatever step, nothing is lost, wrong, or done twice.

use super::desk::Desk;
use super::fake::Fault;
use crate::owner::lock;
use crate::wire::MeaningState;

const FILES: &[(&str, &str)] = &[
    ("a.rs", "fn one() { first(); }\n\nfn two() { second(); }\n"),
    ("b.rs", "fn three() { third(); }\n\nfn one() { first(); }\n"),
    (
        "notes.md",
        "# A title\n\nWords about doors and their colours.\n",
    ),
];

/// Fills a collection, changes a file and removes one, with a fault at a step; `false` when there was
/// no such step.
fn run(fault: Fault, at: u64) -> bool {
    let what = format!("{fault:?} at step {at}");
    let desk = Desk::new(FILES);
    lock(&desk.fake.0).fault = Some((at, fault));
    let mut meaning = desk.begin();
    for stage in 0..2 {
        loop {
            tenon_testkit::wait_until(&what, || {
                meaning.nudge();
                let ended = lock(&desk.fake.0).ended;
                ended || meaning.status().state == MeaningState::Ready
            });
            if !lock(&desk.fake.0).ended {
                break;
            }
            // Everything begins anew with what is on the disk.
            drop(meaning);
            lock(&desk.fake.0).ended = false;
            meaning = desk.begin();
        }
        desk.check(&format!("{what}, stage {stage}"));
        if stage == 0 {
            desk.write("a.rs", "fn one() { first(); }\n\nfn two() { other(); }\n");
            std::fs::remove_file(desk.folder.path().join("notes.md")).expect("it is removed");
            desk.look(&meaning);
        }
    }
    let state = lock(&desk.fake.0);
    let repeated: Vec<_> = state.embedded.iter().filter(|(_, n)| **n > 1).collect();
    // What was made and never told has to be made again, and nothing else.
    let lost = matches!(fault, Fault::DiesAfter | Fault::BothAfter);
    assert!(lost || repeated.is_empty(), "{what}: {repeated:?}");
    assert!(
        repeated.iter().all(|(_, n)| **n == 2),
        "{what}: {repeated:?}"
    );
    state.steps >= at
}

#[test]
fn a_fault_at_any_step_loses_and_repeats_nothing() {
    let all = [
        Fault::DiesBefore,
        Fault::DiesAfter,
        Fault::BothBefore,
        Fault::BothAfter,
        Fault::Busy,
        Fault::Damaged,
    ];
    for fault in all {
        let mut at = 1;
        while run(fault, at) {
            at += 1;
            assert!(at < 100, "it comes to an end");
        }
        assert!(at > 5, "some steps were tried");
    }
}
