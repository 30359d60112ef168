//! Watching the tree: one watch for each folder that ignore files do not leave out.
//!
//! A thread of the library drains the kernel's queue into one of ours, which has no end, so that a
//! burst costs memory and not events. Our own thread adds watches for new folders, looks into them
//! only after that (what came before the watch is found, what comes later is told), and asks for a
//! rescan when the kernel says that events were lost.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::ops::Bound::{Included, Unbounded};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::error::{Result, WorkspaceError};
use crate::walk;

mod mark;

use mark::Mark;

/// What happened to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is new, or may be. A folder comes with all that is in it, so that what was known below it
    /// can be forgotten first: another one may have had its path before.
    Created,
    /// It is gone.
    Removed,
    /// Its content or marks changed.
    Modified,
}

/// What the watcher saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// These paths changed, each with the last thing that happened to it. Paths are relative to the
    /// workspace; what lies outside of it (a repository's files) is absolute.
    Changed(BTreeMap<Vec<u8>, Change>),
    /// Events were lost: everything has to be looked at again.
    Rescan,
    /// The folder itself was deleted, moved or renamed. Nothing comes until [`Seen::Back`].
    Gone,
    /// A folder is at the path again, or another one than before: everything has to be looked at
    /// again, and what was watched besides has to be named again.
    Back,
    /// Some folders cannot be watched, and why; what is in them is seen when it is looked at.
    Limited(String),
}

/// How often the watcher looks whether the folder is still at its path, when nothing else happens.
/// Nobody tells that a folder above it was moved, or that it came back.
const LOOK: Duration = Duration::from_secs(1);

enum Message {
    Event(notify::Result<Event>),
    Folder(PathBuf),
    Mark(PathBuf, Sender<()>),
    Stop,
}

/// A running watcher. Dropping it stops it.
#[derive(Debug)]
pub struct Watcher {
    control: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// Watches `root` (absolute, without links), and the folders in `also`, each by itself.
    ///
    /// The first walk happens on the watcher's own thread; its end is told as [`Seen::Rescan`].
    pub fn start(
        root: &Path,
        also: Vec<PathBuf>,
        seen: impl Fn(Seen) + Send + 'static,
    ) -> Result<Self> {
        let (control, messages) = unbounded();
        let queue = control.clone();
        let handler = move |event| {
            // The other end is gone only while the watcher is being dropped.
            let _ = queue.send(Message::Event(event));
        };
        let native =
            RecommendedWatcher::new(handler, Config::default().with_follow_symlinks(false))
                .map_err(|e| WorkspaceError::Watch(e.to_string()))?;
        let mut worker = Worker {
            root: root.to_path_buf(),
            native,
            seen: Box::new(seen),
            limited: false,
            watched: BTreeSet::new(),
            mark: Mark::default(),
            known: None,
        };
        let thread = std::thread::Builder::new()
            .name("tenon-watch".into())
            .spawn(move || {
                worker.watch_root();
                for folder in also {
                    worker.watch(&folder);
                }
                (worker.seen)(Seen::Rescan);
                if worker.known.is_none() {
                    (worker.seen)(Seen::Gone);
                }
                worker.run(&messages);
            });
        let thread = thread.map_err(|e| WorkspaceError::Watch(e.to_string()))?;
        Ok(Self {
            control,
            thread: Some(thread),
        })
    }

    /// Watches one more folder: one that is ignored but looked at, relative to the workspace.
    pub fn also(&self, root: &Path, folder: &[u8]) {
        let folder = root.join(OsStr::from_bytes(folder));
        let _ = self.control.send(Message::Folder(folder));
    }
}

impl Watcher {
    /// Hears when everything was told that happened on disk before this call. Nothing comes when
    /// that cannot be known, and then the other end goes away. `file` is one outside of the
    /// workspace that nobody else marks; its time of change is set.
    pub fn told_until_now(&self, file: &Path) -> Receiver<()> {
        let (told, wait) = crossbeam_channel::bounded(1);
        let _ = self.control.send(Message::Mark(file.to_path_buf(), told));
        wait
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.control.send(Message::Stop);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the watcher's thread panicked");
        }
    }
}

