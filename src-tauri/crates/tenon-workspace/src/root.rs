//! The open folder, and the only way to a file in it.
//!
//! Every path is opened relative to one handle of the folder, and the kernel itself refuses what
//! leads out (`openat2` with `RESOLVE_BENEATH`), so that nobody can swap a folder for a link between
//! a check and a use.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use rustix::fs::{CWD, FileType, Mode, OFlags, ResolveFlags, Stat};
use rustix::io::Errno;
use tenon_core::ActorKind;
use tenon_policy::{Action, Decision, Policy, Subject, decide};

use crate::error::{Result, WorkspaceError};

mod mark;

pub use mark::FolderMark;

/// The largest file that is read in one piece, in bytes.
pub const READ_LIMIT: u64 = 512 << 20;

/// How often a path is looked up again when what it names was replaced meanwhile.
const ATTEMPTS: u32 = 64;

/// Opens a name, not what a link behind it leads to.
const NAME_ONLY: OFlags = OFlags::PATH.union(OFlags::CLOEXEC).union(OFlags::NOFOLLOW);

/// The open folder of a workspace. It is known by its path: a folder that is deleted and made again
/// there is opened again at the next call, and until then calls say that it is gone.
#[derive(Debug)]
pub struct Root {
    path: PathBuf,
    handle: RwLock<Arc<OwnedFd>>,
}

/// A handle of something inside the workspace, and where it really lies.
#[derive(Debug)]
pub struct Place {
    /// An `O_PATH` handle: it names, and opens nothing.
    pub handle: OwnedFd,
    /// What it is.
    pub stat: Stat,
    /// The path relative to the workspace after every link was followed.
    pub real: Vec<u8>,
}

impl Place {
    /// Whether it is a folder.
    pub fn is_folder(&self) -> bool {
        self.kind() == FileType::Directory
    }

    /// What it is.
    pub fn kind(&self) -> FileType {
        FileType::from_raw_mode(self.stat.st_mode)
    }
}

fn lossy(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}

