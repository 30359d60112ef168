//! What happens to the sidecar when Tenon itself is killed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tenon_sidecar::Condition;

use crate::fake::{Fake, Watched, config, is_alive, rules, wait_until};

/// Names the fake's folder to the process that plays Tenon.
const FOLDER: &str = "TENON_TEST_OWNER_FOLDER";

#[test]
fn when_tenon_is_killed_the_sidecar_dies_although_it_ignores_everything_else() {
    let fake = Fake::new("ready stubborn");
    let mut owner = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "parent::plays_tenon", "--ignored", "--nocapture"])
        .env(FOLDER, fake.dir.path())
        .spawn()
        .expect("the owner starts");
    let told = fake.dir.path().join("ready");
    wait_until("the owner's sidecar is ready", || told.exists());
    let pid: u32 = fs::read_to_string(told)
        .expect("a number")
        .parse()
        .expect("a number");
    assert!(is_alive(pid), "it runs");
    owner.kill().expect("SIGKILL");
    owner.wait().expect("reaped");
    wait_until("the sidecar is gone", || !is_alive(pid));
}

#[test]
#[ignore = "only another test starts it, as a process of its own"]
#[allow(
    clippy::disallowed_methods,
    reason = "the folder can only come through the environment"
)]
fn plays_tenon() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let watched = Watched::start(config(&folder.join("python"), rules()));
    let pid = watched
        .until_state(Condition::Ready)
        .pid
        .expect("a process");
    fs::write(folder.join("told"), pid.to_string()).expect("told");
    fs::rename(folder.join("told"), folder.join("ready")).expect("told whole");
    loop {
        std::thread::park();
    }
}
