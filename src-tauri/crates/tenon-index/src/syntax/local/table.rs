//! What binds names in each language, by the kinds of its grammar's nodes.

use crate::syntax::Language;

type Rows = &'static [(&'static str, &'static [&'static str])];

pub(super) struct Binders {
    /// The kinds of names that can be bound.
    pub names: &'static [&'static str],
    /// Nodes whose fields bind names for what is inside.
    pub heads: Rows,
    /// Nodes whose fields bind names for what comes after them.
    pub statements: Rows,
    /// Nodes that bind names by themselves, wherever they are.
    pub targets: &'static [&'static str],
    /// Nodes whose names end with them.
    pub blocks: &'static [&'static str],
    /// Functions of every form.
    pub functions: &'static [&'static str],
    /// Fields in what binds that bind nothing.
    pub other: &'static [&'static str],
    /// Whether a name belongs to the whole of its function, wherever in it it is bound.
    pub whole_functions: bool,
}

static RUST: Binders = Binders {
    names: &[
        "identifier",
        "shorthand_field_identifier",
        "type_identifier",
    ],
    heads: &[
        ("function_item", &["parameters", "type_parameters"]),
        (
            "function_signature_item",
            &["parameters", "type_parameters"],
        ),
        ("closure_expression", &["parameters"]),
        ("for_expression", &["pattern"]),
        ("match_arm", &["pattern"]),
        ("let_declaration", &["pattern"]),
        ("let_condition", &["pattern"]),
        ("impl_item", &["type_parameters"]),
        ("struct_item", &["type_parameters"]),
        ("enum_item", &["type_parameters"]),
        ("trait_item", &["type_parameters"]),
        ("type_item", &["type_parameters"]),
    ],
    statements: &[
        ("let_declaration", &["pattern"]),
        ("let_condition", &["pattern"]),
    ],
    targets: &[],
    blocks: &[
        "block",
        "closure_expression",
        "function_item",
        "match_block",
        "token_tree",
    ],
    functions: &["function_item", "closure_expression"],
    other: &[
        "type",
        "value",
        "bounds",
        "default_type",
        "condition",
        "trait",
    ],
    whole_functions: false,
};

static PYTHON: Binders = Binders {
    names: &["identifier"],
    heads: &[
        ("function_definition", &["parameters", "type_parameters"]),
        ("lambda", &["parameters"]),
    ],
    statements: &[
        ("assignment", &["left"]),
        ("named_expression", &["name"]),
        ("for_statement", &["left"]),
        ("for_in_clause", &["left"]),
    ],
    targets: &["as_pattern_target"],
    blocks: &["function_definition", "lambda", "class_definition"],
    functions: &["function_definition"],
    other: &["type", "value", "attribute", "object", "subscript"],
    whole_functions: true,
};

static SCRIPT: Binders = Binders {
    names: &[
        "identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "type_identifier",
    ],
    heads: &[
        ("function_declaration", &["parameters", "type_parameters"]),
        (
            "generator_function_declaration",
            &["parameters", "type_parameters"],
        ),
        ("function_expression", &["parameters", "type_parameters"]),
        ("generator_function", &["parameters", "type_parameters"]),
        (
            "arrow_function",
            &["parameters", "parameter", "type_parameters"],
        ),
        ("method_definition", &["parameters", "type_parameters"]),
        ("method_signature", &["parameters", "type_parameters"]),
        ("class_declaration", &["type_parameters"]),
        ("interface_declaration", &["type_parameters"]),
        ("type_alias_declaration", &["type_parameters"]),
        ("catch_clause", &["parameter"]),
        ("for_in_statement", &["left"]),
        ("variable_declarator", &["name"]),
    ],
    statements: &[("variable_declarator", &["name"])],
    targets: &[],
    blocks: &[
        "statement_block",
        "arrow_function",
        "function_expression",
        "function_declaration",
        "class_body",
    ],
    functions: &[
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "generator_function",
        "arrow_function",
        "method_definition",
    ],
    other: &["type", "value", "right", "key", "constraint", "return_type"],
    whole_functions: false,
};

