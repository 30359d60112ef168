//! The folders of the workspace: listing, making, moving, copying, trash.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use rustix::fs::{Access, AtFlags, Dir, FileType, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use crate::error::{Result, WorkspaceError};
use crate::root::{Place, Root, outside, reopen};
use crate::save::is_temporary;
use crate::walk;

mod copy;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, socket or device.
    Special,
}

impl From<FileType> for Kind {
    fn from(kind: FileType) -> Self {
        match kind {
            FileType::RegularFile => Kind::File,
            FileType::Directory => Kind::Folder,
            FileType::Symlink => Kind::Link,
            _ => Kind::Special,
        }
    }
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: Vec<u8>,
    /// Its path, relative to the workspace.
    pub path: Vec<u8>,
    /// What it is.
    pub kind: Kind,
    /// What a link leads to, when that is inside the workspace.
    pub target: Option<Kind>,
    /// Bytes.
    pub size: u64,
    /// Left out by ignore files.
    pub ignored: bool,
}

impl Entry {
    fn is_folder(&self) -> bool {
        self.kind == Kind::Folder || self.target == Some(Kind::Folder)
    }
}

fn join(folder: &[u8], name: &[u8]) -> Vec<u8> {
    if folder.is_empty() {
        name.to_vec()
    } else {
        [folder, b"/", name].concat()
    }
}

fn fail(path: &[u8]) -> impl Fn(Errno) -> WorkspaceError + '_ {
    |e| WorkspaceError::from_io(path, e.into())
}

/// Names the folder when it is the one that refuses a change of its names.
fn closed(root: &Root, folder: &Place, fault: WorkspaceError) -> WorkspaceError {
    let (WorkspaceError::Denied(path) | WorkspaceError::ReadOnly(path)) = &fault else {
        return fault;
    };
    let may = Access::WRITE_OK | Access::EXEC_OK;
    match rustix::fs::accessat(&folder.handle, c".", may, AtFlags::EACCESS) {
        Ok(()) => fault,
        Err(_) => WorkspaceError::FolderClosed {
            folder: root.absolute(&folder.real).display().to_string(),
            path: path.clone(),
        },
    }
}

/// Lists a folder: folders first, then by name without regard to case, digits as numbers. `.git`
/// and the temporary files of saves are left out.
pub fn list(root: &Root, path: &[u8]) -> Result<Vec<Entry>> {
    let place = root.place(path)?;
    if place.kind() != FileType::Directory {
        return Err(WorkspaceError::NotFolder(
            String::from_utf8_lossy(path).into_owned(),
        ));
    }
    let folder = reopen(&place.handle, OFlags::RDONLY | OFlags::DIRECTORY).map_err(fail(path))?;
    let absolute = root.absolute(&place.real);
    let kept =
        (!walk::folder_is_ignored(root.path(), &place.real)).then(|| walk::kept_names(&absolute));
    let shown = root
        .relative(path)?
        .strip_suffix(b"/")
        .unwrap_or(root.relative(path)?);
    let mut entries = Vec::new();
    for entry in Dir::read_from(&folder).map_err(fail(path))? {
        let entry = entry.map_err(fail(path))?;
        let name = entry.file_name().to_bytes();
        if matches!(name, b"." | b".." | b".git") || is_temporary(name) {
            continue;
        }
        // An entry that went away since is not there any more.
        let Ok(stat) = rustix::fs::statat(&folder, name, AtFlags::SYMLINK_NOFOLLOW) else {
            continue;
        };
        let kind = Kind::from(FileType::from_raw_mode(stat.st_mode));
        let path = join(shown, name);
        let target = (kind == Kind::Link)
            .then(|| root.place(&path).ok().map(|place| Kind::from(place.kind())))
            .flatten();
        entries.push(Entry {
            name: name.to_vec(),
            path,
            kind,
            target,
            size: u64::try_from(stat.st_size).unwrap_or(0),
            ignored: kept.as_ref().is_none_or(|kept| !kept.contains(name)),
        });
    }
    entries.sort_by(|a, b| {
        b.is_folder()
            .cmp(&a.is_folder())
            .then_with(|| by_name(&a.name, &b.name))
    });
    Ok(entries)
}

