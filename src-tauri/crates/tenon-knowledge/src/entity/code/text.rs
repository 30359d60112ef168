//! Texts in quotes, which are no comments whatever stands in them.

use super::Comments;

/// Where the text in quotes ends that begins here; none where none begins.
pub(super) fn behind(of: Comments, bytes: &[u8], at: usize) -> Option<usize> {
    use Comments::{Go, Hash, Lua, Manifest, Php, Python, Ruby, Rust, Script, Shell, Slashes, Sql};
    let rest = bytes.get(at..)?;
    match (of, rest.first()?) {
        (Rust, b'"') => Some(match raw_signs(bytes, at) {
            Some(signs) => behind_close(
                bytes,
                at + 1,
                &[b"\"", "#".repeat(signs).as_bytes()].concat(),
            ),
            None => behind_quote(bytes, at, true, true),
        }),
        (Slashes, b'"') if is_after(bytes, at, b"R") => Some(behind_delimited(bytes, at)),
        (Slashes, b'"') if is_after(bytes, at, b"@") || is_after(bytes, at, b"@$") => {
            Some(behind_doubled(bytes, at))
        }
        (Slashes | Script | Hash | Manifest(_), b'"') if rest.starts_with(b"\"\"\"") => {
            Some(behind_close(bytes, at + 3, b"\"\"\""))
        }
        (Script | Hash | Manifest(_), b'\'') if rest.starts_with(b"'''") => {
            Some(behind_close(bytes, at + 3, b"'''"))
        }
        (Rust | Slashes | Go, b'\'') => behind_char(bytes, at),
        (Go, b'`') => Some(behind_close(bytes, at + 1, b"`")),
        (Script, b'`') => Some(behind_template(bytes, at)),
        (Script, b'/') => behind_expression(bytes, at),
        (Python, quote @ (b'"' | b'\'')) => {
            let three = [*quote; 3];
            Some(match rest.starts_with(&three) {
                true => behind_escaped(bytes, at + 3, &three),
                false => behind_quote(bytes, at, true, false),
            })
        }
        // An apostrophe in a word: `a: don't`.
        (Hash, b'\'') if bytes[..at].last().is_some_and(u8::is_ascii_alphanumeric) => None,
        (Shell, b'"' | b'\'') if bytes[..at].ends_with(b"\\") => None,
        (Shell, b'\'') => Some(match is_after(bytes, at, b"$") {
            true => behind_quote(bytes, at, true, true),
            false => behind_close(bytes, at + 1, b"'"),
        }),
        (Shell | Ruby | Php, b'<') => behind_heredoc(of, bytes, at),
        (Sql, b'\'') => Some(behind_doubled(bytes, at)),
        (Lua, b'[') => behind_brackets(bytes, at),
        (Shell, b'"') => Some(behind_quote(bytes, at, true, true)),
        // A page with pieces of PHP in it has apostrophes of its own.
        (Php, b'"' | b'\'') => Some(behind_quote(bytes, at, true, bytes.starts_with(b"<?php"))),
        (Comments::Semicolon, b'"') => Some(behind_quote(bytes, at, true, true)),
        (Comments::Markup, _) | (_, b'/' | b'<' | b'[') => None,
        (Slashes | Sql, b'`') => None,
        (Slashes, b'"') => Some(behind_filled(bytes, at)),
        _ => Some(behind_quote(bytes, at, true, false)),
    }
}

/// Behind a text of one line that may have code with other texts in it: `"a ${b("c")} d"`.
fn behind_filled(bytes: &[u8], at: usize) -> usize {
    let mut place = at + 1;
    let mut braces = 0_usize;
    while let Some(b) = bytes.get(place) {
        match b {
            b'\\' if bytes.get(place + 1) != Some(&b'\n') => place += 1,
            // What is open at the line's end was none.
            b'\n' => return behind_quote(bytes, at, true, false),
            b'{' if braces > 0 || bytes[..place].ends_with(b"$") => braces += 1,
            b'}' => braces = braces.saturating_sub(1),
            b'"' if braces == 0 => return place + 1,
            b'"' => place = behind_quote(bytes, place, true, false) - 1,
            _ => {}
        }
        place += 1;
    }
    behind_quote(bytes, at, true, false)
}

