//! Lists, tasks and footnotes.

use comrak::nodes::{ListType, Node, NodeList};

use super::{Writer, attribute};

impl Writer<'_> {
    pub(super) fn list(&mut self, node: Node<'_>, list: &NodeList) {
        match list.list_type {
            ListType::Bullet => self.plain("ul", node),
            ListType::Ordered => {
                if self.begin("ol", node) {
                    if list.start != 1 {
                        attribute(&mut self.out, "start", &list.start.to_string());
                    }
                    self.out.push('>');
                }
            }
        }
    }

    /// A task: what stands between its brackets is in `data-task`, a space when it is open.
    pub(super) fn task(&mut self, node: Node<'_>, symbol: Option<char>) {
        let symbol = symbol.unwrap_or(' ');
        if self.begin("li", node) {
            attribute(&mut self.out, "data-task", symbol.encode_utf8(&mut [0; 4]));
            self.out.push('>');
        }
        self.out.push_str("<input type=\"checkbox\" disabled");
        if matches!(symbol, 'x' | 'X') {
            self.out.push_str(" checked");
        }
        self.position(node);
        self.out.push_str("> ");
    }

    /// A footnote; the first one opens their list.
    pub(super) fn footnote(&mut self, node: Node<'_>) {
        if self.footnote == 0 {
            self.line();
            self.out.push_str("<section data-footnotes>\n<ol>\n");
        }
        self.footnote += 1;
        self.is_backlinked = false;
        let number = self.footnote.to_string();
        if self.begin("li", node) {
            attribute(&mut self.out, "data-footnote", &number);
            self.out.push('>');
        }
    }

    /// Closes what is open and gives the HTML.
    pub(super) fn end(mut self) -> String {
        if self.footnote > 0 {
            self.out.push_str("</ol>\n</section>\n");
        }
        self.out
    }
}
