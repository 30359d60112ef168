//! TypeScript and JavaScript.

use tree_sitter::Node;

use super::{Found, Role, Table, Visit, Way};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("function_declaration", Role::Defines(K::Function)),
    ("generator_function_declaration", Role::Defines(K::Function)),
    ("class_declaration", Role::Defines(K::Class)),
    ("method_definition", Role::Defines(K::Method)),
    ("function_expression", Role::Finds(expression)),
    ("generator_function", Role::Finds(expression)),
    ("variable_declarator", Role::Finds(variable)),
    ("assignment_expression", Role::Finds(assignment)),
    ("pair", Role::Finds(pair)),
    ("export_statement", Role::Wraps),
    ("lexical_declaration", Role::Wraps),
    ("variable_declaration", Role::Wraps),
    ("decorator", Role::Prefix),
    ("comment", Role::Comment),
    ("import_statement", Role::Import),
    ("identifier", Role::Name),
    ("property_identifier", Role::Name),
    ("shorthand_property_identifier", Role::Name),
    ("shorthand_property_identifier_pattern", Role::Name),
];

/// What is declared without a word or a brace is declared by a statement that is come to anyway.
pub(super) const WAY: Way = Way {
    starts: &[
        "{",
        "=>",
        "function",
        "class",
        "interface",
        "enum",
        "namespace",
        "module",
        "declare",
        "abstract",
        "import",
        "new",
        "type",
    ],
    open: &["class_body", "enum_body", "interface_body", "object_type"],
    ..Way::WHOLE
};

pub(super) const UNTYPED: Table = &[("field_definition", Role::Finds(field))];

pub(super) const TYPED: Table = &[
    ("function_signature", Role::Defines(K::Function)),
    ("abstract_class_declaration", Role::Defines(K::Class)),
    ("interface_declaration", Role::Defines(K::Interface)),
    ("type_alias_declaration", Role::Defines(K::Type)),
    ("enum_declaration", Role::Defines(K::Enum)),
    ("enum_body", Role::Finds(members)),
    ("method_signature", Role::Defines(K::Method)),
    ("abstract_method_signature", Role::Defines(K::Method)),
    ("construct_signature", Role::Finds(construct)),
    ("public_field_definition", Role::Finds(field)),
    ("property_signature", Role::Defines(K::Field)),
    ("internal_module", Role::Defines(K::Module)),
    ("module", Role::Defines(K::Module)),
    ("ambient_declaration", Role::Wraps),
    ("type_identifier", Role::Name),
];

/// What a value makes of the name that it is given to.
fn kind_of(value: Option<Node<'_>>) -> Option<K> {
    match value?.kind() {
        "arrow_function" | "function_expression" | "generator_function" => Some(K::Function),
        "class" => Some(K::Class),
        _ => None,
    }
}

/// A function that has a name where it is written, and nothing else to be called by.
fn expression<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let Some(name) = visit.name() else { return };
    let parent = visit.node.parent().map_or("", |parent| parent.kind());
    if !matches!(
        parent,
        "variable_declarator" | "pair" | "assignment_expression"
    ) {
        found.push(visit.found(K::Function, name));
    }
}

fn variable<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let Some(name) = visit.name().filter(|n| n.kind() == "identifier") else {
        return;
    };
    let by_value = kind_of(visit.field("value"));
    let kind = by_value.or_else(|| {
        let declaration = visit.node.parent().filter(|_| !visit.local)?;
        // A loop's variable is as short-lived as one in a function.
        let kind = declaration.child(0).map(|word| visit.text(word));
        let parent = declaration.parent().map_or("", |parent| parent.kind());
        let lasts = matches!(
            parent,
            "program" | "export_statement" | "ambient_declaration" | "statement_block"
        );
        lasts.then_some(match kind {
            Some(b"const") => K::Constant,
            _ => K::Variable,
        })
    });
    found.extend(kind.map(|kind| visit.found(kind, name)));
}

/// `exports.name = function …` and `Type.prototype.name = function …`.
fn assignment<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let (Some(left), Some(kind)) = (visit.field("left"), kind_of(visit.field("right"))) else {
        return;
    };
    if left.kind() != "member_expression" {
        return;
    }
    let (Some(name), Some(object)) = (
        left.child_by_field_name("property"),
        left.child_by_field_name("object"),
    ) else {
        return;
    };
    let prototype = object.kind() == "member_expression"
        && object
            .child_by_field_name("property")
            .is_some_and(|property| visit.text(property) == b"prototype");
    let of = object.child_by_field_name("object");
    found.push(Found {
        kind: if prototype { K::Method } else { kind },
        of: of.filter(|_| prototype).map(|of| of.byte_range()),
        ..visit.found(kind, name)
    });
}

/// A function that an object holds, as a method written shorter is.
fn pair<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    if let Some(K::Function) = kind_of(visit.node.child_by_field_id(visit.fields.value)) {
        let name = visit.field("key");
        let name = name.filter(|n| matches!(n.kind(), "property_identifier" | "string"));
        found.extend(name.map(|name| visit.found(K::Method, name)));
    }
}

fn field<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = visit.name().or_else(|| visit.field("property"));
    let kind = match kind_of(visit.field("value")) {
        Some(K::Function) => K::Method,
        _ => K::Field,
    };
    found.extend(name.map(|name| visit.found(kind, name)));
}

fn members<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let mut cursor = visit.node.walk();
    for member in visit.node.named_children(&mut cursor) {
        let name = match member.kind() {
            "enum_assignment" => member.child_by_field_name("name"),
            "property_identifier" | "string" => Some(member),
            _ => None,
        };
        found.extend(name.map(|name| Found {
            whole: member,
            holds: false,
            ..visit.found(K::Member, name)
        }));
    }
}

/// `new (…)` of an interface.
fn construct<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let mut cursor = visit.node.walk();
    let word = visit.node.children(&mut cursor).find(|n| n.kind() == "new");
    found.extend(word.map(|name| visit.found(K::Method, name)));
}
