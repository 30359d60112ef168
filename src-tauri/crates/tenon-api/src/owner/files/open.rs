//! What the disk's changes mean for the documents that are open.

use std::collections::BTreeMap;

use tenon_core::DocId;
use tenon_workspace::{Change, Disk, Refreshed};

use super::super::{Owner, lock};
use crate::wire::UiEvent;

/// Looks at the files of open documents again, of those that changed or of all, and tells the
/// windows.
pub(crate) fn refresh_documents(owner: &Owner, changed: &BTreeMap<Vec<u8>, Change>, all: bool) {
    let concerned: Vec<DocId> = {
        let documents = lock(&owner.documents);
        let open = documents.iter().filter(|document| {
            document.path.as_ref().is_some_and(|path| {
                all || path
                    .iter()
                    .enumerate()
                    .any(|(at, b)| *b == b'/' && changed.contains_key(&path[..at]))
                    || changed.contains_key(path)
            })
        });
        open.map(|document| document.id).collect()
    };
    for id in concerned {
        let (refreshed, kept) = {
            let mut documents = lock(&owner.documents);
            let refreshed = documents.refresh(&owner.root, id);
            let new = !matches!(refreshed, Ok(Refreshed::Same) | Err(_));
            let merged = matches!(refreshed, Ok(Refreshed::Merged));
            let document = documents.get(id).ok().filter(|_| new);
            // Text that was changed here stays what it was; one whose file is gone is all there is.
            let document = document.filter(|d| merged || !d.dirty() || d.disk == Disk::Missing);
            (refreshed, document.map(|d| owner.hot.rebase(owner, d)))
        };
        if let Some(kept) = kept {
            owner.hot.wait(owner, kept);
        }
        let event = match refreshed {
            Ok(Refreshed::Same) => continue,
            Ok(Refreshed::Changed) => |document| UiEvent::DocumentChanged { document },
            Ok(Refreshed::Reloaded) => |document| UiEvent::DocumentReloaded { document },
            Ok(Refreshed::Merged) => |document| UiEvent::DocumentMerged { document },
            Err(e) => {
                tracing::warn!(error = %e, "an open document could not be looked at");
                continue;
            }
        };
        if let Ok(document) = crate::handle::document::info(owner, id) {
            owner.hub().emit(event(document));
        }
    }
}

/// Asks for the rules of open documents again when an `.editorconfig` above them changed.
pub(super) fn refresh_rules(owner: &Owner, changed: &BTreeMap<Vec<u8>, Change>, all: bool) {
    let folders: Vec<&[u8]> = changed
        .keys()
        .filter_map(|path| path.strip_suffix(b".editorconfig"))
        .filter(|folder| folder.is_empty() || folder.ends_with(b"/"))
        .collect();
    if all || !folders.is_empty() {
        crate::handle::document::editorconfig_changed(owner, |path| {
            all || folders.iter().any(|folder| path.starts_with(folder))
        });
    }
}
