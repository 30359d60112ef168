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
        "meaning",
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

#[test]
fn an_engine_that_cannot_work_and_damage_to_what_is_known_are_seen() {
    let home = Home::new();
    let config = home.data().join("config");
    let model = home.path().join("model");
    std::fs::create_dir_all(&config).expect("a folder");
    std::fs::create_dir_all(&model).expect("a folder");
    let set = |text: &str| std::fs::write(config.join("settings.json"), text).expect("written");
    let seen = |folder: &std::path::Path| {
        let app = App::open(home.surroundings(), false).expect("the app opens");
        let report = doctor::report(&app, folder);
        let row = find(&report, "meaning");
        (row.state, row.detail.clone(), row.hint.clone())
    };
    set(&format!(
        r#"{{"embeddings.engine": "folder", "embeddings.folder": "{}"}}"#,
        model.display()
    ));
    let (state, detail, hint) = seen(home.path());
    assert_eq!(state, CheckState::Limited, "{detail}");
    assert!(detail.contains("model.onnx\" is missing"), "{detail}");
    assert!(hint.is_some());
    for name in ["model.onnx", "tokenizer.json"] {
        std::fs::write(model.join(name), "x").expect("written");
    }
    let (state, detail, _) = seen(home.path());
    assert_eq!(state, CheckState::Ok, "{detail}");
    assert!(!detail.contains('{'), "words, and no JSON: {detail}");

    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", free.local_addr().expect("an address"));
    set(&format!(
        r#"{{"embeddings.engine": "openai", "embeddings.url": "{url}", "embeddings.model": "m", "egress.engines": ["{url}"]}}"#
    ));
    assert_eq!(seen(home.path()).0, CheckState::Ok);
    drop(free);
    let (state, detail, _) = seen(home.path());
    assert_eq!(state, CheckState::Limited, "{detail}");
    assert!(detail.contains("cannot be reached"), "{detail}");

    set(r#"{"embeddings.cpu": 5}"#);
    let app = App::open(home.surroundings(), false).expect("the app opens");
    let report = doctor::report(&app, home.path());
    let hint = find(&report, "settings").hint.clone().expect("a hint");
    assert!(hint.contains("the work on meaning rests"), "{hint}");
}

#[test]
fn a_bit_that_flipped_in_what_is_known_of_meaning_is_seen() {
    let home = Home::new();
    let app = home.app();
    let folder = TempWorkspace::new();
    let owner = own(&app, folder.path());
    let row = owner.row();
    let _ = owner.meaning().pause(true).expect("the record is made");
    owner.close();
    drop(owner);
    let state = || {
        let report = doctor::report(&app, folder.path());
        let row = find(&report, "meaning");
        (row.state, row.detail.clone())
    };
    assert!(!state().1.contains("damaged"), "{:?}", state());
    let file = app.dirs.meaning_place(row.profile, row.id).file;
    let mut bytes = std::fs::read(&file).expect("the record");
    // The header of the second page says which kind it is.
    bytes[4_096] ^= 0x40;
    std::fs::write(&file, &bytes).expect("damaged");
    let (seen, detail) = state();
    assert_eq!(seen, CheckState::Limited, "{detail}");
    assert!(detail.contains("is damaged"), "{detail}");
    assert_eq!(
        std::fs::read(&file).expect("there"),
        bytes,
        "nothing is changed"
    );
}
