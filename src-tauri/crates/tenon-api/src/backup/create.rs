//! Making a backup.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use tenon_core::Code;
use tenon_store::{DatabaseKind, ProfileId, StoreError, Workspace, copy_database, is_vacant, keys};

use super::manifest::{self, Kept, Manifest};
use super::{Busy, DRAFT, failed, name, places, sync_folder};
use crate::app::App;
use crate::wire::{BackedUp, BackupCreateParams, BackupInfo, BackupReason, LeftOut, Whole};
use crate::{ApiError, ApiResult};

impl App {
    /// Makes a backup of the profiles and of every workspace's database, proved after it is
    /// written. Either a whole backup is there when this returns, or nothing.
    pub fn back_up(&self, params: &BackupCreateParams) -> ApiResult<BackupInfo> {
        let _busy = Busy::wait(&self.dirs.data)?;
        self.write_backup(params, BackupReason::Asked)
    }

    /// The same with the lock held.
    pub(super) fn write_backup(
        &self,
        params: &BackupCreateParams,
        reason: BackupReason,
    ) -> ApiResult<BackupInfo> {
        let parent = self.folder_for(params.to.as_deref())?;
        remove_drafts(&parent);
        if params.to.is_some() {
            // Before it is made: what is forgotten later has to be found there.
            places::remember(&self.dirs.data, &parent)?;
        }
        let profile = params.profile.as_deref();
        let profile = profile.map(|named| self.profile(Some(named))).transpose()?;
        let rows = self
            .db
            .recent(profile.as_ref().map(|profile| profile.id), u32::MAX)?;
        let at = self.surroundings.ambient.clock.now();
        let draft = parent.join(format!("{DRAFT}{}", uuid::Uuid::now_v7().simple()));
        let only = profile.map(|profile| profile.id);
        let made = self
            .fill(
                &draft,
                (&rows, only),
                params.with_key,
                Manifest::new(at, reason),
            )
            .and_then(|manifest| {
                let folder = publish(&draft, &parent, &name::moment(at))?;
                Ok(manifest.info(&folder))
            });
        if made.is_err()
            && let Err(e) = fs::remove_dir_all(&draft)
            && e.kind() != ErrorKind::NotFound
        {
            tracing::warn!(error = %e, "a half backup could not be removed");
        }
        made.map_err(|error| {
            if error.hint.is_some() {
                return error;
            }
            error.hint("No backup was made, and nothing half is left.")
        })
    }

    /// The folder that backups go to. One that a person names has to be there: a disk that is not
    /// mounted must not be taken for an empty folder.
    fn folder_for(&self, to: Option<&str>) -> ApiResult<PathBuf> {
        let own = self.dirs.backups();
        let Some(named) = to else {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(&own);
            made.map_err(|e| failed("make the folder", &own, &e))?;
            return Ok(own);
        };
        let folder = PathBuf::from(named);
        if !folder.is_absolute() {
            return Err(ApiError::new(
                Code::Invalid,
                "a folder is named by its whole path",
            ));
        }
        match fs::metadata(&folder) {
            Ok(found) if found.is_dir() => Ok(folder),
            Ok(_) => Err(ApiError::new(
                Code::Invalid,
                format!("\"{named}\" is not a folder"),
            )),
            Err(e) if e.kind() == ErrorKind::NotFound => Err(ApiError::new(
                Code::NotFound,
                format!("The backup folder \"{named}\" is not there"),
            )
            .hint("Mount its disk or make the folder. No backup was made.")),
            Err(e) => Err(failed("look at", &folder, &e)),
        }
    }

    fn fill(
        &self,
        draft: &Path,
        (rows, only): (&[Workspace], Option<ProfileId>),
        with_key: bool,
        mut manifest: Manifest,
    ) -> ApiResult<Manifest> {
        let made = DirBuilder::new().mode(0o700).create(draft);
        made.map_err(|e| no_folder(draft, &e))?;
        let app = draft.join(manifest::APP);
        copy_database(DatabaseKind::App, &self.dirs.app_place().file, &app, None)?;
        for row in rows {
            match self.copy_workspace(draft, row) {
                Ok(Some(kept)) => manifest.workspaces.push(kept),
                Ok(None) => {}
                // What is wrong with one workspace must not keep the others from being saved.
                Err(
                    fault @ (StoreError::Damaged { .. }
                    | StoreError::BrokenJournal { .. }
                    | StoreError::Sealed(_)
                    | StoreError::NotADatabase { .. }
                    | StoreError::ForeignDatabase { .. }
                    | StoreError::NewerFile { .. }),
                ) => {
                    if fault.is_damage() {
                        let folder = self.dirs.workspace_dir(row.profile, row.id);
                        crate::owner::damage::mark(&folder, &fault.to_string());
                    }
                    manifest.left_out.push(LeftOut {
                        name: row.name.clone(),
                        why: fault.to_string(),
                    });
                }
                Err(fault) => return Err(fault.into()),
            }
        }
        self.copy_runs(draft, only, &mut manifest)?;
        if with_key {
            manifest.keys = self.copy_keys(&draft.join(manifest::KEYS), &manifest)?;
        }
        write_new(&draft.join(manifest::FILE), &manifest.text()?)?;
        sync_folder(draft)?;
        Ok(manifest)
    }

