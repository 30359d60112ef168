//! One terminal's output: the mirror and the attachments, cut at the same byte.
//!
//! One lock covers both, so a snapshot and the bytes after it meet exactly. Each attachment has a
//! thread of its own that calls its sink: a window that does not answer holds up nobody else.

use std::io;
use std::ops::ControlFlow;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::flow::{Feed, FlowLimits, Next, View};
use crate::mirror::Mirror;
use crate::pty::release_memory;
use crate::run::Mark;
use crate::runs::{Found, RunNews, Runs};
use crate::state::{AttachmentId, Chunk, Exit, Past};

/// How long the end of a shell waits for the attachments to take the last output.
const LAST_DELIVERY: Duration = Duration::from_secs(1);

/// What takes an attachment's chunks. Called on a thread of its own; `Break` detaches.
pub type Sink = Box<dyn FnMut(Chunk) -> ControlFlow<()> + Send>;

pub(crate) struct Stream {
    limits: FlowLimits,
    shared: Mutex<Shared>,
    /// Wakes whoever waits for credit or for the last delivery.
    progress: Condvar,
}

struct Shared {
    mirror: Mirror,
    runs: Runs,
    attached: Vec<Attached>,
    exit: Option<Exit>,
    /// Bytes of output so far.
    written: u64,
    /// Whether there is output since the past was asked for.
    grown: bool,
}

/// What one piece of output changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Appended {
    /// What the title became, when it changed.
    pub title: Option<Option<String>>,
    /// Whether this is the first output since the past was asked for.
    pub first: bool,
    /// Commands that began, wrote or ended.
    pub runs: Vec<RunNews>,
}

struct Attached {
    id: AttachmentId,
    feed: Feed,
    wake: Arc<Condvar>,
}

