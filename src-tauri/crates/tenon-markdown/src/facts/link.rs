//! What points to other files, and where that is written.

use std::ops::Range;

use comrak::nodes::{Node, NodeLink, NodeWikiLink};

use super::{Fragment, Link, Wikilink};
use crate::address::{Leads, leads};
use crate::inline::split_target;
use crate::source::Source;

/// A wikilink, when it is written in one line where the parser says.
pub(super) fn wikilink(source: &Source<'_>, node: Node<'_>, to: &NodeWikiLink) -> Option<Wikilink> {
    let range = source.range_of(node)?;
    let inner = inside(&source.text[range.clone()], to.embed)?;
    let (target, alias) = split(inner);
    if inner.contains(['\n', '\r']) || !is_written_so(target.trim(), &to.url) {
        return None;
    }
    let (name, fragment) = split_target(target);
    let start = range.end - 2 - inner.len();
    let space = target.len() - target.trim_start().len();
    let start = if name.is_empty() {
        start
    } else {
        start + space
    };
    Some(Wikilink {
        embed: to.embed,
        target: name.to_owned(),
        fragment: fragment.map(|fragment| match fragment.strip_prefix('^') {
            Some(id) => Fragment::Block(id.to_owned()),
            None => Fragment::Heading(fragment.to_owned()),
        }),
        alias: alias.map(str::to_owned),
        target_range: start..start + name.len(),
        range,
    })
}

/// What stands between the brackets.
fn inside(written: &str, embed: bool) -> Option<&str> {
    written
        .strip_prefix(if embed { "![[" } else { "[[" })?
        .strip_suffix("]]")
}

/// The target and the alias. In a table the bar between them has a backslash.
fn split(inner: &str) -> (&str, Option<&str>) {
    match inner.split_once('|') {
        Some((target, alias)) => (
            target.strip_suffix('\\').unwrap_or(target),
            Some(alias.trim()),
        ),
        None => (inner, None),
    }
}

/// A link or an image, when it leads to a path or to a place in the note.
pub(super) fn path(
    source: &Source<'_>,
    node: Node<'_>,
    to: &NodeLink,
    image: bool,
) -> Option<Link> {
    if to.url.is_empty() || leads(&to.url) != Leads::Here {
        return None;
    }
    let range = source.range_of(node)?;
    let opening = if image { "![" } else { "[" };
    if !source.text[range.clone()].starts_with(opening) {
        return None;
    }
    Some(Link {
        image,
        target: to.url.clone(),
        destination: destination(source, node, range.clone(), &to.url),
        range,
    })
}

/// Where the destination of a link stands: after the first `](` behind its text that is followed by it.
fn destination(
    source: &Source<'_>,
    node: Node<'_>,
    range: Range<usize>,
    url: &str,
) -> Option<Range<usize>> {
    let text = node.last_child().and_then(|last| source.range_of(last));
    let from = text.map_or(range.start, |text| text.end.clamp(range.start, range.end));
    let mut at = from;
    while let Some(next) = source.text[at..range.end].find("](") {
        let start = at + next + 2;
        let found = written(source.text, start..range.end);
        if is_written_so(&source.text[found.clone()], url) {
            return Some(found);
        }
        at = start;
    }
    None
}

/// A destination as it is written, without `<` and `>`.
fn written(text: &str, within: Range<usize>) -> Range<usize> {
    let inner = &text[within.clone()];
    let start = within.start + (inner.len() - inner.trim_start().len());
    let angle = text[start..within.end].starts_with('<');
    let start = start + usize::from(angle);
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, letter) in text[start..within.end].char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        let ends = match letter {
            '\\' => {
                escaped = true;
                false
            }
            '>' if angle => true,
            _ if angle => false,
            '(' => {
                depth += 1;
                false
            }
            ')' if depth > 0 => {
                depth -= 1;
                false
            }
            ')' => true,
            _ => letter.is_ascii_whitespace(),
        };
        if ends {
            return start..start + at;
        }
    }
    start..within.end
}

/// Whether this can be how the parser's answer is written. Backslashes and entities are taken on
/// trust.
fn is_written_so(written: &str, read: &str) -> bool {
    written == read || !written.is_empty() && written.contains(['\\', '&'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_ends_as_markdown_says() {
        for (text, expected) in [
            ("a.md)", "a.md"),
            ("  a.md \"t\")", "a.md"),
            ("<a b.md> 't')", "a b.md"),
            ("a(b)c.md)", "a(b)c.md"),
            ("a\\)b)", "a\\)b"),
            ("<a\\>b>)", "a\\>b"),
        ] {
            assert_eq!(&text[written(text, 0..text.len())], expected);
        }
    }
}
