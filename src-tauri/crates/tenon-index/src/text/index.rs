//! The index itself: files by number and by path, and the lists of their pieces.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tenon_core::Clock;

use super::build::Control;
use super::entry::{Entry, State};
use super::file::Fresh;
use super::need::Need;
use super::postings::Postings;
use super::trigram::Extractor;
use super::verdict::Verdict;
use crate::find::{Ask, Stamp};

/// What an index holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files that are known.
    pub files: u64,
    /// Bytes of those whose pieces are known.
    pub bytes: u64,
    /// Their lines.
    pub lines: u64,
}

/// The text index of one folder.
pub struct TextIndex {
    pub(super) folder: PathBuf,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) inner: RwLock<Inner>,
    pub(super) control: Control,
    /// Paths of which it was heard that they changed, and when, in the order of hearing.
    dirty: Mutex<BTreeMap<Vec<u8>, u64>>,
    /// Held by whoever brings it in line with the disk.
    pub(super) work: Mutex<()>,
    heard: AtomicU64,
    /// What the last walk could not look into, and why.
    pub(super) unwalked: Mutex<Vec<(Vec<u8>, String)>>,
    /// Whether every change is heard of, so that the disk need not be asked.
    pub(super) followed: AtomicBool,
    /// How often track was lost.
    pub(super) lost: AtomicU64,
    /// Whether some changes are never heard of.
    pub(super) deaf: AtomicBool,
}

/// What stands for a path on disk.
pub(crate) type PathSum = [u8; 16];

/// The sum of a path.
pub(crate) fn path_sum(path: &[u8]) -> PathSum {
    let mut sum = PathSum::default();
    sum.copy_from_slice(&blake3::hash(path).as_bytes()[..16]);
    sum
}

/// What is behind the lock.
#[derive(Default)]
pub(crate) struct Inner {
    pub files: Vec<Option<Entry>>,
    pub by_path: BTreeMap<Vec<u8>, u32>,
    /// Files of the last run that no walk has come to yet, by the sums of their paths.
    pub parked: HashMap<PathSum, u32>,
    pub postings: Postings,
    /// Files of which the pieces are not known though they may have hits.
    pub unread: BTreeSet<u32>,
    /// Numbers that no file has any more.
    pub dead: usize,
}

