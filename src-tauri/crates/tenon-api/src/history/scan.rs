//! Going through all files: the first time to have a version of each, later to find what changed
//! while Tenon was away.

use std::collections::{HashMap, HashSet};

use tenon_core::Millis;
use tenon_git::Repo;
use tenon_store::{NewBytes, Version, VersionKind};

use super::archive::{Archive, Found, LIMIT, Unseen, Why, is_gone, looks_as};
use super::pair::Pairs;
use crate::ApiResult;
use crate::owner::lock;
use tenon_workspace::snapshot;

/// Files that are looked at, and bytes that are read, before other work may come between.
const FILES: usize = 256;
const READ: usize = 64;
const BYTES: u64 = 2 << 20;

/// A scan under way. It can stop after any slice: what was kept counts, and the next scan goes on
/// from there because what has its version is not read again.
pub(super) struct Scan {
    files: std::vec::IntoIter<Vec<u8>>,
    last: HashMap<Vec<u8>, Version>,
    pairs: Pairs,
    started: Millis,
    complete: Option<Millis>,
    whole: bool,
}

impl Scan {
    /// Begins with all files that there are. Documents are open at `open`.
    pub fn begin(
        archive: &Archive,
        mut files: Vec<Vec<u8>>,
        open: HashSet<Vec<u8>>,
    ) -> ApiResult<Self> {
        // Without a repository every file is kept whole; what is wrong with one is said where git
        // is shown.
        *lock(&archive.repo) = Repo::discover(archive.root.path()).unwrap_or_default();
        files.sort_unstable();
        let last = archive.db.last_versions(b"", None)?;
        let last: HashMap<_, _> = last
            .into_iter()
            .filter_map(|version| Some((version.path.clone()?, version)))
            .collect();
        let complete = archive.db.history_complete()?;
        // Before everything was looked at once, nobody knows what is new.
        let pairs = match complete {
            Some(_) => Pairs::begin(archive, last.iter(), &files, open)?,
            None => Pairs::default(),
        };
        Ok(Self {
            files: files.into_iter(),
            last,
            pairs,
            started: archive.clock.now(),
            complete,
            whole: true,
        })
    }

    fn why(&self) -> Why {
        Why {
            kind: VersionKind::Away,
            limit: LIMIT,
            unseen: self.complete.map_or(Unseen::There, Unseen::Since),
        }
    }

    /// Looks at some more files; `false` when all are done.
    pub fn slice(&mut self, archive: &Archive) -> ApiResult<bool> {
        let (mut new, mut touched, mut bytes) = (Vec::new(), Vec::new(), 0);
        let (mut left, mut more) = (Vec::new(), false);
        for _ in 0..FILES {
            if new.len() >= READ || bytes >= BYTES {
                break;
            }
            let Some(path) = self.files.next() else {
                break;
            };
            more = true;
            let known = self.last.remove(&path);
            if let Some(last) = &known
                && snapshot::look_known(&archive.root, &path)?
                    .is_some_and(|look| looks_as(&look, last))
            {
                if let Some(blob) = archive.unnamed(&path, last)? {
                    bytes += blob.2.len() as u64;
                    left.push(blob);
                }
                continue;
            }
            // It may have been saved since the scan began.
            let last = archive.last(&path)?;
            match archive.look(&path, last.as_ref(), self.why()) {
                Ok(Found::Same) => {}
                Ok(Found::Touched(id, modified)) => touched.push((id, modified)),
                Ok(Found::Restless) => self.whole = false,
                Ok(Found::Changed(file)) => {
                    if last.is_none() && self.pairs.may_be(archive, &path, &file)? {
                        bytes += file.size;
                        continue;
                    }
                    if let NewBytes::Plain(plain) = &file.bytes {
                        bytes += plain.len() as u64;
                    }
                    new.push(*file);
                }
                Err(error) => {
                    self.whole = false;
                    tracing::info!(%error, "a file has no version");
                }
            }
        }
        archive.take_over(left)?;
        if !touched.is_empty() {
            archive.db.touch_versions(touched)?;
        }
        if !new.is_empty() {
            archive.keep(new)?;
        }
        if !more {
            self.finish(archive)?;
        }
        Ok(more)
    }

    /// What has a version and was not among the files is gone, or is ignored now.
    fn finish(&mut self, archive: &Archive) -> ApiResult<()> {
        let why = self.why();
        self.whole &= self.pairs.finish(archive, why)?;
        let mut gone = Vec::new();
        for (path, last) in self.last.drain() {
            if is_gone(&last) || snapshot::look_known(&archive.root, &path)?.is_some() {
                continue;
            }
            // It may have come and gone since the scan began.
            if let Some(last) = archive.last(&path)?.filter(|last| !is_gone(last)) {
                gone.push(archive.gone(&path, &last, VersionKind::Away));
            }
        }
        if !gone.is_empty() {
            archive.keep(gone)?;
        }
        if self.whole {
            archive.db.complete_history(self.started)?;
        }
        Ok(())
    }
}
