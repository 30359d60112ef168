//! Ruby.

use super::{Found, Role, Table, Visit, function};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("method", Role::Finds(function)),
    ("singleton_method", Role::Finds(function)),
    ("class", Role::Defines(K::Class)),
    ("module", Role::Defines(K::Class)),
    ("assignment", Role::Finds(constant)),
    ("comment", Role::Comment),
    ("identifier", Role::Name),
    ("constant", Role::Name),
];

fn constant<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = visit.field("left").filter(|n| n.kind() == "constant");
    found.extend(name.map(|name| visit.found(K::Constant, name)));
}
