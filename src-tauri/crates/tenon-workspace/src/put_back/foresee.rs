//! What would stand in the way of a step of a restore, told without changing anything.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::FileTypeExt;
use std::path::Path;

use rustix::fs::{Access, AtFlags, CWD};
use rustix::io::Errno;

use crate::error::{Result, WorkspaceError};
use crate::root::Root;
use crate::save;

/// Which paths are taken away before anything is put back.
pub type Goes<'a> = &'a dyn Fn(&[u8]) -> bool;

/// Whether a file could be put back at `path`: [`crate::put_back`] would fail with the same error.
pub fn can_come(root: &Root, path: &[u8], goes: Goes<'_>) -> Result<()> {
    in_the_way(root, path, goes)?;
    if there(root, path)?.is_some_and(|meta| meta.is_file()) {
        let place = root.place(path)?;
        if save::is_read_only(&place.handle, &place.stat) {
            return Err(WorkspaceError::ReadOnly(lossy(path)));
        }
    }
    let folder = folder_there(root, path)?;
    writable(&folder).map_err(|e| match e {
        Errno::ACCESS | Errno::PERM | Errno::ROFS => WorkspaceError::FolderReadOnly {
            folder: folder.display().to_string(),
            path: lossy(path),
        },
        other => WorkspaceError::from_io(path, other.into()),
    })
}

/// Whether a file could be taken away: [`crate::take_away`] would fail with the same error.
pub fn can_go(root: &Root, path: &[u8]) -> Result<()> {
    let nothing = |_: &[u8]| false;
    in_the_way(root, path, &nothing)?;
    let Some(meta) = there(root, path)? else {
        return Ok(());
    };
    if meta.is_dir() {
        return Err(way(path, "a folder"));
    }
    let absolute = root.absolute(path);
    let folder = absolute.parent().unwrap_or(root.path());
    // A file that nobody may change, not even its owner, cannot be removed either.
    let fixed = access(&absolute, Access::WRITE_OK).err();
    match (writable(folder), fixed) {
        (Ok(()), Some(Errno::PERM)) => Err(WorkspaceError::Denied(lossy(path))),
        (Ok(()), _) => Ok(()),
        (Err(e), _) => Err(held(root, path, e)),
    }
}

/// The error for a file that its folder does not let go.
pub(super) fn held(root: &Root, path: &[u8], error: Errno) -> WorkspaceError {
    match error {
        Errno::ACCESS | Errno::PERM | Errno::ROFS => {
            let absolute = root.absolute(path);
            let folder = absolute.parent().unwrap_or(root.path());
            // A folder that takes changes holds a file of somebody else, or one that is fixed.
            match writable(folder) {
                Ok(()) => WorkspaceError::Denied(lossy(path)),
                Err(_) => WorkspaceError::FolderKeeps {
                    folder: folder.display().to_string(),
                    path: lossy(path),
                },
            }
        }
        other => WorkspaceError::from_io(path, other.into()),
    }
}

/// Says what stands where a file or a folder above it would be: nothing is put through a link, and
/// only a regular file is replaced.
pub(super) fn in_the_way(root: &Root, path: &[u8], goes: Goes<'_>) -> Result<()> {
    let cuts = path.iter().enumerate().filter(|(_, b)| **b == b'/');
    for above in cuts.map(|(at, _)| &path[..at]) {
        let Some(meta) = there(root, above)? else {
            return Ok(());
        };
        if meta.is_dir() {
            continue;
        }
        return match goes(above) {
            true => Ok(()),
            false => Err(way(above, kind(&meta))),
        };
    }
    match there(root, path)? {
        None => Ok(()),
        Some(meta) if meta.is_file() => Ok(()),
        Some(meta) if meta.is_dir() && empties(&root.absolute(path), path, goes) => Ok(()),
        Some(meta) => Err(way(path, kind(&meta))),
    }
}

/// Whether a folder goes because everything in it does.
fn empties(folder: &Path, path: &[u8], goes: Goes<'_>) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    let mut any = false;
    for entry in entries {
        let Ok(entry) = entry else { return false };
        let inner = [path, b"/", &entry.file_name().into_vec()].concat();
        let gone = match entry.file_type() {
            Ok(kind) if kind.is_dir() => empties(&entry.path(), &inner, goes),
            _ => goes(&inner),
        };
        if !gone {
            return false;
        }
        any = true;
    }
    // An empty folder that nothing is taken out of stays.
    any
}

/// The first folder above a path that is there.
fn folder_there(root: &Root, path: &[u8]) -> Result<std::path::PathBuf> {
    let mut above = path;
    while let Some(at) = above.iter().rposition(|b| *b == b'/') {
        above = &above[..at];
        if there(root, above)?.is_some_and(|meta| meta.is_dir()) {
            return Ok(root.absolute(above));
        }
    }
    Ok(root.path().to_owned())
}

fn writable(folder: &Path) -> std::result::Result<(), Errno> {
    access(folder, Access::WRITE_OK | Access::EXEC_OK)
}

fn access(path: &Path, access: Access) -> std::result::Result<(), Errno> {
    rustix::fs::accessat(CWD, path, access, AtFlags::EACCESS)
}

/// What a path names, itself and not what a link leads to.
fn there(root: &Root, path: &[u8]) -> Result<Option<Metadata>> {
    match root.path().join(OsStr::from_bytes(path)).symlink_metadata() {
        Ok(meta) => Ok(Some(meta)),
        Err(e)
            if matches!(
                e.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(e) => Err(WorkspaceError::from_io(path, e)),
    }
}

fn kind(meta: &Metadata) -> &'static str {
    let kind = meta.file_type();
    if kind.is_symlink() {
        "a link"
    } else if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a pipe"
    } else if kind.is_file() {
        "a file"
    } else {
        "a socket or a device"
    }
}

fn way(path: &[u8], what: &'static str) -> WorkspaceError {
    let path = lossy(path);
    WorkspaceError::InTheWay { path, what }
}

fn lossy(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}
