//! Backups, as windows and clients ask for them.

use serde_json::json;

use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::wire::{
    BackupCreateParams, BackupInfo, BackupRestoreParams, BackupRestored, Backups, Nothing,
};

impl Owner {
    /// Notes in the journal that a backup was made.
    pub(crate) fn record_backup(&self, made: &BackupInfo) {
        let payload = json!({ "name": made.name, "withKey": made.with_key });
        self.record("backup.made", self.subject(), payload, None);
    }
}

pub(crate) fn backup_create(
    owner: &Owner,
    _: &Caller,
    params: BackupCreateParams,
) -> ApiResult<BackupInfo> {
    let made = owner.app.back_up(&params)?;
    owner.record_backup(&made);
    Ok(made)
}

pub(crate) fn backup_list(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<Backups> {
    owner.app.backups()
}

pub(crate) fn backup_restore(
    owner: &Owner,
    caller: &Caller,
    params: BackupRestoreParams,
) -> ApiResult<BackupRestored> {
    let done = owner.app.restore(&params, true)?;
    if !done.dry_run {
        let payload = json!({ "name": done.backup.name });
        owner.record("backup.restored", owner.subject(), payload, Some(caller));
    }
    Ok(done)
}
