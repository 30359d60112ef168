//! The workspace's symbols: read when they are first asked for, and followed from then on where the
//! owner stays.

mod glance;
mod kept;
mod scan;
mod source;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, unbounded};
use tenon_core::{Clock, Code, Ids};
use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::Symbols;
use tenon_store::WorkspaceDb;
use tenon_workspace::{Change, Root};

pub use glance::Glance;
use kept::Kept;
pub(crate) use scan::stamp_of;
pub use source::SymbolSource;

use crate::owner::lock;
use crate::{ApiError, ApiResult};

pub(crate) enum Order {
    /// What the watcher saw.
    Changed(BTreeMap<Vec<u8>, Change>),
    /// All files have to be looked at.
    Scan,
    Stop,
}

/// The symbols of an open workspace.
pub(crate) struct SymbolIndex {
    shared: Arc<Shared>,
    following: Mutex<Option<(Sender<Order>, JoinHandle<()>)>>,
}

struct Shared {
    root: Root,
    /// `None` where nothing can be kept.
    place: Option<(PathBuf, Kept)>,
    gatekeeper: Arc<Gatekeeper>,
    ids: Arc<dyn Ids>,
    /// Who is told when symbols were not recognised.
    told: OnceLock<Box<dyn Fn(String) + Send + Sync>>,
    /// Opened at the first question, because most calls of the command line ask none.
    symbols: Mutex<Option<Symbols>>,
    /// Whether every file was looked at once, and what changed since is told.
    complete: AtomicBool,
    stopping: AtomicBool,
    /// Who is told which files were looked at; `None` is all of them.
    read: OnceLock<Read>,
    /// Held by who writes many files: what changed is looked at once all of them are written.
    writing: Mutex<()>,
}

type Read = Box<dyn Fn(Option<&BTreeSet<Vec<u8>>>) + Send + Sync>;

/// The symbols, locked.
pub(crate) struct Locked<'a>(MutexGuard<'a, Option<Symbols>>);

impl std::ops::Deref for Locked<'_> {
    type Target = Symbols;
    fn deref(&self) -> &Symbols {
        self.0
            .as_ref()
            .expect("they are opened before they are locked")
    }
}

impl std::ops::DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut Symbols {
        self.0
            .as_mut()
            .expect("they are opened before they are locked")
    }
}

impl Shared {
    fn lock(&self) -> Locked<'_> {
        let mut symbols = lock(&self.symbols);
        if symbols.is_none() {
            let (gatekeeper, ids) = (self.gatekeeper.clone(), self.ids.clone());
            *symbols = Some(match &self.place {
                Some((dir, kept)) => {
                    let mut opened = Symbols::open(dir.clone(), kept, gatekeeper, ids);
                    if let Some(lost) = opened.lost() {
                        self.tell_lost(kept, &lost.to_string());
                    }
                    kept.queue(&mut opened);
                    opened
                }
                None => Symbols::in_memory(gatekeeper, ids),
            });
        }
        Locked(symbols)
    }

    fn tell_lost(&self, kept: &Kept, lost: &str) {
        tracing::warn!("{lost}");
        kept.note_lost(lost);
        if let Some(tell) = self.told.get() {
            tell(lost.to_owned());
        }
    }

    /// Takes what happened to files.
    fn apply(&self, change: impl FnOnce(&mut Symbols)) {
        let mut symbols = self.lock();
        change(&mut symbols);
        if let Some((_, kept)) = &self.place {
            kept.queue(&mut symbols);
        }
    }

    /// Waits until ids are durable; what failed is tried once more.
    fn settle(&self) {
        let Some((_, kept)) = &self.place else { return };
        let failed = kept.settle();
        if failed.is_empty() {
            return;
        }
        self.apply(|symbols| symbols.keep_again(failed));
        let failed = kept.settle();
        // They are tried again with the next change, and the index has them meanwhile.
        self.lock().keep_again(failed);
    }

    /// Keeps what changed. A folder that cannot be written is no reason not to answer.
    fn save(&self) {
        // The index is written behind the database, so that what it says was said there.
        self.settle();
        let Some(unsaved) = lock(&self.symbols).as_mut().and_then(Symbols::unsaved) else {
            return;
        };
        if let Err(e) = unsaved.write() {
            tracing::warn!(error = %e, "the symbols were not kept");
        }
    }
}

