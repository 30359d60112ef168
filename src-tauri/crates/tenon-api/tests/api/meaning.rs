//! The search by meaning as an owner has it: with the real sidecar, and with several profiles.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tenon_api::app::App;
use tenon_api::meaning::{About, Filter};
use tenon_api::ops::{self, Op};
use tenon_api::owner::{Caller, Claim, Owner};
use tenon_api::wire::{MeaningState, SearchMode, SettingsUpdateParams, SidecarState};
use tenon_core::Code;
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::{Home, own};
use crate::ranked::params;

const PATIENCE: Duration = Duration::from_secs(120);
const DOORS: &str = "fn red_door() { red(door); }\n";

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn python() -> Option<PathBuf> {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../sidecar/.venv/bin/python");
    if !tree.is_file() {
        println!("skipped: there is no Python for the sidecar; make setup makes one");
        return None;
    }
    Some(tree)
}

/// Two small models that differ, written with the sidecar's own tests.
fn models(python: &Path) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../sidecar/tests");
    let script = "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); \
                  from support import graphs; to = Path(sys.argv[2]); \
                  graphs.write(to / 'one'); graphs.write(to / 'two', limit=16)";
    let made = Command::new(python)
        .args(["-I", "-c", script])
        .args([&tests, folder.path()])
        .output()
        .expect("Python runs");
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success(), "{said}");
    folder
}

fn set(owner: &Owner, key: &str, value: &str) {
    let params = SettingsUpdateParams {
        key: key.into(),
        value: format!("\"{value}\""),
    };
    ops::settings_update::run(owner, &Caller::window("main"), params).expect("it is taken");
}

