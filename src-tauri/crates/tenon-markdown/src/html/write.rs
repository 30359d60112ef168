//! A tree of Markdown as HTML, with what the page needs in `data-` attributes.

mod block;
mod leaf;
mod list;

use comrak::nodes::{Node, NodeValue, TableAlignment};
use comrak::{Anchorizer, html};

use super::Options;
use super::open::Open;
use crate::address::{Leads, leads};
use crate::source::Source;

/// From so many bytes on, what is written is cleaned before more is. The tree that this needs is then
/// small, whatever the text's length.
const PART: usize = 64 << 10;

/// Writes a document, with each part of it cleaned.
pub(super) fn write(
    root: Node<'_>,
    source: &Source<'_>,
    options: &Options,
    clean: fn(&str) -> String,
) -> String {
    let mut done = String::new();
    let mut writer = Writer {
        out: String::new(),
        open: Open::default(),
        links: 0,
        source,
        options,
        slugs: Anchorizer::new(),
        alignments: Vec::new(),
        cell: 0,
        footnote: 0,
        is_backlinked: true,
    };
    // A stack of its own: nesting is bounded by the text's length alone.
    let mut stack = vec![(root, true)];
    while let Some((node, enters)) = stack.pop() {
        if !enters {
            writer.leave(node);
            if writer.out.len() >= PART && writer.is_between_blocks() {
                done.push_str(&clean(&writer.out));
                writer.out.clear();
            }
        } else if writer.enter(node) {
            stack.push((node, false));
            stack.extend(node.reverse_children().map(|child| (child, true)));
        }
    }
    done.push_str(&clean(&writer.end()));
    done
}

/// What is written, and where.
struct Writer<'a> {
    out: String,
    open: Open,
    /// Links around this place.
    links: usize,
    source: &'a Source<'a>,
    options: &'a Options,
    slugs: Anchorizer,
    /// Of the columns of the table that is being written.
    alignments: Vec<TableAlignment>,
    /// The column of the next cell.
    cell: usize,
    /// The number of the footnote that is being written, from 1.
    footnote: u32,
    /// Whether that footnote has led back already.
    is_backlinked: bool,
}

impl Writer<'_> {
    /// Writes what stands before a node's children; answers whether they and [`Self::leave`] follow.
    fn enter(&mut self, node: Node<'_>) -> bool {
        let data = node.data();
        match &data.value {
            NodeValue::Text(literal) => self.text(node, literal),
            NodeValue::SoftBreak => self.out.push('\n'),
            NodeValue::LineBreak => self.out.push_str("<br>\n"),
            NodeValue::Code(code) => self.code(&code.literal),
            NodeValue::Math(math) => self.math(math),
            NodeValue::HtmlInline(literal) | NodeValue::Raw(literal) => {
                super::person::write(&mut self.out, &mut self.open, literal);
            }
            NodeValue::FootnoteReference(reference) => self.footnote_reference(reference),
            NodeValue::Image(image) => self.image(node, image),
            NodeValue::CommentInline(_)
            | NodeValue::MultilineComment(_)
            | NodeValue::FrontMatter(_) => {}
            NodeValue::Emph => return self.inline("em"),
            NodeValue::Strong => return self.inline("strong"),
            NodeValue::Strikethrough => return self.inline("del"),
            NodeValue::Highlight => return self.inline("mark"),
            NodeValue::Link(to) => {
                self.links += 1;
                if self.open.markdown(Some("a")) {
                    self.out.push_str("<a");
                    link(&mut self.out, &to.url);
                    self.title(&to.title);
                    self.out.push('>');
                }
                return true;
            }
            NodeValue::WikiLink(to) => return self.wikilink(to),
            _ => {
                drop(data);
                return self.block(node);
            }
        }
        false
    }

    /// Whether no element is open.
    fn is_between_blocks(&self) -> bool {
        self.footnote == 0 && self.open.is_top()
    }

    fn inline(&mut self, name: &'static str) -> bool {
        if self.open.markdown(Some(name)) {
            self.out.push('<');
            self.out.push_str(name);
            self.out.push('>');
        }
        true
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            attribute(&mut self.out, "title", title);
        }
    }

    /// Begins a new line of HTML.
    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Opens an element that is a block, and leaves its tag unfinished for attributes; answers whether
    /// it is written.
    fn begin(&mut self, name: &'static str, node: Node<'_>) -> bool {
        let written = self.open.markdown(Some(name));
        if written {
            self.line();
            self.out.push('<');
            self.out.push_str(name);
            self.position(node);
        }
        written
    }

    /// The line of a block or a check box.
    fn position(&mut self, node: Node<'_>) {
        let line = node.data().sourcepos.start.line;
        if self.options.positions && line > 0 {
            let line = self.source.line(line).to_string();
            attribute(&mut self.out, "data-line", &line);
        }
    }
}

/// Writes text.
pub(super) fn escape(out: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = html::escape(out, text);
}

/// Writes an attribute.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

/// Writes where a link leads, if it may lead there.
pub(super) fn link(out: &mut String, address: &str) {
    let leads = leads(address);
    if leads != Leads::Nowhere {
        out.push_str(" href=\"");
        let _ = html::escape_href(out, address, false);
        out.push('"');
    }
    if leads == Leads::Away {
        attribute(out, "rel", "noopener noreferrer nofollow");
    }
}

/// Writes where an image lies, so that nothing is fetched before the page says so.
pub(super) fn image(out: &mut String, address: &str) {
    match leads(address) {
        Leads::Here if !address.is_empty() => attribute(out, "data-src", address),
        Leads::Away => attribute(out, "data-remote", address),
        _ => {}
    }
}
