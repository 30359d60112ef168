//! Paragraphs, headings, code, tables and callouts.

use comrak::nodes::{CalloutFold, Node, NodeCallout, NodeCodeBlock, NodeValue, TableAlignment};

use super::{Writer, attribute, escape};
use crate::inline::heading_text;

impl Writer<'_> {
    /// Writes what stands before a block's children; answers whether they follow.
    pub(super) fn block(&mut self, node: Node<'_>) -> bool {
        let data = node.data();
        match &data.value {
            NodeValue::Paragraph => return self.paragraph(node),
            NodeValue::Heading(heading) => {
                const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
                let name = NAMES[usize::from(heading.level.clamp(1, 6)) - 1];
                let slug = self.slugs.anchorize(&heading_text(node));
                if self.begin(name, node) {
                    attribute(&mut self.out, "data-heading", &slug);
                    self.out.push('>');
                }
            }
            NodeValue::CodeBlock(block) => {
                self.code_block(node, block);
                return false;
            }
            NodeValue::HtmlBlock(block) => {
                self.line();
                super::super::person::write(&mut self.out, &mut self.open, &block.literal);
                self.open.end_block(&mut self.out);
                self.line();
                return false;
            }
            NodeValue::ThematicBreak => {
                self.line();
                self.out.push_str("<hr");
                self.position(node);
                self.out.push_str(">\n");
                return false;
            }
            NodeValue::BlockQuote => self.plain("blockquote", node),
            NodeValue::List(list) => self.list(node, list),
            NodeValue::Item(_) => self.plain("li", node),
            NodeValue::TaskItem(task) => self.task(node, task.symbol),
            NodeValue::FootnoteDefinition(_) => self.footnote(node),
            NodeValue::Table(table) => {
                self.alignments.clone_from(&table.alignments);
                self.plain("table", node);
            }
            NodeValue::TableRow(header) => self.row(node, *header),
            NodeValue::TableCell => self.cell(node),
            NodeValue::Callout(callout) => self.callout(node, callout),
            NodeValue::CalloutTitle => {
                if self.begin("div", node) {
                    attribute(&mut self.out, "data-callout-title", "");
                    self.out.push('>');
                }
            }
            _ => {
                self.open.markdown(None);
            }
        }
        true
    }

    /// Writes what stands after a node's children.
    pub(super) fn leave(&mut self, node: Node<'_>) {
        let data = node.data();
        match &data.value {
            NodeValue::Paragraph => return self.leave_paragraph(node),
            NodeValue::FootnoteDefinition(definition) => {
                self.footnote_back(definition.total_references);
                self.open.leave(&mut self.out);
            }
            NodeValue::Table(_) if node.children().nth(1).is_some() => {
                self.line();
                self.out.push_str("</tbody>\n");
                self.open.leave(&mut self.out);
            }
            NodeValue::TableRow(true) => {
                self.open.leave(&mut self.out);
                self.out.push_str("\n</thead>");
            }
            NodeValue::CalloutTitle => {
                self.open.leave(&mut self.out);
                self.callout_body();
            }
            NodeValue::Callout(_) => {
                self.open.leave(&mut self.out);
                self.open.leave(&mut self.out);
            }
            NodeValue::Link(_) | NodeValue::WikiLink(_) => {
                self.links -= 1;
                self.open.leave(&mut self.out);
            }
            _ => self.open.leave(&mut self.out),
        }
        if data.value.block() {
            self.line();
        }
    }

    /// Opens an element without attributes of its own.
    pub(super) fn plain(&mut self, name: &'static str, node: Node<'_>) {
        if self.begin(name, node) {
            self.out.push('>');
        }
    }

    fn paragraph(&mut self, node: Node<'_>) -> bool {
        if let Some(math) = lone_math(node) {
            self.line();
            self.out.push_str("<div");
            self.position(node);
            attribute(&mut self.out, "data-math", "display");
            self.out.push('>');
            escape(&mut self.out, &math);
            self.out.push_str("</div>\n");
            return false;
        }
        if is_bare(node) {
            self.open.markdown(None);
            let follows = node
                .previous_sibling()
                .is_some_and(|before| matches!(before.data().value, NodeValue::Paragraph));
            if follows {
                self.line();
            }
        } else {
            self.plain("p", node);
        }
        true
    }

    fn leave_paragraph(&mut self, node: Node<'_>) {
        let footnote = node.parent().and_then(|parent| match parent.data().value {
            NodeValue::FootnoteDefinition(ref definition) => Some(definition.total_references),
            _ => None,
        });
        if let (Some(references), None) = (footnote, node.next_sibling()) {
            self.footnote_back(references);
        }
        let bare = is_bare(node);
        self.open.leave(&mut self.out);
        if !bare {
            self.line();
        }
    }

    fn code_block(&mut self, node: Node<'_>, block: &NodeCodeBlock) {
        let language = block
            .info
            .split([' ', '\t', ',', '{'])
            .next()
            .unwrap_or_default();
        self.line();
        match language {
            "math" => {
                self.out.push_str("<div");
                self.position(node);
                attribute(&mut self.out, "data-math", "display");
                self.out.push('>');
                escape(&mut self.out, &block.literal);
                self.out.push_str("</div>\n");
            }
            "mermaid" => {
                self.out.push_str("<pre");
                self.position(node);
                attribute(&mut self.out, "data-diagram", language);
                // A parser leaves out a line end that stands first.
                self.out.push_str(">\n");
                escape(&mut self.out, &block.literal);
                self.out.push_str("</pre>\n");
            }
            _ => {
                self.out.push_str("<pre");
                self.position(node);
                self.out.push_str("><code");
                if !language.is_empty() {
                    attribute(&mut self.out, "data-language", language);
                }
                self.out.push('>');
                escape(&mut self.out, &block.literal);
                self.out.push_str("</code></pre>\n");
            }
        }
    }

    fn row(&mut self, node: Node<'_>, header: bool) {
        self.line();
        self.cell = 0;
        if header {
            self.out.push_str("<thead>\n");
        } else if node
            .previous_sibling()
            .is_some_and(|before| matches!(before.data().value, NodeValue::TableRow(true)))
        {
            self.out.push_str("<tbody>\n");
        }
        self.plain("tr", node);
    }

    fn cell(&mut self, node: Node<'_>) {
        let header = node
            .parent()
            .is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
        let align = match self.alignments.get(self.cell) {
            Some(TableAlignment::Left) => Some("left"),
            Some(TableAlignment::Center) => Some("center"),
            Some(TableAlignment::Right) => Some("right"),
            Some(TableAlignment::None) | None => None,
        };
        self.cell += 1;
        let name = if header { "th" } else { "td" };
        if self.open.markdown(Some(name)) {
            self.line();
            self.out.push('<');
            self.out.push_str(name);
            if let Some(align) = align {
                attribute(&mut self.out, "align", align);
            }
            self.out.push('>');
        }
    }

    fn callout(&mut self, node: Node<'_>, callout: &NodeCallout) {
        if self.begin("div", node) {
            attribute(&mut self.out, "data-callout", &callout.callout_type);
            match callout.fold {
                CalloutFold::None => {}
                CalloutFold::Expanded => attribute(&mut self.out, "data-fold", "+"),
                CalloutFold::Collapsed => attribute(&mut self.out, "data-fold", "-"),
            }
            self.out.push('>');
        }
        let has_title = node
            .first_child()
            .is_some_and(|first| matches!(first.data().value, NodeValue::CalloutTitle));
        if !has_title {
            self.line();
            self.out.push_str("<div");
            attribute(&mut self.out, "data-callout-title", "");
            self.out.push('>');
            escape(&mut self.out, &callout.default_title());
            self.out.push_str("</div>\n");
            self.callout_body();
        }
    }

    /// Opens what the callout says below its title; it is left with the callout.
    fn callout_body(&mut self) {
        if self.open.markdown(Some("div")) {
            self.line();
            self.out.push_str("<div");
            attribute(&mut self.out, "data-callout-body", "");
            self.out.push_str(">\n");
        }
    }
}

/// The TeX of a paragraph that is nothing but one displayed formula.
fn lone_math(node: Node<'_>) -> Option<String> {
    let only = node.first_child()?;
    match &only.data().value {
        NodeValue::Math(math) if math.display_math && only.next_sibling().is_none() => {
            Some(math.literal.clone())
        }
        _ => None,
    }
}

/// Whether a paragraph is written without `<p>`: in a tight list, and as a callout's title.
fn is_bare(node: Node<'_>) -> bool {
    let Some(parent) = node.parent() else {
        return false;
    };
    if matches!(parent.data().value, NodeValue::CalloutTitle) {
        return true;
    }
    parent
        .parent()
        .is_some_and(|list| matches!(list.data().value, NodeValue::List(list) if list.tight))
}
