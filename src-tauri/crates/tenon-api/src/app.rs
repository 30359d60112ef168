//! What one process of Tenon has whatever workspace is open: profiles, settings, the log, the
//! sidecar.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tenon_core::{Clock, Code, SessionId};
use tenon_gatekeeper::Gatekeeper;
use tenon_store::{AppDb, DataDirs, Profile, ProfileId, StoreError, Workspace, WorkspaceDb, keys};
use tenon_terminal::Spawner;
use tenon_workspace::{Root, Watcher};

use crate::backup::Schedule;
use crate::hub::Hub;
use crate::log::Log;
use crate::owner::{Owner, hot};
use crate::runs::open::OpenRuns;
use crate::settings::SettingsFiles;
use crate::sidecar::Sidecar;
use crate::surroundings::Surroundings;
use crate::wire::{SettingsSnapshot, UiEvent, WorkspaceInfo};
use crate::{ApiError, ApiResult, secrets};

mod moved;

/// The parts that workspaces of one process share.
pub struct App {
    /// What is around the process.
    pub surroundings: Surroundings,
    /// Where things lie.
    pub dirs: DataDirs,
    /// Profiles and workspaces.
    pub db: AppDb,
    /// The person's settings.
    pub settings: SettingsFiles,
    /// The log.
    pub log: Log,
    /// What masks facts.
    pub gatekeeper: Arc<Gatekeeper>,
    /// Events of the process: settings, log, sidecar.
    pub hub: Hub,
    /// The thread that starts processes.
    pub spawner: Spawner,
    /// The machine-learning sidecar.
    pub sidecar: Sidecar,
    config_watcher: Mutex<Option<Watcher>>,
    schedule: Mutex<Option<Schedule>>,
    mended: Option<String>,
    owners: Mutex<Vec<Weak<Owner>>>,
    /// The histories of commands that are open.
    pub(crate) runs: Mutex<HashMap<ProfileId, Weak<OpenRuns>>>,
    /// What was mended and nobody was told of yet.
    mended_runs: Mutex<Vec<String>>,
    service: bool,
}

impl App {
    /// Opens what the process needs. `service` says that it stays: then it also writes the log file.
    pub fn open(surroundings: Surroundings, service: bool) -> ApiResult<Arc<Self>> {
        let dirs = DataDirs::resolve(&surroundings.dirs);
        let (db, mended) = crate::backup::open_app_db(&dirs, &surroundings.ambient, service)?;
        let settings = SettingsFiles::open(&dirs.config);
        let gatekeeper = Arc::new(secrets::gatekeeper(&surroundings, &settings.snapshot())?);
        let hub = Hub::default();
        let clock: Arc<dyn Clock> = surroundings.ambient.clock.clone();
        let logs = service.then(|| dirs.logs());
        let log = Log::new(
            logs.as_deref(),
            clock.clone(),
            gatekeeper.clone(),
            hub.clone(),
        )?;
        let spawner = Spawner::start()
            .map_err(|e| ApiError::new(Code::Internal, format!("no thread can be started: {e}")))?;
        let sidecar = Sidecar::new(clock, hub.clone(), log.clone());
        let config_watcher = Mutex::new(None);
        Ok(Arc::new(Self {
            surroundings,
            dirs,
            db,
            settings,
            log,
            gatekeeper,
            hub,
            spawner,
            sidecar,
            config_watcher,
            schedule: Mutex::default(),
            mended,
            owners: Mutex::default(),
            runs: Mutex::default(),
            mended_runs: Mutex::default(),
            service,
        }))
    }

    /// Follows the person's files from now on.
    pub fn watch_settings(self: &Arc<Self>) -> ApiResult<()> {
        let folder = &self.dirs.config;
        std::fs::create_dir_all(folder).map_err(|e| {
            ApiError::new(
                Code::Storage,
                format!("\"{}\" cannot be made: {e}", folder.display()),
            )
        })?;
        let app = Arc::downgrade(self);
        let watcher = Watcher::start(folder, Vec::new(), move |_| {
            if let Some(app) = app.upgrade()
                && let Some(snapshot) = app.settings.reload()
            {
                app.settings_changed(snapshot);
            }
        })?;
        *self
            .config_watcher
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(watcher);
        Ok(())
    }

    /// Makes new settings hold and tells everybody.
    pub(crate) fn settings_changed(&self, snapshot: SettingsSnapshot) {
        self.gatekeeper
            .set_own(crate::settings::secrets::own(&snapshot.settings));
        self.sidecar.follow_settings(self);
        self.hub.emit(UiEvent::SettingsChanged { snapshot });
    }

    /// Makes backups as the settings say, for as long as the process runs.
    pub fn start_backups(self: &Arc<Self>) -> ApiResult<()> {
        let schedule = Schedule::start(self)?;
        let mut running = self.schedule.lock().unwrap_or_else(PoisonError::into_inner);
        *running = Some(schedule);
        Ok(())
    }

    /// Starts the sidecar unless the person has switched it off.
    pub fn start_sidecar(self: &Arc<Self>) {
        if self.settings.snapshot().settings.sidecar_enabled {
            self.sidecar.start(self);
        }
    }

