//! Searching by meaning: which pieces of the workspace's text have vectors, and which are near to a
//! question.
//!
//! [`Meaning`] belongs to an owner. A thread of its own compares the files with the rows that are
//! wanted, has the sidecar embed what has no vector yet, and writes rows into the sidecar's
//! collection. What was made and what was acknowledged stands in `meaning.db`, so that nothing is
//! lost or done twice whichever process is killed.

mod collection;
pub(crate) mod commands;
mod embed;
mod follow;
mod heal;
mod job;
mod late;
mod near;
mod pace;
mod rate;
mod service;
mod status;
mod stint;
mod taken_back;
mod target;
#[cfg(test)]
mod trial;
mod trouble;
mod wishes;
mod workers;
mod write;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, unbounded};
use serde_json::json;
use tenon_core::{Clock, Code};
use tenon_gatekeeper::Gatekeeper;
use tenon_store::{MeaningDb, Place, file_holds};
use tenon_workspace::Root;

pub(crate) use follow::CODE;
pub use near::{About, Filter, Near, NearHit};
pub(crate) use service::{OfProcess, Service};
pub(crate) use status::{failed, of_nobody};
pub(crate) use wishes::{Wishes, engine};

use crate::hub::Subscription;
use crate::owner::{files_below, lock};
use crate::symbols::SymbolIndex;
use crate::wire::{MeaningState, MeaningStatus};
use crate::{ApiError, ApiResult};
use job::{Job, Order};
use status::Told;
use stint::Bounds;
use target::Targets;

/// Whether the work rests, as it is kept.
const PAUSED: &str = "paused";

/// What the work on meaning is given.
pub(crate) struct Parts {
    pub service: Arc<dyn Service>,
    pub symbols: Arc<SymbolIndex>,
    pub root: Root,
    /// The commands that ran in the workspace, where they are to be found.
    pub commands: Option<Box<dyn commands::Commands>>,
    pub gatekeeper: Arc<Gatekeeper>,
    pub clock: Arc<dyn Clock>,
    pub place: Place,
    /// Where the sidecar keeps the workspace's vectors.
    pub vectors: std::path::PathBuf,
    /// Starts a sidecar for one call, where no process stays that keeps one.
    pub begin: Option<Box<dyn Fn() + Send + Sync>>,
    /// The workspace's name in the sidecar.
    pub workspace: String,
    pub wishes: Box<dyn Fn() -> Wishes + Send + Sync>,
    /// Takes each status that is not as the one before.
    pub tell: Box<dyn Fn(MeaningStatus) + Send + Sync>,
}

/// What the thread and everybody else have in common.
pub(crate) struct Shared {
    pub parts: Parts,
    db: Mutex<Option<Arc<MeaningDb>>>,
    told: Mutex<Told>,
    /// The files that somebody looks at, open ones first.
    open: OnceLock<Box<dyn Fn() -> Vec<Vec<u8>> + Send + Sync>>,
    stopping: AtomicBool,
    /// News of files that were not taken yet.
    unheard: AtomicU64,
    /// Commands that are too many.
    left_out: Mutex<std::collections::HashSet<Vec<u8>>>,
    /// Pieces of files that were left for another time.
    left: AtomicU64,
    /// That the database was damaged when it was opened, and where it lies now.
    aside: OnceLock<String>,
    /// The launch of the sidecar that has answered a question, 0 for none.
    answered: AtomicU32,
}

/// The meaning of one workspace's text.
pub struct Meaning {
    shared: Arc<Shared>,
    running: Arc<Running>,
    follows: Mutex<Vec<Subscription>>,
}

impl Shared {
    /// The database, which is opened when it is first needed.
    pub fn db(&self) -> ApiResult<Arc<MeaningDb>> {
        let mut kept = lock(&self.db);
        if let Some(db) = &*kept {
            return Ok(db.clone());
        }
        let opened = MeaningDb::open(&self.parts.place, self.parts.clock.as_ref())?;
        if let Some((why, aside)) = opened.aside {
            let told = format!(
                "What was known of the meaning of this folder's text was damaged ({why}) and is made again; vectors that are whole are taken over. The damaged file is \"{}\"",
                aside.display()
            );
            tracing::warn!("{told}");
            let _ = self.aside.set(told);
        }
        let db = Arc::new(opened.db);
        *kept = Some(db.clone());
        Ok(db)
    }

    /// What the person is told of a database that was put aside by this process.
    pub fn aside(&self) -> Option<String> {
        self.aside.get().cloned()
    }

    pub fn files<'a>(&'a self, salt: &'a [u8]) -> follow::Files<'a> {
        follow::Files {
            symbols: &self.parts.symbols,
            root: &self.parts.root,
            gatekeeper: &self.parts.gatekeeper,
            salt,
            commands: self.commands(),
            left_out: &self.left_out,
        }
    }

    pub fn open_files(&self) -> Vec<Vec<u8>> {
        self.open.get().map(|open| open()).unwrap_or_default()
    }

    pub fn stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }
}

impl Meaning {
    pub(crate) fn new(parts: Parts) -> Self {
        let shared = Shared {
            parts,
            db: Mutex::default(),
            told: Mutex::default(),
            open: OnceLock::new(),
            stopping: AtomicBool::new(false),
            unheard: AtomicU64::new(0),
            left_out: Mutex::default(),
            left: AtomicU64::new(0),
            aside: OnceLock::new(),
            answered: AtomicU32::default(),
        };
        Self {
            shared: Arc::new(shared),
            running: Arc::default(),
            follows: Mutex::default(),
        }
    }

