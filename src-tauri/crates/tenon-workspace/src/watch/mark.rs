//! Knowing that nothing is left in the kernel's queue: a mark is made on a file, and when its news
//! comes, everything that was before it has come.

use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;
use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, UTIME_NOW, utimensat};

/// Who waits for the news of a mark.
#[derive(Debug, Default)]
pub(super) struct Mark {
    file: Option<PathBuf>,
    /// Whether its news came in this round.
    came: bool,
    /// Who asked before the mark was made.
    waiting: Vec<Sender<()>>,
    /// Who asked since, and gets a mark of their own: the news of the last one says nothing of what
    /// happened after it.
    next: Vec<Sender<()>>,
}

impl Mark {
    /// Makes a mark, or has one made when the news of the last one has come.
    pub fn ask(&mut self, native: &mut RecommendedWatcher, file: &Path, told: Sender<()>) {
        if self.file.as_deref() != Some(file) {
            if native.watch(file, RecursiveMode::NonRecursive).is_err() {
                // Who waits hears nothing, which says that it cannot be known.
                return;
            }
            self.file = Some(file.to_path_buf());
        }
        self.next.push(told);
        if self.waiting.is_empty() {
            self.make();
        }
    }

    fn make(&mut self) {
        let Some(file) = &self.file else { return };
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: UTIME_NOW,
        };
        let times = Timestamps {
            last_access: now,
            last_modification: now,
        };
        match utimensat(CWD, file, &times, AtFlags::empty()) {
            Ok(()) => self.waiting.append(&mut self.next),
            Err(_) => {
                // The file is gone, and so is its watch.
                self.next.clear();
                self.file = None;
            }
        }
    }

    /// Whether an event is the news of a mark.
    pub fn is(&mut self, event: &Event) -> bool {
        let ours = self.file.is_some() && event.paths.first() == self.file.as_ref();
        self.came |= ours && matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)));
        ours
    }

    /// Tells those whose mark came, after everything that came before it was told.
    pub fn tell(&mut self) {
        if !std::mem::take(&mut self.came) {
            return;
        }
        for told in self.waiting.drain(..) {
            // Who has given up misses nothing.
            let _ = told.send(());
        }
        if !self.next.is_empty() {
            self.make();
        }
    }
}
