//! Finding scripts in the manifests of a folder.

mod cargo;
mod just;
mod makefile;
mod package_json;
mod pyproject;
mod shell_file;
mod toml_file;

use std::collections::HashSet;

use crate::script::{Script, folder_of};

/// The largest manifest that is read, in bytes.
pub const LARGEST: usize = 1 << 20;
/// So many scripts are given at most.
const MOST: usize = 10_000;

/// The folder that is looked through. Paths are relative to it.
pub trait Folder {
    /// The bytes of a file, at most [`LARGEST`] and one more; nothing where there is none, and a
    /// sentence where it cannot be read.
    fn read(&self, path: &str) -> Option<Result<Vec<u8>, String>>;

    /// Whether there is a file.
    fn has(&self, path: &str) -> bool;
}

/// Why a file gives no scripts, or not all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line, from 1, where there is one.
    pub line: Option<u32>,
    /// A sentence that names neither.
    pub message: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In the order of the files, those of the workspace's own folder first.
    pub scripts: Vec<Script>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// Whether there are more scripts than are given.
    pub more: bool,
}

/// What a manifest gives.
type Given = Result<Vec<Script>, (Option<u32>, String)>;

/// What the reader of a manifest is given.
struct Source<'a, F> {
    file: &'a str,
    text: &'a str,
    paths: &'a HashSet<&'a str>,
    folder: &'a F,
}

impl<F: Folder> Source<'_, F> {
    /// A file beside this one.
    fn beside(&self, name: &str) -> String {
        join(folder_of(self.file), name)
    }

    /// The nearest folder, from the file's own up to the workspace, that has one of these files; the
    /// place of that file in the list.
    fn nearest(&self, names: &[&str]) -> Option<usize> {
        let mut folder = folder_of(self.file);
        loop {
            let has = |name: &&str| self.folder.has(&join(folder, name));
            if let Some(at) = names.iter().position(has) {
                return Some(at);
            }
            if folder.is_empty() {
                return None;
            }
            folder = folder_of(folder);
        }
    }
}

/// Folders whose manifests are other people's.
const FOREIGN: &[&str] = &["node_modules", "bower_components", "site-packages", ".venv"];

/// Whether a path is of use to [`find`]: a manifest, or a file that a manifest's scripts depend on.
pub fn is_of_use(path: &str) -> bool {
    let mut folders = path.split('/');
    let name = folders.next_back().unwrap_or(path);
    if folders.any(|folder| FOREIGN.contains(&folder)) {
        return false;
    }
    let is_rust = name.ends_with(".rs")
        && (path.ends_with("src/main.rs")
            || path.contains("src/bin/")
            || path.starts_with("benches/")
            || path.contains("/benches/"));
    is_rust || rank(path, name).is_some()
}

/// The order of manifests in one folder; nothing for what is none.
fn rank(path: &str, name: &str) -> Option<u8> {
    Some(match name {
        "package.json" => 0,
        "Cargo.toml" => 1,
        "pyproject.toml" => 2,
        "GNUmakefile" => 3,
        "makefile" => 4,
        "Makefile" => 5,
        _ if name.eq_ignore_ascii_case("justfile") || name == ".justfile" => 6,
        _ if shell_file::is_one(path) => 7,
        _ => return None,
    })
}

/// The scripts in the manifests among `paths`, which may come in any order.
pub fn find(paths: &[String], folder: &impl Folder) -> Found {
    let all: HashSet<&str> = paths.iter().map(String::as_str).collect();
    let mut files: Vec<(&str, u8, &str)> = all
        .iter()
        .filter(|path| is_of_use(path))
        .filter_map(|path| {
            let name = path.rsplit('/').next().unwrap_or(path);
            Some((folder_of(path), rank(path, name)?, *path))
        })
        .collect();
    files.sort_unstable();
    let mut found = Found::default();
    let mut makefiles = HashSet::new();
    for (at, rank, file) in files {
        // GNU make takes the first of its names.
        if (3..=5).contains(&rank) && !makefiles.insert(at) {
            continue;
        }
        let given = match folder.read(file) {
            None => continue,
            Some(Err(message)) => Err((None, message)),
            Some(Ok(bytes)) if bytes.len() > LARGEST => Err((
                None,
                format!(
                    "it is larger than {} KiB, so it is not read for scripts",
                    LARGEST >> 10
                ),
            )),
            Some(Ok(bytes)) => {
                let text = String::from_utf8_lossy(&bytes);
                let source = Source {
                    file,
                    text: text.trim_start_matches('\u{feff}'),
                    paths: &all,
                    folder,
                };
                match rank {
                    0 => package_json::read(&source),
                    1 => cargo::read(&source, &mut found.faults),
                    2 => pyproject::read(&source),
                    3..=5 => Ok(makefile::read(&source)),
                    6 => just::read(&source, &mut found.faults),
                    _ => Ok(shell_file::read(&source)),
                }
            }
        };
        match given {
            Ok(scripts) => found.scripts.extend(scripts),
            Err((line, message)) => found.faults.push(Fault {
                file: file.into(),
                line,
                message,
            }),
        }
        if found.scripts.len() > MOST {
            found.scripts.truncate(MOST);
            found.more = true;
            break;
        }
    }
    found
}

fn join(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

/// The line of a byte, from 1.
fn line_at(text: &str, offset: usize) -> u32 {
    let before = &text.as_bytes()[..offset.min(text.len())];
    u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
}
