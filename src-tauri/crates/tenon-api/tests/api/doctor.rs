//! The doctor.

use tenon_api::app::App;
use tenon_api::wire::{Check, CheckState, DoctorReport};
use tenon_api::{doctor, ops};
use tenon_testkit::TempWorkspace;

use crate::desk::{Desk, Home, own};

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
        "workspace",
        "key",
        "symbols",
        "commands",
        "pty",
        "webkit",
        "rendering",
        "watches",
        "port",
        "egress",
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

fn find<'a>(report: &'a DoctorReport, name: &str) -> &'a Check {
    let mut checks = report.checks.iter();
    checks
        .find(|check| check.name == name)
        .expect("it is looked at")
}

#[test]
fn a_broken_setting_and_a_missing_python_are_found() {
    let home = Home::new();
    std::fs::create_dir_all(home.data().join("config")).expect("a folder");
    std::fs::write(home.data().join("config/settings.json"), "{ oops").expect("written");
    std::fs::write(home.data().join("config/keybindings.json"), "[ oops").expect("written");
    let app = App::open(home.surroundings(), false).expect("the app opens all the same");
    let report = doctor::report(&app, home.path());
    let by = |name: &str| find(&report, name);
    let settings = by("settings");
    assert_eq!(settings.state, CheckState::Limited);
    for name in ["settings.json:1", "keybindings.json:1"] {
        assert!(settings.detail.contains(name), "{}", settings.detail);
    }
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

#[test]
fn what_is_kept_about_the_folder_is_looked_at_and_a_look_binds_nothing() {
    let home = Home::new();
    let app = home.app();
    let folder = TempWorkspace::new();
    let look = || doctor::report(&app, folder.path());
    let state = |report: &DoctorReport| {
        let check = find(report, "workspace");
        (check.state, report.ok, check.detail.clone())
    };
    let (seen, ok, detail) = state(&look());
    assert_eq!((seen, ok), (CheckState::Ok, true));
    assert!(detail.contains("never opened"), "{detail}");
    assert!(app.recent().expect("a list").workspaces.is_empty());
    let owner = own(&app, folder.path());
    let row = owner.row();
    owner.close();
    drop(owner);
    assert!(state(&look()).2.contains("Personal"), "the profile's name");
    let file = app.dirs.workspace_place(row.profile, row.id).file;
    std::fs::write(&file, "not a database").expect("spoilt");
    let (seen, ok, detail) = state(&look());
    assert_eq!((seen, ok), (CheckState::Missing, false));
    assert!(detail.contains("is not a database"), "{detail}");
    let gone = doctor::report(&app, &folder.path().join("none"));
    assert_eq!(
        (find(&gone, "workspace").state, gone.ok),
        (CheckState::Limited, true)
    );
}
