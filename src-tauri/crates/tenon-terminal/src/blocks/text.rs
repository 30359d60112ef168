//! A command's output as text: what would stand in the terminal, line by line.

mod bytes;

use memchr::{memchr, memrchr};

use self::bytes::{printable, text, unfinished};
use super::control::Control;
use crate::run::Output;

/// Bytes of a line that can still be changed; the beginning of a longer one stays as it is.
const LINE_BYTES: usize = 64 * 1024;
/// Bytes of whole lines that are taken at once.
const BLOCK_BYTES: usize = 4096;
/// Blanks with which zsh pushes its prompt to a new line, at least.
const FILLING: usize = 8;

/// Collects output. What it keeps is bounded by its limit.
pub(super) struct Text {
    /// Bytes of the beginning and of the end that are kept.
    limit: usize,
    head: Vec<u8>,
    tail: Vec<u8>,
    /// Bytes of whole lines.
    total: u64,
    line: Line,
    alternate: bool,
    has_nul: bool,
    /// Whole lines that nobody has taken yet, where somebody wants them as they come.
    fresh: Option<Vec<u8>>,
}

/// The line that the cursor is in.
#[derive(Default)]
struct Line {
    /// What stands in it, once something in it was written over; else all of it is in `new`.
    cells: Vec<char>,
    column: usize,
    /// What was written at the cursor and not put into the cells yet.
    new: Vec<u8>,
    /// Whether CR came last.
    returned: bool,
    filled: Filled,
}

/// How far the sequence has come with which zsh pushes its prompt to a line of its own: a sign
/// where the output did not end with a line end, blanks to the line's end, CR, a blank, CR.
#[derive(Default)]
enum Filled {
    #[default]
    No,
    /// The first CR came; the line as it was, without the blanks.
    Once(String),
    /// The second CR came.
    Wholly(String),
}

