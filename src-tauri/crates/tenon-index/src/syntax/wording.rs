//! The words that stand for a symbol: its name, its head on one line, the first line of its
//! documentation.

use tree_sitter::Node;

use super::grammar::Fields;

/// The longest name, signature or line of documentation, in bytes.
const LONGEST: usize = 240;

/// At most [`LONGEST`] bytes with every run of white space as one space.
fn line(text: &[u8]) -> String {
    if let Some(text) = plain(text) {
        return text.to_owned();
    }
    // Only the start counts, so that a file of one name does not become one name.
    let text = &text[..text.len().min(LONGEST * 8)];
    let text = String::from_utf8_lossy(text);
    let mut line = String::new();
    for word in text.split_whitespace() {
        let space = usize::from(!line.is_empty());
        if line.len() + space + word.len() > LONGEST {
            let room = LONGEST.saturating_sub(line.len() + space);
            if line.is_empty() {
                line.push_str(cut(word, room));
            }
            break;
        }
        if space == 1 {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// A text that is such a line already, as most are.
fn plain(text: &[u8]) -> Option<&str> {
    let mut before = b' ';
    let fits = |b: &u8| {
        let two = *b == b' ' && before == b' ';
        before = *b;
        !two && matches!(b, b' '..=b'~')
    };
    let whole = text.len() <= LONGEST && text.iter().all(fits) && text.last() != Some(&b' ');
    std::str::from_utf8(text).ok().filter(|_| whole)
}

/// At most `most` bytes of a text, cut between characters.
pub(super) fn cut(text: &str, most: usize) -> &str {
    &text[..floor(text, most)]
}

/// The start of the character at a place, or the end of the text.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A name as it is written, without the quotes of a string.
pub(super) fn name(text: &[u8]) -> Box<str> {
    let name = line(text);
    let quoted = |quote: char| name.strip_prefix(quote)?.strip_suffix(quote);
    let inside = ['"', '\'', '`'].into_iter().find_map(quoted);
    inside.unwrap_or(&name).into()
}

/// A type's own name: without its path and what it is made of.
pub(super) fn type_name(text: &[u8]) -> Box<str> {
    let name = line(text);
    let own = match name.find('<') {
        Some(at) if at > 0 => &name[..at],
        _ => &name,
    };
    match own.rsplit_once("::") {
        Some((_, last)) if last.starts_with(|c: char| c.is_alphabetic() || c == '_') => last.into(),
        _ => own.into(),
    }
}

/// The names of a path to a type: what leads to it as one, and then its own.
pub(super) fn type_path(text: &[u8]) -> Vec<Box<str>> {
    let own = type_name(text);
    let lead = line(text);
    let end = lead.find('<').unwrap_or(lead.len());
    match lead[..end].rsplit_once("::") {
        Some((lead, last)) if *last == *own && !lead.is_empty() => vec![lead.into(), own],
        _ => vec![own],
    }
}

/// What a heading says, without the signs that may close it.
pub(super) fn heading(text: &[u8]) -> Box<str> {
    let said = line(text);
    let open = said.trim_end_matches('#');
    match open.is_empty() || open.ends_with(' ') {
        true => open.trim_end().into(),
        false => said.into(),
    }
}

/// How many UTF-16 units a text has.
pub(super) fn units(text: &[u8]) -> u32 {
    if text.is_ascii() {
        return super::extract::len(text.len());
    }
    let text = String::from_utf8_lossy(text);
    super::extract::len(text.encode_utf16().count())
}

/// What a definition says before its body, or else on its first line.
pub(super) fn signature(node: Node<'_>, source: &[u8], fields: &Fields) -> Box<str> {
    let start = node.start_byte();
    let body = node.child_by_field_id(fields.body).or_else(|| {
        let value = node.child_by_field_id(fields.value)?;
        value.child_by_field_id(fields.body)
    });
    let end = body.map_or_else(|| node.end_byte(), |body| body.start_byte());
    let text = source.get(start..end.max(start)).unwrap_or_default();
    let text = match body {
        Some(_) => text,
        None => text.split(|b| *b == b'\n').next().unwrap_or_default(),
    };
    let line = line(text);
    let line = line.trim_end_matches(|c: char| c.is_whitespace() || "{:;,=".contains(c));
    line.into()
}

/// The first line of comments that says something, without the signs of a comment.
pub(super) fn doc(text: &[u8]) -> Box<str> {
    let marks = |b: &u8| b" \t\r/*#!-<".contains(b);
    for line_of in text.split(|b| *b == b'\n') {
        let start = line_of.iter().position(|b| !marks(b));
        let Some(start) = start else { continue };
        // An attribute between two comments is none of them.
        if line_of.trim_ascii().starts_with(b"#[") {
            continue;
        }
        let said = line(&line_of[start..]);
        let said = said.trim_end_matches("-->").trim_end_matches("*/").trim();
        if said.chars().any(char::is_alphanumeric) {
            return said.into();
        }
    }
    Box::default()
}

/// The first line of the string that a Python body begins with.
pub(super) fn docstring(node: Node<'_>, source: &[u8]) -> Option<Box<str>> {
    let first = node.child_by_field_name("body")?.named_child(0)?;
    let string = first.named_child(0).filter(|n| n.kind() == "string")?;
    let text = source.get(string.byte_range())?;
    let start = text.iter().position(|b| matches!(b, b'"' | b'\''))?;
    let quotes = |b: &u8| matches!(b, b'"' | b'\'');
    let mut lines = text[start..].split(|b| *b == b'\n').map(|text| {
        let start = text.iter().position(|b| !quotes(b)).unwrap_or(text.len());
        let end = text
            .iter()
            .rposition(|b| !quotes(b))
            .map_or(start, |at| at + 1);
        line(&text[start..end.max(start)])
    });
    lines.find(|line| !line.is_empty()).map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_comments_lose_their_signs() {
        assert_eq!(&*name(b"\"a b\""), "a b");
        assert_eq!(&*type_name(b"fmt::Wrapper<'a, T>"), "Wrapper");
        assert_eq!(&*type_name(b"&'a T"), "&'a T");
        let path = |text: &str| type_path(text.as_bytes()).join(" ");
        assert_eq!(path("a::b::Q<c::D>"), "a::b Q");
        assert_eq!(path("::Q"), "Q");
        assert_eq!(&*heading(b"One ##"), "One");
        assert_eq!(&*heading(b"C#"), "C#");
        assert_eq!(&*doc(b"/**\r\n * Says\tit.\r\n */"), "Says it.");
        assert_eq!(&*doc(b"// ----\n/// two"), "two");
        assert_eq!(&*doc(b"//////"), "");
        assert_eq!(units("é\u{1f600}".as_bytes()), 3);
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_between_characters() {
        let long = "é".repeat(10_000);
        let name = name(long.as_bytes());
        assert!(
            name.len() <= LONGEST && name.chars().all(|c| c == 'é'),
            "{name}"
        );
        let words = "word ".repeat(1_000);
        assert!(line(words.as_bytes()).len() <= LONGEST);
    }
}
