//! The trash of the desktop, and taking things back out of it.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::error::{Result, WorkspaceError};
use crate::root::Root;
use crate::tree;

/// What went to the trash from here, by token, until it is taken back or forgotten.
#[derive(Debug, Default)]
pub struct Trash {
    gone: HashMap<String, Vec<PathBuf>>,
}

impl Trash {
    /// Moves entries to the trash and answers with a token for [`Trash::restore`].
    ///
    /// When one of them fails, those before it are brought back.
    pub fn put(&mut self, root: &Root, paths: &[Vec<u8>]) -> Result<String> {
        let mut gone = Vec::new();
        for path in paths {
            tree::entry(root, path)?;
            gone.push(tree::absolute(root, path)?);
        }
        for (index, path) in gone.iter().enumerate() {
            if let Err(e) = trash::delete(path) {
                let reason = e.to_string();
                bring_back(&gone[..index])?;
                return Err(WorkspaceError::Trash {
                    path: path.display().to_string(),
                    reason,
                });
            }
        }
        let token = uuid::Uuid::now_v7().to_string();
        self.gone.insert(token.clone(), gone);
        Ok(token)
    }

    /// Takes back what a token names. What stands in its place now stays, and is an error.
    pub fn restore(&mut self, token: &str) -> Result<Vec<PathBuf>> {
        let paths = self.gone.get(token).ok_or(WorkspaceError::NothingTrashed)?;
        if let Some(taken) = paths.iter().find(|path| path.symlink_metadata().is_ok()) {
            return Err(WorkspaceError::Exists(taken.display().to_string()));
        }
        bring_back(paths)?;
        Ok(self.gone.remove(token).unwrap_or_default())
    }
}

fn bring_back(paths: &[PathBuf]) -> Result<()> {
    if paths.is_empty() {
        return Ok(());
    }
    let refused = |e: trash::Error| WorkspaceError::Trash {
        path: paths[0].display().to_string(),
        reason: e.to_string(),
    };
    let mut items = trash::os_limited::list().map_err(refused)?;
    // The newest of several with one path is the one that just went.
    items.sort_by_key(|item| std::cmp::Reverse(item.time_deleted));
    let mut wanted = Vec::new();
    for path in paths {
        let at = items.iter().position(|item| item.original_path() == *path);
        wanted.push(items.remove(at.ok_or(WorkspaceError::NothingTrashed)?));
    }
    trash::os_limited::restore_all(wanted).map_err(refused)
}
