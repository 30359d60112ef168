//! Where the output stands between two whole characters or escape sequences.
//!
//! A snapshot may be taken when half of a sequence has been read. The half that was read belongs
//! into the snapshot, or the window would show the other half as text.

/// Bytes of an unfinished sequence that are kept; a longer one is cut, never the text after it.
const KEPT: usize = 4096;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between sequences.
    Ground,
    /// Inside a character; so many bytes are missing.
    Character(u8),
    /// After ESC and perhaps intermediate bytes.
    Escape,
    /// Inside a control sequence, ESC [.
    Control,
    /// Inside a command of the operating system, ESC ]; BEL ends it too.
    Command,
    /// Inside another string: ESC P, X, ^ or _.
    Text,
}

/// Follows the output and keeps the unfinished sequence at its end.
#[derive(Debug)]
pub(crate) struct Boundary {
    place: Place,
    pending: Vec<u8>,
    command_bytes: usize,
}

impl Boundary {
    pub fn new() -> Self {
        Self {
            place: Place::Ground,
            pending: Vec::new(),
            command_bytes: 0,
        }
    }

    /// The bytes since the last point between sequences.
    pub fn pending(&self) -> &[u8] {
        &self.pending
    }

    /// How long the unfinished command of the operating system is, in bytes.
    pub fn command_bytes(&self) -> usize {
        self.command_bytes
    }

    /// Begins to count the unfinished command anew.
    pub fn forget_command_bytes(&mut self) {
        self.command_bytes = 0;
    }

    /// Reads on. It stops behind a sequence that erases the whole screen, and gives how many bytes it
    /// has read then; nothing when it has read all of them.
    pub fn advance(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut rest = bytes;
        while let Some((&byte, after)) = rest.split_first() {
            match self.place {
                Place::Ground => {
                    rest = self.text(rest);
                    continue;
                }
                Place::Character(missing) if byte & 0xc0 == 0x80 => {
                    self.pending.push(byte);
                    if missing == 1 {
                        self.finish()
                    } else {
                        self.place = Place::Character(missing - 1)
                    }
                }
                // A broken character: this byte begins something new.
                Place::Character(_) => {
                    self.finish();
                    continue;
                }
                Place::Control if byte == b'J' && self.erases_all() => {
                    self.finish();
                    return Some(bytes.len() - after.len());
                }
                _ => self.sequence(byte),
            }
            rest = after;
        }
        None
    }

