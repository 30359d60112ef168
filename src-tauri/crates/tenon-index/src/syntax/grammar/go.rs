//! Go.

use tree_sitter::Node;

use super::{Found, Role, Table, Visit, Way};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("function_declaration", Role::Defines(K::Function)),
    ("method_declaration", Role::Finds(method)),
    ("method_elem", Role::Defines(K::Method)),
    ("type_spec", Role::Finds(type_spec)),
    ("type_alias", Role::Defines(K::Type)),
    ("const_spec", Role::Finds(constants)),
    ("var_spec", Role::Finds(variables)),
    ("field_declaration", Role::Finds(fields)),
    ("type_declaration", Role::Wraps),
    ("const_declaration", Role::Wraps),
    ("var_declaration", Role::Wraps),
    ("comment", Role::Comment),
    ("import_spec", Role::Import),
    ("identifier", Role::Name),
    ("type_identifier", Role::Name),
    ("field_identifier", Role::Name),
    ("package_identifier", Role::Name),
];

/// Functions hold types and constants only where their words are.
pub(super) const WAY: Way = Way {
    starts: &["type", "const", "struct", "interface", "import", "var"],
    open: &[
        "const_spec",
        "field_declaration_list",
        "import_declaration",
        "import_spec_list",
        "interface_type",
        "var_spec_list",
    ],
    ..Way::WHOLE
};

/// A method stands beside its type; the receiver says which it is.
fn method<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let Some(name) = visit.name() else {
        return;
    };
    let receiver = visit.field("receiver").and_then(|list| list.named_child(0));
    let mut of = receiver.and_then(|receiver| receiver.child_by_field_name("type"));
    while let Some(node) = of.filter(|node| node.kind() != "type_identifier") {
        // A pointer, parentheses, or type parameters.
        of = node.child_by_field_name("type").or(node.named_child(0));
    }
    found.push(Found {
        of: of.map(|of| of.byte_range()),
        ..visit.found(K::Method, name)
    });
}

fn type_spec<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let kind = match visit.field("type").map(|node| node.kind()) {
        Some("struct_type") => K::Struct,
        Some("interface_type") => K::Interface,
        _ => K::Type,
    };
    found.extend(visit.name().map(|name| visit.found(kind, name)));
}

fn names<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.children_by_field_name("name", &mut cursor)
        .filter(|name| name.is_named())
        .collect()
}

fn constants<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let names = names(visit.node).into_iter();
    let names = names.filter(|name| visit.text(*name) != b"_");
    found.extend(names.map(|name| visit.found(K::Constant, name)));
}

fn variables<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let names = names(visit.node).into_iter();
    let names = names.filter(|name| !visit.local && visit.text(*name) != b"_");
    found.extend(names.map(|name| visit.found(K::Variable, name)));
}

fn fields<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let names = names(visit.node).into_iter();
    found.extend(names.map(|name| visit.found(K::Field, name)));
}