impl Root {
    /// Opens a folder. Links to it are followed once, here.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let real = path.canonicalize().map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => WorkspaceError::RootMissing(name.clone()),
            io::ErrorKind::PermissionDenied => WorkspaceError::RootUnreadable(name.clone()),
            io::ErrorKind::NotADirectory => WorkspaceError::RootNotFolder(name.clone()),
            _ => WorkspaceError::from_io(name.as_bytes(), e),
        })?;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let handle = rustix::fs::openat(CWD, &real, flags, Mode::empty()).map_err(|e| match e {
            Errno::NOTDIR => WorkspaceError::RootNotFolder(name.clone()),
            Errno::ACCESS | Errno::PERM => WorkspaceError::RootUnreadable(name.clone()),
            other => WorkspaceError::from_io(name.as_bytes(), other.into()),
        })?;
        Ok(Self {
            path: real,
            handle: RwLock::new(Arc::new(handle)),
        })
    }

    /// The folder, absolute, without links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Takes a path as a person or a program gives it: relative, or absolute inside the workspace.
    pub fn relative<'a>(&self, path: &'a [u8]) -> Result<&'a [u8]> {
        if path.contains(&0) {
            return Err(WorkspaceError::BadPath(lossy(path)));
        }
        if path.first() != Some(&b'/') {
            return Ok(path);
        }
        let inside = Path::new(OsStr::from_bytes(path)).strip_prefix(&self.path);
        inside
            .map(|p| p.as_os_str().as_bytes())
            .map_err(|_| outside(path))
    }

    /// Finds what `path` names, following links as long as they stay inside.
    pub fn place(&self, path: &[u8]) -> Result<Place> {
        match self.find(path) {
            // In a folder that is gone nothing is found any more, and what is there is elsewhere.
            Err(WorkspaceError::NotFound(_) | WorkspaceError::Outside { .. })
                if !self.is_there() =>
            {
                self.renew()?;
                self.find(path)
            }
            found => found,
        }
    }

    /// Says that the folder is not where it was, unless it is. One that was made again there, or
    /// came back, is opened in its place; a link that took its place is not followed.
    pub fn renew(&self) -> Result<()> {
        if self.is_there() {
            return Ok(());
        }
        let gone = || WorkspaceError::RootGone(self.path.display().to_string());
        let flags = OFlags::RDONLY
            | OFlags::DIRECTORY
            | OFlags::CLOEXEC
            | OFlags::NONBLOCK
            | OFlags::NOFOLLOW;
        let opened =
            rustix::fs::openat(CWD, &self.path, flags, Mode::empty()).map_err(|e| match e {
                Errno::ACCESS | Errno::PERM => {
                    WorkspaceError::RootUnreadable(self.path.display().to_string())
                }
                _ => gone(),
            })?;
        if link_of(&opened).map_err(|_| gone())? != self.path {
            return Err(gone());
        }
        *self.handle.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(opened);
        Ok(())
    }

    fn handle(&self) -> Arc<OwnedFd> {
        self.handle
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn find(&self, path: &[u8]) -> Result<Place> {
        for _ in 0..ATTEMPTS {
            if let Some(place) = self.try_place(path)? {
                return Ok(place);
            }
        }
        // Whatever replaces it that often is in the middle of removing it, too.
        Err(WorkspaceError::NotFound(lossy(path)))
    }

    /// `None` when what was opened had been replaced before its path could be asked for.
    fn try_place(&self, path: &[u8]) -> Result<Option<Place>> {
        let relative = self.relative(path)?;
        let target: &[u8] = if relative.is_empty() { b"." } else { relative };
        let handle = match self.open_beneath(target, OFlags::PATH | OFlags::CLOEXEC) {
            Ok(handle) => handle,
            // An absolute link is refused by the kernel even when it points inside; its real
            // place is asked for and opened without any link.
            Err(Errno::XDEV) => {
                let inside = self.real_inside(target).ok_or_else(|| outside(path))?;
                self.open_beneath(&inside, NAME_ONLY)
                    .map_err(|e| self.explain(path, e))?
            }
            Err(e) => return Err(self.explain(path, e)),
        };
        let stat = rustix::fs::fstat(&handle).map_err(|e| self.explain(path, e))?;
        let real = self.real_of(&handle, path)?;
        // The system calls what was removed "NAME (deleted)", which may as well be a name.
        if real.ends_with(b" (deleted)") {
            let there = self
                .open_beneath(&real, NAME_ONLY)
                .and_then(rustix::fs::fstat);
            if there.map(|there| (there.st_dev, there.st_ino)) != Ok((stat.st_dev, stat.st_ino)) {
                return Ok(None);
            }
        }
        Ok(Some(Place { handle, stat, real }))
    }

    /// Opens the folder that holds the last part of `path`, for making, renaming and removing.
    pub fn parent(&self, path: &[u8]) -> Result<(Place, Vec<u8>)> {
        let relative = self.relative(path)?;
        let trimmed = relative.strip_suffix(b"/").unwrap_or(relative);
        let (folder, name) = match trimmed.iter().rposition(|b| *b == b'/') {
            Some(at) => (&trimmed[..at], &trimmed[at + 1..]),
            None => (&b""[..], trimmed),
        };
        if name.is_empty() || name == b"." || name == b".." {
            return Err(WorkspaceError::BadPath(lossy(path)));
        }
        let place = self.place(folder).map_err(|e| match e {
            WorkspaceError::NotFound(_) => WorkspaceError::ParentGone(lossy(path)),
            other => other,
        })?;
        if place.kind() != FileType::Directory {
            return Err(WorkspaceError::NotFolder(lossy(folder)));
        }
        Ok((place, name.to_vec()))
    }

    /// Opens a regular file for reading. Nothing else is ever opened.
    pub fn open_file(&self, path: &[u8]) -> Result<(File, Place)> {
        let place = self.place(path)?;
        match place.kind() {
            FileType::RegularFile => {}
            FileType::Directory => return Err(WorkspaceError::IsFolder(lossy(path))),
            _ => return Err(WorkspaceError::Special(lossy(path))),
        }
        let file = reopen(&place.handle, OFlags::RDONLY).map_err(|e| self.explain(path, e))?;
        Ok((File::from(file), place))
    }

    /// Reads a regular file whole, up to [`READ_LIMIT`].
    pub fn read(&self, path: &[u8]) -> Result<(Vec<u8>, Place)> {
        let (mut file, place) = self.open_file(path)?;
        let size = u64::try_from(place.stat.st_size).unwrap_or(0);
        if size > READ_LIMIT {
            return Err(WorkspaceError::TooLarge {
                path: lossy(path),
                size,
                limit: READ_LIMIT,
            });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        // A file can grow while it is read (a log), or claim a size of 0 (in /proc).
        let read = Read::by_ref(&mut file)
            .take(READ_LIMIT + 1)
            .read_to_end(&mut bytes);
        read.map_err(|e| WorkspaceError::from_io(path, e))?;
        if bytes.len() as u64 > READ_LIMIT {
            let size = bytes.len() as u64;
            return Err(WorkspaceError::TooLarge {
                path: lossy(path),
                size,
                limit: READ_LIMIT,
            });
        }
        Ok((bytes, place))
    }

    /// The absolute path of a place, for programs that need one.
    pub fn absolute(&self, real: &[u8]) -> PathBuf {
        if real.is_empty() {
            self.path.clone()
        } else {
            self.path.join(OsStr::from_bytes(real))
        }
    }

    fn open_beneath(&self, path: &[u8], flags: OFlags) -> std::result::Result<OwnedFd, Errno> {
        let folder = self.handle();
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        loop {
            // EAGAIN says that a folder moved meanwhile; the kernel asks to try again.
            match rustix::fs::openat2(&*folder, path, flags, Mode::empty(), resolve) {
                Err(Errno::AGAIN | Errno::INTR) => {}
                other => return other,
            }
        }
    }

    fn real_inside(&self, path: &[u8]) -> Option<Vec<u8>> {
        let real = self
            .path
            .join(OsStr::from_bytes(path))
            .canonicalize()
            .ok()?;
        let inside = real
            .strip_prefix(&self.path)
            .ok()?
            .as_os_str()
            .as_bytes()
            .to_vec();
        Some(if inside.is_empty() {
            b".".to_vec()
        } else {
            inside
        })
    }

    fn real_of(&self, handle: &OwnedFd, path: &[u8]) -> Result<Vec<u8>> {
        let real = link_of(handle).map_err(|e| WorkspaceError::from_io(path, e))?;
        let inside = real.strip_prefix(&self.path).map_err(|_| outside(path))?;
        Ok(inside.as_os_str().to_owned().into_vec())
    }

    /// Whether the folder is still at its path.
    fn is_there(&self) -> bool {
        let own = rustix::fs::fstat(&*self.handle());
        let there = rustix::fs::lstat(&self.path);
        matches!((own, there), (Ok(own), Ok(there))
            if (own.st_dev, own.st_ino) == (there.st_dev, there.st_ino))
    }

    fn explain(&self, path: &[u8], error: Errno) -> WorkspaceError {
        if error == Errno::XDEV {
            outside(path)
        } else {
            WorkspaceError::from_io(path, error.into())
        }
    }
}

/// Where what a handle names is now.
fn link_of(handle: &OwnedFd) -> io::Result<PathBuf> {
    std::fs::read_link(format!("/proc/self/fd/{}", handle.as_raw_fd()))
}

/// The refusal of the policy for a path that leads out.
pub(crate) fn outside(path: &[u8]) -> WorkspaceError {
    let path = lossy(path);
    let policy = Policy {
        trusted: None,
        local_only: true,
    };
    let subject = Subject::Path {
        path: &path,
        inside: false,
    };
    match decide(&policy, ActorKind::Person, Action::ReadPath, &subject) {
        Decision::Deny(grounds) | Decision::Ask(grounds) => WorkspaceError::Outside {
            path,
            way_out: grounds.way_out,
        },
        // The rule denies always; were it ever loosened, the kernel would still not resolve it.
        Decision::Allow => WorkspaceError::Outside {
            path,
            way_out: String::new(),
        },
    }
}

/// Opens what an `O_PATH` handle names, so that it is the same thing that was looked at.
pub(crate) fn reopen(
    handle: &impl AsFd,
    flags: OFlags,
) -> std::result::Result<OwnedFd, rustix::io::Errno> {
    let link = format!("/proc/self/fd/{}", handle.as_fd().as_raw_fd());
    let flags = flags | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    rustix::fs::openat(CWD, link, flags, Mode::empty())
}