struct Worker {
    root: PathBuf,
    native: RecommendedWatcher,
    seen: Box<dyn Fn(Seen) + Send>,
    limited: bool,
    watched: BTreeSet<PathBuf>,
    mark: Mark,
    /// Which folder is watched as the root, by device and inode.
    known: Option<(u64, u64)>,
}

impl Worker {
    fn run(&mut self, messages: &Receiver<Message>) {
        loop {
            let first = match messages.recv_timeout(LOOK) {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => {
                    self.follow_root(false);
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let mut batch = BTreeMap::new();
            let mut lost = false;
            let mut moved = false;
            // What has piled up meanwhile goes out in one piece.
            for message in std::iter::once(first).chain(messages.try_iter().take(20_000)) {
                match message {
                    Message::Stop => return,
                    Message::Folder(folder) => self.watch(&folder),
                    Message::Mark(file, told) => self.mark.ask(&mut self.native, &file, told),
                    Message::Event(Ok(event)) if self.mark.is(&event) => {}
                    Message::Event(Ok(event)) => {
                        lost |= event.need_rescan();
                        moved |= self.is_of_root(&event);
                        self.take(&event, &mut batch);
                    }
                    Message::Event(Err(e)) => {
                        tracing::warn!(error = %e, "the watcher reported a fault");
                        lost = true;
                    }
                }
            }
            // Other rules may leave in what had no watch, and show or dim what has not changed.
            let other_rules = batch
                .iter()
                .any(|(path, change)| changes_rules(path, *change));
            if !batch.is_empty() {
                (self.seen)(Seen::Changed(batch));
            }
            if moved || self.known.is_none() {
                self.follow_root(moved);
            } else if lost || other_rules {
                self.watch_below(&self.root.clone());
                (self.seen)(Seen::Rescan);
            }
            self.mark.tell();
        }
    }

    /// Whether an event tells of the end of the root, or that it was moved.
    fn is_of_root(&self, event: &Event) -> bool {
        let ends = matches!(
            event.kind,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
        );
        ends && event.paths.contains(&self.root)
    }

    /// Looks whether the folder at the root's path is still the one that is watched, and follows
    /// what became of it. With `moved` it was away for a moment at least.
    fn follow_root(&mut self, moved: bool) {
        let now = identity(&self.root);
        if now == self.known && !(moved && now.is_some()) {
            return;
        }
        // Watches follow their folder to wherever it was moved, and would speak of it by this path.
        self.unwatch_below(&self.root.clone());
        if now.is_some() {
            self.watch_root();
        } else {
            self.known = None;
        }
        (self.seen)(match self.known {
            Some(_) => Seen::Back,
            None => Seen::Gone,
        });
    }

    fn watch_root(&mut self) {
        // Asked for first: a folder that is exchanged meanwhile is found to be another one.
        let now = identity(&self.root);
        self.watch_below(&self.root.clone());
        self.known = now.filter(|_| self.watched.contains(&self.root) || self.limited);
    }

    fn take(&mut self, event: &Event, batch: &mut BTreeMap<Vec<u8>, Change>) {
        let change = match event.kind {
            EventKind::Create(_) => Change::Created,
            EventKind::Remove(_) => Change::Removed,
            EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Change::Removed,
            EventKind::Modify(ModifyKind::Name(RenameMode::To)) => Change::Created,
            // Told a second time, after its two halves.
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => return,
            EventKind::Modify(_) | EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                Change::Modified
            }
            _ => return,
        };
        for path in &event.paths {
            // What becomes of the root is followed by itself.
            if *path == self.root {
                continue;
            }
            let name = path.file_name().unwrap_or_default().as_bytes();
            // Our own temporary files are gone before anybody could look.
            if crate::save::is_ours(name) {
                continue;
            }
            // A file without a name is told of under its number.
            if name.first() == Some(&b'#') && path.symlink_metadata().is_err() {
                continue;
            }
            if change == Change::Modified {
                self.note(path, change, batch);
                continue;
            }
            // The disk is asked what became of it. A watch that was added while its folder was
            // being moved hears of that move, too, and the folder would count as gone.
            let there = path.symlink_metadata();
            if change == Change::Removed {
                self.unwatch_below(path);
            }
            let change = if there.is_ok() {
                Change::Created
            } else {
                change
            };
            if there.is_ok_and(|meta| meta.is_dir()) && self.is_kept(path) {
                self.watch_below(path);
                self.found_below(path, batch);
            }
            self.note(path, change, batch);
        }
    }

    fn note(&self, path: &Path, change: Change, batch: &mut BTreeMap<Vec<u8>, Change>) {
        let path = path
            .strip_prefix(&self.root)
            .unwrap_or(path)
            .as_os_str()
            .as_bytes()
            .to_vec();
        // A write behind a creation is still news of a new path.
        if change == Change::Modified && batch.get(&path) == Some(&Change::Created) {
            return;
        }
        batch.insert(path, change);
    }

    /// Whether a new folder is one that is walked.
    fn is_kept(&self, folder: &Path) -> bool {
        let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
            return false;
        };
        name != ".git"
            && folder.starts_with(&self.root)
            && walk::kept_names(parent).contains(name.as_bytes())
    }