/// Whether these bytes stand before a place, and no word before them.
fn is_after(bytes: &[u8], at: usize, sign: &[u8]) -> bool {
    let before = &bytes[..at];
    before.ends_with(sign)
        && (!sign.ends_with(b"R")
            || before
                .get(..at - sign.len())
                .and_then(<[u8]>::last)
                .is_none_or(|b| !b.is_ascii_alphanumeric() || b"uUL8".contains(b)))
}

/// How many `#` a raw string of Rust has before its quote; none where it is not raw.
fn raw_signs(bytes: &[u8], at: usize) -> Option<usize> {
    let signs = bytes[..at].iter().rev().take_while(|b| **b == b'#').count();
    let mut before = bytes[..at - signs].iter().rev();
    let is_raw = before.next() == Some(&b'r');
    let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let first = before.next();
    let is_own = match first {
        Some(b'b' | b'c') => !before.next().is_some_and(is_word),
        first => !first.is_some_and(is_word),
    };
    (is_raw && is_own).then_some(signs)
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let first = *what.first()?;
    let mut at = 0;
    while let Some(next) = super::memchr(first, &rest[at..]) {
        at += next;
        if rest[at..].starts_with(what) {
            return Some(from + at);
        }
        at += 1;
    }
    None
}

fn behind_close(bytes: &[u8], from: usize, close: &[u8]) -> usize {
    find(bytes, from, close).map_or(bytes.len(), |at| at + close.len())
}

fn behind_escaped(bytes: &[u8], from: usize, close: &[u8]) -> usize {
    let mut place = from;
    while let Some(b) = bytes.get(place) {
        if *b == b'\\' {
            place += 1;
        } else if bytes[place..].starts_with(close) {
            return place + close.len();
        }
        place += 1;
    }
    bytes.len()
}

/// Behind a text between two of the same signs. One of a single line ends with it where it is not
/// closed.
pub(super) fn behind_quote(bytes: &[u8], at: usize, escapes: bool, many: bool) -> usize {
    let quote = bytes[at];
    let mut place = at + 1;
    while let Some(b) = bytes.get(place) {
        match b {
            b'\\' if escapes => place += 1,
            b'\n' if !many => return place,
            b if *b == quote => return place + 1,
            _ => {}
        }
        place += 1;
    }
    bytes.len()
}

/// Behind a text in which its quote is written twice.
fn behind_doubled(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let mut place = at + 1;
    while let Some(next) = bytes
        .get(place..)
        .and_then(|rest| super::memchr(quote, rest))
    {
        place += next + 1;
        if bytes.get(place) != Some(&quote) {
            return place;
        }
        place += 1;
    }
    bytes.len()
}

/// Behind one character in quotes; a lifetime, a label or a digit's sign has no second one.
fn behind_char(bytes: &[u8], at: usize) -> Option<usize> {
    /// An escape has at most so many bytes: `'\u{10ffff}'`.
    const LONGEST: usize = 12;

    let rest = &bytes[at + 1..bytes.len().min(at + LONGEST)];
    let length = match rest.first()? {
        b'\\' => 2 + rest.get(2..)?.iter().position(|b| *b == b'\'')?,
        b'\n' | b'\'' => return None,
        first if first.is_ascii() => 1,
        _ => rest.iter().take(5).position(|b| *b == b'\'')?,
    };
    (rest.get(length) == Some(&b'\'')).then_some(at + length + 2)
}

/// Behind `R"x(…)x"`.
fn behind_delimited(bytes: &[u8], at: usize) -> usize {
    // Its word has at most 16 letters.
    match super::memchr(b'(', &bytes[at..bytes.len().min(at + 18)]) {
        Some(open) => {
            let word = &bytes[at + 1..at + open];
            behind_close(bytes, at + open, &[b")", word, b"\""].concat())
        }
        None => behind_quote(bytes, at, true, false),
    }
}

