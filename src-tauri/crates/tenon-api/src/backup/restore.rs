//! Putting a backup back. What is there now is kept aside, and nothing is ever deleted.
//!
//! A workspace's database is changed for the copy in three steps, each of which a kill may follow:
//! the copy is laid beside it, durable and proved; a file says that it is to take its place; then
//! the old one moves aside and the copy takes its name. Whoever next takes the workspace's lock
//! finishes what that file says. `app.db` is in use all the time, so its rows are written in one
//! transaction, and what the backup does not know stays.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use tenon_core::{Code, Millis, WorkspaceId};
use tenon_store::{DatabaseKind, StoreError, prove_database};

use super::create::write_new;
use super::manifest::{self, Kept, Manifest};
use super::{Busy, failed, forget, name, runs, sync_folder};
use crate::app::App;
use crate::lock::OwnerLock;
use crate::wire::{BackupRestoreParams, BackupRestored, RestoredFile};
use crate::{ApiError, ApiResult};

/// The database of a workspace.
const LIVE: &str = "workspace.db";
/// The copy that waits to take its place.
const WAITING: &str = "workspace.db.restoring";
/// Says that the copy is whole and where the old database goes.
const ORDER: &str = "restore.order";
/// The folder of what was set aside.
pub(crate) const ASIDE: &str = "aside";

impl App {
    /// Puts a backup back. With `later` a workspace that is open gets it when it is next opened;
    /// without, it is refused.
    pub fn restore(&self, params: &BackupRestoreParams, later: bool) -> ApiResult<BackupRestored> {
        let _busy = Busy::wait(&self.dirs.data)?;
        let folder = self.backup_named(&params.name)?;
        let manifest = Manifest::read(&folder)?;
        let wanted = self.wanted(&folder, &manifest, params.only.as_deref())?;
        let whole = params.only.is_none();
        prove(&folder, &wanted, whole.then_some(&manifest))?;
        let moment = name::moment(self.surroundings.ambient.clock.now());
        let mut answer = BackupRestored {
            backup: manifest.info(&folder),
            files: Vec::new(),
            aside: None,
            dry_run: params.dry_run,
            at_next_start: false,
        };
        let mut places = Vec::new();
        for kept in &wanted {
            let live = self.live_file(kept);
            answer.files.push(RestoredFile {
                path: live.display().to_string(),
                replaced: live.exists(),
            });
            places.push((*kept, live));
        }
        if whole {
            answer
                .files
                .extend(self.runs_to_restore(&folder, &manifest));
        }
        if params.dry_run {
            return Ok(answer);
        }
        // All locks are taken before the first file is touched.
        let mut locks = Vec::new();
        for (kept, live) in &places {
            let folder = live.parent().unwrap_or(Path::new("."));
            match OwnerLock::take(folder)? {
                Some(lock) => locks.push(lock),
                None if later => answer.at_next_start = true,
                None => {
                    let message = format!("\"{}\" is open", kept.info.name);
                    return Err(ApiError::new(Code::Conflict, message)
                        .hint("Close it, and put the backup back then. Nothing was changed."));
                }
            }
        }
        self.put_keys_back(&folder, &manifest, &wanted, &moment)?;
        for (kept, live) in &places {
            lay_beside(&folder.join(kept.file()), live, &moment)?;
        }
        let ids: Vec<WorkspaceId> = wanted.iter().map(|kept| kept.info.id).collect();
        self.db
            .adopt(&folder.join(manifest::APP), (!whole).then_some(&ids[..]))?;
        if whole {
            self.put_runs_back(&folder, &manifest)?;
        }
        for (_, live) in &places {
            let folder = live.parent().unwrap_or(Path::new("."));
            answer.aside = Some(folder.join(ASIDE).join(&moment).display().to_string());
            if !answer.at_next_start {
                finish_restore(folder)?;
            }
        }
        drop(locks);
        Ok(answer)
    }