impl Text {
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            head: Vec::new(),
            tail: Vec::new(),
            total: 0,
            line: Line::default(),
            alternate: false,
            has_nul: false,
            fresh: None,
        }
    }

    /// Has everything be given as it comes, besides what is kept.
    pub fn followed(mut self) -> Self {
        self.fresh = Some(Vec::new());
        self
    }

    /// What was written since it was last asked; nothing unless it is followed.
    pub fn take_fresh(&mut self) -> Vec<u8> {
        self.fresh.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Gives the line that has no end yet, too: nothing comes behind it.
    pub fn take_rest(&mut self, sign: Option<&str>) -> Vec<u8> {
        if self.fresh.is_none() {
            return Vec::new();
        }
        let line = std::mem::take(&mut self.line).finish(sign);
        self.keep(&line);
        self.take_fresh()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.total == 0 && self.line.cells.is_empty() && self.line.new.is_empty()
    }

    pub fn write(&mut self, bytes: &[u8]) {
        if self.alternate {
            return;
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            let lines = self.lines(rest);
            if lines > 0 {
                rest = &rest[lines..];
                continue;
            }
            let plain = printable(rest);
            if plain > 0 {
                self.put(&rest[..plain]);
            }
            match rest.get(plain) {
                Some(b'\n') => self.end_line(),
                Some(b'\r') => self.line.carriage_return(),
                Some(0x08) => self.line.back(),
                Some(b'\t') => self.put(b"\t"),
                Some(0) => self.has_nul = true,
                _ => {}
            }
            rest = rest.get(plain + 1..).unwrap_or_default();
        }
    }

    pub fn control(&mut self, control: Control) {
        match control {
            Control::Alternate(on) => self.alternate = on,
            Control::EraseLine(way) if !self.alternate => self.line.erase(way),
            _ => {}
        }
    }

    /// The text, and whether it was none. `sign` is what zsh writes behind a last line without an
    /// end; where it is not known, its usual ones.
    pub fn finish(mut self, sign: Option<&str>) -> (Output, bool) {
        let line = std::mem::take(&mut self.line).finish(sign);
        self.keep(&line);
        let surplus = self.tail.len().saturating_sub(self.limit);
        let mut tail = self.tail.split_off(surplus);
        let begun = self
            .head
            .split_off(self.head.len() - unfinished(&self.head));
        if self.total == (self.head.len() + begun.len() + tail.len()) as u64 {
            // A character that stands across the limit belongs together.
            tail.splice(0..0, begun);
        } else {
            let follow = tail.iter().take(3).take_while(|byte| **byte & 0xc0 == 0x80);
            tail.drain(..follow.count());
        }
        let left_out = self.total - (self.head.len() + tail.len()) as u64;
        let (head, tail) = (text(self.head), text(tail));
        let broken = head.matches(char::REPLACEMENT_CHARACTER).count();
        let binary = self.has_nul || broken * 20 > head.len();
        let output = Output {
            head,
            tail,
            left_out,
        };
        (output, binary)
    }

    /// Takes whole lines in which nothing is written over, at once; says how many bytes that were.
    fn lines(&mut self, bytes: &[u8]) -> usize {
        if !self.line.is_fresh() {
            return 0;
        }
        let block = &bytes[..bytes.len().min(BLOCK_BYTES)];
        let Some(last) = memrchr(b'\n', block) else {
            return 0;
        };
        let block = &block[..=last];
        // Without branches, so that the processor looks at many bytes together.
        let odd = block.iter().fold(0u8, |odd, byte| {
            let usual = (*byte >= 0x20) & (*byte != 0x7f);
            let of_lines = (*byte == b'\r') | (*byte == b'\n') | (*byte == b'\t');
            odd | u8::from(!(usual | of_lines))
        });
        let pairs = block.iter().zip(&block[1..]);
        let alone = pairs.fold(0u8, |alone, (first, second)| {
            alone | u8::from((*first == b'\r') & (*second != b'\n'))
        });
        if odd | alone != 0 {
            return 0;
        }
        if memchr(b'\r', block).is_none() {
            self.keep(block);
        } else {
            let mut text = std::mem::take(&mut self.line.new);
            text.extend(block.iter().copied().filter(|byte| *byte != b'\r'));
            self.keep(&text);
            text.clear();
            self.line.new = text;
        }
        block.len()
    }

    fn put(&mut self, mut bytes: &[u8]) {
        if self.line.cells.len() > LINE_BYTES {
            let line = self.line.take();
            self.keep(&line);
        }
        while !bytes.is_empty() {
            let room = LINE_BYTES - self.line.new.len();
            let (now, later) = bytes.split_at(bytes.len().min(room));
            self.line.put(now);
            if self.line.new.len() == LINE_BYTES {
                let line = self.line.take();
                self.keep(&line);
            }
            bytes = later;
        }
    }

    fn end_line(&mut self) {
        if self.line.is_plain() {
            let line = std::mem::take(&mut self.line.new);
            self.keep(&line);
            // The room is used again.
            self.line.new = line;
            self.line.new.clear();
            (self.line.returned, self.line.filled) = (false, Filled::No);
        } else {
            let line = self.line.take();
            self.keep(&line);
        }
        self.keep(b"\n");
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        if let Some(fresh) = &mut self.fresh {
            fresh.extend_from_slice(bytes);
        }
        let room = self.limit - self.head.len();
        let (first, last) = bytes.split_at(bytes.len().min(room));
        self.head.extend_from_slice(first);
        self.tail.extend_from_slice(last);
        if self.tail.len() > self.limit + self.limit / 2 {
            self.tail.drain(..self.tail.len() - self.limit);
        }
    }
}

impl Line {
    /// Whether nothing stands in it and the cursor is at its beginning.
    fn is_fresh(&self) -> bool {
        self.is_plain()
            && self.new.is_empty()
            && !self.returned
            && matches!(self.filled, Filled::No)
    }

    /// Whether nothing was written over.
    fn is_plain(&self) -> bool {
        self.cells.is_empty() && self.column == 0
    }

    fn put(&mut self, bytes: &[u8]) {
        if std::mem::take(&mut self.returned) {
            self.apply();
            self.column = 0;
        }
        if let Filled::Wholly(_) = self.filled {
            self.filled = Filled::No;
        }
        self.new.extend_from_slice(bytes);
    }

