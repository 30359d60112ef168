//! Writing a file so that after any interruption either the old or the new content is there, whole.

use std::fs::File;
use std::io::Write;
use std::os::fd::OwnedFd;

use rustix::fs::{AtFlags, FallocateFlags, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use crate::error::{Result, WorkspaceError};
use crate::root::{Root, reopen};
use temporary::Temporary;

mod temporary;

pub use temporary::{is_ours, is_temporary, sweep};

/// Whether a save may replace what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// Something there is an error.
    Never,
    /// A regular file there is replaced.
    File,
}

/// Writes `bytes` to `path` and answers when they are durable.
///
/// A temporary file in the target's folder is written, flushed to the disk and renamed over it, and
/// the folder is flushed. Where the file system can, it has no name until it is whole. Mode, owner
/// and extended attributes are kept; a link keeps leading where it led; a file with several hard
/// links, or one whose owner cannot be kept, is written in place, with a complete copy beside it
/// until that is done.
pub fn save(root: &Root, path: &[u8], bytes: &[u8], replace: Replace) -> Result<()> {
    save_as(root, path, bytes, replace, None)?.sync()
}

/// A folder with a name in it that is not durable yet.
#[derive(Debug)]
pub struct Folder {
    /// Its path, relative to the workspace, links followed.
    pub path: Vec<u8>,
    handle: OwnedFd,
}

impl Folder {
    /// Makes the names in it durable.
    pub fn sync(&self) -> Result<()> {
        let synced = rustix::fs::fsync(&self.handle);
        synced.map_err(|e| WorkspaceError::from_io(&self.path, e.into()))
    }
}

/// Saves as [`save`] does, with these permission bits in place of those that are there. The bytes are
/// durable, their name is when the folder is flushed.
pub(crate) fn save_as(
    root: &Root,
    path: &[u8],
    bytes: &[u8],
    replace: Replace,
    mode: Option<u32>,
) -> Result<Folder> {
    let fail = |e: Errno| WorkspaceError::from_io(path, e.into());
    let lossy = || String::from_utf8_lossy(path).into_owned();
    let (old, target) = match root.place(path) {
        Ok(place) => {
            match place.kind() {
                FileType::RegularFile => {}
                FileType::Directory => return Err(WorkspaceError::IsFolder(lossy())),
                _ => return Err(WorkspaceError::Special(lossy())),
            }
            if replace == Replace::Never {
                return Err(WorkspaceError::Exists(lossy()));
            }
            if is_read_only(&place.handle, &place.stat) {
                return Err(WorkspaceError::ReadOnly(lossy()));
            }
            let real = place.real.clone();
            (Some(place), real)
        }
        Err(WorkspaceError::NotFound(_)) => (None, path.to_vec()),
        Err(other) => return Err(other),
    };
    let (folder, name) = root.parent(&target)?;
    let called = root.absolute(&folder.real);
    let within = folder.real;
    let folder = reopen(&folder.handle, OFlags::RDONLY | OFlags::DIRECTORY).map_err(fail)?;
    let temporary = Temporary::create(&folder, path).map_err(|e| match e {
        WorkspaceError::Denied(path) | WorkspaceError::ReadOnly(path) => {
            let folder = called.display().to_string();
            WorkspaceError::FolderReadOnly { folder, path }
        }
        other => other,
    })?;
    temporary.fill(bytes, path)?;

    let in_place = match &old {
        None => false,
        Some(place) => {
            !keep_attributes(place, &temporary.file).map_err(fail)? || place.stat.st_nlink > 1
        }
    };
    if let Some(mode) = mode {
        let bits = Mode::from_raw_mode(mode & 0o7777);
        let file = if in_place {
            old.as_ref().map(|place| &place.handle)
        } else {
            None
        };
        match file {
            None => rustix::fs::fchmod(&temporary.file, bits).map_err(fail)?,
            Some(handle) => set_mode(handle, bits).map_err(fail)?,
        }
    }
    match old {
        Some(place) if in_place => {
            let copy = temporary.keep_beside().map_err(fail)?;
            let file = reopen(&place.handle, OFlags::WRONLY).map_err(fail)?;
            let written = overwrite(File::from(file), bytes, path);
            // Also when it failed: the text is still with whoever asked.
            copy.discard();
            written?;
        }
        _ => temporary.become_file(&name, replace).map_err(fail)?,
    }
    Ok(Folder {
        path: within,
        handle: folder,
    })
}

/// Whether a save to this file would be against its marks: no write bit at all, or none for us.
pub fn is_read_only(handle: &OwnedFd, stat: &Stat) -> bool {
    if stat.st_mode & 0o222 == 0 {
        return true;
    }
    let access = rustix::fs::Access::WRITE_OK;
    let link = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(handle));
    rustix::fs::accessat(rustix::fs::CWD, link, access, AtFlags::EACCESS).is_err()
}

/// Sets the bits of what an `O_PATH` handle names, which `fchmod` refuses.
fn set_mode(handle: &OwnedFd, bits: Mode) -> std::result::Result<(), Errno> {
    let link = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(handle));
    rustix::fs::chmod(link, bits)
}

fn overwrite(mut file: File, bytes: &[u8], path: &[u8]) -> Result<()> {
    let io = |e| WorkspaceError::from_io(path, e);
    // The space is taken before the first byte is changed, so that a full disk costs nothing.
    // A file system that cannot promise space is not asked twice.
    let space = rustix::fs::fallocate(&file, FallocateFlags::KEEP_SIZE, 0, bytes.len() as u64);
    if let Err(e @ (Errno::NOSPC | Errno::DQUOT | Errno::FBIG)) = space {
        return Err(io(e.into()));
    }
    file.write_all(bytes).map_err(io)?;
    file.set_len(bytes.len() as u64).map_err(io)?;
    file.sync_all().map_err(io)
}

/// Gives the new file the mode, owner and attributes of the old one; `false` when the owner could
/// not be kept.
fn keep_attributes(old: &crate::root::Place, new: &OwnedFd) -> std::result::Result<bool, Errno> {
    let now = rustix::fs::fstat(new)?;
    if (now.st_uid, now.st_gid) != (old.stat.st_uid, old.stat.st_gid) {
        let owner = rustix::fs::Uid::from_raw(old.stat.st_uid);
        let group = rustix::fs::Gid::from_raw(old.stat.st_gid);
        match rustix::fs::fchown(new, Some(owner), Some(group)) {
            Ok(()) => {}
            Err(Errno::PERM) => return Ok(false),
            Err(e) => return Err(e),
        }
    }
    rustix::fs::fchmod(new, Mode::from_raw_mode(old.stat.st_mode & 0o7777))?;
    copy_attributes(old, new);
    Ok(true)
}

/// Copies extended attributes. A file system without them, or one that keeps some for itself, loses
/// nothing that it had.
fn copy_attributes(old: &crate::root::Place, new: &OwnedFd) {
    let Ok(source) = reopen(&old.handle, OFlags::RDONLY) else {
        return;
    };
    let mut names = vec![0u8; 64 << 10];
    let Ok(length) = rustix::fs::flistxattr(&source, &mut names[..]) else {
        return;
    };
    for name in names[..length]
        .split(|b| *b == 0)
        .filter(|name| !name.is_empty())
    {
        let mut value = vec![0u8; 64 << 10];
        if let Ok(size) = rustix::fs::fgetxattr(&source, name, &mut value[..]) {
            let flags = rustix::fs::XattrFlags::empty();
            if let Err(e) = rustix::fs::fsetxattr(new, name, &value[..size], flags) {
                tracing::debug!(error = %e, "an extended attribute was not taken over");
            }
        }
    }
}
