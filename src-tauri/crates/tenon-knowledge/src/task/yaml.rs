//! The keys of a front matter, with the places of what they say.
//!
//! Events are taken one after the other and nothing here calls itself, so that no depth of brackets
//! can exhaust the stack; aliases are not followed, so that no file can grow in memory.

mod reader;

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Parser, ScalarStyle};

use super::broken::Broken;
use reader::Reader;

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
    let is_freed = matches!(freed, Cow::Owned(_));
    let mut reader = Reader::new(text, range.end, line, is_freed);
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
