//! C#.

use super::{Found, Role, Table, Visit, child};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("class_declaration", Role::Defines(K::Class)),
    ("record_declaration", Role::Defines(K::Class)),
    ("struct_declaration", Role::Defines(K::Struct)),
    ("interface_declaration", Role::Defines(K::Interface)),
    ("enum_declaration", Role::Defines(K::Enum)),
    ("enum_member_declaration", Role::Defines(K::Member)),
    ("delegate_declaration", Role::Defines(K::Type)),
    ("namespace_declaration", Role::Defines(K::Module)),
    (
        "file_scoped_namespace_declaration",
        Role::Defines(K::Module),
    ),
    ("method_declaration", Role::Defines(K::Method)),
    ("constructor_declaration", Role::Defines(K::Method)),
    ("local_function_statement", Role::Defines(K::Function)),
    ("property_declaration", Role::Defines(K::Field)),
    ("field_declaration", Role::Finds(fields)),
    ("comment", Role::Comment),
    ("using_directive", Role::Import),
    ("identifier", Role::Name),
];

fn fields<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let Some(declaration) = child(visit.node, "variable_declaration") else {
        return;
    };
    let mut cursor = declaration.walk();
    let declarators = declaration
        .named_children(&mut cursor)
        .filter(|node| node.kind() == "variable_declarator");
    let names = declarators.filter_map(|node| node.child_by_field_name("name"));
    found.extend(names.map(|name| visit.found(K::Field, name)));
}
