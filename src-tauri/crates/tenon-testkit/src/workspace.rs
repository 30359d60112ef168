//! Folders to work in.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Names that are allowed and that programs get wrong: each can be the name of a file.
pub const ODD_NAMES: &[&[u8]] = &[
    b"two\nlines",
    b"not utf-8 \xff\xfe",
    b"-rf",
    b" ",
    b"quote'\"`$(x)",
    b"back\\slash",
    b"tab\there",
    b"caf\xc3\xa9",
    b"cafe\xcc\x81",
    b"percent%20",
    b"file:x",
    b"x (deleted)",
    &[b'n'; 255],
];

/// A folder that goes away with this value. Its path has no links in it.
#[derive(Debug)]
pub struct TempWorkspace {
    path: PathBuf,
    _folder: TempDir,
}

impl TempWorkspace {
    /// Makes an empty folder.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("workspace-")
            .tempdir()
            .expect("the system has a folder for temporary files");
        let path = folder
            .path()
            .canonicalize()
            .expect("the folder was made just now");
        Self {
            path,
            _folder: folder,
        }
    }

    /// Makes a folder with files in it, each a path and its content; a path that ends in `/` is a
    /// folder. Folders above are made.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let workspace = Self::new();
        for (path, content) in files {
            workspace.put(path.as_bytes(), content.as_bytes());
        }
        workspace
    }

    /// Adds a file with each of [`ODD_NAMES`], in a folder `odd`; the name is the content.
    pub fn add_odd_names(&self) {
        for name in ODD_NAMES {
            self.put(&[b"odd/", *name].concat(), name);
        }
    }

    /// Writes a file, or makes a folder when the path ends in `/`. Folders above are made.
    ///
    /// # Panics
    ///
    /// When the disk refuses, as everything here does.
    pub fn put(&self, path: &[u8], content: &[u8]) {
        let full = self.at(path);
        let folder = if path.ends_with(b"/") {
            Some(full.as_path())
        } else {
            full.parent()
        };
        if let Some(folder) = folder {
            fs::create_dir_all(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        }
        if !path.ends_with(b"/") {
            fs::write(&full, content).unwrap_or_else(|e| panic!("{}: {e}", full.display()));
        }
    }

    /// What is in a file.
    pub fn bytes(&self, path: &[u8]) -> Vec<u8> {
        let full = self.at(path);
        fs::read(&full).unwrap_or_else(|e| panic!("{}: {e}", full.display()))
    }

    /// The names in a folder, sorted.
    pub fn names(&self, folder: &[u8]) -> Vec<Vec<u8>> {
        let full = self.at(folder);
        let entries = fs::read_dir(&full).unwrap_or_else(|e| panic!("{}: {e}", full.display()));
        let mut names: Vec<_> = entries
            .map(|entry| {
                let entry = entry.unwrap_or_else(|e| panic!("{}: {e}", full.display()));
                entry.file_name().as_bytes().to_vec()
            })
            .collect();
        names.sort();
        names
    }

    /// The folder, absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The absolute path of something in the folder.
    pub fn at(&self, path: &[u8]) -> PathBuf {
        self.path.join(OsStr::from_bytes(path))
    }
}

impl Default for TempWorkspace {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_folders_and_odd_names_are_there_and_go_away() {
        let workspace = TempWorkspace::with(&[("a/b.txt", "b"), ("c/", "")]);
        workspace.add_odd_names();
        assert_eq!(workspace.bytes(b"a/b.txt"), b"b");
        assert_eq!(
            workspace.names(b""),
            [b"a".to_vec(), b"c".to_vec(), b"odd".to_vec()]
        );
        assert_eq!(workspace.names(b"odd").len(), ODD_NAMES.len());
        let path = workspace.path().to_owned();
        drop(workspace);
        assert!(!path.exists(), "it cleans up behind itself");
    }
}
