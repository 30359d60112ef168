//! A text index of a folder that nobody owns, in memory, for a run that asks many questions.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, unbounded};
use tenon_core::{Clock, Code};
use tenon_index::find::Engine;
use tenon_index::text::TextIndex;
use tenon_workspace::{Seen, Watcher};

use crate::{ApiError, ApiResult};

/// Threads that read files; the questions go on meanwhile.
const THREADS: usize = 2;
/// How long a question waits to hear that everything was told.
const PATIENCE: Duration = Duration::from_millis(500);

/// An index that follows the disk for as long as this is kept. It writes nothing down.
pub struct Following {
    index: Arc<TextIndex>,
    watcher: Option<Watcher>,
    mark: PathBuf,
    thread: Option<JoinHandle<()>>,
}

impl Following {
    /// Begins to follow the folder at `root` (absolute, without links), which takes a while. A file
    /// in `scratch` takes marks.
    pub fn start(root: &Path, scratch: &Path, clock: Arc<dyn Clock>) -> ApiResult<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mark = scratch.join(format!("tenon-{}-{number}.mark", std::process::id()));
        let made = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&mark);
        made.map_err(|e| {
            let message = format!("\"{}\" cannot be made: {e}", mark.display());
            ApiError::new(Code::Storage, message)
        })?;
        let mut following = Self {
            index: Arc::new(TextIndex::new(root, clock)),
            watcher: None,
            mark,
            thread: None,
        };
        let (news, heard) = unbounded();
        let index = following.index.clone();
        let watcher = Watcher::start(root, Vec::new(), move |seen| {
            // At once, so that no question comes between.
            match &seen {
                Seen::Changed(changed) => index.touch(changed.keys().map(Vec::as_slice)),
                Seen::Rescan | Seen::Gone | Seen::Back => index.lose(),
                Seen::Limited(_) => index.distrust(),
            }
            // The thread at the other end goes when the run ends.
            let _ = news.send(matches!(seen, Seen::Rescan | Seen::Gone | Seen::Back));
        });
        following.watcher = Some(watcher?);
        let index = following.index.clone();
        let thread = std::thread::Builder::new()
            .name("tenon-index".into())
            .spawn(move || work(&index, &heard));
        following.thread = Some(thread.map_err(|e| ApiError::new(Code::Internal, e.to_string()))?);
        Ok(following)
    }

    /// Lets an engine leave out what the index knows to have no hits, if it knows of everything that
    /// happened until now.
    pub fn narrow(&self, engine: Engine) -> Engine {
        match self.is_current() {
            true => engine.narrowed_by(self.index.clone()),
            false => engine,
        }
    }

    /// Whether the index knows of everything that happened on disk until now.
    pub fn is_current(&self) -> bool {
        let told = self.watcher.as_ref().filter(|_| self.index.is_followed());
        let told = told.map(|watcher| watcher.told_until_now(&self.mark));
        told.is_some_and(|told| told.recv_timeout(PATIENCE).is_ok()) && self.index.is_followed()
    }
}

fn work(index: &TextIndex, heard: &Receiver<bool>) {
    while let Ok(first) = heard.recv() {
        let all = heard.try_iter().fold(first, |all, rescan| all | rescan);
        let done = match all || !index.is_followed() {
            true => index.refresh(THREADS, true),
            false => Ok(index.catch_up()),
        };
        match done {
            Ok(true) => {}
            // It was told to stop.
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "the folder could not be indexed"),
        }
    }
}

impl Drop for Following {
    fn drop(&mut self) {
        self.index.control().stop();
        // With it the news end, and so does the thread.
        self.watcher = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread of the index panicked");
        }
        // Nobody needs it; the system clears its folder some day.
        let _ = std::fs::remove_file(&self.mark);
    }
}