impl TextIndex {
    /// An index that knows nothing yet.
    pub fn new(folder: &Path, clock: Arc<dyn Clock>) -> Self {
        Self {
            folder: folder.to_path_buf(),
            clock,
            inner: RwLock::default(),
            control: Control::default(),
            dirty: Mutex::default(),
            work: Mutex::default(),
            heard: AtomicU64::new(0),
            unwalked: Mutex::default(),
            followed: AtomicBool::new(false),
            lost: AtomicU64::new(0),
            deaf: AtomicBool::new(false),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How the work on it is stopped, paused and watched.
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Folders that the last walk could not look into, by path, and why.
    pub fn unwalked(&self) -> Vec<(Vec<u8>, String)> {
        let unwalked = self.unwalked.lock();
        unwalked.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What it holds.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for entry in self.read().files.iter().flatten() {
            totals.files += 1;
            if entry.state == State::Indexed {
                totals.bytes += entry.stamp.size;
                totals.lines += entry.lines;
            }
        }
        totals
    }

    /// The files that are known, below `folder`, in the order of their paths.
    pub fn entries(&self, folder: &[u8]) -> Vec<Entry> {
        let inner = self.read();
        let below = inner.below(folder);
        below
            .filter_map(|number| inner.files[number as usize].clone())
            .collect()
    }

    /// The files that are known and could not be read, and why.
    pub fn unreadable(&self) -> Vec<(Vec<u8>, String)> {
        let inner = self.read();
        let entries = inner
            .unread()
            .filter_map(|number| inner.files[number as usize].as_ref());
        let unreadable = entries.filter_map(|entry| match &entry.state {
            State::Unreadable(why) => Some((entry.path.clone(), why.clone())),
            _ => None,
        });
        unreadable.collect()
    }

    /// Says that these paths changed, or what is below them. Until they were looked at they are read
    /// for every question.
    pub fn touch<'a>(&self, paths: impl IntoIterator<Item = &'a [u8]>) {
        let mut dirty = lock(&self.dirty);
        for path in paths.into_iter().filter(|path| !path.is_empty()) {
            let when = self.heard.fetch_add(1, Ordering::SeqCst);
            dirty.insert(path.to_vec(), when);
        }
    }

    /// Says that changes were missed: the disk is asked for every question until all was looked at.
    pub fn lose(&self) {
        self.lost.fetch_add(1, Ordering::SeqCst);
        self.followed.store(false, Ordering::SeqCst);
    }

    /// Says that not every change will be heard of, now and later: the disk is asked for every
    /// question.
    pub fn distrust(&self) {
        self.deaf.store(true, Ordering::SeqCst);
        self.lose();
    }

    /// How many paths changed and were not looked at yet.
    pub fn touched(&self) -> usize {
        lock(&self.dirty).len()
    }

    /// Whether a file changed since it was looked at, as far as is known.
    pub fn is_stale(&self, entry: &Entry) -> bool {
        if self.is_followed() {
            return lock(&self.dirty).contains_key(&entry.path);
        }
        let stamp = self.at(&entry.path).symlink_metadata();
        stamp.is_ok_and(|meta| Stamp::of(&meta) != entry.stamp)
    }

    /// Whether the disk need not be asked.
    pub fn is_followed(&self) -> bool {
        self.followed.load(Ordering::SeqCst)
    }

    /// What changed and was not looked at yet.
    pub(crate) fn dirty(&self) -> BTreeMap<Vec<u8>, u64> {
        lock(&self.dirty).clone()
    }

    /// Says that a path was looked at after it was heard of at `when`.
    pub(super) fn clean(&self, path: &[u8], when: u64) {
        let mut dirty = lock(&self.dirty);
        if dirty.get(path) == Some(&when) {
            dirty.remove(path);
        }
    }

    /// What can be said of a question. It holds for as long as `inner` is not let go, for numbers
    /// change.
    pub(crate) fn verdict(&self, ask: &Ask, inner: &Inner) -> Verdict {
        Verdict {
            fitting: inner.postings.fitting(&Need::of(ask)),
            dirty: self.dirty().into_keys().collect(),
        }
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes what was read of a file.
    pub(super) fn take(&self, fresh: &Fresh, extractor: &mut Extractor) {
        let entry = &fresh.entry;
        let indexed = entry.state == State::Indexed;
        let same = {
            let inner = self.read();
            let known = inner.entry(&entry.path);
            known.is_some_and(|known| {
                indexed && known.state == State::Indexed && known.hash == entry.hash
            })
        };
        if same {
            self.write().renew(entry);
            return;
        }
        let pieces = match indexed {
            true => extractor.pieces(&fresh.text),
            false => &[],
        };
        self.write().add(entry.clone(), pieces);
    }

    /// Forgets a file and all below it.
    pub(super) fn forget(&self, path: &[u8]) {
        self.write().remove(path);
    }
}

impl Inner {
    /// What is known of a path.
    pub fn entry(&self, path: &[u8]) -> Option<&Entry> {
        self.files.get(self.number(path)? as usize)?.as_ref()
    }

    /// The number of a path.
    pub fn number(&self, path: &[u8]) -> Option<u32> {
        let parked = || self.parked.get(&path_sum(path));
        let known = self.by_path.get(path);
        known
            .or_else(|| (!self.parked.is_empty()).then(parked)?)
            .copied()
    }

    /// What is known of a path that a walk came to.
    pub fn adopt(&mut self, path: &[u8]) -> Option<&mut Entry> {
        let number = self.number(path)?;
        if !self.parked.is_empty() && self.parked.remove(&path_sum(path)).is_some() {
            self.by_path.insert(path.to_vec(), number);
        }
        let entry = self.files[number as usize].as_mut()?;
        entry.path = path.to_vec();
        Some(entry)
    }

    /// Forgets the files of the last run that a walk did not come to.
    pub fn drop_parked(&mut self) {
        for number in std::mem::take(&mut self.parked).into_values() {
            self.files[number as usize] = None;
            self.unread.remove(&number);
            self.dead += 1;
        }
    }

    /// The numbers of a path and of what is below it; of everything for the folder itself.
    pub fn below<'a>(&'a self, path: &'a [u8]) -> impl Iterator<Item = u32> + 'a {
        let from = self.by_path.range(path.to_vec()..);
        from.take_while(move |(other, _)| other.starts_with(path))
            .filter(move |(other, _)| {
                path.is_empty() || other.len() == path.len() || other[path.len()] == b'/'
            })
            .map(|(_, number)| *number)
    }

    /// The numbers of files that are read for every question.
    pub fn unread(&self) -> impl Iterator<Item = u32> + '_ {
        self.unread.iter().copied()
    }

    fn renew(&mut self, entry: &Entry) {
        if let Some(number) = self.by_path.get(&entry.path)
            && let Some(known) = &mut self.files[*number as usize]
        {
            *known = entry.clone();
        }
    }

    fn add(&mut self, entry: Entry, pieces: &[u32]) {
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        if let Some(old) = self.by_path.insert(entry.path.clone(), number) {
            self.files[old as usize] = None;
            self.unread.remove(&old);
            self.dead += 1;
        }
        if entry.state.is_unread() {
            self.unread.insert(number);
        }
        self.files.push(Some(entry));
        self.postings.add(number, pieces);
    }

    fn remove(&mut self, path: &[u8]) -> Vec<Vec<u8>> {
        let numbers: Vec<_> = self.below(path).collect();
        let mut gone = Vec::new();
        for number in numbers {
            if let Some(entry) = self.files[number as usize].take() {
                self.by_path.remove(&entry.path);
                self.unread.remove(&number);
                self.dead += 1;
                gone.push(entry.path);
            }
        }
        gone
    }

    /// Gives up numbers that no file has, once they are many.
    pub fn tidy(&mut self) {
        if self.dead < 1_000 || self.dead < self.by_path.len() / 2 {
            return;
        }
        let mut next = 0;
        let new: Vec<_> = self
            .files
            .iter()
            .map(|entry| {
                entry.as_ref().map(|_| {
                    next += 1;
                    next - 1
                })
            })
            .collect();
        self.postings.renumber(&new);
        self.files.retain(Option::is_some);
        let renumbered = |number: u32| new[number as usize].unwrap_or_default();
        for number in self.by_path.values_mut().chain(self.parked.values_mut()) {
            *number = renumbered(*number);
        }
        self.unread = self
            .unread
            .iter()
            .map(|number| renumbered(*number))
            .collect();
        self.dead = 0;
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a panic left behind is still only a filter, and files prove themselves by their stamps.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
