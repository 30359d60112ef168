//! A walk through the tree.

use std::borrow::Cow;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue};
use comrak::{Anchorizer, Arena};

use super::{BlockId, Facts, Heading, Tag, Task, link};
use crate::inline::{block_id, heading_text, pieces, tags};
use crate::source::Source;
use crate::{front_matter, parse};

/// Reads what a text says about itself and what it points to. It takes a text of any size.
pub fn facts(text: &str) -> Facts {
    // The parser puts three bytes in place of this one.
    let text = &match text.contains('\0') {
        true => Cow::Owned(text.replace('\0', "\u{1}")),
        false => Cow::Borrowed(text),
    };
    let front_matter = front_matter::find(text);
    let body = front_matter::body(text);
    let source = Source::new(text, body);
    let mut options = parse::notes();
    // Where they stand, and those too that nothing refers to.
    options.parse.leave_footnote_definitions = true;
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &text[body..], &options);
    let mut walk = Walk {
        source: &source,
        slugs: Anchorizer::new(),
        inside: 0,
        facts: Facts {
            front_matter,
            ..Facts::default()
        },
    };
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => walk.enter(node),
            NodeEdge::End(node) => walk.inside -= usize::from(is_link(node)),
        }
    }
    walk.facts
}

struct Walk<'a> {
    source: &'a Source<'a>,
    slugs: Anchorizer,
    /// Links and images around this place.
    inside: usize,
    facts: Facts,
}

impl Walk<'_> {
    fn enter(&mut self, node: Node<'_>) {
        match &node.data().value {
            NodeValue::Text(literal) => self.text(node, literal),
            NodeValue::Heading(heading) => self.heading(node, heading.level),
            NodeValue::TaskItem(_) => self.task(node),
            NodeValue::WikiLink(to) => {
                self.facts
                    .wikilinks
                    .extend(link::wikilink(self.source, node, to));
            }
            NodeValue::Link(to) => {
                self.facts
                    .links
                    .extend(link::path(self.source, node, to, false));
            }
            NodeValue::Image(to) => {
                self.facts
                    .links
                    .extend(link::path(self.source, node, to, true));
            }
            _ => {}
        }
        self.inside += usize::from(is_link(node));
    }

    fn text(&mut self, node: Node<'_>, literal: &str) {
        let id = block_id(node, literal);
        for piece in pieces(self.source, node) {
            let mut part = piece.source;
            if let Some((kept, id)) = id {
                let end = part.start + kept.saturating_sub(piece.literal);
                if end < part.end {
                    self.block_id(id, end..part.end);
                    part.end = end.max(part.start);
                }
            }
            if self.inside > 0 || part.is_empty() {
                continue;
            }
            for range in tags(self.source.text, part.clone()) {
                self.facts.tags.push(Tag {
                    name: self.source.text[range.start + 1..range.end].to_owned(),
                    range,
                });
            }
            self.facts.plain.push(part);
        }
    }

    /// Notes an id that is the last thing in this part of the text.
    fn block_id(&mut self, id: &str, part: std::ops::Range<usize>) {
        let written = self.source.text[part.clone()].trim_end();
        if let Some(before) = written
            .strip_suffix(id)
            .and_then(|rest| rest.strip_suffix('^'))
        {
            let start = part.start + before.len();
            self.facts.block_ids.push(BlockId {
                id: id.to_owned(),
                line: self.source.line_of(start),
                range: start..part.start + written.len(),
            });
        }
    }

    fn heading(&mut self, node: Node<'_>, level: u8) {
        let text = heading_text(node);
        let slug = self.slugs.anchorize(&text);
        if level == 1 && self.facts.title.is_none() && !text.is_empty() {
            self.facts.title = Some(text.clone());
        }
        let place = node.data().sourcepos;
        if let Some(range) = self.source.range(place) {
            self.facts.headings.push(Heading {
                level,
                text,
                slug,
                line: self.source.line(place.start.line),
                range,
            });
        }
    }

    fn task(&mut self, node: Node<'_>) {
        let NodeValue::TaskItem(task) = node.data().value else {
            return;
        };
        let place = task.symbol_sourcepos.start;
        let Some(offset) = self.source.offset(place) else {
            return;
        };
        let Some((before, from)) = self.source.text.split_at_checked(offset) else {
            return;
        };
        let Some(state) = from.chars().next() else {
            return;
        };
        if before.ends_with('[') && from[state.len_utf8()..].starts_with(']') {
            let first = node
                .first_child()
                .filter(|first| matches!(first.data().value, NodeValue::Paragraph));
            self.facts.tasks.push(Task {
                line: self.source.line(place.line),
                state,
                text: first
                    .map(|first| first.collect_text().trim().to_owned())
                    .unwrap_or_default(),
                offset,
            });
        }
    }
}

fn is_link(node: Node<'_>) -> bool {
    matches!(
        node.data().value,
        NodeValue::Link(_) | NodeValue::Image(_) | NodeValue::WikiLink(_)
    )
}
