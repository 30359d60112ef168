//! Python.

use tree_sitter::Node;

use super::{Found, Role, Table, Visit, Way, function, is_shouted};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("function_definition", Role::Finds(function)),
    ("class_definition", Role::Defines(K::Class)),
    ("decorated_definition", Role::Wraps),
    ("assignment", Role::Finds(assignment)),
    ("type_alias_statement", Role::Finds(alias)),
    ("comment", Role::Comment),
    ("import_statement", Role::Import),
    ("import_from_statement", Role::Import),
    ("future_import_statement", Role::Import),
    ("identifier", Role::Name),
];

/// What is given a value counts outside of functions only; no definition is in an expression.
pub(super) const WAY: Way = Way {
    starts: &["def", "class", "import", "type"],
    closed: &[
        "argument_list",
        "call",
        "dictionary",
        "lambda",
        "lambda_parameters",
        "list",
        "list_comprehension",
        "parameters",
        "string",
        "tuple",
    ],
    loose: true,
    ..Way::WHOLE
};

/// A name that is given a value in a module or a class; names inside of functions come and go.
/// What is given to several names at once is given to each.
fn assignment<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let again = |node: Node<'_>| node.parent().is_some_and(|n| n.kind() == "assignment");
    if visit.local || again(visit.node) {
        return;
    }
    let mut next = Some(visit.node);
    while let Some(node) = next.filter(|node| node.kind() == "assignment") {
        let name = node.child_by_field_name("left");
        if let Some(name) = name.filter(|name| name.kind() == "identifier") {
            let kind = if is_shouted(visit.text(name)) {
                K::Constant
            } else if visit.around == Some(K::Class) {
                K::Field
            } else {
                K::Variable
            };
            found.push(visit.found(kind, name));
        }
        next = node.child_by_field_name("right");
    }
}

fn alias<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let left = visit.field("left").and_then(|left| left.named_child(0));
    found.extend(left.map(|name| visit.found(K::Type, name)));
}
