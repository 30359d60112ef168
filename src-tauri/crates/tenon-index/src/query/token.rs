//! Cutting a query into words, phrases, expressions and fields.

use super::FIELDS;
use crate::error::{FindError, Result};

/// How a token was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Word,
    Phrase,
    Regex,
}

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it begins, from 1, in characters.
    pub column: usize,
    pub negated: bool,
    /// The word before the colon.
    pub field: Option<String>,
    pub text: String,
    pub shape: Shape,
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    let all: Vec<char> = text.chars().collect();
    let (mut at, mut tokens) = (0, Vec::new());
    while at < all.len() {
        if all[at].is_whitespace() {
            at += 1;
            continue;
        }
        let column = at + 1;
        let next = all.get(at + 1);
        let negated = all[at] == '-' && next.is_some_and(|c| !c.is_whitespace() && *c != '-');
        at += usize::from(negated);
        let field = field(&all, &mut at);
        let (text, shape) = value(&all, &mut at, field.is_some(), column)?;
        tokens.push(Token {
            column,
            negated,
            field,
            text,
            shape,
        });
    }
    Ok(tokens)
}

/// The words of a question, as blanks part them; only the fields that are known are no words, and
/// only with a value right behind them.
pub(super) fn words(text: &str) -> Result<Vec<Token>> {
    let all: Vec<char> = text.chars().collect();
    let (mut at, mut tokens) = (0, Vec::new());
    while at < all.len() {
        if all[at].is_whitespace() {
            at += 1;
            continue;
        }
        let column = at + 1;
        let negated = all[at] == '-';
        let mut behind = at + usize::from(negated);
        let name = field(&all, &mut behind);
        let name = name.filter(|name| FIELDS.iter().any(|(known, _)| known == name));
        let name = name.filter(|_| all.get(behind).is_some_and(|c| !c.is_whitespace()));
        let (text, shape, negated) = match &name {
            Some(_) => {
                at = behind;
                let (text, shape) = value(&all, &mut at, true, column)?;
                (text, shape, negated)
            }
            None => {
                let word: String = all[at..]
                    .iter()
                    .take_while(|c| !c.is_whitespace())
                    .collect();
                at += word.chars().count();
                (word, Shape::Word, false)
            }
        };
        tokens.push(Token {
            column,
            negated,
            field: name,
            text,
            shape,
        });
    }
    Ok(tokens)
}

/// The name of a field: small letters before one colon, with something that is no colon or slash
/// behind it, so that `std::fs` and `http://x` are words.
fn field(all: &[char], at: &mut usize) -> Option<String> {
    let name: String = all[*at..]
        .iter()
        .take_while(|c| c.is_ascii_lowercase())
        .collect();
    let colon = *at + name.len();
    let is_field = !name.is_empty()
        && all.get(colon) == Some(&':')
        && all.get(colon + 1) != Some(&':')
        && !(all.get(colon + 1) == Some(&'/') && all.get(colon + 2) == Some(&'/'));
    is_field.then(|| {
        *at = colon + 1;
        name
    })
}

fn value(all: &[char], at: &mut usize, in_field: bool, column: usize) -> Result<(String, Shape)> {
    let wrong = |what: &str| FindError::Query {
        column,
        what: what.to_owned(),
    };
    match all.get(*at) {
        Some('"') => {
            *at += 1;
            let text = until(all, at, '"').ok_or_else(|| wrong("a quote has no end"))?;
            Ok((text, Shape::Phrase))
        }
        Some('/') if !in_field => {
            *at += 1;
            let text = until(all, at, '/');
            let text = text.ok_or_else(|| wrong("an expression has no \"/\" at its end"))?;
            Ok((text, Shape::Regex))
        }
        _ => {
            let mut text = String::new();
            while let Some(c) = all.get(*at).filter(|c| !c.is_whitespace()) {
                let next = all.get(*at + 1);
                let escapes = *c == '\\'
                    && next.is_some_and(|c| c.is_whitespace() || "\"/-\\".contains(*c))
                    && (text.is_empty() || next.is_some_and(|c| c.is_whitespace()));
                *at += usize::from(escapes);
                text.push(all[*at]);
                *at += 1;
            }
            Ok((text, Shape::Word))
        }
    }
}

/// What stands before the closing mark, which a backslash takes as it is. Other backslashes stay.
fn until(all: &[char], at: &mut usize, end: char) -> Option<String> {
    let mut text = String::new();
    while let Some(c) = all.get(*at) {
        *at += 1;
        match c {
            c if *c == end => return Some(text),
            '\\' if all.get(*at) == Some(&end) => {
                text.push(end);
                *at += 1;
            }
            // A doubled backslash is one of the expression's, and the mark behind it still ends it.
            '\\' if all.get(*at) == Some(&'\\') => {
                text.push_str(if end == '/' { "\\\\" } else { "\\" });
                *at += 1;
            }
            c => text.push(*c),
        }
    }
    None
}
