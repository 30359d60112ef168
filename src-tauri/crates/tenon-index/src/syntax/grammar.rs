//! What the nodes of each grammar mean, as tables that are made once and shared.
//!
//! A walk asks one table by a node's number, which costs far less than running a query over the
//! tree: most nodes mean nothing, and those cost one look.

mod c;
mod data;
mod go;
mod java;
mod lua;
mod markup;
mod php;
mod python;
mod ruby;
mod rules;
mod rust;
mod script;
mod sharp;
mod shell;

use std::ops::Range;

use tree_sitter::Node;

use super::{Language, SymbolKind};
use rules::Way;
pub(super) use rules::{Around, Fields, Rules, rules};

/// Finds what a node defines.
pub(super) type Finder = for<'t> fn(&Visit<'t, '_>, &mut Vec<Found<'t>>);

/// What a node means.
#[derive(Clone, Copy)]
pub(super) enum Role {
    /// Nothing by itself.
    Plain,
    /// Nothing, and nothing is inside: a word or a sign of the language.
    Token,
    /// Defines a symbol of this kind; the field `name` names it.
    Defines(SymbolKind),
    /// Defines what the function finds.
    Finds(Finder),
    /// Names what is inside, and is no symbol itself: the field names it.
    Scope(&'static str),
    /// A comment.
    Comment,
    /// Stands before a definition and belongs to it: an attribute.
    Prefix,
    /// Holds a definition and begins before it: decorators, `export`.
    Wraps,
    /// A name that is used.
    Name,
    /// An import.
    Import,
}

/// A node that may define something, and what it stands in.
pub(super) struct Visit<'t, 's> {
    pub node: Node<'t>,
    pub source: &'s [u8],
    pub fields: &'s Fields,
    /// The kind of the symbol or scope around it.
    pub around: Option<SymbolKind>,
    /// How many symbols and scopes are around it.
    pub depth: usize,
    /// Whether it is inside of a function.
    pub local: bool,
}

/// Something that a node defines.
pub(super) struct Found<'t> {
    pub kind: SymbolKind,
    pub name: Node<'t>,
    /// What is defined, from its first to its last byte.
    pub whole: Node<'t>,
    /// Where the type is named that it belongs to, if that does not stand around it.
    pub of: Option<Range<usize>>,
    /// Whether what the node holds stands in it.
    pub holds: bool,
}

impl<'t> Visit<'t, '_> {
    /// What the field `name` holds, by the number of the field.
    pub fn name(&self) -> Option<Node<'t>> {
        self.node.child_by_field_id(self.fields.name)
    }

    pub fn field(&self, name: &str) -> Option<Node<'t>> {
        self.node.child_by_field_name(name)
    }

    pub fn found(&self, kind: SymbolKind, name: Node<'t>) -> Found<'t> {
        Found {
            kind,
            name,
            whole: self.node,
            of: None,
            holds: true,
        }
    }

    /// A function, or a method where it stands in a type.
    pub fn function(&self) -> SymbolKind {
        match self.around.is_some_and(SymbolKind::is_type) {
            true => SymbolKind::Method,
            false => SymbolKind::Function,
        }
    }

    pub fn text(&self, node: Node<'_>) -> &[u8] {
        self.source.get(node.byte_range()).unwrap_or_default()
    }
}

/// Finds a function or a method by the field `name`.
fn function<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    if let Some(name) = visit.name() {
        found.push(visit.found(visit.function(), name));
    }
}

/// A constant by its way of writing, as several languages have no other.
fn is_shouted(name: &[u8]) -> bool {
    name.iter().any(u8::is_ascii_uppercase) && !name.iter().any(u8::is_ascii_lowercase)
}

/// The first named child of this kind.
fn child<'t>(node: Node<'t>, kind: &str) -> Option<Node<'t>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).find(|n| n.kind() == kind)
}

type Table = &'static [(&'static str, Role)];

fn tables(language: Language) -> &'static [Table] {
    match language {
        Language::Rust => &[rust::TABLE],
        Language::Python => &[python::TABLE],
        Language::TypeScript | Language::Tsx => &[script::TABLE, script::TYPED],
        Language::JavaScript => &[script::TABLE, script::UNTYPED],
        Language::Go => &[go::TABLE],
        Language::C => &[c::TABLE],
        Language::Cpp => &[c::TABLE, c::PLUS],
        Language::Java => &[java::TABLE],
        Language::Bash => &[shell::TABLE],
        Language::Json => &[data::JSON],
        Language::Markdown => &[markup::MARKDOWN],
        Language::Ruby => &[ruby::TABLE],
        Language::Php => &[php::TABLE],
        Language::Lua => &[lua::TABLE],
        Language::CSharp => &[sharp::TABLE],
        Language::Css => &[markup::CSS],
        Language::Html => &[markup::HTML],
        Language::Toml => &[data::TOML],
        Language::Yaml => &[data::YAML],
    }
}

/// How a walk goes through the trees of a language.
fn way(language: Language) -> &'static Way {
    match language {
        Language::Rust => &rust::WAY,
        Language::Python => &python::WAY,
        Language::TypeScript | Language::Tsx | Language::JavaScript => &script::WAY,
        Language::Go => &go::WAY,
        Language::C => &c::WAY,
        Language::Cpp => &c::WAY_PLUS,
        Language::Java => &java::WAY,
        Language::Bash => &shell::WAY,
        Language::Json | Language::Toml => &data::WAY,
        Language::Yaml => &data::WAY_YAML,
        Language::Markdown => &markup::WAY,
        Language::Css => &markup::WAY_CSS,
        _ => &Way::WHOLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_in_the_tables_is_one_of_the_grammar() {
        for language in Language::ALL {
            let grammar = language.grammar();
            for (name, _) in tables(*language).iter().copied().flatten() {
                assert_ne!(
                    grammar.id_for_node_kind(name, true),
                    0,
                    "{} has no {name}",
                    language.word()
                );
            }
            for name in way(*language).open.iter().chain(way(*language).closed) {
                let found = Language::ALL.iter().any(|other| {
                    std::ptr::eq(way(*other), way(*language))
                        && other.grammar().id_for_node_kind(name, true) != 0
                });
                assert!(found, "{} has no {name}", language.word());
            }
        }
    }
}
