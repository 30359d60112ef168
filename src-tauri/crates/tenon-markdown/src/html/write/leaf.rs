//! What has no children, or none that are written.

use comrak::nodes::{Node, NodeFootnoteReference, NodeLink, NodeMath, NodeWikiLink};

use super::{Writer, attribute, escape, image};
use crate::inline::{block_id, pieces, split_target, tags};

/// So many places lead back from a footnote at most, because a reference may take four bytes.
const MOST_BACK: u32 = 20;

impl Writer<'_> {
    /// Text with its tags, and the block's id in place of what is written for it.
    pub(super) fn text(&mut self, node: Node<'_>, literal: &str) {
        let id = block_id(node, literal);
        let end = id.map_or(literal.len(), |(kept, _)| kept);
        let mut at = 0;
        for piece in pieces(self.source, node) {
            let (start, literal_start) = (piece.source.start, piece.literal);
            for tag in tags(self.source.text, piece.source) {
                let from = literal_start + (tag.start - start);
                let to = from + tag.len();
                if to > end || self.links > 0 {
                    break;
                }
                escape(&mut self.out, &literal[at..from]);
                self.out.push_str("<span");
                attribute(&mut self.out, "data-tag", &literal[from + 1..to]);
                self.out.push('>');
                escape(&mut self.out, &literal[from..to]);
                self.out.push_str("</span>");
                at = to;
            }
        }
        escape(&mut self.out, &literal[at..end]);
        if let Some((_, id)) = id {
            self.out.push_str("<span");
            attribute(&mut self.out, "data-block", id);
            self.out.push_str("></span>");
        }
    }

    pub(super) fn code(&mut self, literal: &str) {
        self.out.push_str("<code>");
        escape(&mut self.out, literal);
        self.out.push_str("</code>");
    }

    /// Math in a line; [`Writer::block`] writes what stands alone.
    pub(super) fn math(&mut self, math: &NodeMath) {
        let style = if math.display_math {
            "display"
        } else {
            "inline"
        };
        self.out.push_str("<span");
        attribute(&mut self.out, "data-math", style);
        self.out.push('>');
        escape(&mut self.out, &math.literal);
        self.out.push_str("</span>");
    }

    pub(super) fn image(&mut self, node: Node<'_>, to: &NodeLink) {
        self.out.push_str("<img");
        image(&mut self.out, &to.url);
        attribute(&mut self.out, "alt", &node.collect_text());
        self.title(&to.title);
        self.out.push('>');
    }

    pub(super) fn wikilink(&mut self, to: &NodeWikiLink) -> bool {
        self.links += 1;
        let name = if to.embed { "span" } else { "a" };
        if self.open.markdown(Some(name)) {
            let (target, fragment) = split_target(&to.url);
            self.out.push('<');
            self.out.push_str(name);
            let what = if to.embed {
                "data-embed"
            } else {
                "data-wikilink"
            };
            attribute(&mut self.out, what, "");
            attribute(&mut self.out, "data-target", target);
            if let Some(fragment) = fragment {
                attribute(&mut self.out, "data-fragment", fragment);
            }
            self.out.push('>');
        }
        true
    }

    pub(super) fn footnote_reference(&mut self, reference: &NodeFootnoteReference) {
        let number = reference.ix;
        self.out.push_str("<sup><a");
        attribute(&mut self.out, "href", &format!("#fn-{number}"));
        attribute(
            &mut self.out,
            "data-footnote-ref",
            &again(number, reference.ref_num),
        );
        self.out.push('>');
        self.out.push_str(&number.to_string());
        self.out.push_str("</a></sup>");
    }

    /// Leads from a footnote back to the first places that refer to it.
    pub(super) fn footnote_back(&mut self, references: u32) {
        if std::mem::replace(&mut self.is_backlinked, true) {
            return;
        }
        for count in 1..=references.min(MOST_BACK) {
            let place = again(self.footnote, count);
            self.out.push_str(" <a");
            attribute(&mut self.out, "href", &format!("#fnref-{place}"));
            attribute(&mut self.out, "data-footnote-back", &place);
            self.out.push_str(">↩");
            if count > 1 {
                self.out.push_str(&format!("<sup>{count}</sup>"));
            }
            self.out.push_str("</a>");
        }
    }
}

/// The name of a place that refers to a footnote.
fn again(number: u32, count: u32) -> String {
    match count {
        0 | 1 => number.to_string(),
        _ => format!("{number}-{count}"),
    }
}
