//! What was typed, as the line editor shows it.
//!
//! A model of the lines since the prompt began: it is looked at only where the shell does not tell
//! the command itself. A stream does not tell how wide its screen was. Lines are kept whole until the
//! cursor goes up within one, which only makes sense on a screen that broke it into rows: then it is
//! broken at the width that an earlier row has shown, or at the usual one.

use unicode_width::UnicodeWidthChar;

use super::control::Control;
use super::secondary;

/// Characters of all lines; what comes after them is not looked at.
const CELLS: usize = 64 * 1024;

/// Columns of a screen where nothing tells better.
const COLUMNS: usize = 80;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// Nothing was written here.
    Empty,
    Typed(char),
    /// The second half of a wide character.
    Half,
    /// Belongs to a prompt.
    Aside,
}

#[derive(Debug, Clone, Default)]
struct Line {
    cells: Vec<Cell>,
    /// Whether it goes on from the line above.
    wraps: bool,
}

/// The lines from the prompt on.
pub(super) struct Typed {
    lines: Vec<Line>,
    line: usize,
    column: usize,
    /// Where what is typed begins.
    begin: (usize, usize),
    aside: bool,
    /// Whether the shell tells which parts belong to prompts.
    tells: bool,
    /// Whether a blank and CR came last, with which line editors go to the next line.
    wrapping: bool,
    /// Columns of the screen, where a line editor went to its next row.
    columns: Option<usize>,
    /// Whether lines are broken into rows.
    broken: bool,
    /// An unfinished character.
    partial: Vec<u8>,
    /// Cells and lines that were made.
    made: usize,
}

impl Typed {
    pub fn new() -> Self {
        Self {
            lines: vec![Line::default()],
            line: 0,
            column: 0,
            begin: (0, 0),
            aside: false,
            tells: false,
            wrapping: false,
            columns: None,
            broken: false,
            partial: Vec::new(),
            made: 0,
        }
    }

    /// The prompt is written; what is typed begins here, or goes on after a continuation's prompt.
    pub fn begin(&mut self) {
        if self.aside {
            self.aside = false;
            return;
        }
        // What stood here is written anew behind a prompt that is.
        self.cut(self.line, self.column);
        self.begin = (self.line, self.column);
    }

    /// Whether what is written from now on belongs to a prompt.
    pub fn set_aside(&mut self, aside: bool) {
        self.aside = aside;
        self.tells |= aside;
    }

