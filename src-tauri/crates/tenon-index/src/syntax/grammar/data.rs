//! JSON, TOML and YAML: the keys near the root.

use tree_sitter::Node;

use super::{Found, Role, Table, Visit, Way};
use crate::syntax::SymbolKind as K;

/// Keys deeper than this are data, not structure.
const DEEPEST: usize = 2;

pub(super) const JSON: Table = &[("pair", Role::Finds(json)), ("comment", Role::Comment)];

pub(super) const TOML: Table = &[
    ("table", Role::Finds(table)),
    ("table_array_element", Role::Finds(table)),
    ("pair", Role::Finds(first)),
    ("comment", Role::Comment),
];

pub(super) const YAML: Table = &[
    ("block_mapping_pair", Role::Finds(yaml)),
    ("comment", Role::Comment),
];

/// What lies deeper than the keys that count is passed by.
pub(super) const WAY: Way = Way {
    deepest: DEEPEST,
    ..Way::WHOLE
};

/// A comment above a key may stand in what the key before it holds.
pub(super) const WAY_YAML: Way = Way {
    starts: &["#"],
    ..WAY
};

fn key<'t>(visit: &Visit<'t, '_>, name: Option<Node<'t>>, found: &mut Vec<Found<'t>>) {
    if visit.depth < DEEPEST {
        found.extend(name.map(|name| visit.found(K::Key, name)));
    }
}

fn json<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let quoted = visit.field("key");
    // A key that is empty has no content.
    key(visit, quoted.and_then(|key| key.named_child(0)), found);
}

fn table<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = visit.node.named_child(0);
    found.extend(name.map(|name| visit.found(K::Module, name)));
}

fn first<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    key(visit, visit.node.named_child(0), found);
}

fn yaml<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    key(visit, visit.field("key"), found);
}
