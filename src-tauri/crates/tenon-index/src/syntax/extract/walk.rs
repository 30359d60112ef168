//! The walk over a file's tree, once, without recursion.

use std::ops::Range;
use std::sync::Arc;

use tree_sitter::{Node, TreeCursor};

use super::prelude::Prelude;
use super::{DEEPEST, Symbol, len};
use crate::syntax::fingerprint::Words;
use crate::syntax::grammar::{Around, Found, Role, Rules, Visit, rules};
use crate::syntax::tokens::Tokens;
use crate::syntax::{Language, SymbolKind, wording};

fn range(node: Node<'_>) -> Range<u32> {
    len(node.start_byte())..len(node.end_byte())
}

/// A symbol or a scope that the walk is in.
struct Frame {
    depth: u32,
    kind: SymbolKind,
    symbol: Option<u32>,
    /// Its name, until somebody inside asks for the names around.
    name: Option<Box<str>>,
    /// The names around it, and once it has no name of its own with it.
    names: Arc<[Box<str>]>,
    /// Whether it is a function or inside of one.
    local: bool,
}

pub(super) struct Walk<'s> {
    language: Language,
    source: &'s [u8],
    rules: &'static Rules,
    pub tokens: Tokens,
    pub symbols: Vec<Symbol>,
    pub imports: Vec<Range<u32>>,
    around: Vec<Frame>,
    prelude: Prelude<'s>,
    top: Arc<[Box<str>]>,
}

impl<'s> Walk<'s> {
    pub fn new(language: Language, source: &'s [u8]) -> Self {
        Self {
            language,
            source,
            rules: rules(language),
            tokens: Tokens::of(source),
            symbols: Vec::new(),
            imports: Vec::new(),
            around: Vec::new(),
            prelude: Prelude::new(source),
            top: Arc::from([]),
        }
    }

    pub fn run(&mut self, cursor: &mut TreeCursor<'_>) {
        let rules = self.rules;
        let mut starts = rules.starts(&self.tokens);
        let mut found = Vec::new();
        let mut depth = 0;
        loop {
            let node = cursor.node();
            while self.around.last().is_some_and(|f| f.depth >= depth) {
                self.around.pop();
            }
            match rules.role(node) {
                Role::Plain | Role::Token | Role::Name => {}
                Role::Comment => self.prelude.comment(range(node)),
                Role::Prefix => self.prelude.prefix(range(node)),
                Role::Wraps => self.prelude.wrap(range(node), depth),
                Role::Import => self.imports.push(range(node)),
                Role::Scope(field) => self.scope(node, field, depth),
                Role::Defines(kind) => {
                    let name = node.child_by_field_id(rules.fields.name);
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
            let around = Around {
                count: self.around.len(),
                local: self.local(),
            };
            let enters = depth == 0 || rules.enters(node, around, &mut starts);
            if enters && cursor.goto_first_child() {
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

    fn local(&self) -> bool {
        self.around.last().is_some_and(|frame| frame.local)
    }

    fn visit<'t>(&self, node: Node<'t>) -> Visit<'t, '_> {
        Visit {
            node,
            source: self.source,
            fields: &self.rules.fields,
            around: self.around.last().map(|frame| frame.kind),
            depth: self.around.len(),
            local: self.local(),
        }
    }

    fn text(&self, node: Node<'_>) -> &'s [u8] {
        self.source.get(node.byte_range()).unwrap_or_default()
    }

    /// What is around a node at `depth`, and not what the node itself has defined already.
    fn outside(&self, depth: u32) -> Option<usize> {
        self.around.iter().rposition(|frame| frame.depth < depth)
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
            let names = self.names(depth);
            self.enter(SymbolKind::Struct, None, name, names, depth);
        }
    }

    fn enter(
        &mut self,
        kind: SymbolKind,
        symbol: Option<u32>,
        name: Box<str>,
        names: Arc<[Box<str>]>,
        depth: u32,
    ) {
        self.around.push(Frame {
            depth,
            kind,
            symbol,
            name: Some(name),
            names,
            local: kind.is_function() || self.local(),
        });
    }

    /// The names around a node at `depth`; all that stands in the same place shares them.
    fn names(&mut self, depth: u32) -> Arc<[Box<str>]> {
        let Some(at) = self.outside(depth) else {
            return self.top.clone();
        };
        let frame = &mut self.around[at];
        if let Some(name) = frame.name.take() {
            frame.names = frame.names.iter().cloned().chain([name]).collect();
        }
        frame.names.clone()
    }

    fn define(&mut self, found: &Found<'_>, depth: u32) {
        let name = match found.kind {
            SymbolKind::Heading => wording::heading(self.text(found.name)),
            _ => wording::name(self.text(found.name)),
        };
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
            Language::Python if !found.kind.is_part() => {
                wording::docstring(found.whole, self.source)
            }
            _ => None,
        };
        let doc = doc.or_else(|| before.doc.map(|doc| wording::doc(self.prelude.text(doc))));
        let mut parents = self.names(depth);
        if let Some(of) = &found.of {
            let text = self.source.get(of.clone()).unwrap_or_default();
            let path = wording::type_path(text);
            parents = parents.iter().cloned().chain(path).collect();
        }
        let own = range(found.name);
        let words = Words::of(&self.tokens, &whole, &own);
        let symbol = Symbol {
            kind: found.kind,
            within: self.holder(depth),
            range: before.start..whole.end,
            at: own.start,
            line: len(position.row) + 1,
            column: len(position.column),
            units: wording::units(lead.unwrap_or_default()),
            end_line: len(end.row + usize::from(end.column > 0)).max(len(position.row) + 1),
            signature: wording::signature(found.whole, self.source, &self.rules.fields),
            doc: doc.unwrap_or_default(),
            body: words.hash(),
            likeness: words
                .are_known_by(found.kind)
                .then(|| Box::new(words.likeness())),
            name,
            parents,
        };
        if found.holds && self.around.last().is_none_or(|f| f.depth < depth) {
            let number = Some(len(self.symbols.len()));
            let (name, parents) = (symbol.name.clone(), symbol.parents.clone());
            self.enter(found.kind, number, name, parents, depth);
        }
        self.symbols.push(symbol);
    }
}
