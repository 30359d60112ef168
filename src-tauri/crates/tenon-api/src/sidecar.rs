//! The sidecar of this process, as windows and the command line see it.

mod fall_back;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, Weak};

use tenon_core::{Clock, Code, EventDraft, EventSink};
use tenon_sidecar::{
    Condition, Config, Engine, Engines, Places, Rules, Setup, SidecarError, Status, Supervisor,
    Trouble, find_python,
};

use tenon_store::ProfileId;

use crate::app::App;
use crate::egress::{hold, lock};
use crate::hub::Hub;
use crate::log::Log;
use crate::meaning;
use crate::owner::lock as hold_on;
use crate::wire::{SidecarState, SidecarStatus, UiEvent, Whole};
use crate::{ApiError, ApiResult};

/// The supervisor, once it was started.
pub struct Sidecar {
    clock: Arc<dyn Clock>,
    hub: Hub,
    log: Log,
    supervisor: OnceLock<Supervisor>,
    /// Whose vectors it keeps, once it was started.
    profile: OnceLock<ProfileId>,
    /// What the last launch was told to make embeddings with.
    engines: Mutex<Option<Engines>>,
    /// The engine of the settings, while it does not work and the one before is used.
    broken: Mutex<Option<fall_back::Broken>>,
}

/// Hands the supervisor's facts to the journal of every workspace that is open here.
struct ToJournals(Weak<App>);

impl EventSink for ToJournals {
    fn record(&self, event: EventDraft) {
        for owner in self.0.upgrade().iter().flat_map(|app| app.owners()) {
            owner.journal.record_draft(event.clone());
        }
    }
}

impl Sidecar {
    pub(crate) fn new(clock: Arc<dyn Clock>, hub: Hub, log: Log) -> Self {
        Self {
            clock,
            hub,
            log,
            supervisor: OnceLock::new(),
            profile: OnceLock::new(),
            engines: Mutex::default(),
            broken: Mutex::default(),
        }
    }

    /// Starts the supervisor; a second call changes nothing.
    pub(crate) fn start(&self, app: &Arc<App>) {
        if self.supervisor.get().is_some() {
            return;
        }
        match Supervisor::start(self.config(app), Arc::new(ToJournals(Arc::downgrade(app)))) {
            Ok(supervisor) => {
                let (hub, here) = (self.hub.clone(), Arc::downgrade(app));
                let tell = move |status: &Status| {
                    let mut status = status.clone();
                    if let Some(app) = here.upgrade() {
                        app.sidecar.follow_status(&here, &status);
                        status = app.sidecar.with_new_engine(status);
                    }
                    hub.emit(UiEvent::SidecarChanged {
                        status: wire(&status),
                    });
                };
                supervisor.on_change(tell.clone());
                // What changed before somebody listened is told now.
                tell(&supervisor.status());
                // Of two that start at once the second is dropped, which ends it.
                let _ = self.supervisor.set(supervisor);
            }
            Err(e) => tracing::error!(error = %e, "the sidecar's supervisor could not be started"),
        }
    }

    /// How it is.
    pub fn status(&self) -> SidecarStatus {
        match self.told() {
            Some(status) => wire(&status),
            None => SidecarStatus {
                state: SidecarState::Stopped,
                reason: None,
                hint: None,
                port: None,
                pid: None,
                restarts: 0,
                engine: None,
                lock: None,
                since: Whole::clamped(self.clock.now()),
            },
        }
    }

    /// Starts it again, or for the first time.
    pub fn restart(&self, app: &Arc<App>) -> ApiResult<SidecarStatus> {
        match self.supervisor.get() {
            Some(supervisor) => {
                self.forgive(app);
                Ok(wire(&supervisor.restart()))
            }
            None if app.is_service() => {
                self.start(app);
                Ok(self.status())
            }
            None => Err(ApiError::new(
                Code::PreconditionFailed,
                "no Tenon runs that could keep a sidecar",
            )
            .hint("Open the window with \"tenon open\", or run \"tenon serve\".")),
        }
    }

    /// The profile whose vectors it keeps, once it was started.
    pub(crate) fn profile(&self) -> Option<ProfileId> {
        self.profile.get().copied()
    }

    /// What is asked of it.
    pub(crate) fn supervisor(&self) -> Result<&Supervisor, SidecarError> {
        self.supervisor
            .get()
            .ok_or_else(|| SidecarError::Unavailable(Trouble::new("No sidecar runs.", "Start it.")))
    }