    /// What was typed, without blanks and line ends behind it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (number, line) in self.lines.iter().enumerate().skip(self.begin.0) {
            let from = if number == self.begin.0 {
                self.begin.1
            } else {
                0
            };
            if number > self.begin.0 && !line.wraps {
                text.push('\n');
            }
            let cells = line.cells.get(from..).unwrap_or_default();
            // Line editors write every blank; behind a gap stands a prompt on the right.
            for cell in cells.iter().take_while(|cell| **cell != Cell::Empty) {
                match cell {
                    Cell::Typed(c) => text.push(*c),
                    Cell::Empty | Cell::Half | Cell::Aside => {}
                }
            }
        }
        text.truncate(text.trim_end().len());
        if !self.tells {
            text = secondary::cut(&text);
        }
        if self.made > CELLS && !text.is_empty() {
            text.push('…');
        }
        text
    }

    pub fn write(&mut self, bytes: &[u8]) {
        if self.made > CELLS {
            return;
        }
        for &byte in bytes {
            if byte < 0x80 {
                self.flush();
                self.ascii(byte);
                continue;
            }
            if byte & 0xc0 == 0xc0 {
                self.flush();
            }
            self.partial.push(byte);
            match std::str::from_utf8(&self.partial) {
                Ok(text) => {
                    let c = text.chars().next();
                    self.partial.clear();
                    c.into_iter().for_each(|c| self.put(c));
                }
                Err(error) if error.error_len().is_some() => self.flush(),
                Err(_) => {}
            }
        }
    }

    pub fn control(&mut self, control: Control) {
        if self.made > CELLS {
            return;
        }
        self.flush();
        let wrapping = std::mem::take(&mut self.wrapping);
        match control {
            // Zsh clears the next row before it writes there.
            Control::EraseLine(0) if wrapping => {
                self.next_row();
                self.cells().cut(0);
            }
            Control::Up(count) => {
                if self.line == self.begin.0 {
                    self.break_rows();
                }
                self.line = self.line.saturating_sub(count);
            }
            Control::Down(count) => self.line = (self.line + count).min(self.lines.len() - 1),
            Control::Right(count) => self.column = (self.column + count).min(CELLS),
            Control::Left(count) => self.column = self.column.saturating_sub(count),
            Control::Column(column) => self.column = column,
            Control::Home => (self.line, self.column) = (0, 0),
            Control::EraseLine(0) => {
                let column = self.column;
                self.cells().cut(column);
            }
            Control::EraseLine(1) => {
                let column = self.column;
                self.cells().blank(0, column + 1);
            }
            Control::EraseLine(2) => self.cells().cut(0),
            Control::EraseScreen(0) => self.cut(self.line, self.column),
            Control::EraseScreen(2) => self.cut(0, 0),
            Control::Delete(count) => {
                let column = self.column;
                self.cells().delete(column, count);
            }
            Control::Insert(count) => {
                let (column, count) = (self.column, count.min(CELLS));
                self.made += count;
                self.cells().insert(column, count);
            }
            Control::Blank(count) => {
                let column = self.column;
                self.cells().blank(column, column + count);
            }
            Control::EraseLine(_) | Control::EraseScreen(_) | Control::Alternate(_) => {}
        }
    }

    fn cells(&mut self) -> &mut Line {
        &mut self.lines[self.line]
    }

    fn width(&self) -> usize {
        self.columns.unwrap_or(COLUMNS).max(2)
    }

    /// Goes to the next row behind a blank that only brought the cursor there.
    fn next_row(&mut self) {
        self.cells().cells.pop();
        self.columns = Some(self.cells().cells.len());
        self.go_on();
    }

    /// Goes to the row in which this one goes on.
    fn go_on(&mut self) {
        self.line += 1;
        self.column = 0;
        if !self.lines.get(self.line).is_some_and(|line| line.wraps) {
            let next = Line {
                wraps: true,
                ..Line::default()
            };
            self.lines.insert(self.line, next);
            self.made += 1;
        }
    }

    /// Breaks the line with the cursor into the rows that it has on a screen.
    fn break_rows(&mut self) {
        let width = self.width();
        if self.column < width {
            return;
        }
        self.broken = true;
        let cells = std::mem::take(&mut self.cells().cells);
        let mut wraps = self.lines[self.line].wraps;
        let rows: Vec<_> = cells
            .chunks(width)
            .map(|row| Line {
                cells: row.to_vec(),
                wraps: std::mem::replace(&mut wraps, true),
            })
            .collect();
        let (down, count) = (self.column / width, rows.len().max(1));
        self.lines.splice(self.line..=self.line, rows);
        self.line += down.min(count - 1);
        self.column %= width;
    }

    /// Takes away everything from this place on.
    fn cut(&mut self, line: usize, column: usize) {
        self.lines.truncate(line + 1);
        while self.lines.len() <= self.line {
            self.lines.push(Line::default());
        }
        self.lines[line].cut(column);
    }

    /// A character that stays unfinished is none.
    fn flush(&mut self) {
        if !self.partial.is_empty() {
            self.partial.clear();
            self.put(char::REPLACEMENT_CHARACTER);
        }
    }

    fn ascii(&mut self, byte: u8) {
        match byte {
            b'\r' => {
                let line = &self.lines[self.line];
                let at_end = self.column > 1 && self.column >= line.cells.len();
                let blank = line.cells.last() == Some(&Cell::Typed(' '));
                self.wrapping = at_end && blank;
                self.column = 0;
            }
            b'\n' => {
                self.wrapping = false;
                self.line += 1;
                if self.line == self.lines.len() {
                    self.lines.push(Line::default());
                    self.made += 1;
                }
            }
            0x08 => {
                self.wrapping = false;
                self.column = self.column.saturating_sub(1);
            }
            b'\t' => self.put(' '),
            0x00..=0x1f | 0x7f => {}
            byte => self.put(char::from(byte)),
        }
    }

    fn put(&mut self, c: char) {
        let width = c.width().unwrap_or(0);
        if width == 0 {
            return;
        }
        if std::mem::take(&mut self.wrapping) && c != ' ' {
            self.next_row();
        }
        if self.broken && self.column + width > self.width() {
            self.go_on();
        }
        let (column, aside) = (self.column, self.aside);
        let cells = &mut self.lines[self.line].cells;
        if cells.len() < column + width {
            self.made += column + width - cells.len();
            cells.resize(column + width, Cell::Empty);
        }
        cells[column] = if aside { Cell::Aside } else { Cell::Typed(c) };
        if width == 2 {
            cells[column + 1] = Cell::Half;
        }
        self.column += width;
    }
}

impl Line {
    fn cut(&mut self, column: usize) {
        self.cells.truncate(column);
    }

    fn blank(&mut self, from: usize, to: usize) {
        let to = to.min(self.cells.len());
        if from < to {
            self.cells[from..to].fill(Cell::Typed(' '));
        }
    }

    fn delete(&mut self, column: usize, count: usize) {
        let end = (column + count).min(self.cells.len());
        if column < end {
            self.cells.drain(column..end);
        }
    }

