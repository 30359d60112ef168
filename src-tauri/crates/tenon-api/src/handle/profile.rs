//! Profiles and workspaces.

use std::path::PathBuf;

use serde_json::json;
use tenon_core::Code;
use tenon_store::{Profile, Workspace};

use crate::app::App;
use crate::lock::OwnerLock;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    Nothing, OpenTarget, ProfileCreateParams, ProfileInfo, ProfileParams, ProfileRenameParams,
    Profiles, RecentWorkspace, RecentWorkspaces, TrustParams, UiEvent, Whole, WorkspaceInfo,
};
use crate::{ApiError, ApiResult};

impl App {
    pub(crate) fn profile_info(&self, profile: &Profile) -> ApiResult<ProfileInfo> {
        let workspaces = self.db.recent(Some(profile.id), u32::MAX)?.len();
        Ok(ProfileInfo {
            id: profile.id.to_string(),
            name: profile.name.clone(),
            workspaces: u32::try_from(workspaces).unwrap_or(u32::MAX),
        })
    }

    /// All profiles, by name.
    pub fn profiles(&self) -> ApiResult<Profiles> {
        let mut all = self.db.profiles()?;
        all.sort_by_key(|profile| profile.name.to_lowercase());
        let profiles = all.iter().map(|profile| self.profile_info(profile));
        Ok(Profiles {
            profiles: profiles.collect::<ApiResult<_>>()?,
        })
    }

    /// Makes a profile.
    pub fn create_profile(&self, name: &str) -> ApiResult<ProfileInfo> {
        self.profile_info(&self.db.create_profile(name)?)
    }

    /// Renames a profile.
    pub fn rename_profile(&self, profile: &str, name: &str) -> ApiResult<ProfileInfo> {
        let id = self.profile(Some(profile))?.id;
        self.profile_info(&self.db.rename_profile(id, name)?)
    }

    /// Deletes a profile with all its data. While one of its workspaces is open, nothing happens.
    pub fn delete_profile(&self, profile: &str) -> ApiResult<()> {
        let profile = self.profile(Some(profile))?;
        let mut locks = Vec::new();
        for row in self.db.recent(Some(profile.id), u32::MAX)? {
            let folder = self.dirs.workspace_dir(profile.id, row.id);
            if !folder.exists() {
                continue;
            }
            let Some(held) = OwnerLock::take(&folder)? else {
                let message = format!("\"{}\" of this profile is open", row.name);
                return Err(ApiError::new(Code::Conflict, message).hint("Close it first."));
            };
            locks.push(held);
        }
        // The rows go first: data without a row is refuse, a row without data would be a lie.
        let (gone, workspaces) = self.db.delete_profile(profile.id)?;
        let mut paths = vec![self.dirs.profile_dir(gone.id)];
        paths.extend(self.keys_of(&workspaces));
        paths.extend(self.copies_of(&workspaces));
        paths.extend(crate::backup::runs_of(&self.dirs.backups(), gone.id));
        for path in paths {
            let removed = if path.is_dir() {
                std::fs::remove_dir_all(&path)
            } else {
                std::fs::remove_file(&path)
            };
            match removed {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    let message = format!(
                        "the profile is gone, but \"{}\" is left: {e}",
                        path.display()
                    );
                    return Err(ApiError::new(Code::Storage, message).hint("Remove it by hand."));
                }
                _ => {}
            }
        }
        let ids: Vec<_> = workspaces.iter().map(|row| row.id).collect();
        crate::backup::strike(&self.dirs.backups(), gone.id, &ids)
    }

    /// The key files of these workspaces, those that were made beside the first ones too.
    fn keys_of(&self, workspaces: &[Workspace]) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.dirs.keys());
        let files = entries.into_iter().flatten().flatten().map(|e| e.path());
        let theirs = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            workspaces
                .iter()
                .any(|row| name.starts_with(&row.id.to_string()))
        };
        files.filter(theirs).collect()
    }

    /// The copies of these workspaces' databases: in backups, and from before migrations.
    fn copies_of(&self, workspaces: &[Workspace]) -> Vec<PathBuf> {
        let folder = self.dirs.backups();
        let ids = workspaces.iter().map(|row| row.id);
        ids.flat_map(|id| crate::backup::databases_of(&folder, id))
            .collect()
    }

    /// Workspaces that were open before, the last one first.
    pub fn recent(&self) -> ApiResult<RecentWorkspaces> {
        use std::os::unix::ffi::OsStrExt;
        let names: std::collections::HashMap<_, _> = self
            .db
            .profiles()?
            .into_iter()
            .map(|profile| (profile.id, profile.name))
            .collect();
        let rows = self.db.recent(None, 50)?;
        let workspaces = rows.into_iter().map(|row| {
            let root = std::path::Path::new(std::ffi::OsStr::from_bytes(&row.root));
            RecentWorkspace {
                id: row.id,
                name: row.name.clone(),
                root: root.display().to_string(),
                profile: names.get(&row.profile).cloned().unwrap_or_default(),
                opened_at: Whole::clamped(row.last_opened_at),
                present: root.is_dir(),
            }
        });
        Ok(RecentWorkspaces {
            workspaces: workspaces.collect(),
        })
    }
}

