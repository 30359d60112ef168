//! Keeping the text index of an owner in line with the disk, in the background.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded, unbounded};
use tenon_core::{Clock, Code};
use tenon_index::text::TextIndex;

use crate::hub::Hub;
use crate::owner::lock;
use crate::wire::{IndexProgress, UiEvent, Whole};
use crate::{ApiError, ApiResult};

/// Threads that read files; more would be felt.
const THREADS: usize = 2;
/// With more changes than these all files are looked at.
const MANY: usize = 2_000;
/// How often the windows are told how far it is.
const TOLD: Duration = Duration::from_millis(250);
/// When nothing happens for this long, what is new is written down.
const QUIET: Duration = Duration::from_secs(30);

enum Order {
    Changed,
    Rescan,
    Stop,
}

/// The index of an owner, and the thread that works on it.
pub(crate) struct Indexing {
    pub index: Arc<TextIndex>,
    folder: PathBuf,
    worker: Mutex<Option<(Sender<Order>, JoinHandle<()>)>>,
}

impl Indexing {
    /// Takes the index as it was left, if it can be read. No thread is started.
    pub fn open(root: &std::path::Path, folder: PathBuf, clock: Arc<dyn Clock>) -> Self {
        let index = TextIndex::new(root, clock);
        index.load(&folder);
        Self {
            index: Arc::new(index),
            folder,
            worker: Mutex::default(),
        }
    }

    /// Starts the thread, once. It does nothing before it is told of something.
    pub fn start(&self, hub: Hub) -> ApiResult<()> {
        let mut running = lock(&self.worker);
        if running.is_some() {
            return Ok(());
        }
        let (orders, heard) = unbounded();
        let worker = Worker {
            index: self.index.clone(),
            folder: self.folder.clone(),
            hub,
            unsaved: false,
        };
        let thread = std::thread::Builder::new()
            .name("tenon-index".into())
            .spawn(move || worker.run(&heard))
            .map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
        *running = Some((orders, thread));
        Ok(())
    }

    /// Says that paths were touched, which the index knows already.
    pub fn changed(&self) {
        self.tell(Order::Changed);
    }

    /// Says that everything has to be looked at.
    pub fn rescan(&self) {
        self.tell(Order::Rescan);
    }

    fn tell(&self, order: Order) {
        if let Some((orders, _)) = lock(&self.worker).as_ref() {
            // A thread that has ended needs no news.
            let _ = orders.send(order);
        }
    }

    /// Looks at all files now, on the caller's thread, and writes the index down.
    pub fn run(&self) -> ApiResult<()> {
        self.index.control().resume();
        let followed = self.index.is_followed();
        if !self.index.refresh(THREADS, followed)? {
            return Err(ApiError::new(Code::Cancelled, "the index was stopped"));
        }
        self.save();
        Ok(())
    }

    fn save(&self) {
        save(&self.index, &self.folder);
    }

    /// Ends the thread, which writes down what is new.
    pub fn close(&self) {
        let Some((orders, thread)) = lock(&self.worker).take() else {
            return;
        };
        self.index.control().stop();
        let _ = orders.send(Order::Stop);
        if thread.join().is_err() {
            tracing::error!("the thread of the index panicked");
        }
    }
}

fn save(index: &TextIndex, folder: &std::path::Path) {
    // It can be made again, so that a full disk is no reason to stop.
    if let Err(error) = index.save(folder) {
        tracing::warn!(%error, "the text index was not written down");
    }
}

/// How far the work is, on the wire.
pub(crate) fn progress(index: &TextIndex) -> IndexProgress {
    let now = index.control().progress();
    IndexProgress {
        total: Whole::size(now.total),
        done: Whole::size(now.done),
        running: now.running,
        paused: now.paused,
        stopped: now.stopped,
        followed: index.is_followed(),
    }
}

struct Worker {
    index: Arc<TextIndex>,
    folder: PathBuf,
    hub: Hub,
    unsaved: bool,
}

impl Worker {
    fn run(mut self, orders: &Receiver<Order>) {
        // The person must not feel it; a system that refuses is no matter.
        let _ = rustix::process::nice(10);
        loop {
            let order = match self.unsaved {
                true => orders.recv_timeout(QUIET),
                false => orders.recv().map_err(Into::into),
            };
            match order {
                Err(RecvTimeoutError::Timeout) => self.save(),
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(first) => {
                    let mut all = matches!(first, Order::Rescan);
                    let mut stop = false;
                    for more in orders.try_iter() {
                        all |= matches!(more, Order::Rescan);
                        stop |= matches!(more, Order::Stop);
                    }
                    if stop {
                        break;
                    }
                    self.work(all);
                }
            }
        }
        if self.unsaved {
            self.save();
        }
    }

    fn work(&mut self, all: bool) {
        let all = all || self.index.touched() > MANY || !self.index.is_followed();
        self.unsaved = true;
        if !all {
            let followed = self.index.is_followed();
            self.index.catch_up();
            // A folder that can be looked into no more is shown, and what follows asks the disk.
            if self.index.is_followed() != followed {
                self.tell(&mut None);
            }
            return;
        }
        std::thread::scope(|scope| {
            let (ended, end) = bounded(1);
            let index = &self.index;
            // The other end waits for it.
            scope.spawn(move || ended.send(index.refresh(THREADS, true)));
            let mut told = None;
            let ended = loop {
                match end.recv_timeout(TOLD) {
                    Err(RecvTimeoutError::Timeout) => self.tell(&mut told),
                    ended => break ended,
                }
            };
            if let Ok(Err(error)) = ended {
                tracing::warn!(%error, "the folder could not be indexed");
            }
            self.tell(&mut told);
        });
        self.save();
    }

    fn tell(&self, told: &mut Option<IndexProgress>) {
        let progress = progress(&self.index);
        if told.as_ref() != Some(&progress) {
            *told = Some(progress.clone());
            self.hub.emit(UiEvent::IndexProgress { progress });
        }
    }

    fn save(&mut self) {
        save(&self.index, &self.folder);
        self.unsaved = false;
    }
}
