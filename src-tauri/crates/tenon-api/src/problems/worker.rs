//! The thread that gives what commands write to the matchers.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use tenon_core::{RunId, TerminalId};
use tenon_script::problem::{Reader, Severity, Told};
use tenon_workspace::Root;

use super::Order;
use super::place::Places;
use super::store::Store;
use crate::hub::Hub;
use crate::owner::lock;
use crate::wire::{ProblemInfo, ProblemSeverity, UiEvent};

/// The windows are told at most so often.
const PAUSE: Duration = Duration::from_millis(100);
/// The longest message, in characters.
const MESSAGE: usize = 2_000;
/// What of a command is told with each problem, in characters.
const COMMAND: usize = 300;

/// What the thread has.
pub(super) struct Worker {
    root: Root,
    store: Arc<Mutex<Store>>,
    waiting: Arc<AtomicUsize>,
    hub: Hub,
    runs: HashMap<RunId, Follow>,
    /// Since when the windows do not know all.
    changed: Option<Instant>,
}

/// A command that runs.
struct Follow {
    terminal: TerminalId,
    command: String,
    script: Option<String>,
    reader: Reader,
    places: Places,
}

impl Worker {
    pub fn new(root: Root, store: Arc<Mutex<Store>>, waiting: Arc<AtomicUsize>, hub: Hub) -> Self {
        Self {
            root,
            store,
            waiting,
            hub,
            runs: HashMap::new(),
            changed: None,
        }
    }

    pub fn run(&mut self, orders: &Receiver<Order>) {
        loop {
            let order = match self.changed {
                None => orders.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(since) => orders.recv_timeout(PAUSE.saturating_sub(since.elapsed())),
            };
            match order {
                Ok(order) => self.take(order),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if self.changed.is_some_and(|since| since.elapsed() >= PAUSE) {
                self.tell();
            }
        }
    }

    fn tell(&mut self) {
        self.changed = None;
        let counts = lock(&self.store).counts();
        self.hub.emit(UiEvent::ProblemsChanged { counts });
    }

    fn take(&mut self, order: Order) {
        let changed = match order {
            Order::Began {
                terminal,
                run,
                script,
            } => {
                let follow = Follow {
                    terminal,
                    command: run.command.chars().take(COMMAND).collect(),
                    script,
                    reader: Reader::new(),
                    places: Places::new(run.cwd.as_deref()),
                };
                self.runs.insert(run.run, follow);
                lock(&self.store).begin(run.run, run.cwd, &run.command)
            }
            Order::Wrote(run, text) => {
                self.waiting.fetch_sub(text.len(), Ordering::Relaxed);
                self.read(run, |reader| reader.feed(&text))
            }
            Order::Missed(run, bytes) => {
                self.read(run, Reader::skip);
                lock(&self.store).miss(run, bytes)
            }
            Order::Ended(run) => {
                let changed = self.read(run, Reader::end);
                self.runs.remove(&run);
                lock(&self.store).end(run);
                changed
            }
        };
        if changed {
            self.changed.get_or_insert_with(Instant::now);
        }
    }

    /// Has the reader of a command look at something; says whether there are other problems now.
    fn read(&mut self, run: RunId, look: impl FnOnce(&mut Reader)) -> bool {
        let Some(follow) = self.runs.get_mut(&run) else {
            return false;
        };
        look(&mut follow.reader);
        let mut changed = false;
        for told in follow.reader.take() {
            if let Some(problem) = follow.problem(&self.root, run, told) {
                changed |= lock(&self.store).add(problem);
            }
        }
        changed
    }
}

impl Follow {
    /// A problem with a place in the workspace; nothing where it has none.
    fn problem(&mut self, root: &Root, run: RunId, told: Told) -> Option<ProblemInfo> {
        let folder = told.folder.as_deref();
        let found = told.places.iter().find_map(|place| {
            let path = self.places.find(root, folder, &place.path)?;
            Some((path, place))
        });
        let (path, place) = found?;
        let message: String = told.message.chars().take(MESSAGE).collect();
        Some(ProblemInfo {
            path,
            line: place.line,
            column: place.column,
            end_column: place.end_column,
            severity: match told.severity {
                Severity::Error => ProblemSeverity::Error,
                Severity::Warning => ProblemSeverity::Warning,
                Severity::Info => ProblemSeverity::Info,
            },
            code: told.code,
            message,
            source: told.source.into(),
            command: self.command.clone(),
            script: self.script.clone(),
            run,
            terminal: self.terminal,
        })
    }
}
