//! Models in folders, read by the real sidecar behind the real lock.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use tenon_sidecar::{Condition, Config, Engine, Places, find_python};

use crate::fake::{Watched, config, lock, rules};

#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
/// The real sidecar's Python, where it was made.
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
    let reason = watched.until_state(Condition::Degraded).reason;
    let reason = reason.expect("a reason");
    let missing = folder.join("model.onnx");
    assert!(
        reason.contains(&format!("{} is missing", missing.display())),
        "{reason}"
    );
    assert!(reason.contains("embeddings.folder"), "what to do: {reason}");
}

#[test]
fn a_damaged_built_in_model_is_named_with_the_command_that_makes_it() {
    let Some((places, _)) = real() else {
        return;
    };
    let (scratch, models) = (TempDir::new().expect("one"), TempDir::new().expect("one"));
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
    let mut config = locked(places, &scratch, Engine::MiniLm);
    config.models = Some(models.path().to_owned());
    let watched = Watched::start(config);
    let reason = watched.until_state(Condition::Degraded).reason;
    let reason = reason.expect("a reason");
    assert!(reason.contains("model.onnx is damaged"), "{reason}");
    assert!(reason.contains("`tenon sidecar setup`"), "{reason}");
}
