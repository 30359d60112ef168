//! A file as it was at one moment: for the local history, which keeps what it read.

use std::io::Read;

use rustix::fs::{AtFlags, FileType, Stat};

use crate::error::{Result, WorkspaceError};
use crate::root::Root;

/// How often a file that changes while it is read is read again.
const ATTEMPTS: u32 = 3;

/// How a file looks without being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Bytes.
    pub size: u64,
    /// Permission bits.
    pub mode: u32,
    /// When it says it was changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything about it changed, in nanoseconds since 1970; no program can set this.
    pub changed: i64,
}

/// What was found at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Snapshot {
    /// A regular file with its bytes.
    File(Look, Vec<u8>),
    /// A regular file beyond the limit.
    TooLarge(Look),
    /// A regular file that cannot be read.
    Unreadable(Look),
    /// A regular file that changed each time it was read.
    Restless,
    /// Nothing.
    Absent,
    /// A folder, a link, a pipe or something else that is no file of its own.
    Other,
}

fn look_of(stat: &Stat) -> Look {
    Look {
        size: u64::try_from(stat.st_size).unwrap_or(0),
        mode: stat.st_mode & 0o7777,
        modified: nanoseconds(stat.st_mtime, stat.st_mtime_nsec as i64),
        changed: nanoseconds(stat.st_ctime, stat.st_ctime_nsec as i64),
    }
}

/// A moment before 1677 or after 2262 counts as the nearest one that fits.
fn nanoseconds(seconds: i64, rest: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

/// Looks at what `path` names, itself and not what a link leads to; nothing when it is no regular
/// file, or lies behind a link.
pub fn look(root: &Root, path: &[u8]) -> Result<Option<Look>> {
    let (folder, name) = match root.parent(path) {
        Ok(found) => found,
        Err(
            WorkspaceError::NotFound(_)
            | WorkspaceError::ParentGone(_)
            | WorkspaceError::NotFolder(_),
        ) => return Ok(None),
        Err(other) => return Err(other),
    };
    let cut = path.len().saturating_sub(name.len() + 1);
    if folder.real != path[..cut] {
        return Ok(None);
    }
    let flags = AtFlags::SYMLINK_NOFOLLOW;
    let Ok(stat) = rustix::fs::statat(&folder.handle, &*name, flags) else {
        return Ok(None);
    };
    if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
        return Ok(None);
    }
    Ok(Some(look_of(&stat)))
}

/// As [`look`], for a file that lay in the workspace once: behind a link that leads out is nothing of
/// it, as if it were gone.
pub fn look_known(root: &Root, path: &[u8]) -> Result<Option<Look>> {
    match look(root, path) {
        Err(WorkspaceError::Outside { .. }) => Ok(None),
        looked => looked,
    }
}

/// When the folder that held `path`, or the first one above it that is there, changed last, in
/// nanoseconds since 1970: then the file went away, or later.
pub fn folder_changed(root: &Root, path: &[u8]) -> Option<i64> {
    let mut path = path;
    loop {
        path = path
            .iter()
            .rposition(|b| *b == b'/')
            .map_or(&b""[..], |at| &path[..at]);
        match root.place(path) {
            Ok(place) => return Some(look_of(&place.stat).changed),
            Err(_) if path.is_empty() => return None,
            Err(_) => {}
        }
    }
}

/// Reads a file of at most `limit` bytes so that all of it is of one moment.
pub fn take(root: &Root, path: &[u8], limit: u64) -> Result<Snapshot> {
    for _ in 0..ATTEMPTS {
        let Some(before) = look(root, path)? else {
            let there = root.parent(path).is_ok_and(|(folder, name)| {
                let flags = AtFlags::SYMLINK_NOFOLLOW;
                rustix::fs::statat(&folder.handle, &*name, flags).is_ok()
            });
            return Ok(if there {
                Snapshot::Other
            } else {
                Snapshot::Absent
            });
        };
        if before.size > limit {
            return Ok(Snapshot::TooLarge(before));
        }
        let bytes = match read(root, path, limit) {
            Ok(bytes) => bytes,
            Err(WorkspaceError::Denied(_)) => return Ok(Snapshot::Unreadable(before)),
            // It went away or became something else meanwhile.
            Err(
                WorkspaceError::NotFound(_)
                | WorkspaceError::Special(_)
                | WorkspaceError::IsFolder(_),
            ) => continue,
            Err(other) => return Err(other),
        };
        // Whoever writes in the middle of the reading moves one of these.
        if look(root, path)? == Some(before) && bytes.len() as u64 == before.size {
            return Ok(Snapshot::File(before, bytes));
        }
    }
    Ok(Snapshot::Restless)
}

fn read(root: &Root, path: &[u8], limit: u64) -> Result<Vec<u8>> {
    let (file, place) = root.open_file(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(place.stat.st_size).unwrap_or(0) + 1);
    // A file that grows beyond its size is seen by the look behind the reading.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| WorkspaceError::from_io(path, e))?;
    Ok(bytes)
}
