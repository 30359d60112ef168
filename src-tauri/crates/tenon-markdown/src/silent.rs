//! What a text does not say itself: code, markup, and names of pictures and of other sites.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, parse_document};

use crate::front_matter;
use crate::parse::notes;
use crate::source::Source;

/// Where a text holds fenced code, code in a line (with its backticks), HTML and comments, pictures, and
/// links that lead out by an address, in the order of the text. Code that is only indented is taken as
/// text, because texts that are no Markdown are indented, too.
pub fn silent(text: &str) -> Vec<Range<usize>> {
    let body = front_matter::find(text).map_or(0, |found| found.body);
    let source = Source::new(text, body);
    let arena = Arena::new();
    let root = parse_document(&arena, &text[body..], &notes());
    let mut found = Vec::new();
    // The text between the two tags stands beside them.
    let mut open: Option<usize> = None;
    for node in root.descendants() {
        let Some(range) = is_silent(node).then(|| source.range_of(node)).flatten() else {
            continue;
        };
        if let NodeValue::HtmlInline(tag) = &node.data().value {
            let tag = tag.to_ascii_lowercase();
            if ["<code", "<pre", "<kbd"]
                .iter()
                .any(|it| tag.starts_with(it))
            {
                open = Some(range.start);
            } else if ["</code", "</pre", "</kbd"]
                .iter()
                .any(|it| tag.starts_with(it))
                && let Some(start) = open.take()
            {
                found.push(start..range.end);
            }
        }
        found.push(range);
    }
    found.sort_by_key(|range| range.start);
    found
}

fn is_silent<'a>(node: &'a AstNode<'a>) -> bool {
    match &node.data().value {
        NodeValue::CodeBlock(block) => block.fenced,
        NodeValue::Link(link) => link.url.contains("://"),
        NodeValue::Code(_)
        | NodeValue::HtmlBlock(_)
        | NodeValue::HtmlInline(_)
        | NodeValue::CommentInline(_)
        | NodeValue::MultilineComment(_)
        | NodeValue::Image(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_markup_and_names_of_other_sites_are_silent() {
        let parts = |text: &str| -> Vec<String> {
            let found = silent(text).into_iter();
            found.map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(parts("a `b` c\n"), ["`b`"]);
        assert_eq!(
            parts("---\nid: x\n---\n\n```\nT-1\n```\n"),
            ["```\nT-1\n```"]
        );
        assert_eq!(parts("x\n\n<!-- T-1 -->\n\ny\n"), ["<!-- T-1 -->"]);
        assert_eq!(parts("<pre>\nT-1\n</pre>\n"), ["<pre>\nT-1\n</pre>"]);
        assert_eq!(
            parts("a <code>T-1</code> b"),
            ["<code>", "<code>T-1</code>", "</code>"]
        );
        assert_eq!(
            parts("[T-1](http://x.y) ![T-2](x.png)"),
            ["[T-1](http://x.y)", "![T-2](x.png)"]
        );
        for said in [
            "T-1",
            "[T-1](T-1.md)",
            "- a\n\n      T-1\n",
            "[[T-1]]",
            "**T-1**",
        ] {
            assert_eq!(parts(said), [""; 0], "{said}");
        }
    }
}