    /// What of a backup is to be put back. What is missing in it is named by its `left_out`, unless
    /// nothing else was wanted.
    fn wanted<'a>(
        &self,
        folder: &Path,
        manifest: &'a Manifest,
        only: Option<&str>,
    ) -> ApiResult<Vec<&'a Kept>> {
        let root = only.map(|only| {
            let real = fs::canonicalize(only).unwrap_or_else(|_| PathBuf::from(only));
            hex::encode(real.as_os_str().as_bytes())
        });
        let asked: Vec<_> = manifest
            .workspaces
            .iter()
            .filter(|kept| root.as_ref().is_none_or(|root| kept.root_bytes == *root))
            .collect();
        if let (Some(only), []) = (only, &asked[..]) {
            let message = format!(
                "The backup \"{}\" does not hold \"{only}\"",
                folder.display()
            );
            return Err(ApiError::new(Code::NotFound, message)
                .hint("\"tenon backup list --json\" tells what each backup holds."));
        }
        let there = asked
            .iter()
            .filter(|kept| folder.join(kept.file()).exists());
        let there: Vec<_> = there.copied().collect();
        match asked.first() {
            Some(kept) if there.is_empty() => {
                let message = format!(
                    "The copy of \"{}\" is missing from the backup: \"{}\" is not there",
                    kept.info.name,
                    folder.join(kept.file()).display()
                );
                Err(ApiError::new(Code::NotFound, message).hint(manifest::ANOTHER))
            }
            _ => Ok(there),
        }
    }

    /// Where a workspace's database lies now, or would.
    fn live_file(&self, kept: &Kept) -> PathBuf {
        // It may have been bound to another profile since.
        let bound = self.db.workspace(kept.info.id).map(|row| row.profile);
        let profile = bound.unwrap_or(kept.profile);
        self.dirs.workspace_place(profile, kept.info.id).file
    }

    /// Puts keys back that the backup carries. One that is there and differs is kept aside.
    fn put_keys_back(
        &self,
        folder: &Path,
        manifest: &Manifest,
        wanted: &[&Kept],
        moment: &str,
    ) -> ApiResult<()> {
        let keys = self.dirs.keys();
        for file in &manifest.keys {
            let ours = wanted
                .iter()
                .any(|kept| file.starts_with(&kept.info.id.to_string()));
            if !ours || file.contains('/') {
                continue;
            }
            let from = folder.join(manifest::KEYS).join(file);
            let key = fs::read(&from).map_err(|e| failed("read", &from, &e))?;
            let to = keys.join(file);
            match fs::read(&to) {
                Ok(present) if present == key => continue,
                Ok(_) => {
                    let aside = keys.join(format!("{file}.aside-{moment}"));
                    fs::rename(&to, &aside).map_err(|e| failed("set aside", &to, &e))?;
                }
                Err(e) if e.kind() == ErrorKind::NotFound => {}
                Err(e) => return Err(failed("read", &to, &e)),
            }
            let draft = keys.join(format!(".{file}.{moment}"));
            write_new(&draft, &key)?;
            fs::rename(&draft, &to).map_err(|e| failed("name the key", &to, &e))?;
            sync_folder(&keys)?;
        }
        Ok(())
    }
}

/// Proves every copy before anything is touched.
fn prove(folder: &Path, wanted: &[&Kept], whole: Option<&Manifest>) -> ApiResult<()> {
    let refused = |what: &str, fault: StoreError| {
        let found = match fault {
            StoreError::NewerFile { .. } => return manifest::newer(folder),
            StoreError::Damaged { report, .. } => report,
            StoreError::NotADatabase { .. } | StoreError::ForeignDatabase { .. } => {
                "it is not the database that was written".to_owned()
            }
            StoreError::NotFound(_) => "it is missing".to_owned(),
            fault if fault.is_damage() => fault.to_string(),
            fault => return ApiError::from(fault).hint(manifest::ANOTHER),
        };
        manifest::damaged(
            folder,
            &format!("its copy of {what} does not prove itself: {found}"),
        )
    };
    prove_database(DatabaseKind::App, &folder.join(manifest::APP), None)
        .map_err(|fault| refused("the list of profiles and folders", fault))?;
    for kept in wanted {
        let file = folder.join(kept.file());
        prove_database(DatabaseKind::Workspace, &file, None)
            .map_err(|fault| refused(&format!("\"{}\"", kept.info.name), fault))?;
    }
    whole.map_or(Ok(()), |manifest| runs::prove(folder, manifest, refused))
}

