//! The bytes of versions: where they are kept, whether two are the same, and how much room they take.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use tenon_core::DocId;
use tenon_git::Repo;
use tenon_store::{NewBytes, NewFile, Version, VersionBytes, VersionKind};
use tenon_workspace::snapshot::{self, Snapshot};

use super::archive::{Archive, HARD_LIMIT};
use crate::ApiResult;
use crate::owner::lock;

/// Bytes of blobs that are kept in one commit.
const AT_ONCE: usize = 4 << 20;

/// A blob of the repository: the document whose versions name it, its id and its bytes.
pub(super) type Blob = (DocId, Vec<u8>, Vec<u8>);

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

    /// The blob that a file's last version names, when the newest commit does not have it at that
    /// path: git may remove it, or has done so and only the file still has the bytes.
    pub fn unnamed(&self, path: &[u8], last: &Version) -> ApiResult<Option<Blob>> {
        let VersionBytes::GitBlob(id) = &last.bytes else {
            return Ok(None);
        };
        let named = lock(&self.repo)
            .as_ref()
            .and_then(|repo| repo.head_blob(path).ok().flatten());
        if named.as_ref() == Some(id) {
            return Ok(None);
        }
        if let Some(blob) = self.blob(last) {
            return Ok(Some(blob));
        }
        let Snapshot::File(_, bytes) = snapshot::take(&self.root, path, HARD_LIMIT)? else {
            return Ok(None);
        };
        let same = tenon_git::blob_id(&bytes)? == *id;
        Ok(same.then(|| (last.doc, id.clone(), bytes)))
    }

    /// The blob that a version names, as long as the repository has it.
    fn blob(&self, version: &Version) -> Option<Blob> {
        let VersionBytes::GitBlob(id) = &version.bytes else {
            return None;
        };
        match self.bytes(version) {
            Ok(bytes) => Some((version.doc, id.clone(), bytes?)),
            // A new version of the file is worth more than the way to this one.
            Err(error) => {
                tracing::warn!(%error, "a blob of the repository cannot be read");
                None
            }
        }
    }

    /// Keeps the blob of a file's last version here, because the file is another one now.
    pub fn leave(&self, path: &[u8]) -> ApiResult<()> {
        let last = self.last(path)?;
        self.take_over(last.and_then(|last| self.blob(&last)).into_iter().collect())
    }

    /// Keeps blobs here, so that no version needs the repository for them.
    pub fn take_over(&self, blobs: Vec<Blob>) -> ApiResult<()> {
        if blobs.is_empty() {
            return Ok(());
        }
        let size: usize = blobs.iter().map(|(.., bytes)| bytes.len()).sum();
        self.grown.fetch_add(size as u64, Ordering::SeqCst);
        Ok(self.db.take_blobs_over(blobs)?)
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
            let last = self.db.last_version(&file.path, None)?;
            let blob = last.and_then(|last| self.blob(&last));
            let Some(blob) = blob.filter(|(_, id, _)| !stay.contains(id)) else {
                continue;
            };
            size += blob.2.len();
            left.push(blob);
            if size >= AT_ONCE {
                self.take_over(std::mem::take(&mut left))?;
                size = 0;
            }
        }
        self.take_over(left)
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
