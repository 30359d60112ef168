//! The record of an open document, as every window sees it.

use tenon_core::{DocId, WirePath};
use tenon_workspace::{Disk, Document, View, WorkspaceError, text};

use crate::owner::{Owner, Shown, lock};
use crate::wire::{DiskState, DocumentInfo, DocumentKind, Encoding, LineEnd, Whole};
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
        dirty: document.is_some_and(Document::edited),
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
