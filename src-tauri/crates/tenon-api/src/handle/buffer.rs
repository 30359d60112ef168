//! Buffers: what is not saved, and what takes its edits back.

use tenon_core::WirePath;

use crate::ApiResult;
use crate::owner::hot::undo;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    BufferInfo, BufferListParams, Buffers, DocumentParams, Nothing, UndoKeepParams, Whole,
};

pub(crate) fn buffer_list(
    owner: &Owner,
    _: &Caller,
    params: BufferListParams,
) -> ApiResult<Buffers> {
    let documents = lock(&owner.documents);
    let shown = lock(&owner.shown);
    let unsaved = documents.iter().filter(|d| d.dirty() || d.path.is_none());
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
