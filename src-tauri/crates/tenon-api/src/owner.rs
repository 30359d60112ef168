//! The owner of a workspace: the one process that holds its lock, its documents, its terminals, its
//! watcher and its database.

mod caller;
mod claim;
pub(crate) mod damage;
mod end;
mod files;
mod folder;
mod forget;
pub(crate) mod hot;
mod journal;
mod keeping;
mod leftovers;
mod loose;
mod meaning;
mod screens;
mod sessions;
mod terminals;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crossbeam_channel::Sender;
use serde_json::json;
use tenon_core::{Actor, ActorKind, Code, DocId, EntityKind, EntityRef, Millis, TerminalId};
use tenon_git::Repo;
use tenon_policy::{Action, Decision, Policy, Subject, decide};
use tenon_store::{Workspace, WorkspaceDb};
use tenon_terminal::{AttachmentId, Terminals};
use tenon_workspace::{Documents, Exclusion, Finder, Root, Trash, View};

use crate::app::App;
use crate::command::Permission;
use crate::context::Context;
use crate::history::History;
use crate::hub::{Hub, Subscription};
use crate::index::Indexing;
use crate::links::Linked;
use crate::lock::{OwnerLock, socket_folder, socket_path};
use crate::meaning::Meaning;
use crate::notes::Notes;
use crate::problems::Problems;
use crate::runs::Runs;
use crate::scripts::Scripts;
use crate::secrets::masked_path;
use crate::socket::server::Server;
use crate::symbols::SymbolIndex;
use crate::tasks::Marks;
use crate::wire::{GitStatus, Indent, RestoreReport, UiEvent, WorkspaceInfo};
use crate::{ApiError, ApiResult, commits};

pub use caller::Caller;
pub use claim::Claim;
pub(crate) use claim::{damaged_key, key_sentence};
pub(crate) use damage::lost;
pub use files::Files;
pub(crate) use files::refresh_documents;
pub(crate) use forget::files_below;
pub(crate) use journal::Journal;
pub(crate) use keeping::Keeping;
pub(crate) use loose::open_paths;
pub(crate) use screens::Screens;
pub(crate) use sessions::{KEPT as SESSIONS_KEPT, Sessions};

/// What is known of an open document beside its text.
pub(crate) struct Shown {
    /// For what is only looked at.
    pub viewed: Option<(View, Vec<u8>, u64)>,
    pub indent: Indent,
    pub config: tenon_workspace::indent::Editorconfig,
    pub name: String,
}

/// A workspace that is open and owned by this process.
pub struct Owner {
    pub(crate) app: Arc<App>,
    pub(crate) root: Root,
    pub(crate) db: Arc<WorkspaceDb>,
    pub(crate) row: Mutex<Workspace>,
    pub(crate) documents: Mutex<Documents>,
    pub(crate) shown: Mutex<HashMap<DocId, Shown>>,
    pub(crate) finder: Mutex<Finder>,
    pub(crate) trash: Mutex<Trash>,
    recent: Mutex<Vec<Vec<u8>>>,
    /// Requests for a window that nobody has followed yet.
    pub(crate) raising: Mutex<HashMap<String, Sender<()>>>,
    /// Folders from which what killed saves left was removed.
    swept: Mutex<HashSet<Vec<u8>>>,
    pub(crate) repo: Mutex<Option<Repo>>,
    pub(crate) git: Mutex<GitStatus>,
    pub(crate) terminals: Terminals,
    /// The channels of attachments, so that a caller that goes away lets go of them.
    pub(crate) attachments: Mutex<HashMap<String, Vec<(TerminalId, AttachmentId)>>>,
    pub(crate) since: Millis,
    pub(crate) journal: Journal,
    pub(crate) screens: Screens,
    pub(crate) sessions: Sessions,
    keeping: OnceLock<Keeping>,
    pub(crate) hot: hot::Hot,
    exclusion: Mutex<Option<(Vec<String>, Exclusion)>>,
    pub(crate) history: History,
    pub(crate) runs: Runs,
    pub(crate) scripts: Scripts,
    pub(crate) problems: Problems,
    pub(crate) notes: Notes,
    pub(crate) marks: Marks,
    pub(crate) linked: Linked,
    pub(crate) context: Context,
    pub(crate) commits: commits::Kept,
    pub(crate) symbols: Arc<SymbolIndex>,
    pub(crate) files: OnceLock<Files>,
    meaning: Meaning,
    indexing: OnceLock<Indexing>,
    /// Searches that run: who asked, and what stops them.
    pub(crate) searches: Searches,
    restored: Mutex<RestoreReport>,
    hub: Hub,
    next_caller: AtomicU64,
    server: OnceLock<Server>,
    relays: Mutex<Vec<Subscription>>,
    closed: AtomicBool,
    /// Only a file of the folder was asked for, and nobody has said what they think of the folder.
    loose: AtomicBool,
    _lock: OwnerLock,
}

