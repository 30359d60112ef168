//! A damaged `app.db`: what is whole in it goes on, and what is missing comes from the last backup.

use tenon_store::{Ambient, AppDb, DataDirs, StoreError, salvage_app};

use super::Busy;
use super::list::newest_app;
use crate::ApiResult;

/// Opens `app.db`, and says what was done when it was damaged.
pub(crate) fn open_app_db(
    dirs: &DataDirs,
    ambient: &Ambient,
) -> ApiResult<(AppDb, Option<String>)> {
    let place = dirs.app_place();
    let open = || -> Result<AppDb, StoreError> {
        let db = AppDb::open(&place, ambient.clone())?;
        db.check()?;
        Ok(db)
    };
    let fault = match open() {
        Err(fault) if fault.is_damage() => fault,
        opened => return Ok((opened?, None)),
    };
    tracing::error!(error = %fault, "the list of profiles and folders is damaged");
    let _busy = Busy::wait(&dirs.data)?;
    // Another process may have mended it while this one waited.
    if let Ok(db) = open() {
        return Ok((db, None));
    }
    let aside = salvage_app(&place, ambient)?;
    let db = AppDb::open(&place, ambient.clone())?;
    // The data of a folder that is on no list would never be found again.
    let from = newest_app(&dirs.backups());
    if let Some(copy) = &from {
        db.adopt(copy, None)?;
    }
    let rest = match &from {
        Some(_) => "what was not whole came from the last backup",
        None => "there is no backup to take the rest from",
    };
    let told = format!(
        "The list of profiles and folders was damaged. What is whole was saved, and {rest}. The damaged file is kept as \"{}\".",
        aside.display()
    );
    Ok((db, Some(told)))
}
