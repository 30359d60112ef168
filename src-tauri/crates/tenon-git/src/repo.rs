//! The repository a workspace lies in.

mod commits;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::Once;

use git2::{
    AttrCheckFlags, AttrValue, ErrorCode, ObjectType, Oid, Repository, RepositoryOpenFlags,
};

use crate::branches::{self, InBranches, Merged};
use crate::discover::{self, Found};
use crate::error::GitError;
use crate::marks::{self, Mark};
use crate::status::{self, Status};
use crate::vet;

pub use commits::Move;

/// Texts of more bytes than this are not compared.
pub const MAX_TEXT: u64 = 20_000_000;

/// What git keeps in its folder and changes when branch, index or an operation changes.
const WATCHED: [&str; 10] = [
    "HEAD",
    "index",
    "config.worktree",
    "MERGE_HEAD",
    "CHERRY_PICK_HEAD",
    "REVERT_HEAD",
    "BISECT_LOG",
    "rebase-merge",
    "rebase-apply",
    "sequencer",
];

/// What the worktrees of a repository share.
const WATCHED_COMMON: [&str; 4] = ["config", "packed-refs", "refs", "info/exclude"];

/// A repository, seen from a workspace that is its folder or one below it.
///
/// It can be sent to another thread but not be used by two at once.
pub struct Repo {
    inner: Repository,
    found: Found,
    prefix: Vec<u8>,
}

impl Repo {
    /// Opens the repository in whose worktree `root` lies; nothing when there is none.
    ///
    /// # Errors
    ///
    /// When `root` cannot be read, and when the repository is refused: it belongs to another
    /// user, leads out of its folder, could hang its reader, or is damaged.
    pub fn discover(root: &Path) -> Result<Option<Self>, GitError> {
        let Some(found) = discover::find(root)? else {
            return Ok(None);
        };
        vet::git_folders(&found)?;
        let Some(inner) = open(&found)? else {
            return Ok(None);
        };
        vet::worktree(&inner, &found.folder, &found.root)?;
        let below = found
            .root
            .strip_prefix(&found.folder)
            .unwrap_or(Path::new(""));
        let prefix = below.as_os_str().as_bytes().to_vec();
        Ok(Some(Self {
            inner,
            found,
            prefix,
        }))
    }

    /// The folder that holds `.git`, canonical: the workspace's root or one above it.
    pub fn folder(&self) -> &Path {
        &self.found.folder
    }

