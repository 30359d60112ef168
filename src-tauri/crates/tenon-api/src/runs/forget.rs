//! Forgetting runs: in the histories, and in their copies.

use std::path::{Path, PathBuf};

use tenon_core::{EntityKind, RunId};
use tenon_store::{Forget, ForgetRuns, ProfileId, forget_runs_in_copy};

use crate::ApiResult;
use crate::owner::Owner;
use crate::secrets;
use crate::wire::{JournalForgotten, JournalLeft, Whole};

/// How the name of a copy of a history begins; its profile follows.
pub(crate) const COPY: &str = "runs-";

impl Owner {
    /// Forgets what the histories know of it: a text in those of all profiles, and anything else in
    /// this one's. `files` are all the files that backups have. Answers how many runs the copies
    /// had.
    pub(crate) fn forget_runs(
        &self,
        what: &Forget,
        files: &[PathBuf],
        answer: &mut JournalForgotten,
    ) -> ApiResult<u64> {
        let row = self.row();
        let what = match what {
            Forget::Match(texts) => ForgetRuns::Match(texts.clone()),
            Forget::Since(at) => ForgetRuns::Since(*at, row.id),
            Forget::About(thing) if thing.kind() == EntityKind::Run => {
                match thing.id().parse::<RunId>() {
                    Ok(run) => ForgetRuns::One(run),
                    // The sidecar's events have a reference of the same kind, which names no run.
                    Err(_) => return Ok(0),
                }
            }
            Forget::About(_) => return Ok(0),
        };
        // What was told before is forgotten, too.
        self.runs.flush();
        let key = secrets::forgotten(&self.app.surroundings)?;
        let profiles: Vec<ProfileId> = match what {
            ForgetRuns::Match(_) => {
                let all = self.app.db.profiles()?;
                all.into_iter().map(|profile| profile.id).collect()
            }
            _ => vec![row.profile],
        };
        for profile in &profiles {
            let file = self.app.dirs.runs_place(*profile).file;
            if !file.exists() {
                continue;
            }
            let done = self
                .app
                .runs(*profile)
                .and_then(|runs| Ok(runs.db.forget(&what, &key)?));
            match done {
                Ok(done) => {
                    answer.wiped &= done.wiped;
                    if let Err(error) = self.meaning().forget_commands(&done.runs) {
                        let place = self.app.dirs.meaning_place(row.profile, row.id);
                        answer
                            .left
                            .push(self.left_runs(&place.file, &error.message));
                    }
                    let rows = answer.rows.get().unsigned_abs() + done.runs.len() as u64;
                    answer.rows = Whole::size(rows);
                }
                Err(error) => answer.left.push(self.left_runs(&file, &error.message)),
            }
        }
        let mut in_copies = 0;
        for file in files.iter().filter(|file| is_copy_of(file, &profiles)) {
            match forget_runs_in_copy(file, &what, &key) {
                Ok(None) => {}
                Ok(Some(done)) => {
                    answer.backups += 1;
                    in_copies += done.runs.len() as u64;
                    answer.wiped &= done.wiped;
                }
                Err(fault) => answer.left.push(self.left_runs(file, &fault.to_string())),
            }
        }
        Ok(in_copies)
    }

    fn left_runs(&self, file: &Path, why: &str) -> JournalLeft {
        let below = file.strip_prefix(&self.app.dirs.data).unwrap_or(file);
        let why = why.trim_end_matches('.');
        JournalLeft {
            file: below.display().to_string(),
            why: format!("This history of commands could not be treated: {why}."),
        }
    }
}

/// Whether a file of a backup is a copy of the history of one of these profiles.
fn is_copy_of(file: &Path, profiles: &[ProfileId]) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let rest = name.strip_prefix(COPY).filter(|_| name.ends_with(".db"));
    rest.is_some_and(|rest| {
        let mut profiles = profiles.iter();
        profiles.any(|profile| rest.starts_with(&profile.to_string()))
    })
}
