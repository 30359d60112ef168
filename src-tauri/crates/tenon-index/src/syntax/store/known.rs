//! What is remembered of a symbol so that it can be recognised, and the bytes of it that are kept
//! durably.

use std::sync::Arc;

use uuid::Uuid;

use super::code::{Decoder, Encoder};
use super::{File, SymbolId};
use crate::syntax::tokens::name_hash;
use crate::syntax::{BodyHash, Likeness, Symbol, SymbolKind};

/// A symbol's id, and what it is recognised by beside its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub id: SymbolId,
    pub kind: SymbolKind,
    pub name: Box<str>,
    pub parents: Arc<[Box<str>]>,
    pub body: BodyHash,
    pub likeness: Option<Box<Likeness>>,
    /// What its declaration says, where that is known: it is not written down.
    pub head: Option<u32>,
}

/// A symbol that is in no file any more; it may come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Departed {
    pub identity: Identity,
    pub path: Arc<[u8]>,
    /// When it left, counted in states of the symbols.
    pub left: u64,
    /// Whether its path has a secret, and nothing of it is written down readably.
    pub unwritten: bool,
}

/// The first byte of what is kept; changes when the rest would be read wrongly.
const FORM: u8 = 1;

impl Identity {
    pub fn new(symbol: Symbol, id: SymbolId) -> Self {
        Self {
            id,
            kind: symbol.kind,
            name: symbol.name,
            parents: symbol.parents,
            body: symbol.body,
            likeness: symbol.likeness,
            head: Some(name_hash(symbol.signature.as_bytes())),
        }
    }

    /// Those of a file's symbols, in their order.
    pub fn of(file: File) -> Vec<Self> {
        let symbols = file.symbols.into_iter().zip(file.ids);
        symbols.map(|(symbol, id)| Self::new(symbol, id)).collect()
    }

    /// Whether a text is in its names.
    pub fn says(&self, has: &impl Fn(&str) -> bool) -> bool {
        has(&self.name) || self.parents.iter().any(|parent| has(parent))
    }

    fn is(&self, symbol: &Symbol) -> bool {
        self.body == symbol.body
            && self.kind == symbol.kind
            && self.name == symbol.name
            && self.parents == symbol.parents
    }
}

/// Whether symbols are exactly those that are known, in the same order.
pub(super) fn are(known: &[Identity], symbols: &[Symbol]) -> bool {
    let pairs = known.iter().zip(symbols);
    known.len() == symbols.len() && pairs.into_iter().all(|(known, symbol)| known.is(symbol))
}

/// What is written of a symbol, whether it comes from a file or is remembered.
struct Said<'a> {
    id: SymbolId,
    kind: SymbolKind,
    name: &'a str,
    parents: &'a Arc<[Box<str>]>,
    body: BodyHash,
    likeness: Option<&'a Likeness>,
}

impl<'a> From<&'a Identity> for Said<'a> {
    fn from(it: &'a Identity) -> Self {
        Self {
            id: it.id,
            kind: it.kind,
            name: &it.name,
            parents: &it.parents,
            body: it.body,
            likeness: it.likeness.as_deref(),
        }
    }
}

impl<'a> Said<'a> {
    fn put(&self, to: &mut Encoder, last: &mut Option<&'a Arc<[Box<str>]>>) {
        to.fixed(self.id.0.as_bytes());
        to.fixed(&[self.kind as u8]);
        to.bytes(self.name.as_bytes());
        // Symbols that stand in the same place share its names.
        let same = last.is_some_and(|last| last == self.parents);
        to.fixed(&[u8::from(same)]);
        if !same {
            to.list(self.parents, |to, name| to.bytes(name.as_bytes()));
        }
        *last = Some(self.parents);
        to.fixed(&self.body.0);
        to.bytes(self.likeness.map_or(&[], |likeness| &likeness.0));
    }
}

fn take(from: &mut Decoder<'_>, last: &mut Option<Arc<[Box<str>]>>) -> Option<Identity> {
    let id = SymbolId(Uuid::from_slice(from.fixed(16)?).ok()?);
    let kind = SymbolKind::from_number(*from.fixed(1)?.first()?)?;
    let name = from.text()?;
    if from.fixed(1)? == [0] {
        *last = Some(from.list(Decoder::text)?.into());
    }
    Some(Identity {
        id,
        kind,
        name,
        parents: last.clone()?,
        body: BodyHash(from.fixed(16)?.try_into().ok()?),
        likeness: match from.bytes()? {
            [] => None,
            bins => Some(Box::new(Likeness(bins.try_into().ok()?))),
        },
        head: None,
    })
}

fn put_all<'a>(to: &mut Encoder, all: impl ExactSizeIterator<Item = Said<'a>>) {
    to.number(all.len() as u64);
    let mut last = None;
    for said in all {
        said.put(to, &mut last);
    }
}

/// The identities of a file's symbols as bytes; none for no symbols.
pub(super) fn of_file(file: &File) -> Vec<u8> {
    let symbols = file.symbols.iter().zip(&file.ids);
    written(symbols.map(|(symbol, id)| Said {
        id: *id,
        kind: symbol.kind,
        name: &symbol.name,
        parents: &symbol.parents,
        body: symbol.body,
        likeness: symbol.likeness.as_deref(),
    }))
}

/// Identities as bytes.
pub(super) fn of_known(known: &[Identity]) -> Vec<u8> {
    written(known.iter().map(Said::from))
}

fn written<'a>(all: impl ExactSizeIterator<Item = Said<'a>>) -> Vec<u8> {
    if all.len() == 0 {
        return Vec::new();
    }
    let mut to = Encoder(vec![FORM]);
    put_all(&mut to, all);
    to.0
}

/// What [`of_file`] and [`of_known`] wrote.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Identity>> {
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let mut from = Decoder(bytes.strip_prefix(&[FORM])?);
    let mut last = None;
    from.list(|from| take(from, &mut last))
}

/// Symbols that left a file, as bytes.
pub(super) fn of_departed(departed: &[&Departed]) -> Vec<u8> {
    if departed.is_empty() {
        return Vec::new();
    }
    let mut to = Encoder(vec![FORM]);
    to.list(departed, |to, departed| to.number(departed.left));
    put_all(&mut to, departed.iter().map(|it| Said::from(&it.identity)));
    to.0
}

/// What [`of_departed`] wrote: each symbol and when it left.
pub(super) fn read_departed(bytes: &[u8]) -> Option<Vec<(u64, Identity)>> {
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let mut from = Decoder(bytes.strip_prefix(&[FORM])?);
    let left = from.list(Decoder::number)?;
    let mut last = None;
    let known = from.list(|from| take(from, &mut last))?;
    (left.len() == known.len()).then(|| left.into_iter().zip(known).collect())
}
