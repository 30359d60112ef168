//! Following the disk: the watcher's news go to the list of files, the open documents, git and the
//! windows.

mod open;
mod written;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use tenon_core::WirePath;
use tenon_workspace::{Change, Seen, Watcher, walk};

pub(crate) use open::refresh_documents;

use super::{Owner, lock, open_paths};
use crate::ApiResult;
use crate::history::Order;
use crate::lock::lock_file;
use crate::symbols;
use crate::wire::{ChangedFolder, UiEvent};

/// What comes within this time goes to the windows in one piece.
const GATHER: Duration = Duration::from_millis(20);
/// How long somebody waits to hear that everything was told.
const PATIENCE: Duration = Duration::from_millis(500);
/// Git is asked when nothing has changed for this long.
const GIT_QUIET: Duration = Duration::from_millis(150);

/// The watcher and the thread that passes on what it sees.
pub struct Files {
    watcher: Mutex<Watcher>,
    also: Mutex<BTreeSet<Vec<u8>>>,
    scanning: Arc<AtomicBool>,
    news: Sender<Seen>,
}

/// Ignored folders that are watched because somebody looks at them.
const ALSO: usize = 1_000;

impl Files {
    pub(super) fn start(owner: &Arc<Owner>) -> ApiResult<Self> {
        let (news, heard) = unbounded();
        let scanning = Arc::new(AtomicBool::new(true));
        *lock(&owner.git) = crate::handle::git::discover(owner);
        let index = owner.indexing().index.clone();
        let told = news.clone();
        let notes = [owner.notes.heard.clone(), owner.linked.heard.clone()];
        let watcher = Watcher::start(owner.root(), git_folders(owner), move |seen| {
            // At once, so that a search that comes before the others are told knows of it.
            match &seen {
                Seen::Limited(_) => notes.iter().for_each(|notes| notes.limit()),
                _ => notes.iter().for_each(|notes| notes.change()),
            }
            match &seen {
                Seen::Changed(changed) => {
                    let paths = changed.keys().map(Vec::as_slice);
                    index.touch(paths.filter(|path| inside(path)));
                }
                Seen::Rescan | Seen::Gone | Seen::Back => index.lose(),
                Seen::Limited(_) => index.distrust(),
            }
            // The thread at the other end goes when the owner does; then nobody misses the news.
            let _ = news.send(seen);
        })?;
        let mut worker = Worker {
            owner: Arc::downgrade(owner),
            scanning: scanning.clone(),
            changed: BTreeMap::new(),
            rescan: false,
            root: None,
            git: false,
        };
        std::thread::Builder::new()
            .name("tenon-files".into())
            .spawn(move || worker.run(&heard))
            .map_err(|e| crate::ApiError::new(tenon_core::Code::Internal, e.to_string()))?;
        Ok(Self {
            watcher: Mutex::new(watcher),
            also: Mutex::default(),
            scanning,
            news: told,
        })
    }

    /// Whether the list of files is still being made.
    pub fn scanning(&self) -> bool {
        self.scanning.load(Ordering::SeqCst)
    }

    /// Watches a folder that ignore files leave out, because somebody looks at it.
    pub fn also(&self, owner: &Owner, folder: &[u8]) {
        let mut also = lock(&self.also);
        if also.len() < ALSO && also.insert(folder.to_vec()) {
            lock(&self.watcher).also(owner.root(), folder);
        }
    }

    /// Has everything looked at again.
    pub(super) fn look_again(&self) {
        let _ = self.news.send(Seen::Rescan);
    }

    /// Lets the ignored folders be named again that somebody looks at.
    pub(super) fn forget_also(&self) {
        lock(&self.also).clear();
    }

    /// Whether everything was told that happened on disk until now; `file` takes the mark.
    fn told_until_now(&self, file: &std::path::Path) -> bool {
        let told = lock(&self.watcher).told_until_now(file);
        told.recv_timeout(PATIENCE).is_ok()
    }

    /// Watches the repository's own files: it may be new, or another one than before.
    pub(crate) fn watch_repository(&self, owner: &Owner) {
        for folder in git_folders(owner) {
            lock(&self.watcher).also(owner.root(), folder.as_os_str().as_bytes());
        }
    }
}

impl Owner {
    /// Whether the index knows of everything that happened on disk until now.
    pub(crate) fn is_current(&self) -> bool {
        let index = &self.indexing().index;
        let files = self.files.get().filter(|_| index.is_followed());
        let (row, dirs) = (self.row(), &self.app.dirs);
        let mark = lock_file(&dirs.workspace_dir(row.profile, row.id));
        // What was told may be that track was lost.
        files.is_some_and(|files| files.told_until_now(&mark)) && index.is_followed()
    }
}

/// The folders whose change means that git has something new to say.
fn git_folders(owner: &Owner) -> Vec<PathBuf> {
    let paths = lock(&owner.repo)
        .as_ref()
        .map(tenon_git::Repo::watch_paths)
        .unwrap_or_default();
    let mut folders = BTreeSet::new();
    for path in paths {
        if path.is_dir() {
            let below = ignore_nothing(&path);
            folders.extend(below);
        } else if let Some(parent) = path.parent() {
            folders.insert(parent.to_path_buf());
        }
    }
    folders.into_iter().collect()
}

/// A folder and the folders below it: `refs` is watched whole, up to 200 folders.
fn ignore_nothing(folder: &std::path::Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_path_buf()];
    let mut next = 0;
    while next < found.len() && found.len() < 200 {
        let entries = std::fs::read_dir(&found[next])
            .into_iter()
            .flatten()
            .flatten();
        let folders = entries.filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir()));
        let folders: Vec<_> = folders.map(|e| e.path()).collect();
        found.extend(folders);
        next += 1;
    }
    found
}

