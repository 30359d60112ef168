//! Parts output into text and escape sequences, wherever it is cut.
//!
//! The parts are those of a terminal in UTF-8: ESC begins a sequence wherever it stands, CAN and
//! SUB end one without a meaning, and the bytes from 0x80 to 0x9f are text.

use memchr::{memchr, memchr3};

use super::quoting::whole;

/// Bytes of a command to the operating system; a longer one is passed over, unless it tells what a
/// person typed: then its middle is left out.
const COMMAND_BYTES: usize = 64 * 1024;
/// Bytes that are kept of the end of a longer one.
const LAST_BYTES: usize = 256;
/// How one begins that tells what a person typed.
const TELLS: &[u8] = b"633;E;";
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
    /// The end of one that is too long, up to twice as much as is needed.
    last: Vec<u8>,
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
            last: Vec::new(),
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
        // Most sequences are colours, and whole.
        if let Some(end) = control(&bytes[text..]) {
            self.at += end as u64;
            let (start, end_at) = (self.at - end as u64, self.at);
            let span = Span { start, end: end_at };
            take(Piece::Control(&bytes[text + 2..text + end]), span);
            return text + end;
        }
        self.escape();
        text + 1
    }

    /// An ESC, which begins a sequence.
    fn escape(&mut self) {
        self.kept.clear();
        self.last.clear();
        self.start = self.at;
        self.at += 1;
        self.place = Place::Escape;
    }

    fn command(&mut self, bytes: &[u8], take: &mut impl FnMut(Piece<'_>, Span)) -> usize {
        let plain = bytes
            .iter()
            .position(|&byte| byte < 0x20)
            .unwrap_or(bytes.len());
        let (whole, rest) = bytes[..plain].split_at(plain.min(COMMAND_BYTES - self.kept.len()));
        self.kept.extend_from_slice(whole);
        if !rest.is_empty() && !self.kept.starts_with(TELLS) {
            self.kept = Vec::new();
            self.place = Place::LongCommand;
            self.at += whole.len() as u64;
            return whole.len();
        }
        self.keep_last(rest);
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

    fn keep_last(&mut self, bytes: &[u8]) {
        let bytes = &bytes[bytes.len().saturating_sub(LAST_BYTES)..];
        self.last.extend_from_slice(bytes);
        if self.last.len() > 2 * LAST_BYTES {
            self.last.drain(..self.last.len() - LAST_BYTES);
        }
    }

    fn finish_command(&mut self, end: u64, take: &mut impl FnMut(Piece<'_>, Span)) {
        self.place = Place::Ground;
        if !self.last.is_empty() {
            self.kept.append(&mut self.last);
            shorten(&mut self.kept);
        }
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

/// Leaves the middle out of a command that a person typed, and keeps what the shell signs it with.
fn shorten(told: &mut Vec<u8>) {
    let near = told.len().saturating_sub(LAST_BYTES);
    let signed = told[near..].iter().rposition(|&byte| byte == b';');
    let sign = signed.map(|at| told.split_off(near + at));
    told.truncate(whole(told, COMMAND_BYTES - LAST_BYTES));
    told.extend_from_slice("…".as_bytes());
    told.extend(sign.into_iter().flatten());
}

/// How long the control sequence is that `bytes` begins with, if it is whole and usual.
fn control(bytes: &[u8]) -> Option<usize> {
    let content = bytes.get(2..).filter(|_| bytes[1] == b'[')?;
    let last = content
        .iter()
        .take(CONTROL_BYTES)
        .position(|byte| !(0x20..=0x3f).contains(byte))?;
    (0x40..=0x7e).contains(&content[last]).then_some(last + 3)
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
    #[expect(clippy::type_complexity, reason = "it is a table")]
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
    fn of_a_typed_command_that_is_too_long_the_beginning_and_its_sign_are_kept() {
        for (pieces, sign) in [
            (["x", "x"], ";nonce-1"),
            (["\\x0a", "é"], ";n"),
            (["é", "\\\\"], ""),
        ] {
            let unit = pieces.concat();
            let long = unit.repeat(200_000 / unit.len());
            let whole = format!("\x1b]633;E;{long}{sign}\x07after");
            for cuts in [vec![3], vec![70_000, 70_001, whole.len() - 8], vec![65_544]] {
                let found = parts(whole.as_bytes(), &cuts);
                let [(_, command, ..), (_, after, ..)] = &found[..] else {
                    panic!("{} parts", found.len());
                };
                assert_eq!(after, "after");
                let told = command.strip_prefix("633;E;").expect("its beginning");
                let (told, rest) = told.split_once('…').expect("a mark of the cut");
                assert_eq!(rest, sign);
                assert!(told.len() > 65_000, "{}", told.len());
                assert!(long.starts_with(told));
                assert!(pieces.iter().any(|piece| told.ends_with(piece)), "no half");
            }
        }
        // As long as can be, it is whole.
        let fits = format!("\x1b]633;E;{};n\x07", "x".repeat(COMMAND_BYTES - 8));
        assert!(!parts(fits.as_bytes(), &[9])[0].1.contains('…'));
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
