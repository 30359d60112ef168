//! The person's own HTML, tag by tag.
//!
//! This is no sanitiser; that comes after it. It makes whole tags of whatever stands there, so that
//! what follows is never swallowed by an open quote, comment or script, takes away the attributes
//! that only Tenon writes, and says of links and images the same as Markdown does.

use std::cell::RefCell;

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::{LocalName, local_name};

use super::open::Open;
use super::write::{attribute, image, link};

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];

/// Writes a piece of HTML as whole tags and escaped text.
pub(super) fn write(out: &mut String, open: &mut Open, literal: &str) {
    let sink = Sink {
        to: RefCell::new(To {
            out,
            open,
            hidden: None,
        }),
    };
    let input = BufferQueue::default();
    input.push_back(literal.into());
    let options = TokenizerOpts {
        discard_bom: false,
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(sink, options);
    // It only stops for scripts, of which the sink tells nothing.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
}

struct To<'a> {
    out: &'a mut String,
    open: &'a mut Open,
    /// The element whose content is left out.
    hidden: Option<LocalName>,
}

struct Sink<'a> {
    to: RefCell<To<'a>>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let to = &mut *self.to.borrow_mut();
        match token {
            Token::CharacterTokens(text) if to.hidden.is_none() => {
                super::write::escape(to.out, &text);
            }
            Token::TagToken(tag) => return to.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl To<'_> {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &tag.name;
        match tag.kind {
            TagKind::EndTag if self.hidden.as_ref() == Some(name) => self.hidden = None,
            TagKind::EndTag => self.open.end(self.out, name),
            TagKind::StartTag => return self.start(tag),
        }
        TokenSinkResult::Continue
    }

    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        match &*tag.name {
            "script" | "style" | "iframe" | "noembed" | "noframes" => {
                self.hidden = Some(tag.name.clone());
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            // What lies in these is text to a parser, and here it is what it looks like.
            "textarea" | "title" | "xmp" | "plaintext" | "noscript" | "listing" => {}
            // The only box is the one that a task has.
            "input" => {}
            "img" => {
                self.out.push_str("<img");
                image(self.out, &value(tag, &local_name!("src")));
                self.attributes(tag, &["src"]);
            }
            name if VOID.contains(&name) => {
                self.out.push('<');
                self.out.push_str(name);
                self.attributes(tag, &[]);
            }
            name => {
                if self.open.person(&tag.name) {
                    self.out.push('<');
                    self.out.push_str(name);
                    let is_link = name == "a";
                    let href = is_link.then(|| value(tag, &local_name!("href")));
                    if let Some(href) = href.filter(|href| !href.is_empty()) {
                        link(self.out, &href);
                    }
                    self.attributes(tag, if is_link { &["href"] } else { &[] });
                }
            }
        }
        TokenSinkResult::Continue
    }

    /// Writes a tag's attributes but those, and ends the tag.
    fn attributes(&mut self, tag: &Tag, without: &[&str]) {
        for own in &tag.attrs {
            let name = &*own.name.local;
            if !name.starts_with("data-") && name != "rel" && !without.contains(&name) {
                attribute(self.out, name, &own.value);
            }
        }
        self.out.push('>');
    }
}

fn value(tag: &Tag, name: &LocalName) -> String {
    let found = tag.attrs.iter().find(|own| own.name.local == *name);
    found.map_or_else(String::new, |own| own.value.to_string())
}
