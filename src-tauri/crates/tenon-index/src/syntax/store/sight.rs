//! What can be seen around a name in its text.

use tree_sitter::Node;

use crate::syntax::wording;

/// A name and what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sight {
    pub name: String,
    /// The name before it: `Type` of `Type::name`, `module` of `module.name`.
    pub qualifier: Option<String>,
    /// Where what stands before its dot ends.
    pub before: Option<usize>,
    /// Whether it comes behind a dot, or is a field that is given a value.
    pub member: bool,
    /// Whether it is called.
    pub called: bool,
    /// Whether it is called as a macro.
    pub banged: bool,
    /// Whether only a type can stand here.
    pub typed: bool,
    /// Whether it is a field that is given a value, of the type in `whole` where that is said.
    pub filled: bool,
    pub whole: Option<String>,
    /// Where the name ends of what is called, if this names one of its arguments.
    pub given_to: Option<usize>,
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The name at a place of a text, and where it begins. A place right behind a name counts as on it.
pub fn name_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let at = wording::floor(text, at);
    let start = text[..at].trim_end_matches(is_word).len();
    let rest = &text[at..];
    let end = at + (rest.len() - rest.trim_start_matches(is_word).len());
    let name = &text[start..end];
    (!name.is_empty()).then_some((name, start))
}

impl Sight {
    pub fn of(text: &str, at: usize, root: Option<Node<'_>>) -> Option<Self> {
        let (name, start) = name_at(text, at)?;
        let end = start + name.len();
        let lead = text[..start].trim_end();
        let mut sight = Self {
            name: name.to_owned(),
            ..Self::default()
        };
        let (before, member) = if let Some(before) = lead.strip_suffix("::") {
            (Some(before), false)
        } else if let Some(before) = lead.strip_suffix("->") {
            (Some(before), true)
        } else if lead.ends_with('.') && !lead.ends_with("..") {
            (
                Some(lead[..lead.len() - 1].trim_end_matches('?').trim_end()),
                true,
            )
        } else {
            (None, false)
        };
        if let Some(before) = before {
            // The arguments of a type stand between its name and the path.
            let bare = match before.ends_with('>') {
                true => before.split("::<").next().unwrap_or(before),
                false => before,
            };
            let word = bare.len() - bare.trim_end_matches(is_word).len();
            let qualifier = &bare[bare.len() - word..];
            sight.qualifier = (!qualifier.is_empty()).then(|| qualifier.to_owned());
            sight.before = member.then_some(before.len());
        }
        sight.member = member;
        let rest = &text[end..];
        sight.banged = rest.starts_with('!') && !rest.starts_with("!=");
        let rest = rest.trim_start_matches('!').trim_start();
        sight.called = rest.starts_with('(') || rest.starts_with("::<");
        if let Some(node) = root.and_then(|root| root.descendant_for_byte_range(start, end)) {
            sight.of_node(node, text);
        }
        Some(sight)
    }

    fn of_node(&mut self, node: Node<'_>, text: &str) {
        let parent = node.parent();
        let kind = parent.map_or("", |parent| parent.kind());
        self.typed = node.kind() == "type_identifier" || matches!(kind, "type" | "generic_type");
        let names = |parent: &Node<'_>| parent.child_by_field_name("name") == Some(node);
        if kind == "keyword_argument" && parent.as_ref().is_some_and(names) {
            let call = parent.and_then(|n| n.parent()).and_then(|n| n.parent());
            let called = call.and_then(|call| call.child_by_field_name("function"));
            self.given_to = called.map(|called| called.end_byte());
        }
        let filled = matches!(
            kind,
            "field_initializer" | "shorthand_field_initializer" | "field_pattern"
        );
        if filled && !self.member {
            (self.filled, self.member) = (true, true);
            let mut around = parent;
            while let Some(node) = around {
                let named = node
                    .child_by_field_name("name")
                    .or(node.child_by_field_name("type"));
                if let (Some(named), "struct_expression" | "struct_pattern") = (named, node.kind())
                {
                    let named = text.get(named.byte_range()).unwrap_or_default();
                    self.whole = Some(wording::type_name(named.as_bytes()).into());
                    break;
                }
                around = node.parent();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_with_what_stands_around_it() {
        let at = |text: &'static str| {
            let place = text.find('|').expect("a place");
            let text = text.replace('|', "");
            Sight::of(&text, place, None)
                .map(|sight| (sight.name, sight.qualifier, sight.member, sight.called))
        };
        let said = |name: &str, qualifier: Option<&str>, member, called| {
            Some((name.to_owned(), qualifier.map(Into::into), member, called))
        };
        assert_eq!(
            at("let x = Foo::b|ar(1)"),
            said("bar", Some("Foo"), false, true)
        );
        assert_eq!(at("V::<u8>::ne|w()"), said("new", Some("V"), false, true));
        assert_eq!(at("self\n  .bar|;"), said("bar", Some("self"), true, false));
        assert_eq!(at("f().|bar!(é)"), said("bar", None, true, true));
        assert_eq!(at("0..e|nd"), said("end", None, false, false));
        assert_eq!(at("é|t"), said("ét", None, false, false));
        assert_eq!(at(" | "), None);
    }
}
