//! Problems that programs tell of in terminals, of which the windows are told.
//!
//! What a command writes is queued as text, and one thread an owner gives it to the matchers of
//! `tenon-script`, so that nothing waits in a terminal's way. A command that writes faster than is
//! read leaves gaps, which are counted. Nothing of it is written down.

mod place;
mod store;
mod worker;

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, unbounded};
use tenon_core::{RunId, TerminalId};
use tenon_terminal::{Started, TerminalEvent};

use crate::hub::Hub;
use crate::owner::{Owner, lock};
use crate::wire::{ProblemList, UiEvent};
pub(crate) use place::Places;
use store::Store;
use worker::Worker;

/// Bytes that may wait to be read.
const WAITING: usize = 8 << 20;

/// What the thread is told.
enum Order {
    Began {
        terminal: TerminalId,
        run: Started,
        script: Option<String>,
    },
    Wrote(RunId, Vec<u8>),
    /// So many bytes of a command were too many.
    Missed(RunId, usize),
    Ended(RunId),
}

/// The problems of one owner. Its thread starts with the first command.
#[derive(Default)]
pub(crate) struct Problems {
    store: Arc<Mutex<Store>>,
    orders: OnceLock<Mutex<Option<Sender<Order>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    waiting: Arc<AtomicUsize>,
    /// The commands whose output is looked at.
    followed: Mutex<HashSet<RunId>>,
}

impl Problems {
    /// Follows a terminal. `script` is the script that a command which begins is.
    pub(crate) fn hear(&self, owner: &Owner, event: &TerminalEvent, script: Option<String>) {
        match event {
            TerminalEvent::RunStarted { id, run } => {
                let settings = owner.app.settings.snapshot().settings;
                if script.is_none() && !settings.problems_from_terminals {
                    return;
                }
                lock(&self.followed).insert(run.run);
                let (terminal, run) = (*id, run.clone());
                let began = Order::Began {
                    terminal,
                    run,
                    script,
                };
                self.tell(owner, began);
            }
            TerminalEvent::RunWrote { run, text, .. } => {
                if !lock(&self.followed).contains(run) {
                    return;
                }
                let is_full = self.waiting.load(Ordering::Relaxed) + text.len() > WAITING;
                if is_full {
                    self.tell(owner, Order::Missed(*run, text.len()));
                } else {
                    self.waiting.fetch_add(text.len(), Ordering::Relaxed);
                    self.tell(owner, Order::Wrote(*run, text.clone()));
                }
            }
            TerminalEvent::RunEnded { run, .. } if lock(&self.followed).remove(&run.run) => {
                self.tell(owner, Order::Ended(run.run));
            }
            _ => {}
        }
    }

    /// All that are known.
    pub(crate) fn list(&self) -> ProblemList {
        let store = lock(&self.store);
        ProblemList {
            problems: store.all(),
            counts: store.counts(),
        }
    }

    /// Forgets all of them.
    pub(crate) fn clear(&self, hub: &Hub) {
        let counts = {
            let mut store = lock(&self.store);
            store.clear();
            store.counts()
        };
        hub.emit(UiEvent::ProblemsChanged { counts });
    }

    /// Ends the thread; what waits is not read any more.
    pub(crate) fn close(&self) {
        let orders = self.orders.get_or_init(Mutex::default);
        drop(lock(orders).take());
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread
            && thread.thread().id() != std::thread::current().id()
            && thread.join().is_err()
        {
            tracing::error!("the thread that looks for problems panicked");
        }
    }

    fn tell(&self, owner: &Owner, order: Order) {
        let orders = self.orders.get_or_init(|| {
            let (orders, heard) = unbounded();
            let root = match tenon_workspace::Root::open(owner.root()) {
                Ok(root) => root,
                Err(e) => {
                    tracing::error!(error = %e, "problems are not looked for");
                    return Mutex::default();
                }
            };
            let hub = owner.hub().clone();
            let mut worker = Worker::new(root, self.store.clone(), self.waiting.clone(), hub);
            let thread = std::thread::Builder::new().name("tenon-problems".into());
            match thread.spawn(move || worker.run(&heard)) {
                Ok(thread) => *lock(&self.thread) = Some(thread),
                Err(e) => {
                    tracing::error!(error = %e, "problems are not looked for");
                    return Mutex::default();
                }
            }
            Mutex::new(Some(orders))
        });
        if let Some(orders) = lock(orders).as_ref() {
            // The thread lives as long as this sender.
            let _ = orders.send(order);
        }
    }
}
