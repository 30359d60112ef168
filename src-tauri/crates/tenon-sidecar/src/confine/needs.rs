//! What a Python has to read and run of the disk, found from where it lies.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The files of a model, as the engine calls them.
const MODEL: &str = "model.onnx";
const TOKENIZER: &str = "tokenizer.json";

/// Files and folders of one Python.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) reads: Vec<PathBuf>,
    pub(super) runs: Vec<PathBuf>,
}

/// Finds them. Of an installation for everybody, such as `/usr`, only its libraries count.
pub(super) fn of(python: &Path) -> Needs {
    let mut needs = Needs::default();
    add(python, &mut needs);
    // A script is run by its interpreter.
    if let Some(interpreter) = interpreter(python) {
        add(&interpreter, &mut needs);
    }
    needs
}

fn add(python: &Path, needs: &mut Needs) {
    let above = |path: &Path| path.parent().and_then(Path::parent).map(Path::to_path_buf);
    if let Some(root) = above(python).filter(|root| root.join("pyvenv.cfg").is_file()) {
        needs.reads.extend(linked(&root));
        needs.runs.push(root);
    }
    // The environment's own file is a link to the Python that it was made with.
    let Ok(real) = python.canonicalize() else {
        return;
    };
    if let Some(base) = above(&real) {
        needs
            .reads
            .extend(["lib", "lib64"].map(|name| base.join(name)));
    }
    needs.runs.push(real);
}

/// Folders that the environment's `.pth` files add, as an editable installation does.
fn linked(root: &Path) -> Vec<PathBuf> {
    let entries = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries(root.join("lib"))
        .flat_map(|version| entries(version.path().join("site-packages")))
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pth"));
    let texts: Vec<String> = files
        .filter_map(|file| fs::read_to_string(file).ok())
        .collect();
    texts
        .iter()
        .flat_map(|text| text.lines())
        .map(|line| PathBuf::from(line.trim_end()))
        // The root folder of the disk would be everything.
        .filter(|path| path.is_absolute() && path.parent().is_some() && path.is_dir())
        .collect()
}

/// What the engine reads of a folder with a model: the folder, and what its model and tokenizer are
/// links to, as in the caches of downloads. A folder without a model in it, such as a home folder that
/// was named by mistake, is not opened.
pub(super) fn of_model(folder: &Path) -> Vec<PathBuf> {
    if !folder.join(MODEL).is_file() {
        return Vec::new();
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // What lies beside a large graph is called after it.
        name.starts_with(MODEL) || name == TOKENIZER
    });
    let links = files
        .map(|entry| entry.path())
        .filter(|path| path.is_symlink());
    let targets = links.filter_map(|path| path.canonicalize().ok());
    let targets: Vec<PathBuf> = targets.filter(|path| path.is_file()).collect();
    [folder.to_owned()].into_iter().chain(targets).collect()
}

fn interpreter(script: &Path) -> Option<PathBuf> {
    let mut head = Vec::new();
    fs::File::open(script)
        .ok()?
        .take(256)
        .read_to_end(&mut head)
        .ok()?;
    let line = head
        .strip_prefix(b"#!")?
        .split(|byte| *byte == b'\n')
        .next()?;
    let word = std::str::from_utf8(line).ok()?.split_whitespace().next()?;
    Some(word.into())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn put(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    #[test]
    fn an_environment_brings_its_base_and_what_it_links_and_nothing_above() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("its real name");
        let (base, environment) = (root.join("base/bin/python3"), root.join("env"));
        put(&base, "\u{7f}ELF");
        put(&environment.join("pyvenv.cfg"), "");
        let linked = format!(
            "import x\n{}\n/\n{}\n",
            root.join("src").display(),
            root.join("no").display()
        );
        put(
            &environment.join("lib/python3.11/site-packages/a.pth"),
            &linked,
        );
        fs::create_dir_all(root.join("src")).expect("a folder");
        fs::create_dir_all(environment.join("bin")).expect("a folder");
        symlink(&base, environment.join("bin/python")).expect("a link");
        let needs = of(&environment.join("bin/python"));
        let lib = |name| root.join("base").join(name);
        assert_eq!(needs.reads, [root.join("src"), lib("lib"), lib("lib64")]);
        assert_eq!(needs.runs, [environment, base]);
    }

    #[test]
    fn a_model_brings_its_folder_and_what_its_files_are_links_to() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("its real name");
        let (folder, blobs) = (root.join("snapshot"), root.join("blobs"));
        put(&blobs.join("1"), "graph");
        put(&blobs.join("2"), "weights");
        put(&blobs.join("3"), "key");
        put(&folder.join(TOKENIZER), "{}");
        assert!(of_model(&folder).is_empty(), "no model is in it");
        let names = [
            ("model.onnx", "1"),
            ("model.onnx_data", "2"),
            ("notes", "3"),
        ];
        for (name, blob) in names {
            symlink(blobs.join(blob), folder.join(name)).expect("a link");
        }
        let mut needed = of_model(&folder);
        needed.sort();
        assert_eq!(needed, [blobs.join("1"), blobs.join("2"), folder]);
        assert!(of_model(&root.join("nowhere")).is_empty());
    }

    #[test]
    fn a_script_brings_its_interpreter_and_what_is_not_there_brings_nothing() {
        let dir = tempfile::tempdir().expect("a folder");
        let script = dir
            .path()
            .canonicalize()
            .expect("its real name")
            .join("a/python");
        put(&script, "#!/bin/sh -e\n");
        let shell = Path::new("/bin/sh").canonicalize().expect("a shell");
        assert_eq!(of(&script).runs, [script, shell]);
        assert_eq!(of(Path::new("/nowhere/bin/python")), Needs::default());
    }
}
