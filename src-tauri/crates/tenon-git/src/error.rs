//! Why a repository cannot be read.

use std::path::{Path, PathBuf};

/// Why a repository cannot be read. Each sentence says what, where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// Another user owns the repository, so its contents are not to be believed.
    #[error(
        "the repository at \"{}\" belongs to another user; if you trust it, run: \
         git config --global --add safe.directory {}",
        path.display(), path.display()
    )]
    NotOwned {
        /// The folder that holds `.git`.
        path: PathBuf,
    },
    /// A `.git` file or link leads to something that is not this folder's repository.
    #[error(
        "\"{}\" leads to \"{}\", which is not a repository of this folder ({reason}); \
         remove the file or repair it with: git worktree repair",
        link.display(), target.display()
    )]
    Misdirected {
        /// The `.git` file or link.
        link: PathBuf,
        /// Where it leads.
        target: PathBuf,
        /// What is wrong with the target.
        reason: &'static str,
    },
    /// The repository says that its files lie in another folder than the one that holds it.
    #[error(
        "the repository at \"{}\" says that its files are in \"{}\"; it is not read, because they are not \
         in the folder that holds it; see core.worktree in its configuration",
        gitdir.display(), worktree.display()
    )]
    WorktreeElsewhere {
        /// The repository's own folder.
        gitdir: PathBuf,
        /// Where it claims to have its files.
        worktree: PathBuf,
    },
    /// Configuration takes in a file outside of the repository, or in a way that is not understood.
    #[error(
        "\"{}\" includes {target}, which is not a file inside the repository; \
         move that line to your own git configuration",
        file.display()
    )]
    Include {
        /// The file with the include.
        file: PathBuf,
        /// What it includes, as written.
        target: String,
    },
    /// A pipe or a device stands where git reads a file; reading it could hang for ever.
    #[error("\"{}\" is a pipe or a device and not a file; remove it to use git here", path.display())]
    Special {
        /// The pipe or device.
        path: PathBuf,
    },
    /// A file that is small in every real repository is too large to be read.
    #[error("\"{}\" is larger than {limit} bytes, which is no real git file; remove it", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// The disk refused.
    #[error("cannot read \"{}\": {source}", path.display())]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The repository is damaged or of a kind that cannot be read.
    #[error(
        "cannot {what} of the repository at \"{}\": {}; check it with: git fsck",
        path.display(), source.message()
    )]
    Git {
        /// What was tried, as in "read the status".
        what: &'static str,
        /// The folder that holds `.git`.
        path: PathBuf,
        /// What libgit2 says.
        source: git2::Error,
    },
}

impl GitError {
    /// Makes the translator for a failed read of `path`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }

    /// Makes the translator for a failed call of libgit2 on the repository in `path`.
    pub(crate) fn git(what: &'static str, path: &Path) -> impl FnOnce(git2::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.code() {
            git2::ErrorCode::Owner => Self::NotOwned { path },
            _ => Self::Git { what, path, source },
        }
    }
}