static GO: Binders = Binders {
    names: &["identifier", "type_identifier"],
    heads: &[
        (
            "function_declaration",
            &["parameters", "result", "type_parameters"],
        ),
        ("method_declaration", &["parameters", "receiver", "result"]),
        ("func_literal", &["parameters", "result"]),
        ("short_var_declaration", &["left"]),
        ("range_clause", &["left"]),
    ],
    statements: &[
        ("short_var_declaration", &["left"]),
        ("range_clause", &["left"]),
        ("var_spec", &["name"]),
        ("receive_statement", &["left"]),
        ("type_switch_statement", &["alias"]),
    ],
    targets: &[],
    blocks: &["block", "func_literal"],
    functions: &["function_declaration", "method_declaration", "func_literal"],
    other: &["type", "value", "right"],
    whole_functions: false,
};

static C: Binders = Binders {
    names: &["identifier", "type_identifier"],
    heads: &[
        ("function_definition", &["declarator"]),
        ("lambda_expression", &["declarator"]),
        ("for_range_loop", &["declarator"]),
        ("catch_clause", &["parameters"]),
        ("init_declarator", &["declarator"]),
    ],
    statements: &[
        ("declaration", &["declarator"]),
        ("for_range_loop", &["declarator"]),
    ],
    targets: &[],
    blocks: &["compound_statement", "lambda_expression"],
    functions: &["function_definition", "lambda_expression"],
    other: &["type", "value", "size", "default_value"],
    whole_functions: false,
};

static JAVA: Binders = Binders {
    names: &["identifier", "type_identifier"],
    heads: &[
        ("method_declaration", &["parameters", "type_parameters"]),
        (
            "constructor_declaration",
            &["parameters", "type_parameters"],
        ),
        ("lambda_expression", &["parameters"]),
        ("enhanced_for_statement", &["name"]),
        ("class_declaration", &["type_parameters"]),
        ("interface_declaration", &["type_parameters"]),
        ("variable_declarator", &["name"]),
    ],
    statements: &[
        ("variable_declarator", &["name"]),
        ("resource", &["name"]),
        ("catch_formal_parameter", &["name"]),
        ("instanceof_expression", &["name"]),
    ],
    targets: &[],
    blocks: &["block", "lambda_expression", "class_body"],
    functions: &[
        "method_declaration",
        "constructor_declaration",
        "lambda_expression",
    ],
    other: &["type", "value"],
    whole_functions: false,
};

/// What binds names in a language, where that is known.
pub(super) fn binders(language: Language) -> Option<&'static Binders> {
    match language {
        Language::Rust => Some(&RUST),
        Language::Python => Some(&PYTHON),
        Language::TypeScript | Language::Tsx | Language::JavaScript => Some(&SCRIPT),
        Language::Go => Some(&GO),
        Language::C | Language::Cpp => Some(&C),
        Language::Java => Some(&JAVA),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_and_field_is_one_of_a_grammar() {
        for language in Language::ALL {
            let Some(binders) = binders(*language) else {
                continue;
            };
            let known = |name: &str, field: bool| {
                // Languages that share a table need not have all of it.
                let shares = |other: &&Language| {
                    super::binders(**other).is_some_and(|b| std::ptr::eq(b, binders))
                };
                Language::ALL
                    .iter()
                    .filter(shares)
                    .any(|other| match field {
                        true => other.grammar().field_id_for_name(name).is_some(),
                        false => other.grammar().id_for_node_kind(name, true) != 0,
                    })
            };
            let lists = [
                binders.names,
                binders.targets,
                binders.blocks,
                binders.functions,
            ];
            for (kind, fields) in binders.heads.iter().chain(binders.statements) {
                assert!(known(kind, false), "{} has no {kind}", language.word());
                for field in *fields {
                    assert!(known(field, true), "{} has no {field}", language.word());
                }
            }
            for kind in lists.into_iter().flatten() {
                assert!(known(kind, false), "{} has no {kind}", language.word());
            }
        }
    }
}
