//! What symbols there are, where a name is defined, and where it is used.

use tenon_core::{Code, WirePath};
use tenon_index::syntax::{
    Bound, Definition, Located, Stands, SymbolId, Symbols, name_at, occurrences,
};
use tenon_workspace::{Root, text};
use uuid::Uuid;

use crate::owner::{Caller, Owner, lock};
use crate::symbols::SymbolIndex;
use crate::wire::{
    SymbolDefinitions, SymbolPlaceParams, SymbolReference, SymbolReferences,
    SymbolReferencesParams, SymbolRole, SymbolRow, SymbolRows, SymbolsFindParams,
    SymbolsListParams, SymbolsListed, SymbolsOutline, SymbolsOutlineParams,
};
use crate::{ApiError, ApiResult};

/// The most rows of one answer.
const MOST: u32 = 10_000;
/// The most places that a name may be defined in.
const DEFINITIONS: usize = 100;

fn row(located: &Located<'_>) -> SymbolRow {
    let symbol = located.symbol;
    SymbolRow {
        id: located.id.to_string(),
        reference: format!("symbol:{}", located.id),
        kind: symbol.kind.word().to_owned(),
        name: symbol.name.to_string(),
        parent: symbol.parents.iter().map(ToString::to_string).collect(),
        path: WirePath::from_bytes(located.path),
        line: symbol.line,
        column: symbol.units + 1,
        end_line: symbol.end_line,
        signature: symbol.signature.to_string(),
        doc: symbol.doc.to_string(),
    }
}

/// What a name means that is no symbol: it has a place and no identity.
fn bound_row(owner: &Owner, name: &str, bound: Bound) -> SymbolRow {
    SymbolRow {
        id: String::new(),
        reference: String::new(),
        kind: bound.kind.word().to_owned(),
        name: name.to_owned(),
        parent: Vec::new(),
        path: WirePath::from_bytes(&bound.path),
        line: bound.line,
        column: bound.units + 1,
        end_line: bound.line,
        signature: owner.app().gatekeeper.mask_text(&bound.text).0,
        doc: String::new(),
    }
}

/// A limit as a caller gives it.
fn limit(asked: u32) -> usize {
    asked.clamp(1, MOST) as usize
}

/// The path of a file inside of the workspace, as it is known by.
fn known_path(owner: &Owner, path: &WirePath) -> ApiResult<Vec<u8>> {
    let bytes = path.to_bytes()?;
    Ok(owner.root.place(&bytes)?.real)
}

pub(crate) fn symbols_outline(
    owner: &Owner,
    _: &Caller,
    params: SymbolsOutlineParams,
) -> ApiResult<SymbolsOutline> {
    let path = known_path(owner, &params.path)?;
    owner.symbols.refresh(&path)?;
    let symbols = owner.symbols.lock();
    Ok(SymbolsOutline {
        symbols: symbols.outline(&path).iter().map(row).collect(),
        skipped: symbols.skipped(&path).map(ToOwned::to_owned),
    })
}

pub(crate) fn symbols_list(
    owner: &Owner,
    _: &Caller,
    params: SymbolsListParams,
) -> ApiResult<SymbolsListed> {
    list(&owner.symbols, &owner.root, &params)
}

/// Lists the symbols of a file or below a folder.
pub(crate) fn list(
    index: &SymbolIndex,
    root: &Root,
    params: &SymbolsListParams,
) -> ApiResult<SymbolsListed> {
    let path = root.place(&params.path.to_bytes()?)?.real;
    if params.offset == 0 {
        index.refresh(&path)?;
    }
    let symbols = index.lock();
    let limit = limit(params.limit);
    let mut rows = below(&symbols, &path).skip(params.offset as usize);
    let found: Vec<SymbolRow> = rows
        .by_ref()
        .take(limit)
        .map(|located| row(&located))
        .collect();
    Ok(SymbolsListed {
        symbols: found,
        more: rows.next().is_some(),
    })
}

/// The symbols of a file or below a folder.
fn below<'a>(symbols: &'a Symbols, path: &'a [u8]) -> impl Iterator<Item = Located<'a>> {
    let path = if path == b"." { &b""[..] } else { path };
    let inside = move |file: &&[u8]| {
        let rest = file.strip_prefix(path);
        rest.is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with(b"/"))
    };
    let files = symbols.paths().filter(inside);
    files.flat_map(|file| symbols.outline(file))
}

pub(crate) fn symbols_find(
    owner: &Owner,
    _: &Caller,
    params: SymbolsFindParams,
) -> ApiResult<SymbolRows> {
    find(&owner.symbols, &params)
}

/// The identity in `symbol:ID`.
fn reference(query: &str) -> Option<SymbolId> {
    let id = query.strip_prefix("symbol:")?;
    Uuid::parse_str(id).ok().map(SymbolId)
}