    /// The name of the branch that is checked out; none where a commit is.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn branch(&self) -> Result<Option<String>, GitError> {
        crate::head::branch(&self.inner).map_err(self.failed("read the branch"))
    }

    /// Reads branch, upstream, unfinished operation and changed files. Submodules are left out.
    ///
    /// # Errors
    ///
    /// When the repository was changed so that it would be refused now, or is damaged.
    pub fn status(&self) -> Result<Status, GitError> {
        // A new handle, so that configuration changed since the last one counts.
        let gone = || GitError::Git {
            what: "read the status",
            path: self.found.folder.clone(),
            source: git2::Error::from_str("it has no worktree any more"),
        };
        let repo = open(&self.found)?.ok_or_else(gone)?;
        status::read(&repo, &self.prefix).map_err(self.failed("read the status"))
    }

    /// The bytes that `path`, relative to the workspace, has at HEAD.
    ///
    /// Nothing when there is no such file, when it is a link or a submodule, or when it has more
    /// than [`MAX_TEXT`] bytes.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn head_text(&self, path: &[u8]) -> Result<Option<Vec<u8>>, GitError> {
        match self.inside(path) {
            Some(path) => self.blob(&path).map_err(self.failed("read a file at HEAD")),
            None => Ok(None),
        }
    }

    /// The object id of `path`, relative to the workspace, at HEAD; nothing when it is no file there.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn head_blob(&self, path: &[u8]) -> Result<Option<Vec<u8>>, GitError> {
        let Some(path) = self.inside(path) else {
            return Ok(None);
        };
        let entry = self
            .entry(&path)
            .map_err(self.failed("read a file at HEAD"))?;
        Ok(entry.map(|id| id.as_bytes().to_vec()))
    }

    /// The bytes of an object; nothing when it is gone, is no file, or has more than [`MAX_TEXT`]
    /// bytes.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn blob_of(&self, id: &[u8]) -> Result<Option<Vec<u8>>, GitError> {
        let read = || -> Result<Option<Vec<u8>>, git2::Error> {
            let id = Oid::from_bytes(id)?;
            let (size, kind) = self.inner.odb()?.read_header(id)?;
            if kind != ObjectType::Blob || size as u64 > MAX_TEXT {
                return Ok(None);
            }
            Ok(Some(self.inner.find_blob(id)?.content().to_vec()))
        };
        match read() {
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            other => other.map_err(self.failed("read an object")),
        }
    }

    /// Whether the repository has an object; nothing is known of one that cannot be looked up.
    pub fn has_object(&self, id: &[u8]) -> bool {
        let found = Oid::from_bytes(id).and_then(|id| Ok(self.inner.odb()?.exists(id)));
        found.unwrap_or(true)
    }

    /// Whether the repository has a commit, by its whole name.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn has_commit(&self, id: &[u8]) -> Result<bool, GitError> {
        let found = Oid::from_bytes(id).and_then(|id| self.inner.find_commit(id));
        match found {
            Ok(_) => Ok(true),
            Err(fault) if fault.code() == git2::ErrorCode::NotFound => Ok(false),
            Err(fault) => Err(self.failed("look up a commit")(fault)),
        }
    }

    /// The names of the files in `folders`, relative to the workspace, and in folders of theirs, in
    /// all local and remote-tracking branches, and the texts of those whose names `is_read` takes.
    /// Nothing is checked out.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn names_in_branches(
        &self,
        folders: &[&str],
        is_read: &dyn Fn(&[u8]) -> bool,
    ) -> Result<InBranches, GitError> {
        let folders = folders.iter();
        let inside: Vec<_> = folders.filter_map(|f| self.inside(f.as_bytes())).collect();
        let inside: Vec<&Path> = inside.iter().map(PathBuf::as_path).collect();
        branches::names(&self.inner, &inside, is_read).map_err(self.failed("read the branches"))
    }

    /// Which of `branches` are merged into the branch that `origin/HEAD` names, else into `main`,
    /// `master` or `trunk`, else into the one that is checked out. One that is not there any more,
    /// has no commit of its own, or is as the base is not among them.
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn merged(&self, branches: &[&str]) -> Result<Vec<Merged>, GitError> {
        branches::merged(&self.inner, branches).map_err(self.failed("compare branches"))
    }

    /// Compares `current`, the text of `path` with `\n` as line ends, with HEAD.
    ///
    /// `decode` turns the bytes at HEAD into text in the way the file itself was decoded; its
    /// line ends are normalised here. A file that is not at HEAD is all added when it is in the
    /// index, and has no marks when it is untracked. There are none either for texts of more than
    /// [`MAX_TEXT`] bytes and for files that git keeps in another form (`filter` attribute).
    ///
    /// # Errors
    ///
    /// When the repository is damaged.
    pub fn marks(
        &self,
        path: &[u8],
        current: &str,
        decode: fn(&[u8]) -> Option<String>,
    ) -> Result<Vec<Mark>, GitError> {
        let Some(path) = self.inside(path) else {
            return Ok(Vec::new());
        };
        if current.len() as u64 > MAX_TEXT {
            return Ok(Vec::new());
        }
        self.compare(&path, current, decode)
            .map_err(self.failed("compare a file with HEAD"))
    }

    /// The files and folders whose change means that the status may have changed.
    ///
    /// Some do not exist yet, and git replaces the files by renaming: watch the folders they lie
    /// in. `refs` changes anywhere below it; of the others only the entry itself matters.
    pub fn watch_paths(&self) -> Vec<PathBuf> {
        let own = WATCHED.iter().map(|name| self.found.gitdir.join(name));
        let common = WATCHED_COMMON
            .iter()
            .map(|name| self.found.commondir.join(name));
        own.chain(common).collect()
    }

    fn failed(&self, what: &'static str) -> impl FnOnce(git2::Error) -> GitError {
        GitError::git(what, &self.found.folder)
    }

    /// A workspace path as one of the repository, when it is one that git can have.
    fn inside(&self, path: &[u8]) -> Option<PathBuf> {
        let odd = |part: &[u8]| part.is_empty() || part == b"." || part == b"..";
        if path.contains(&0) || path.split(|byte| *byte == b'/').any(odd) {
            return None;
        }
        Some(Path::new(OsStr::from_bytes(&self.prefix)).join(OsStr::from_bytes(path)))
    }

    fn blob(&self, path: &Path) -> Result<Option<Vec<u8>>, git2::Error> {
        let Some(id) = self.entry(path)? else {
            return Ok(None);
        };
        let (size, _) = self.inner.odb()?.read_header(id)?;
        if size as u64 > MAX_TEXT {
            return Ok(None);
        }
        Ok(Some(self.inner.find_blob(id)?.content().to_vec()))
    }

    /// The object of a file at HEAD.
    fn entry(&self, path: &Path) -> Result<Option<Oid>, git2::Error> {
        const LINK: i32 = 0o120_000;
        let tree = match self.inner.head() {
            Ok(head) => head.peel_to_tree()?,
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let entry = match tree.get_path(path) {
            Ok(entry) => entry,
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if entry.kind() != Some(ObjectType::Blob) || entry.filemode() == LINK {
            return Ok(None);
        }
        Ok(Some(entry.id()))
    }

    fn compare(
        &self,
        path: &Path,
        current: &str,
        decode: fn(&[u8]) -> Option<String>,
    ) -> Result<Vec<Mark>, git2::Error> {
        if self.is_filtered(path)? {
            return Ok(Vec::new());
        }
        let current = marks::normalised(current);
        match self.blob(path)? {
            Some(bytes) => match decode(&bytes) {
                Some(old) => marks::compare(&marks::normalised(&old), &current),
                None => Ok(Vec::new()),
            },
            None if self.is_new_in_index(path)? => Ok(marks::all_added(&current)),
            None => Ok(Vec::new()),
        }
    }

    /// Whether a program that is not run here would translate between file and repository.
    fn is_filtered(&self, path: &Path) -> Result<bool, git2::Error> {
        let value = self
            .inner
            .get_attr_bytes(path, "filter", AttrCheckFlags::FILE_THEN_INDEX)?;
        Ok(matches!(
            AttrValue::from_bytes(value),
            AttrValue::String(_) | AttrValue::Bytes(_)
        ))
    }

    /// Whether `path` is in the index and nowhere at HEAD, where it could be a link or too large.
    fn is_new_in_index(&self, path: &Path) -> Result<bool, git2::Error> {
        let mut index = self.inner.index()?;
        index.read(false)?;
        if index.get_path(path, 0).is_none() {
            return Ok(false);
        }
        let tree = self.inner.head().and_then(|head| head.peel_to_tree());
        Ok(tree.map_or(true, |tree| tree.get_path(path).is_err()))
    }
}

/// The object id that git gives to these bytes.
///
/// # Errors
///
/// When libgit2 cannot hash.
pub fn blob_id(bytes: &[u8]) -> Result<Vec<u8>, GitError> {
    let id = Oid::hash_object(ObjectType::Blob, bytes);
    id.map(|id| id.as_bytes().to_vec())
        .map_err(GitError::git("hash", Path::new("a file")))
}

/// Opens exactly the repository that was found; nothing when it has no worktree.
fn open(found: &Found) -> Result<Option<Repository>, GitError> {
    accept_partial_clones();
    vet::configuration(found)?;
    let flags = RepositoryOpenFlags::NO_SEARCH | RepositoryOpenFlags::NO_DOTGIT;
    let repo = Repository::open_ext(found.folder.join(".git"), flags, &[] as &[&OsStr])
        .map_err(GitError::git("read the configuration", &found.folder))?;
    let Some(worktree) = repo.workdir() else {
        return Ok(None);
    };
    let worktree = canonical(worktree);
    if worktree != found.folder {
        return Err(GitError::WorktreeElsewhere {
            gitdir: found.gitdir.clone(),
            worktree,
        });
    }
    let target = canonical(repo.path());
    if target != found.gitdir || canonical(repo.commondir()) != found.commondir {
        let link = found.folder.join(".git");
        let reason = "it is another one than before; open the folder again";
        return Err(GitError::Misdirected {
            link,
            target,
            reason,
        });
    }
    let config = repo
        .config()
        .map_err(GitError::git("read the configuration", &found.folder))?;
    vet::after_open(&config)?;
    Ok(Some(repo))
}

/// The one name of a folder; what does not exist stays as it is, and is then no folder's name.
fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Lets libgit2 open partial clones, which it would refuse for an extension it does not know: an
/// object that was never fetched is then missing, and nothing is fetched for it.
fn accept_partial_clones() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: libgit2 keeps the list in a global without a lock; `Once` lets no repository of
        // this process be opened before the list is written, and it is written only here.
        if let Err(error) = unsafe { git2::opts::set_extensions(&["partialclone"]) } {
            tracing::warn!(%error, "partial clones cannot be opened");
        }
    });
}
