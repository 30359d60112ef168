//! Local history: what files were, kept without git, and taking files and folders back to a moment.
//!
//! [`Archive`] looks at files and keeps what they are; a thread of its own feeds it with what was
//! opened, saved, moved and seen by the watcher, and reads every file once in the background.

mod archive;
mod pack;
mod pair;
mod plan;
mod restore;
mod scan;
mod worker;
mod written;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, bounded, unbounded};
use tenon_core::{Code, DocId, Millis};
use tenon_store::VersionKind;
use tenon_workspace::{Change, walk};

use crate::owner::lock;
use crate::{ApiError, ApiResult};

pub(crate) use archive::{Archive, HARD_LIMIT, Why, is_gone};
pub(crate) use plan::{Aim, Plan, Step, scope_of};
pub(crate) use restore::{Done, Gate, Outcome, REPLACED};

/// Gives the bytes of a text as they are in its file; called on the history's thread.
pub(crate) type Bytes = Box<dyn FnOnce() -> Option<Vec<u8>> + Send>;

/// The text of a document that is as its file.
pub(crate) struct Text {
    /// The document.
    pub doc: DocId,
    /// Its path.
    pub path: Vec<u8>,
    /// Its bytes.
    pub bytes: Bytes,
    /// When the file says it was changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When that was.
    pub at: Millis,
    /// [`VersionKind::Save`], or [`VersionKind::Baseline`] when it was opened.
    pub kind: VersionKind,
}

pub(crate) enum Order {
    Text(Text),
    Moved {
        from: Vec<u8>,
        to: Vec<u8>,
    },
    Changed {
        changes: BTreeMap<Vec<u8>, Change>,
        open: HashSet<Vec<u8>>,
    },
    Scan {
        files: Vec<Vec<u8>>,
        open: HashSet<Vec<u8>>,
    },
    /// Another commit is the newest.
    Committed,
    /// Answers when everything before it is done, the scan left out.
    Barrier(Sender<()>),
    /// Answers when the scan is done, or that there was none.
    Scanned(Sender<()>),
    Stop,
}

/// The local history of an open workspace.
pub(crate) struct History {
    pub archive: Arc<Archive>,
    orders: Sender<Order>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl History {
    /// Starts the thread.
    pub fn start(archive: Archive) -> ApiResult<Self> {
        let archive = Arc::new(archive);
        let (orders, heard) = unbounded();
        let mut worker = worker::Worker::new(archive.clone());
        let thread = std::thread::Builder::new()
            .name("tenon-history".into())
            .spawn(move || worker.run(&heard))
            .map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
        Ok(Self {
            archive,
            orders,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Hands over what happened. The thread takes it as long as the history is not closed.
    pub fn tell(&self, order: Order) {
        let _ = self.orders.send(order);
    }

    /// Waits until everything that was handed over is kept. The scan goes on.
    pub fn flush(&self) {
        let (done, heard) = bounded(1);
        self.tell(Order::Barrier(done));
        // A thread that has ended drops the sender.
        let _ = heard.recv();
    }

    /// Looks through all files now, and waits until that is done. Documents are open at `open`.
    pub fn scan_now(&self, open: HashSet<Vec<u8>>) -> ApiResult<()> {
        let found = Mutex::new(Vec::new());
        let problems = walk::files(self.archive.root.path(), true, 2, || {
            |path: &[u8]| {
                lock(&found).push(path.to_vec());
                true
            }
        });
        for problem in problems.iter().take(20) {
            tracing::info!("left out of the local history: {problem}");
        }
        let files = found.into_inner().unwrap_or_default();
        self.tell(Order::Scan { files, open });
        let (done, heard) = bounded(1);
        self.tell(Order::Scanned(done));
        heard
            .recv()
            .map_err(|_| ApiError::new(Code::Cancelled, "The local history was closed meanwhile."))
    }

    /// Keeps what was handed over, ends the scan, and waits for the thread.
    pub fn close(&self) {
        self.archive.stopping.store(true, Ordering::SeqCst);
        self.tell(Order::Stop);
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the thread of the local history panicked");
        }
    }
}

impl Drop for History {
    fn drop(&mut self) {
        self.close();
    }
}
