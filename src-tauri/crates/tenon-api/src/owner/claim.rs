//! Becoming the owner of a workspace.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::json;
use tenon_core::{SessionId, SourceId};
use tenon_store::{ContentKey, DataDirs, KeyTrouble, Place, Workspace, holds_sealed, keys};
use tenon_terminal::{FlowLimits, KeeperCommand, Terminals, TerminalsConfig};
use tenon_workspace::Root;

use super::hot::{self, Hot};
use super::loose::open_paths;
use super::{Journal, Keeping, Owner, RECENT, SESSIONS_KEPT, Screens, Searches, Sessions, damage};
use crate::ApiResult;
use crate::app::App;
use crate::backup::finish_restore;
use crate::context::Context;
use crate::history::{Archive, History};
use crate::hub::Hub;
use crate::links::Linked;
use crate::lock::OwnerLock;
use crate::meaning::commands::OfHistory;
use crate::meaning::{Meaning, OfProcess, Parts, Wishes};
use crate::notes::Notes;
use crate::problems::Problems;
use crate::runs::Runs;
use crate::scripts::Scripts;
use crate::symbols::SymbolIndex;
use crate::tasks::Marks;
use crate::wire::{RestoreReport, UiEvent};

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
        let path = root.path().as_os_str().as_bytes();
        let (moved, moved_from) = app.follow_move(&root)?.unzip();
        let row = match app.db.open_workspace(path, wanted.id) {
            // What cannot be written down is still known.
            Err(fault) if app.db.refusal().is_some() => {
                let known = app.db.workspace_at(path)?;
                known.or(moved).ok_or(fault)?
            }
            opened => opened?,
        };
        app.note_folder(&row, &root)?;
        let folder = app.dirs.workspace_dir(row.profile, row.id);
        let Some(lock) = OwnerLock::take(&folder)? else {
            return Ok(Claim::Taken(Self::socket(app, &row)?));
        };
        let ambient = app.surroundings.ambient.clone();
        if app.db.refusal().is_none() {
            finish_restore(&folder)?;
        }
        let session = SessionId::new(ambient.ids.as_ref());
        let place = app.dirs.workspace_place(row.profile, row.id);
        let mut restored = RestoreReport {
            moved_from: moved_from.map(|path| path.display().to_string()),
            ..RestoreReport::default()
        };
        let key = content_key(app, &row, &place, &mut restored)?;
        restored.lost.extend(app.mended());
        let was_left = damage::was_left_in_order(&place);
        let db = damage::open(app, &row, &place, key, session, &mut restored)?;
        let writes = db.refusal().is_none();
        if writes {
            damage::forget_left(&place);
        }
        let db = Arc::new(db);
        restored.lost.extend(db.key_trouble().map(key_sentence));
        // A call of the command line lasts a moment and shows nobody a line; whoever stays does.
        restored.unclean = !db.lost_sessions(app.is_service())?.is_empty();
        let keeps = app.settings.snapshot().settings.terminal_restore;
        let terminals = if keeps { db.screens()?.len() } else { 0 };
        restored.terminals = u32::try_from(terminals).unwrap_or(u32::MAX);
        if writes {
            db.trim_sessions(SESSIONS_KEPT)?;
            db.start_session()?;
        }
        let source = SourceId::new(ambient.ids.as_ref());
        let hub = Hub::default();
        let journal = Journal::start(db.clone(), app.gatekeeper.clone(), source, hub.clone())?;
        let recent = Mutex::new(db.recent_documents(RECENT as u32)?);
        let settings = Arc::downgrade(app);
        let cap = move || {
            let app = settings.upgrade();
            let mebibytes = app.map_or(u32::MAX, |app| {
                app.settings.snapshot().settings.history_max_megabytes
            });
            u64::from(mebibytes) << 20
        };
        let history = History::start(Archive::new(
            db.clone(),
            Root::open(root.path())?,
            app.gatekeeper.clone(),
            ambient.clock.clone(),
            Box::new(cap),
        ))?;
        let symbols = Arc::new(SymbolIndex::new(
            Root::open(root.path())?,
            app.dirs.index_dir(row.profile, row.id),
            db.clone(),
            app.gatekeeper.clone(),
            ambient.clock.clone(),
            ambient.ids.clone(),
        ));
        let meaning = meaning(app, &row, &root, &symbols, &hub)?;
        let terminals = Terminals::new(TerminalsConfig {
            spawner: app.spawner.clone(),
            clock: ambient.clock.clone(),
            ids: ambient.ids.clone(),
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
            exclusion: Mutex::default(),
            history,
            runs: Runs::default(),
            scripts: Scripts::default(),
            problems: Problems::default(),
            notes: Notes::default(),
            marks: Marks::default(),
            linked: Linked::default(),
            context: Context::default(),
            commits: Mutex::default(),
            symbols,
            files: OnceLock::new(),
            meaning,
            indexing: OnceLock::new(),
            searches: Searches::default(),
            restored: Mutex::new(restored),
            hub,
            next_caller: AtomicU64::new(1),
            server: OnceLock::new(),
            relays: Mutex::default(),
            closed: AtomicBool::new(false),
            loose: AtomicBool::new(false),
            _lock: lock,
        });
        owner.note_binding()?;
        let _ = owner.keeping.set(Keeping::start(&owner)?);
        if app.is_service() {
            // Who owns the folder for one call does not open it.
            owner.record("workspace.opened", owner.subject(), json!({}), None);
            owner.check_beside(was_left)?;
            owner.runs.begin(&owner);
        }
        owner.follow_terminals();
        let told = Arc::downgrade(&owner);
        owner.symbols.on_lost(move |lost| {
            if let Some(owner) = told.upgrade() {
                owner.note_restored(|report| report.lost.push(lost));
            }
        });
        let open = Arc::downgrade(&owner);
        owner.meaning.on_open(move || {
            let Some(owner) = open.upgrade() else {
                return Vec::new();
            };
            let mut paths: Vec<_> = open_paths(&owner).into_iter().collect();
            paths.sort();
            let recent = owner.recent_files().into_iter();
            paths.extend(
                recent
                    .filter(|path| !paths.contains(path))
                    .collect::<Vec<_>>(),
            );
            paths
        });
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
        if self.db.refusal().is_none() && self.db.kept(BOUND)?.as_ref() != Some(&now) {
            let payload = json!({ "profile": profile.name });
            self.record("workspace.bound", self.subject(), payload, None);
            self.db.keep(BOUND, now)?;
        }
        Ok(())
    }
}

