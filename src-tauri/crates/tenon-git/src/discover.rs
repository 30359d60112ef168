//! Finding the repository a folder lies in, by git's rules but without believing what is found.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::error::GitError;
use crate::vet;

/// Longest `.git`, `commondir` or `gitdir` file: a path with a few bytes around it.
const MAX_LINK: u64 = 8 * 1024;

/// A repository that was found and whose links were checked; all paths are canonical.
#[derive(Debug)]
pub(crate) struct Found {
    /// The folder that holds `.git`, and by that the repository's files.
    pub folder: PathBuf,
    /// The workspace's root, the folder itself or one below it.
    pub root: PathBuf,
    /// Where HEAD and the index lie.
    pub gitdir: PathBuf,
    /// Where objects, refs and configuration lie; differs from `gitdir` in a linked worktree.
    pub commondir: PathBuf,
}

/// Walks up from `root` to the first folder with a repository, as git does.
///
/// Only `.git` entries count: a folder that is itself a bare repository, as may be embedded in a
/// project's files, is not taken for one. The walk ends where another file system begins.
pub(crate) fn find(root: &Path) -> Result<Option<Found>, GitError> {
    let root = fs::canonicalize(root).map_err(GitError::io(root))?;
    let device = fs::metadata(&root).map_err(GitError::io(&root))?.dev();
    for folder in root.ancestors() {
        let here = fs::metadata(folder).map_err(GitError::io(folder))?;
        if here.dev() != device {
            break;
        }
        let Some((gitdir, commondir)) = repository_of(folder)? else {
            continue;
        };
        if root.starts_with(&gitdir) {
            break;
        }
        let folder = folder.to_owned();
        return Ok(Some(Found {
            folder,
            root,
            gitdir,
            commondir,
        }));
    }
    Ok(None)
}

/// The git folder and the common folder behind `folder`'s `.git`, when there is one.
fn repository_of(folder: &Path) -> Result<Option<(PathBuf, PathBuf)>, GitError> {
    let link = folder.join(".git");
    let Ok(meta) = fs::symlink_metadata(&link) else {
        return Ok(None);
    };
    if meta.is_dir() {
        // An empty or broken `.git` is passed over, as git does: the walk goes on above it.
        let Some(commondir) = common_of(&link)? else {
            return Ok(None);
        };
        if commondir != link {
            let reason = "its common folder lies elsewhere, but it is no linked worktree";
            return Err(GitError::Misdirected {
                link,
                target: commondir,
                reason,
            });
        }
        return Ok(Some((link, commondir)));
    }
    let target = if meta.is_symlink() {
        link.clone()
    } else {
        read_gitfile(&link, folder)?
    };
    let refuse = |reason| GitError::Misdirected {
        link: link.clone(),
        target: target.clone(),
        reason,
    };
    let gitdir = fs::canonicalize(&target).map_err(|_| refuse("it does not exist"))?;
    let Some(commondir) = common_of(&gitdir)? else {
        return Err(refuse("it is no git folder"));
    };
    if commondir != gitdir {
        linked_worktree(&gitdir, &commondir, &link).map_err(refuse)?;
    } else if gitdir.file_name() == Some(OsStr::new(".git")) {
        // A folder called `.git` belongs to the files beside it, never to those of another
        // folder; those of submodules and of `--separate-git-dir` have other names.
        return Err(refuse("it belongs to the folder beside it"));
    }
    Ok(Some((gitdir, commondir)))
}

/// Checks that `gitdir` is a worktree of `commondir` and knows `link` as its own.
fn linked_worktree(gitdir: &Path, commondir: &Path, link: &Path) -> Result<(), &'static str> {
    if gitdir.parent() != Some(&commondir.join("worktrees")) {
        return Err("it is not among the worktrees of its common folder");
    }
    let back = read_path(&gitdir.join("gitdir")).map_err(|_| "it does not say whose it is")?;
    let back = gitdir.join(back);
    let folder = back
        .parent()
        .and_then(|folder| fs::canonicalize(folder).ok());
    if back.file_name() != link.file_name() || folder.as_deref() != link.parent() {
        return Err("it belongs to another folder");
    }
    // libgit2 compares the owners of the two ends only, and the middle has the configuration.
    let owner = |path| fs::metadata(path).map(|meta| meta.uid()).ok();
    if owner(gitdir) != owner(commondir) {
        return Err("its common folder belongs to another user");
    }
    Ok(())
}

/// The common folder of `gitdir`, or nothing when `gitdir` is no git folder.
fn common_of(gitdir: &Path) -> Result<Option<PathBuf>, GitError> {
    let pointer = gitdir.join("commondir");
    let commondir = if pointer.is_file() {
        let path = gitdir.join(read_path(&pointer)?);
        let Ok(path) = fs::canonicalize(path) else {
            return Ok(None);
        };
        path
    } else {
        gitdir.to_owned()
    };
    let whole = gitdir.join("HEAD").is_file()
        && commondir.join("objects").is_dir()
        && commondir.join("refs").is_dir();
    Ok(whole.then_some(commondir))
}

/// Where the `.git` file `link` of `folder` leads.
fn read_gitfile(link: &Path, folder: &Path) -> Result<PathBuf, GitError> {
    let text = vet::read_small(link, MAX_LINK)?;
    match text.strip_prefix(b"gitdir:") {
        Some(target) => Ok(folder.join(OsStr::from_bytes(target.trim_ascii()))),
        None => Err(GitError::Misdirected {
            link: link.to_owned(),
            target: PathBuf::from("nothing"),
            reason: "it does not begin with `gitdir:`",
        }),
    }
}

/// A file that holds nothing but a path.
fn read_path(file: &Path) -> Result<PathBuf, GitError> {
    let text = vet::read_small(file, MAX_LINK)?;
    Ok(PathBuf::from(OsStr::from_bytes(text.trim_ascii_end())))
}