struct Worker {
    owner: Weak<Owner>,
    scanning: Arc<AtomicBool>,
    changed: BTreeMap<Vec<u8>, Change>,
    rescan: bool,
    /// What became of the folder itself: whether it is there again.
    root: Option<bool>,
    git: bool,
}

impl Worker {
    fn run(&mut self, heard: &Receiver<Seen>) {
        loop {
            let waiting = if self.git {
                heard.recv_timeout(GIT_QUIET)
            } else {
                heard.recv().map_err(Into::into)
            };
            match waiting {
                Ok(first) => self.take(first),
                Err(RecvTimeoutError::Timeout) => {
                    self.git = false;
                    let Some(owner) = self.owner.upgrade() else {
                        return;
                    };
                    crate::handle::git::refresh(&owner);
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let until = std::time::Instant::now() + GATHER;
            while let Ok(next) = heard.recv_deadline(until) {
                self.take(next);
            }
            let Some(owner) = self.owner.upgrade() else {
                return;
            };
            self.pass_on(&owner);
        }
    }

    fn take(&mut self, seen: Seen) {
        match seen {
            Seen::Changed(changed) => {
                for (path, change) in changed {
                    // A write behind a creation is still news of a new path.
                    if change != Change::Modified || !self.changed.contains_key(&path) {
                        self.changed.insert(path, change);
                    }
                }
            }
            Seen::Rescan => self.rescan = true,
            Seen::Gone => self.root = Some(false),
            Seen::Back => self.root = Some(true),
            Seen::Limited(why) => tracing::warn!("{why}"),
        }
    }

    fn pass_on(&mut self, owner: &Arc<Owner>) {
        let changed = std::mem::take(&mut self.changed);
        let moved = self.root.take();
        let rescan = std::mem::take(&mut self.rescan) || moved.is_some();
        if let Some(there) = moved {
            owner.follow_folder(there);
        }
        if changed.is_empty() && !rescan {
            return;
        }
        self.git = true;
        let mut folders = BTreeSet::new();
        for (path, change) in changed.iter().filter(|(path, _)| inside(path)) {
            if *change != Change::Modified {
                let end = path.iter().rposition(|b| *b == b'/').unwrap_or(0);
                folders.insert(path[..end].to_vec());
            }
        }
        if moved == Some(false) {
            // Files of a folder that is elsewhere are not forgotten, and found again with it.
            lock(&owner.finder).replace(Vec::new());
        } else if rescan {
            self.scan(owner);
            owner.indexing().rescan();
        } else {
            owner.indexing().changed();
            note_files(owner, &changed, inside);
        }
        if !rescan {
            let mut changes: BTreeMap<_, _> = changed
                .iter()
                .filter(|(path, _)| inside(path))
                .map(|(path, change)| (path.clone(), *change))
                .collect();
            let open = open_paths(owner);
            if owner.is_loose() {
                changes.retain(|path, _| open.contains(path));
            }
            let seen = symbols::Order::Changed(changes.clone());
            owner.symbols.tell(seen);
            owner.history.tell(Order::Changed { changes, open });
        }
        written::tell(owner, &changed, rescan);
        refresh_documents(owner, &changed, rescan);
        open::refresh_rules(owner, &changed, rescan);
        if rescan || !folders.is_empty() {
            let folders = folders.iter().map(|f| ChangedFolder {
                path: WirePath::from_bytes(f),
            });
            owner.hub().emit(UiEvent::FilesChanged {
                folders: folders.collect(),
                rescan,
            });
        }
    }

    fn scan(&self, owner: &Owner) {
        self.scanning.store(true, Ordering::SeqCst);
        let found = Mutex::new(Vec::new());
        let problems = walk::files(owner.root(), true, 2, || {
            |path: &[u8]| {
                lock(&found).push(path.to_vec());
                true
            }
        });
        for problem in problems.iter().take(20) {
            tracing::info!("left out of the list of files: {problem}");
        }
        let found = found.into_inner().unwrap_or_default();
        if !owner.is_loose() {
            let files = found.clone();
            let open = open_paths(owner);
            owner.history.tell(Order::Scan { files, open });
            owner.symbols.tell(symbols::Order::Scan);
        }
        lock(&owner.finder).replace(found);
        self.scanning.store(false, Ordering::SeqCst);
    }
}

/// Whether a path is the workspace's: those outside of the folder and in `.git` are git's own.
fn inside(path: &[u8]) -> bool {
    !path.starts_with(b"/") && path != b".git" && !path.starts_with(b".git/")
}

fn note_files(owner: &Owner, changed: &BTreeMap<Vec<u8>, Change>, inside: impl Fn(&[u8]) -> bool) {
    let mut kept = BTreeMap::new();
    for (path, change) in changed.iter().filter(|(path, _)| inside(path)) {
        match change {
            Change::Modified => {}
            Change::Removed => lock(&owner.finder).remove(path),
            Change::Created => {
                // Another folder may have had this path before; what is in this one follows.
                lock(&owner.finder).remove(path);
                let absolute = owner.root().join(OsStr::from_bytes(path));
                let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
                    continue;
                };
                // In a folder that is ignored, and watched because somebody looks at it, nothing counts.
                let names = kept.entry(parent.to_path_buf()).or_insert_with(|| {
                    let end = path.iter().rposition(|b| *b == b'/').unwrap_or(0);
                    match walk::folder_is_ignored(owner.root(), &path[..end]) {
                        true => HashSet::new(),
                        false => walk::kept_names(parent),
                    }
                });
                if absolute.symlink_metadata().is_ok_and(|meta| meta.is_file())
                    && names.contains(name.as_bytes())
                {
                    lock(&owner.finder).insert(path.clone());
                }
            }
        }
    }
}