/// The keys of a workspace. A new one is made only where nothing is sealed yet: a new key would not
/// open what an old one has sealed, and the old one may come back.
fn content_key(
    app: &App,
    row: &Workspace,
    place: &Place,
    report: &mut RestoreReport,
) -> ApiResult<ContentKey> {
    let folder = app.dirs.keys();
    let found = keys::of_workspace(&folder, row.id)?;
    for file in &found.damaged {
        report.lost.push(damaged_key(file));
    }
    match found.key {
        Some(key) => Ok(key),
        None if app.db.refusal().is_some() || holds_sealed(place) => Ok(ContentKey::missing()),
        None => {
            let entropy = app.surroundings.ambient.entropy.as_ref();
            // A damaged file keeps its name: it may be all that is left of a key.
            let name = match found.damaged.is_empty() {
                true => DataDirs::workspace_key(row.id),
                false => found.beside,
            };
            let key = keys::load_or_create(&folder, &name, entropy)?;
            Ok(ContentKey::new(key))
        }
    }
}

/// What a person is told of a key file that is none.
pub(crate) fn damaged_key(file: &Path) -> String {
    format!(
        "The key file \"{}\" is damaged. What it sealed cannot be opened; put the right one back from a backup.",
        file.display()
    )
}

/// What a person is told of keys that do not fit.
pub(crate) fn key_sentence(trouble: KeyTrouble) -> String {
    let what = match trouble {
        KeyTrouble::Missing => "The key of this folder's content is missing",
        KeyTrouble::Foreign => "The key of this folder's content is another one's",
    };
    format!(
        "{what}: unsaved text, local history and screens cannot be opened, and no text is kept. Put the key file back from a backup, or go on with a new key: \"tenon key new\". Nothing was deleted."
    )
}

/// What is known of the meaning of the workspace's text; nothing is opened yet.
fn meaning(
    app: &Arc<App>,
    row: &Workspace,
    root: &Root,
    symbols: &Arc<SymbolIndex>,
    hub: &Hub,
) -> ApiResult<Meaning> {
    let (told, asked, begun) = (hub.clone(), Arc::downgrade(app), Arc::downgrade(app));
    let profile = row.profile;
    let wishes = Wishes::of(app, profile);
    let begin = move || {
        if let Some(app) = begun.upgrade() {
            app.start_sidecar();
        }
    };
    Ok(Meaning::new(Parts {
        service: Arc::new(OfProcess(Arc::downgrade(app))),
        symbols: symbols.clone(),
        root: Root::open(root.path())?,
        commands: Some(Box::new(OfHistory {
            app: Arc::downgrade(app),
            profile,
            workspace: row.id,
            folder: app
                .gatekeeper
                .masked(&root.path().to_string_lossy())
                .into_inner(),
        })),
        gatekeeper: app.gatekeeper.clone(),
        clock: app.surroundings.ambient.clock.clone(),
        place: app.dirs.meaning_place(row.profile, row.id),
        vectors: app.dirs.vectors_dir(row.profile, row.id),
        begin: match app.is_service() {
            true => None,
            false => Some(Box::new(begin)),
        },
        workspace: row.id.to_string(),
        // At the very end the last ones hold.
        wishes: Box::new(move || match asked.upgrade() {
            Some(app) => Wishes::of(&app, profile),
            None => wishes.clone(),
        }),
        tell: Box::new(move |status| told.emit(UiEvent::MeaningChanged { status })),
    }))
}

fn keeper(app: &App) -> Option<KeeperCommand> {
    let args: Vec<OsString> = app.surroundings.keeper.clone()?;
    Some(KeeperCommand {
        program: app.surroundings.program.clone(),
        args,
    })
}
