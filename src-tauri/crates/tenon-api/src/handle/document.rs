//! Documents.

mod record;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use serde_json::json;
use tenon_core::{Code, DocId, EntityKind, WirePath, counted};
use tenon_store::VersionKind;
use tenon_workspace::indent::{self, Editorconfig};
use tenon_workspace::{DocIds, Opened, SaveOptions, View, WorkspaceError};

pub(crate) use record::info;

use super::history::{keep_given_up, keep_replaced, tell_history};
use super::tree::name_of;
use crate::owner::hot::undo;
use crate::owner::{Caller, Owner, Shown, lock, reference};
use crate::wire::{
    DocumentChangeParams, DocumentChanged, DocumentInfo, DocumentList, DocumentNewParams,
    DocumentOpenParams, DocumentParams, DocumentRevertParams, DocumentSaveParams, Indent, Nothing,
    UiEvent,
};
use crate::{ApiError, ApiResult};

/// Gives documents the identity that the workspace's database keeps.
struct StoredIds<'a>(&'a Owner);

impl DocIds for StoredIds<'_> {
    fn id_for(&self, path: Option<&[u8]>) -> tenon_workspace::Result<DocId> {
        let found = match path {
            Some(path) => self.0.db.see_document(&self.0.masked_path(path)),
            None => self.0.db.new_document(),
        };
        found
            .map(|document| document.id)
            .map_err(|e| WorkspaceError::Io {
                path: String::from_utf8_lossy(path.unwrap_or_default()).into_owned(),
                source: std::io::Error::other(e.to_string()),
            })
    }
}

pub(crate) fn document_open(
    owner: &Owner,
    _: &Caller,
    params: DocumentOpenParams,
) -> ApiResult<DocumentInfo> {
    let path = params.path.to_bytes()?;
    let settings = owner.app.settings.snapshot().settings;
    let limit = u64::from(settings.editor_large_file_mib) << 20;
    let encoding = params.encoding.map(Into::into);
    let opened =
        lock(&owner.documents).open(&owner.root, &StoredIds(owner), &path, encoding, limit)?;
    let (id, real, viewed) = match opened {
        Opened::Text(id) => (id, lock(&owner.documents).get(id)?.path.clone(), None),
        Opened::Viewed {
            id,
            path,
            view,
            size,
        } => (id, Some(path.clone()), Some((view, path, size))),
    };
    let real = real.unwrap_or(path);
    owner.sweep_beside(&real);
    tell_history(owner, id, VersionKind::Baseline);
    owner.opened(&real);
    undo::meet(owner, id)?;
    note(owner, id, &real, viewed);
    info(owner, id)
}

/// Remembers what is known of a text that came back.
pub(crate) fn brought_back(owner: &Owner, id: DocId, path: Option<&[u8]>, title: String) {
    match path {
        Some(path) => note(owner, id, path, None),
        None => show_untitled(owner, id, title),
    }
}

/// Remembers what is known of a document beside its text.
fn note(owner: &Owner, id: DocId, path: &[u8], viewed: Option<(View, Vec<u8>, u64)>) {
    let (config, indent) = rules(owner, id, path);
    let name = name_of(path);
    lock(&owner.shown).insert(
        id,
        Shown {
            viewed,
            indent,
            config,
            name,
        },
    );
}

/// What `.editorconfig` says of a path, and how the document indents.
fn rules(owner: &Owner, id: DocId, path: &[u8]) -> (Editorconfig, Indent) {
    let settings = owner.app.settings.snapshot().settings;
    let config = indent::editorconfig(&owner.root().join(OsStr::from_bytes(path)));
    let detected = match lock(&owner.documents).get(id) {
        Ok(document) => indent::detect(&document.text),
        Err(_) => None,
    };
    let (tabs, size) = match detected {
        Some(found) => (found.tabs, found.size),
        None => (!settings.editor_insert_spaces, settings.editor_tab_size),
    };
    let indent = Indent {
        tabs: config.tabs.unwrap_or(tabs),
        size: config.size.unwrap_or(size),
    };
    (config, indent)
}

