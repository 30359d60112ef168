//! Local history: versions of documents.

use tenon_core::DocId;

use super::WorkspaceDb;
use crate::table::version;
use crate::{StoreError, Version, VersionBytes, VersionKind};

/// The bytes of a version that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewBytes {
    /// Kept here, sealed.
    Plain(Vec<u8>),
    /// Already in the workspace's git repository, under this object id.
    GitBlob(Vec<u8>),
}

/// A version that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    /// The document.
    pub doc: DocId,
    /// Its bytes at this moment.
    pub bytes: NewBytes,
    /// Why it is taken.
    pub kind: VersionKind,
    /// What the person calls it.
    pub label: Option<String>,
}

impl WorkspaceDb {
    /// Keeps a version of a document as of now.
    pub fn keep_version(&self, new: NewVersion) -> Result<Version, StoreError> {
        let at = self.ambient.clock.now();
        self.write_content(move |conn, sealing| {
            let bytes = match new.bytes {
                NewBytes::Plain(bytes) => VersionBytes::Content(sealing.put(conn, &bytes)?),
                NewBytes::GitBlob(id) => VersionBytes::GitBlob(id),
            };
            let NewVersion {
                doc, kind, label, ..
            } = new;
            let version = Version {
                id: 0,
                doc,
                at,
                bytes,
                kind,
                label,
                pinned: false,
            };
            Ok(Version {
                id: version::insert(conn, &version)?,
                ..version
            })
        })
    }

    /// A document's versions, the newest first; [`WorkspaceDb::content`] gives the bytes.
    pub fn versions(&self, doc: DocId) -> Result<Vec<Version>, StoreError> {
        self.database.read(|conn| version::list(conn, doc))
    }

    /// Sets whether a version stays when room is made.
    pub fn pin_version(&self, id: i64, pinned: bool) -> Result<(), StoreError> {
        self.database
            .write(move |conn| version::pin(conn, id, pinned))
    }
}
