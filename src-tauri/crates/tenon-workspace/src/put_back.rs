//! Putting a file back as it was, or taking it away: the two steps of a restore.

use rustix::fs::{Access, AtFlags, FileType, OFlags};
use rustix::io::Errno;

use crate::error::{Result, WorkspaceError};
use foresee::{held, in_the_way};

mod foresee;

pub use foresee::{can_come, can_go};

use crate::root::{Place, Root, reopen};
use crate::save::{Folder, Replace, save_as};
use crate::tree::make_folders_above;

/// Writes a file as it was, with the permission bits that it had. Its bytes are durable then, and it
/// is once the folder is synced; many files of one folder need that only once.
///
/// Folders above it are made. What stands there is replaced only when it is a regular file; a
/// link, a folder or a pipe stays, and so does everything behind a link.
pub fn put(root: &Root, path: &[u8], bytes: &[u8], mode: Option<u32>) -> Result<Folder> {
    let nothing = |_: &[u8]| false;
    in_the_way(root, path, &nothing)?;
    make_folders_above(root, path)?;
    let (folder, name) = own_folder(root, path)?;
    match rustix::fs::statat(&folder.handle, &*name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile => {
            return Err(WorkspaceError::Exists(lossy(path)));
        }
        Ok(_) | Err(Errno::NOENT) => {}
        Err(e) => return Err(WorkspaceError::from_io(path, e.into())),
    }
    save_as(root, path, bytes, Replace::File, mode)
}

/// Whether a file that is there could be put back, as far as can be told without changing anything.
pub fn can_put(root: &Root, path: &[u8]) -> Result<()> {
    let (folder, _) = own_folder(root, path)?;
    // A file is written beside the old one and takes its name, so that its folder decides.
    let access = Access::WRITE_OK | Access::EXEC_OK;
    rustix::fs::accessat(&folder.handle, ".", access, AtFlags::empty())
        .map_err(|e| WorkspaceError::from_io(path, e.into()))
}

/// Removes a regular file, and the folders above it that are empty then, and answers when that is
/// durable. Nothing there is no error.
pub fn remove(root: &Root, path: &[u8]) -> Result<()> {
    let fail = |e: Errno| WorkspaceError::from_io(path, e.into());
    let nothing = |_: &[u8]| false;
    in_the_way(root, path, &nothing)?;
    let (folder, name) = match own_folder(root, path) {
        Err(WorkspaceError::ParentGone(_) | WorkspaceError::NotFound(_)) => return Ok(()),
        other => other?,
    };
    match rustix::fs::statat(&folder.handle, &*name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile => {}
        Ok(_) => return Err(WorkspaceError::Exists(lossy(path))),
        Err(Errno::NOENT) => return Ok(()),
        Err(e) => return Err(fail(e)),
    }
    rustix::fs::unlinkat(&folder.handle, &*name, AtFlags::empty())
        .map_err(|e| held(root, path, e))?;
    sync(&folder).map_err(fail)?;
    let mut above = folder.real;
    while !above.is_empty() {
        let (folder, name) = root.parent(&above)?;
        // The first folder with something in it ends this.
        if rustix::fs::unlinkat(&folder.handle, &*name, AtFlags::REMOVEDIR).is_err() {
            break;
        }
        sync(&folder).map_err(fail)?;
        above = folder.real;
    }
    Ok(())
}

fn lossy(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}

fn sync(folder: &Place) -> std::result::Result<(), Errno> {
    rustix::fs::fsync(reopen(&folder.handle, OFlags::RDONLY | OFlags::DIRECTORY)?)
}

/// The folder of a path, which must be where it says: not behind a link.
fn own_folder(root: &Root, path: &[u8]) -> Result<(Place, Vec<u8>)> {
    let (folder, name) = root.parent(path)?;
    let cut = path.len().saturating_sub(name.len() + 1);
    if folder.real == path[..cut] {
        Ok((folder, name))
    } else {
        Err(WorkspaceError::Exists(lossy(&path[..cut])))
    }
}
