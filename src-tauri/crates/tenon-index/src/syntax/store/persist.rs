//! The file that symbols are kept in: a mark with the version, a hash of the rest, and the rest.

use std::io::Write;
use std::ops::Range;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;

use uuid::Uuid;

use super::code::{Decoder, Encoder};
use super::durable::{Files, Generation};
use super::known::{self, Departed};
use super::{File, Stamp, StoreError, SymbolId};
use crate::syntax::lexical::Terms;
use crate::syntax::{BodyHash, Chunk, Language, Likeness, Symbol, SymbolKind};

/// The file's name in the index folder.
const NAME: &str = "symbols";
/// Changes whenever the rest would be read wrongly, or would be made otherwise.
const MARK: &[u8; 12] = b"tenon-sym\0\x00\x07";

/// What was kept.
pub(super) struct Kept {
    pub generation: Generation,
    /// Whether durable storage knows of files that are not here.
    pub hidden: bool,
    /// Whether every file was looked at once.
    pub whole: bool,
    pub files: Files,
    pub departed: Vec<Departed>,
}

/// What was kept, or nothing where the file is not there, damaged, or of another version.
pub(super) fn read(dir: &Path) -> Option<Kept> {
    let bytes = std::fs::read(dir.join(NAME)).ok()?;
    let rest = bytes.strip_prefix(MARK)?;
    let (sum, rest) = rest.split_at_checked(blake3::OUT_LEN)?;
    if blake3::hash(rest).as_bytes() != sum {
        tracing::warn!("the kept symbols are damaged and are made anew");
        return None;
    }
    let mut from = Decoder(rest);
    let generation = Generation {
        line: Uuid::from_slice(from.fixed(16)?).ok()?,
        count: from.number()?,
    };
    let flags = *from.fixed(1)?.first()?;
    let files = from.list(|from| Some((Arc::from(from.bytes()?), file(from)?)))?;
    let paths = from.list(|from| from.bytes().map(Arc::<[u8]>::from))?;
    let departed = known::read_departed(from.bytes()?)?;
    let departed = paths.into_iter().zip(departed);
    Some(Kept {
        generation,
        hidden: flags & HIDDEN != 0,
        whole: flags & WHOLE != 0,
        files: files.into_iter().collect(),
        departed: departed
            .map(|(path, (left, identity))| Departed {
                identity,
                path,
                left,
                unwritten: false,
            })
            .collect(),
    })
}

const HIDDEN: u8 = 1;
const WHOLE: u8 = 2;

/// Everything as bytes. `hidden` says that durable storage knows of more files, `whole` that every
/// file was looked at once.
pub(super) fn encode(
    generation: Generation,
    (hidden, whole): (bool, bool),
    files: &Files,
    departed: &[Departed],
) -> Vec<u8> {
    let mut to = Encoder::default();
    to.fixed(generation.line.as_bytes());
    to.number(generation.count);
    let unwritten =
        files.values().any(|file| file.unwritten) || departed.iter().any(|it| it.unwritten);
    let hidden = hidden || unwritten;
    to.fixed(&[(u8::from(hidden) * HIDDEN) | (u8::from(whole) * WHOLE)]);
    let files: Vec<_> = files.iter().filter(|(_, file)| !file.unwritten).collect();
    to.list(&files, |to, (path, file)| {
        to.bytes(path);
        put_file(to, file);
    });
    let departed: Vec<_> = departed.iter().filter(|it| !it.unwritten).collect();
    to.list(&departed, |to, departed| to.bytes(&departed.path));
    to.bytes(&known::of_departed(&departed));
    to.0
}

/// Puts the bytes in the place of those before, whole or not at all.
pub(super) fn write(dir: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let path = dir.join(NAME);
    let beside = dir.join(format!("{NAME}.new"));
    let written = private_folder(dir)
        .and_then(|()| std::fs::File::create(&beside))
        .and_then(|mut file| {
            file.write_all(MARK)?;
            file.write_all(blake3::hash(bytes).as_bytes())?;
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&beside, &path));
    written.map_err(|source| StoreError::Write { path, source })
}

fn private_folder(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(dir)
}

fn put_range(to: &mut Encoder, range: &Range<u32>) {
    to.number(u64::from(range.start));
    to.number(u64::from(range.end.saturating_sub(range.start)));
}

fn range(from: &mut Decoder<'_>) -> Option<Range<u32>> {
    let start = from.small()?;
    Some(start..start.checked_add(from.small()?)?)
}

/// A number that may be missing.
fn put_maybe(to: &mut Encoder, number: Option<u32>) {
    to.number(number.map_or(0, |n| u64::from(n) + 1));
}

