//! Rust.

use super::{Found, Role, Table, Visit, Way, function};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("function_item", Role::Finds(function)),
    ("function_signature_item", Role::Finds(function)),
    ("struct_item", Role::Defines(K::Struct)),
    ("enum_item", Role::Defines(K::Enum)),
    ("union_item", Role::Defines(K::Union)),
    ("trait_item", Role::Defines(K::Trait)),
    ("type_item", Role::Defines(K::Type)),
    ("associated_type", Role::Defines(K::Type)),
    ("mod_item", Role::Defines(K::Module)),
    ("macro_definition", Role::Defines(K::Macro)),
    ("const_item", Role::Finds(constant)),
    ("static_item", Role::Defines(K::Variable)),
    ("enum_variant", Role::Defines(K::Member)),
    ("field_declaration", Role::Defines(K::Field)),
    ("impl_item", Role::Scope("type")),
    ("attribute_item", Role::Prefix),
    ("line_comment", Role::Comment),
    ("block_comment", Role::Comment),
    ("use_declaration", Role::Import),
    ("extern_crate_declaration", Role::Import),
    ("identifier", Role::Name),
    ("type_identifier", Role::Name),
    ("field_identifier", Role::Name),
    ("shorthand_field_identifier", Role::Name),
];

/// Every definition has its word. What a macro is called with is no code yet.
pub(super) const WAY: Way = Way {
    starts: &[
        "fn",
        "struct",
        "enum",
        "union",
        "trait",
        "type",
        "mod",
        "macro_rules",
        "const",
        "static",
        "impl",
        "use",
        "extern",
    ],
    open: &[
        "enum_variant_list",
        "enum_variant",
        "field_declaration_list",
    ],
    closed: &["token_tree", "parameters", "macro_definition"],
    ..Way::WHOLE
};

/// `const _` names nothing.
fn constant<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = visit.name().filter(|name| visit.text(*name) != b"_");
    found.extend(name.map(|name| visit.found(K::Constant, name)));
}
