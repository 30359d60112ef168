//! Folders that were renamed or moved while nobody had them open: their workspaces go on.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use tenon_store::{FolderMark, Workspace};
use tenon_workspace::Root;

use super::App;
use crate::ApiResult;
use crate::lock::OwnerLock;

fn path_of(root: &Root) -> &[u8] {
    root.path().as_os_str().as_bytes()
}

fn mark_of(root: &Root) -> Option<FolderMark> {
    // SQLite's numbers are signed; the bits are what counts.
    root.mark().map(|mark| FolderMark {
        device: mark.device as i64,
        inode: mark.inode as i64,
        born: mark.born,
    })
}

/// Whether nothing is at a path. What cannot be looked at may be there.
fn is_gone(path: &[u8]) -> bool {
    let found = Path::new(OsStr::from_bytes(path)).symlink_metadata();
    found.is_err_and(|e| matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

impl App {
    /// The row of a folder, also of one that was at another path when it was last open. Nothing is
    /// written.
    pub(super) fn row_of(&self, root: &Root) -> ApiResult<Option<Workspace>> {
        let path = path_of(root);
        if let Some(row) = self.db.workspace_at(path)? {
            return Ok(Some(row));
        }
        Ok(self.moved_here(root)?.map(|row| Workspace {
            root: path.to_owned(),
            ..row
        }))
    }

    /// The workspace whose folder this is and whose path leads nowhere any more. A copy is another
    /// folder, and one whose first path still leads somewhere is no one's but the path's.
    fn moved_here(&self, root: &Root) -> ApiResult<Option<Workspace>> {
        let Some(mark) = mark_of(root) else {
            return Ok(None);
        };
        let found = self.db.workspaces_in(mark)?;
        Ok(found.into_iter().find(|row| is_gone(&row.root)))
    }

    /// Takes the workspace of a folder along to where the folder is now, and says where it was;
    /// nothing when the folder was not moved, or somebody still has it open where it was.
    pub(crate) fn follow_move(&self, root: &Root) -> ApiResult<Option<(Workspace, PathBuf)>> {
        let path = path_of(root);
        if self.db.workspace_at(path)?.is_some() {
            return Ok(None);
        }
        let Some(row) = self.moved_here(root)? else {
            return Ok(None);
        };
        let folder = self.dirs.workspace_dir(row.profile, row.id);
        let Some(_held) = OwnerLock::take(&folder)? else {
            return Ok(None);
        };
        let before = PathBuf::from(OsStr::from_bytes(&row.root));
        let moved = match self.db.move_workspace(row.id, path) {
            // What cannot be written down is still known.
            Err(_) if self.db.refusal().is_some() => Workspace {
                root: path.to_owned(),
                ..row
            },
            moved => moved?,
        };
        Ok(Some((moved, before)))
    }

    /// Notes which folder a workspace is, so that it is known again under another path.
    pub(crate) fn note_folder(&self, row: &Workspace, root: &Root) -> ApiResult<()> {
        match mark_of(root) {
            Some(mark) if self.db.refusal().is_none() => {
                Ok(self.db.mark_workspace(row.id, mark)?)
            }
            _ => Ok(()),
        }
    }
}
