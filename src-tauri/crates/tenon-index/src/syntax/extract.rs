//! What one file holds: a walk over its tree, once, without recursion.

mod prelude;

use std::ops::Range;
use std::sync::Arc;

use tree_sitter::{Node, TreeCursor};

use super::chunk::{Chunk, chunks};
use super::fingerprint::{BodyHash, Likeness, Tokens};
use super::grammar::{Found, Role, Visit, roles};
use super::parse::{Limits, Skipped, parse};
use super::{Language, SymbolKind, wording};
use prelude::Prelude;

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
    /// Where names stand, those of definitions too.
    pub names: Vec<Range<u32>>,
    /// The text in pieces that belong together.
    pub chunks: Vec<Chunk>,
    /// How many lines it has.
    pub lines: u32,
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
    let tree = parse(language, bytes, limits)?;
    let mut walk = Walk {
        language,
        source: bytes,
        tokens: Tokens::of(bytes),
        symbols: Vec::new(),
        imports: Vec::new(),
        names: Vec::new(),
        around: Vec::new(),
        prelude: Prelude::new(bytes),
        top: Arc::from([]),
    };
    walk.run(&mut tree.walk());
    let mut order: Vec<u32> = (0..len(walk.symbols.len())).collect();
    let begin = |n: &u32| {
        let range = &walk.symbols[*n as usize].range;
        (range.start, std::cmp::Reverse(range.end))
    };
    order.sort_by_key(begin);
    let mut place = vec![0; order.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old as usize] = len(new);
    }
    let mut symbols: Vec<Option<Symbol>> = walk.symbols.into_iter().map(Some).collect();
    let symbols: Vec<Symbol> = order
        .iter()
        .filter_map(|old| symbols[*old as usize].take())
        .map(|symbol| Symbol {
            within: symbol.within.map(|old| place[old as usize]),
            ..symbol
        })
        .collect();
    Ok(Extract {
        chunks: chunks(bytes, &symbols),
        symbols,
        imports: walk.imports,
        names: walk.names,
        lines: lines(bytes),
    })
}