    /// A profile by its id or its name; the first one when none is named.
    pub fn profile(&self, named: Option<&str>) -> ApiResult<Profile> {
        let all = self.db.profiles()?;
        let found = match named {
            None => all.into_iter().next(),
            Some(named) => all.into_iter().find(|profile| {
                profile.id.to_string() == named
                    || profile.name.to_lowercase() == named.to_lowercase()
            }),
        };
        found.ok_or_else(|| {
            let name = named.unwrap_or_default();
            ApiError::new(Code::NotFound, format!("there is no profile \"{name}\""))
                .hint("\"tenon profile list\" shows all of them.")
        })
    }

    /// The row of a folder that was opened before; nothing is written. A profile that is named has
    /// to exist, and to be the one that the folder is bound to.
    pub fn known(&self, root: &Root, profile: Option<&str>) -> ApiResult<Option<Workspace>> {
        let wanted = profile.map(|_| self.profile(profile)).transpose()?;
        let row = self.row_of(root)?;
        if let (Some(wanted), Some(row)) = (wanted, &row)
            && row.profile != wanted.id
        {
            let bound = self.db.profile(row.profile)?.name;
            let message = format!("this folder is bound to the profile \"{bound}\"");
            return Err(ApiError::new(Code::Conflict, message).hint(
                "Leave --profile out, or bind the folder to the other profile in the window.",
            ));
        }
        Ok(row)
    }

    /// A workspace as windows and scripts see it.
    pub fn workspace_info(&self, row: &Workspace) -> ApiResult<WorkspaceInfo> {
        let profile = self.db.profile(row.profile)?;
        Ok(WorkspaceInfo {
            id: row.id,
            name: row.name.clone(),
            root: Path::new(OsStr::from_bytes(&row.root))
                .display()
                .to_string(),
            profile: self.profile_info(&profile)?,
            trusted: row.trusted_at.map(|_| row.trusted),
            egress: self.egress_state(),
        })
    }

    /// How many texts of a workspace that nobody owns now are unsaved.
    pub fn unsaved(&self, row: &Workspace) -> ApiResult<u64> {
        if let Some(fault) = crate::owner::lost(self, row) {
            return Err(fault);
        }
        let place = self.dirs.workspace_place(row.profile, row.id);
        let kept = WorkspaceDb::count_unsaved(&place)?;
        if kept == 0 {
            return Ok(0);
        }
        let key = keys::of_workspace(&self.dirs.keys(), row.id)?.key;
        let Some(key) = key else {
            return Ok(kept);
        };
        // A text that was typed back to what its file holds is kept, and not unsaved.
        let ambient = self.surroundings.ambient.clone();
        let session = SessionId::new(ambient.ids.as_ref());
        let nobody_writes = StoreError::Closed;
        let db = WorkspaceDb::open_reading(&place, key, session, ambient, nobody_writes);
        let root = Root::open(Path::new(OsStr::from_bytes(&row.root)))?;
        match db {
            Ok(db) => hot::count_unsaved(&db, &root, &self.gatekeeper),
            // One of an older program is brought forward when the folder is opened.
            Err(_) => Ok(kept),
        }
    }

    /// Binds a workspace to another profile and moves its data there. Nobody may own it.
    pub fn rebind(&self, id: tenon_core::WorkspaceId, to: tenon_store::ProfileId) -> ApiResult<()> {
        let row = self.db.workspace(id)?;
        if row.profile == to {
            return Ok(());
        }
        let (old, new) = (
            self.dirs.workspace_dir(row.profile, id),
            self.dirs.workspace_dir(to, id),
        );
        let Some(held) = crate::lock::OwnerLock::take(&old)? else {
            return Err(ApiError::new(
                Code::Conflict,
                "the workspace is still open somewhere",
            ));
        };
        let moved = new
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::rename(&old, &new));
        moved.map_err(|e| {
            ApiError::new(
                Code::Storage,
                format!("the workspace's data could not be moved: {e}"),
            )
        })?;
        if let Err(e) = self.db.bind_workspace(id, to) {
            // The row still names the old profile, so the data goes back to it.
            std::fs::rename(&new, &old).map_err(|e| {
                ApiError::new(
                    Code::Storage,
                    format!("the workspace's data could not be moved back: {e}"),
                )
            })?;
            return Err(e.into());
        }
        drop(held);
        // They can be made again, and would be found by nobody where they are.
        let vectors = self.dirs.vectors_dir(row.profile, id);
        match std::fs::remove_dir_all(&vectors) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                tracing::warn!(error = %e, "vectors of a folder stay in its old profile");
            }
            _ => {}
        }
        Ok(())
    }

    /// What was done about a damaged `app.db` when this process started.
    pub fn mended(&self) -> Option<String> {
        self.mended.clone()
    }

    /// Keeps what was mended in a history of commands for whoever opens a folder.
    pub(crate) fn note_mended(&self, told: String) {
        crate::owner::lock(&self.mended_runs).push(told);
    }

    /// What was mended in histories of commands, once.
    pub(crate) fn take_mended(&self) -> Vec<String> {
        std::mem::take(&mut crate::owner::lock(&self.mended_runs))
    }

    /// Whether the process stays.
    pub fn is_service(&self) -> bool {
        self.service
    }

    /// The owners of this process.
    pub fn owners(&self) -> Vec<Arc<Owner>> {
        let mut owners = self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        owners.retain(|owner| owner.strong_count() > 0);
        owners.iter().filter_map(Weak::upgrade).collect()
    }

    pub(crate) fn add_owner(&self, owner: &Arc<Owner>) {
        let mut owners = self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        owners.push(Arc::downgrade(owner));
    }
}
