//! One file as it is kept, and how it comes to be.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use tenon_gatekeeper::{Finding, Gatekeeper};

use super::SymbolId;
use crate::syntax::extract::plain;
use crate::syntax::grammar::rules;
use crate::syntax::lexical::Terms;
use crate::syntax::{Chunk, Extract, Language, Limits, Skipped, Symbol, extract};

/// How a file was when it was read, so that one that did not change is not read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its size in bytes.
    pub size: u64,
    /// When it was written, in nanoseconds since 1970.
    pub modified: i64,
    /// Its inode.
    pub inode: u64,
}

/// What is kept of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub(in crate::syntax) stamp: Option<Stamp>,
    pub(in crate::syntax) language: Option<Language>,
    pub(in crate::syntax) skipped: Option<Box<str>>,
    pub(in crate::syntax) lines: u32,
    /// Whether its path has a secret; then nothing of it is written down.
    pub(in crate::syntax) unwritten: bool,
    /// One for each symbol.
    pub(in crate::syntax) ids: Vec<SymbolId>,
    pub(in crate::syntax) symbols: Vec<Symbol>,
    pub(in crate::syntax) chunks: Vec<Chunk>,
    /// Hashes of the words that stand in it, sorted, where the language has names.
    pub(in crate::syntax) names: Box<[u32]>,
    /// Hashes of the words of its imports, sorted.
    pub(in crate::syntax) imports: Box<[u32]>,
    pub(in crate::syntax) terms: Terms,
}

impl File {
    fn new(stamp: Option<Stamp>, language: Option<Language>) -> Self {
        Self {
            stamp,
            language,
            skipped: None,
            lines: 0,
            unwritten: false,
            ids: Vec::new(),
            symbols: Vec::new(),
            chunks: Vec::new(),
            names: Box::default(),
            imports: Box::default(),
            terms: Terms::default(),
        }
    }
}

/// A file that was read and masked, before it is put beside the others.
pub struct Prepared {
    pub(super) path: Arc<[u8]>,
    pub(super) file: Box<File>,
    skipped: Option<Skipped>,
}

impl Prepared {
    /// Reads the bytes of the file at `path`, relative to its workspace. It needs no store, so many
    /// threads can read at once.
    pub fn read(
        gatekeeper: &Gatekeeper,
        path: &[u8],
        bytes: &[u8],
        stamp: Option<Stamp>,
        limits: Limits,
    ) -> Self {
        let mut file = File::new(stamp, Language::of(path, bytes));
        file.unwritten = is_secret(gatekeeper, path);
        let extracted = file
            .language
            .map(|language| extract(language, bytes, limits));
        let mut skipped = None;
        match extracted {
            Some(Ok(extracted)) => fill(&mut file, gatekeeper, path, bytes, extracted),
            Some(Err(why)) => {
                file.skipped = Some(why.to_string().into());
                skipped = Some(why);
            }
            // Text without a grammar is ranked by its words all the same.
            None if bytes.len() <= limits.size && !bytes.contains(&0) => {
                fill(&mut file, gatekeeper, path, bytes, plain(bytes));
            }
            None => {}
        }
        Self {
            path: path.into(),
            file: Box::new(file),
            skipped,
        }
    }

    /// A file that is not read because it is too large; one that is no text has nothing that could
    /// be missed.
    pub fn unread(
        gatekeeper: &Gatekeeper,
        path: &[u8],
        stamp: Option<Stamp>,
        limits: Limits,
        is_text: bool,
    ) -> Self {
        let mut file = File::new(stamp, Language::of_name(path));
        file.unwritten = is_secret(gatekeeper, path);
        let skipped = is_text.then_some(Skipped::TooLarge(limits.size));
        file.skipped = skipped.as_ref().map(|why| why.to_string().into());
        Self {
            path: path.into(),
            file: Box::new(file),
            skipped,
        }
    }

    /// Why the file has no symbols, if that is so.
    pub fn skipped(&self) -> Option<Skipped> {
        self.skipped.clone()
    }
}

/// Whether a path must not be written down readably.
pub(super) fn is_secret(gatekeeper: &Gatekeeper, path: &[u8]) -> bool {
    !gatekeeper.find(&String::from_utf8_lossy(path)).is_empty()
}

fn fill(file: &mut File, gatekeeper: &Gatekeeper, path: &[u8], bytes: &[u8], found: Extract) {
    let text = String::from_utf8_lossy(bytes);
    let name = String::from_utf8_lossy(path);
    let mut secrets = gatekeeper.find_in(&text, Some(&name));
    let parts = telling(&text, &secrets);
    if let (Cow::Owned(_), Some(first)) = (&text, secrets.first_mut()) {
        // Places in a text that was mended are not those of the file, so no word of it is kept.
        (first.start, first.end) = (0, bytes.len());
    }
    let secret = |range: &Range<u32>| hit(&secrets, range);
    let imported = found.imports.iter();
    let imported = imported.flat_map(|range| found.tokens.words(range));
    let imported = imported.filter(|word| !secret(&word.range()));
    let mut imported: Vec<u32> = imported.map(|word| word.hash).collect();
    imported.sort_unstable();
    imported.dedup();
    file.imports = imported.into();
    file.lines = found.lines;
    file.symbols = found.symbols;
    for symbol in &mut file.symbols {
        if !secrets.is_empty() {
            mask(symbol, gatekeeper, &parts);
        }
    }
    let (terms, names) = Terms::of(bytes, &found.tokens, &found.chunks, &file.symbols, &secret);
    file.terms = terms;
    if file
        .language
        .is_some_and(|language| rules(language).has_names())
    {
        file.names = names;
    }
    file.chunks = found.chunks;
}

fn hit(secrets: &[Finding], range: &Range<u32>) -> bool {
    let (start, end) = (range.start as usize, range.end as usize);
    secrets.iter().any(|s| s.start < end && start < s.end)
}

/// The words of secrets by their first letters, which a text that was cut would still show.
fn telling(text: &str, secrets: &[Finding]) -> Vec<String> {
    let texts = secrets.iter().filter_map(|s| text.get(s.start..s.end));
    let words = texts.flat_map(str::split_whitespace);
    let words = words.filter(|word| word.len() >= 4);
    words.map(|word| word.chars().take(8).collect()).collect()
}

/// What stands for a text with a secret that only its place in the file gives away.
const MASKED: &str = "<REDACTED>";

fn mask(symbol: &mut Symbol, gatekeeper: &Gatekeeper, parts: &[String]) {
    let pass = |text: &str| -> Box<str> {
        let (masked, _) = gatekeeper.mask_text(text);
        match parts.iter().any(|part| masked.contains(part.as_str())) {
            true => MASKED.into(),
            false => masked.into(),
        }
    };
    symbol.signature = pass(&symbol.signature);
    symbol.doc = pass(&symbol.doc);
    symbol.name = pass(&symbol.name);
    symbol.parents = symbol.parents.iter().map(|parent| pass(parent)).collect();
}