/// A text in no language: it defines nothing, and is gathered into chunks.
pub(super) fn plain(bytes: &[u8]) -> Extract {
    Extract {
        chunks: chunks(bytes, &[]),
        symbols: Vec::new(),
        imports: Vec::new(),
        names: Vec::new(),
        lines: lines(bytes),
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

fn range(node: Node<'_>) -> Range<u32> {
    len(node.start_byte())..len(node.end_byte())
}

/// A symbol or a scope that the walk is in.
struct Frame {
    depth: u32,
    kind: SymbolKind,
    symbol: Option<u32>,
    /// The names around what is inside, its own the last.
    names: Arc<[Box<str>]>,
}

struct Walk<'s> {
    language: Language,
    source: &'s [u8],
    tokens: Tokens,
    symbols: Vec<Symbol>,
    imports: Vec<Range<u32>>,
    names: Vec<Range<u32>>,
    around: Vec<Frame>,
    prelude: Prelude<'s>,
    top: Arc<[Box<str>]>,
}

impl Walk<'_> {
    fn run(&mut self, cursor: &mut TreeCursor<'_>) {
        let roles = roles(self.language);
        let mut found = Vec::new();
        let mut depth = 0;
        loop {
            let node = cursor.node();
            let role = roles.get(usize::from(node.kind_id()));
            while self.around.last().is_some_and(|f| f.depth >= depth) {
                self.around.pop();
            }
            let role = role.copied().unwrap_or(Role::Plain);
            match role {
                Role::Plain | Role::Token => {}
                Role::Name => self.names.push(range(node)),
                Role::Comment => self.prelude.comment(range(node)),
                Role::Prefix => self.prelude.prefix(range(node)),
                Role::Wraps => self.prelude.wrap(range(node), depth),
                Role::Import => self.imports.push(range(node)),
                Role::Scope(field) => self.scope(node, field, depth),
                Role::Defines(kind) => {
                    let name = node.child_by_field_name("name");
                    if let (Some(name), true) = (name, self.around.len() < DEEPEST) {
                        let found = self.visit(node).found(kind, name);
                        self.define(&found, depth);
                    }
                }
                Role::Finds(find) if self.around.len() < DEEPEST => {
                    found.clear();
                    find(&self.visit(node), &mut found);
                    for one in &found {
                        self.define(one, depth);
                    }
                }
                Role::Finds(_) => {}
            }
            if !matches!(role, Role::Token) && cursor.goto_first_child() {
                depth += 1;
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                depth -= 1;
            }
        }
    }

    fn visit<'t>(&self, node: Node<'t>) -> Visit<'t, '_> {
        Visit {
            node,
            source: self.source,
            around: self.around.last().map(|frame| frame.kind),
            depth: self.around.len(),
            local: self.around.iter().any(|frame| frame.kind.is_function()),
        }
    }

    fn text(&self, node: Node<'_>) -> &[u8] {
        self.source.get(node.byte_range()).unwrap_or_default()
    }

    /// What is around a node at `depth`, and not what the node itself has defined already.
    fn outside(&self, depth: u32) -> Option<&Frame> {
        self.around.iter().rev().find(|frame| frame.depth < depth)
    }

    /// The innermost symbol around a node at `depth`.
    fn holder(&self, depth: u32) -> Option<u32> {
        let frames = self.around.iter().rev();
        frames
            .filter(|frame| frame.depth < depth)
            .find_map(|frame| frame.symbol)
    }

    fn scope(&mut self, node: Node<'_>, field: &str, depth: u32) {
        let Some(name) = node.child_by_field_name(field) else {
            return;
        };
        if self.around.len() < DEEPEST {
            let name = wording::type_name(self.text(name));
            let names = self.names_with(depth, [name]);
            self.around.push(Frame {
                depth,
                kind: SymbolKind::Struct,
                symbol: None,
                names,
            });
        }
    }

    /// The names around a node at `depth`, and then these.
    fn names_with<const N: usize>(&self, depth: u32, more: [Box<str>; N]) -> Arc<[Box<str>]> {
        let names = self.outside(depth).map_or(&self.top, |frame| &frame.names);
        names.iter().cloned().chain(more).collect()
    }

    fn define(&mut self, found: &Found<'_>, depth: u32) {
        let name = wording::name(self.text(found.name));
        if name.is_empty() {
            return;
        }
        let whole = range(found.whole);
        let before = self.prelude.take(&whole, depth);
        let position = found.name.start_position();
        let line_start = found.name.start_byte().saturating_sub(position.column);
        let lead = self.source.get(line_start..found.name.start_byte());
        let end = found.whole.end_position();
        let doc = match self.language {
            Language::Python => wording::docstring(found.whole, self.source),
            _ => None,
        };
        let doc = doc.or_else(|| before.doc.map(|doc| wording::doc(self.prelude.text(doc))));
        let parents = match found.of {
            Some(of) => self.names_with(depth, [wording::type_name(self.text(of))]),
            None => self.names_with(depth, []),
        };
        let own = range(found.name);
        let words = self.tokens.within(&whole, &own);
        self.symbols.push(Symbol {
            kind: found.kind,
            within: self.holder(depth),
            range: before.start..whole.end,
            at: own.start,
            line: len(position.row) + 1,
            column: len(position.column),
            units: wording::units(lead.unwrap_or_default()),
            end_line: len(end.row + usize::from(end.column > 0)).max(len(position.row) + 1),
            signature: wording::signature(found.whole, self.source),
            doc: doc.unwrap_or_default(),
            body: words.hash(),
            likeness: (!found.kind.is_part()).then(|| Box::new(words.likeness())),
            name: name.clone(),
            parents: parents.clone(),
        });
        if found.holds && self.around.last().is_none_or(|f| f.depth < depth) {
            let names = parents.iter().cloned().chain([name]).collect();
            self.around.push(Frame {
                depth,
                kind: found.kind,
                symbol: Some(len(self.symbols.len() - 1)),
                names,
            });
        }
    }
}
