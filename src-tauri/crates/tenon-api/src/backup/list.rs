//! The backups that are kept.

use std::fs;
use std::path::{Path, PathBuf};

use tenon_core::{Code, WorkspaceId};
use tenon_store::{DatabaseKind, ProfileId, prove_database};

use super::manifest::{self, Manifest};
use super::{DRAFT, failed};
use crate::app::App;
use crate::wire::{BackupInfo, BackupReason, Backups, Whole};
use crate::{ApiError, ApiResult};

impl App {
    /// The backups in the data folder, the last one first. One that cannot be read says why.
    pub fn backups(&self) -> ApiResult<Backups> {
        let folder = self.dirs.backups();
        let mut backups = Vec::new();
        for path in folders(&folder)? {
            backups.push(match Manifest::read(&path) {
                Ok(manifest) => manifest.info(&path),
                Err(error) => unreadable(&path, &error),
            });
        }
        backups.sort_by(|a, b| (b.made_at, &b.name).cmp(&(a.made_at, &a.name)));
        Ok(Backups {
            backups,
            folder: folder.display().to_string(),
        })
    }

    /// The folder of a backup, by its name or by the folder itself.
    pub(super) fn backup_named(&self, named: &str) -> ApiResult<PathBuf> {
        let plain = !named.is_empty() && !named.contains('/') && !named.starts_with('.');
        let kept = self.dirs.backups().join(named);
        if plain && kept.is_dir() {
            return Ok(kept);
        }
        let folder = PathBuf::from(named);
        if folder.is_absolute() && folder.is_dir() {
            return Ok(folder);
        }
        Err(
            ApiError::new(Code::NotFound, format!("There is no backup \"{named}\""))
                .hint("\"tenon backup list\" shows the backups there are."),
        )
    }

    /// The last backup that holds a workspace.
    pub(crate) fn last_backup_of(&self, id: WorkspaceId) -> Option<BackupInfo> {
        let backups = self.backups().ok()?.backups;
        backups.into_iter().find(|backup| {
            backup.problem.is_none() && backup.workspaces.iter().any(|kept| kept.id == id)
        })
    }
}

/// The databases of a workspace in the kept backups and in the copies made before migrations.
pub fn databases_of(backups: &Path, id: WorkspaceId) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders(backups).unwrap_or_default() {
        let file = folder.join(manifest::file_of(id));
        if file.exists() {
            found.push(file);
        }
    }
    let copies = fs::read_dir(backups).into_iter().flatten().flatten();
    let ours = format!("workspace-{id}-");
    found.extend(copies.map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&ours) && name.ends_with(".db")
    }));
    found
}

/// Takes a profile and its workspaces out of what the kept backups say of themselves: their copies
/// went with it, and are not missing.
pub(crate) fn strike(backups: &Path, profile: ProfileId, gone: &[WorkspaceId]) -> ApiResult<()> {
    for folder in folders(backups)? {
        // One that cannot be read names nothing that could be missed.
        if let Ok(manifest) = Manifest::read(&folder) {
            manifest.strike(&folder, profile, gone)?;
        }
    }
    Ok(())
}

/// The newest copy of `app.db` in the kept backups that proves itself.
pub(super) fn newest_app(backups: &Path) -> Option<PathBuf> {
    let mut folders = folders(backups).ok()?;
    folders.sort_by_key(|folder| Manifest::read(folder).map_or(i64::MIN, |read| read.made_at));
    let copies = folders
        .iter()
        .rev()
        .map(|folder| folder.join(manifest::APP));
    let mut whole = copies.filter(|copy| prove_database(DatabaseKind::App, copy, None).is_ok());
    whole.next()
}

/// The folders that may be backups.
pub(super) fn folders(folder: &Path) -> ApiResult<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(failed("read", folder, &e)),
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let finished = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.is_dir() && !name.starts_with(DRAFT) && path.join(manifest::FILE).exists()
    };
    Ok(paths.filter(finished).collect())
}

fn unreadable(folder: &Path, error: &ApiError) -> BackupInfo {
    BackupInfo {
        name: manifest::name_of(folder),
        path: folder.display().to_string(),
        made_at: Whole::clamped(0),
        reason: BackupReason::Asked,
        with_key: folder.join(manifest::KEYS).exists(),
        size: Whole::clamped(0),
        workspaces: Vec::new(),
        left_out: Vec::new(),
        problem: Some(error.message.clone()),
    }
}
