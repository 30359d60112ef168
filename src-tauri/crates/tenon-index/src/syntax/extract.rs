//! What one file holds.

mod heading;
mod prelude;
mod walk;

use std::ops::Range;
use std::sync::Arc;

use tree_sitter::Tree;

use super::chunk::{Chunk, chunks};
use super::fingerprint::{BodyHash, Likeness};
use super::parse::{Limits, Skipped, parse};
use super::tokens::Tokens;
use super::{Language, SymbolKind};
use walk::Walk;

/// Something that a file defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is.
    pub kind: SymbolKind,
    /// Its name.
    pub name: Box<str>,
    /// The names of what it stands in, from the outside in.
    pub parents: Arc<[Box<str>]>,
    /// The symbol that it stands in, by its place in the list, where that is in the same file.
    pub within: Option<u32>,
    /// Its bytes, with the comment and the attributes before it.
    pub range: Range<u32>,
    /// Where its name begins, in bytes.
    pub at: u32,
    /// The line of the name, from 1.
    pub line: u32,
    /// The name's place in its line, in bytes from 0.
    pub column: u32,
    /// The name's place in its line, in UTF-16 units from 0.
    pub units: u32,
    /// Its last line, from 1.
    pub end_line: u32,
    /// Its head on one line.
    pub signature: Box<str>,
    /// The first line of its documentation, or nothing.
    pub doc: Box<str>,
    /// What it says apart from its own name and from white space.
    pub body: BodyHash,
    /// What it is measured by when it is neither equal nor in its place; parts have none.
    pub likeness: Option<Box<Likeness>>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// What it defines, in the order of where each begins.
    pub symbols: Vec<Symbol>,
    /// Where its imports stand.
    pub imports: Vec<Range<u32>>,
    /// The text in pieces that belong together.
    pub chunks: Vec<Chunk>,
    /// How many lines it has.
    pub lines: u32,
    pub(super) tokens: Tokens,
}

/// Symbols in more than so many others are left out: nobody asks for them, and a file that is all
/// brackets would cost the square of its size.
const DEEPEST: usize = 32;

/// Reads a file.
///
/// # Errors
///
/// [`Skipped`] says why it has no symbols.
pub fn extract(language: Language, bytes: &[u8], limits: Limits) -> Result<Extract, Skipped> {
    extract_with_tree(language, bytes, limits).map(|(_, extract)| extract)
}

/// The same, with the tree that it was read from.
pub(super) fn extract_with_tree(
    language: Language,
    bytes: &[u8],
    limits: Limits,
) -> Result<(Tree, Extract), Skipped> {
    let tree = parse(language, bytes, limits)?;
    let mut walk = Walk::new(language, bytes);
    walk.run(&mut tree.walk());
    let mut symbols = in_order(walk.symbols);
    if language == Language::Markdown {
        heading::nest(&mut symbols, bytes, &walk.tokens);
    }
    let extract = Extract {
        chunks: chunks(bytes, &symbols),
        symbols,
        imports: walk.imports,
        lines: lines(bytes),
        tokens: walk.tokens,
    };
    Ok((tree, extract))
}

/// Symbols in the order of where each begins, and what is around before what is inside.
fn in_order(symbols: Vec<Symbol>) -> Vec<Symbol> {
    let begin = |symbol: &Symbol| (symbol.range.start, std::cmp::Reverse(symbol.range.end));
    if symbols.is_sorted_by_key(begin) {
        return symbols;
    }
    let mut order: Vec<u32> = (0..len(symbols.len())).collect();
    order.sort_by_key(|n| begin(&symbols[*n as usize]));
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old as usize] = len(new);
    }
    let mut symbols: Vec<Option<Symbol>> = symbols.into_iter().map(Some).collect();
    let ordered = order.iter().filter_map(|old| symbols[*old as usize].take());
    ordered
        .map(|symbol| Symbol {
            within: symbol.within.map(|old| place[old as usize]),
            ..symbol
        })
        .collect()
}

/// A text in no language: it defines nothing, and is gathered into chunks.
pub(super) fn plain(bytes: &[u8]) -> Extract {
    Extract {
        chunks: chunks(bytes, &[]),
        symbols: Vec::new(),
        imports: Vec::new(),
        lines: lines(bytes),
        tokens: Tokens::of(bytes),
    }
}

fn lines(bytes: &[u8]) -> u32 {
    let ends = memchr::memchr_iter(b'\n', bytes).count();
    len(ends + usize::from(!bytes.is_empty() && !bytes.ends_with(b"\n")))
}

/// A count or an offset in a file, which is far smaller than 4 GiB.
pub(super) fn len(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
