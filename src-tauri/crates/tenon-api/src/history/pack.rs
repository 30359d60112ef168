//! The bytes of versions: where they are kept, whether two are the same, and how much room they take.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use tenon_git::Repo;
use tenon_store::{NewBytes, NewFile, Version, VersionBytes, VersionKind};
use tenon_workspace::snapshot::{self, Snapshot};

use super::archive::{Archive, HARD_LIMIT, Unseen, Why};
use crate::ApiResult;
use crate::owner::lock;

/// Bytes of blobs that are kept in one commit.
const AT_ONCE: u64 = 4 << 20;

impl Archive {
    /// Bytes as they are kept: one that is committed under this path costs a reference only.
    pub fn pack(&self, path: &[u8], bytes: Vec<u8>) -> ApiResult<NewBytes> {
        let repo = lock(&self.repo);
        if let Some(repo) = repo.as_ref()
            && let Ok(Some(id)) = repo.head_blob(path)
            && tenon_git::blob_id(&bytes)? == id
        {
            return Ok(NewBytes::GitBlob(id));
        }
        Ok(NewBytes::Plain(bytes))
    }

    /// The bytes of a file whose version the repository has lost, as long as the file still has
    /// them.
    pub fn rescue(&self, path: &[u8], last: &Version) -> ApiResult<Option<NewFile>> {
        let VersionBytes::GitBlob(id) = &last.bytes else {
            return Ok(None);
        };
        if lock(&self.repo)
            .as_ref()
            .is_some_and(|repo| repo.has_object(id))
        {
            return Ok(None);
        }
        let Snapshot::File(look, bytes) = snapshot::take(&self.root, path, HARD_LIMIT)? else {
            return Ok(None);
        };
        if tenon_git::blob_id(&bytes)? != *id {
            return Ok(None);
        }
        let why = Why {
            kind: last.kind,
            limit: HARD_LIMIT,
            unseen: Unseen::Born,
        };
        let new = self.new_file(path, Some(last), why, &look, NewBytes::Plain(bytes));
        Ok(Some(NewFile { at: last.at, ..new }))
    }

    /// Keeps the bytes of committed blobs that files are about to leave: nobody else may name them
    /// then, as after an amended commit, and git removes what nobody names.
    pub fn take_blobs_over(&self, new: &[NewFile]) -> ApiResult<()> {
        let stay: HashSet<&Vec<u8>> = new
            .iter()
            .filter_map(|file| match &file.bytes {
                NewBytes::GitBlob(id) | NewBytes::As(VersionBytes::GitBlob(id)) => Some(id),
                NewBytes::Plain(_) | NewBytes::As(_) => None,
            })
            .collect();
        let (mut left, mut size) = (Vec::new(), 0);
        for file in new.iter().filter(|it| it.kind != VersionKind::Baseline) {
            let Some(last) = self.db.last_version(&file.path, None)? else {
                continue;
            };
            let VersionBytes::GitBlob(id) = &last.bytes else {
                continue;
            };
            if stay.contains(id) {
                continue;
            }
            match self.bytes(&last) {
                Ok(Some(bytes)) => {
                    size += bytes.len() as u64;
                    left.push((last.doc, id.clone(), bytes));
                }
                Ok(None) => {}
                // The new version is worth more than the way to the old one.
                Err(error) => tracing::warn!(%error, "a blob of the repository cannot be read"),
            }
            if size >= AT_ONCE {
                self.grown.fetch_add(size, Ordering::SeqCst);
                self.db.take_blobs_over(std::mem::take(&mut left))?;
                size = 0;
            }
        }
        if left.is_empty() {
            return Ok(());
        }
        self.grown.fetch_add(size, Ordering::SeqCst);
        Ok(self.db.take_blobs_over(left)?)
    }

    /// Whether a version has these bytes.
    pub fn is(&self, version: &Version, bytes: &[u8]) -> ApiResult<bool> {
        Ok(match &version.bytes {
            VersionBytes::Content(hash) => self.db.content_name(bytes) == *hash,
            VersionBytes::GitBlob(id) => tenon_git::blob_id(bytes)? == *id,
            VersionBytes::Lacking(_) => false,
        })
    }

    /// The bytes of a version; nothing when it has none, or they are gone.
    pub fn bytes(&self, version: &Version) -> ApiResult<Option<Vec<u8>>> {
        match &version.bytes {
            VersionBytes::Content(hash) => Ok(self.db.content(*hash)?),
            VersionBytes::GitBlob(id) => {
                let mut repo = lock(&self.repo);
                if repo.is_none() {
                    *repo = Repo::discover(self.root.path())?;
                }
                Ok(repo
                    .as_ref()
                    .map(|repo| repo.blob_of(id))
                    .transpose()?
                    .flatten())
            }
            VersionBytes::Lacking(_) => Ok(None),
        }
    }

    /// Makes room when much was kept since the last time, or `now`.
    pub fn make_room(&self, now: bool) -> ApiResult<()> {
        let cap = (self.cap)();
        if !now && self.grown.load(Ordering::SeqCst) < (cap / 16).min(8 << 20) {
            return Ok(());
        }
        self.grown.store(0, Ordering::SeqCst);
        let go_on = || !self.stopping.load(Ordering::SeqCst);
        let dropped = self.db.trim_history(cap, go_on)?;
        if dropped > 0 {
            tracing::info!(dropped, "old versions were given up to make room");
        }
        Ok(())
    }
}
