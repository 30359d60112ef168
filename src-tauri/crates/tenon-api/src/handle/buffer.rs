//! Buffers: what is not saved, and what takes its edits back.

use std::collections::HashSet;

use tenon_core::WirePath;
use tenon_workspace::Document;

use crate::ApiResult;
use crate::owner::hot::undo;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    BufferInfo, BufferListParams, Buffers, DocumentParams, Nothing, UndoKeepParams, Whole,
};

/// Whether a document is what people call unsaved: it differs from its file, or has none.
pub(crate) fn is_unsaved(document: &Document) -> bool {
    document.dirty() || document.path.is_none()
}

/// How many texts are unsaved: those that [`buffer_list`] lists, and those that did not come back.
pub(super) fn count_unsaved(owner: &Owner) -> usize {
    let documents = lock(&owner.documents);
    let open = documents.iter().filter(|d| is_unsaved(d)).map(|d| d.id);
    let lost = owner.hot.lost().into_iter().map(|lost| lost.doc);
    open.chain(lost).collect::<HashSet<_>>().len()
}

pub(crate) fn buffer_list(
    owner: &Owner,
    _: &Caller,
    params: BufferListParams,
) -> ApiResult<Buffers> {
    let documents = lock(&owner.documents);
    let shown = lock(&owner.shown);
    let unsaved = documents.iter().filter(|d| is_unsaved(d));
    let buffers = unsaved.map(|document| {
        let name = shown.get(&document.id).map(|shown| shown.name.clone());
        BufferInfo {
            doc: document.id,
            path: document.path.as_deref().map(WirePath::from_bytes),
            untitled: name.filter(|_| document.path.is_none()),
            dirty: document.dirty(),
            length: Whole::size(document.text.len_utf16_cu() as u64),
            text: params.text.then(|| document.text.to_string()),
        }
    });
    let mut buffers: Vec<_> = buffers.collect();
    // Untitled ones by their name behind the others by their path.
    buffers.sort_by_key(|b| (b.path.is_none(), b.path.clone(), b.untitled.clone()));
    Ok(Buffers {
        buffers,
        lost: owner.hot.lost(),
        unkept: owner.hot.unkept(),
    })
}

pub(crate) fn undo_keep(owner: &Owner, _: &Caller, params: UndoKeepParams) -> ApiResult<Nothing> {
    undo::keep(owner, params.doc, &params.head, params.history)?;
    Ok(Nothing {})
}

pub(crate) fn undo_read(owner: &Owner, _: &Caller, params: DocumentParams) -> ApiResult<Vec<u8>> {
    undo::read(owner, params.doc)
}
