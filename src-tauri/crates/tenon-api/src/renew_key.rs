//! Going on with a new key where the old one is lost.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use tenon_core::{Code, SessionId};
use tenon_store::{ContentKey, WorkspaceDb, keys};

use crate::app::App;
use crate::lock::OwnerLock;
use crate::wire::KeyRenewed;
use crate::{ApiError, ApiResult};

impl App {
    /// Makes a new key for the workspace at `root`, beside what is there. Only where the keys that
    /// are there cannot seal; nobody may have the workspace open.
    pub fn renew_key(&self, root: &Path) -> ApiResult<KeyRenewed> {
        let root = tenon_workspace::Root::open(root)?;
        let known = self.db.workspace_at(root.path().as_os_str().as_bytes())?;
        let Some(row) = known else {
            let message = format!("\"{}\" was never opened", root.path().display());
            return Err(ApiError::new(Code::NotFound, message));
        };
        let Some(_lock) = OwnerLock::take(&self.dirs.workspace_dir(row.profile, row.id))? else {
            let message = format!("\"{}\" is open", row.name);
            return Err(ApiError::new(Code::Conflict, message).hint("Close it first."));
        };
        let ambient = self.surroundings.ambient.clone();
        let folder = self.dirs.keys();
        let found = keys::of_workspace(&folder, row.id)?;
        let place = self.dirs.workspace_place(row.profile, row.id);
        let key = found.key.unwrap_or_else(ContentKey::missing);
        let session = SessionId::new(ambient.ids.as_ref());
        let db = WorkspaceDb::open(&place, key, session, ambient.clone())?;
        if db.key_trouble().is_none() {
            return Err(ApiError::new(
                Code::PreconditionFailed,
                "The key of this folder is there and fits",
            )
            .hint("A new one is only made where the old one is lost."));
        }
        let made = keys::load_or_create(&folder, &found.beside, ambient.entropy.as_ref())?;
        db.accept_key(&ContentKey::new(made))?;
        Ok(KeyRenewed {
            path: folder.join(&found.beside).display().to_string(),
        })
    }
}
