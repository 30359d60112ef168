//! Damage of a workspace's database: noticed before it is used, and what is whole saved.

mod words;

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

use tenon_core::{Actor, ActorKind, Code, EntityKind, SessionId, SourceId, WorkspaceId};
use tenon_store::{
    Ambient, ContentKey, DatabaseKind, Place, Salvaged, StoreError, Workspace, WorkspaceDb,
    is_vacant, prove_database, salvage_note, salvage_workspace,
};

use super::{Owner, reference};
use crate::app::App;
use crate::backup;
use crate::wire::{DamageReport, LostRows, RestoreReport, Whole};
use crate::{ApiError, ApiResult};

/// What the file looked like when its owner ended in order, or [`IN_USE`]. While it is there, there
/// was a database.
const LEFT: &str = "workspace.left";
/// Stands in [`LEFT`] until the owner ends in order.
const IN_USE: &str = "in use";
/// Says that damage was found while the database was in use, or in a copy of it.
const DAMAGED: &str = "workspace.damaged";
/// Up to this size a file that was not left in order is looked through before it is used; above it
/// a process that stays does so beside its work. In bytes.
const AT_ONCE: u64 = 64 << 20;

/// Opens a workspace's database. A damaged one is set aside and what is whole in it goes on.
pub(super) fn open(
    app: &App,
    row: &Workspace,
    place: &Place,
    key: ContentKey,
    session: SessionId,
    report: &mut RestoreReport,
) -> ApiResult<WorkspaceDb> {
    let ambient = app.surroundings.ambient.clone();
    let open = |key| WorkspaceDb::open(place, key, session, ambient.clone());
    let opened = match noticed(app, row, place) {
        Some(why) => Err(why),
        None => match open(key.clone()) {
            Err(fault) if fault.is_damage() => Err(fault.to_string()),
            Err(fault) if fault.is_shortage() && !app.is_service() => {
                if app.db.refusal().is_none() {
                    report.lost.push(backup::only_read(&fault));
                }
                let reading = WorkspaceDb::open_reading(place, key, session, ambient, fault);
                return Ok(reading?);
            }
            opened => Ok(opened?),
        },
    };
    let why = match opened {
        Ok(db) => return Ok(db),
        Err(why) => why,
    };
    tracing::error!(why, "the workspace's data is damaged");
    let lost = lost_file(&app.dirs.backups(), row.id, place);
    let (found, aside) = set_aside(app, place, &ambient, &key)?;
    let db = open(key)?;
    note(app, &db, row, &found)?;
    let damage = DamageReport {
        aside,
        saved: Whole::size(found.saved),
        lost: found
            .lost
            .iter()
            .map(|(table, count)| LostRows {
                kind: table.clone(),
                count: Whole::size(*count),
            })
            .collect(),
        backup: app.last_backup_of(row.id).map(|backup| backup.name),
    };
    report.lost.push(match &lost {
        Some(what) => format!(
            "The data of this folder is gone: {what}. A new database was begun. {}",
            way_back(damage.backup.as_deref())
        ),
        None => format!(
            "{} The damaged file is kept in \"{}\". {}",
            words::told(&found),
            damage.aside,
            way_back(damage.backup.as_deref())
        ),
    });
    report.damage = Some(damage);
    Ok(db)
}

/// What is wrong with a file that was not left in order, if anything.
fn noticed(app: &App, row: &Workspace, place: &Place) -> Option<String> {
    let folder = place.file.parent()?;
    if let Some(what) = lost_file(&app.dirs.backups(), row.id, place) {
        return Some(what);
    }
    let marked = folder.join(DAMAGED).exists();
    let size = fs::metadata(&place.file).ok()?.len();
    let beside = app.is_service() && size > AT_ONCE;
    if !marked && (beside || was_left(folder, &place.file)) {
        return None;
    }
    match prove_database(DatabaseKind::Workspace, &place.file, None) {
        Err(fault) if fault.is_damage() => Some(fault.to_string()),
        // What else is wrong is said by opening it.
        _ => {
            unmark(folder);
            None
        }
    }
}

/// Says so when there was a database and its file is empty or gone.
fn lost_file(backups: &Path, id: WorkspaceId, place: &Place) -> Option<String> {
    if !is_vacant(&place.file) {
        return None;
    }
    let folder = place.file.parent()?;
    let known = folder.join(LEFT).exists()
        || log_size(&place.file) > 0
        || !backup::databases_of(backups, id).is_empty();
    let state = match place.file.exists() {
        true => "empty",
        false => "missing",
    };
    // One that is just being made has grown meanwhile.
    let known = known && is_vacant(&place.file);
    known.then(|| format!("\"{}\" is {state}", place.file.display()))
}

/// What a look at a workspace's data, which mends nothing, says when its database was lost.
pub(crate) fn lost(app: &App, row: &Workspace) -> Option<ApiError> {
    let place = app.dirs.workspace_place(row.profile, row.id);
    let what = lost_file(&app.dirs.backups(), row.id, &place)?;
    let backup = app.last_backup_of(row.id).map(|backup| backup.name);
    let message = format!("The data of this folder is gone: {what}.");
    Some(ApiError::new(Code::Storage, message).hint(way_back(backup.as_deref())))
}

