//! The thread that keeps what comes and goes, a moment after it changed: screens of terminals, and what
//! the run has open.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use tenon_core::{Code, TerminalId};

use super::Owner;
use crate::wire::UiEvent;
use crate::{ApiError, ApiResult};

/// How long a terminal has to be quiet before its screen is kept.
const QUIET: Duration = Duration::from_millis(400);
/// The longest that output without a pause is not kept.
const LONGEST: Duration = Duration::from_secs(3);

/// Tells the thread what changed. It ends with this.
pub(crate) struct Keeping {
    news: Sender<News>,
}

enum News {
    /// A terminal has output that was not kept.
    Grew(TerminalId),
    /// What the run has open is another.
    Session,
}

impl Keeping {
    /// Starts the thread.
    pub(crate) fn start(owner: &Arc<Owner>) -> ApiResult<Self> {
        let (news, heard) = unbounded();
        let mut worker = Worker {
            owner: Arc::downgrade(owner),
            waiting: BTreeMap::new(),
            busy: BTreeMap::new(),
            session: false,
        };
        std::thread::Builder::new()
            .name("tenon-keeping".into())
            .spawn(move || worker.run(&heard))
            .map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
        Ok(Self { news })
    }

    /// A terminal has new output. Told once until its screen was kept.
    pub(crate) fn grew(&self, id: TerminalId) {
        // The thread lives as long as this sender.
        let _ = self.news.send(News::Grew(id));
    }

    /// What the run has open is another.
    pub(crate) fn session_changed(&self) {
        let _ = self.news.send(News::Session);
    }
}

struct Worker {
    owner: Weak<Owner>,
    waiting: BTreeMap<TerminalId, Waiting>,
    /// The programs in front of terminals' shells, as windows were last told.
    busy: BTreeMap<TerminalId, String>,
    /// Whether what the run has open is to be kept.
    session: bool,
}

/// A terminal whose screen is to be kept.
struct Waiting {
    since: Instant,
    /// Bytes of its output when it was looked at last.
    written: u64,
}

impl Worker {
    fn run(&mut self, heard: &Receiver<News>) {
        let mut look: Option<Instant> = None;
        loop {
            let told = match look {
                Some(at) => heard.recv_deadline(at),
                None => heard.recv().map_err(Into::into),
            };
            match told {
                Ok(news) => {
                    let now = Instant::now();
                    match news {
                        News::Session => self.session = true,
                        News::Grew(id) => {
                            let new = Waiting {
                                since: now,
                                written: 0,
                            };
                            self.waiting.entry(id).or_insert(new);
                        }
                    }
                    look.get_or_insert(now + QUIET);
                }
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    let Some(owner) = self.owner.upgrade() else {
                        return;
                    };
                    self.keep(&owner);
                    look =
                        (self.session || !self.waiting.is_empty()).then(|| Instant::now() + QUIET);
                }
            }
        }
    }

    /// Tells windows of a terminal in front of whose shell another program runs, or none any more:
    /// where the shell marks nothing, that is how they know whether it waits for a command.
    fn tell_busy(&mut self, owner: &Owner, id: TerminalId) {
        let now = owner.terminals.busy(id).ok().flatten();
        let before = match now.clone() {
            Some(program) => self.busy.insert(id, program),
            None => self.busy.remove(&id),
        };
        if before == now {
            return;
        }
        if let Some(program) = &now {
            owner.note_program(program);
        }
        if let Ok(state) = owner.terminals.state(id) {
            let terminal = crate::handle::terminal::info(&state);
            owner.hub().emit(UiEvent::TerminalChanged { terminal });
        }
    }

    /// Keeps the screens that were quiet since the last look, or have waited too long, and the run.
    fn keep(&mut self, owner: &Owner) {
        if std::mem::take(&mut self.session) {
            owner.keep_session();
        }
        let grown: Vec<TerminalId> = self.waiting.keys().copied().collect();
        for id in grown {
            self.tell_busy(owner, id);
        }
        self.waiting.retain(|id, waiting| {
            let Ok(written) = owner.terminals.written(*id) else {
                return false;
            };
            if written != waiting.written && waiting.since.elapsed() < LONGEST {
                waiting.written = written;
                return true;
            }
            owner.keep_screen(*id);
            // The folder and the program in front change with output.
            self.session = true;
            false
        });
    }
}