    /// Whether the parameters of an unfinished control sequence begin with 2.
    fn erases_all(&self) -> bool {
        let parameters = self.pending.get(2..).unwrap_or_default();
        let first = parameters.split(|byte| matches!(byte, b';' | b':')).next();
        let digits = first.unwrap_or_default();
        let plain = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b';' | b':');
        let zeros = digits.iter().take_while(|byte| **byte == b'0').count();
        parameters.iter().all(plain) && &digits[zeros..] == b"2"
    }

    /// Passes over text up to the next escape or unfinished character.
    fn text<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        if let Some(at) = bytes.iter().position(|&byte| byte == 0x1b) {
            self.begin_escape();
            return &bytes[at + 1..];
        }
        let tail = bytes.len().saturating_sub(3);
        for (at, &byte) in bytes.iter().enumerate().skip(tail) {
            let follow = match byte {
                0xc2..=0xdf => 1,
                0xe0..=0xef => 2,
                0xf0..=0xf4 => 3,
                _ => 0,
            };
            let has_begun = bytes[at + 1..].iter().all(|byte| byte & 0xc0 == 0x80);
            if has_begun && follow > bytes.len() - at - 1 {
                self.pending.extend_from_slice(&bytes[at..]);
                self.place = Place::Character((follow - (bytes.len() - at - 1)) as u8);
                break;
            }
        }
        &[]
    }

    fn sequence(&mut self, byte: u8) {
        match (self.place, byte) {
            (_, 0x18 | 0x1a) => self.finish(),
            (_, 0x1b) => self.begin_escape(),
            (Place::Command, 0x07) => self.finish(),
            (Place::Command | Place::Text, _) => self.keep(byte),
            // Other control characters act at once, in the middle of the sequence, and must not
            // act a second time.
            (_, 0x00..=0x1f) => {}
            (Place::Escape, b'[') if self.pending.len() == 1 => self.enter(Place::Control, byte),
            (Place::Escape, b']') if self.pending.len() == 1 => self.enter(Place::Command, byte),
            (Place::Escape, b'P' | b'X' | b'^' | b'_') if self.pending.len() == 1 => {
                self.enter(Place::Text, byte)
            }
            (Place::Escape, 0x30..=0x7e) | (Place::Control, 0x40..=0x7e) => self.finish(),
            _ => self.keep(byte),
        }
    }

    fn begin_escape(&mut self) {
        self.finish();
        self.enter(Place::Escape, 0x1b);
    }

    fn enter(&mut self, place: Place, byte: u8) {
        self.place = place;
        self.pending.push(byte);
    }

    fn keep(&mut self, byte: u8) {
        self.command_bytes += usize::from(self.place == Place::Command);
        if self.pending.len() < KEPT {
            self.pending.push(byte);
        }
    }

    fn finish(&mut self) {
        self.place = Place::Ground;
        self.pending.clear();
        self.command_bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unfinished_is_kept_however_the_output_is_cut() {
        let whole: &[(&str, &str)] = &[
            ("text", ""),
            ("a\x1b", "\x1b"),
            ("a\x1b[3", "\x1b[3"),
            ("a\x1b[31m", ""),
            ("\x1b[3\x1b[4", "\x1b[4"),
            ("\x1b[3\n1", "\x1b[31"),
            ("\x1b[3\x18x", ""),
            ("\x1b]2;ti", "\x1b]2;ti"),
            ("\x1b]2;title\x07x", ""),
            ("\x1b]2;title\x1b", "\x1b"),
            ("\x1b]2;title\x1b\\x", ""),
            ("\x1bPq\x07#", "\x1bPq\x07#"),
            ("\x1b(0", ""),
            ("\x1b(", "\x1b("),
            ("\x1b#8", ""),
            ("\x1b7x", ""),
        ];
        for (output, pending) in whole {
            for cut in 0..=output.len() {
                let mut boundary = Boundary::new();
                boundary.advance(&output.as_bytes()[..cut]);
                boundary.advance(&output.as_bytes()[cut..]);
                assert_eq!(
                    boundary.pending(),
                    pending.as_bytes(),
                    "{output:?} cut at {cut}"
                );
            }
        }
    }

    #[test]
    fn it_stops_behind_what_erases_the_whole_screen() {
        for (output, stops) in [
            ("ab\x1b[2Jc", true),
            ("ab\x1b[02;7Jc", true),
            ("ab\x1b[Jc", false),
            ("ab\x1b[1Jc", false),
            ("ab\x1b[22Jc", false),
            ("ab\x1b[?2Jc", false),
            ("ab\x1b[2 Jc", false),
            ("ab\x1b[2Kc", false),
            ("ab\x1b]2Jc", false),
            ("ab\x1b[2\x18Jc", false),
        ] {
            let end = output.len() - 1;
            for cut in 0..end {
                let mut boundary = Boundary::new();
                let first = boundary.advance(&output.as_bytes()[..cut]);
                let second = boundary.advance(&output.as_bytes()[cut..end]);
                assert_eq!(first, None, "{output:?} cut at {cut}");
                let expected = stops.then_some(end - cut);
                assert_eq!(second, expected, "{output:?} cut at {cut}");
                assert_eq!(boundary.advance(b"c"), None);
            }
        }
    }

    #[test]
    fn a_cut_character_is_kept_and_a_broken_one_is_not() {
        for (output, pending) in [
            (&b"a\xf0\x9f\x98"[..], &b"\xf0\x9f\x98"[..]),
            (b"a\xe4\xb8", b"\xe4\xb8"),
            (b"\xf0\x9f\x98\x80", b""),
            (b"\xf0\x9f\x1b[", b"\x1b["),
            (b"\xe4a", b""),
            (b"\x80\x80", b""),
            (b"\xe4\xe4", b"\xe4"),
        ] {
            for cut in 0..=output.len() {
                let mut boundary = Boundary::new();
                boundary.advance(&output[..cut]);
                boundary.advance(&output[cut..]);
                assert_eq!(boundary.pending(), pending, "{output:x?} cut at {cut}");
            }
        }
    }

    #[test]
    fn an_endless_string_is_kept_only_in_part() {
        let mut boundary = Boundary::new();
        boundary.advance(b"\x1b]0;");
        boundary.advance(&[b'x'; 100_000]);
        assert_eq!(boundary.pending().len(), KEPT, "memory is bounded");
        assert_eq!(boundary.command_bytes(), 100_002, "but its length is known");
    }
}