/// Searches that run, by their names.
pub(crate) type Searches = Arc<Mutex<HashMap<String, (String, Arc<AtomicBool>)>>>;

/// Files that quick open remembers.
const RECENT: usize = 50;

impl Owner {
    /// The socket on which the owner of a workspace listens.
    pub fn socket(app: &App, row: &Workspace) -> ApiResult<std::path::PathBuf> {
        let runtime = app.surroundings.var("XDG_RUNTIME_DIR").map(Path::new);
        let folder = socket_folder(runtime, app.surroundings.uid)?;
        Ok(socket_path(&folder, &app.dirs.data, row.id))
    }

    /// Answers on the socket, and does nothing else beside the call that it was made for.
    pub fn answer(self: &Arc<Self>) -> ApiResult<()> {
        let path = Self::socket(&self.app, &self.row())?;
        let server = Server::start(path, self.app.surroundings.uid, Arc::downgrade(self))?;
        // A second call keeps the first server; its own is dropped at once.
        let _ = self.server.set(server);
        Ok(())
    }

    /// Stays: follows the disk, answers on the socket, and passes on the process's own events.
    pub fn serve(self: &Arc<Self>) -> ApiResult<()> {
        self.answer()?;
        let hub = self.hub.clone();
        let relay = self.app.hub.subscribe(move |event| hub.send(event));
        lock(&self.relays).push(relay);
        if !self.is_loose() {
            self.symbols.follow()?;
            self.indexing().start(self.hub.clone())?;
            self.start_meaning()?;
        }
        let files = Files::start(self)?;
        let _ = self.files.set(files);
        Ok(())
    }

    /// Where its events go.
    pub fn hub(&self) -> &Hub {
        &self.hub
    }

    /// The process's shared parts.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// The folder, absolute, without links.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// The workspace's row.
    pub fn row(&self) -> Workspace {
        lock(&self.row).clone()
    }

    /// The workspace as windows see it.
    pub fn info(&self) -> ApiResult<WorkspaceInfo> {
        self.app.workspace_info(&self.row())
    }

    /// The index, as it was left by the last run when it is first asked for.
    pub(crate) fn indexing(&self) -> &Indexing {
        self.indexing.get_or_init(|| {
            let row = self.row();
            let folder = self.app.dirs.index_dir(row.profile, row.id);
            let clock = self.app.surroundings.ambient.clock.clone();
            Indexing::open(self.root(), folder, clock)
        })
    }

    /// What came back when this owner took over.
    pub fn restored(&self) -> RestoreReport {
        lock(&self.restored).clone()
    }

    /// Adds to what came back, and tells the windows of it.
    pub fn note_restored(&self, add: impl FnOnce(&mut RestoreReport)) {
        let report = {
            let mut report = lock(&self.restored);
            add(&mut report);
            report.clone()
        };
        self.hub.emit(UiEvent::RestoreReported { report });
    }

    /// Files that were open lately, the last one first.
    pub(crate) fn recent_files(&self) -> Vec<Vec<u8>> {
        lock(&self.recent).clone()
    }

    /// Notes that a file was opened or saved.
    pub(crate) fn opened(&self, path: &[u8]) {
        let mut recent = lock(&self.recent);
        recent.retain(|other| other != path);
        recent.insert(0, path.to_vec());
        recent.truncate(RECENT);
        drop(recent);
        let now = self.app.surroundings.ambient.clock.now();
        self.context.show(path, now);
        self.note_file(path);
        self.meaning.nudge();
    }

    /// Clients on the socket, and windows of this process.
    pub fn clients(&self) -> u32 {
        self.server.get().map_or(0, Server::clients)
    }