    fn insert(&mut self, column: usize, count: usize) {
        if column < self.cells.len() {
            let room = std::iter::repeat_n(Cell::Typed(' '), count);
            self.cells.splice(column..column, room);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::control::Controls;
    use super::super::frames::{Frames, Piece};
    use super::*;

    /// What was typed where `prompt` was written and then `echo` came.
    fn typed(prompt: &str, echo: &str) -> String {
        let (mut typed, mut frames, mut controls) = (Typed::new(), Frames::new(), Controls::new());
        for (text, begins) in [(prompt, true), (echo, false)] {
            frames.advance(text.as_bytes(), |piece, _| match piece {
                Piece::Text(text) => typed.write(text),
                Piece::Control(content) => {
                    if let Some(control) = controls.read(content) {
                        typed.control(control);
                    }
                }
                Piece::Command(_) => {}
            });
            if begins {
                typed.begin();
            }
        }
        typed.text()
    }

    #[test]
    fn what_a_line_editor_shows_is_what_was_typed() {
        for (echo, expected) in [
            ("ls -l\r\n", "ls -l"),
            ("  ls\r\n", "  ls"),
            ("lx\x08s\r\n", "ls"),
            ("lsx\x08 \x08\r\n", "ls"),
            ("lx\x08\x1b[Ks\r\n", "ls"),
            ("abc\x1b[3D\x1b[1PX\x1b[K\r\n", "X"),
            ("ac\x1b[D\x1b[1@b\r\n", "abc"),
            ("abc\x1b[2D\x1b[1X\r\n", "a c"),
            ("ls\x1b[90m suggested\x1b[m\x1b[10D\x1b[K\r\n", "ls"),
            ("é日本\x08\x08x\r\n", "é日x"),
            ("\x1b[?2004hls\x1b[?2004l\r\r\n", "ls"),
            ("if true\r\nthen x\r\nfi\r\n", "if true\nthen x\nfi"),
            // A blank and CR go to the next line of the screen.
            ("abc \rdef\r\n", "abcdef"),
            ("ab \r\ncd\r\n", "ab \ncd"),
            ("abc \r\x1b[Kd\rdef\r\n", "abcdef"),
            // The prompt is 2 columns wide; the line is written anew from the screen's first one.
            ("lx\r\x1b[2Cls\r\n", "ls"),
            ("lx\x1b[3Gls\r\n", "ls"),
            // A prompt on the right that has no marks of its own.
            ("\x1b[K\x1b[40C12:00\x1b[45Dls\r\n", "ls"),
            ("", ""),
        ] {
            assert_eq!(typed("$ ", echo), expected, "{echo:?}");
        }
    }

    #[test]
    fn the_cursor_goes_up_within_a_line_of_several_rows() {
        // As readline goes to the beginning of a line of 108 columns on a screen of 80.
        let long = "w".repeat(106);
        let back = "\x08".repeat(26);
        for (keys, expected) in [
            (format!("{long}\x1b[A{back}X"), format!("X{}", &long[1..])),
            (
                format!("{long}\x1b[A{back}{}yz", "v".repeat(78)),
                format!("{}yz{}", "v".repeat(78), "w".repeat(26)),
            ),
        ] {
            assert_eq!(typed("$ ", &keys), expected, "{keys:?}");
        }
    }

    #[test]
    fn a_prompt_that_is_written_anew_takes_what_was_typed_with_it() {
        let mut lines = Typed::new();
        lines.write(b"$ ");
        lines.begin();
        lines.write(b"ls");
        lines.control(Control::Home);
        lines.control(Control::EraseScreen(2));
        lines.write(b"$ ");
        lines.begin();
        lines.write(b"ls -l");
        assert_eq!(lines.text(), "ls -l");
    }

    #[test]
    fn prompts_of_further_rows_stay_where_a_shell_tells_its_own() {
        let typed = |tells: bool| {
            let mut lines = Typed::new();
            lines.begin();
            lines.set_aside(tells);
            lines.set_aside(false);
            lines.write(b"cat <<E\r\n> a\r\n> \r\n> E\r\n");
            lines.text()
        };
        assert_eq!(typed(false), "cat <<E\na\n\nE");
        assert_eq!(typed(true), "cat <<E\n> a\n> \n> E");
    }

    #[test]
    fn other_prompts_are_left_out() {
        let mut lines = Typed::new();
        lines.begin();
        lines.write(b"if x\r\n");
        lines.set_aside(true);
        lines.write(b"> ");
        lines.begin();
        lines.write(b"then");
        assert_eq!(lines.text(), "if x\nthen", "a continuation's");
        lines.set_aside(true);
        lines.control(Control::Right(9));
        lines.write(b"12:00");
        lines.set_aside(false);
        assert_eq!(lines.text(), "if x\nthen", "one on the right");
    }

    #[test]
    fn what_is_longer_than_anybody_types_ends_with_a_mark() {
        let mut lines = Typed::new();
        lines.begin();
        lines.write(&[b'x'; CELLS]);
        assert!(lines.text().ends_with('x'), "all of it");
        lines.write(b"xy");
        lines.write(b"z");
        let text = lines.text();
        assert!(text.starts_with("xxx") && text.ends_with("xy…"));
    }

    #[test]
    fn lines_without_end_stay_bounded() {
        let mut lines = Typed::new();
        for _ in 0..1000 {
            lines.control(Control::Right(usize::from(u16::MAX)));
            lines.write("\nx\n日".as_bytes());
        }
        let cells: usize = lines.lines.iter().map(|line| line.cells.len()).sum();
        assert!(cells < 4 * CELLS, "{cells}");
        (0..100).for_each(|_| lines.write(&[b'\n'; 10_000]));
        assert!(lines.lines.len() < 2 * CELLS);
    }
}
