//! The elements that are open where the writer stands.
//!
//! Elements of Markdown and of the person's own HTML lie in one stack. So a person's tag never closes
//! an element of Markdown, is closed where the block ends that it stands in, and nothing lies deeper
//! than [`DEEPEST`]: an HTML parser takes time for each element that is open.

use html5ever::LocalName;

/// So many elements lie in each other at most; what would lie deeper is shown without its tags.
pub(super) const DEEPEST: usize = 100;

/// A person's elements that may stay open from one block of HTML to another, with Markdown between.
const OVER_BLOCKS: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "header",
    "ins",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

enum Element {
    /// Of Markdown; nothing is written where it lies too deep or has no tag of its own.
    Markdown(Option<&'static str>),
    /// Of the person's HTML.
    Person(LocalName),
}

/// The stack.
#[derive(Default)]
pub(super) struct Open {
    elements: Vec<Element>,
    written: usize,
}

impl Open {
    /// Whether nothing but the document is open.
    pub fn is_top(&self) -> bool {
        self.elements.len() <= 1
    }

    /// Opens an element of Markdown; answers whether its tag is to be written.
    pub fn markdown(&mut self, name: Option<&'static str>) -> bool {
        let name = name.filter(|_| self.written < DEEPEST);
        self.written += usize::from(name.is_some());
        self.elements.push(Element::Markdown(name));
        name.is_some()
    }

    /// Closes the last element of Markdown and what a person left open in it.
    pub fn leave(&mut self, out: &mut String) {
        while let Some(element) = self.elements.pop() {
            match element {
                Element::Markdown(None) => return,
                Element::Markdown(Some(name)) => {
                    self.close(out, name);
                    return;
                }
                Element::Person(name) => self.close_person(out, &name),
            }
        }
    }

    /// Opens a person's element; answers whether its tag is to be written.
    pub fn person(&mut self, name: &LocalName) -> bool {
        let fits = self.written < DEEPEST;
        if fits {
            self.written += 1;
            self.elements.push(Element::Person(name.clone()));
        }
        fits
    }

    /// Closes a person's element, if one of this name is open in the same element of Markdown.
    pub fn end(&mut self, out: &mut String, name: &LocalName) {
        let found = self.own().position(|open| open == name);
        if let Some(found) = found {
            for _ in 0..found {
                self.pop_person(out);
            }
            self.elements.pop();
            self.close(out, name);
        }
    }

    /// Closes what may not stay open at the end of a block of HTML, and what lies in it.
    pub fn end_block(&mut self, out: &mut String) {
        let mut count = 0;
        for (index, name) in self.own().enumerate() {
            if !OVER_BLOCKS.contains(&&**name) {
                count = index + 1;
            }
        }
        for _ in 0..count {
            self.pop_person(out);
        }
    }

    /// A person's open elements down to the last one of Markdown.
    fn own(&self) -> impl Iterator<Item = &LocalName> {
        self.elements
            .iter()
            .rev()
            .map_while(|element| match element {
                Element::Person(name) => Some(name),
                Element::Markdown(_) => None,
            })
    }

    fn pop_person(&mut self, out: &mut String) {
        if let Some(Element::Person(name)) = self.elements.pop() {
            self.close_person(out, &name);
        }
    }

    /// A paragraph ends with what it lies in; a second end would make an empty one.
    fn close_person(&mut self, out: &mut String, name: &LocalName) {
        if **name == *"p" {
            self.written -= 1;
        } else {
            self.close(out, name);
        }
    }

    fn close(&mut self, out: &mut String, name: &str) {
        self.written -= 1;
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}
