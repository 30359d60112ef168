//! A language's tables by number: what each kind of node means, and which nodes a walk can pass by.
//!
//! Most of a file is in bodies that define nothing. Where every definition needs one of a few words
//! or signs, a node without any of them is not looked into; the tokens say so without the tree.

use std::sync::OnceLock;

use tree_sitter::Node;

use super::{Role, tables, way};
use crate::syntax::Language;
use crate::syntax::tokens::{Tokens, name_hash};

/// How a walk goes through the trees of a language.
pub(super) struct Way {
    /// A node without any of these words and signs defines nothing inside. Where there are none
    /// every node is looked into.
    pub starts: &'static [&'static str],
    /// Kinds that are looked into all the same.
    pub open: &'static [&'static str],
    /// Kinds that are never looked into.
    pub closed: &'static [&'static str],
    /// Whether definitions outside of functions need no such word, and a node with an error none
    /// anywhere.
    pub loose: bool,
    /// Nothing is defined in so many symbols, and only nodes with a start are looked into.
    pub deepest: usize,
}

impl Way {
    /// Every node is looked into.
    pub const WHOLE: Self = Self {
        starts: &[],
        open: &[],
        closed: &[],
        loose: false,
        deepest: usize::MAX,
    };
}

/// The fields that are asked for most often.
pub(in crate::syntax) struct Fields {
    pub name: u16,
    pub body: u16,
    pub value: u16,
}

/// What is known of a kind of node.
#[derive(Clone, Copy)]
struct Rule {
    role: Role,
    open: bool,
    closed: bool,
}

pub(in crate::syntax) struct Rules {
    kinds: Vec<Rule>,
    pub fields: Fields,
    deepest: usize,
    /// The hashes of the words and signs that definitions begin with, each with that of the sign
    /// right before it where it has two.
    starts: Vec<(u32, Option<u32>)>,
    loose: bool,
}

/// What a node of no known kind means.
const NOTHING: Rule = Rule {
    role: Role::Plain,
    open: false,
    closed: false,
};

/// The rules of a language.
pub(in crate::syntax) fn rules(language: Language) -> &'static Rules {
    static RULES: [OnceLock<Rules>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    RULES[language as usize].get_or_init(|| Rules::of(language))
}

impl Rules {
    fn of(language: Language) -> Self {
        let grammar = language.grammar();
        let way = way(language);
        let count = u16::try_from(grammar.node_kind_count()).unwrap_or(u16::MAX);
        let rule = |number: u16| {
            if !grammar.node_kind_is_named(number) {
                return Some(Rule {
                    role: Role::Token,
                    ..NOTHING
                });
            }
            // Several numbers may have one name, so each is looked up by its name.
            let kind = grammar.node_kind_for_id(number)?;
            let rows = tables(language).iter().copied().flatten();
            let row = rows.rev().find(|(name, _)| *name == kind);
            Some(Rule {
                role: row.map_or(Role::Plain, |(_, role)| *role),
                open: way.open.contains(&kind),
                closed: way.closed.contains(&kind),
            })
        };
        let field = |name| grammar.field_id_for_name(name).map_or(0, Into::into);
        let start = |start: &&str| match start.as_bytes() {
            [before, sign] if !sign.is_ascii_alphanumeric() => {
                (name_hash(&[*sign]), Some(name_hash(&[*before])))
            }
            word => (name_hash(word), None),
        };
        Self {
            kinds: (0..count).map(|n| rule(n).unwrap_or(NOTHING)).collect(),
            fields: Fields {
                name: field("name"),
                body: field("body"),
                value: field("value"),
            },
            starts: way.starts.iter().map(start).collect(),
            loose: way.loose,
            deepest: way.deepest,
        }
    }

    fn kind(&self, node: Node<'_>) -> &Rule {
        let kind = usize::from(node.kind_id());
        self.kinds.get(kind).unwrap_or(&NOTHING)
    }

    /// What a node means.
    pub fn role(&self, node: Node<'_>) -> Role {
        self.kind(node).role
    }

    /// Whether the language has names that are used.
    pub fn has_names(&self) -> bool {
        self.kinds
            .iter()
            .any(|rule| matches!(rule.role, Role::Name))
    }

    /// Where the words and signs stand that definitions begin with.
    pub fn starts(&self, tokens: &Tokens) -> Starts {
        let sieve = self
            .starts
            .iter()
            .fold(0_u64, |bits, (hash, _)| bits | 1 << (hash & 63));
        let mut places = Vec::new();
        let mut before = (0, u32::MAX);
        for token in tokens.all() {
            if sieve >> (token.hash & 63) & 1 == 1 {
                let fits = |(hash, sign): &(u32, Option<u32>)| {
                    *hash == token.hash
                        && sign.is_none_or(|sign| before == (sign, token.start.wrapping_sub(1)))
                };
                if self.starts.iter().any(fits) {
                    places.push(token.start);
                }
            }
            before = (token.hash, token.start);
        }
        Starts { places, next: 0 }
    }

    /// Whether a walk looks into the node that it has come to, which so many symbols are around.
    pub fn enters(&self, node: Node<'_>, around: Around, starts: &mut Starts) -> bool {
        let rule = self.kind(node);
        match rule.role {
            Role::Token | Role::Name | Role::Comment | Role::Import => return false,
            // What the parser did not understand may hold anything.
            _ if rule.closed => return self.loose && node.has_error() && starts.within(node),
            _ if around.count >= self.deepest => return starts.within(node),
            _ if rule.open || self.starts.is_empty() || self.deepest < usize::MAX => return true,
            Role::Wraps => return true,
            Role::Plain if self.loose && !around.local => return true,
            _ => {}
        }
        starts.within(node) || self.loose && node.has_error()
    }
}

/// What is around a node.
#[derive(Clone, Copy)]
pub(in crate::syntax) struct Around {
    /// How many symbols and scopes.
    pub count: usize,
    /// Whether one of them is a function.
    pub local: bool,
}

/// The places of words and signs that definitions begin with, for one walk in the order of the file.
pub(in crate::syntax) struct Starts {
    places: Vec<u32>,
    next: usize,
}

impl Starts {
    fn within(&mut self, node: Node<'_>) -> bool {
        let (start, end) = (node.start_byte(), node.end_byte());
        while let Some(place) = self.places.get(self.next) {
            if *place as usize >= start {
                return (*place as usize) < end;
            }
            self.next += 1;
        }
        false
    }
}