    /// Copies a workspace's database; nothing when it has none yet.
    fn copy_workspace(&self, draft: &Path, row: &Workspace) -> Result<Option<Kept>, StoreError> {
        let from = self.dirs.workspace_place(row.profile, row.id).file;
        if is_vacant(&from) {
            return match crate::owner::lost(self, row) {
                None => Ok(None),
                Some(_) => Err(StoreError::Damaged {
                    file: from,
                    report: "it is missing or empty, and was not".into(),
                }),
            };
        }
        // A key that is gone is no reason not to keep what it may open again one day.
        let key = keys::load(&self.dirs.keys(), row.id).ok().flatten();
        let to = draft.join(manifest::file_of(row.id));
        let found = copy_database(DatabaseKind::Workspace, &from, &to, key.as_ref());
        let found = match (found, key) {
            // Content of an older key, beside a newer one, is whole all the same.
            (Err(StoreError::Sealed(_)), Some(_)) => {
                copy_database(DatabaseKind::Workspace, &from, &to, None)?
            }
            (found, _) => found?,
        };
        let count = |n: u64| Whole::size(n);
        Ok(Some(Kept {
            profile: row.profile,
            root_bytes: hex::encode(&row.root),
            info: BackedUp {
                id: row.id,
                name: row.name.clone(),
                root: String::from_utf8_lossy(&row.root).into_owned(),
                events: count(found.events),
                contents: count(found.contents),
                opened: found.opened,
            },
        }))
    }

    /// Copies the keys of the workspaces that are in the backup, and the one of the marks.
    fn copy_keys(&self, to: &Path, manifest: &Manifest) -> ApiResult<Vec<String>> {
        let made = DirBuilder::new().mode(0o700).create(to);
        made.map_err(|e| failed("make the folder", to, &e))?;
        let folder = self.dirs.keys();
        let entries = fs::read_dir(&folder).map_err(|e| failed("read", &folder, &e))?;
        let ids: Vec<_> = manifest
            .workspaces
            .iter()
            .map(|kept| kept.info.id.to_string())
            .collect();
        let mut copied = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let wanted = name == tenon_store::DataDirs::REDACTION_KEY
                || ids.iter().any(|id| name.starts_with(id.as_str()));
            if wanted && name.ends_with(".key") {
                let bytes = fs::read(entry.path());
                let bytes = bytes.map_err(|e| failed("read", &entry.path(), &e))?;
                write_new(&to.join(&name), &bytes)?;
                copied.push(name);
            }
        }
        sync_folder(to)?;
        copied.sort();
        Ok(copied)
    }
}

/// Says of the folder that backups go to, and not of the one that could not be made in it, that
/// nothing can be written there.
fn no_folder(draft: &Path, fault: &std::io::Error) -> ApiError {
    if matches!(
        fault.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    ) {
        return failed("make the folder", draft, fault);
    }
    let parent = draft.parent().unwrap_or(draft).display();
    let why = match fault.kind() {
        ErrorKind::PermissionDenied => "it is not yours to write".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "its disk is read-only".to_owned(),
        // What a file system says that takes no files, such as the one of the processes.
        ErrorKind::NotFound => "it takes no files".to_owned(),
        _ => fault.to_string(),
    };
    ApiError::new(
        Code::Storage,
        format!("No backup can be written to \"{parent}\": {why}"),
    )
    .hint("Name a folder on a disk that can be written. No backup was made.")
}

/// Writes a file that only its owner can read, durably.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> ApiResult<()> {
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    let written = file.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|e| failed("write", path, &e))
}

/// Gives a finished backup its name: the moment, and a number when that is taken.
fn publish(draft: &Path, parent: &Path, moment: &str) -> ApiResult<PathBuf> {
    let names = std::iter::once(moment.to_owned()).chain((2..).map(|n| format!("{moment}-{n}")));
    let free = names.map(|name| parent.join(name)).find(|to| !to.exists());
    let to = free.unwrap_or_else(|| parent.join(moment));
    fs::rename(draft, &to).map_err(|e| failed("name the backup", &to, &e))?;
    if let Err(error) = sync_folder(parent) {
        // A backup that may be gone after a power cut is none.
        if let Err(e) = fs::remove_dir_all(&to) {
            tracing::warn!(error = %e, "a backup that is not durable could not be removed");
        }
        return Err(error);
    }
    Ok(to)
}

/// Removes what a killed program left. Nobody else writes one: the lock is held.
fn remove_drafts(parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    for entry in entries {
        if entry.file_name().to_string_lossy().starts_with(DRAFT)
            && let Err(e) = fs::remove_dir_all(entry.path())
        {
            tracing::warn!(error = %e, "a half backup could not be removed");
        }
    }
}
