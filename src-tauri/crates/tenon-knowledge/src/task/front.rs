//! Where a file's front matter begins and ends.

use std::ops::Range;

/// The places of a front matter in a text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// The lines between the two `---`, with the end of the last one.
    pub yaml: Range<usize>,
    /// Where the line after the closing `---` begins.
    pub body: usize,
}

/// How many bytes a byte order mark takes at the beginning of `text`.
pub(super) fn mark_len(text: &str) -> usize {
    match text.starts_with('\u{feff}') {
        true => '\u{feff}'.len_utf8(),
        false => 0,
    }
}

/// Whether the first line says that a front matter begins.
pub(super) fn is_opened(text: &str) -> bool {
    let first = text[mark_len(text)..].split('\n').next();
    first.is_some_and(is_fence)
}

/// Finds the front matter: the first line is `---`, and so is the line that closes it.
pub(super) fn find(text: &str) -> Option<FrontMatter> {
    if !is_opened(text) {
        return None;
    }
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let next = at + line.len();
        if is_fence(line) {
            return Some(FrontMatter {
                yaml: start..at,
                body: next,
            });
        }
        at = next;
    }
    None
}

fn is_fence(line: &str) -> bool {
    line.trim_end_matches([' ', '\t', '\r', '\n']) == "---"
}

/// The end of lines that a text has: `\r\n` where its first line ends so.
pub(super) fn line_end(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}
