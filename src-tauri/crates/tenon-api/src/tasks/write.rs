//! Writing tasks' files.

use std::collections::BTreeMap;
use std::sync::MutexGuard;

use tenon_core::Code;
use tenon_store::VersionKind;
use tenon_workspace::{Change, Replace, save, tree};

use super::folder::text;
use crate::handle::tree::follow;
use crate::history::{HARD_LIMIT, Why};
use crate::owner::{Owner, lock, refresh_documents};
use crate::{ApiError, ApiResult};

/// How often a file that changes meanwhile is edited again.
const ATTEMPTS: usize = 5;

/// Whoever has this is the only one who writes files of tasks, or files back.
pub(super) struct Writer<'a> {
    owner: &'a Owner,
    _work: MutexGuard<'a, ()>,
}

impl<'a> Writer<'a> {
    /// Waits until nobody else writes.
    pub fn new(owner: &'a Owner) -> Self {
        owner.history.flush();
        Self {
            owner,
            _work: lock(&owner.history.archive.work),
        }
    }

    /// Makes a file. What is there already stays.
    pub fn create(&self, path: &str, text: &str) -> ApiResult<()> {
        tree::write_new(&self.owner.root, path.as_bytes(), text.as_bytes())?;
        self.written(path.as_bytes(), Change::Created);
        Ok(())
    }

    /// Edits a file and tells whether that changed it. The local history has the version before. A
    /// file that another program changes meanwhile is read and edited again.
    ///
    /// # Errors
    /// What `edit` answers; `preconditionFailed` where a window has unsaved text of the file;
    /// `conflict` where it changes all the time. Then nothing was written.
    pub fn edit(
        &self,
        path: &str,
        edit: &mut dyn FnMut(&str) -> ApiResult<String>,
    ) -> ApiResult<bool> {
        let root = &self.owner.root;
        let real = root.place(path.as_bytes())?.real;
        for _ in 0..ATTEMPTS {
            let old = text(root, path)?;
            let new = edit(&old)?;
            if new == old {
                return Ok(false);
            }
            self.free(path, &real)?;
            self.owner.history.archive.look_before(&real)?;
            if text(root, path)? != old {
                continue;
            }
            save(root, path.as_bytes(), new.as_bytes(), Replace::File)?;
            self.written(&real, Change::Modified);
            return Ok(true);
        }
        let message = format!("\"{path}\" is changed by another program all the time");
        Err(ApiError::new(Code::Conflict, message).hint("Nothing was changed; try again."))
    }

    /// Whether [`Writer::edit`] would go well, as far as can be told without writing.
    pub fn try_edit(
        &self,
        path: &str,
        edit: &mut dyn FnMut(&str) -> ApiResult<String>,
    ) -> ApiResult<()> {
        let root = &self.owner.root;
        let real = root.place(path.as_bytes())?.real;
        edit(&text(root, path)?)?;
        self.free(path, &real)
    }

    /// Gives a file another name. What is known of it goes with it.
    pub fn rename(&self, from: &str, to: &str) -> ApiResult<()> {
        let (from, to) = (from.as_bytes(), to.as_bytes());
        let moved = tree::rename(&self.owner.root, from, to)?;
        follow(self.owner, from, &moved.path)
    }

    /// Refuses a file of which a window has text that is not saved.
    fn free(&self, path: &str, real: &[u8]) -> ApiResult<()> {
        let unsaved = lock(&self.owner.documents)
            .iter()
            .any(|document| document.dirty() && document.path.as_deref() == Some(real));
        match unsaved {
            true => {
                let message = format!("\"{path}\" is open and has unsaved text");
                Err(ApiError::new(Code::PreconditionFailed, message)
                    .hint("Save it or give the text up first. Nothing was changed."))
            }
            false => Ok(()),
        }
    }

    /// Keeps the new version and tells the windows. The file is written, so a failure here is no
    /// failure of the edit: whoever looks next finds it.
    fn written(&self, real: &[u8], change: Change) {
        let archive = &self.owner.history.archive;
        let why = Why {
            kind: VersionKind::Save,
            limit: HARD_LIMIT,
            ..Why::HEARD
        };
        if !archive.is_ignored(real)
            && let Err(error) = archive.look_now(real, why)
        {
            tracing::warn!(%error, "a task that was written has no version yet");
        }
        let changed = BTreeMap::from([(real.to_vec(), change)]);
        refresh_documents(self.owner, &changed, false);
    }
}
