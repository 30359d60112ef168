//! Where a name that lives inside of a function is bound: parameters, variables, patterns and type
//! parameters. They are no symbols, so they are looked for in the tree of the one file that is
//! asked about.

mod table;

use std::ops::Range;

use tree_sitter::Node;

use super::Language;
use table::{Binders, binders};

/// The node of the name at a place, where a name bound in a function can stand.
fn name_node<'t>(root: Node<'t>, name: &Range<usize>, binders: &Binders) -> Option<Node<'t>> {
    let node = root.descendant_for_byte_range(name.start, name.end)?;
    let fits = node.byte_range() == *name && binders.names.contains(&node.kind());
    Some(node).filter(|_| fits)
}

/// Whether a name stands behind a dot or at the end of a path, so that it is looked up elsewhere.
fn is_member(bytes: &[u8], name: &Range<usize>) -> bool {
    let before = bytes.get(..name.start).unwrap_or_default().trim_ascii_end();
    let dotted = before.ends_with(b".") && !before.ends_with(b"..") || before.ends_with(b"->");
    dotted || before.ends_with(b"::")
}

/// Where the name in this range is bound, if that is inside of a function.
pub(super) fn binding(
    language: Language,
    root: Node<'_>,
    bytes: &[u8],
    name: &Range<usize>,
) -> Option<Range<usize>> {
    let binders = binders(language)?;
    if is_member(bytes, name) {
        return None;
    }
    let node = name_node(root, name, binders)?;
    let text = bytes.get(name.clone())?;
    let search = Search {
        binders,
        text,
        bytes,
    };
    let path = path(root, node);
    let bound = search
        .outwards(&path)
        .map(|node| (node.kind(), node.byte_range()));
    // What is not bound by its look, or leads a path, can only be a parameter that is a type.
    let leads = bytes
        .get(name.end..)
        .is_some_and(|rest| rest.starts_with(b"::"));
    let constant = language == Language::Rust && text.first().is_some_and(u8::is_ascii_uppercase);
    let found = bound.filter(|(kind, _)| !(leads || constant) || *kind == "type_identifier");
    let found = found.map(|(_, range)| range);
    found.or_else(|| match language == Language::Rust && !leads && !constant {
        true => search.unparsed(&path),
        false => None,
    })
}

/// The nodes from the root to a name. Asking each for its parent would begin at the root each time.
fn path<'t>(root: Node<'t>, name: Node<'t>) -> Vec<Node<'t>> {
    let mut path = vec![root];
    while let Some(last) = path.last().filter(|last| **last != name) {
        match last.child_with_descendant(name) {
            Some(next) => path.push(next),
            None => break,
        }
    }
    path
}

/// What a local name is said to be: the text from its name to the end of what binds it, for the
/// names of types in it.
pub(super) fn said<'b>(root: Node<'_>, bytes: &'b [u8], bound: &Range<usize>) -> &'b [u8] {
    let node = root.descendant_for_byte_range(bound.start, bound.end);
    let mut around = node.and_then(|node| node.parent());
    while let Some(node) = around {
        let kind = node.kind();
        let whole = kind.ends_with("declaration")
            || kind.ends_with("parameter")
            || kind.ends_with("declarator")
            || matches!(kind, "assignment" | "for_expression" | "let_condition");
        if whole {
            let start = node.start_byte().min(bound.start);
            let end = node.end_byte().min(start + 240);
            return bytes.get(start..end).unwrap_or_default();
        }
        around = node.parent();
    }
    &[]
}

struct Search<'s> {
    binders: &'static Binders,
    text: &'s [u8],
    bytes: &'s [u8],
}

