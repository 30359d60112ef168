//! A terminal's output as text, whatever commands it is of.

use super::control::Controls;
use super::frames::{Frames, Piece};
use super::text::Text;

/// Reads output and gives the text that would stand in the terminal, as [`super::Block::output`] has
/// it: without sequences, and with what was written over gone. Its memory is bounded.
pub struct Plain {
    frames: Frames,
    controls: Controls,
    text: Text,
}

impl Plain {
    /// Begins before the first byte.
    pub fn new() -> Self {
        Self {
            frames: Frames::new(),
            controls: Controls::new(),
            text: Text::new(0).followed(),
        }
    }

    /// Takes the next output; gives the whole lines that are new, and pieces of very long ones.
    pub fn advance(&mut self, bytes: &[u8]) -> Vec<u8> {
        let Self {
            frames,
            controls,
            text,
        } = self;
        frames.advance(bytes, |piece, _| match piece {
            Piece::Text(plain) => text.write(plain),
            Piece::Control(content) => {
                if let Some(control) = controls.read(content) {
                    text.control(control);
                }
            }
            Piece::Command(_) => {}
        });
        text.take_fresh()
    }

    /// The output has ended; gives a last line without an end.
    pub fn finish(&mut self) -> Vec<u8> {
        self.text.take_rest(None)
    }
}

impl Default for Plain {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_the_same_text_wherever_it_is_cut() {
        let output =
            "\x1b]8;;file:///a\x1b\\\x1b[1m\x1b[31merror\x1b[0m: é\x1b]8;;\x07\r\n10 %\r20 %\nlast";
        for size in 1..=output.len() {
            let mut plain = Plain::new();
            let mut text = Vec::new();
            for part in output.as_bytes().chunks(size) {
                text.extend(plain.advance(part));
            }
            text.extend(plain.finish());
            let text = String::from_utf8(text).expect("characters stay whole");
            assert_eq!(text, "error: é\n20 %\nlast", "in pieces of {size}");
        }
    }
}
