//! A process that does not stay does a bounded part of the work before it answers.
//!
//! Nobody has followed the files since the last call, and nobody has looked whether the collection is
//! whole. Comparing and writing what was made before takes no model, so it is done; texts that are
//! new are embedded as far as a person waits gladly.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use tenon_core::Code;

use super::Meaning;
use super::job::{Job, Next, Order};
use crate::wire::MeaningState;
use crate::{ApiError, ApiResult};

/// Texts that are embedded before an answer.
pub(crate) const TEXTS: usize = 64;
/// How long files are compared and texts embedded before an answer.
const TIME: Duration = Duration::from_secs(2);
/// How much longer texts that are under way are waited for.
const GRACE: Duration = Duration::from_secs(3);
/// How often the work is looked at after that.
const LOOK: Duration = Duration::from_millis(100);
/// How long the vectors that were made may take to be written again, for as many files as there are.
const LONGEST: Duration = Duration::from_secs(120);

/// What somebody waits for.
pub(crate) struct Stint {
    texts: usize,
    until: Instant,
    /// Whether texts could be embedded since it began.
    embeds: bool,
    /// Everybody who waits for it.
    done: Vec<Sender<()>>,
}

/// How much may be done.
#[derive(Default)]
pub(crate) struct Bounds {
    are_set: bool,
    stint: Option<Stint>,
}

impl Bounds {
    /// Nothing is embedded unless somebody waits for it.
    fn set() -> Self {
        Self {
            are_set: true,
            stint: None,
        }
    }

    pub fn are_set(&self) -> bool {
        self.are_set
    }

    pub fn begin(&mut self, mut stint: Stint) {
        if let Some(before) = self.stint.take() {
            // Who waits already is answered together with who comes.
            stint.done.extend(before.done);
        }
        self.stint = Some(stint);
    }

    /// Whether files may be compared.
    pub fn has_time(&self) -> bool {
        let stint = self.stint.as_ref();
        !self.are_set || stint.is_some_and(|stint| Instant::now() < stint.until)
    }

    /// Says that the collection is whole: what that took is no time for embedding.
    pub fn are_ready(&mut self) {
        if let Some(stint) = self.stint.as_mut().filter(|stint| !stint.embeds) {
            (stint.embeds, stint.until) = (true, Instant::now() + TIME);
        }
    }

    /// How many texts may be embedded.
    pub fn left(&self) -> usize {
        match (&self.stint, self.has_time()) {
            _ if !self.are_set => usize::MAX,
            (Some(stint), true) => stint.texts,
            _ => 0,
        }
    }

    pub fn spend(&mut self, texts: usize) {
        if let Some(stint) = &mut self.stint {
            stint.texts = stint.texts.saturating_sub(texts);
        }
    }
}

impl Job {
    /// How many texts may be embedded in the next request.
    pub fn may_embed(&self) -> usize {
        match self.paused {
            true => 0,
            false => self.bounds.left(),
        }
    }

    /// Tells whoever waits when all is done that may be; otherwise says when to look again.
    pub fn end_stint(&mut self, next: Next) -> Next {
        let Some(stint) = &self.bounds.stint else {
            return next;
        };
        let stands = match self.told {
            _ if self.idle => true,
            Some(MeaningState::Off | MeaningState::Failed) => true,
            Some(MeaningState::Waiting) => !self.bounds.has_time(),
            _ => false,
        };
        let whole = self
            .answering
            .launch
            .is_some_and(|launch| self.upkeep.is_checked(launch));
        let late = Instant::now() >= stint.until + GRACE;
        if stands || (late && whole && !self.writing) {
            let symbols = self.shared.parts.symbols.lock();
            let left = self
                .stale
                .iter()
                .map(|path| symbols.chunks(path).len() as u64);
            self.shared.left.store(left.sum(), Ordering::SeqCst);
            for done in &stint.done {
                let _ = done.send(());
            }
            self.bounds.stint = None;
            return next;
        }
        let now = Instant::now();
        let mut times = [stint.until, stint.until + GRACE].into_iter();
        let due = times.find(|at| now < *at).unwrap_or(now + LOOK);
        match next {
            Next::Heard => Next::At(due),
            Next::At(at) => Next::At(at.min(due)),
            Next::Now => Next::Now,
        }
    }
}

impl Meaning {
    /// Brings what answers in line with the files, as far as a person waits for it, where no process
    /// stays that would have done it.
    pub(crate) fn catch_up(&self) -> ApiResult<()> {
        if self.shared.parts.begin.is_none() {
            return Ok(());
        }
        self.start_within(Bounds::set())?;
        let (done, waited) = bounded(1);
        self.tell(Order::Stint(Stint {
            texts: TEXTS,
            until: Instant::now() + TIME,
            embeds: false,
            done: vec![done],
        }));
        match waited.recv_timeout(LONGEST) {
            Ok(()) => Ok(()),
            Err(RecvTimeoutError::Timeout) => {
                let message = "the vectors that were made before are still being written again";
                Err(ApiError {
                    retryable: true,
                    ..ApiError::new(Code::SidecarUnavailable, message)
                        .hint("\"tenon index --wait-for-meaning\" waits until all of it is done.")
                })
            }
            Err(RecvTimeoutError::Disconnected) => {
                let message = "the work on meaning ended on the way";
                Err(ApiError::new(Code::Internal, message))
            }
        }
    }
}
