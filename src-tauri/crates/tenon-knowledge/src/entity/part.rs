//! A text with the signs that each of its lines has, so that a rule looks only where it can match.

use std::ops::{Deref, Range};

/// What stands in a line, one bit each.
pub(super) type Signs = u32;

pub(super) const DIGIT: Signs = 1;
pub(super) const AT: Signs = 1 << 1;
pub(super) const HASH: Signs = 1 << 2;
pub(super) const DOT: Signs = 1 << 3;
pub(super) const SLASH: Signs = 1 << 4;
pub(super) const BACKSLASH: Signs = 1 << 5;
pub(super) const COLON: Signs = 1 << 6;
/// A backquote.
pub(super) const TICK: Signs = 1 << 7;
/// `'` or `"`.
pub(super) const QUOTE: Signs = 1 << 8;
pub(super) const UNDER: Signs = 1 << 9;
pub(super) const UPPER: Signs = 1 << 10;
pub(super) const DASH: Signs = 1 << 11;
pub(super) const BRACKET: Signs = 1 << 12;
/// What joins a name and a version: `=`, `<`, `>`, `~`, `!`.
pub(super) const JOINT: Signs = 1 << 13;
/// `$`, `%`, `#`, `>`, `+`: what prompts end with.
pub(super) const PROMPT: Signs = 1 << 14;
/// Anything beyond ASCII.
pub(super) const HIGH: Signs = 1 << 15;
/// `[`.
pub(super) const SQUARE: Signs = 1 << 16;
/// An upper-case letter behind a lower-case one or a digit.
pub(super) const HUMP: Signs = 1 << 17;
/// `()`.
pub(super) const CALL: Signs = 1 << 18;
/// Three upper-case letters in a row.
pub(super) const SHOUT: Signs = 1 << 19;
/// Four digits in a row.
pub(super) const YEAR: Signs = 1 << 20;
/// Seven hexadecimal digits in a row.
pub(super) const HEX: Signs = 1 << 21;
/// `://`.
pub(super) const SCHEME: Signs = 1 << 22;
/// A dot with a letter, a digit or a line below behind it.
pub(super) const POINT: Signs = 1 << 23;

const HEX_DIGIT: Signs = 1 << 30;
const LOWER: Signs = 1 << 31;

const TABLE: [Signs; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        table[at] = match byte {
            b'a'..=b'f' => LOWER | HEX_DIGIT,
            b'g'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT | HEX_DIGIT,
            b'@' => AT,
            b'#' => HASH | PROMPT,
            b'.' => DOT,
            b'/' => SLASH,
            b'\\' => BACKSLASH,
            b':' => COLON,
            b'`' => TICK,
            b'\'' | b'"' => QUOTE,
            b'_' => UNDER,
            b'-' => DASH,
            b'(' | b')' => BRACKET,
            b'[' => SQUARE,
            b'=' | b'<' | b'~' | b'!' => JOINT,
            b'>' => JOINT | PROMPT,
            b'$' | b'%' | b'+' => PROMPT,
            128..=255 => HIGH,
            _ => 0,
        };
        at += 1;
    }
    table
};

/// Pieces that are so near to each other, in bytes, are looked at as one.
const GAP: usize = 80;

/// A text and the signs of its lines.
pub(super) struct Part<'t> {
    text: &'t str,
    /// Where each line ends, behind its line end, and its signs.
    lines: Vec<(usize, Signs)>,
    /// The signs of all lines.
    all: Signs,
}

impl<'t> Part<'t> {
    pub fn new(text: &'t str) -> Self {
        let mut part = Self {
            text,
            lines: Vec::new(),
            all: 0,
        };
        let mut start = 0;
        for line in text.as_bytes().split_inclusive(|b| *b == b'\n') {
            start += line.len();
            let signs = signs(line);
            part.all |= signs;
            part.lines.push((start, signs));
        }
        part
    }

    /// The pieces whose lines have all of `needs` and, where that is not empty, one of `any`. A
    /// piece has the line end before it, which an expression may ask for.
    pub fn pieces(&self, needs: Signs, any: Signs) -> Vec<Range<usize>> {
        let fits = |signs: Signs| signs & needs == needs && (any == 0 || signs & any != 0);
        if !fits(self.all) {
            return Vec::new();
        }
        if needs == 0 && any == 0 {
            return std::iter::once(0..self.text.len()).collect();
        }
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut start = 0_usize;
        for (end, signs) in &self.lines {
            if fits(*signs) {
                match pieces.last_mut() {
                    Some(last) if start - last.end <= GAP => last.end = *end,
                    _ => pieces.push(start.saturating_sub(1)..*end),
                }
            }
            start = *end;
        }
        pieces
    }
}

impl Deref for Part<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

fn signs(line: &[u8]) -> Signs {
    let mut all: Signs = 0;
    let mut before: Signs = 0;
    let (mut digits, mut hex, mut shout) = (0_usize, 0_usize, 0_usize);
    for (at, byte) in line.iter().enumerate() {
        let signs = TABLE[usize::from(*byte)];
        all |= signs;
        digits = if signs & DIGIT != 0 { digits + 1 } else { 0 };
        hex = if signs & HEX_DIGIT != 0 { hex + 1 } else { 0 };
        shout = if signs & UPPER != 0 { shout + 1 } else { 0 };
        if digits >= 4 {
            all |= YEAR;
        }
        if hex >= 7 {
            all |= HEX;
        }
        if shout >= 3 {
            all |= SHOUT;
        }
        if before & DOT != 0 && signs & (LOWER | UPPER | DIGIT | UNDER | HIGH) != 0 {
            all |= POINT;
        }
        if signs & UPPER != 0 && before & (LOWER | DIGIT) != 0 {
            all |= HUMP;
        }
        if *byte == b')' && at > 0 && line[at - 1] == b'(' {
            all |= CALL;
        }
        if *byte == b'/' && line[..at].ends_with(b":/") {
            all |= SCHEME;
        }
        before = signs;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_lines_that_have_the_signs() {
        let far = "-".repeat(GAP + 1);
        let text = format!("a 1\nb\nc 2.\n{far}\ne() http://x\n{far}\nABC aB 1234567");
        let part = Part::new(&text);
        let said = |needs, any| {
            let pieces = part.pieces(needs, any).into_iter();
            pieces.map(|piece| &text[piece]).collect::<Vec<_>>()
        };
        assert_eq!(said(DIGIT, 0), ["a 1\nb\nc 2.\n", "\nABC aB 1234567"]);
        assert_eq!(said(DIGIT | DOT, 0), ["\nc 2.\n"]);
        assert_eq!(
            said(0, CALL | SHOUT),
            ["\ne() http://x\n", "\nABC aB 1234567"]
        );
        assert_eq!(said(YEAR | HEX | HUMP, 0), ["\nABC aB 1234567"]);
        assert_eq!(said(SCHEME, 0), ["\ne() http://x\n"]);
        assert!(Part::new("a. b.").pieces(POINT, 0).is_empty());
        assert!(!Part::new("a. b.c").pieces(POINT, 0).is_empty());
        assert_eq!(said(0, 0), [&text]);
        assert!(part.pieces(AT, 0).is_empty());
        assert!(Part::new("").pieces(0, AT).is_empty());
    }
}