fn maybe(from: &mut Decoder<'_>) -> Option<Option<u32>> {
    match from.number()? {
        0 => Some(None),
        n => Some(Some(u32::try_from(n - 1).ok()?)),
    }
}

fn id(from: &mut Decoder<'_>) -> Option<SymbolId> {
    Uuid::from_slice(from.fixed(16)?).ok().map(SymbolId)
}

fn put_file(to: &mut Encoder, file: &File) {
    let stamp = file.stamp.iter().flat_map(|stamp| {
        let parts = [stamp.size, stamp.modified as u64, stamp.inode];
        parts.into_iter().flat_map(u64::to_le_bytes)
    });
    to.bytes(&stamp.collect::<Vec<u8>>());
    put_maybe(to, file.language.map(|language| language as u32));
    to.bytes(file.skipped.as_deref().unwrap_or_default().as_bytes());
    to.number(u64::from(file.lines));
    to.list(&file.ids, |to, id| to.fixed(id.0.as_bytes()));
    let mut last: Option<&Symbol> = None;
    to.number(file.symbols.len() as u64);
    for symbol in &file.symbols {
        put_symbol(to, symbol, last);
        last = Some(symbol);
    }
    to.list(&file.chunks, |to, chunk| {
        to.list(&chunk.ranges, put_range);
        put_maybe(to, chunk.symbol);
        to.number(u64::from(chunk.part));
        to.number(u64::from(chunk.line));
    });
    to.growing(&file.names);
    to.growing(&file.imports);
    file.terms.put(to);
}

fn file(from: &mut Decoder<'_>) -> Option<File> {
    let stamp = match from.bytes()? {
        [] => None,
        bytes => {
            let part = |n: usize| Some(u64::from_le_bytes(bytes.get(n..n + 8)?.try_into().ok()?));
            Some(Stamp {
                size: part(0)?,
                modified: part(8)? as i64,
                inode: part(16)?,
            })
        }
    };
    let language = match maybe(from)? {
        Some(number) => Some(Language::from_number(u8::try_from(number).ok()?)?),
        None => None,
    };
    let mut parents = Vec::new();
    Some(File {
        stamp,
        language,
        skipped: from.text().map(|why| (!why.is_empty()).then_some(why))?,
        lines: from.small()?,
        unwritten: false,
        ids: from.list(id)?,
        symbols: from.list(|from| symbol(from, &mut parents))?,
        chunks: from.list(|from| {
            Some(Chunk {
                ranges: from.list(range)?,
                symbol: maybe(from)?,
                part: from.small()?,
                line: from.small()?,
            })
        })?,
        names: from.growing()?,
        imports: from.growing()?,
        terms: Terms::take(from)?,
    })
}

/// Symbols that stand in the same place share its names; those of the one before are not repeated.
fn put_symbol(to: &mut Encoder, symbol: &Symbol, last: Option<&Symbol>) {
    to.fixed(&[symbol.kind as u8]);
    to.bytes(symbol.name.as_bytes());
    let same = last.is_some_and(|last| last.parents == symbol.parents);
    to.fixed(&[u8::from(same)]);
    if !same {
        to.list(&symbol.parents, |to, name| to.bytes(name.as_bytes()));
    }
    put_maybe(to, symbol.within);
    put_range(to, &symbol.range);
    for number in [
        symbol.at,
        symbol.line,
        symbol.column,
        symbol.units,
        symbol.end_line,
    ] {
        to.number(u64::from(number));
    }
    to.bytes(symbol.signature.as_bytes());
    to.bytes(symbol.doc.as_bytes());
    to.fixed(&symbol.body.0);
    to.bytes(symbol.likeness.as_ref().map_or(&[], |likeness| &likeness.0));
}

fn symbol(from: &mut Decoder<'_>, last: &mut Vec<Arc<[Box<str>]>>) -> Option<Symbol> {
    let kind = SymbolKind::from_number(*from.fixed(1)?.first()?)?;
    let name = from.text()?;
    if from.fixed(1)? == [0] {
        last.clear();
        last.push(from.list(Decoder::text)?.into());
    }
    Some(Symbol {
        kind,
        name,
        parents: last.first()?.clone(),
        within: maybe(from)?,
        range: range(from)?,
        at: from.small()?,
        line: from.small()?,
        column: from.small()?,
        units: from.small()?,
        end_line: from.small()?,
        signature: from.text()?,
        doc: from.text()?,
        body: BodyHash(from.fixed(16)?.try_into().ok()?),
        likeness: match from.bytes()? {
            [] => None,
            bins => Some(Box::new(Likeness(bins.try_into().ok()?))),
        },
    })
}