/// Behind a template, with the code that it has between `${` and `}`.
fn behind_template(bytes: &[u8], at: usize) -> usize {
    // How many braces are open in the code of each template around.
    let mut braces: Vec<usize> = Vec::new();
    let mut is_text = true;
    let mut place = at + 1;
    while let Some(b) = bytes.get(place) {
        match (is_text, b) {
            (true, b'\\') => place += 1,
            (true, b'`') => {
                if braces.is_empty() {
                    return place + 1;
                }
                is_text = false;
            }
            (true, b'$') if bytes.get(place + 1) == Some(&b'{') => {
                braces.push(0);
                is_text = false;
                place += 1;
            }
            (false, b'`') => is_text = true,
            (false, b'"' | b'\'') => place = behind_quote(bytes, place, true, false) - 1,
            (false, b'{') => {
                if let Some(open) = braces.last_mut() {
                    *open += 1;
                }
            }
            (false, b'}') => match braces.last_mut() {
                Some(0) | None => {
                    braces.pop();
                    is_text = true;
                }
                Some(open) => *open -= 1,
            },
            _ => {}
        }
        place += 1;
    }
    bytes.len()
}

/// Behind a regular expression, which stands where a value may begin.
fn behind_expression(bytes: &[u8], at: usize) -> Option<usize> {
    /// So many bytes of one are looked at: a line may have no end and many strokes.
    const LONGEST: usize = 500;

    if matches!(
        bytes.get(at + 1),
        None | Some(b'/' | b'*' | b' ' | b'=' | b'\n' | b'>')
    ) {
        return None;
    }
    let before = bytes[..at].trim_ascii_end();
    let is_value = before.last().is_some_and(|b| b"(,=:[!&|?;+".contains(b))
        || before.ends_with(b"return")
        || before.ends_with(b"=>");
    if !is_value {
        return None;
    }
    let mut in_class = false;
    let mut place = at + 1;
    while let Some(b) = bytes.get(place) {
        match b {
            b'\\' => place += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => return Some(place + 1),
            b'\n' => return None,
            _ if place > at + LONGEST => return None,
            _ => {}
        }
        place += 1;
    }
    None
}

/// Behind a text whose last line is a word: `<<EOF`, `<<~SQL`, `<<<HTML`.
fn behind_heredoc(of: Comments, bytes: &[u8], at: usize) -> Option<usize> {
    /// So many lines are looked at for the word: shifts of numbers have none.
    const LINES: usize = 500;

    let signs: &[u8] = if of == Comments::Php { b"<<<" } else { b"<<" };
    let mut rest = bytes[at..].strip_prefix(signs)?;
    if of != Comments::Php && rest.starts_with(b"<") {
        return None;
    }
    if let Some((b'-' | b'~', behind)) = rest.split_first() {
        rest = behind;
    }
    // Ruby appends with the same signs and a blank.
    if of != Comments::Ruby {
        rest = rest.trim_ascii_start();
    }
    if let Some((b'"' | b'\'', behind)) = rest.split_first() {
        rest = behind;
    }
    let length = rest
        .iter()
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
        .count();
    let word = &rest[..length];
    if !word.first().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let mut place = at + super::memchr(b'\n', &bytes[at..])? + 1;
    let lines = bytes[place..].split_inclusive(|b| *b == b'\n');
    for line in lines.take(LINES) {
        place += line.len();
        let line = line.trim_ascii();
        let line = line.strip_suffix(b";").unwrap_or(line);
        if line == word
            || of == Comments::Php
                && line
                    .strip_prefix(word)
                    .is_some_and(|rest| rest.starts_with(b")"))
        {
            return Some(place);
        }
    }
    None
}

/// Behind `[[…]]` or `[=[…]=]`.
fn behind_brackets(bytes: &[u8], at: usize) -> Option<usize> {
    let signs = bytes[at + 1..].iter().take_while(|b| **b == b'=').count();
    if bytes.get(at + 1 + signs) != Some(&b'[') {
        return None;
    }
    let close = [b"]", "=".repeat(signs).as_bytes(), b"]"].concat();
    Some(behind_close(bytes, at + signs + 2, &close))
}