/// Looks at one entry.
pub fn entry(root: &Root, path: &[u8]) -> Result<Entry> {
    let (folder, name) = root.parent(path)?;
    let stat = rustix::fs::statat(&folder.handle, &*name, AtFlags::SYMLINK_NOFOLLOW);
    let stat = stat.map_err(fail(path))?;
    let kind = Kind::from(FileType::from_raw_mode(stat.st_mode));
    let path = join(&folder.real, &name);
    Ok(Entry {
        ignored: walk::folder_is_ignored(root.path(), &folder.real)
            || !walk::kept_names(&root.absolute(&folder.real)).contains(&name),
        target: (kind == Kind::Link)
            .then(|| root.place(&path).ok().map(|place| Kind::from(place.kind())))
            .flatten(),
        name,
        path,
        kind,
        size: u64::try_from(stat.st_size).unwrap_or(0),
    })
}

/// Makes a file or a folder, with the folders above it. What is there already stays.
pub fn create(root: &Root, path: &[u8], kind: Kind) -> Result<Entry> {
    let clean = checked(root, path)?;
    make_folders_above(root, &clean)?;
    let (folder, name) = root.parent(&clean)?;
    match kind {
        Kind::Folder => rustix::fs::mkdirat(&folder.handle, &*name, Mode::from_raw_mode(0o777)),
        _ => {
            let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::CLOEXEC;
            rustix::fs::openat(&folder.handle, &*name, flags, Mode::from_raw_mode(0o666)).map(drop)
        }
    }
    .map_err(|e| closed(root, &folder, fail(path)(e)))?;
    sync(&folder, path)?;
    entry(root, &clean)
}

/// Makes a file that holds `bytes` as soon as it is there, with the folders above it, and answers
/// when it is durable. What is there already stays.
pub fn write_new(root: &Root, path: &[u8], bytes: &[u8]) -> Result<Entry> {
    let clean = checked(root, path)?;
    make_folders_above(root, &clean)?;
    crate::save::save(root, &clean, bytes, crate::save::Replace::Never)?;
    entry(root, &clean)
}

/// Moves or renames. What is there already stays.
pub fn rename(root: &Root, from: &[u8], to: &[u8]) -> Result<Entry> {
    let to = checked(root, to)?;
    let (old_folder, old_name) = root.parent(from)?;
    rustix::fs::statat(&old_folder.handle, &*old_name, AtFlags::SYMLINK_NOFOLLOW)
        .map_err(fail(from))?;
    let moved = join(&old_folder.real, &old_name);
    if to
        .strip_prefix(&*moved)
        .is_some_and(|rest| rest.first() == Some(&b'/'))
    {
        return Err(WorkspaceError::BadPath(
            String::from_utf8_lossy(&to).into_owned(),
        ));
    }
    make_folders_above(root, &to)?;
    let (folder, name) = root.parent(&to)?;
    let done = rustix::fs::renameat_with(
        &old_folder.handle,
        &*old_name,
        &folder.handle,
        &*name,
        RenameFlags::NOREPLACE,
    );
    done.map_err(|e| match closed(root, &folder, fail(&to)(e)) {
        named @ WorkspaceError::FolderClosed { .. } => named,
        _ => closed(root, &old_folder, fail(from)(e)),
    })?;
    sync(&folder, &to)?;
    sync(&old_folder, from)?;
    entry(root, &to)
}