/// Lays a copy beside the database that it is to replace, and says so durably.
pub(super) fn lay_beside(from: &Path, live: &Path, moment: &str) -> ApiResult<()> {
    let folder = live.parent().unwrap_or(Path::new("."));
    let waiting = clear_waiting(folder)?;
    let copied = fs::copy(from, &waiting).and_then(|_| fs::File::open(&waiting)?.sync_all());
    let laid = copied
        .map_err(|e| failed("write", &waiting, &e))
        .and_then(|()| {
            prove_database(DatabaseKind::Workspace, &waiting, None)?;
            give_order(folder, moment)
        });
    if laid.is_err()
        && let Err(e) = clear_waiting(folder)
    {
        tracing::warn!(error = %e, "a copy that was to be put back could not be removed");
    }
    laid
}

/// Removes a copy that waits, and its order first: that would take a half copy for a whole one.
/// Gives the place of the next copy.
pub(crate) fn clear_waiting(folder: &Path) -> ApiResult<PathBuf> {
    let waiting = folder.join(WAITING);
    let logs = ["-wal", "-shm"].map(|suffix| folder.join(format!("{WAITING}{suffix}")));
    forget(&[&folder.join(ORDER), &waiting, &logs[0], &logs[1]])?;
    Ok(waiting)
}

/// Says durably that the copy that waits is whole, and gives the folder that the old one goes to.
pub(crate) fn order_waiting(folder: &Path, at: Millis) -> ApiResult<PathBuf> {
    let moment = name::moment(at);
    give_order(folder, &moment)?;
    Ok(folder.join(ASIDE).join(moment))
}

fn give_order(folder: &Path, moment: &str) -> ApiResult<()> {
    sync_folder(folder)?;
    write_new(&folder.join(ORDER), moment.as_bytes())?;
    sync_folder(folder)
}

/// Finishes what was begun in a workspace's folder, if anything was. The caller holds its lock.
pub(crate) fn finish_restore(folder: &Path) -> ApiResult<()> {
    let (waiting, order, live) = (folder.join(WAITING), folder.join(ORDER), folder.join(LIVE));
    let moment = match fs::read_to_string(&order) {
        Ok(moment) if !moment.is_empty() && !moment.contains('/') => moment,
        // Without an order the copy may be half.
        Ok(_) => return forget(&[&waiting, &order]),
        Err(e) if e.kind() == ErrorKind::NotFound => return forget(&[&waiting]),
        Err(e) => return Err(failed("read", &order, &e)),
    };
    if waiting.exists() {
        let aside = folder.join(ASIDE).join(moment);
        // A second one within the second must not take the place of the first.
        let aside = free_name(&aside, &folder.join(LIVE));
        fs::create_dir_all(&aside).map_err(|e| failed("make the folder", &aside, &e))?;
        // The log goes first: it belongs to the old file and would be taken for the new one's.
        for suffix in ["-wal", "-shm", ""] {
            let file = format!("{LIVE}{suffix}");
            match fs::rename(folder.join(&file), aside.join(&file)) {
                Err(e) if e.kind() != ErrorKind::NotFound => {
                    return Err(failed("set aside", &folder.join(&file), &e));
                }
                _ => {}
            }
        }
        sync_folder(&aside)?;
        fs::rename(&waiting, &live).map_err(|e| failed("put back", &live, &e))?;
        sync_folder(folder)?;
    }
    forget(&[&order])?;
    sync_folder(folder)
}

/// The folder itself, or with a number when it holds another database already. An order that was
/// begun before finds its own folder by the database that is still there beside it.
fn free_name(aside: &Path, live: &Path) -> PathBuf {
    let mut free = aside.to_path_buf();
    let mut number = 2;
    while live.exists() && free.join(LIVE).exists() {
        free.as_mut_os_string()
            .clone_from(&aside.as_os_str().to_owned());
        free.as_mut_os_string().push(format!("-{number}"));
        number += 1;
    }
    free
}