    fn carriage_return(&mut self) {
        if self.returned {
            return;
        }
        let filling = self.new.ends_with(&[b' '; FILLING]);
        self.returned = true;
        if !filling && matches!(self.filled, Filled::No) {
            return;
        }
        self.filled = match std::mem::take(&mut self.filled) {
            Filled::Once(line) if is_sign_taken_back(&self.new) => Filled::Wholly(line),
            _ if filling => {
                self.apply();
                let line: String = self.cells.iter().collect();
                Filled::Once(line.trim_end_matches(' ').into())
            }
            _ => Filled::No,
        };
    }

    fn back(&mut self) {
        self.settle();
        self.column = self.column.saturating_sub(1);
    }

    fn erase(&mut self, way: u16) {
        if self.returned && self.is_plain() && way == 0 {
            // Nothing of the line is left, and it begins again.
            self.new.clear();
            (self.returned, self.filled) = (false, Filled::No);
            return;
        }
        self.settle();
        let column = self.column;
        match way {
            0 => self.cells.truncate(column),
            1 => {
                let end = (column + 1).min(self.cells.len());
                self.cells[..end].fill(' ');
            }
            2 => self.cells.clear(),
            _ => {}
        }
    }

    /// Puts everything in its place.
    fn settle(&mut self) {
        self.apply();
        if std::mem::take(&mut self.returned) {
            self.column = 0;
        }
    }

    /// Puts what was written at the cursor into the cells.
    fn apply(&mut self) {
        let new = std::mem::take(&mut self.new);
        if new.is_empty() {
            return;
        }
        let new = String::from_utf8_lossy(&new);
        if self.column > self.cells.len() {
            self.cells.resize(self.column, ' ');
        }
        let room = self.cells.len() - self.column;
        let mut characters = new.chars();
        for (cell, c) in self.cells[self.column..]
            .iter_mut()
            .zip(characters.by_ref().take(room))
        {
            *cell = c;
            self.column += 1;
        }
        let before = self.cells.len();
        self.cells.extend(characters);
        self.column += self.cells.len() - before;
    }

    /// What stands in it; it is empty afterwards.
    fn take(&mut self) -> Vec<u8> {
        let line = std::mem::take(self);
        if line.is_plain() {
            return line.new;
        }
        line.content()
    }

    fn content(mut self) -> Vec<u8> {
        self.settle();
        self.cells.into_iter().collect::<String>().into_bytes()
    }

    /// What stands in it when the output ends here.
    fn finish(mut self, sign: Option<&str>) -> Vec<u8> {
        let line = match std::mem::take(&mut self.filled) {
            Filled::Wholly(line) => line,
            // A sign of nothing is not written over.
            Filled::Once(line) if sign == Some("") && self.new.is_empty() => line,
            _ => return self.take(),
        };
        let whole = match sign {
            Some(sign) => line.strip_suffix(sign.trim_end_matches(' ')),
            None => line.strip_suffix(['%', '#']),
        };
        whole.unwrap_or(&line).as_bytes().to_vec()
    }
}

/// Whether these are the blanks that zsh writes over its sign.
fn is_sign_taken_back(bytes: &[u8]) -> bool {
    (1..FILLING).contains(&bytes.len()) && bytes.iter().all(|byte| *byte == b' ')
}

#[cfg(test)]
mod tests {
    use super::super::control::Controls;
    use super::super::frames::{Frames, Piece};
    use super::*;

    fn read(output: &[u8], limit: usize, cut: usize) -> (Output, bool) {
        let (mut text, mut frames, mut controls) =
            (Text::new(limit), Frames::new(), Controls::new());
        for part in [&output[..cut], &output[cut..]] {
            frames.advance(part, |piece, _| match piece {
                Piece::Text(bytes) => text.write(bytes),
                Piece::Control(content) => {
                    if let Some(control) = controls.read(content) {
                        text.control(control);
                    }
                }
                Piece::Command(_) => {}
            });
        }
        text.finish(None)
    }

