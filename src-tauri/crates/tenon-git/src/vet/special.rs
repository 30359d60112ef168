//! Pipes and devices in the places where libgit2 opens files.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use super::read_small;
use crate::error::GitError;

/// Largest list of alternate object folders.
const MAX_ALTERNATES: u64 = 64 * 1024;

/// How many alternates may stand behind each other, as in git.
const MAX_ALTERNATE_DEPTH: usize = 5;

/// How deep folders are followed; refs and objects are never that deep, loops of links are.
const MAX_DEPTH: usize = 32;

/// Refuses `path` when opening it could hang. Missing files and sockets, which fail at once, are
/// fine: git itself leaves a socket in its folder.
pub(crate) fn refuse(path: &Path) -> Result<(), GitError> {
    match fs::metadata(path) {
        Ok(meta) if hangs(meta.file_type()) => Err(GitError::Special {
            path: path.to_owned(),
        }),
        _ => Ok(()),
    }
}

fn hangs(kind: fs::FileType) -> bool {
    kind.is_fifo() || kind.is_char_device() || kind.is_block_device()
}

/// Checks all that libgit2 may open inside the git folders.
pub(crate) fn git_folders(gitdir: &Path, commondir: &Path) -> Result<(), GitError> {
    for folder in [gitdir, commondir] {
        files_of(folder, 0)?;
        files_of(&folder.join("refs"), MAX_DEPTH)?;
        files_of(&folder.join("info"), MAX_DEPTH)?;
    }
    objects(&commondir.join("objects"), 0)
}

/// Checks an object store and the ones it borrows from.
fn objects(folder: &Path, depth: usize) -> Result<(), GitError> {
    files_of(folder, MAX_DEPTH)?;
    let list = folder.join("info/alternates");
    if depth >= MAX_ALTERNATE_DEPTH || !list.is_file() {
        return Ok(());
    }
    let lines = read_small(&list, MAX_ALTERNATES)?;
    for line in lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let borrowed = folder.join(OsStr::from_bytes(line.trim_ascii_end()));
        if borrowed.is_dir() {
            objects(&borrowed, depth + 1)?;
        }
    }
    Ok(())
}

/// Checks the entries of `folder`, and those of its folders down to `depth`.
fn files_of(folder: &Path, depth: usize) -> Result<(), GitError> {
    // What cannot be listed cannot be opened by libgit2 either, and it says so itself.
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry.map_err(GitError::io(folder))?;
        let kind = entry.file_type().map_err(GitError::io(folder))?;
        if kind.is_symlink() {
            refuse(&entry.path())?;
        } else if hangs(kind) {
            return Err(GitError::Special { path: entry.path() });
        }
        if depth > 0 && (kind.is_dir() || (kind.is_symlink() && entry.path().is_dir())) {
            files_of(&entry.path(), depth - 1)?;
        }
    }
    Ok(())
}

/// Checks every `.gitignore` and `.gitattributes` that libgit2 may open for the files of `root`.
///
/// Ignored folders are not entered, unless something in them is tracked all the same: these are
/// the folders that libgit2 does not enter, and by far the largest.
pub(crate) fn worktree(
    repo: &git2::Repository,
    folder: &Path,
    root: &Path,
) -> Result<(), GitError> {
    let index = repo
        .index()
        .map_err(GitError::git("read the index", folder))?;
    for above in root
        .ancestors()
        .take_while(|above| above.starts_with(folder))
    {
        rules_of(above)?;
    }
    let mut waiting = vec![root.to_owned()];
    while let Some(current) = waiting.pop() {
        rules_of(&current)?;
        for child in folders_in(&current) {
            let mut relative = child
                .strip_prefix(folder)
                .unwrap_or(&child)
                .as_os_str()
                .to_owned();
            relative.push("/");
            let ignored = repo.is_path_ignored(Path::new(&relative)).unwrap_or(false);
            if !ignored || index.find_prefix(Path::new(&relative)).is_ok() {
                waiting.push(child);
            }
        }
    }
    Ok(())
}

fn rules_of(folder: &Path) -> Result<(), GitError> {
    refuse(&folder.join(".gitignore"))?;
    refuse(&folder.join(".gitattributes"))
}

/// The real folders in `folder` apart from `.git`; none when it cannot be listed.
fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .filter(|entry| entry.file_name() != ".git")
        .map(|entry| entry.path())
        .collect()
}
