//! The doctor's look at what Tenon keeps: its own database, and the workspace's.

use std::path::Path;

use tenon_store::{SymbolsLost, WorkspaceDb, key_trouble, keys};
use tenon_workspace::Root;

use super::check;
use crate::app::App;
use crate::moment;
use crate::owner::{damaged_key, key_sentence, lost};
use crate::wire::{Check, CheckState};
use crate::{ApiError, ApiResult};

/// Checks the whole database of profiles and workspaces.
pub(super) fn app(app: &App) -> Check {
    let folder = &app.dirs.data;
    match app.db.check() {
        Ok(()) => check(
            "data",
            CheckState::Ok,
            true,
            format!("\"{}\" is whole", folder.display()),
            None,
        ),
        Err(e) => check(
            "data",
            CheckState::Missing,
            true,
            ApiError::from(e).message,
            Some("Set the file aside; Tenon makes a new one."),
        ),
    }
}

/// Looks at what is kept about the folder, without opening it: a look must not bind it to a profile.
pub(super) fn workspace(app: &App, folder: &Path) -> Check {
    match kept(app, folder) {
        Ok(detail) => check("workspace", CheckState::Ok, false, detail, None),
        Err(Fault::Folder(e)) => check(
            "workspace",
            CheckState::Limited,
            false,
            e.message,
            e.hint.as_deref(),
        ),
        Err(Fault::Data(e)) => check(
            "workspace",
            CheckState::Missing,
            true,
            e.message,
            Some(e.hint.as_deref().unwrap_or(
                "Set the file aside; Tenon makes a new one. Your own files are not in it.",
            )),
        ),
    }
}

enum Fault {
    Folder(ApiError),
    Data(ApiError),
}

fn kept(app: &App, folder: &Path) -> Result<String, Fault> {
    let root = Root::open(folder).map_err(|e| Fault::Folder(e.into()))?;
    let shown = root.path().display();
    let look = || -> ApiResult<String> {
        let Some(row) = app.known(&root, None)? else {
            return Ok(format!("\"{shown}\" was never opened"));
        };
        if let Some(fault) = lost(app, &row) {
            return Err(fault);
        }
        let profile = app.db.profile(row.profile)?.name;
        Ok(
            match WorkspaceDb::look(&app.dirs.workspace_place(row.profile, row.id))? {
                true => format!("\"{shown}\" is bound to the profile \"{profile}\""),
                false => format!("\"{shown}\" has no data yet"),
            },
        )
    };
    look().map_err(Fault::Data)
}

/// Looks whether the keys of the folder's content are the ones that sealed it.
pub(super) fn key(app: &App, folder: &Path) -> Check {
    let look = || -> ApiResult<Vec<String>> {
        let Some(row) = app.known(&Root::open(folder)?, None)? else {
            return Ok(Vec::new());
        };
        let found = keys::of_workspace(&app.dirs.keys(), row.id)?;
        let place = app.dirs.workspace_place(row.profile, row.id);
        let trouble = key_trouble(&place, found.key.as_ref())?;
        let damaged = found.damaged.iter().map(|file| damaged_key(file));
        Ok(damaged.chain(trouble.map(key_sentence)).collect())
    };
    match look() {
        Ok(told) if told.is_empty() => check(
            "key",
            CheckState::Ok,
            false,
            "nothing is sealed that its key does not open",
            None,
        ),
        Ok(told) => check(
            "key",
            CheckState::Missing,
            true,
            told.join(" "),
            Some("\"tenon backup restore\" puts back keys that a backup carries."),
        ),
        // What is wrong with the folder or its data is said of these.
        Err(e) => check(
            "key",
            CheckState::Limited,
            false,
            e.message,
            e.hint.as_deref(),
        ),
    }
}

/// Looks whether the ids of the folder's symbols are the ones they always had.
pub(super) fn symbols(app: &App, folder: &Path) -> Check {
    let look = || -> ApiResult<Option<SymbolsLost>> {
        match app.known(&Root::open(folder)?, None)? {
            Some(row) => {
                let place = app.dirs.workspace_place(row.profile, row.id);
                Ok(WorkspaceDb::symbols_lost(&place)?)
            }
            None => Ok(None),
        }
    };
    match look() {
        Ok(None) => check(
            "symbols",
            CheckState::Ok,
            false,
            "no symbol has lost its id",
            None,
        ),
        Ok(Some(lost)) => check(
            "symbols",
            CheckState::Limited,
            false,
            format!("On {}: {}", moment::told(lost.at), lost.what),
            Some("A backup from before has the old ids: \"tenon backup list\"."),
        ),
        // What is wrong with the folder or its data is said of these.
        Err(e) => check(
            "symbols",
            CheckState::Limited,
            false,
            e.message,
            e.hint.as_deref(),
        ),
    }
}

/// Looks through the history of commands of the profile that the folder is bound to.
pub(super) fn runs(app: &App, folder: &Path) -> Check {
    let look = || -> ApiResult<Option<String>> {
        let known = app.known(&Root::open(folder)?, None)?;
        let profile = match known {
            Some(row) => row.profile,
            None => app.profile(None)?.id,
        };
        let Some(reader) = app.read_runs(profile)? else {
            return Ok(None);
        };
        if let Err(fault) = reader.check() {
            app.note_damaged_runs(profile, &fault);
            return Err(fault.into());
        }
        let (bytes, dropped) = reader.outputs()?;
        let most = app.settings.snapshot().settings.terminal_history_total_mib;
        let gone = match dropped {
            0 => String::new(),
            _ => format!(", those of {dropped} older ones were dropped to make room"),
        };
        let told = format!(
            "\"{}\" is whole; outputs take {:.1} of {most} MiB{gone}",
            reader.file().display(),
            bytes as f64 / f64::from(1 << 20)
        );
        Ok(Some(told))
    };
    match look() {
        Ok(None) => check(
            "commands",
            CheckState::Ok,
            false,
            "no command was kept yet",
            None,
        ),
        Ok(Some(told)) => check("commands", CheckState::Ok, false, told, None),
        Err(e) => check(
            "commands",
            CheckState::Limited,
            false,
            e.message,
            Some(
                "What is whole is saved when the first window of the profile is next opened; a backup has the rest: \"tenon backup restore\".",
            ),
        ),
    }
}
