//! What is looked at before libgit2 reads a repository that may want to do harm.
//!
//! libgit2 starts no program for what is asked of it here. What is left is that it opens whatever
//! a path leads to: a pipe in the place of a file hangs it for ever, and an include reads files
//! that have nothing to do with the repository.

mod config;
mod special;

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use crate::discover::Found;
use crate::error::GitError;

pub(crate) use special::worktree;

/// Checks everything inside the git folders that libgit2 may open.
pub(crate) fn git_folders(found: &Found) -> Result<(), GitError> {
    special::git_folders(&found.gitdir, &found.commondir)
}

/// Checks the configuration that libgit2 reads when it opens the repository.
pub(crate) fn configuration(found: &Found) -> Result<(), GitError> {
    let inside = [
        found.folder.as_path(),
        found.gitdir.as_path(),
        found.commondir.as_path(),
    ];
    config::check(&found.commondir.join("config"), &inside)?;
    config::check(&found.gitdir.join("config.worktree"), &inside)?;
    config::check(&found.folder.join(".gitmodules"), &inside)
}

/// Checks the files outside of the repository that its opened configuration names.
pub(crate) fn after_open(config: &git2::Config) -> Result<(), GitError> {
    for key in ["core.excludesFile", "core.attributesFile"] {
        if let Ok(path) = config.get_path(key) {
            special::refuse(&path)?;
        }
    }
    Ok(())
}

/// Reads a file of at most `limit` bytes, and nothing but a file.
pub(crate) fn read_small(path: &Path, limit: u64) -> Result<Vec<u8>, GitError> {
    let meta = fs::metadata(path).map_err(GitError::io(path))?;
    if !meta.is_file() {
        return Err(GitError::Special {
            path: path.to_owned(),
        });
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(GitError::io(path))?;
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(GitError::io(path))?;
    if bytes.len() as u64 > limit {
        return Err(GitError::TooLarge {
            path: path.to_owned(),
            limit,
        });
    }
    Ok(bytes)
}
