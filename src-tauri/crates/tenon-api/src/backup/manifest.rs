//! `backup.json`: what a backup says of itself.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tenon_core::{Code, Millis, WorkspaceId};
use tenon_store::ProfileId;

use crate::wire::{BackedUp, BackupInfo, BackupReason, LeftOut, Whole};
use crate::{ApiError, ApiResult};

/// The version of the shape; a higher one is a newer program's.
const VERSION: u32 = 1;
/// Its name in the backup's folder.
pub(super) const FILE: &str = "backup.json";
/// The copy of `app.db`.
pub(super) const APP: &str = "app.db";
/// The folder of key files, when the backup carries them.
pub(super) const KEYS: &str = "keys";

/// What a backup says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    pub v: u32,
    pub made_at: Millis,
    /// The version of the program that made it.
    pub program: String,
    pub reason: BackupReason,
    /// The names of the key files that it carries.
    pub keys: Vec<String>,
    pub workspaces: Vec<Kept>,
    /// The profiles whose history of commands it carries; older programs carried none.
    #[serde(default)]
    pub runs: Vec<ProfileId>,
    pub left_out: Vec<LeftOut>,
}

/// A workspace in a backup.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kept {
    pub profile: ProfileId,
    /// The folder's path, in hex, because it need not be UTF-8.
    pub root_bytes: String,
    #[serde(flatten)]
    pub info: BackedUp,
}

impl Kept {
    /// The copy of the workspace's database, inside the backup's folder.
    pub fn file(&self) -> PathBuf {
        file_of(self.info.id)
    }
}

/// Where a workspace's copy lies inside of a backup.
pub(super) fn file_of(id: WorkspaceId) -> PathBuf {
    PathBuf::from(format!("workspace-{id}.db"))
}

impl Manifest {
    /// An empty one of this program.
    pub fn new(made_at: Millis, reason: BackupReason) -> Self {
        Self {
            v: VERSION,
            made_at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            reason,
            keys: Vec::new(),
            workspaces: Vec::new(),
            runs: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Reads what the backup in `folder` says.
    pub fn read(folder: &Path) -> ApiResult<Self> {
        let path = folder.join(FILE);
        let text = std::fs::read(&path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => ApiError::new(
                Code::NotFound,
                format!("\"{}\" is no backup: it has no {FILE}", folder.display()),
            )
            .hint("\"tenon backup list\" shows the backups there are."),
            _ => super::failed("read", &path, &e),
        })?;
        let value: serde_json::Value = serde_json::from_slice(&text)
            .map_err(|e| damaged(folder, &format!("its {FILE} cannot be read: {e}")))?;
        let version = value.get("v").and_then(serde_json::Value::as_u64);
        if version.is_some_and(|v| v > u64::from(VERSION)) {
            return Err(newer(folder));
        }
        serde_json::from_value(value)
            .map_err(|e| damaged(folder, &format!("its {FILE} cannot be read: {e}")))
    }

    /// Takes a profile's history and workspaces out of the backup in `folder`, whose copies went with their profile. One
    /// that did not hold them stays as it is.
    pub fn strike(
        mut self,
        folder: &Path,
        profile: ProfileId,
        gone: &[WorkspaceId],
    ) -> ApiResult<()> {
        let before = self.workspaces.len() + self.runs.len();
        self.workspaces.retain(|kept| !gone.contains(&kept.info.id));
        self.runs.retain(|kept| *kept != profile);
        if self.workspaces.len() + self.runs.len() == before {
            return Ok(());
        }
        let draft = folder.join(format!(".{FILE}"));
        super::forget(&[&draft])?;
        super::create::write_new(&draft, &self.text()?)?;
        let path = folder.join(FILE);
        std::fs::rename(&draft, &path).map_err(|e| super::failed("write", &path, &e))?;
        super::sync_folder(folder)
    }

    /// What stands in the file.
    pub fn text(&self) -> ApiResult<Vec<u8>> {
        serde_json::to_vec_pretty(self).map_err(|e| ApiError::new(Code::Internal, e.to_string()))
    }

    /// What windows and scripts are told of the backup in `folder`. A workspace whose copy is not
    /// there any more is named among what was left out.
    pub fn info(&self, folder: &Path) -> BackupInfo {
        let is_there = |kept: &&Kept| folder.join(kept.file()).exists();
        let (there, missing): (Vec<_>, Vec<_>) = self.workspaces.iter().partition(is_there);
        let runs = self
            .runs
            .iter()
            .map(|profile| super::runs::file_of(*profile));
        let runs = runs.filter(|file| !folder.join(file).exists());
        let runs = runs.map(|file| LeftOut {
            name: "the history of commands".into(),
            why: format!(
                "its copy is missing from the backup: \"{}\" is not there",
                folder.join(file).display()
            ),
        });
        let missing = missing.into_iter().map(|kept| LeftOut {
            name: kept.info.name.clone(),
            why: format!(
                "its copy is missing from the backup: \"{}\" is not there",
                folder.join(kept.file()).display()
            ),
        });
        BackupInfo {
            name: name_of(folder),
            path: folder.display().to_string(),
            made_at: Whole::clamped(self.made_at),
            reason: self.reason,
            with_key: !self.keys.is_empty(),
            size: Whole::size(size(folder)),
            workspaces: there.into_iter().map(|kept| kept.info.clone()).collect(),
            left_out: self
                .left_out
                .iter()
                .cloned()
                .chain(missing)
                .chain(runs)
                .collect(),
            problem: None,
        }
    }
}

/// The refusal of what a newer program made.
pub(super) fn newer(folder: &Path) -> ApiError {
    let message = format!(
        "The backup \"{}\" was made by a newer Tenon than this one",
        folder.display()
    );
    ApiError::new(Code::PreconditionFailed, message)
        .hint("Update Tenon, and put it back then. Nothing was changed.")
}

/// What to do when a backup cannot be put back.
pub(super) const ANOTHER: &str =
    "Take another backup: \"tenon backup list\" shows them. Nothing was changed.";

/// The refusal of a backup whose bytes are not what was written.
pub(super) fn damaged(folder: &Path, what: &str) -> ApiError {
    let message = format!("The backup \"{}\" is damaged: {what}", folder.display());
    ApiError {
        retryable: false,
        ..ApiError::new(Code::Storage, message).hint(ANOTHER)
    }
}

pub(super) fn name_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The bytes of all files in a folder and in the folders in it.
fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => size(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    });
    sizes.sum()
}
