//! Where names are used. What is kept only narrows the question to files; the answer is read from
//! the files themselves.

use std::ops::Range;

use memchr::memmem;
use tree_sitter::Node;

use super::{File, Symbols};
use crate::syntax::extract::{extract_with_tree, len};
use crate::syntax::grammar::{Role, Rules, rules};
use crate::syntax::tokens::Tokens;
use crate::syntax::{Language, Limits, Skipped, wording};

/// What a name does where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// It is defined there.
    Definition,
    /// It is brought in there from somewhere else.
    Import,
    /// It is used there.
    Reference,
}

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
    /// What the name does here.
    pub stands: Stands,
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
        let root = tree.root_node();
        let node = root.descendant_for_byte_range(range.start, range.end)?;
        if !is_name(rules, node, bytes, &range) {
            return None;
        }
        let at = len(start);
        let stands = if defined.binary_search(&at).is_ok() {
            Stands::Definition
        } else if found.imports.iter().any(|import| import.contains(&at)) {
            Stands::Import
        } else {
            Stands::Reference
        };
        Some(seen.occurrence(bytes, &(at..len(range.end)), stands))
    });
    Ok(places.collect())
}

/// Whether a stretch of bytes in a node is a name.
fn is_name(rules: &Rules, node: Node<'_>, bytes: &[u8], range: &Range<usize>) -> bool {
    match node.kind() {
        // The sign is no part of the name of a macro's variable.
        "metavariable" => node.start_byte() + 1 == range.start && node.end_byte() == range.end,
        "preproc_arg" => is_word_of_macro(&bytes[node.byte_range()], node.start_byte(), range),
        _ => {
            let mut around = Some(node);
            // A name may be made of a single other node.
            while let Some(node) = around.filter(|node| node.byte_range() == *range) {
                if matches!(rules.role(node), Role::Name) {
                    return true;
                }
                around = node.parent();
            }
            false
        }
    }
}

/// Whether a stretch of what a macro of C stands for, which has no tree, is a word outside of
/// strings and comments.
fn is_word_of_macro(text: &[u8], start: usize, range: &Range<usize>) -> bool {
    let is_word = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let (before, rest) = text.split_at(range.start - start);
    let quotes = memchr::memchr_iter(b'"', before);
    let open = quotes
        .filter(|at| before[..*at].last() != Some(&b'\\'))
        .count()
        % 2
        == 1;
    let comment = memmem::rfind(before, b"/*");
    let comment = comment.is_some_and(|at| memmem::find(&before[at..], b"*/").is_none());
    !open && !comment && !is_word(before.last()) && !is_word(rest.get(range.len()))
}

/// How far lines were counted.
#[derive(Default)]
struct Seen {
    at: usize,
    line: u32,
    start: usize,
}

impl Seen {
    fn occurrence(&mut self, bytes: &[u8], range: &Range<u32>, stands: Stands) -> Occurrence {
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
            stands,
        }
    }
}