impl Stream {
    pub fn new(mirror: Mirror, runs: Runs, limits: FlowLimits) -> Arc<Self> {
        let shared = Shared {
            mirror,
            runs,
            attached: Vec::new(),
            exit: None,
            written: 0,
            grown: false,
        };
        Arc::new(Self {
            limits,
            shared: Mutex::new(shared),
            progress: Condvar::new(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Attaches `sink`, which is given a snapshot first.
    pub fn attach(self: &Arc<Self>, id: AttachmentId, sink: Sink) -> io::Result<()> {
        let wake = Arc::new(Condvar::new());
        let feed = Feed::new(self.limits, Instant::now());
        self.lock().attached.push(Attached {
            id,
            feed,
            wake: wake.clone(),
        });
        let stream = self.clone();
        let started = thread::Builder::new()
            .name("terminal-feed".into())
            .spawn(move || stream.send(id, &wake, sink));
        if started.is_err() {
            self.detach(id);
        }
        started.map(drop)
    }

    pub fn detach(&self, id: AttachmentId) {
        let mut shared = self.lock();
        if let Some(at) = shared
            .attached
            .iter()
            .position(|attached| attached.id == id)
        {
            shared.attached.remove(at).wake.notify_all();
        }
        self.progress.notify_all();
    }

    pub fn detach_all(&self) {
        for attached in self.lock().attached.drain(..) {
            attached.wake.notify_all();
        }
        self.progress.notify_all();
    }

    pub fn acknowledge(&self, id: AttachmentId, bytes: usize) {
        if let Some(attached) = self.lock().attached.iter_mut().find(|a| a.id == id) {
            attached.feed.acknowledge(bytes, Instant::now());
            if !attached.feed.is_live() {
                attached.wake.notify_all();
            }
            self.progress.notify_all();
        }
    }

    /// An attachment's window shows the terminal so from now on.
    pub fn see(&self, id: AttachmentId, view: View) {
        if let Some(attached) = self.lock().attached.iter_mut().find(|a| a.id == id) {
            attached.feed.see(view);
            attached.wake.notify_all();
            self.progress.notify_all();
        }
    }

    /// Takes the next output.
    pub fn append(&self, bytes: &[u8]) -> Appended {
        let mut shared = self.lock();
        let (mut rest, mut retitled, mut runs) = (bytes, false, Vec::new());
        for Found { at, mark, news } in shared.runs.advance(bytes) {
            // A mark may be known to have ended only when the byte after it comes.
            let to = at.saturating_sub(shared.written) as usize;
            let (before, after) = rest.split_at(to.min(rest.len()));
            retitled |= shared.pass(before);
            rest = after;
            shared.mark(mark);
            runs.extend(news);
        }
        retitled |= shared.pass(rest);
        runs.extend(shared.runs.wrote());
        Appended {
            title: retitled.then(|| shared.mirror.title()),
            first: !std::mem::replace(&mut shared.grown, true),
            runs,
        }
    }

    /// Packs what scrolled away, now that nothing comes.
    pub fn tidy(&self) {
        // What was large is given back to the system without the lock.
        if self.lock().mirror.tidy() {
            release_memory();
        }
    }

    /// The shell ended, and with it what ran in it; says what is to be told of that.
    pub fn end_run(&self) -> Vec<RunNews> {
        let mut shared = self.lock();
        let Some(Found { mark, news, .. }) = shared.runs.finish() else {
            return Vec::new();
        };
        shared.mark(mark);
        news
    }

    /// Bytes of output so far.
    pub fn written(&self) -> u64 {
        self.lock().written
    }

    /// What is kept beyond the shell's life, up to the last byte.
    pub fn past(&self) -> Past {
        let mut shared = self.lock();
        shared.grown = false;
        shared.mirror.past()
    }

    /// Waits until every attachment that follows can take more. One that makes no progress is left
    /// behind, so this returns.
    pub fn wait_for_credit(&self) {
        let mut shared = self.lock();
        loop {
            let now = Instant::now();
            let mut until: Option<Instant> = None;
            for attached in &mut shared.attached {
                match attached.feed.blocks(now) {
                    Some(patience) if patience <= now => attached.feed.fall_behind(),
                    Some(patience) => until = Some(until.map_or(patience, |u| u.min(patience))),
                    None => {}
                }
            }
            let Some(until) = until else { return };
            let waited = self.progress.wait_timeout(shared, until - now);
            shared = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The shell ended: waits until every attachment that follows has been given the last output.
    pub fn finish(&self, exit: Exit) {
        let mut shared = self.lock();
        shared.exit = Some(exit);
        for attached in &shared.attached {
            attached.wake.notify_all();
        }
        let waiting = |shared: &mut Shared| shared.attached.iter().any(|a| a.feed.is_live());
        // One that takes nothing gets the end whenever it takes something again.
        drop(
            self.progress
                .wait_timeout_while(shared, LAST_DELIVERY, waiting),
        );
    }

    pub fn exit(&self) -> Option<Exit> {
        self.lock().exit
    }

    /// The title the program asked for.
    pub fn title(&self) -> Option<String> {
        self.lock().mirror.title()
    }

    /// Changes the mirror's size together with the terminal's, which `apply` does.
    pub fn resize(
        &self,
        cols: u16,
        rows: u16,
        apply: impl FnOnce() -> io::Result<()>,
    ) -> io::Result<()> {
        let mut shared = self.lock();
        apply()?;
        shared.mirror.resize(cols, rows);
        Ok(())
    }

    /// The life of an attachment's thread.
    fn send(&self, id: AttachmentId, wake: &Condvar, mut sink: Sink) {
        while let Some(chunk) = self.next_chunk(id, wake) {
            let last = matches!(chunk, Chunk::Ended(_));
            if sink(chunk).is_break() || last {
                break;
            }
        }
        self.detach(id);
    }

    /// Waits for what is to be sent next; nothing once the attachment is gone.
    fn next_chunk(&self, id: AttachmentId, wake: &Condvar) -> Option<Chunk> {
        let mut guard = self.lock();
        loop {
            let shared = &mut *guard;
            let exit = shared.exit;
            let now = Instant::now();
            let feed = &mut shared
                .attached
                .iter_mut()
                .find(|attached| attached.id == id)?
                .feed;
            let until = match feed.next(now, exit.is_some()) {
                Next::Snapshot => {
                    let (snapshot, marks) = shared.mirror.snapshot();
                    feed.sent_snapshot(snapshot.bytes.len(), marks);
                    return Some(Chunk::Snapshot(snapshot));
                }
                Next::Bytes(bytes) => return Some(Chunk::Bytes(bytes)),
                Next::Marks(marks) => return Some(Chunk::Marks(marks)),
                Next::Drained => return exit.map(Chunk::Ended),
                Next::Wait(until) => until,
            };
            guard = match until {
                None => wake.wait(guard).unwrap_or_else(PoisonError::into_inner),
                Some(until) => {
                    wake.wait_timeout(guard, until - now)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            };
        }
    }
}

impl Shared {
    /// Passes output on; says whether the title changed.
    fn pass(&mut self, bytes: &[u8]) -> bool {
        if bytes.is_empty() {
            return false;
        }
        let retitled = self.mirror.feed(bytes);
        for attached in &mut self.attached {
            if attached.feed.push(bytes) {
                attached.wake.notify_all();
            }
        }
        self.written += bytes.len() as u64;
        retitled
    }

    /// Marks the point behind the last byte.
    fn mark(&mut self, mark: Mark) {
        self.mirror.place(&mark);
        for attached in &mut self.attached {
            if attached.feed.mark(&mark) {
                attached.wake.notify_all();
            }
        }
    }
}