fn way_back(backup: Option<&str>) -> String {
    match backup {
        Some(name) => format!("\"tenon backup restore {name}\" puts the last backup back."),
        None => "There is no backup of it.".to_owned(),
    }
}

/// Notes that a database has to be looked through before it is next used.
pub(crate) fn mark(folder: &Path, why: &str) {
    if let Err(e) = fs::write(folder.join(DAMAGED), why) {
        tracing::warn!(error = %e, "the damage could not be noted");
    }
}

fn unmark(folder: &Path) {
    match fs::remove_file(folder.join(DAMAGED)) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(error = %e, "the note of a damage could not be removed");
        }
        _ => {}
    }
}

/// How a file looks from outside: size, and when it was written.
fn look(file: &Path) -> Option<String> {
    let meta = fs::metadata(file).ok()?;
    Some(format!(
        "{} {}.{:09}",
        meta.len(),
        meta.mtime(),
        meta.mtime_nsec()
    ))
}

/// Whether the file is as its last owner left it, so that nobody need look through it.
fn was_left(folder: &Path, file: &Path) -> bool {
    let left = fs::read_to_string(folder.join(LEFT)).ok();
    log_size(file) == 0 && left.is_some() && left == look(file)
}

/// What stands in the log beside a database, in bytes.
fn log_size(file: &Path) -> u64 {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(Path::new(&log)).map_or(0, |meta| meta.len())
}

/// Saves what is whole into a new file that takes the damaged one's place.
fn set_aside(
    app: &App,
    place: &Place,
    ambient: &Ambient,
    key: &ContentKey,
) -> ApiResult<(Salvaged, String)> {
    let folder = place.file.parent().unwrap_or(Path::new("."));
    let waiting = backup::clear_waiting(folder)?;
    let to = Place {
        file: waiting,
        ..place.clone()
    };
    let found = salvage_workspace(&place.file, &to, key, ambient)?;
    let aside = backup::order_waiting(folder, app.surroundings.ambient.clock.now())?;
    backup::finish_restore(folder)?;
    unmark(folder);
    Ok((found, aside.display().to_string()))
}

/// Writes into the journal what was lost, which makes it prove itself again.
fn note(app: &App, db: &WorkspaceDb, row: &Workspace, found: &Salvaged) -> ApiResult<()> {
    let actor = Actor {
        kind: ActorKind::Tenon,
        name: "tenon".into(),
    };
    let subject = reference(EntityKind::Node, &row.id.to_string());
    let source = SourceId::new(app.surroundings.ambient.ids.as_ref());
    let event = app
        .gatekeeper
        .mask_event(salvage_note(actor, subject, found));
    db.append(source, event)?;
    Ok(())
}

impl Owner {
    /// Notes how the file looks at the end, so that the next start need not look through it.
    pub(super) fn note_left(&self) {
        let place = self.place();
        let Some(folder) = place.file.parent() else {
            return;
        };
        let noted = match self.db.settle_file() {
            Ok(true) => look(&place.file).map_or(Ok(()), |left| fs::write(folder.join(LEFT), left)),
            // A reader stood in the way; the next start looks.
            Ok(false) => return,
            Err(e) => {
                tracing::warn!(error = %e, "the log of the database was not emptied");
                return;
            }
        };
        if let Err(e) = noted {
            tracing::debug!(error = %e, "the next start will look through the database");
        }
    }

    fn place(&self) -> Place {
        let row = self.row();
        self.app.dirs.workspace_place(row.profile, row.id)
    }

    /// Looks through a large database beside the work, when it was not left in order.
    pub(super) fn check_beside(self: &Arc<Self>, was_left_in_order: bool) -> ApiResult<()> {
        let size = fs::metadata(self.place().file).map_or(0, |meta| meta.len());
        if was_left_in_order || size <= AT_ONCE {
            return Ok(());
        }
        let owner = Arc::downgrade(self);
        let work = move || {
            let Some((db, place)) = owner
                .upgrade()
                .map(|owner| (owner.db.clone(), owner.place()))
            else {
                return;
            };
            let Err(fault) = db.check() else { return };
            drop(db);
            let Some(owner) = owner.upgrade() else { return };
            owner.found_damaged(&place, &fault);
        };
        let thread = std::thread::Builder::new().name("tenon-check".into());
        thread
            .spawn(work)
            .map(drop)
            .map_err(|e| ApiError::new(Code::Internal, e.to_string()))
    }

    fn found_damaged(&self, place: &Place, fault: &StoreError) {
        tracing::error!(error = %fault, "the workspace's data is damaged");
        if let Some(folder) = place.file.parent() {
            mark(folder, &fault.to_string());
        }
        self.note_restored(|report| {
            report.lost.push(format!(
                "The data of this folder is damaged ({fault}). What is whole is saved when Tenon next opens it."
            ));
        });
    }
}

/// Whether a workspace's database is as its last owner left it, or not there yet.
pub(super) fn was_left_in_order(place: &Place) -> bool {
    let folder = place.file.parent().unwrap_or(Path::new("."));
    !place.file.exists() || was_left(folder, &place.file)
}

/// From now on the database is in use: unless its owner says otherwise the next start looks through
/// it.
pub(super) fn forget_left(place: &Place) {
    if let Some(folder) = place.file.parent()
        && let Err(e) = fs::write(folder.join(LEFT), IN_USE)
    {
        tracing::warn!(error = %e, "that the database is in use could not be noted");
    }
}
