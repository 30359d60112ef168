//! Lua.

use super::{Found, Role, Table, Visit};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("function_declaration", Role::Finds(function)),
    ("assignment_statement", Role::Finds(assignment)),
    ("comment", Role::Comment),
    ("identifier", Role::Name),
];

/// `function name`, `function table.name` and `function table:name`.
fn function<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let Some(name) = visit.name() else {
        return;
    };
    let inner = ["method", "field"];
    let inner = inner
        .iter()
        .find_map(|field| name.child_by_field_name(field));
    found.push(match inner {
        Some(inner) => Found {
            of: name.child_by_field_name("table").map(|of| of.byte_range()),
            ..visit.found(K::Method, inner)
        },
        None => visit.found(K::Function, name),
    });
}

/// `name = function …`.
fn assignment<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let (Some(names), Some(values)) = (visit.node.named_child(0), visit.node.named_child(1)) else {
        return;
    };
    let mut cursors = (names.walk(), values.walk());
    let names = names.named_children(&mut cursors.0);
    let values = values.named_children(&mut cursors.1);
    for (name, value) in names.zip(values) {
        if name.kind() == "identifier" && value.kind() == "function_definition" {
            found.push(visit.found(K::Function, name));
        }
    }
}
