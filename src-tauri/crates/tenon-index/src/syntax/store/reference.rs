//! Where names are used. What is kept only narrows the question to files; the answer is read from
//! the files themselves.

use std::ops::Range;

use memchr::memmem;

use super::{File, Symbols};
use crate::syntax::extract::{extract_with_tree, len};
use crate::syntax::grammar::{Role, rules};
use crate::syntax::tokens::Tokens;
use crate::syntax::{Language, Limits, Skipped, wording};

/// A place where a name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The name's bytes in the file.
    pub range: Range<u32>,
    /// The line, from 1.
    pub line: u32,
    /// The place in the line, in bytes from 0.
    pub column: u32,
    /// The place in the line, in UTF-16 units from 0.
    pub units: u32,
    /// The line without white space around it, at most 240 bytes.
    pub text: String,
    /// Whether the name is defined here.
    pub defines: bool,
}

impl Symbols {
    /// The files in which `name` may stand as a name, in the order of their paths.
    pub fn mentions(&self, name: &str) -> Vec<&[u8]> {
        // What is kept are words, and a name may be made of several, or of a word and a sign.
        let tokens = Tokens::of(name.as_bytes());
        let words = || tokens.all().iter().filter(|token| token.word > 0);
        let has = |file: &File, hash| file.names.binary_search(&hash).is_ok();
        self.files()
            .filter(|(_, file)| words().all(|word| has(file, word.hash)))
            .map(|(path, _)| path)
            .collect()
    }
}

/// Where `name` stands in a file as a name, and not in a comment or a string.
///
/// # Errors
///
/// [`Skipped`] says why the file cannot be read.
pub fn occurrences(
    language: Language,
    bytes: &[u8],
    name: &str,
) -> Result<Vec<Occurrence>, Skipped> {
    let places: Vec<usize> = memmem::find_iter(bytes, name.as_bytes()).collect();
    if name.is_empty() || places.is_empty() {
        return Ok(Vec::new());
    }
    let (tree, found) = extract_with_tree(language, bytes, Limits::default())?;
    let rules = rules(language);
    let mut defined: Vec<u32> = found.symbols.iter().map(|symbol| symbol.at).collect();
    defined.sort_unstable();
    let mut seen = Seen::default();
    let places = places.into_iter().filter_map(|start| {
        let range = start..start + name.len();
        let mut node = tree
            .root_node()
            .descendant_for_byte_range(range.start, range.end)?;
        // A name may be made of a single other node.
        while node.byte_range() == range {
            if matches!(rules.role(node), Role::Name) {
                let defines = defined.binary_search(&len(start)).is_ok();
                return Some(seen.occurrence(bytes, &(len(range.start)..len(range.end)), defines));
            }
            node = node.parent()?;
        }
        None
    });
    Ok(places.collect())
}

/// How far lines were counted.
#[derive(Default)]
struct Seen {
    at: usize,
    line: u32,
    start: usize,
}

impl Seen {
    fn occurrence(&mut self, bytes: &[u8], range: &Range<u32>, defines: bool) -> Occurrence {
        let at = range.start as usize;
        for end in memchr::memchr_iter(b'\n', bytes.get(self.at..at).unwrap_or_default()) {
            self.line += 1;
            self.start = self.at + end + 1;
        }
        self.at = at;
        let rest = bytes.get(self.start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let text = String::from_utf8_lossy(rest[..end].trim_ascii());
        let lead = bytes.get(self.start..at).unwrap_or_default();
        Occurrence {
            range: range.clone(),
            line: self.line + 1,
            column: len(lead.len()),
            units: wording::units(lead),
            text: wording::cut(&text, 240).to_owned(),
            defines,
        }
    }
}
