//! HTML as the tokens that a browser reads.

use std::cell::RefCell;
use std::fmt::Write as _;

use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// Name, and attributes by name.
    Start(String, Vec<(String, String)>),
    End(String),
    /// A comment or a doctype.
    Other(String),
}

struct Sink(RefCell<Vec<Piece>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let pieces = &mut *self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => match pieces.last_mut() {
                Some(Piece::Text(before)) => before.push_str(&text),
                _ => pieces.push(Piece::Text(text.to_string())),
            },
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                pieces.push(match tag.kind {
                    TagKind::EndTag => Piece::End(name),
                    TagKind::StartTag => {
                        let own = tag.attrs.iter();
                        let mut attributes: Vec<_> = own
                            .map(|a| (a.name.local.to_string(), a.value.to_string()))
                            .collect();
                        attributes.sort();
                        Piece::Start(name, attributes)
                    }
                });
            }
            Token::CommentToken(text) => pieces.push(Piece::Other(text.to_string())),
            Token::DoctypeToken(doctype) => pieces.push(Piece::Other(format!("{doctype:?}"))),
            Token::NullCharacterToken => pieces.push(Piece::Other("NUL".into())),
            Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

/// Reads HTML. Where no element holds raw text and none is foreign, every parser reads these tokens.
pub fn pieces(html: &str) -> Vec<Piece> {
    let input = BufferQueue::default();
    input.push_back(html.into());
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

const BLOCKS: &[&str] = &[
    "blockquote",
    "br",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
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

/// HTML in one form: attributes by name, entities and void tags alike, spaces that show nothing gone.
pub fn normal(
    html: &str,
    attribute: impl Fn(&str, &str, &str) -> Option<(String, String)>,
) -> String {
    let mut out = String::new();
    let mut pre = 0;
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) if pre > 0 => out.push_str(&shown(&text)),
            Piece::Text(text) => {
                let mut words = text.split_ascii_whitespace().peekable();
                let leads = text.starts_with(|c: char| c.is_ascii_whitespace());
                if leads && !out.is_empty() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
                while let Some(word) = words.next() {
                    out.push_str(&shown(word));
                    if words.peek().is_some() || text.ends_with(|c: char| c.is_ascii_whitespace()) {
                        out.push(' ');
                    }
                }
            }
            Piece::Start(name, attributes) => {
                block(&mut out, &name, pre);
                pre += usize::from(name == "pre");
                write!(out, "<{name}").expect("a string");
                let mut attributes: Vec<_> = attributes
                    .iter()
                    .filter_map(|(key, value)| attribute(&name, key, value))
                    .collect();
                attributes.sort();
                for (key, value) in attributes {
                    write!(out, " {key}={value:?}").expect("a string");
                }
                out.push('>');
                after(&mut out, &name, pre);
            }
            Piece::End(name) => {
                pre -= usize::from(name == "pre" && pre > 0);
                block(&mut out, &name, pre);
                write!(out, "</{name}>").expect("a string");
                after(&mut out, &name, pre);
            }
            Piece::Other(text) => write!(out, "<!--{text}-->").expect("a string"),
        }
    }
    out.trim().to_owned()
}

fn shown(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn block(out: &mut String, name: &str, pre: usize) {
    if pre == 0 && BLOCKS.contains(&name) {
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
}

fn after(out: &mut String, name: &str, pre: usize) {
    if pre == 0 && BLOCKS.contains(&name) {
        out.push('\n');
    }
}
