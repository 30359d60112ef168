//! PHP.

use super::{Found, Role, Table, Visit};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("function_definition", Role::Defines(K::Function)),
    ("method_declaration", Role::Defines(K::Method)),
    ("class_declaration", Role::Defines(K::Class)),
    ("interface_declaration", Role::Defines(K::Interface)),
    ("trait_declaration", Role::Defines(K::Trait)),
    ("enum_declaration", Role::Defines(K::Enum)),
    ("enum_case", Role::Defines(K::Member)),
    ("namespace_definition", Role::Defines(K::Module)),
    ("property_element", Role::Defines(K::Field)),
    ("const_element", Role::Finds(constant)),
    ("comment", Role::Comment),
    ("namespace_use_declaration", Role::Import),
    ("name", Role::Name),
];

fn constant<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = visit.node.named_child(0);
    found.extend(name.map(|name| visit.found(K::Constant, name)));
}
