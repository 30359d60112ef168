//! Documents.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use serde_json::json;
use tenon_core::{Code, DocId, EntityKind, WirePath};
use tenon_workspace::indent::{self, Editorconfig};
use tenon_workspace::{Disk, DocIds, Document, Opened, SaveOptions, View, WorkspaceError, text};

use super::tree::name_of;
use crate::owner::{Caller, Owner, Shown, lock, reference};
use crate::wire::{
    DiskState, DocumentChangeParams, DocumentChanged, DocumentInfo, DocumentKind, DocumentList,
    DocumentNewParams, DocumentOpenParams, DocumentParams, DocumentRevertParams,
    DocumentSaveParams, Encoding, Indent, LineEnd, Nothing, UiEvent, Whole,
};
use crate::{ApiError, ApiResult};

impl From<text::Encoding> for Encoding {
    fn from(encoding: text::Encoding) -> Self {
        match encoding {
            text::Encoding::Utf8 => Self::Utf8,
            text::Encoding::Utf8Bom => Self::Utf8Bom,
            text::Encoding::Utf16Le => Self::Utf16Le,
            text::Encoding::Utf16Be => Self::Utf16Be,
            text::Encoding::Windows1252 => Self::Windows1252,
        }
    }
}

impl From<Encoding> for text::Encoding {
    fn from(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Utf8 => Self::Utf8,
            Encoding::Utf8Bom => Self::Utf8Bom,
            Encoding::Utf16Le => Self::Utf16Le,
            Encoding::Utf16Be => Self::Utf16Be,
            Encoding::Windows1252 => Self::Windows1252,
        }
    }
}

impl From<text::LineEnd> for LineEnd {
    fn from(end: text::LineEnd) -> Self {
        match end {
            text::LineEnd::Lf => Self::Lf,
            text::LineEnd::Crlf => Self::Crlf,
            text::LineEnd::Cr => Self::Cr,
        }
    }
}

impl From<LineEnd> for text::LineEnd {
    fn from(end: LineEnd) -> Self {
        match end {
            LineEnd::Lf => Self::Lf,
            LineEnd::Crlf => Self::Crlf,
            LineEnd::Cr => Self::Cr,
        }
    }
}

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
    owner.opened(&real);
    note(owner, id, &real, viewed);
    info(owner, id)
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
    let settings = owner.app.settings.snapshot().settings;
    let name = {
        let shown = lock(&owner.shown);
        let taken = |name: &String| shown.values().any(|other| other.name == *name);
        (1..)
            .map(|n| format!("Untitled-{n}"))
            .find(|name| !taken(name))
            .unwrap_or_default()
    };
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
    info(owner, id)
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
    let mut documents = lock(&owner.documents);
    let counter = documents.change(&params.change)?;
    let changed = DocumentChanged {
        counter,
        dirty: documents.get(doc)?.dirty(),
    };
    drop(documents);
    // Only other windows have to hear of it, and mostly there are none.
    if owner.hub().listeners() > 1 {
        owner.hub().emit(UiEvent::DocumentEdited {
            doc,
            by: caller.id.clone(),
        });
    }
    Ok(changed)
}

pub(crate) fn document_save(
    owner: &Owner,
    caller: &Caller,
    params: DocumentSaveParams,
) -> ApiResult<DocumentInfo> {
    let id = params.doc;
    let target = params.path.as_ref().map(WirePath::to_bytes).transpose()?;
    let saved = {
        let mut documents = lock(&owner.documents);
        let have = documents.get(id)?.edits();
        if have < params.counter {
            let message = format!(
                "{} edits are still on their way; nothing was saved",
                params.counter - have
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
        documents.get(id)?.path.clone().unwrap_or_default()
    };
    if target.is_some() {
        owner.db.place_document(id, &owner.masked_path(&saved))?;
        renamed(owner, id);
    }
    owner.sweep_beside(&saved);
    owner.opened(&saved);
    let info = info(owner, id)?;
    // Bytes that are no text travel encoded, where nobody would find a secret; so they are masked here.
    let path = WirePath::from_bytes(&owner.masked_path(&saved));
    let payload = json!({ "path": path, "size": info.size, "encoding": info.encoding });
    owner.record(
        "document.saved",
        reference(EntityKind::File, &id.to_string()),
        payload,
        Some(caller),
    );
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
    lock(&owner.documents).revert(&owner.root, params.doc, params.encoding.map(Into::into))?;
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
    lock(&owner.documents).keep(&owner.root, params.doc)?;
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
    lock(&owner.documents).close(params.doc);
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

/// The record of an open document.
pub(crate) fn info(owner: &Owner, id: DocId) -> ApiResult<DocumentInfo> {
    let documents = lock(&owner.documents);
    let shown = lock(&owner.shown);
    let missing = || ApiError::from(WorkspaceError::NoDocument(id.to_string()));
    let shown = shown.get(&id).ok_or_else(missing)?;
    let document = match &shown.viewed {
        None => Some(documents.get(id)?),
        Some(_) => None,
    };
    Ok(wire(id, shown, document))
}

fn wire(id: DocId, shown: &Shown, document: Option<&Document>) -> DocumentInfo {
    let path = match (&shown.viewed, document) {
        (Some((_, path, _)), _) => Some(path),
        (None, document) => document.and_then(|document| document.path.as_ref()),
    };
    let size = match (&shown.viewed, document) {
        (Some((_, _, size)), _) => *size,
        (None, document) => document.and_then(|d| d.stamp).map_or(0, |stamp| stamp.size),
    };
    DocumentInfo {
        doc: id,
        path: path.map(|path| WirePath::from_bytes(path)),
        name: shown.name.clone(),
        kind: match shown.viewed {
            None => DocumentKind::Text,
            Some((View::Large, ..)) => DocumentKind::Large,
            Some((View::Image, ..)) => DocumentKind::Image,
            Some((View::Binary, ..)) => DocumentKind::Binary,
        },
        encoding: document.map_or(Encoding::Utf8, |d| d.encoding.into()),
        line_end: document.map_or(LineEnd::Lf, |d| d.line_end().into()),
        mixed_line_ends: document.is_some_and(|d| !d.line_ends.others.is_empty()),
        size: Whole::size(size),
        read_only: document.is_none_or(|d| d.read_only),
        indent: shown.indent.clone(),
        trim_trailing_whitespace: shown.config.trim,
        insert_final_newline: shown.config.final_newline,
        ruler: shown.config.ruler,
        dirty: document.is_some_and(Document::dirty),
        head: document.and_then(|d| d.head()).map(str::to_owned),
        counter: document.map_or(0, Document::edits),
        disk: match document.map(|d| d.disk) {
            None | Some(Disk::Same) => DiskState::Same,
            Some(Disk::Changed) => DiskState::Changed,
            Some(Disk::Missing) => DiskState::Missing,
            Some(Disk::Untitled) => DiskState::Untitled,
        },
    }
}
