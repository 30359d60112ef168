//! Markdown, HTML and CSS.

use super::{Found, Role, Table, Visit, Way, child};
use crate::syntax::SymbolKind as K;

pub(super) const MARKDOWN: Table = &[
    ("atx_heading", Role::Finds(heading)),
    ("setext_heading", Role::Finds(heading)),
];

pub(super) const HTML: Table = &[
    ("element", Role::Finds(element)),
    ("comment", Role::Comment),
];

pub(super) const CSS: Table = &[
    ("rule_set", Role::Finds(rule)),
    ("keyframes_statement", Role::Finds(keyframes)),
    ("comment", Role::Comment),
    ("import_statement", Role::Import),
    ("class_name", Role::Name),
    ("id_name", Role::Name),
];

/// Headings stand beside paragraphs and code, not in them.
pub(super) const WAY: Way = Way {
    closed: &["fenced_code_block", "html_block", "paragraph", "pipe_table"],
    ..Way::WHOLE
};

/// A rule has braces.
pub(super) const WAY_CSS: Way = Way {
    starts: &["{", "import"],
    ..Way::WHOLE
};

/// A heading; the grammar makes sections of some kinds only, so what it reaches to is found later.
fn heading<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = visit.field("heading_content");
    found.extend(name.map(|name| Found {
        holds: false,
        ..visit.found(K::Heading, name)
    }));
}

/// An element that has an id.
fn element<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let Some(tag) = child(visit.node, "start_tag") else {
        return;
    };
    let mut cursor = tag.walk();
    let mut attributes = tag.named_children(&mut cursor);
    let id = attributes.find(|attribute| {
        let name = child(*attribute, "attribute_name");
        name.is_some_and(|name| visit.text(name).eq_ignore_ascii_case(b"id"))
    });
    let value = id.and_then(|id| {
        let quoted = child(id, "quoted_attribute_value");
        child(quoted.unwrap_or(id), "attribute_value")
    });
    found.extend(value.map(|name| visit.found(K::Key, name)));
}

fn rule<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = child(visit.node, "selectors");
    found.extend(name.map(|name| visit.found(K::Rule, name)));
}

fn keyframes<'t>(visit: &Visit<'t, '_>, found: &mut Vec<Found<'t>>) {
    let name = child(visit.node, "keyframes_name");
    found.extend(name.map(|name| visit.found(K::Rule, name)));
}
