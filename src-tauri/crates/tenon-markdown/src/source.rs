//! Where things stand in a text.

use std::ops::Range;

use comrak::nodes::{LineColumn, Node, NodeValue, Sourcepos};

/// So far into the cell of a table escaped bars are counted, in bytes.
const LONGEST_CELL: usize = 4_096;
/// So many elements around a text are looked at for the cell that it stands in.
const NEARBY: usize = 16;

/// A text and the beginnings of the lines of its Markdown.
///
/// The parser is given what follows the front matter and counts lines and columns in it. This turns
/// them into bytes of the whole text.
pub(crate) struct Source<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Where each line of the Markdown begins, and the text's end.
    starts: Vec<usize>,
    /// Lines before the Markdown.
    before: usize,
}

impl<'a> Source<'a> {
    /// A text whose Markdown begins at `body`.
    pub fn new(text: &'a str, body: usize) -> Self {
        Self {
            text,
            starts: starts(text, body),
            before: starts(&text[..body], 0).len() - 1,
        }
    }

    /// The line of the file, counted from 1, of a line of the Markdown.
    pub fn line(&self, line: usize) -> usize {
        self.before + line
    }

    /// Where something stands; nothing when that is no place in the text.
    pub fn range(&self, place: Sourcepos) -> Option<Range<usize>> {
        let start = self.offset(place.start)?;
        let last = self.offset(place.end)?;
        let range = start..last + 1;
        self.text.get(range.clone()).map(|_| range)
    }

    /// Where something stands. In the cell of a table the parser counts a bar that has a backslash as
    /// one byte, so it stands later than the parser says.
    pub fn range_of(&self, node: Node<'_>) -> Option<Range<usize>> {
        let range = self.range(node.data().sourcepos)?;
        // Looked for nearby only, so that text in many marks takes no time squared.
        let mut above = node.ancestors().take(NEARBY);
        let cell = above.find(|above| above.data().value.block());
        let Some(cell) = cell.filter(|cell| matches!(cell.data().value, NodeValue::TableCell))
        else {
            return Some(range);
        };
        let start = self.offset(cell.data().sourcepos.start)?;
        if range.end.checked_sub(start)? > LONGEST_CELL {
            return None;
        }
        let range = self.past_bars(start, range.start)..self.past_bars(start, range.end);
        self.text.get(range.clone()).map(|_| range)
    }

    /// The place of a byte that is counted in the text of a cell.
    fn past_bars(&self, cell: usize, counted: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut place = cell;
        for _ in cell..counted {
            let is_bar = bytes.get(place..place + 2) == Some(b"\\|");
            place += if is_bar { 2 } else { 1 };
        }
        place
    }

    /// Where a column, counted from 1, stands.
    pub fn offset(&self, place: LineColumn) -> Option<usize> {
        let start = *self.starts.get(place.line.checked_sub(1)?)?;
        let end = self
            .starts
            .get(place.line)
            .copied()
            .unwrap_or(self.text.len());
        let offset = start + place.column.checked_sub(1)?;
        (offset <= end).then_some(offset)
    }

    /// The line of the file, counted from 1, in which a byte of the Markdown lies.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line(self.starts.partition_point(|start| *start <= offset))
    }
}

/// Lines end with `\n`, `\r\n` or `\r`, as in Markdown.
fn starts(text: &str, from: usize) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![from];
    for at in from..bytes.len() {
        let ends = match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        if ends {
            starts.push(at + 1);
        }
    }
    starts
}
