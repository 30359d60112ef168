//! C and C++. A function that is only declared is no definition, and a declared variable is none
//! where it says `extern`.

use std::ops::Range;

use tree_sitter::Node;

use super::{Found, Role, Table, Visit, Way};
use crate::syntax::SymbolKind as K;

pub(super) const TABLE: Table = &[
    ("function_definition", Role::Finds(function)),
    ("declaration", Role::Finds(declaration)),
    ("type_definition", Role::Finds(type_definition)),
    ("struct_specifier", Role::Finds(structure)),
    ("union_specifier", Role::Finds(union)),
    ("enum_specifier", Role::Finds(enumeration)),
    ("enumerator", Role::Defines(K::Member)),
    ("field_declaration", Role::Finds(fields)),
    ("preproc_def", Role::Defines(K::Macro)),
    ("preproc_function_def", Role::Defines(K::Macro)),
    ("comment", Role::Comment),
    ("preproc_include", Role::Import),
    ("identifier", Role::Name),
    ("type_identifier", Role::Name),
    ("field_identifier", Role::Name),
    ("statement_identifier", Role::Name),
];

pub(super) const PLUS: Table = &[
    ("class_specifier", Role::Finds(class)),
    ("namespace_definition", Role::Defines(K::Module)),
    ("alias_declaration", Role::Defines(K::Type)),
    ("concept_definition", Role::Defines(K::Type)),
    ("template_declaration", Role::Wraps),
    ("using_declaration", Role::Import),
    ("namespace_identifier", Role::Name),
];

/// A function has no word of its own, so outside of functions most is looked at.
pub(super) const WAY: Way = Way {
    starts: &["struct", "union", "enum", "typedef", "define", "include"],
    open: &["enumerator_list", "field_declaration_list"],
    closed: &[
        "argument_list",
        "call_expression",
        "initializer_list",
        "string_literal",
    ],
    loose: true,
    ..Way::WHOLE
};

pub(super) const WAY_PLUS: Way = Way {
    starts: &[
        "struct",
        "union",
        "enum",
        "typedef",
        "define",
        "include",
        "class",
        "namespace",
        "using",
        "concept",
        "template",
    ],
    ..WAY
};

/// What is named at the end of pointers, arrays, parameters and parentheses, and whether a function
/// is on the way.
fn declared(mut node: Node<'_>) -> Option<(Node<'_>, bool)> {
    let mut function = false;
    loop {
        match node.kind() {
            "identifier"
            | "type_identifier"
            | "field_identifier"
            | "qualified_identifier"
            | "destructor_name"
            | "operator_name"
            | "operator_cast"
            | "primitive_type" => {
                return Some((node, function));
            }
            "function_declarator" => function = true,
            "template_function" => {
                node = node.child_by_field_name("name")?;
                continue;
            }
            _ => {}
        }
        let inner = node.child_by_field_name("declarator");
        // Parentheses and attributes hold what is declared without a field.
        node = inner.or_else(|| {
            let mut cursor = node.walk();
            node.named_children(&mut cursor).find(|child| {
                child.kind().ends_with("declarator") || child.kind().ends_with("identifier")
            })
        })?;
    }
}

fn function<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let Some((mut name, _)) = visit.field("declarator").and_then(declared) else {
        return;
    };
    let mut of: Option<Range<usize>> = None;
    while name.kind() == "qualified_identifier" {
        if let Some(scope) = name.child_by_field_name("scope") {
            let start = of.map_or(scope.start_byte(), |of| of.start);
            of = Some(start..scope.end_byte());
        }
        match name.child_by_field_name("name") {
            Some(inner) => name = inner,
            None => return,
        }
    }
    if name.kind() == "template_function" {
        name = name.child_by_field_name("name").unwrap_or(name);
    }
    // Braces that macros open or close make statements look like definitions.
    if matches!(
        visit.text(name),
        b"if" | b"for" | b"while" | b"switch" | b"else" | b"struct" | b"union" | b"enum"
    ) {
        return;
    }
    let kind = match &of {
        Some(_) => K::Method,
        None => visit.function(),
    };
    found.push(Found {
        of,
        ..visit.found(kind, name)
    });
}

fn declarators<'t>(node: Node<'t>) -> Vec<Node<'t>> {
    let mut cursor = node.walk();
    node.children_by_field_name("declarator", &mut cursor)
        .collect()
}

fn declaration<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    if visit.local {
        return;
    }
    let storage = super::child(visit.node, "storage_class_specifier");
    let external = storage.is_some_and(|word| visit.text(word) == b"extern");
    for declarator in declarators(visit.node) {
        let given = declarator.kind() == "init_declarator";
        match declared(declarator) {
            Some((name, function)) if (given || !function && !external) && is_name(name) => {
                found.push(visit.found(K::Variable, name));
            }
            // `int (*f)(void)` is a variable, although a function is on the way to its name.
            Some((name, true)) if !external && is_name(name) && is_pointer(declarator) => {
                found.push(visit.found(K::Variable, name));
            }
            _ => {}
        }
    }
}

fn is_name(node: Node<'_>) -> bool {
    matches!(node.kind(), "identifier" | "field_identifier")
}

/// Whether a function's declarator declares a pointer to one: the name stands in parentheses.
fn is_pointer(declarator: Node<'_>) -> bool {
    let mut node = declarator;
    while node.kind() != "function_declarator" {
        match node.child_by_field_name("declarator") {
            Some(inner) => node = inner,
            None => return false,
        }
    }
    node.child_by_field_name("declarator")
        .is_some_and(|inner| inner.kind() == "parenthesized_declarator")
}

fn type_definition<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    // The fields of a struct without a name stand in the type.
    let named = visit
        .field("type")
        .and_then(|n| n.child_by_field_name("name"));
    let names = declarators(visit.node).into_iter().filter_map(declared);
    found.extend(names.map(|(name, _)| Found {
        holds: named.is_none(),
        ..visit.found(K::Type, name)
    }));
}

/// Only what has a body is a definition.
fn bodied<'t>(visit: &Visit<'t, '_>, kind: K, found: &mut Vec<Found<'t>>) {
    if let (Some(name), Some(_)) = (visit.name(), visit.field("body")) {
        let name = match name.kind() {
            "template_type" => name.child_by_field_name("name").unwrap_or(name),
            _ => name,
        };
        found.push(visit.found(kind, name));
    }
}

fn structure<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    bodied(visit, K::Struct, found);
}

fn union<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    bodied(visit, K::Union, found);
}

fn enumeration<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    bodied(visit, K::Enum, found);
}

fn class<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    bodied(visit, K::Class, found);
}

fn fields<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    for declarator in declarators(visit.node) {
        if let Some((name, function)) = declared(declarator)
            && is_name(name)
            && (!function || is_pointer(declarator))
        {
            found.push(visit.found(K::Field, name));
        }
    }
}