impl Search<'_> {
    fn is_it(&self, node: Node<'_>) -> bool {
        self.binders.names.contains(&node.kind())
            && self.bytes.get(node.byte_range()) == Some(self.text)
    }

    /// Goes outwards: what stands before in the same block, what heads it, and so on.
    fn outwards<'t>(&self, path: &[Node<'t>]) -> Option<Node<'t>> {
        let name = *path.last()?;
        let is_function = |node: &Node<'_>| self.binders.functions.contains(&node.kind());
        // What is bound in a module is a symbol; the head of a function is inside of it.
        let outermost = path.iter().position(is_function);
        for at in (1..path.len()).rev() {
            let (around, node) = (path[at - 1], path[at]);
            let all = match self.binders.whole_functions && is_function(&around) {
                true => self.bound_in(around),
                false => Vec::new(),
            };
            // What a name was given last counts, then what heads the function.
            let above = self.above(&all, name);
            let bound = above.or_else(|| self.header(around, node));
            let bound = bound.or_else(|| all.first().copied());
            if bound.is_some() {
                return bound;
            }
            if outermost.is_none_or(|outermost| at <= outermost) {
                continue;
            }
            if self.binders.whole_functions {
                continue;
            }
            let mut cursor = around.walk();
            let before = around.named_children(&mut cursor);
            let before: Vec<_> = before.take_while(|child| *child != node).collect();
            let bound = before
                .into_iter()
                .rev()
                .find_map(|child| self.inside(child));
            if bound.is_some() {
                return bound;
            }
        }
        None
    }

    /// What a macro is called with has no tree: the last place above the name that looks as if it
    /// bound it.
    fn unparsed(&self, path: &[Node<'_>]) -> Option<Range<usize>> {
        let outer = path.iter().find(|node| node.kind() == "token_tree")?;
        let name = path.last()?.byte_range();
        let start = outer.start_byte();
        let text = self.bytes.get(start..name.end)?;
        let places = memchr::memmem::rfind_iter(text, self.text);
        let mut places = places.map(|at| at..at + self.text.len());
        let is_word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let found = places.find(|place| {
            let before = &text[..place.start];
            if is_word(before.last()) || is_word(text.get(place.end)) {
                return false;
            }
            let before = before.trim_ascii_end();
            let after = text[place.end..].trim_ascii_start();
            let word = |word: &str| before.ends_with(word.as_bytes());
            let typed = after.starts_with(b":") && !after.starts_with(b"::");
            ["let", " mut", "|mut", "(mut", "ref", " for"]
                .iter()
                .any(|w| word(w))
                || typed && (word("|") || word(","))
                || word("|") && after.starts_with(b"|")
        })?;
        Some(start + found.start..start + found.end)
    }

    /// What a node binds for what is inside of it.
    fn header<'t>(&self, around: Node<'t>, from: Node<'t>) -> Option<Node<'t>> {
        // A value is there before the name that it is given to.
        let values = ["value", "right"].into_iter();
        let mut values = values.filter_map(|field| around.child_by_field_name(field));
        if around.kind() != "match_arm" && values.any(|value| value == from) {
            return None;
        }
        let rows = self.binders.heads.iter();
        let fields = rows.filter(|(kind, _)| *kind == around.kind());
        fields
            .flat_map(|(_, fields)| fields.iter())
            .find_map(|field| {
                let mut cursor = around.walk();
                let held: Vec<_> = around.children_by_field_name(field, &mut cursor).collect();
                held.into_iter().find_map(|pattern| self.pattern(pattern))
            })
    }

    /// What a statement binds for those behind it, the last of several.
    fn inside<'t>(&self, node: Node<'t>) -> Option<Node<'t>> {
        if self.binders.blocks.contains(&node.kind()) {
            return None;
        }
        let rows = self.binders.statements.iter();
        let mut fields = rows.filter(|(kind, _)| *kind == node.kind()).peekable();
        if fields.peek().is_some() {
            return fields
                .flat_map(|(_, fields)| fields.iter())
                .find_map(|field| {
                    let mut cursor = node.walk();
                    let held: Vec<_> = node.children_by_field_name(field, &mut cursor).collect();
                    held.into_iter().find_map(|pattern| self.pattern(pattern))
                });
        }
        let mut cursor = node.walk();
        let children: Vec<_> = node.named_children(&mut cursor).collect();
        children
            .into_iter()
            .rev()
            .find_map(|child| self.inside(child))
    }

    /// In languages where a name belongs to its whole function: every place that binds it.
    fn bound_in<'t>(&self, function: Node<'t>) -> Vec<Node<'t>> {
        let mut all = Vec::new();
        if let Some(body) = function.child_by_field_name("body") {
            self.all(body, &mut all);
        }
        all
    }

    /// The last of these above a name. What is given is there before the name that it is given to.
    fn above<'t>(&self, all: &[Node<'t>], name: Node<'t>) -> Option<Node<'t>> {
        let start = name.start_byte();
        let holds = |node: &Node<'_>| {
            let mut around = node.parent();
            while let Some(one) = around.filter(|one| one.kind().contains("pattern")) {
                around = one.parent();
            }
            around.is_some_and(|one| one.kind() == "assignment" && one.end_byte() > start)
        };
        let mut last_first = all.iter().rev();
        let found =
            last_first.find(|node| **node == name || node.end_byte() <= start && !holds(node));
        found.copied()
    }

    fn all<'t>(&self, node: Node<'t>, found: &mut Vec<Node<'t>>) {
        let rows = self.binders.statements.iter();
        for (_, fields) in rows.filter(|(kind, _)| *kind == node.kind()) {
            for field in *fields {
                let held = node.child_by_field_name(field);
                found.extend(held.and_then(|pattern| self.pattern(pattern)));
            }
        }
        if self.binders.targets.contains(&node.kind()) {
            found.extend(self.pattern(node));
        }
        let mut cursor = node.walk();
        let children: Vec<_> = node.named_children(&mut cursor).collect();
        for child in children {
            if !self.binders.blocks.contains(&child.kind()) {
                self.all(child, found);
            }
        }
    }

    /// The name in a pattern.
    fn pattern<'t>(&self, pattern: Node<'t>) -> Option<Node<'t>> {
        if self.is_it(pattern) {
            return Some(pattern);
        }
        let mut cursor = pattern.walk();
        if !cursor.goto_first_child() {
            return None;
        }
        loop {
            let node = cursor.node();
            let field = cursor.field_name().unwrap_or_default();
            // Types, defaults and what is looked up are no part of what is bound.
            // Only `{ name: bound }` binds what looks like a value.
            let other = self.binders.other.contains(&field) && pattern.kind() != "pair_pattern"
                || !node.is_named();
            if !other
                && !self.binders.blocks.contains(&node.kind())
                && let Some(found) = self.pattern(node)
            {
                return Some(found);
            }
            if !cursor.goto_next_sibling() {
                return None;
            }
        }
    }
}