/// Asks `.editorconfig` again for the open documents in these folders and tells the windows of those
/// for which it says something else.
pub(crate) fn editorconfig_changed(owner: &Owner, concerns: impl Fn(&[u8]) -> bool) {
    let open: Vec<_> = lock(&owner.documents)
        .iter()
        .filter_map(|document| Some((document.id, document.path.clone()?)))
        .filter(|(_, path)| concerns(path))
        .collect();
    for (id, path) in open {
        let now = rules(owner, id, &path);
        {
            let mut shown = lock(&owner.shown);
            let Some(shown) = shown.get_mut(&id) else {
                continue;
            };
            if (shown.config, shown.indent.clone()) == now {
                continue;
            }
            (shown.config, shown.indent) = now;
        }
        if let Ok(document) = info(owner, id) {
            owner.hub().emit(UiEvent::DocumentChanged { document });
        }
    }
}

/// Follows a rename: the name, and what `.editorconfig` says of the new place.
pub(crate) fn renamed(owner: &Owner, id: DocId) {
    let path = lock(&owner.documents)
        .get(id)
        .ok()
        .and_then(|document| document.path.clone());
    if let Some(path) = path {
        note(owner, id, &path, None);
    }
}

pub(crate) fn document_new(
    owner: &Owner,
    _: &Caller,
    params: DocumentNewParams,
) -> ApiResult<DocumentInfo> {
    let text = params.text.unwrap_or_default();
    if text.len() > 16 << 20 {
        return Err(ApiError::new(
            Code::Invalid,
            "a new document starts with at most 16 MiB",
        ));
    }
    let id = lock(&owner.documents).create(&StoredIds(owner), &text)?;
    let name = {
        let shown = lock(&owner.shown);
        let taken = |name: &String| shown.values().any(|other| other.name == *name);
        (1..)
            .map(|n| format!("Untitled-{n}"))
            .find(|name| !taken(name))
            .unwrap_or_default()
    };
    show_untitled(owner, id, name);
    let kept = {
        let documents = lock(&owner.documents);
        owner.hot.rebase(owner, documents.get(id)?)
    };
    // What cannot be kept is told to all windows; the text is there.
    owner.hot.wait(owner, kept);
    info(owner, id)
}

fn show_untitled(owner: &Owner, id: DocId, name: String) {
    let settings = owner.app.settings.snapshot().settings;
    let indent = Indent {
        tabs: !settings.editor_insert_spaces,
        size: settings.editor_tab_size,
    };
    let shown = Shown {
        viewed: None,
        indent,
        config: Editorconfig::default(),
        name,
    };
    lock(&owner.shown).insert(id, shown);
}

