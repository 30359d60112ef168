//! What terminals show of a text: without the sequences that colour it and move in it.

use std::borrow::Cow;
use std::ops::Range;

/// Sets sequences for terminals apart from what is read.
const ESCAPE: u8 = 0x1b;

/// A text without its sequences, and where its pieces stood.
pub(super) struct Plain {
    pub text: String,
    /// Where each piece begins: here, and in the text with its sequences.
    pieces: Vec<(usize, usize)>,
}

impl Plain {
    /// The text without sequences; none where it has none.
    pub fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut at = next(bytes, 0)?;
        let mut plain = Self {
            text: text[..at].to_owned(),
            pieces: vec![(0, 0)],
        };
        loop {
            let start = floor(text, behind(bytes, at));
            let end = next(bytes, start).unwrap_or(bytes.len());
            plain.pieces.push((plain.text.len(), start));
            plain.text.push_str(&text[start..end]);
            if end == bytes.len() {
                return Some(plain);
            }
            at = end;
        }
    }

    /// The same range in the text with its sequences, without those at its ends.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        let end = range.end.saturating_sub(1).max(range.start);
        self.place(range.start)..self.place(end) + (range.end - end)
    }

    fn place(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(here, _)| *here <= at);
        let (here, there) = self.pieces[piece.saturating_sub(1)];
        there + (at - here)
    }
}

fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let found = bytes.get(from..)?.iter().position(|b| *b == ESCAPE);
    found.map(|at| from + at)
}

/// Where the sequence that begins at `at` is over. One that is broken off ends with its line.
fn behind(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at + 1..];
    let length = match rest.first().copied() {
        // Colours and movement: parameters, and one letter or sign.
        Some(b'[') => {
            let end = rest[1..].iter().position(|b| !(0x20..=0x3f).contains(b));
            let last = end.and_then(|end| rest.get(end + 1).map(|b| (end, *b)));
            match last {
                Some((end, 0x40..=0x7e)) => end + 2,
                Some((end, _)) => end + 1,
                None => rest.len(),
            }
        }
        // Titles and links: up to a bell, or to an escape with a backslash.
        Some(b']' | b'P' | b'X' | b'^' | b'_') => {
            match rest.iter().position(|b| matches!(*b, 7 | b'\n' | ESCAPE)) {
                Some(end) if rest[end] == 7 => end + 1,
                Some(end) if rest[end..].starts_with(b"\x1b\\") => end + 2,
                Some(end) => end,
                None => rest.len(),
            }
        }
        Some(b'(' | b')' | b'*' | b'+' | b'#' | b'%' | b' ') => 2.min(rest.len()),
        Some(b'\n' | b'\r' | ESCAPE) | None => 0,
        Some(_) => 1,
    };
    at + 1 + length
}

/// The first place from `at` on where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (at..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

/// The words of an entity as one line: its first, without sequences for terminals and without
/// other signs that steer.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|b| b.is_ascii_control()) {
        return Cow::Borrowed(text);
    }
    let plain = Plain::of(text);
    let said = plain.as_ref().map_or(text, |plain| plain.text.as_str());
    let line = said.trim_start().lines().next().unwrap_or_default();
    let shown = line
        .chars()
        .filter(|c| !c.is_control() || *c == '\t')
        .collect();
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_of_the_text_with_its_sequences() {
        let text =
            "\u{1b}[1m\u{1b}[31merror\u{1b}[0m: é\u{1b}]8;;x\u{7}b\u{1b}]8;;\u{1b}\\c\u{1b}(Bd";
        let plain = Plain::of(text).expect("it has some");
        assert_eq!(plain.text, "error: ébcd");
        assert_eq!(&text[plain.range(&(0..5))], "error");
        assert_eq!(&text[plain.range(&(0..6))], "error\u{1b}[0m:");
        let last = plain.text.len() - 1;
        assert_eq!(&text[plain.range(&(last..last + 1))], "d");
        assert!(Plain::of("no sequence").is_none());
    }

    #[test]
    fn sequences_that_are_broken_off_take_no_line_with_them() {
        for (text, left) in [
            ("a\u{1b}", "a"),
            ("a\u{1b}[", "a"),
            ("a\u{1b}[3\nb", "a\nb"),
            ("a\u{1b}]0;title\nb", "a\nb"),
            ("a\u{1b}é", "a"),
            ("a\u{1b}\u{1b}[0mb", "ab"),
        ] {
            let plain = Plain::of(text).expect("it has one");
            assert_eq!(plain.text, left, "{text:?}");
        }
    }

    #[test]
    fn an_entity_is_said_in_one_line() {
        assert_eq!(one_line("error: x"), "error: x");
        assert_eq!(one_line("\u{1b}[31merror\u{1b}[0m: x\r\nmore"), "error: x");
        assert_eq!(one_line("a\u{8}b\tc"), "ab\tc");
    }
}
