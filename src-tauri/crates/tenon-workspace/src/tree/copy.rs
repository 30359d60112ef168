//! Copying inside the workspace, by handles, so that no link is followed.

use std::fs::File;
use std::os::fd::OwnedFd;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::fail;
use crate::error::{Result, WorkspaceError};

const FOLDER: OFlags = OFlags::RDONLY
    .union(OFlags::DIRECTORY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);

/// Copies the entry `name` of `from` to a new entry `new` of `to`. What is there already is an
/// error; any other failure leaves nothing behind.
pub fn copy(from: &OwnedFd, name: &[u8], to: &OwnedFd, new: &[u8], path: &[u8]) -> Result<()> {
    let stat = rustix::fs::statat(from, name, AtFlags::SYMLINK_NOFOLLOW).map_err(fail(path))?;
    let mode = Mode::from_raw_mode(stat.st_mode & 0o777);
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => copy_file(from, name, to, new, mode, path),
        FileType::Symlink => {
            let leads = rustix::fs::readlinkat(from, name, Vec::new()).map_err(fail(path))?;
            rustix::fs::symlinkat(&*leads, to, new).map_err(fail(path))
        }
        FileType::Directory => {
            let source = rustix::fs::openat(from, name, FOLDER, Mode::empty());
            let source = source.map_err(fail(path))?;
            rustix::fs::mkdirat(to, new, mode | Mode::RWXU).map_err(fail(path))?;
            let copied = copy_below(&source, to, new, path);
            or_discard(copied, to, new)
        }
        _ => Err(WorkspaceError::Special(
            String::from_utf8_lossy(name).into_owned(),
        )),
    }
}

fn copy_file(
    from: &OwnedFd,
    name: &[u8],
    to: &OwnedFd,
    new: &[u8],
    mode: Mode,
    path: &[u8],
) -> Result<()> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let source = rustix::fs::openat(from, name, flags, Mode::empty()).map_err(fail(path))?;
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC;
    let target = rustix::fs::openat(to, new, flags, mode).map_err(fail(path))?;
    let mut target = File::from(target);
    let copied = std::io::copy(&mut File::from(source), &mut target)
        .and_then(|_| target.sync_all())
        .map_err(|e| WorkspaceError::from_io(path, e));
    or_discard(copied, to, new)
}

fn copy_below(source: &OwnedFd, to: &OwnedFd, new: &[u8], path: &[u8]) -> Result<()> {
    let target = rustix::fs::openat(to, new, FOLDER, Mode::empty()).map_err(fail(path))?;
    for name in names(source).map_err(fail(path))? {
        copy(source, &name, &target, &name, path)?;
    }
    Ok(())
}

fn names(folder: &OwnedFd) -> std::result::Result<Vec<Vec<u8>>, Errno> {
    let mut names = Vec::new();
    for entry in Dir::read_from(folder)? {
        let name = entry?.file_name().to_bytes().to_vec();
        if name != b"." && name != b".." {
            names.push(name);
        }
    }
    Ok(names)
}

/// Removes what a failed copy has made so far.
fn or_discard(copied: Result<()>, folder: &OwnedFd, name: &[u8]) -> Result<()> {
    if copied.is_err()
        && let Err(e) = discard(folder, name)
    {
        tracing::warn!(error = %e, "half of a copy was left behind");
    }
    copied
}

fn discard(folder: &OwnedFd, name: &[u8]) -> std::result::Result<(), Errno> {
    match rustix::fs::unlinkat(folder, name, AtFlags::empty()) {
        Err(Errno::ISDIR) => {}
        done => return done,
    }
    let below = rustix::fs::openat(folder, name, FOLDER, Mode::empty())?;
    for name in names(&below)? {
        discard(&below, &name)?;
    }
    rustix::fs::unlinkat(folder, name, AtFlags::REMOVEDIR)
}