    /// Says which files somebody looks at; only the first one is asked.
    pub(crate) fn on_open(&self, open: impl Fn() -> Vec<Vec<u8>> + Send + Sync + 'static) {
        let _ = self.shared.open.set(Box::new(open));
    }

    /// The database, which is opened when it is first needed.
    pub(crate) fn db(&self) -> ApiResult<Arc<MeaningDb>> {
        self.shared.db()
    }

    /// Starts the work in the background; a second call changes nothing.
    pub(crate) fn start(&self) -> ApiResult<()> {
        self.start_within(Bounds::default())
    }

    fn start_within(&self, bounds: Bounds) -> ApiResult<()> {
        let mut running = lock(&self.running);
        if running.is_some() {
            return Ok(());
        }
        let (orders, heard) = unbounded();
        let fault = |e: std::io::Error| ApiError::new(Code::Internal, e.to_string());
        let job = Job::new(self.shared.clone(), orders.clone(), heard, bounds).map_err(fault)?;
        let thread = std::thread::Builder::new()
            .name("tenon-meaning".into())
            .spawn(move || job.run())
            .map_err(fault)?;
        *running = Some((orders, thread));
        drop(running);
        let (told, shared) = (Arc::downgrade(&self.running), Arc::downgrade(&self.shared));
        self.shared.parts.symbols.on_read(move |paths| {
            if let Some(shared) = shared.upgrade() {
                shared.unheard.fetch_add(1, Ordering::SeqCst);
            }
            tell(&told, Order::Changed(paths.cloned()));
        });
        self.tell(Order::Changed(None));
        Ok(())
    }

    /// Keeps what tells of the settings and the sidecar for as long as the work goes on.
    pub(crate) fn follow(&self, subscription: Subscription) {
        lock(&self.follows).push(subscription);
    }

    /// Has the work look again at the settings, the sidecar and what is open.
    pub(crate) fn nudge(&self) {
        tell(&Arc::downgrade(&self.running), Order::Look);
    }

    /// A way to do so for whoever must not keep it alive.
    pub(crate) fn nudger(&self) -> impl Fn() + Send + Sync + use<> {
        let running = Arc::downgrade(&self.running);
        move || tell(&running, Order::Look)
    }

    /// Hands over an order; nobody hears it where no work goes on.
    fn tell(&self, order: Order) {
        if matches!(order, Order::Changed(_)) {
            self.shared.unheard.fetch_add(1, Ordering::SeqCst);
        }
        tell(&Arc::downgrade(&self.running), order);
    }

    /// How the work is.
    pub fn status(&self) -> MeaningStatus {
        if lock(&self.running).is_none() {
            return self.shared.at_rest();
        }
        let mut status = self.shared.status();
        // What was told and not yet looked at may be work.
        if status.state == MeaningState::Ready && self.shared.unheard.load(Ordering::SeqCst) > 0 {
            status.state = MeaningState::Working;
        }
        status
    }

    /// That what was known before was found damaged by this process, in a sentence that names the file
    /// that was put aside.
    pub fn put_aside(&self) -> Option<String> {
        self.shared.aside()
    }

    /// Holds the work, or lets it go on; it stays so after a restart.
    pub fn pause(&self, paused: bool) -> ApiResult<MeaningStatus> {
        self.shared.db()?.keep(PAUSED, json!(paused))?;
        if lock(&self.running).is_none() {
            return Ok(self.status());
        }
        let (taken, answer) = crossbeam_channel::bounded(1);
        self.tell(Order::Paused(taken));
        // The work answers between two steps.
        let _ = answer.recv_timeout(std::time::Duration::from_secs(5));
        Ok(self.status())
    }

    /// What the sidecar has to be told so that it answers with the vectors there are.
    pub(crate) fn answering_engine(&self) -> Option<String> {
        if !self.shared.parts.place.file.exists() {
            return None;
        }
        let targets = Targets::read(&*self.shared.db().ok()?).ok()?;
        targets.answering.map(|target| target.engine)
    }

    /// Forgets rows that a text stands in, here and in the sidecar.
    pub(crate) fn forget(&self, texts: &[String]) -> ApiResult<()> {
        if !self.shared.parts.place.file.exists() {
            return Ok(());
        }
        let db = self.shared.db()?;
        let count = db.forget(texts)?;
        let texts: Vec<_> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let held = |file: &std::path::Path| file_holds(file, &texts).unwrap_or(false);
        let log = db.file().with_extension("db-wal");
        // What was deleted before may stand in the log or in a page still.
        if count > 0 || held(db.file()) || held(&log) {
            db.wipe()?;
        }
        let mut vectors = Vec::new();
        files_below(&self.shared.parts.vectors, &mut vectors);
        if count > 0 || vectors.iter().any(|file| held(file)) {
            // Older versions of a collection would still hold the rows.
            self.shared.drop_collections()?;
            self.nudge();
        }
        Ok(())
    }

    /// Ends the work. What was asked of the sidecar is asked again at the next start.
    pub(crate) fn close(&self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        lock(&self.follows).clear();
        let running = lock(&self.running).take();
        if let Some((orders, thread)) = running {
            let _ = orders.send(Order::Stop);
            if thread.join().is_err() {
                tracing::error!("the thread of meaning panicked");
            }
        }
    }
}

impl Drop for Meaning {
    fn drop(&mut self) {
        self.close();
    }
}

type Running = Mutex<Option<(Sender<Order>, JoinHandle<()>)>>;

fn tell(running: &Weak<Running>, order: Order) {
    if let Some(running) = running.upgrade()
        && let Some((orders, _)) = &*lock(&running)
    {
        let _ = orders.send(order);
    }
}

/// The paths that news of files are of; `None` is all of them.
pub(crate) type Paths = Option<BTreeSet<Vec<u8>>>;