/// Waits longer than other tests: two starts of a Python that loads its libraries take their time on a
/// machine that has much else to do.
fn wait_long(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn until_ready(owner: &Owner, what: &str) {
    let began = Instant::now();
    loop {
        let status = owner.meaning().status();
        if status.state == MeaningState::Ready {
            return;
        }
        let waited = began.elapsed();
        assert!(waited < PATIENCE, "waited in vain for {what}: {status:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn another_engine_in_the_settings_starts_the_sidecar_again_and_everything_is_found_by_it() {
    let Some(python) = python() else {
        return;
    };
    let (home, models) = (Home::new(), models(&python));
    let folder = TempWorkspace::with(&[("doors.rs", DOORS)]);
    let mut around = home.surroundings();
    around
        .environment
        .retain(|(name, _)| name != "TENON_SIDECAR_PYTHON");
    let app = App::open(around, true).expect("the app opens");
    let owner = own(&app, folder.path());
    let one = models.path().join("one").display().to_string();
    set(&owner, "embeddings.folder", &one);
    set(&owner, "embeddings.engine", "folder");
    owner.serve().expect("it serves");
    app.start_sidecar();
    until_ready(&owner, "everything is embedded by the first model");
    let model = |what: &str| {
        let engine = owner.meaning().status().engine;
        engine.is_some_and(|engine| engine.starts_with(what))
    };
    assert!(model("folder:one:"), "{:?}", owner.meaning().status());
    let first = app.sidecar.status();
    assert_eq!(first.state, SidecarState::Ready);

    let two = models.path().join("two").display().to_string();
    set(&owner, "embeddings.folder", &two);
    wait_long("the second model answers", || model("folder:two:"));
    until_ready(&owner, "everything is embedded by the second model");
    let second = app.sidecar.status();
    assert_ne!(second.pid, first.pid, "it was started again");
    let near = owner.meaning();
    let near = near.search(About::Text("red door"), &Filter::default(), 5);
    let near = near.expect("it answers");
    let paths: Vec<_> = near.hits.iter().map(|hit| hit.path.as_slice()).collect();
    assert_eq!(paths, [b"doors.rs"]);
    assert_eq!(owner.meaning().status().switching_to, None);
    app.sidecar.stop();
}

#[test]
fn vectors_of_two_profiles_are_not_kept_by_one_process() {
    let (home, mine, client) = (Home::new(), TempWorkspace::new(), TempWorkspace::new());
    let app = home.app();
    app.create_profile("Client").expect("a profile");
    let first = own(&app, mine.path());
    first.serve().expect("it serves");
    app.start_sidecar();
    let Claim::Owned(second) =
        Owner::claim(&app, client.path(), Some("Client")).expect("it can be claimed")
    else {
        panic!("nobody else has it");
    };
    assert_ne!(first.row().profile, second.row().profile);
    second.serve().expect("it serves");
    let ask = |owner: &Owner, mode| {
        let asked = params("doors", mode);
        ops::search_ranked::run(owner, &Caller::window("main"), asked)
    };
    let refused = ask(&second, SearchMode::Semantic).expect_err("profiles share nothing");
    assert_eq!(refused.code, Code::PreconditionFailed, "{refused:?}");
    assert!(refused.message.contains("another profile"), "{refused:?}");
    assert!(
        refused
            .hint
            .is_some_and(|hint| hint.contains("one profile at a time"))
    );
    let both = ask(&second, SearchMode::Hybrid).expect("words answer");
    let why = both.text_only.expect("it says that they are alone");
    assert!(why.message.contains("another profile"), "{why:?}");
    wait_until("the second one's status says so too", || {
        let status = second.meaning().status();
        status.state == MeaningState::Failed
            && status
                .reason
                .is_some_and(|why| why.contains("another profile"))
    });
    // The first one's is about its sidecar, which has no Python here.
    let own = ask(&first, SearchMode::Semantic).expect_err("nobody answers");
    assert_eq!(own.code, Code::SidecarUnavailable, "{own:?}");
    let second_vectors = app.dirs.vectors(second.row().profile);
    assert!(!second_vectors.exists(), "nothing of it lies anywhere");
}

#[test]
fn an_engine_that_did_not_start_is_tried_again_and_takes_over_once_it_can() {
    let Some(python) = python() else {
        return;
    };
    let (home, models) = (Home::new(), models(&python));
    let folder = TempWorkspace::with(&[("doors.rs", DOORS)]);
    let mut around = home.surroundings();
    around
        .environment
        .retain(|(name, _)| name != "TENON_SIDECAR_PYTHON");
    let app = App::open(around, true).expect("the app opens");
    let owner = own(&app, folder.path());
    let (one, two) = (models.path().join("one"), models.path().join("two"));
    set(&owner, "embeddings.folder", &one.display().to_string());
    set(&owner, "embeddings.engine", "folder");
    owner.serve().expect("it serves");
    app.start_sidecar();
    until_ready(&owner, "everything is embedded by the first model");
    // A model that is not one is tried, and fails.
    let whole = std::fs::read(two.join("model.onnx")).expect("a model");
    std::fs::write(two.join("model.onnx"), "not a model").expect("it is broken");
    set(&owner, "embeddings.folder", &two.display().to_string());
    let answers = || {
        let near = owner.meaning();
        let near = near.search(About::Text("red door"), &Filter::default(), 5);
        near.is_ok_and(|near| near.hits.len() == 1)
    };
    let told = || owner.meaning().status();
    let falls_back = || {
        let ready = app.sidecar.status().state == SidecarState::Ready;
        ready && told().state == MeaningState::Failed && answers()
    };
    wait_long("the first model answers, and it is said why", falls_back);
    let status = told();
    let reason = status.reason.expect("a sentence");
    assert!(reason.contains("two"), "the new one is named: {reason}");
    assert!(reason.contains("answers until then"), "{reason}");
    assert!(
        status
            .engine
            .is_some_and(|it| it.starts_with("folder:one:"))
    );
    let clock = &app.surroundings.ambient.clock;
    assert!(!app.sidecar.try_engine_again(&app, clock.now()), "not yet");
    // It fails once more, and the first one is back.
    let later = clock.now() + 3_600_000;
    let first = app.sidecar.status().pid;
    assert!(app.sidecar.try_engine_again(&app, later));
    assert!(!app.sidecar.try_engine_again(&app, later), "it is on trial");
    wait_long("the first model is back", || {
        app.sidecar.status().pid != first && falls_back()
    });
    // Now it is able.
    std::fs::write(two.join("model.onnx"), whole).expect("it is mended");
    assert!(app.sidecar.try_engine_again(&app, later));
    let takes_over = || {
        let status = told();
        let engine = status.engine.unwrap_or_default();
        status.state == MeaningState::Ready && engine.starts_with("folder:two:")
    };
    wait_long("the second model has taken over", takes_over);
    assert_eq!((told().reason, told().switching_to), (None, None));
    assert!(answers());
    app.sidecar.stop();
}

#[test]
fn what_is_wrong_with_the_new_engine_is_told_before_the_fault_of_the_one_before() {
    let Some(python) = python() else {
        return;
    };
    let (home, models) = (Home::new(), models(&python));
    let folder = TempWorkspace::with(&[("doors.rs", DOORS)]);
    let mut around = home.surroundings();
    around
        .environment
        .retain(|(name, _)| name != "TENON_SIDECAR_PYTHON");
    let app = App::open(around, true).expect("the app opens");
    let owner = own(&app, folder.path());
    let (one, two) = (models.path().join("one"), models.path().join("two"));
    set(&owner, "embeddings.folder", &one.display().to_string());
    set(&owner, "embeddings.engine", "folder");
    owner.serve().expect("it serves");
    app.start_sidecar();
    until_ready(&owner, "everything is embedded by the first model");
    for model in [&one, &two] {
        std::fs::write(model.join("model.onnx"), "not a model").expect("it is broken");
    }
    set(&owner, "embeddings.folder", &two.display().to_string());
    let both = |reason: Option<String>| {
        let reason = reason.unwrap_or_default();
        let (first, second) = reason.split_once("The engine before it does not answer either:")?;
        (first.contains("two") && second.contains("one")).then_some(())
    };
    wait_long("both are named", || {
        both(owner.meaning().status().reason).is_some()
    });
    assert!(
        both(app.sidecar.status().reason).is_some(),
        "by the sidecar"
    );
    let report = tenon_api::doctor::report(&app, folder.path());
    for name in ["sidecar", "meaning"] {
        let mut checks = report.checks.iter();
        let check = checks.find(|check| check.name == name).expect("a check");
        assert!(both(Some(check.detail.clone())).is_some(), "{check:?}");
    }
    let near = owner.meaning();
    let near = near.search(About::Text("red door"), &Filter::default(), 5);
    let error = near.expect_err("nobody answers");
    assert_eq!(error.code, Code::SidecarUnavailable);
    assert!(both(Some(error.message)).is_some());
    app.sidecar.stop();
}
