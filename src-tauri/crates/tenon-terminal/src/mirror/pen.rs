//! The look of a cell, and the sequences that set it.

use std::io::Write;

use alacritty_terminal::term::cell::{Cell, Flags, Hyperlink};
use alacritty_terminal::vte::ansi::{Color, NamedColor, Rgb};

/// What must be set before a cell's character is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pen {
    foreground: Color,
    background: Color,
    underline: Option<Color>,
    flags: Flags,
    link: Option<Hyperlink>,
}

impl Pen {
    /// The look after a reset.
    pub fn plain() -> Self {
        Self::of(&Cell::default())
    }

    pub fn of(cell: &Cell) -> Self {
        let about_width = Flags::WRAPLINE
            | Flags::WIDE_CHAR
            | Flags::WIDE_CHAR_SPACER
            | Flags::LEADING_WIDE_CHAR_SPACER;
        Self {
            foreground: cell.fg,
            background: cell.bg,
            underline: cell.underline_color(),
            flags: cell.flags - about_width,
            link: cell.hyperlink().filter(is_plain),
        }
    }

    pub fn has_background(&self) -> bool {
        self.background != Color::Named(NamedColor::Background)
    }

    /// Writes what turns `self` into `next`, and becomes it.
    pub fn change(&mut self, next: Pen, out: &mut Vec<u8>) {
        if *self == next {
            return;
        }
        if self.link != next.link {
            put_link(next.link.as_ref(), out);
        }
        let look = |pen: &Pen| (pen.foreground, pen.background, pen.underline, pen.flags);
        if look(self) != look(&next) {
            next.put_look(out);
        }
        *self = next;
    }

    fn put_look(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"\x1b[0");
        for (flag, code) in [
            (Flags::BOLD, "1"),
            (Flags::DIM, "2"),
            (Flags::ITALIC, "3"),
            (Flags::UNDERLINE, "4"),
            (Flags::DOUBLE_UNDERLINE, "4:2"),
            (Flags::UNDERCURL, "4:3"),
            (Flags::DOTTED_UNDERLINE, "4:4"),
            (Flags::DASHED_UNDERLINE, "4:5"),
            (Flags::INVERSE, "7"),
            (Flags::HIDDEN, "8"),
            (Flags::STRIKEOUT, "9"),
        ] {
            if self.flags.contains(flag) {
                put(out, format_args!(";{code}"));
            }
        }
        put_color(self.foreground, 30, out);
        put_color(self.background, 40, out);
        match self.underline {
            Some(Color::Indexed(index)) => put(out, format_args!(";58:5:{index}")),
            Some(Color::Spec(Rgb { r, g, b })) => put(out, format_args!(";58:2::{r}:{g}:{b}")),
            Some(Color::Named(_)) | None => {}
        }
        out.push(b'm');
    }
}

/// Whether a link ends where it says. A C1 control character in an address, which is two bytes of
/// UTF-8, would end the sequence for some receivers, and what follows would be obeyed.
fn is_plain(link: &Hyperlink) -> bool {
    let plain = |text: &str| !text.chars().any(char::is_control);
    plain(link.id()) && plain(link.uri())
}

fn put_color(color: Color, base: usize, out: &mut Vec<u8>) {
    match color {
        Color::Named(name) => match name as usize {
            index @ 0..=7 => put(out, format_args!(";{}", base + index)),
            index @ 8..=15 => put(out, format_args!(";{}", base + 60 + index - 8)),
            // The usual colours, and the dimmed ones that only a renderer makes.
            _ => {}
        },
        Color::Indexed(index) => put(out, format_args!(";{};5;{index}", base + 8)),
        Color::Spec(Rgb { r, g, b }) => put(out, format_args!(";{};2;{r};{g};{b}", base + 8)),
    }
}

fn put_link(link: Option<&Hyperlink>, out: &mut Vec<u8>) {
    match link {
        Some(link) => put(
            out,
            format_args!("\x1b]8;id={};{}\x1b\\", link.id(), link.uri()),
        ),
        None => out.extend_from_slice(b"\x1b]8;;\x1b\\"),
    }
}

/// Appends formatted text.
pub(super) fn put(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // Writing into memory cannot fail.
    let _ = out.write_fmt(text);
}