pub(crate) fn document_list(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<DocumentList> {
    let ids: Vec<DocId> = lock(&owner.shown).keys().copied().collect();
    let documents = ids.into_iter().map(|id| info(owner, id));
    Ok(DocumentList {
        documents: documents.collect::<ApiResult<_>>()?,
    })
}

pub(crate) fn document_change(
    owner: &Owner,
    caller: &Caller,
    params: DocumentChangeParams,
) -> ApiResult<DocumentChanged> {
    let doc = params.change.doc;
    let (changed, path, kept) = {
        let mut documents = lock(&owner.documents);
        let document = documents.get_mut(doc)?;
        let (counter, kept) = owner.hot.apply(owner, document, params.change)?;
        let changed = DocumentChanged {
            counter,
            dirty: document.edited(),
            unkept: None,
        };
        (changed, document.path.clone(), kept)
    };
    // Only other windows have to hear of it, and mostly there are none.
    if owner.hub().listeners() > 1 {
        owner.hub().emit(UiEvent::DocumentEdited {
            doc,
            by: caller.id.clone(),
        });
    }
    owner.hot.note(owner, doc, path.as_deref(), caller);
    Ok(DocumentChanged {
        unkept: owner.hot.wait(owner, kept),
        ..changed
    })
}

pub(crate) fn document_save(
    owner: &Owner,
    caller: &Caller,
    params: DocumentSaveParams,
) -> ApiResult<DocumentInfo> {
    let id = params.doc;
    let target = params.path.as_ref().map(WirePath::to_bytes).transpose()?;
    if params.overwrite {
        // What is written over may be something that nobody has seen.
        keep_replaced(owner, id, target.as_deref())?;
    }
    let (saved, kept) = {
        let mut documents = lock(&owner.documents);
        let have = documents.get(id)?.edits();
        if have < params.counter {
            let message = format!(
                "nothing was saved: still on the way: {}",
                counted(params.counter - have, "edit")
            );
            return Err(ApiError {
                retryable: true,
                ..ApiError::new(Code::Conflict, message)
            });
        }
        // What is saved for the first time takes its form from the place; what is not new keeps it.
        let form = match &target {
            Some(path) if documents.get(id)?.path.is_none() => {
                let path = owner.root.relative(path)?;
                indent::editorconfig(&owner.root().join(OsStr::from_bytes(path)))
            }
            _ => Editorconfig::default(),
        };
        let options = SaveOptions {
            path: target.as_deref(),
            encoding: params.encoding.map(Into::into).or(form.encoding),
            line_end: params.line_end.map(Into::into).or(form.line_end),
            overwrite: params.overwrite,
        };
        documents.save(&owner.root, id, &options)?;
        let document = documents.get(id)?;
        let kept = owner.hot.rebase(owner, document);
        (document.path.clone().unwrap_or_default(), kept)
    };
    owner.hot.wait(owner, kept);
    undo::saved(owner, id);
    tell_history(owner, id, VersionKind::Save);
    if target.is_some() {
        owner.db.place_document(id, &owner.masked_path(&saved))?;
        renamed(owner, id);
    }
    owner.sweep_beside(&saved);
    owner.opened(&saved);
    let info = info(owner, id)?;
    // The journal says nothing about a file that is excluded, not even that it exists.
    if owner.journaled(&saved) {
        // Bytes that are no text travel encoded, where nobody would find a secret; so they are
        // masked here.
        let path = WirePath::from_bytes(&owner.masked_path(&saved));
        let payload = json!({ "path": path, "size": info.size, "encoding": info.encoding });
        let subject = reference(EntityKind::File, &id.to_string());
        owner.record("document.saved", subject, payload, Some(caller));
    }
    owner.hub().emit(UiEvent::DocumentChanged {
        document: info.clone(),
    });
    Ok(info)
}

pub(crate) fn document_revert(
    owner: &Owner,
    _: &Caller,
    params: DocumentRevertParams,
) -> ApiResult<DocumentInfo> {
    keep_given_up(owner, params.doc)?;
    let kept = {
        let mut documents = lock(&owner.documents);
        documents.revert(&owner.root, params.doc, params.encoding.map(Into::into))?;
        owner.hot.rebase(owner, documents.get(params.doc)?)
    };
    owner.hot.wait(owner, kept);
    let info = info(owner, params.doc)?;
    owner.hub().emit(UiEvent::DocumentReloaded {
        document: info.clone(),
    });
    Ok(info)
}

pub(crate) fn document_keep(
    owner: &Owner,
    _: &Caller,
    params: DocumentParams,
) -> ApiResult<DocumentInfo> {
    let kept = {
        let mut documents = lock(&owner.documents);
        documents.keep(&owner.root, params.doc)?;
        owner.hot.rebase(owner, documents.get(params.doc)?)
    };
    owner.hot.wait(owner, kept);
    let info = info(owner, params.doc)?;
    owner.hub().emit(UiEvent::DocumentChanged {
        document: info.clone(),
    });
    Ok(info)
}

pub(crate) fn document_close(
    owner: &Owner,
    _: &Caller,
    params: DocumentParams,
) -> ApiResult<Nothing> {
    // Text with a file that is given up is found in the file's local history.
    keep_given_up(owner, params.doc)?;
    undo::closing(owner, params.doc);
    let kept = {
        let mut documents = lock(&owner.documents);
        documents.close(params.doc);
        owner.hot.forget(owner, params.doc)
    };
    if let Some(fault) = owner.hot.wait(owner, kept) {
        return Err(fault);
    }
    lock(&owner.shown).remove(&params.doc);
    owner
        .hub()
        .emit(UiEvent::DocumentClosed { doc: params.doc });
    Ok(Nothing {})
}

pub(crate) fn document_text(
    owner: &Owner,
    _: &Caller,
    params: DocumentParams,
) -> ApiResult<Vec<u8>> {
    // Text and head are taken at one moment, so that a change never names a head it has not seen.
    let (text, head) = {
        let documents = lock(&owner.documents);
        let document = documents.get(params.doc)?;
        (
            document.text.clone(),
            document.head().unwrap_or_default().to_owned(),
        )
    };
    let mut bytes = Vec::with_capacity(head.len() + 1 + text.len_bytes());
    bytes.extend_from_slice(head.as_bytes());
    bytes.push(b'\n');
    text.chunks()
        .for_each(|chunk| bytes.extend_from_slice(chunk.as_bytes()));
    Ok(bytes)
}

pub(crate) fn document_disk_text(
    owner: &Owner,
    _: &Caller,
    params: DocumentParams,
) -> ApiResult<Vec<u8>> {
    Ok(lock(&owner.documents)
        .disk_text(&owner.root, params.doc)?
        .into_bytes())
}