/// Copies a file or a folder beside itself, as "name copy", "name copy 2" and so on.
pub fn duplicate(root: &Root, path: &[u8]) -> Result<Entry> {
    let (folder, name) = root.parent(path)?;
    let source = entry(root, path)?;
    let (stem, ending) = match name.iter().rposition(|b| *b == b'.') {
        Some(at) if at > 0 && source.kind == Kind::File => name.split_at(at),
        _ => (&name[..], &b""[..]),
    };
    for number in 1..10_000u32 {
        let suffix = if number == 1 {
            " copy".to_owned()
        } else {
            format!(" copy {number}")
        };
        let free = [stem, suffix.as_bytes(), ending].concat();
        match copy::copy(&folder.handle, &name, &folder.handle, &free, path) {
            Ok(()) => {
                sync(&folder, path)?;
                return entry(root, &join(&folder.real, &free));
            }
            Err(WorkspaceError::Exists(_)) => {}
            Err(other) => return Err(closed(root, &folder, other)),
        }
    }
    Err(WorkspaceError::Exists(
        String::from_utf8_lossy(path).into_owned(),
    ))
}

/// A path to make: relative, without parts that are empty, `.` or `..`.
pub(crate) fn checked(root: &Root, path: &[u8]) -> Result<Vec<u8>> {
    let relative = root.relative(path)?;
    let trimmed = relative.strip_suffix(b"/").unwrap_or(relative);
    let (mut odd, mut depth) = (false, 0);
    for part in trimmed.split(|b| *b == b'/') {
        depth += match part {
            b"" | b"." => 0,
            b".." => -1,
            _ => 1,
        };
        if depth < 0 {
            return Err(outside(path));
        }
        odd |= matches!(part, b"" | b"." | b"..");
    }
    if odd {
        return Err(WorkspaceError::BadPath(
            String::from_utf8_lossy(path).into_owned(),
        ));
    }
    Ok(trimmed.to_vec())
}

pub(crate) fn make_folders_above(root: &Root, path: &[u8]) -> Result<()> {
    let cuts = path
        .iter()
        .enumerate()
        .filter(|(_, b)| **b == b'/')
        .map(|(at, _)| at);
    for at in cuts {
        let (folder, name) = root.parent(&path[..at])?;
        match rustix::fs::mkdirat(&folder.handle, &*name, Mode::from_raw_mode(0o777)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(e) => return Err(closed(root, &folder, fail(&path[..at])(e))),
        }
    }
    Ok(())
}

fn sync(folder: &Place, path: &[u8]) -> Result<()> {
    let handle = reopen(&folder.handle, OFlags::RDONLY | OFlags::DIRECTORY).map_err(fail(path))?;
    rustix::fs::fsync(&handle).map_err(fail(path))
}

/// Names in the order of people: without regard to case, and digits as numbers.
pub fn by_name(a: &[u8], b: &[u8]) -> Ordering {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let order = if a[i].is_ascii_digit() && b[j].is_ascii_digit() {
            let (x, y) = (digits(&a[i..]), digits(&b[j..]));
            i += x.len();
            j += y.len();
            let (x, y) = (strip_zeros(x), strip_zeros(y));
            x.len().cmp(&y.len()).then_with(|| x.cmp(y))
        } else {
            let order = a[i].to_ascii_lowercase().cmp(&b[j].to_ascii_lowercase());
            i += 1;
            j += 1;
            order
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    (a.len() - i).cmp(&(b.len() - j)).then_with(|| a.cmp(b))
}

fn digits(text: &[u8]) -> &[u8] {
    &text[..text.iter().take_while(|b| b.is_ascii_digit()).count()]
}

fn strip_zeros(text: &[u8]) -> &[u8] {
    &text[text.iter().take_while(|b| **b == b'0').count()..]
}

/// The absolute path of an entry itself, its folder's links followed but not its own.
pub fn absolute(root: &Root, path: &[u8]) -> Result<std::path::PathBuf> {
    let (folder, name) = root.parent(path)?;
    Ok(root.absolute(&folder.real).join(OsStr::from_bytes(&name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_people_count() {
        let mut names = ["b", "a10", "A2", "a1", "a01", ".x", "B1"];
        names.sort_by(|a, b| by_name(a.as_bytes(), b.as_bytes()));
        assert_eq!(names, [".x", "a01", "a1", "A2", "a10", "b", "B1"]);
    }
}
