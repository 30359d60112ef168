//! Parts output into text and escape sequences, wherever it is cut.
//!
//! The parts are those of a terminal in UTF-8: ESC begins a sequence wherever it stands, CAN and
//! SUB end one without a meaning, and the bytes from 0x80 to 0x9f are text.

use memchr::{memchr, memchr3};

/// Bytes of a command to the operating system; a longer one is passed over.
const COMMAND_BYTES: usize = 64 * 1024;
/// Bytes of a control sequence; a longer one is passed over.
const CONTROL_BYTES: usize = 256;
/// Room that is kept from one sequence to the next, in bytes.
const KEPT_ROOM: usize = 1024;

const BEL: u8 = 0x07;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
const ESC: u8 = 0x1b;

/// A part of the output.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text with its control characters, perhaps a part of a line or of a character.
    Text(&'a [u8]),
    /// What stands behind `ESC [`, with the final byte.
    Control(&'a [u8]),
    /// What stands between `ESC ]` and its end.
    Command(&'a [u8]),
}

/// Where a part stands in the output: offsets of its first byte and behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub start: u64,
    pub end: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Ground,
    /// Behind ESC.
    Escape,
    /// Behind ESC and intermediate bytes.
    Intermediate,
    Control,
    Command,
    /// In a command, behind an ESC that may be the first byte of ST.
    CommandEnd,
    /// In a string that means nothing here; BEL ends it.
    LongCommand,
    /// In a string that means nothing here; BEL is a part of it.
    Other,
}

/// Follows the output. What it keeps is bounded.
pub(super) struct Frames {
    place: Place,
    /// The unfinished sequence behind its introducer.
    kept: Vec<u8>,
    /// The offset of the next byte.
    at: u64,
    /// The offset of the ESC that began the sequence.
    start: u64,
}

impl Frames {
    pub fn new() -> Self {
        Self {
            place: Place::Ground,
            kept: Vec::new(),
            at: 0,
            start: 0,
        }
    }

    /// The offset behind the last byte.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Takes the next output and gives `take` the parts that are whole in it; text is given at once.
    pub fn advance(&mut self, bytes: &[u8], mut take: impl FnMut(Piece<'_>, Span)) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let used = match self.place {
                Place::Ground => self.ground(rest, &mut take),
                Place::Command => self.command(rest, &mut take),
                Place::LongCommand | Place::Other => self.pass(rest),
                _ => self.byte(rest[0], &mut take),
            };
            rest = &rest[used..];
        }
    }

    fn ground(&mut self, bytes: &[u8], take: &mut impl FnMut(Piece<'_>, Span)) -> usize {
        let text = memchr(ESC, bytes).unwrap_or(bytes.len());
        let start = self.at;
        self.at += text as u64;
        if text > 0 {
            let span = Span {
                start,
                end: self.at,
            };
            take(Piece::Text(&bytes[..text]), span);
        }
        if text == bytes.len() {
            return text;
        }
        self.escape();
        text + 1
    }

    /// An ESC, which begins a sequence.
    fn escape(&mut self) {
        self.kept.clear();
        self.start = self.at;
        self.at += 1;
        self.place = Place::Escape;
    }

    fn command(&mut self, bytes: &[u8], take: &mut impl FnMut(Piece<'_>, Span)) -> usize {
        let plain = bytes
            .iter()
            .position(|&byte| byte < 0x20)
            .unwrap_or(bytes.len());
        if self.kept.len() + plain > COMMAND_BYTES {
            self.kept = Vec::new();
            self.place = Place::LongCommand;
            return 0;
        }
        self.kept.extend_from_slice(&bytes[..plain]);
        self.at += plain as u64;
        let Some(&end) = bytes.get(plain) else {
            return plain;
        };
        if end == ESC {
            // It belongs to the command's end if a backslash follows.
            self.place = Place::CommandEnd;
        }
        self.at += 1;
        match end {
            BEL => self.finish_command(self.at, take),
            CAN | SUB => self.place = Place::Ground,
            // Other control characters are no part of it.
            _ => {}
        }
        plain + 1
    }

    fn finish_command(&mut self, end: u64, take: &mut impl FnMut(Piece<'_>, Span)) {
        self.place = Place::Ground;
        let start = self.start;
        take(Piece::Command(&self.kept), Span { start, end });
        self.kept.clear();
        self.kept.shrink_to(KEPT_ROOM);
    }

    /// Passes over a string.
    fn pass(&mut self, bytes: &[u8]) -> usize {
        let end = memchr3(ESC, CAN, SUB, bytes).unwrap_or(bytes.len());
        let end = match self.place {
            Place::LongCommand => memchr(BEL, &bytes[..end]).unwrap_or(end),
            _ => end,
        };
        self.at += end as u64;
        match bytes.get(end) {
            None => return end,
            Some(&ESC) => self.escape(),
            Some(_) => {
                self.at += 1;
                self.place = Place::Ground;
            }
        }
        end + 1
    }

    /// A byte of a sequence, which is used unless it begins another part.
    fn byte(&mut self, byte: u8, take: &mut impl FnMut(Piece<'_>, Span)) -> usize {
        if self.place == Place::CommandEnd {
            let escape = self.at - 1;
            if byte == b'\\' {
                self.at += 1;
                self.finish_command(self.at, take);
                return 1;
            }
            self.finish_command(escape, take);
            self.at = escape;
            self.escape();
            return 0;
        }
        if byte == ESC {
            self.escape();
            return 1;
        }
        self.at += 1;
        match (self.place, byte) {
            (_, CAN | SUB) => self.place = Place::Ground,
            (_, 0x00..=0x1f) => {
                // It acts at once, as if it stood before the sequence.
                let (start, end) = (self.at - 1, self.at);
                take(Piece::Text(&[byte]), Span { start, end });
            }
            (Place::Escape, b'[') => self.place = Place::Control,
            (Place::Escape, b']') => self.place = Place::Command,
            (Place::Escape, b'P' | b'X' | b'^' | b'_') => self.place = Place::Other,
            (Place::Escape, 0x20..=0x2f) => self.place = Place::Intermediate,
            (Place::Escape | Place::Intermediate, 0x30..=0x7e) => self.place = Place::Ground,
            (Place::Control, 0x20..=0x3f) if self.kept.len() < CONTROL_BYTES => {
                self.kept.push(byte);
            }
            (Place::Control, 0x40..=0x7e) => {
                self.place = Place::Ground;
                if self.kept.len() < CONTROL_BYTES {
                    self.kept.push(byte);
                    let (start, end) = (self.start, self.at);
                    take(Piece::Control(&self.kept), Span { start, end });
                }
            }
            _ => {}
        }
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out of `bytes`, given in pieces that end at `cuts`. Text is joined.
    fn parts(bytes: &[u8], cuts: &[usize]) -> Vec<(char, String, u64, u64)> {
        let mut frames = Frames::new();
        let mut parts: Vec<(char, Vec<u8>, u64, u64)> = Vec::new();
        let mut from = 0;
        for &cut in cuts.iter().chain([&bytes.len()]) {
            frames.advance(&bytes[from..cut], |piece, span| {
                let (kind, content) = match piece {
                    Piece::Text(text) => ('t', text),
                    Piece::Control(content) => ('c', content),
                    Piece::Command(content) => ('o', content),
                };
                match parts.last_mut() {
                    Some(last) if kind == 't' && last.0 == 't' && last.3 == span.start => {
                        last.1.extend_from_slice(content);
                        last.3 = span.end;
                    }
                    _ => parts.push((kind, content.to_vec(), span.start, span.end)),
                }
            });
            from = cut;
        }
        assert_eq!(frames.at(), bytes.len() as u64, "every byte is counted");
        let text = |content: Vec<u8>| String::from_utf8_lossy(&content).into_owned();
        parts
            .into_iter()
            .map(|(kind, content, start, end)| (kind, text(content), start, end))
            .collect()
    }

    #[test]
    fn every_form_has_its_parts_however_the_output_is_cut() {
        let cases: &[(&str, &[(char, &str, u64, u64)])] = &[
            ("ab", &[('t', "ab", 0, 2)]),
            (
                "a\x1b[1;2mb",
                &[('t', "a", 0, 1), ('c', "1;2m", 1, 7), ('t', "b", 7, 8)],
            ),
            ("\x1b]0;t\x07x", &[('o', "0;t", 0, 6), ('t', "x", 6, 7)]),
            ("\x1b]0;t\x1b\\x", &[('o', "0;t", 0, 7), ('t', "x", 7, 8)]),
            // An ESC ends it also where no backslash follows.
            ("\x1b]0;t\x1b[m", &[('o', "0;t", 0, 5), ('c', "m", 5, 8)]),
            (
                "\x1b]0;t\x1b\x1b[m",
                &[('o', "0;t", 0, 5), ('c', "m", 6, 9)],
            ),
            ("\x1b]0;t\x18x", &[('t', "x", 6, 7)]),
            ("\x1b]0;t\x1ax", &[('t', "x", 6, 7)]),
            ("\x1b]0;a\nb\x07", &[('o', "0;ab", 0, 8)]),
            ("\x1b[3\x18x", &[('t', "x", 4, 5)]),
            ("\x1b[3\x1b[4m", &[('c', "4m", 3, 7)]),
            ("\x1b[3\nm", &[('t', "\n", 3, 4), ('c', "3m", 0, 5)]),
            ("\x1b[?2004h", &[('c', "?2004h", 0, 8)]),
            (
                "\x1b(0x\x1b7y\x1b#8z",
                &[('t', "x", 3, 4), ('t', "y", 6, 7), ('t', "z", 10, 11)],
            ),
            // In other strings BEL is content, and ESC is an end.
            ("\x1bPq\x07]133;A\x07#\x1b\\x", &[('t', "x", 14, 15)]),
            (
                "\x1b_G\x1b]0;t\x07x",
                &[('o', "0;t", 3, 9), ('t', "x", 9, 10)],
            ),
            ("\x1bXa\x18b", &[('t', "b", 4, 5)]),
            // 8-bit controls are text.
            ("\u{9d}0;t\u{9c}", &[('t', "\u{9d}0;t\u{9c}", 0, 7)]),
            ("\x1b]0;\u{9c}t\x07", &[('o', "0;\u{9c}t", 0, 8)]),
        ];
        for (bytes, expected) in cases {
            let expected: Vec<_> = expected
                .iter()
                .map(|(kind, content, start, end)| (*kind, (*content).to_owned(), *start, *end))
                .collect();
            for cut in 0..=bytes.len() {
                assert_eq!(
                    parts(bytes.as_bytes(), &[cut]),
                    expected,
                    "{bytes:?} cut at {cut}"
                );
            }
        }
    }

    #[test]
    fn a_command_that_is_too_long_is_passed_over_up_to_its_end() {
        for length in [COMMAND_BYTES, COMMAND_BYTES + 1] {
            let whole = [b"\x1b]".as_slice(), &vec![b'x'; length], b"\x07after"].concat();
            let found = parts(&whole, &[3, COMMAND_BYTES]);
            let commands = found.iter().filter(|part| part.0 == 'o').count();
            assert_eq!(commands, usize::from(length == COMMAND_BYTES));
            assert_eq!(found.last().unwrap().1, "after", "the text goes on");
        }
    }
}