impl SymbolIndex {
    /// Names the folder of the index; nothing is read or written yet.
    pub fn new(
        root: Root,
        dir: PathBuf,
        db: Arc<WorkspaceDb>,
        gatekeeper: Arc<Gatekeeper>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        let kept = Kept::new(db, clock, &dir);
        Self::at(root, Some((dir, kept)), gatekeeper, ids)
    }

    /// Symbols that are known to this process only.
    pub(crate) fn in_memory(root: Root, gatekeeper: Arc<Gatekeeper>, ids: Arc<dyn Ids>) -> Self {
        Self::at(root, None, gatekeeper, ids)
    }

    fn at(
        root: Root,
        place: Option<(PathBuf, Kept)>,
        gatekeeper: Arc<Gatekeeper>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        let shared = Shared {
            root,
            place,
            gatekeeper,
            ids,
            told: OnceLock::new(),
            symbols: Mutex::default(),
            complete: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            read: OnceLock::new(),
            writing: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
            following: Mutex::default(),
        }
    }

    /// Holds back the thread that follows the files, for who is about to write many of them and
    /// needs the processor.
    pub(crate) fn hold_back(&self) -> MutexGuard<'_, ()> {
        lock(&self.shared.writing)
    }

    /// The folder whose files are looked at.
    pub(crate) fn root(&self) -> &Root {
        &self.shared.root
    }

    /// Says who is told when symbols were not recognised; only the first one is.
    pub fn on_lost(&self, tell: impl Fn(String) + Send + Sync + 'static) {
        let _ = self.shared.told.set(Box::new(tell));
    }

    /// Says who is told which files were read again, and `None` after a look at everything; only the
    /// first one is.
    pub fn on_read(&self, tell: impl Fn(Option<&BTreeSet<Vec<u8>>>) + Send + Sync + 'static) {
        let _ = self.shared.read.set(Box::new(tell));
    }

    /// Reads all files in the background, and what changes from then on.
    pub fn follow(&self) -> ApiResult<()> {
        let (orders, heard) = unbounded();
        let shared = self.shared.clone();
        let thread = std::thread::Builder::new()
            .name("tenon-symbols".into())
            .spawn(move || worker::run(&shared, &heard))
            .map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
        *lock(&self.following) = Some((orders, thread));
        Ok(())
    }

    /// Hands over what happened; nobody hears it where nothing is followed.
    pub fn tell(&self, order: Order) {
        if let Some((orders, _)) = &*lock(&self.following) {
            let _ = orders.send(order);
        }
    }

    /// The symbols as they are known now.
    pub fn lock(&self) -> Locked<'_> {
        self.shared.lock()
    }

    /// Whether every file was looked at.
    pub fn complete(&self) -> bool {
        self.shared.complete.load(Ordering::SeqCst)
    }

    /// Whether every file was looked at, or nobody does that here by themselves.
    pub fn complete_or_unfollowed(&self) -> bool {
        self.complete() || lock(&self.following).is_none()
    }

    /// Looks at a file, a folder or with an empty path at everything, and reads what changed.
    pub fn refresh(&self, path: &[u8]) -> ApiResult<()> {
        scan::refresh(&self.shared, path)?;
        if lock(&self.following).is_none() {
            self.shared.save();
        }
        Ok(())
    }

    /// Looks at everything where nobody follows the files.
    pub fn refresh_unless_followed(&self) -> ApiResult<()> {
        // Looking asks for the same lock, so it is not held meanwhile.
        let followed = lock(&self.following).is_some();
        if followed { Ok(()) } else { self.refresh(b"") }
    }

    /// Forgets what was kept of these texts. What files still say is read again at the next look.
    pub fn forget(&self, texts: &[String]) {
        self.shared.apply(|symbols| symbols.forget(texts));
        self.shared.save();
    }

    /// Ends the thread and keeps what it knows.
    pub fn close(&self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        let following = lock(&self.following).take();
        if let Some((orders, thread)) = following {
            let _ = orders.send(Order::Stop);
            if thread.join().is_err() {
                tracing::error!("the thread of the symbols panicked");
            }
        }
        self.shared.save();
    }
}

impl Drop for SymbolIndex {
    fn drop(&mut self) {
        self.close();
    }
}
