//! The history of commands: what the terminals tell of runs becomes masked rows, events of the journal
//! and news for the windows.
//!
//! The database belongs to the profile (`open`), so owners of several workspaces write it. What a
//! terminal tells of is queued, and one thread an owner (`record`) masks it, looks up the branch and
//! writes it down: nothing of that waits in the terminal's way.

mod cut;
pub(crate) mod exclude;
pub(crate) mod first_error;
pub(crate) mod forget;
pub(crate) mod gone;
mod import;
pub(crate) mod open;
mod output;
mod record;
pub(crate) mod rows;
#[cfg(test)]
mod tests;
pub(crate) mod wire;

use std::sync::{Arc, Mutex, OnceLock};
use std::thread::JoinHandle;

use crossbeam_channel::{Sender, unbounded};
use tenon_core::{Code, TerminalId};
use tenon_terminal::{Ended, Started, TerminalEvent};

use crate::owner::{Owner, lock};
use crate::{ApiError, ApiResult};
pub(crate) use output::text as output_text;
use record::Recorder;

/// What the recorder is told.
enum Order {
    /// The owner has just taken over: what the last one left running ended with it.
    Begin,
    Started(TerminalId, Started),
    Ended(TerminalId, Ended),
    /// Answered when all that was told before is written.
    Flush(Sender<()>),
}

/// The way to the recorder of one owner, whose thread starts with the first thing that it is told.
#[derive(Default)]
pub(crate) struct Runs {
    orders: OnceLock<Mutex<Option<Sender<Order>>>>,
    thread: Mutex<Option<JoinHandle<Recorder>>>,
}

impl Runs {
    /// The owner has just taken over.
    pub(crate) fn begin(&self, owner: &Arc<Owner>) {
        self.tell(owner, Order::Begin);
    }

    /// A command began or ended; any other news of terminals is not of use here.
    pub(crate) fn hear(&self, owner: &Arc<Owner>, event: &TerminalEvent) {
        match event {
            TerminalEvent::RunStarted { id, run } => {
                self.tell(owner, Order::Started(*id, run.clone()));
            }
            TerminalEvent::RunEnded { id, run } => {
                self.tell(owner, Order::Ended(*id, run.clone()));
            }
            _ => {}
        }
    }

    /// Waits until all that terminals have told is written.
    pub(crate) fn flush(&self) {
        let (done, heard) = crossbeam_channel::bounded(1);
        let sent = self.orders.get().is_some_and(|orders| {
            let orders = lock(orders);
            orders
                .as_ref()
                .is_some_and(|orders| orders.send(Order::Flush(done)).is_ok())
        });
        if sent {
            // A recorder that ended has written what it had.
            let _ = heard.recv();
        }
    }

    /// Writes what was told and ends the thread. What did not end until now ended with its owner.
    pub(crate) fn close(&self, owner: &Owner) {
        // Nothing starts it again.
        let orders = self.orders.get_or_init(Mutex::default);
        drop(lock(orders).take());
        let thread = lock(&self.thread).take();
        // The recorder itself may be the one that lets go of the owner.
        if let Some(thread) = thread
            && thread.thread().id() != std::thread::current().id()
        {
            match thread.join() {
                Ok(recorder) => recorder.close(owner),
                Err(_) => {
                    tracing::error!("the thread that keeps the history of commands panicked");
                }
            }
        }
    }

    fn tell(&self, owner: &Arc<Owner>, order: Order) {
        let orders = self.orders.get_or_init(|| match self.start(owner) {
            Ok(orders) => Mutex::new(Some(orders)),
            Err(e) => {
                tracing::error!(error = %e, "the history of commands is not kept");
                Mutex::default()
            }
        });
        if let Some(orders) = lock(orders).as_ref() {
            // The thread lives as long as this sender.
            let _ = orders.send(order);
        }
    }

    fn start(&self, owner: &Arc<Owner>) -> ApiResult<Sender<Order>> {
        let (orders, heard) = unbounded();
        let mut recorder = Recorder::new(Arc::downgrade(owner));
        let thread = std::thread::Builder::new()
            .name("tenon-runs".into())
            .spawn(move || {
                for order in heard {
                    recorder.take(order);
                }
                recorder
            })
            .map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
        *lock(&self.thread) = Some(thread);
        Ok(orders)
    }
}

/// What this machine calls itself; empty where it does not say.
pub(crate) fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}
