//! Lines of a text.

use std::ops::Range;

/// How far the text around a link reaches at most to each side, in bytes.
const AROUND: usize = 200;

/// A text and where its lines begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Lines end with `\n`, `\r\n` or `\r`, as in Markdown.
    pub fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
        Self {
            text,
            starts: starts.collect(),
        }
    }

    /// The line of a byte, counted from 1.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at)
    }

    /// The lines in which this stands, without spaces around them, and cut where they are long.
    pub fn around(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.starts[self.line(range.start) - 1];
        let next = self.starts.get(self.line(range.end));
        let mut start = first.max(range.start.saturating_sub(AROUND));
        let mut end = next
            .map_or(self.text.len(), |next| *next)
            .min(range.end.saturating_add(AROUND));
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let (before, after) = (&self.text[start..range.start], &self.text[range.end..end]);
        start += before.len() - before.trim_start().len();
        range.start.min(start)..range.end + after.trim_end().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn around_a_link_is_its_line() {
        let text = "one\r\n  two [[x]] ü \rthree";
        let lines = Lines::of(text);
        let at = text.find("[[").expect("it is there");
        assert_eq!(lines.line(at), 2);
        assert_eq!(lines.line(0), 1);
        assert_eq!(lines.line(text.len()), 3);
        assert_eq!(&text[lines.around(&(at..at + 5))], "two [[x]] ü");
        let long = format!("{}[[x]]{}", "ü".repeat(300), "🍄".repeat(300));
        let at = 600..605;
        let around = Lines::of(&long).around(&at);
        assert!(around.len() <= 2 * AROUND + 5 && around.len() > 2 * AROUND - 5);
        assert!(long.get(around).is_some());
    }
}
