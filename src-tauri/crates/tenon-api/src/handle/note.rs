//! Notes.

use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::wire::{
    MarkdownHtml, MarkdownHtmlParams, NoteAttachParams, NoteAttached, NoteBacklinks,
    NoteBacklinksParams, NoteCompleteParams, NoteCompletions, NoteDailyParams, NoteFindParams,
    NoteFolders, NoteFoldersParams, NoteFound, NoteList, NoteListParams, NoteMade, NoteNewParams,
    NoteRenameParams, NoteRenamed, NoteShowParams, NoteShown, NoteTags, NoteTemplateParams,
    NoteTemplates, NoteText, Nothing, PictureFetchParams,
};
use crate::{notes, pictures};

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

pub(crate) fn note_templates(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<NoteTemplates> {
    notes::templates(owner)
}

pub(crate) fn note_folders(
    owner: &Owner,
    _: &Caller,
    params: NoteFoldersParams,
) -> ApiResult<NoteFolders> {
    notes::folders(owner, &params)
}

pub(crate) fn note_template(
    owner: &Owner,
    _: &Caller,
    params: NoteTemplateParams,
) -> ApiResult<NoteText> {
    notes::of_template(owner, &params)
}

pub(crate) fn note_attach(
    owner: &Owner,
    by: &Caller,
    params: NoteAttachParams,
) -> ApiResult<NoteAttached> {
    notes::attach(owner, by, &params)
}

pub(crate) fn note_find(owner: &Owner, _: &Caller, params: NoteFindParams) -> ApiResult<NoteFound> {
    notes::found(owner, &params)
}

pub(crate) fn note_complete(
    owner: &Owner,
    _: &Caller,
    params: NoteCompleteParams,
) -> ApiResult<NoteCompletions> {
    notes::complete(owner, &params)
}

pub(crate) fn note_rename(
    owner: &Owner,
    by: &Caller,
    params: NoteRenameParams,
) -> ApiResult<NoteRenamed> {
    notes::rename(owner, by, &params, &mut || Ok(()))
}

pub(crate) fn markdown_html(
    _: &Owner,
    _: &Caller,
    params: MarkdownHtmlParams,
) -> ApiResult<MarkdownHtml> {
    let html = notes::html(&params.text)?;
    Ok(MarkdownHtml { html })
}

pub(crate) fn picture_fetch(
    owner: &Owner,
    by: &Caller,
    params: PictureFetchParams,
) -> ApiResult<Vec<u8>> {
    pictures::fetch(owner, by, &params)
}
