//! Bringing back what was not saved, and comparing it with the disk as it is now.

use tenon_core::DocId;

use super::{Documents, stamp};
use crate::document::{Disk, Document};
use crate::error::WorkspaceError;
use crate::root::Root;
use crate::save::is_read_only;
use crate::text::{Decoded, Encoding, decode, decode_as};

impl Documents {
    /// The open document of a path that no longer leads to a file.
    pub(super) fn held_at(&self, path: &[u8]) -> Option<DocId> {
        let held = self.open.values().find(|d| d.path.as_deref() == Some(path));
        held.map(|document| document.id)
    }

    /// Brings back a document that was not saved and looks at its file. What keeps the file from
    /// being read is no failure: the text is there, and the file counts as changed.
    pub fn bring_back(&mut self, root: &Root, document: Document) {
        let (id, path) = (document.id, document.path.clone());
        self.open.insert(id, document);
        let (Some(path), Some(document)) = (path, self.open.get_mut(&id)) else {
            return;
        };
        match root.read(&path) {
            Ok((bytes, place)) => {
                document.read_only = is_read_only(&place.handle, &place.stat);
                let now = stamp(&place, &bytes);
                let same = |document: &Document| {
                    let form = (document.encoding, &document.line_ends);
                    document.encode(form.0, form.1).is_ok_and(|b| b == bytes)
                };
                if document.stamp.is_some_and(|old| old.hash == now.hash) || same(document) {
                    let decoded = decode_in_form(&bytes, document.encoding);
                    document.met(decoded.text.as_str().into(), decoded.line_ends, now);
                } else {
                    document.disk = Disk::Changed;
                }
            }
            Err(
                WorkspaceError::NotFound(_)
                | WorkspaceError::NotFolder(_)
                | WorkspaceError::IsFolder(_),
            ) => {
                document.disk = Disk::Missing;
            }
            Err(error) => {
                tracing::warn!(%error, "the file of an unsaved text could not be read");
                document.disk = Disk::Changed;
            }
        }
    }
}

/// Decodes as before, or as the bytes ask when they are of that encoding no more.
pub(super) fn decode_in_form(bytes: &[u8], encoding: Encoding) -> Decoded {
    decode_as(bytes, encoding).unwrap_or_else(|| decode(bytes))
}
