//! The temporary file of a save, and what a killed save leaves of it.

use std::fs::File;
use std::io::Write;
use std::os::fd::{AsRawFd, OwnedFd};

use rustix::fs::{AtFlags, CWD, Dir, FileType, FlockOperation, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use uuid::Uuid;

use super::Replace;
use crate::error::{Result, WorkspaceError};
use crate::root::{Root, reopen};

/// Begins the name of a file that is about to be renamed. What is left of one is worth nothing: the
/// file that was saved to is whole.
const DRAFT: &str = ".tenon-save-";
/// Begins the name of the copy beside a file that is written in place. What is left of one may be
/// the only whole text, so it is shown and never removed.
const COPY: &str = ".tenon-kept-";

/// Whether a name is that of a draft, which nobody is shown.
pub fn is_temporary(name: &[u8]) -> bool {
    made_at(name).is_some()
}

/// Whether a name is one of those that saves make, of which nobody is told.
pub fn is_ours(name: &[u8]) -> bool {
    is_temporary(name) || name.starts_with(COPY.as_bytes())
}

/// When a draft was made, in ms since 1970; nothing for other names.
fn made_at(name: &[u8]) -> Option<u64> {
    let id = Uuid::try_parse_ascii(name.strip_prefix(DRAFT.as_bytes())?).ok()?;
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    Some(seconds * 1_000 + u64::from(nanos) / 1_000_000)
}

/// Removes the drafts that killed processes of this user left in one folder, and answers how many.
/// One that was made at `before` (ms since 1970) or later, or that a save still holds, stays.
pub fn sweep(root: &Root, folder: &[u8], before: i64) -> Result<usize> {
    let fail = |e: Errno| WorkspaceError::from_io(folder, e.into());
    let before = u64::try_from(before).unwrap_or(0);
    let place = root.place(folder)?;
    let handle = reopen(&place.handle, OFlags::RDONLY | OFlags::DIRECTORY).map_err(fail)?;
    let mut removed = 0;
    for entry in Dir::read_from(&handle).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_bytes();
        let old = made_at(name).is_some_and(|at| at < before);
        if old && is_left(&handle, name) {
            match rustix::fs::unlinkat(&handle, name, AtFlags::empty()) {
                Ok(()) => removed += 1,
                Err(Errno::NOENT) => {}
                Err(e) => return Err(fail(e)),
            }
        }
    }
    Ok(removed)
}

/// Whether it is a regular file of this user's that no save holds.
fn is_left(folder: &OwnedFd, name: &[u8]) -> bool {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let ours = rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW).is_ok_and(|stat| {
        FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile
            && stat.st_uid == rustix::process::geteuid().as_raw()
    });
    ours && rustix::fs::openat(folder, name, flags, Mode::empty()).is_ok_and(|file| {
        rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok()
    })
}

/// A file in the target's folder that goes away unless it becomes the target.
pub(super) struct Temporary<'a> {
    folder: &'a OwnedFd,
    pub file: OwnedFd,
    /// None while the file has no name, which is as long as the file system lets it.
    name: Option<Vec<u8>>,
}

impl<'a> Temporary<'a> {
    pub fn create(folder: &'a OwnedFd, path: &[u8]) -> Result<Self> {
        let fail = |e: Errno| WorkspaceError::from_io(path, e.into());
        let flags = OFlags::WRONLY | OFlags::CLOEXEC;
        // A new file gets the mode that the process's mask leaves of 0666, as from any editor.
        let mode = Mode::from_raw_mode(0o666);
        let (file, name) = match rustix::fs::openat(folder, ".", flags | OFlags::TMPFILE, mode) {
            Ok(file) => (file, None),
            // Not every file system has files without a name; where it has none, they have one.
            Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::NOENT | Errno::INVAL) => {
                let name = new_name(DRAFT);
                let flags = flags | OFlags::CREATE | OFlags::EXCL;
                let file = rustix::fs::openat(folder, &*name, flags, mode).map_err(fail)?;
                (file, Some(name))
            }
            Err(e) => return Err(fail(e)),
        };
        // Who sweeps sees that it is in use. A file system without locks has the age alone.
        let _ = rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive);
        Ok(Self { folder, file, name })
    }

    /// Writes the text and flushes it to the disk.
    pub fn fill(&self, bytes: &[u8], path: &[u8]) -> Result<()> {
        let mut file = File::from(
            self.file
                .try_clone()
                .map_err(|e| WorkspaceError::from_io(path, e))?,
        );
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        written.map_err(|e| WorkspaceError::from_io(path, e))
    }

    /// Takes the target's name.
    pub fn become_file(
        mut self,
        target: &[u8],
        replace: Replace,
    ) -> std::result::Result<(), Errno> {
        if self.name.is_none() && replace == Replace::Never {
            return self.link(target);
        }
        let name = match &self.name {
            Some(name) => name.clone(),
            None => self.appear(DRAFT)?,
        };
        if replace == Replace::Never {
            let flags = RenameFlags::NOREPLACE;
            rustix::fs::renameat_with(self.folder, &*name, self.folder, target, flags)?;
        } else {
            rustix::fs::renameat(self.folder, &*name, self.folder, target)?;
        }
        self.name = None;
        Ok(())
    }

    /// Stays as a complete copy until it is discarded, also when this process is killed.
    pub fn keep_beside(mut self) -> std::result::Result<Copy<'a>, Errno> {
        let name = match self.name.take() {
            None => self.appear(COPY)?,
            Some(draft) => {
                let name = new_name(COPY);
                rustix::fs::renameat(self.folder, &*draft, self.folder, &*name)?;
                name
            }
        };
        self.name = None;
        let folder = self.folder;
        Ok(Copy { folder, name })
    }

    fn appear(&mut self, start: &str) -> std::result::Result<Vec<u8>, Errno> {
        let name = new_name(start);
        self.link(&name)?;
        self.name = Some(name.clone());
        Ok(name)
    }

    fn link(&self, name: &[u8]) -> std::result::Result<(), Errno> {
        let file = format!("/proc/self/fd/{}", self.file.as_raw_fd());
        rustix::fs::linkat(CWD, file, self.folder, name, AtFlags::SYMLINK_FOLLOW)
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if let Some(name) = &self.name
            && let Err(e) = rustix::fs::unlinkat(self.folder, &**name, AtFlags::empty())
        {
            tracing::warn!(error = %e, "a temporary file of a save was left behind");
        }
    }
}

/// A complete copy beside a file that is being written in place.
pub(super) struct Copy<'a> {
    folder: &'a OwnedFd,
    name: Vec<u8>,
}

impl Copy<'_> {
    /// The file itself is whole now.
    pub fn discard(self) {
        if let Err(e) = rustix::fs::unlinkat(self.folder, &*self.name, AtFlags::empty()) {
            tracing::warn!(error = %e, "the copy of a saved file was left behind");
        }
    }
}

/// A name that does not repeat the target's, which may already be as long as a name can be.
fn new_name(start: &str) -> Vec<u8> {
    format!("{start}{}", Uuid::now_v7().simple()).into_bytes()
}
