//! The doctor.

use tenon_api::app::App;
use tenon_api::wire::{CheckState, DoctorReport};
use tenon_api::{doctor, ops};

use crate::desk::{Desk, Home};

#[test]
fn everything_that_is_looked_at_is_named_and_faults_have_a_way_out() {
    let desk = Desk::new(&[]);
    let report: DoctorReport = desk
        .call::<ops::doctor_report>(tenon_api::wire::Nothing {})
        .expect("a report");
    let names: Vec<_> = report
        .checks
        .iter()
        .map(|check| check.name.as_str())
        .collect();
    for name in [
        "version",
        "data",
        "pty",
        "webkit",
        "rendering",
        "watches",
        "port",
        "namespaces",
        "sidecar",
        "settings",
        "git",
    ] {
        assert!(names.contains(&name), "{name} is looked at: {names:?}");
    }
    assert!(
        report.ok,
        "nothing that is needed is missing here: {report:?}"
    );
    let needed: Vec<_> = report
        .checks
        .iter()
        .filter(|check| check.needed)
        .map(|check| check.name.as_str())
        .collect();
    assert_eq!(needed, ["version", "data", "pty"], "the rest is a comfort");
    for check in report
        .checks
        .iter()
        .filter(|check| check.state == CheckState::Missing)
    {
        assert!(check.hint.is_some(), "{check:?} says what to do");
    }
}

#[test]
fn a_broken_setting_and_a_missing_python_are_found() {
    let home = Home::new();
    std::fs::create_dir_all(home.data().join("config")).expect("a folder");
    std::fs::write(home.data().join("config/settings.json"), "{ oops").expect("written");
    let app = App::open(home.surroundings(), false).expect("the app opens all the same");
    let report = doctor::report(&app);
    let by = |name: &str| {
        report
            .checks
            .iter()
            .find(|check| check.name == name)
            .expect("it is there")
    };
    assert_eq!(by("settings").state, CheckState::Limited);
    assert_eq!(by("sidecar").state, CheckState::Missing);
    assert!(
        by("sidecar").detail.contains("/nowhere/python"),
        "{:?}",
        by("sidecar")
    );
    assert!(by("sidecar").hint.is_some());
    assert!(report.ok, "neither is needed");
    assert!(
        !home.data().join("logs").exists(),
        "a process that does not stay writes no log"
    );
}