    #[test]
    fn output_becomes_the_text_that_is_seen_however_it_is_cut() {
        let sign = format!("{}\r \r", " ".repeat(79));
        for (output, expected) in [
            ("", ""),
            ("a\r\nb\r\n", "a\nb\n"),
            ("a\nb", "a\nb"),
            ("a\r\r\nb", "a\nb"),
            ("\x1b[1;31ma\x1b[0m\tb", "a\tb"),
            ("10%\r100%\r\n", "100%\n"),
            ("working\rdone\r\n", "doneing\n"),
            ("working\r\x1b[Kdone\r\n", "done\n"),
            ("working\x1b[2K\rdone\r\n", "done\n"),
            ("abc\x1b[2Kd", "   d"),
            ("abc\r\x1b[1Kd", "dbc"),
            ("abc\x08\x1b[1Kd", "  d"),
            ("abc\x08\x08X\r\n", "aXc\n"),
            ("a\x08\x08\x08b", "b"),
            ("é日x\rab\r\n", "abx\n"),
            ("a\x1b[5;5Hb\x1b[Ac\x1b[2Jd", "abcd"),
            ("a\x07\x0e\x0fb\x00c\x7f", "abc"),
            (
                "before\r\n\x1b[?1049h\x1b[Hscreen\x1b[?1049lafter",
                "before\nafter",
            ),
            ("a\x1b[?47hb\x1b[?47lc\x1b[?1047hd", "ac"),
            ("a\x1b]0;title\x07b\x1bPq\x1b\\c\x1b(Bd", "abcd"),
            ("a\x1b[3\nm b", "a\n b"),
            (&format!("a\r\n%{sign}"), "a\n"),
            (&format!("no end\x1b[7m%\x1b[m{sign}"), "no end"),
            (
                &format!("\x1b[7m%\x1b[m{sign}\r\nmore"),
                &format!("{}\nmore", " ".repeat(80)),
            ),
        ] {
            for cut in 0..=output.len() {
                let (found, _) = read(output.as_bytes(), 1000, cut);
                assert_eq!(found.head, expected, "{output:?} cut at {cut}");
                assert_eq!((found.tail.as_str(), found.left_out), ("", 0));
            }
        }
    }

    #[test]
    fn broken_text_is_replaced_and_said_to_be_none() {
        for (output, expected, none) in [
            (&b"a\xff\xfe\x80b"[..], "a\u{fffd}\u{fffd}\u{fffd}b", true),
            (b"\x7fELF\x00\x01", "ELF", true),
            (
                b"plain text that is long, and one broken byte: \xe4.",
                "",
                false,
            ),
            (b"plain", "plain", false),
            (b"", "", false),
        ] {
            let (found, binary) = read(output, 1000, 0);
            assert_eq!(binary, none, "{output:x?}");
            if !expected.is_empty() {
                assert_eq!(found.head, expected);
            }
        }
    }

    #[test]
    fn of_long_output_the_beginning_and_the_end_are_kept() {
        let whole = |output: &Output| format!("{}{}", output.head, output.tail);
        let lines: String = (0..1000).map(|n| format!("é{n}\n")).collect();
        let all = lines.len();
        for limit in [all, all / 2, all / 2 + 1, 1000, 1001, 1] {
            let (found, _) = read(lines.as_bytes(), limit, 0);
            let kept = found.head.len() + found.tail.len();
            if 2 * limit >= all {
                assert_eq!(whole(&found), lines, "with {limit} on each side");
                assert_eq!(found.left_out, 0);
                continue;
            }
            assert!(lines.starts_with(&found.head) && lines.ends_with(&found.tail));
            assert!(kept <= 2 * limit, "with {limit} on each side");
            assert_eq!(found.left_out as usize, all - kept);
        }
    }

    #[test]
    fn a_line_without_end_stays_bounded_and_whole() {
        let long = "日x".repeat(100_000);
        for cut in [0, 1, 65_536, 65_537, 100_001] {
            let (found, _) = read(long.as_bytes(), 1 << 20, cut);
            assert!(found.head == long, "cut at {cut}");
        }
        let mut text = Text::new(1000);
        for _ in 0..100 {
            text.write("\rx".as_bytes());
            text.write(long.as_bytes());
        }
        assert!(text.line.cells.len() <= 2 * LINE_BYTES && text.line.new.len() <= LINE_BYTES);
        assert!(text.tail.len() < 10_000);
    }
}