    fn watch_below(&mut self, folder: &Path) {
        for entry in walk::builder(folder, true).build().flatten() {
            if entry.file_type().is_some_and(|kind| kind.is_dir()) {
                self.watch(entry.path());
            }
        }
    }

    /// Gives up the watches of a folder that is gone and of all below it. A folder that was moved
    /// takes its watches along, and they would go on to speak of it by its old path.
    fn unwatch_below(&mut self, folder: &Path) {
        let gone: Vec<_> = self
            .watched
            .range::<Path, _>((Included(folder), Unbounded))
            .take_while(|path| path.starts_with(folder))
            .cloned()
            .collect();
        for path in gone {
            // The kernel may have taken it away together with the folder.
            let _ = self.native.unwatch(&path);
            self.watched.remove(&path);
        }
    }

    fn found_below(&self, folder: &Path, batch: &mut BTreeMap<Vec<u8>, Change>) {
        for entry in walk::builder(folder, true)
            .build()
            .flatten()
            .filter(|e| e.depth() > 0)
        {
            self.note(entry.path(), Change::Created, batch);
        }
    }

    fn watch(&mut self, folder: &Path) {
        let Err(e) = self.native.watch(folder, RecursiveMode::NonRecursive) else {
            self.watched.insert(folder.to_path_buf());
            return;
        };
        let gone = matches!(e.kind, notify::ErrorKind::PathNotFound)
            || matches!(&e.kind, notify::ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::NotFound);
        // A folder that went away meanwhile needs no watch.
        if !gone && !self.limited {
            self.limited = true;
            let why = format!("{} cannot be watched: {e}", folder.display());
            (self.seen)(Seen::Limited(why));
        }
    }
}

/// The device and inode of a folder; nothing for what is none.
fn identity(folder: &Path) -> Option<(u64, u64)> {
    let meta = folder.metadata().ok()?;
    meta.is_dir().then(|| (meta.dev(), meta.ino()))
}

/// Whether what happened to a path may change which paths ignore files leave out.
fn changes_rules(path: &[u8], change: Change) -> bool {
    let name = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
    // Ignore files of git count in a repository only.
    let is_new_or_gone = change != Change::Modified;
    walk::IGNORE_FILES
        .iter()
        .any(|rules| rules.as_bytes() == name)
        || name == b".git" && is_new_or_gone
}
