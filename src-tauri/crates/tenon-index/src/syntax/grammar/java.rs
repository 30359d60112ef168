//! Java.

use super::{Found, Role, Table, Visit, Way};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("class_declaration", Role::Defines(K::Class)),
    ("record_declaration", Role::Defines(K::Class)),
    ("interface_declaration", Role::Defines(K::Interface)),
    ("annotation_type_declaration", Role::Defines(K::Interface)),
    ("enum_declaration", Role::Defines(K::Enum)),
    ("enum_constant", Role::Defines(K::Member)),
    ("method_declaration", Role::Defines(K::Method)),
    ("constructor_declaration", Role::Defines(K::Method)),
    ("compact_constructor_declaration", Role::Defines(K::Method)),
    (
        "annotation_type_element_declaration",
        Role::Defines(K::Method),
    ),
    ("field_declaration", Role::Finds(fields)),
    ("constant_declaration", Role::Finds(constants)),
    ("line_comment", Role::Comment),
    ("block_comment", Role::Comment),
    ("import_declaration", Role::Import),
    ("identifier", Role::Name),
    ("type_identifier", Role::Name),
];

/// Every body has braces, and nothing is defined without one outside of bodies.
pub(super) const WAY: Way = Way {
    starts: &["{", "class", "interface", "enum", "record", "import"],
    open: &[
        "annotation_type_body",
        "class_body",
        "enum_body",
        "interface_body",
    ],
    ..Way::WHOLE
};

fn declared<'t>(visit: &Visit<'t, '_>, kind: K, found: &mut Vec<Found<'t>>) {
    let mut cursor = visit.node.walk();
    let declarators = visit.node.children_by_field_name("declarator", &mut cursor);
    let names = declarators.filter_map(|node| node.child_by_field_name("name"));
    found.extend(names.map(|name| visit.found(kind, name)));
}

fn fields<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    declared(visit, K::Field, found);
}

fn constants<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    declared(visit, K::Constant, found);
}
