//! Opening the history of a profile: once a process, mended first where it is damaged.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{FlockOperation, flock};
use tenon_core::{Code, counted};
use tenon_store::{Place, ProfileId, RunsDb, RunsReader, StoreError, salvage_runs};

use crate::app::App;
use crate::{ApiError, ApiResult};

/// A history up to this size is looked through whenever the first of all processes opens it, in
/// bytes; a larger one when something says that it is damaged.
const AT_ONCE: u64 = 16 << 20;
/// Says that damage was found while it was in use.
const MARK: &str = "runs.damaged";
/// Held by everybody who has the history open, so that nobody mends it beneath another one.
const LOCK: &str = "runs.lock";

/// The history of a profile, open.
pub struct OpenRuns {
    /// The history.
    pub db: RunsDb,
    _lock: File,
}

impl App {
    /// The history of a profile's commands, made when there is none.
    pub fn runs(&self, profile: ProfileId) -> ApiResult<Arc<OpenRuns>> {
        let mut open = crate::owner::lock(&self.runs);
        if let Some(runs) = open.get(&profile).and_then(std::sync::Weak::upgrade) {
            return Ok(runs);
        }
        let runs = Arc::new(self.open_runs(profile)?);
        open.insert(profile, Arc::downgrade(&runs));
        Ok(runs)
    }

    /// The history of a profile's commands for a few questions; none when there is none yet.
    pub fn read_runs(&self, profile: ProfileId) -> ApiResult<Option<RunsReader>> {
        Ok(RunsReader::open(&self.dirs.runs_place(profile))?)
    }

    /// Notes that the history of a profile is damaged, so that it is mended when it is next opened.
    pub(crate) fn note_damaged_runs(&self, profile: ProfileId, fault: &StoreError) {
        let mark = self.dirs.profile_dir(profile).join(MARK);
        if fault.is_damage()
            && let Err(e) = fs::write(mark, fault.to_string())
        {
            tracing::warn!(error = %e, "damage of the history of commands could not be noted");
        }
    }

    fn open_runs(&self, profile: ProfileId) -> ApiResult<OpenRuns> {
        let place = self.dirs.runs_place(profile);
        let folder = self.dirs.profile_dir(profile);
        let lock = lock_file(&folder)?;
        let ambient = &self.surroundings.ambient;
        let alone = flock(&lock, FlockOperation::NonBlockingLockExclusive).is_ok();
        let mark = folder.join(MARK);
        if alone && let Some(fault) = damage(&place, &mark) {
            let (saved, aside) = salvage_runs(&place, ambient)?;
            tracing::error!(error = %fault, "the history of commands was damaged");
            self.note_mended(mended(&saved, &aside));
            match fs::remove_file(&mark) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    tracing::warn!(error = %e, "it is not noted that the history was mended");
                }
                _ => {}
            }
        }
        let shared = flock(&lock, FlockOperation::LockShared);
        shared.map_err(|e| failed("lock", &folder.join(LOCK), &e.into()))?;
        let db = match RunsDb::open(&place, ambient) {
            Err(fault) if fault.is_damage() => {
                self.note_damaged_runs(profile, &fault);
                return Err(ApiError::from(fault).hint(
                    "Close all windows of this profile: what is whole is saved when it is next opened.",
                ));
            }
            opened => opened?,
        };
        Ok(OpenRuns { db, _lock: lock })
    }
}

/// Why a history has to be mended, if it has.
fn damage(place: &Place, mark: &Path) -> Option<StoreError> {
    let size = fs::metadata(&place.file).map_or(0, |meta| meta.len());
    if size == 0 || size > AT_ONCE && !mark.exists() {
        return None;
    }
    let look = || match RunsReader::open(place)? {
        Some(reader) => reader.check(),
        None => Ok(()),
    };
    look().err().filter(StoreError::is_damage)
}

fn mended(saved: &tenon_store::Salvaged, aside: &Path) -> String {
    let lost: u64 = ["run", "phrase"]
        .iter()
        .filter_map(|table| saved.lost.get(*table))
        .sum();
    format!(
        "The history of commands was damaged. {} were saved, and at least {} are lost. The damaged file is kept as \"{}\".",
        counted(saved.saved, "command"),
        lost,
        aside.display()
    )
}

fn lock_file(folder: &Path) -> ApiResult<File> {
    let path: PathBuf = folder.join(LOCK);
    let made = fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.map_err(|e| failed("make the folder", folder, &e))?;
    let mut options = OpenOptions::new();
    let options = options.read(true).write(true).create(true).truncate(false);
    options
        .mode(0o600)
        .open(&path)
        .map_err(|e| failed("lock", &path, &e))
}

fn failed(doing: &str, path: &Path, fault: &std::io::Error) -> ApiError {
    ApiError::new(
        Code::Storage,
        format!("could not {doing} \"{}\": {fault}", path.display()),
    )
}
