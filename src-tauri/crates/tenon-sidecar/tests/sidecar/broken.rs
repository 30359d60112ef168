//! A Python that is missing or broken.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use tenon_sidecar::{Condition, Places, SidecarError};

use crate::fake::{Fake, Watched, config, rules};

#[test]
fn without_a_python_it_is_degraded_with_the_command_that_makes_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut config = config(dir.path(), rules());
    config.python = Places {
        source: Some(dir.path().into()),
        ..Places::default()
    };
    let watched = Watched::start(config);
    let status = watched.until_state(Condition::Degraded);
    assert!(
        status
            .reason
            .is_some_and(|reason| reason.contains("There is no Python"))
    );
    assert!(
        status
            .hint
            .is_some_and(|hint| hint.contains("`make setup`")),
        "the fix"
    );
    assert_eq!(
        (status.pid, status.restarts),
        (None, 0),
        "nothing is tried again and again"
    );
    let refused = watched
        .supervisor
        .embed(vec!["x".into()])
        .expect_err("there is no sidecar");
    assert!(matches!(refused, SidecarError::Unavailable(_)), "{refused}");
    assert!(
        refused
            .hint()
            .is_some_and(|hint| hint.contains("`make setup`")),
        "the same fix"
    );
}

#[test]
fn a_python_that_may_not_be_run_is_named_and_works_once_it_is_mended() {
    let fake = Fake::new("ready");
    fs::set_permissions(fake.program(), fs::Permissions::from_mode(0o644)).expect("its mode");
    let watched = Watched::start(config(&fake.program(), rules()));
    let status = watched.until_state(Condition::Degraded);
    let reason = status.reason.expect("a reason");
    assert!(
        reason.contains("cannot be run: Permission denied"),
        "{reason}"
    );
    assert!(
        reason.contains(&fake.program().display().to_string()),
        "{reason}"
    );
    assert!(
        status
            .hint
            .is_some_and(|hint| hint.contains("`make setup`")),
        "the fix"
    );

    fs::set_permissions(fake.program(), fs::Permissions::from_mode(0o755)).expect("its mode");
    watched.supervisor.restart();
    watched.until_state(Condition::Ready);
}

#[test]
fn a_python_whose_interpreter_was_moved_away_is_named() {
    let fake = Fake::new("ready");
    fs::write(fake.program(), "#!/nowhere/python3\n").expect("a program");
    let watched = Watched::start(config(&fake.program(), rules()));
    let status = watched.until_state(Condition::Degraded);
    let reason = status.reason.expect("a reason");
    assert!(reason.contains("cannot be run: No such file"), "{reason}");
}

#[test]
fn a_python_without_the_packages_is_degraded_with_what_it_said() {
    let fake = Fake::new("cannot_load");
    let watched = Watched::start(config(&fake.program(), rules()));
    let status = watched.until_state(Condition::Degraded);
    let reason = status.reason.expect("a reason");
    assert!(
        reason.contains("No module named 'a_package_that_is_not_there'"),
        "{reason}"
    );
    assert!(
        status
            .hint
            .is_some_and(|hint| hint.contains("`make setup`")),
        "the fix"
    );
    assert_eq!(
        fake.notes("launches").len(),
        1,
        "it is not tried again and again"
    );
}
