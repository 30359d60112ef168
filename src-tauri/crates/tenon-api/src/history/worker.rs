//! The history's thread: takes what happened in order, and scans when there is nothing else.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use tenon_store::{NewBytes, Version, VersionBytes, VersionKind};
use tenon_workspace::{Change, walk::Rules};

use super::archive::{Archive, Found, Unseen, Why, is_gone};
use super::scan::Scan;
use super::{Order, Text};
use crate::ApiResult;
use crate::owner::lock;

/// A file that others keep writing gets at most one version in this time.
const PACE: Duration = Duration::from_secs(1);
/// Files of a commit that are looked up before other work may come between.
const BLOBS: usize = 64;

pub(super) struct Worker {
    archive: Arc<Archive>,
    scan: Option<Scan>,
    /// When a file got its last version from outside.
    paced: HashMap<Vec<u8>, Instant>,
    /// Files that are to be looked at again, and when.
    waiting: BTreeMap<Vec<u8>, Instant>,
    /// Who waits for the end of the scan.
    asked: Vec<Sender<()>>,
}

impl Worker {
    pub fn new(archive: Arc<Archive>) -> Self {
        Self {
            archive,
            scan: None,
            paced: HashMap::new(),
            waiting: BTreeMap::new(),
            asked: Vec::new(),
        }
    }

    pub fn run(&mut self, orders: &Receiver<Order>) {
        // Reading every file must not slow down the person; a system that refuses is no matter.
        let _ = rustix::process::nice(10);
        loop {
            let next = match self.waiting.values().min() {
                _ if self.scan.is_some() => orders.try_recv().map_err(|e| match e {
                    TryRecvError::Empty => RecvTimeoutError::Timeout,
                    TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                }),
                Some(due) => orders.recv_deadline(*due),
                None => orders.recv().map_err(Into::into),
            };
            let done = match next {
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(order) => self.take(order),
                Err(RecvTimeoutError::Timeout) => self.idle(),
            };
            if let Err(error) = done.and_then(|()| self.archive.make_room(false)) {
                tracing::warn!(%error, "the local history could not keep something");
            }
        }
    }

    /// What there is to do while nothing happens: files that are due, and the scan.
    fn idle(&mut self) -> ApiResult<()> {
        let now = Instant::now();
        let due: Vec<_> = self
            .waiting
            .iter()
            .filter(|(_, due)| **due <= now)
            .collect();
        let due: BTreeMap<_, _> = due
            .into_iter()
            .map(|(path, _)| (path.clone(), Change::Modified))
            .collect();
        if !due.is_empty() {
            return self.changed(due, &HashSet::new(), false);
        }
        if let Some(scan) = &mut self.scan {
            let work = lock(&self.archive.work);
            let slice = scan.slice(&self.archive);
            drop(work);
            // What cannot be kept now is found by the next scan.
            if !matches!(slice, Ok(true)) {
                self.scan = None;
                self.archive.scanning.store(false, Ordering::SeqCst);
                let done = slice.and_then(|_| self.archive.make_room(true));
                for asked in self.asked.drain(..) {
                    // Whoever asked may have given up.
                    let _ = asked.send(());
                }
                return done;
            }
        }
        Ok(())
    }

    fn take(&mut self, order: Order) -> ApiResult<()> {
        match order {
            Order::Text(text) => {
                self.paced.remove(&text.path);
                self.text(text)
            }
            Order::Moved { from, to } => self.moved(&from, &to),
            Order::Changed { changes, open } => self.changed(changes, &open, true),
            Order::Scan { files, open } => {
                self.scan = Some(Scan::begin(&self.archive, files, open)?);
                self.archive.scanning.store(true, Ordering::SeqCst);
                Ok(())
            }
            Order::Committed => self.committed(),
            Order::Barrier(done) => {
                let all = std::mem::take(&mut self.waiting);
                let all = all.into_keys().map(|path| (path, Change::Modified));
                let kept = self.changed(all.collect(), &HashSet::new(), false);
                // Whoever waits may have given up.
                let _ = done.send(());
                kept
            }
            Order::Scanned(done) => {
                if self.scan.is_some() {
                    self.asked.push(done);
                } else {
                    // Whoever asked may have given up.
                    let _ = done.send(());
                }
                Ok(())
            }
            Order::Stop => Ok(()),
        }
    }

    fn text(&self, text: Text) -> ApiResult<()> {
        let _work = lock(&self.archive.work);
        if self.archive.is_ignored(&text.path) {
            return Ok(());
        }
        self.archive.text(text)
    }

    /// Follows a file or a folder to its new path.
    fn moved(&self, from: &[u8], to: &[u8]) -> ApiResult<()> {
        let _work = lock(&self.archive.work);
        let archive = &self.archive;
        let mut new = Vec::new();
        for last in archive.db.last_versions(&archive.known(from), None)? {
            let Some(rest) = last
                .path
                .as_deref()
                .and_then(|path| path.strip_prefix(from))
            else {
                continue;
            };
            if !is_gone(&last) {
                new.extend(archive.moved(
                    last.doc,
                    &[from, rest].concat(),
                    &[to, rest].concat(),
                    &last,
                ));
            }
        }
        if new.is_empty() {
            Ok(())
        } else {
            archive.keep(new).map(drop)
        }
    }