    /// How it is, once it was started; what is wrong with the engine of the settings comes first.
    pub(crate) fn told(&self) -> Option<Status> {
        let status = self.supervisor.get()?.status();
        Some(self.with_new_engine(status))
    }

    /// Starts it again when the settings name another engine than before.
    pub(crate) fn follow_settings(&self, app: &App) {
        let Some(supervisor) = self.supervisor.get() else {
            return;
        };
        self.forgive_if_changed(app);
        let wanted = engines(app);
        let changed = {
            let mut last = hold_on(&self.engines);
            let changed = last.as_ref().map(|last| &last.engine) != Some(&wanted.engine);
            *last = Some(wanted.clone());
            changed
        };
        if changed {
            supervisor.configure(wanted);
            supervisor.restart();
        }
    }

    /// Ends it.
    pub fn stop(&self) {
        if let Some(supervisor) = self.supervisor.get() {
            supervisor.stop();
        }
    }

    /// Where it keeps vectors: with those of the profile whose workspace is open. What it may write is
    /// settled at its start.
    fn vectors(&self, app: &App) -> Option<PathBuf> {
        let owner = app.owners().into_iter().next()?;
        let profile = *self.profile.get_or_init(|| owner.row().profile);
        Some(app.dirs.vectors(profile))
    }

    fn config(&self, app: &Arc<App>) -> Config {
        let around = &app.surroundings;
        let port = app.settings.snapshot().settings.sidecar_port;
        let log = self.log.clone();
        let engines = engines(app);
        *hold_on(&self.engines) = Some(engines.clone());
        Config {
            python: places(app),
            command: around.command.clone(),
            port: u16::try_from(port).unwrap_or(tenon_sidecar::DEFAULT_PORT),
            engines,
            vectors: self.vectors(app),
            models: Some(app.dirs.models()),
            lock: lock(app),
            environment: around.environment.clone(),
            lines: Arc::new(move |_, line| log.write("info", "sidecar", line)),
            clock: self.clock.clone(),
            rules: Rules::default(),
        }
    }
}

impl App {
    /// The Python that would run the sidecar.
    pub fn sidecar_python(&self) -> ApiResult<PathBuf> {
        Ok(find_python(&places(self))?)
    }

    /// How that Python is made here.
    pub fn sidecar_setup(&self) -> ApiResult<Setup> {
        Ok(places(self).setup()?)
    }
}

/// What the sidecar makes embeddings with: what the settings name, beside what was used before, until
/// everything is embedded anew. While the settings name nothing that can be used, it stays as it was.
fn engines(app: &App) -> Engines {
    let mut owners = app.owners().into_iter();
    let before = owners.find_map(|owner| owner.meaning().answering_engine());
    let before = before.and_then(|variable| Engine::from_variable(&variable));
    let settings = app.settings.snapshot().settings;
    let engine = meaning::engine(app, &settings);
    let engine = engine.unwrap_or_else(|_| before.clone().unwrap_or(Engine::MiniLm));
    Engines {
        old: before.filter(|before| *before != engine),
        engine,
        threads: None,
    }
}

fn places(app: &App) -> Places {
    // The tree that this program was built from: three folders above this crate.
    let source = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.."));
    Places {
        chosen: app
            .surroundings
            .var("TENON_SIDECAR_PYTHON")
            .map(PathBuf::from),
        program: Some(app.surroundings.program.clone()),
        // Named after the version, because another one may need other packages.
        own: Some(
            app.dirs
                .cache
                .join("sidecar")
                .join(env!("CARGO_PKG_VERSION")),
        ),
        source: source.canonicalize().ok(),
    }
}

fn wire(status: &Status) -> SidecarStatus {
    SidecarStatus {
        state: match status.state {
            Condition::Stopped => SidecarState::Stopped,
            Condition::Starting => SidecarState::Starting,
            Condition::Ready => SidecarState::Ready,
            Condition::Degraded => SidecarState::Degraded,
            Condition::Failed => SidecarState::Failed,
        },
        reason: status.reason.clone(),
        hint: status.hint.clone(),
        port: status.port.map(u32::from),
        pid: status.pid,
        restarts: status.restarts,
        engine: status.engine.clone(),
        lock: status.lock.as_ref().map(hold),
        since: Whole::clamped(status.since),
    }
}
