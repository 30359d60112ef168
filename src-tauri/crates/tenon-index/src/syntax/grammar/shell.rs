//! Bash.

use super::{Found, Role, Table, Visit, Way};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("function_definition", Role::Defines(K::Function)),
    ("variable_assignment", Role::Finds(variable)),
    ("comment", Role::Comment),
    ("command_name", Role::Name),
    ("variable_name", Role::Name),
];

/// A function has its word or parentheses; declarations count by their words.
pub(super) const WAY: Way = Way {
    starts: &[
        "(", "function", "declare", "export", "local", "readonly", "typeset",
    ],
    ..Way::WHOLE
};

/// A variable that is set outside of functions, by a statement of its own.
fn variable<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let parent = visit.node.parent().map_or("", |parent| parent.kind());
    let name = visit.name().filter(|n| n.kind() == "variable_name");
    if !visit.local && matches!(parent, "program" | "declaration_command") {
        found.extend(name.map(|name| visit.found(K::Variable, name)));
    }
}