/// Finds symbols by name, or one by its reference.
pub(crate) fn find(index: &SymbolIndex, params: &SymbolsFindParams) -> ApiResult<SymbolRows> {
    match params.fresh {
        true => index.refresh(b"")?,
        false => index.refresh_unless_followed()?,
    }
    let symbols = index.lock();
    let found = match reference(&params.query) {
        Some(id) => symbols.by_id(id).into_iter().collect(),
        None => symbols.find(&params.query, limit(params.limit)),
    };
    Ok(SymbolRows {
        symbols: found.iter().map(row).collect(),
        partial: !params.fresh && !index.complete(),
    })
}

/// The text of a file as the person sees it: of the open document, or else of the disk.
fn text_of(owner: &Owner, path: &[u8]) -> ApiResult<String> {
    let open = {
        let documents = lock(&owner.documents);
        let document = documents.iter().find(|d| d.path.as_deref() == Some(path));
        document.map(|document| document.text.to_string())
    };
    match open {
        Some(text) => Ok(text),
        None => Ok(text::decode(&owner.root.read(path)?.0).text),
    }
}

/// The place of a line and a column, both from 1, in a text.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let before = line.checked_sub(1)? as usize;
    let start = match before {
        0 => 0,
        n => memchr::memchr_iter(b'\n', text.as_bytes()).nth(n - 1)? + 1,
    };
    let line = text[start..].split('\n').next().unwrap_or_default();
    let mut units = column.checked_sub(1)? as usize;
    for (at, character) in line.char_indices() {
        if units < character.len_utf16() {
            return Some(start + at);
        }
        units -= character.len_utf16();
    }
    Some(start + line.len())
}

pub(crate) fn symbol_definition(
    owner: &Owner,
    _: &Caller,
    params: SymbolPlaceParams,
) -> ApiResult<SymbolDefinitions> {
    let path = known_path(owner, &params.path)?;
    owner.symbols.refresh_unless_followed()?;
    let text = text_of(owner, &path)?;
    let at = offset(&text, params.line, params.column).ok_or_else(|| {
        let message = format!("\"{}\" has no line {}", params.path.path, params.line);
        ApiError::new(Code::Invalid, message)
    })?;
    let partial = !owner.symbols.complete();
    let Some((name, _)) = name_at(&text, at) else {
        return Ok(SymbolDefinitions {
            name: None,
            symbols: Vec::new(),
            partial,
        });
    };
    let read = |path: &[u8]| text_of(owner, path).ok();
    let find = || -> Vec<SymbolRow> {
        let symbols = owner.symbols.lock();
        let found = symbols.definitions(&path, &text, at, &read).into_iter();
        let rows = found.take(DEFINITIONS).map(|found| match found {
            Definition::Symbol(located) => row(&located),
            Definition::Bound(bound) => bound_row(owner, name, bound),
        });
        rows.collect()
    };
    let mut found = find();
    // What changed since it was read is read again, so that the place is right.
    if let Some(first) = found.first() {
        owner.symbols.refresh(&first.path.to_bytes()?)?;
        found = find();
    }
    Ok(SymbolDefinitions {
        name: Some(name.to_owned()),
        symbols: found,
        partial,
    })
}

pub(crate) fn symbol_references(
    owner: &Owner,
    _: &Caller,
    params: SymbolReferencesParams,
) -> ApiResult<SymbolReferences> {
    owner.symbols.refresh_unless_followed()?;
    let files: Vec<_> = {
        let symbols = owner.symbols.lock();
        let paths = symbols.mentions(&params.name).into_iter();
        let files = paths.filter_map(|path| Some((path.to_vec(), symbols.language(path)?)));
        files.collect()
    };
    let limit = limit(params.limit);
    let mut references = Vec::new();
    for (path, language) in files {
        // A file that is gone since has no uses.
        let Ok((bytes, _)) = owner.root.read(&path) else {
            continue;
        };
        let found = occurrences(language, &bytes, &params.name).unwrap_or_default();
        references.extend(found.into_iter().map(|found| SymbolReference {
            path: WirePath::from_bytes(&path),
            line: found.line,
            column: found.units + 1,
            text: owner.app().gatekeeper.mask_text(&found.text).0,
            defines: found.stands == Stands::Definition,
            role: match found.stands {
                Stands::Definition => SymbolRole::Definition,
                Stands::Import => SymbolRole::Import,
                Stands::Reference => SymbolRole::Reference,
            },
        }));
        if references.len() > limit {
            break;
        }
    }
    let truncated = references.len() > limit;
    references.truncate(limit);
    Ok(SymbolReferences {
        references,
        truncated,
        partial: !owner.symbols.complete(),
    })
}