    /// Keeps the blobs that the newest commit no longer has, although their files still do.
    fn committed(&self) -> ApiResult<()> {
        let archive = &self.archive;
        // The scan that every run begins with looks for the repository, and does the same.
        if lock(&archive.repo).is_none() {
            return Ok(());
        }
        let mut versions = archive.db.last_versions(b"", None)?;
        versions.retain(|last| matches!(last.bytes, VersionBytes::GitBlob(_)));
        for some in versions.chunks(BLOBS) {
            if archive.stopping.load(Ordering::SeqCst) {
                break;
            }
            let _work = lock(&archive.work);
            let mut left = Vec::new();
            for last in some {
                let path = last.path.as_deref().unwrap_or_default();
                left.extend(archive.unnamed(path, last)?);
            }
            archive.take_over(left)?;
        }
        Ok(())
    }

    /// Looks at what changed. With `pace`, what was looked at a moment ago has to wait.
    fn changed(
        &mut self,
        changes: BTreeMap<Vec<u8>, Change>,
        open: &HashSet<Vec<u8>>,
        pace: bool,
    ) -> ApiResult<()> {
        let now = Instant::now();
        self.paced.retain(|_, at| now.duration_since(*at) < PACE);
        let work = self.archive.clone();
        let _work = lock(&work.work);
        let complete = self.archive.db.history_complete()?;
        let mut rules = Rules::default();
        let (mut gone, mut new, mut touched) = (Vec::new(), Vec::new(), Vec::new());
        for (path, change) in changes {
            self.waiting.remove(&path);
            if change == Change::Removed {
                gone.extend(self.gone_below(&path)?);
                continue;
            }
            if let Some(at) = self.paced.get(&path).filter(|_| pace) {
                // What it was may go from the repository before it is looked at.
                self.archive.leave(&path)?;
                self.waiting.insert(path, *at + PACE);
                continue;
            }
            let last = self.archive.last(&path)?;
            if !rules.keep(self.archive.root.path(), &path) {
                // A link or a folder may have taken its place.
                if last.as_ref().is_some_and(|last| !is_gone(last)) {
                    gone.extend(self.gone_below(&path)?);
                }
                continue;
            }
            let unseen = match complete {
                // It may have been there all the time, and the scan has not come to it yet.
                None => Unseen::There,
                Some(_) if change == Change::Created => Unseen::Born,
                Some(when) => Unseen::Since(when),
            };
            let why = Why {
                unseen,
                ..Why::HEARD
            };
            let found = self.archive.look(&path, last.as_ref(), why);
            match found.unwrap_or_else(|error| {
                // The others are kept all the same; the next scan looks at this one again.
                tracing::info!(%error, "a file has no new version");
                Found::Same
            }) {
                Found::Same => {}
                Found::Touched(id, modified) => touched.push((id, modified)),
                Found::Restless => drop(self.waiting.insert(path, now + PACE)),
                Found::Changed(file) => {
                    self.paced.insert(path.clone(), now);
                    new.push((path, last.is_some(), *file));
                }
            }
        }
        let mut kept = Vec::new();
        for (path, known, file) in new {
            let from = if known || open.contains(&path) {
                None
            } else {
                self.origin(&mut gone, &file.bytes, open)?
            };
            match from {
                Some((from, last)) => {
                    kept.extend(self.archive.follow(&from, &path, &last, &file)?);
                }
                None => kept.push(file),
            }
        }
        kept.extend(
            gone.iter()
                .map(|(path, last)| self.archive.gone(path, last, VersionKind::External)),
        );
        if !touched.is_empty() {
            self.archive.db.touch_versions(touched)?;
        }
        if kept.is_empty() {
            Ok(())
        } else {
            self.archive.keep(kept).map(drop)
        }
    }

    /// The files at `path` or below it that were there and are not any more.
    fn gone_below(&self, path: &[u8]) -> ApiResult<Vec<(Vec<u8>, Version)>> {
        let archive = &self.archive;
        let mut gone = Vec::new();
        for last in archive.db.last_versions(&archive.known(path), None)? {
            let Some(at) = last.path.clone() else {
                continue;
            };
            if !is_gone(&last)
                && tenon_workspace::snapshot::look_known(&archive.root, &at)?.is_none()
            {
                gone.push((at, last));
            }
        }
        Ok(gone)
    }

    /// The file that went away while one with the same bytes came: it was moved.
    fn origin(
        &self,
        gone: &mut Vec<(Vec<u8>, Version)>,
        bytes: &NewBytes,
        open: &HashSet<Vec<u8>>,
    ) -> ApiResult<Option<(Vec<u8>, Version)>> {
        for (index, (path, last)) in gone.iter().enumerate() {
            // A document that is open stays with its path; its window offers to save it again.
            if open.contains(path) || last.size == 0 {
                continue;
            }
            let same = match bytes {
                NewBytes::Plain(bytes) => self.archive.is(last, bytes)?,
                NewBytes::GitBlob(id) => last.bytes == VersionBytes::GitBlob(id.clone()),
                NewBytes::As(_) => false,
            };
            if same {
                return Ok(Some(gone.swap_remove(index)));
            }
        }
        Ok(None)
    }
}
