//! Python.

use super::{Found, Role, Table, Visit, function, is_shouted};
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
    ("identifier", Role::Name),
];

/// A name that is given a value in a module or a class; names inside of functions come and go.
fn assignment<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = visit.field("left").filter(|n| n.kind() == "identifier");
    let Some(name) = name.filter(|_| !visit.local) else {
        return;
    };
    let kind = if is_shouted(visit.text(name)) {
        K::Constant
    } else if visit.around == Some(K::Class) {
        K::Field
    } else {
        K::Variable
    };
    found.push(visit.found(kind, name));
}

fn alias<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let left = visit.field("left").and_then(|left| left.named_child(0));
    found.extend(left.map(|name| visit.found(K::Type, name)));
}
