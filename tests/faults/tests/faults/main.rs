//! A few of each fault; `make faults` tries all of them.

use std::process::Command;

/// Nothing acknowledged is lost, and nothing that is wrong is silent.
#[track_caller]
fn survives(row: &str) {
    let run = Command::new(env!("CARGO_BIN_EXE_tenon-faults"))
        .args(["run", "--quick", "--only", row])
        .output()
        .expect("it runs");
    let (out, err) = (
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr),
    );
    assert!(run.status.success(), "{out}\n{err}");
}

#[test]
fn owners_that_are_killed_lose_nothing_acknowledged() {
    survives("kill");
    survives("clients");
}

#[test]
fn a_save_a_backup_and_a_restore_survive_every_call_that_fails() {
    survives("save");
    survives("backup");
    survives("restore");
}

#[test]
fn an_fsync_that_fails_and_a_full_disk_are_told() {
    survives("fsync");
    survives("full");
}

#[test]
fn a_power_cut_leaves_what_was_said_to_be_done() {
    survives("power");
}

#[test]
fn a_flipped_bit_is_noticed_or_changes_no_answer() {
    survives("flips");
}

#[test]
fn a_clock_that_steps_loses_nothing() {
    survives("clock");
}

#[test]
fn a_disk_that_takes_nothing_is_still_read() {
    survives("look");
}

#[test]
fn a_sidecar_that_is_killed_or_whose_vectors_are_damaged_loses_nothing() {
    survives("meaning");
    survives("vectors");
}

#[test]
fn a_sidecar_that_is_stopped_holds_up_no_question_and_a_full_disk_is_told() {
    survives("stopped");
    survives("room");
}
