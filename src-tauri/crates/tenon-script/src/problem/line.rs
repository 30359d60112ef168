//! A line of output, with the place that stands in front of it.

use std::cell::OnceCell;

use memchr::memchr_iter;

/// A line, without its end.
#[derive(Debug)]
pub struct Line<'l> {
    /// All of it.
    pub text: &'l str,
    /// It without blanks around it.
    pub trimmed: &'l str,
    placed: OnceCell<Option<Placed<'l>>>,
}

/// What a line says of a place in front: `PATH:LINE:COLUMN: REST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed<'l> {
    pub path: &'l str,
    pub line: u32,
    pub column: Option<u32>,
    pub rest: &'l str,
    /// Whether a blank parts the rest from the place: what a search prints of a file has none.
    pub is_apart: bool,
}

/// So many colons are looked at in front of a place.
const COLONS: usize = 8;
/// The longest path, in bytes.
const PATH: usize = 1_024;

impl<'l> Line<'l> {
    pub(crate) fn new(text: &'l str) -> Self {
        Self {
            text,
            trimmed: text.trim(),
            placed: OnceCell::new(),
        }
    }

    /// Whether it begins with a blank.
    pub(crate) fn is_indented(&self) -> bool {
        self.text.starts_with([' ', '\t'])
    }

    /// The place in front of it.
    pub(crate) fn placed(&self) -> Option<Placed<'l>> {
        // As the tools of some frameworks begin what a compiler says.
        let text = self.trimmed;
        let text = text.strip_prefix("Error: ").unwrap_or(text);
        *self.placed.get_or_init(|| placed(text))
    }
}

/// Reads `PATH:LINE`, `PATH:LINE:COLUMN`, and what stands behind a further colon or blank.
pub(crate) fn placed(text: &str) -> Option<Placed<'_>> {
    for at in memchr_iter(b':', text.as_bytes()).take(COLONS) {
        let (path, behind) = (&text[..at], &text[at + 1..]);
        let Some((line, behind)) = number(behind) else {
            continue;
        };
        if path.is_empty() || path.len() > PATH || line == 0 || path.ends_with(' ') {
            continue;
        }
        // A piece of a program, which writes such lines.
        if path.contains('"') {
            return None;
        }
        let column = behind.strip_prefix(':').and_then(number);
        let (column, rest) = match column {
            Some((column, rest)) => (Some(column), rest),
            None => (None, behind),
        };
        let rest = match rest.as_bytes().first() {
            None => rest,
            Some(b':') => &rest[1..],
            Some(b' ' | b',' | b')') if column.is_some() => rest,
            _ => continue,
        };
        let rest = behind_end(rest);
        return Some(Placed {
            path,
            line,
            column,
            is_apart: !rest.starts_with(|first: char| first.is_alphanumeric()),
            rest: rest.trim_start(),
        });
    }
    None
}

/// Passes over the line and the column where a problem ends, `14:12:`, which some tools print too.
fn behind_end(rest: &str) -> &str {
    let end = || {
        let (_, rest) = number(rest)?;
        let (_, rest) = number(rest.strip_prefix(':')?)?;
        rest.strip_prefix(':')
    };
    end().unwrap_or(rest)
}

/// The digits at the beginning of a text, and what follows them.
pub(crate) fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=8).contains(&digits) {
        return None;
    }
    Some((text[..digits].parse().ok()?, &text[digits..]))
}
