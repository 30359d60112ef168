//! Events of the parser, made into entries.

use std::ops::Range;

use saphyr_parser::{Event, ScalarStyle, Span};

use super::{Entry, Places, Scalar, Shape, restored};
use crate::task::broken::Broken;

/// Takes the events of one front matter and makes its entries.
pub(super) struct Reader<'a> {
    text: &'a str,
    end: usize,
    line: usize,
    /// Whether something stands for signs that YAML keeps for itself.
    is_freed: bool,
    entries: Vec<Entry>,
    /// Collections that are open, the whole mapping included.
    depth: usize,
    is_flow: bool,
    expects_key: bool,
    documents: usize,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str, end: usize, line: usize, is_freed: bool) -> Self {
        Self {
            text,
            end,
            line,
            is_freed,
            entries: Vec::new(),
            depth: 0,
            is_flow: false,
            expects_key: false,
            documents: 0,
        }
    }

    pub fn take(&mut self, event: Event<'_>, span: &Span, places: &Places) -> Result<(), Broken> {
        let start = places.byte(span.start.index());
        let line = self.line + span.start.line().max(1) - 1;
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(Broken::new(
                        line,
                        "A second document begins in the front matter.",
                    ));
                }
            }
            Event::Scalar(value, style, anchor, tag) => {
                let end = match style {
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                        quoted_end(self.text, start)
                    }
                    _ => places.byte(span.end.index()),
                };
                let scalar = Scalar {
                    text: if self.is_freed {
                        restored(&value)
                    } else {
                        value.into_owned()
                    },
                    style,
                    range: start..end,
                };
                self.scalar(scalar, line, anchor == 0 && tag.is_none())?;
            }
            Event::Alias(_) => {
                self.open(line, Shape::Other, true)?;
                self.close(0);
            }
            Event::MappingStart(anchor, tag) => {
                if self.depth == 0 {
                    self.is_flow = self.text[start..self.end].starts_with('{');
                    self.expects_key = true;
                    self.depth = 1;
                } else {
                    self.open(line, Shape::Other, anchor == 0 && tag.is_none())?;
                }
            }
            Event::SequenceStart(anchor, tag) => {
                // A list in lines has no sign of its own; the parser gives it no length.
                let shape = match span.is_empty() {
                    true => Shape::Block,
                    false => Shape::Flow(start),
                };
                self.open(line, shape, anchor == 0 && tag.is_none())?;
            }
            Event::SequenceEnd => self.close(start + 1),
            Event::MappingEnd => self.close(0),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn scalar(&mut self, scalar: Scalar, line: usize, is_bare: bool) -> Result<(), Broken> {
        if self.depth == 0 {
            return Err(not_keys(line));
        }
        if self.depth == 1 && self.expects_key {
            self.entries.push(self.entry(scalar, line, is_bare));
            self.expects_key = false;
            return Ok(());
        }
        if let Some(entry) = self.entries.last_mut() {
            entry.is_editable &= is_bare;
            entry.scalars.push(scalar);
        }
        if self.depth == 1 {
            self.expects_key = true;
        }
        Ok(())
    }

    /// Begins a list, or something with keys, that is a value or lies in one.
    fn open(&mut self, line: usize, shape: Shape, is_bare: bool) -> Result<(), Broken> {
        if self.depth == 0 {
            return Err(not_keys(line));
        }
        if self.depth == 1 && self.expects_key {
            return Err(Broken::new(
                line,
                "A key of the front matter is no word; write it as `name: value`.",
            ));
        }
        if let Some(entry) = self.entries.last_mut() {
            entry.is_editable &= is_bare;
            // A list in a list stays a list: `[[T-3]]` is how links are written.
            if self.depth == 1 || shape == Shape::Other {
                entry.shape = shape;
            }
        }
        self.depth += 1;
        Ok(())
    }

    fn close(&mut self, end: usize) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 1 {
            self.expects_key = true;
            if let Some(entry) = self.entries.last_mut()
                && let Shape::Flow(flow_end) = &mut entry.shape
            {
                *flow_end = end;
            }
        }
    }

    fn entry(&self, key: Scalar, line: usize, is_bare: bool) -> Entry {
        let start = self.text[..key.range.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let is_first = self.text[start..key.range.start].bytes().all(|b| b == b' ');
        let behind = &self.text[key.range.end..self.end];
        let gap = behind.len() - behind.trim_start_matches(' ').len();
        Entry {
            key: key.text,
            line,
            lines: start..self.end,
            colon: key.range.end + gap + 1,
            shape: Shape::Scalar,
            scalars: Vec::new(),
            is_editable: is_bare && is_first && !self.is_flow && behind[gap..].starts_with(':'),
        }
    }

    pub fn done(mut self) -> Vec<Entry> {
        let mut next = self.end;
        for entry in self.entries.iter_mut().rev() {
            let start = entry.lines.start;
            let is_block = entry.scalars.iter().any(Scalar::is_block);
            entry.lines.end = last_said(self.text, start..next.max(start), is_block);
            next = start;
        }
        self.entries
    }
}

/// The end of the last line in `range` that is neither blank nor a comment.
fn last_said(text: &str, range: Range<usize>, is_block: bool) -> usize {
    let mut end = range.start;
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        at += line.len();
        let said = line.trim();
        // In a block only what is not indented is a comment.
        let is_comment = said.starts_with('#') && !(is_block && line.starts_with([' ', '\t']));
        if !said.is_empty() && !is_comment {
            end = at;
        }
    }
    end
}

fn not_keys(line: usize) -> Broken {
    Broken::new(
        line,
        "The front matter has no keys; write each as `name: value`.",
    )
}

/// The end of the quoted value that begins at `start`; the parser's own end has comments in it.
fn quoted_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let quote = bytes.get(start).copied().unwrap_or_default();
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        if quote == b'"' && byte == b'\\' {
            at += 2;
        } else if byte != quote {
            at += 1;
        } else if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') {
            at += 2;
        } else {
            return at + 1;
        }
    }
    text.len()
}
