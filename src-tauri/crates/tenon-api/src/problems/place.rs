//! Which file of the workspace a program means.

use std::collections::HashMap;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::FileType;
use tenon_core::WirePath;
use tenon_workspace::Root;

/// Answers that are remembered.
const REMEMBERED: usize = 10_000;
/// Folders above the command's own in which a relative path is looked for.
const ABOVE: usize = 16;

/// Finds the files that one command names.
pub(crate) struct Places {
    /// The folder that the command ran in, as it was told and without links.
    cwd: Option<(PathBuf, PathBuf)>,
    known: HashMap<(Option<String>, String), Option<WirePath>>,
}

impl Places {
    pub fn new(cwd: Option<&Path>) -> Self {
        let cwd = cwd.map(|cwd| {
            let real = cwd.canonicalize();
            (
                cwd.to_path_buf(),
                real.unwrap_or_else(|_| cwd.to_path_buf()),
            )
        });
        Self {
            cwd,
            known: HashMap::new(),
        }
    }

    /// The file that a path means, seen from a folder that the command named; nothing where there is
    /// none in the workspace.
    pub fn find(&mut self, root: &Root, folder: Option<&str>, path: &str) -> Option<WirePath> {
        let key = (folder.map(str::to_owned), path.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let found = self.look(root, folder, path);
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(key, found.clone());
        found
    }

    fn look(&self, root: &Root, folder: Option<&str>, path: &str) -> Option<WirePath> {
        let path = Path::new(path);
        let real = |path: PathBuf| match &self.cwd {
            // A shell names its folder by the links that led there.
            Some((told, real)) => path
                .strip_prefix(told)
                .map(|below| real.join(below))
                .unwrap_or(path),
            None => path,
        };
        if path.is_absolute() {
            return file(root, &real(path.to_path_buf()));
        }
        let base = match (folder.map(Path::new), &self.cwd) {
            (Some(folder), _) if folder.is_absolute() => real(folder.to_path_buf()),
            (Some(folder), Some((_, cwd))) => cwd.join(folder),
            (_, Some((_, cwd))) => cwd.clone(),
            (_, None) => root.path().to_path_buf(),
        };
        // Build tools often tell paths from the top, wherever they were started.
        let above = base.ancestors().take(ABOVE);
        let mut inside = above.take_while(|folder| folder.starts_with(root.path()));
        inside.find_map(|folder| file(root, &folder.join(path)))
    }
}

/// The file of the workspace that an absolute path names, if it is one.
fn file(root: &Root, path: &Path) -> Option<WirePath> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    let relative = plain.strip_prefix(root.path()).ok()?.as_os_str().as_bytes();
    let place = root.place(relative).ok()?;
    (place.kind() == FileType::RegularFile).then(|| WirePath::from_bytes(relative))
}
