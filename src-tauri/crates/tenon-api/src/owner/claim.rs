//! Becoming the owner of a workspace.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::json;
use tenon_core::{SessionId, SourceId};
use tenon_store::{ContentKey, DataDirs, WorkspaceDb, keys};
use tenon_terminal::{FlowLimits, KeeperCommand, Terminals, TerminalsConfig};
use tenon_workspace::Root;

use super::hot::{self, Hot};
use super::{Journal, Keeping, Owner, RECENT, SESSIONS_KEPT, Screens, Sessions};
use crate::ApiResult;
use crate::app::App;
use crate::hub::Hub;
use crate::lock::OwnerLock;
use crate::wire::RestoreReport;

/// What came of trying to own a workspace.
pub enum Claim {
    /// This process owns it now.
    Owned(Arc<Owner>),
    /// Another one does, and listens there.
    Taken(std::path::PathBuf),
}

impl Owner {
    /// Tries to own the workspace at `root`. The first time it is bound to `profile`, or to the
    /// first one; afterwards a named profile has to be the one it is bound to.
    pub fn claim(app: &Arc<App>, root: &Path, profile: Option<&str>) -> ApiResult<Claim> {
        let root = Root::open(root)?;
        // What is refused leaves no trace in the list of recent folders.
        app.known(&root, profile)?;
        let wanted = app.profile(profile)?;
        let row = app
            .db
            .open_workspace(root.path().as_os_str().as_bytes(), wanted.id)?;
        let folder = app.dirs.workspace_dir(row.profile, row.id);
        let Some(lock) = OwnerLock::take(&folder)? else {
            return Ok(Claim::Taken(Self::socket(app, &row)?));
        };
        let ambient = app.surroundings.ambient.clone();
        let name = DataDirs::workspace_key(row.id);
        let key = keys::load_or_create(&app.dirs.keys(), &name, ambient.entropy.as_ref())?;
        let session = SessionId::new(ambient.ids.as_ref());
        let place = app.dirs.workspace_place(row.profile, row.id);
        let db = Arc::new(WorkspaceDb::open(
            &place,
            ContentKey::new(key),
            session,
            ambient.clone(),
        )?);
        // A call of the command line lasts a moment and shows nobody a line; whoever stays does.
        let unclean = !db.lost_sessions(app.is_service())?.is_empty();
        let keeps = app.settings.snapshot().settings.terminal_restore;
        let terminals = if keeps { db.screens()?.len() } else { 0 };
        let restored = RestoreReport {
            unclean,
            terminals: u32::try_from(terminals).unwrap_or(u32::MAX),
            ..RestoreReport::default()
        };
        db.trim_sessions(SESSIONS_KEPT)?;
        db.start_session()?;
        let source = SourceId::new(ambient.ids.as_ref());
        let journal = Journal::start(db.clone(), app.gatekeeper.clone(), source)?;
        let recent = Mutex::new(db.recent_documents(RECENT as u32)?);
        let terminals = Terminals::new(TerminalsConfig {
            spawner: app.spawner.clone(),
            clock: ambient.clock.clone(),
            keeper: keeper(app),
            limits: FlowLimits::default(),
        });
        let (hot, orders) = Hot::new();
        let owner = Arc::new(Self {
            app: app.clone(),
            root,
            db,
            row: Mutex::new(row),
            documents: Mutex::default(),
            shown: Mutex::default(),
            finder: Mutex::default(),
            trash: Mutex::default(),
            recent,
            raising: Mutex::default(),
            swept: Mutex::default(),
            repo: Mutex::default(),
            git: Mutex::new(crate::handle::git::absent()),
            terminals,
            attachments: Mutex::default(),
            since: ambient.clock.now(),
            journal,
            screens: Screens::default(),
            sessions: Sessions::default(),
            keeping: OnceLock::new(),
            hot,
            files: OnceLock::new(),
            restored: Mutex::new(restored),
            hub: Hub::default(),
            next_caller: AtomicU64::new(1),
            server: OnceLock::new(),
            relays: Mutex::default(),
            closed: AtomicBool::new(false),
            _lock: lock,
        });
        owner.note_binding()?;
        owner.record("workspace.opened", owner.subject(), json!({}), None);
        let _ = owner.keeping.set(Keeping::start(&owner)?);
        owner.follow_terminals();
        hot::serve(&owner, orders)?;
        hot::restore(&owner)?;
        app.add_owner(&owner);
        Ok(Claim::Owned(owner))
    }
}

/// What the workspace's database calls the profile that the journal last named.
const BOUND: &str = "profile";

impl Owner {
    /// Writes down which profile the workspace is bound to, when that is news: at its first opening,
    /// and after it was bound to another one, which happens while nobody has it open.
    fn note_binding(&self) -> ApiResult<()> {
        let profile = self.app.db.profile(self.row().profile)?;
        let now = json!(profile.id.to_string());
        if self.db.kept(BOUND)?.as_ref() != Some(&now) {
            let payload = json!({ "profile": profile.name });
            self.record("workspace.bound", self.subject(), payload, None);
            self.db.keep(BOUND, now)?;
        }
        Ok(())
    }
}

fn keeper(app: &App) -> Option<KeeperCommand> {
    let args: Vec<OsString> = app.surroundings.keeper.clone()?;
    Some(KeeperCommand {
        program: app.surroundings.program.clone(),
        args,
    })
}
