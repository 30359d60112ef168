//! A damaged or lost `app.db`: what is whole in it goes on, and what is missing comes from the last backup.

use std::fs;
use std::path::PathBuf;

use tenon_store::{Ambient, AppDb, DataDirs, StoreError, is_vacant, salvage_app};

use super::Busy;
use super::list::newest_app;
use crate::ApiResult;

/// Opens `app.db`, and says what was done when it was damaged or lost.
pub(crate) fn open_app_db(
    dirs: &DataDirs,
    ambient: &Ambient,
    service: bool,
) -> ApiResult<(AppDb, Option<String>)> {
    let place = dirs.app_place();
    let open = || -> Result<AppDb, StoreError> {
        if let Some(fault) = lost(dirs) {
            return Err(fault);
        }
        let db = AppDb::open(&place, ambient.clone())?;
        db.check()?;
        Ok(db)
    };
    let fault = match open() {
        Err(fault) if fault.is_damage() => fault,
        // Who stays would promise to keep what it is given; a look can do without.
        Err(fault) if fault.is_shortage() && !service => {
            let told = only_read(&fault);
            let db = AppDb::open_reading(&place, ambient.clone(), fault)?;
            return Ok((db, Some(told)));
        }
        opened => return Ok((opened?, None)),
    };
    tracing::error!(error = %fault, "the list of profiles and folders is damaged");
    let _busy = Busy::wait(&dirs.data)?;
    // Another process may have mended it while this one waited.
    if let Ok(db) = open() {
        return Ok((db, None));
    }
    let (was_there, was_empty) = (place.file.exists(), is_vacant(&place.file));
    let aside = salvage_app(&place, ambient)?;
    let db = AppDb::open(&place, ambient.clone())?;
    // The data of a folder that is on no list would never be found again.
    let from = newest_app(&dirs.backups());
    if let Some(copy) = &from {
        db.adopt(copy, None)?;
    }
    let rest = match &from {
        Some(_) => "came from the last backup",
        None => "is lost: there is no backup to take it from",
    };
    let file = place.file.display();
    let mut told = match (was_there, was_empty) {
        (false, _) => {
            format!(
                "The list of profiles and folders, \"{file}\", was missing. What was in it {rest}."
            )
        }
        (true, true) => {
            format!(
                "The list of profiles and folders, \"{file}\", was empty. What was in it {rest}."
            )
        }
        (true, false) => format!(
            "The list of profiles and folders was damaged. What is whole was saved, and what was not whole {rest}. The damaged file is kept as \"{}\".",
            aside.display()
        ),
    };
    let orphans = unlisted(dirs, &db)?;
    if !orphans.is_empty() {
        told += &format!(
            " Nothing says to which folders these data belong: \"{}\". They stay as they are. A backup that lies elsewhere and has the list gives them their folders back: \"tenon backup restore FOLDER\", with the folder that it is.",
            orphans.join("\", \"")
        );
    }
    Ok((db, Some(told)))
}

/// Says so when workspaces have data, and the file that lists them is empty or gone.
fn lost(dirs: &DataDirs) -> Option<StoreError> {
    let file = dirs.app_place().file;
    (is_vacant(&file) && !databases(dirs).is_empty()).then(|| StoreError::Damaged {
        file,
        report: "nothing stands in it".into(),
    })
}

/// The folders of workspaces that hold a database.
fn databases(dirs: &DataDirs) -> Vec<PathBuf> {
    let inside = |folder: PathBuf| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path())
    };
    inside(dirs.data.join("profiles"))
        .flat_map(|profile| inside(profile.join("workspaces")))
        .filter(|folder| folder.join("workspace.db").exists())
        .collect()
}

/// The folders of workspaces that no row leads to.
fn unlisted(dirs: &DataDirs, db: &AppDb) -> ApiResult<Vec<String>> {
    let rows = db.recent(None, u32::MAX)?;
    let known: Vec<_> = rows
        .iter()
        .map(|row| dirs.workspace_dir(row.profile, row.id))
        .collect();
    let lost = databases(dirs)
        .into_iter()
        .filter(|folder| !known.contains(folder));
    Ok(lost.map(|folder| folder.display().to_string()).collect())
}

/// What a person is told when nothing can be written.
pub(crate) fn only_read(why: &StoreError) -> String {
    format!("Nothing new is recorded, and what is there is only read: {why}.")
}
