//! The keys of a front matter, with the places of what they say.
//!
//! Events are taken one after the other and nothing here calls itself, so that no depth of brackets
//! can exhaust the stack; aliases are not followed, so that no file can grow in memory.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::broken::Broken;

/// One value without parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scalar {
    pub text: String,
    pub style: ScalarStyle,
    /// Its place in the file, quotes included. Of a block (`|`, `>`) only the beginning is right.
    pub range: Range<usize>,
}

impl Scalar {
    /// Whether it says that there is no value.
    pub fn is_null(&self) -> bool {
        self.style == ScalarStyle::Plain
            && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    pub fn is_block(&self) -> bool {
        matches!(self.style, ScalarStyle::Literal | ScalarStyle::Folded)
    }
}

/// How a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Scalar,
    /// `[a, b]`, which ends before the given byte.
    Flow(usize),
    /// `- a` in lines of its own.
    Block,
    /// Keys with values, an alias, or a list of those.
    Other,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub key: String,
    /// The line of the key in the file, from 1.
    pub line: usize,
    /// The lines of the key and its value, without blank lines and comments after them.
    pub lines: Range<usize>,
    /// Behind the colon.
    pub colon: usize,
    pub shape: Shape,
    /// The scalars in it, those of lists inside of lists too.
    pub scalars: Vec<Scalar>,
    /// Whether the key begins its line and nothing but a colon follows it, and the value has
    /// neither a tag nor an anchor.
    pub is_editable: bool,
}

impl Entry {
    /// Whether it has no value, or a list without any.
    pub fn is_empty(&self) -> bool {
        self.shape != Shape::Other && self.scalars.iter().all(Scalar::is_null)
    }

    pub fn texts(&self) -> Vec<&str> {
        let said = self.scalars.iter().filter(|scalar| !scalar.is_null());
        said.map(|scalar| scalar.text.as_str()).collect()
    }
}

/// Signs that YAML keeps for itself at the beginning of a value and that people write there all the
/// same, and what stands for them while it is parsed.
const RESERVED: [(char, char); 3] = [
    ('@', '\u{10fffa}'),
    ('`', '\u{10fffb}'),
    ('%', '\u{10fffc}'),
];

/// Reads the YAML in `range` of `text`; `line` is the number of its first line.
pub(super) fn read(text: &str, range: Range<usize>, line: usize) -> Result<Vec<Entry>, Broken> {
    let yaml = &text[range.clone()];
    let freed = freed(yaml);
    let places = Places::of(yaml, range.start);
    let mut reader = Reader::new(text, range.end, line);
    for event in Parser::new_from_str(&freed) {
        let (event, span) = event.map_err(|e| {
            let mark = e.marker();
            // What has no end is noticed at the end; the file's own last line is above it.
            let last = yaml.lines().count().max(1);
            Broken::new(line + mark.line().clamp(1, last) - 1, sentence(e.info()))
        })?;
        reader.take(event, &span, &places)?;
    }
    Ok(reader.done())
}

fn freed(yaml: &str) -> Cow<'_, str> {
    let is_taken = RESERVED
        .iter()
        .any(|(_, stand_in)| yaml.contains(*stand_in));
    if is_taken || !yaml.contains(RESERVED.map(|(sign, _)| sign)) {
        return Cow::Borrowed(yaml);
    }
    let change = |c| {
        RESERVED
            .iter()
            .find(|(sign, _)| *sign == c)
            .map_or(c, |(_, s)| *s)
    };
    yaml.chars().map(change).collect()
}

fn restored(value: &str) -> String {
    let change = |c| {
        RESERVED
            .iter()
            .find(|(_, s)| *s == c)
            .map_or(c, |(sign, _)| *sign)
    };
    value.chars().map(change).collect()
}

fn sentence(info: &str) -> String {
    let advice = match info {
        _ if info.contains("mapping values are not allowed") => {
            "a value with a colon in it, or a wrong indentation; put the value in quotes"
        }
        _ if info.contains("did not find expected key") => {
            "something stands behind a value that has ended; put the whole value in quotes"
        }
        _ if info.contains("unexpected end of stream") => {
            "a quote or a bracket is opened and not closed"
        }
        _ if info.contains("valid YAML whitespace") => "a space has to follow the colon, not a tab",
        _ => return format!("The front matter cannot be read: {info}."),
    };
    format!("The front matter cannot be read: {advice}.")
}

/// Bytes of the file by the characters that the parser counts.
struct Places {
    base: usize,
    bytes: Option<Vec<usize>>,
    end: usize,
}

impl Places {
    fn of(yaml: &str, base: usize) -> Self {
        let bytes = || yaml.char_indices().map(|(at, _)| at + base).collect();
        Self {
            base,
            bytes: (!yaml.is_ascii()).then(bytes),
            end: base + yaml.len(),
        }
    }

    fn byte(&self, index: usize) -> usize {
        match &self.bytes {
            None => (self.base + index).min(self.end),
            Some(bytes) => bytes.get(index).copied().unwrap_or(self.end),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    end: usize,
    line: usize,
    entries: Vec<Entry>,
    /// Collections that are open, the whole mapping included.
    depth: usize,
    is_flow: bool,
    expects_key: bool,
    documents: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, end: usize, line: usize) -> Self {
        Self {
            text,
            end,
            line,
            entries: Vec::new(),
            depth: 0,
            is_flow: false,
            expects_key: false,
            documents: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, span: &Span, places: &Places) -> Result<(), Broken> {
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
                    text: restored(&value),
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

    fn done(mut self) -> Vec<Entry> {
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
