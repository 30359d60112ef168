//! What Tenon reads in plain text: tags, and the ids of blocks.

use std::ops::Range;

use comrak::nodes::{Node, NodeValue};

use crate::source::Source;

/// A part of a text node that stands in the source letter by letter.
///
/// Between such parts stand backslashes and entities, which are other letters than they are written
/// with.
pub(crate) struct Piece {
    /// Where it stands in the whole text, in bytes.
    pub source: Range<usize>,
    /// Where it begins in the node's text, in bytes.
    pub literal: usize,
}

/// The parts of a text node; none where its place is not what the parser says.
pub(crate) fn pieces(source: &Source<'_>, node: Node<'_>) -> Vec<Piece> {
    let data = node.data();
    let NodeValue::Text(literal) = &data.value else {
        return Vec::new();
    };
    let Some(range) = source.range_of(node) else {
        return Vec::new();
    };
    let written = &source.text[range.clone()];
    if written == literal {
        return vec![Piece {
            source: range,
            literal: 0,
        }];
    }
    let mut pieces = Vec::new();
    let mut cursor = 0;
    for part in verbatim(written) {
        let Some(at) = literal[cursor..].find(&written[part.clone()]) else {
            return Vec::new();
        };
        let size = part.len();
        pieces.push(Piece {
            source: range.start + part.start..range.start + part.end,
            literal: cursor + at,
        });
        cursor += at + size;
    }
    // Letters that are neither written so nor stand for an entity belong elsewhere.
    if pieces.is_empty() || !written.contains(['&', '\\']) {
        return Vec::new();
    }
    pieces
}

/// What stands between backslashes and entities.
fn verbatim(written: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(next) = written[at..].find(['&', '\\']) {
        let mark = at + next;
        let size = match written.as_bytes()[mark] {
            b'\\' => Some(1),
            _ => entity(&written[mark..]),
        };
        let Some(size) = size else {
            at = mark + 1;
            continue;
        };
        parts.push(start..mark);
        start = mark + size;
        at = start;
    }
    parts.push(start..written.len());
    parts.retain(|part| !part.is_empty());
    parts
}

/// The length of what may be an entity at the beginning.
fn entity(text: &str) -> Option<usize> {
    let end = text.bytes().take(40).position(|b| b == b';')?;
    let name = &text[1..end];
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#');
    is_name.then_some(end + 1)
}

/// The tags in a part of a text, with their `#`: letters, digits, `_`, `-` and `/`, not only digits,
/// where nothing stands before that a tag cannot follow.
pub(crate) fn tags(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let mut tags = Vec::new();
    let mut at = part.start;
    while let Some(next) = text[at..part.end].find('#') {
        let start = at + next;
        let rest = &text[start + 1..part.end];
        let size = rest
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '/')))
            .unwrap_or(rest.len());
        let name = rest[..size].trim_end_matches('/');
        let before = text[..start].chars().next_back();
        let may = before.is_none_or(|c| c.is_whitespace() || "([{\"'*_~=>|".contains(c));
        let says = name.contains(|c: char| !c.is_numeric() && !matches!(c, '-' | '/'));
        if may && says && !name.starts_with('/') {
            tags.push(start..start + 1 + name.len());
        }
        at = start + 1 + size;
    }
    tags
}

/// The id at the end of a block: where ` ^id` begins in the text of the block's last node, and the id.
pub(crate) fn block_id<'t>(last: Node<'_>, literal: &'t str) -> Option<(usize, &'t str)> {
    if last.next_sibling().is_some() || !is_child_of_text_block(last) {
        return None;
    }
    let text = literal.trim_end();
    let caret = text.rfind('^')?;
    let id = &text[caret + 1..];
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let kept = text[..caret].trim_end();
    let alone = || {
        last.previous_sibling().is_none_or(|before| {
            matches!(
                before.data().value,
                NodeValue::SoftBreak | NodeValue::LineBreak
            )
        })
    };
    (is_id && (kept.len() < caret || caret == 0 && alone())).then_some((kept.len(), id))
}

fn is_child_of_text_block(node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| {
        matches!(
            parent.data().value,
            NodeValue::Paragraph | NodeValue::Heading(_)
        )
    })
}

/// What a heading says, without markup and without its block's id.
pub(crate) fn heading_text(heading: Node<'_>) -> String {
    let mut text = heading.collect_text();
    if let Some(last) = heading.last_child()
        && let NodeValue::Text(literal) = &last.data().value
        && let Some((kept, _)) = block_id(last, literal)
    {
        text.truncate(text.len() - (literal.len() - kept));
    }
    text.trim().to_owned()
}

/// A wikilink's target, and the heading or `^block` after its first `#`.
pub(crate) fn split_target(target: &str) -> (&str, Option<&str>) {
    match target.split_once('#') {
        Some((name, fragment)) => (name.trim(), Some(fragment.trim())),
        None => (target.trim(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_letters_and_stands_alone() {
        for (text, expected) in [
            ("#a and #b/c-d_e.", &["#a", "#b/c-d_e"][..]),
            ("#1984 #y1984 #1-2 #2024/x", &["#y1984", "#2024/x"]),
            ("a#b &#35; ##c # d #", &[]),
            ("(#ü) #日本語 \"#x\" #a/", &["#ü", "#日本語", "#x", "#a"]),
            ("#a#b #a,#b", &["#a", "#a"]),
        ] {
            let found: Vec<_> = tags(text, 0..text.len())
                .into_iter()
                .map(|range| &text[range])
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_stands_for_other_letters_is_left_out() {
        let text = r"a\*b &amp; c & d &x y";
        let parts: Vec<_> = verbatim(text).into_iter().map(|part| &text[part]).collect();
        assert_eq!(parts, ["a", "*b ", " c & d &x y"]);
    }
}
