//! The histories of commands in backups: one a profile, copied and proved like the other databases.
//!
//! A history is open in several programs, so a copy of it is not put in its place: the runs that are
//! missing come back, and those that are there stay.

use std::fs;
use std::path::{Path, PathBuf};

use tenon_store::{DatabaseKind, ProfileId, StoreError, copy_database, is_vacant, prove_database};

use super::list::folders;
use super::manifest::Manifest;
use crate::app::App;
use crate::runs::forget::COPY;
use crate::wire::{LeftOut, RestoredFile};
use crate::{ApiError, ApiResult};

/// Where a profile's copy lies inside of a backup.
pub(super) fn file_of(profile: ProfileId) -> PathBuf {
    PathBuf::from(format!("{COPY}{profile}.db"))
}

impl App {
    /// Copies the histories of these profiles, or of all.
    pub(super) fn copy_runs(
        &self,
        draft: &Path,
        only: Option<ProfileId>,
        manifest: &mut Manifest,
    ) -> ApiResult<()> {
        for profile in self.db.profiles()? {
            let from = self.dirs.runs_place(profile.id).file;
            if only.is_some_and(|only| only != profile.id) || is_vacant(&from) {
                continue;
            }
            let to = draft.join(file_of(profile.id));
            match copy_database(DatabaseKind::Runs, &from, &to, None) {
                Ok(_) => manifest.runs.push(profile.id),
                // What is wrong with it must not keep the rest from being saved.
                Err(
                    fault @ (StoreError::Damaged { .. }
                    | StoreError::NotADatabase { .. }
                    | StoreError::ForeignDatabase { .. }
                    | StoreError::NewerFile { .. }),
                ) => {
                    self.note_damaged_runs(profile.id, &fault);
                    manifest.left_out.push(LeftOut {
                        name: format!("the history of commands of \"{}\"", profile.name),
                        why: fault.to_string(),
                    });
                }
                Err(fault) => return Err(fault.into()),
            }
        }
        Ok(())
    }

    /// What putting histories back would touch.
    pub(super) fn runs_to_restore(&self, folder: &Path, manifest: &Manifest) -> Vec<RestoredFile> {
        let there = manifest
            .runs
            .iter()
            .filter(|profile| folder.join(file_of(**profile)).exists());
        let file = |profile: &ProfileId| RestoredFile {
            path: self.dirs.runs_place(*profile).file.display().to_string(),
            replaced: false,
        };
        there.map(file).collect()
    }

    /// Adds the runs of a backup that are not here to the histories of profiles that are.
    pub(super) fn put_runs_back(&self, folder: &Path, manifest: &Manifest) -> ApiResult<()> {
        let known = self.db.profiles()?;
        for profile in &manifest.runs {
            let copy = folder.join(file_of(*profile));
            if copy.exists() && known.iter().any(|known| known.id == *profile) {
                self.runs(*profile)?.db.adopt(&copy)?;
            }
        }
        Ok(())
    }
}

/// Proves every copy before anything is touched.
pub(super) fn prove(
    folder: &Path,
    manifest: &Manifest,
    refused: impl Fn(&str, StoreError) -> ApiError,
) -> ApiResult<()> {
    for profile in &manifest.runs {
        let copy = folder.join(file_of(*profile));
        if copy.exists() {
            prove_database(DatabaseKind::Runs, &copy, None)
                .map_err(|fault| refused("the history of commands", fault))?;
        }
    }
    Ok(())
}

/// The copies of a profile's history in the kept backups, and those made before migrations.
pub(crate) fn runs_of(backups: &Path, profile: ProfileId) -> Vec<PathBuf> {
    let kept = folders(backups).unwrap_or_default().into_iter();
    let kept = kept.map(|folder| folder.join(file_of(profile)));
    let ours = format!("{COPY}{profile}-");
    let copies = fs::read_dir(backups).into_iter().flatten().flatten();
    let copies = copies.map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(&ours) && name.ends_with(".db")
    });
    kept.chain(copies).filter(|file| file.exists()).collect()
}
