//! Notes.

use crate::ApiResult;
use crate::notes;
use crate::owner::{Caller, Owner};
use crate::wire::{
    NoteBacklinks, NoteBacklinksParams, NoteDailyParams, NoteList, NoteListParams, NoteMade,
    NoteNewParams, NoteShowParams, NoteShown, NoteTags, Nothing,
};

pub(crate) fn note_list(owner: &Owner, _: &Caller, params: NoteListParams) -> ApiResult<NoteList> {
    notes::list(owner, &params)
}

pub(crate) fn note_show(owner: &Owner, _: &Caller, params: NoteShowParams) -> ApiResult<NoteShown> {
    notes::show(owner, &params)
}

pub(crate) fn note_backlinks(
    owner: &Owner,
    _: &Caller,
    params: NoteBacklinksParams,
) -> ApiResult<NoteBacklinks> {
    notes::backlinks(owner, &params)
}

pub(crate) fn note_new(owner: &Owner, by: &Caller, params: NoteNewParams) -> ApiResult<NoteMade> {
    notes::new(owner, by, &params)
}

pub(crate) fn note_daily(
    owner: &Owner,
    by: &Caller,
    params: NoteDailyParams,
) -> ApiResult<NoteMade> {
    notes::daily(owner, by, &params)
}

pub(crate) fn note_tags(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<NoteTags> {
    notes::tags(owner)
}