pub(crate) fn profile_list(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<Profiles> {
    owner.app.profiles()
}

pub(crate) fn profile_create(
    owner: &Owner,
    caller: &Caller,
    params: ProfileCreateParams,
) -> ApiResult<ProfileInfo> {
    let made = owner.app.create_profile(&params.name)?;
    owner.record(
        "profile.created",
        owner.subject(),
        json!({ "name": made.name }),
        Some(caller),
    );
    Ok(made)
}

pub(crate) fn profile_rename(
    owner: &Owner,
    caller: &Caller,
    params: ProfileRenameParams,
) -> ApiResult<ProfileInfo> {
    let made = owner.app.rename_profile(&params.profile, &params.name)?;
    owner.record(
        "profile.renamed",
        owner.subject(),
        json!({ "name": made.name }),
        Some(caller),
    );
    owner.hub().emit(UiEvent::WorkspaceChanged {
        workspace: owner.info()?,
    });
    Ok(made)
}

pub(crate) fn profile_delete(
    owner: &Owner,
    caller: &Caller,
    params: ProfileParams,
) -> ApiResult<Nothing> {
    owner.app.delete_profile(&params.profile)?;
    owner.record(
        "profile.deleted",
        owner.subject(),
        json!({ "profile": params.profile }),
        Some(caller),
    );
    Ok(Nothing {})
}

pub(crate) fn workspace_recent(
    owner: &Owner,
    _: &Caller,
    _: Nothing,
) -> ApiResult<RecentWorkspaces> {
    owner.app.recent()
}

pub(crate) fn workspace_current(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<WorkspaceInfo> {
    owner.info()
}

pub(crate) fn workspace_trust(
    owner: &Owner,
    caller: &Caller,
    params: TrustParams,
) -> ApiResult<WorkspaceInfo> {
    let row = owner.app.db.set_trust(owner.row().id, params.trusted)?;
    *lock(&owner.row) = row;
    owner.take_up()?;
    let payload = json!({ "trusted": params.trusted });
    owner.record("workspace.trusted", owner.subject(), payload, Some(caller));
    let info = owner.info()?;
    owner.hub().emit(UiEvent::WorkspaceChanged {
        workspace: info.clone(),
    });
    Ok(info)
}

pub(crate) fn workspace_reveal(
    owner: &Owner,
    _: &Caller,
    params: OpenTarget,
) -> ApiResult<Nothing> {
    owner.root.place(&params.path.to_bytes()?)?;
    owner.hub().emit(UiEvent::OpenRequested { target: params });
    Ok(Nothing {})
}