    /// Asks the policy whether a caller may run a command; what it denies is an event.
    pub(crate) fn allow(
        &self,
        caller: &Caller,
        name: &str,
        permission: Permission,
    ) -> ApiResult<()> {
        let action = match permission {
            Permission::Read | Permission::Window => Action::ReadPath,
            Permission::Write => Action::WritePath,
            Permission::Run => Action::StartShell,
            Permission::RunFolder => Action::RunFolderCommand,
            Permission::Administer => Action::Administer,
        };
        let row = self.row();
        let policy = Policy {
            trusted: row.trusted_at.map(|_| row.trusted),
            local_only: true,
        };
        let (kind, grounds) = match decide(&policy, caller.actor.kind, action, &Subject::Workspace)
        {
            Decision::Allow => return Ok(()),
            Decision::Ask(grounds) => ("policy.asked", grounds),
            Decision::Deny(grounds) => ("policy.denied", grounds),
        };
        let payload = json!({ "command": name, "rule": grounds.rule });
        self.record(kind, self.subject(), payload, Some(caller));
        Err(ApiError::new(Code::Permission, grounds.reason).hint(grounds.way_out))
    }

    /// Notes that the resolver of paths refused one that leads out, which is a denial like any other.
    pub(crate) fn note_refusal(&self, caller: &Caller, name: &str, error: &ApiError) {
        let policy = Policy {
            trusted: None,
            local_only: true,
        };
        let outside = Subject::Path {
            path: "",
            inside: false,
        };
        let kind = caller.actor.kind;
        // The refusal carries the way out of the rule it comes from.
        if let Decision::Deny(grounds) = decide(&policy, kind, Action::ReadPath, &outside)
            && error.code == Code::Permission
            && error.hint.as_ref() == Some(&grounds.way_out)
        {
            let payload = json!({ "command": name, "rule": grounds.rule });
            self.record("policy.denied", self.subject(), payload, Some(caller));
        }
    }

    /// A path as it may be written down: what the gatekeeper finds in it is masked. The same path
    /// gives the same mark, so a document is still known by it.
    pub(crate) fn masked_path(&self, path: &[u8]) -> Vec<u8> {
        masked_path(&self.app.gatekeeper, path)
    }

    /// Whether the journal may speak of a file: the person's settings leave some out. The path is
    /// relative to the workspace.
    pub(crate) fn journaled(&self, path: &[u8]) -> bool {
        let patterns = self.app.settings.snapshot().settings.journal_exclude;
        let mut known = lock(&self.exclusion);
        if known.as_ref().is_none_or(|(from, _)| *from != patterns) {
            // Settings are checked when they are read, so these patterns are good ones.
            *known = Exclusion::new(&patterns).ok().map(|new| (patterns, new));
        }
        known
            .as_ref()
            .is_some_and(|(_, exclusion)| !exclusion.covers(path))
    }

    /// Writes an event; it is queued at once and durable soon after.
    pub(crate) fn record(
        &self,
        kind: &str,
        subject: EntityRef,
        payload: serde_json::Value,
        caller: Option<&Caller>,
    ) {
        let actor = caller.map_or_else(
            || Actor {
                kind: ActorKind::Tenon,
                name: "tenon".into(),
            },
            |caller| caller.actor.clone(),
        );
        self.journal.record(actor, kind, subject, payload);
    }

    /// What events about the workspace as a whole speak of: the run of the program.
    pub(crate) fn subject(&self) -> EntityRef {
        reference(EntityKind::Node, &self.row().id.to_string())
    }

    /// Lets go of what a caller held.
    pub fn forget_caller(&self, caller: &Caller) {
        for (terminal, attachment) in lock(&self.attachments)
            .remove(&caller.id)
            .unwrap_or_default()
        {
            self.terminals.detach(terminal, attachment);
        }
        for (by, stop) in lock(&self.searches).values() {
            if *by == caller.id {
                stop.store(true, Ordering::Relaxed);
            }
        }
    }
}

/// A reference to something whose id is a UUID, which always fits the grammar.
pub(crate) fn reference(kind: EntityKind, id: &str) -> EntityRef {
    EntityRef::new(kind, id).expect("a UUID is an id of every kind")
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic is caught at the command's edge; what it held is still the best there is.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
