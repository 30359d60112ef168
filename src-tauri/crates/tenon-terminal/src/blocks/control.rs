//! The control sequences that move text on a line, read by the `vte` library.

use vte::{Params, Parser, Perform};

/// A control sequence that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Control {
    /// The cursor goes up so many lines.
    Up(usize),
    /// The cursor goes down so many lines.
    Down(usize),
    /// The cursor goes right so many columns.
    Right(usize),
    /// The cursor goes left so many columns.
    Left(usize),
    /// The cursor goes to this column, from 0.
    Column(usize),
    /// The cursor goes to the screen's first place.
    Home,
    /// Erases on the line: 0 to its end, 1 from its beginning, 2 all.
    EraseLine(u16),
    /// Erases on the screen, in the same three ways; 3 the scrollback.
    EraseScreen(u16),
    /// Takes so many characters away at the cursor.
    Delete(usize),
    /// Makes room for so many characters at the cursor.
    Insert(usize),
    /// Blanks so many characters at the cursor.
    Blank(usize),
    /// Whether what follows goes to the alternate screen.
    Alternate(bool),
}

/// Reads control sequences.
pub(super) struct Controls {
    parser: Parser,
    found: Found,
}

#[derive(Default)]
struct Found(Option<Control>);

impl Controls {
    pub fn new() -> Self {
        Self {
            parser: Parser::new(),
            found: Found::default(),
        }
    }

    /// Reads what stands behind `ESC [`, up to and with the final byte.
    pub fn read(&mut self, content: &[u8]) -> Option<Control> {
        // Most sequences are colours, which say nothing here.
        if !content
            .last()
            .is_some_and(|last| b"ABCDGHfJKPX@hl".contains(last))
        {
            return None;
        }
        self.parser.advance(&mut self.found, b"\x1b[");
        self.parser.advance(&mut self.found, content);
        self.found.0.take()
    }
}

impl Perform for Found {
    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: char) {
        if ignore {
            return;
        }
        let given = |at: usize| {
            params
                .iter()
                .nth(at)
                .and_then(|param| param.first().copied())
        };
        let count = || usize::from(given(0).unwrap_or(0).max(1));
        let way = given(0).unwrap_or(0);
        self.0 = match (intermediates, action) {
            (b"?", 'h' | 'l') => params
                .iter()
                .any(|param| matches!(param.first(), Some(47 | 1047 | 1049)))
                .then_some(Control::Alternate(action == 'h')),
            (b"", 'A') => Some(Control::Up(count())),
            (b"", 'B') => Some(Control::Down(count())),
            (b"", 'C') => Some(Control::Right(count())),
            (b"", 'D') => Some(Control::Left(count())),
            (b"", 'G') => Some(Control::Column(count() - 1)),
            (b"", 'H' | 'f') if count() == 1 && given(1).unwrap_or(1) <= 1 => Some(Control::Home),
            (b"", 'J') => Some(Control::EraseScreen(way)),
            (b"", 'K') => Some(Control::EraseLine(way)),
            (b"", 'P') => Some(Control::Delete(count())),
            (b"", '@') => Some(Control::Insert(count())),
            (b"", 'X') => Some(Control::Blank(count())),
            _ => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sequence_is_what_it_says_and_others_are_nothing() {
        let mut controls = Controls::new();
        for (content, expected) in [
            ("A", Some(Control::Up(1))),
            ("0C", Some(Control::Right(1))),
            ("12D", Some(Control::Left(12))),
            ("5G", Some(Control::Column(4))),
            ("H", Some(Control::Home)),
            ("1;1f", Some(Control::Home)),
            ("2;1H", None),
            ("1;3H", None),
            ("K", Some(Control::EraseLine(0))),
            ("2J", Some(Control::EraseScreen(2))),
            ("?1049h", Some(Control::Alternate(true))),
            ("?25;47l", Some(Control::Alternate(false))),
            ("?2004h", None),
            ("47h", None),
            (">4K", None),
            ("1;31m", None),
            ("99999999P", Some(Control::Delete(usize::from(u16::MAX)))),
        ] {
            assert_eq!(controls.read(content.as_bytes()), expected, "{content}");
        }
    }
}
