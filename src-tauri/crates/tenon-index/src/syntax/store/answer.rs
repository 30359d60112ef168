//! Questions about symbols.

use nucleo::pattern::{CaseMatching, Normalization, Pattern};
use nucleo::{Config, Matcher, Utf32Str};

use super::{File, SymbolId, Symbols};
use crate::syntax::{Chunk, Language, Symbol, SymbolKind};

/// A symbol and where it is.
#[derive(Debug, Clone, Copy)]
pub struct Located<'a> {
    /// Its identity.
    pub id: SymbolId,
    /// The file, relative to the workspace.
    pub path: &'a [u8],
    /// What is known of it, masked.
    pub symbol: &'a Symbol,
}

impl Symbols {
    pub(in crate::syntax) fn files(&self) -> impl Iterator<Item = (&[u8], &File)> {
        self.files.iter().map(|(path, file)| (path.as_ref(), file))
    }

    pub(in crate::syntax) fn file(&self, path: &[u8]) -> Option<&File> {
        self.files.get(path)
    }

    /// Every symbol, by path and then by line.
    pub fn all(&self) -> impl Iterator<Item = Located<'_>> {
        self.files().flat_map(|(path, file)| of_file(path, file))
    }

    /// The symbol of an identity.
    pub fn by_id(&self, id: SymbolId) -> Option<Located<'_>> {
        self.all().find(|located| located.id == id)
    }

    /// The symbols of one file, in the order of their lines.
    pub fn outline(&self, path: &[u8]) -> Vec<Located<'_>> {
        match self.files.get_key_value(path) {
            Some((path, file)) => of_file(path, file),
            None => Vec::new(),
        }
    }

    /// The chunks of one file.
    pub fn chunks(&self, path: &[u8]) -> &[Chunk] {
        self.files.get(path).map_or(&[], |file| &file.chunks)
    }

    /// What a chunk of a file is about.
    pub fn about(&self, path: &[u8], chunk: &Chunk) -> Option<Located<'_>> {
        let (path, file) = self.files.get_key_value(path)?;
        let number = chunk.symbol? as usize;
        Some(Located {
            id: *file.ids.get(number)?,
            path,
            symbol: file.symbols.get(number)?,
        })
    }

    /// The language that a file was read as.
    pub fn language(&self, path: &[u8]) -> Option<Language> {
        self.files.get(path)?.language
    }

    /// The symbols whose names fit `query` best, the best first. What stands before the name may be
    /// part of it, as in `Type::name` or `Type.name`.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Located<'_>> {
        let mut outer: Vec<&str> = query
            .split(|c: char| c.is_whitespace() || ":./".contains(c))
            .filter(|word| !word.is_empty())
            .collect();
        let own = outer.pop().unwrap_or_default();
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern = |text: &str| Pattern::parse(text, CaseMatching::Smart, Normalization::Smart);
        let (own_pattern, outer) = (pattern(own), pattern(&outer.join(" ")));
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, Located<'_>)> = Vec::new();
        for located in self.all() {
            let symbol = located.symbol;
            let name = Utf32Str::new(&symbol.name, &mut buffer);
            let Some(mut score) = own_pattern.score(name, &mut matcher) else {
                continue;
            };
            if !outer.atoms.is_empty() {
                let around = symbol.parents.join(" ");
                let around = Utf32Str::new(&around, &mut buffer);
                match outer.score(around, &mut matcher) {
                    Some(more) => score += more,
                    None => continue,
                }
            }
            scored.push((score + said(own, symbol), located));
        }
        let rank = |(score, located): &(u32, Located<'_>)| {
            (
                std::cmp::Reverse(*score),
                located.symbol.name.len(),
                weight(located.symbol.kind),
            )
        };
        // A stable sort, so that equals stay in the order of their files.
        scored.sort_by_key(rank);
        scored.truncate(limit);
        scored.into_iter().map(|(_, located)| located).collect()
    }

    /// The symbols of the files that `keep` does not leave out whose names have `word` in them,
    /// whatever the size of its letters: those that are it first, then those that begin with it, then
    /// the rest, the shortest first.
    pub fn named_with(
        &self,
        word: &str,
        keep: &dyn Fn(&[u8]) -> bool,
        limit: usize,
    ) -> Vec<Located<'_>> {
        let small = word.to_lowercase();
        let mut found = Vec::new();
        for (path, file) in self.files().filter(|(path, _)| keep(path)) {
            for (symbol, id) in file.symbols.iter().zip(&file.ids) {
                if holds(&symbol.name, &small) {
                    let id = *id;
                    found.push(Located { id, path, symbol });
                }
            }
        }
        // A stable sort, so that equals stay in the order of their files.
        found.sort_by_key(|located| {
            let symbol = located.symbol;
            let said = std::cmp::Reverse(said(word, symbol));
            (said, symbol.name.len(), weight(symbol.kind))
        });
        found.truncate(limit);
        found
    }
}

/// Whether a name has a word of small letters in it.
fn holds(name: &str, small: &str) -> bool {
    if !name.is_ascii() || !small.is_ascii() {
        return name.to_lowercase().contains(small);
    }
    let mut windows = name.as_bytes().windows(small.len().max(1));
    windows.any(|window| window.eq_ignore_ascii_case(small.as_bytes()))
}

fn of_file<'a>(path: &'a [u8], file: &'a File) -> Vec<Located<'a>> {
    let symbols = file.symbols.iter().zip(&file.ids);
    let mut located: Vec<_> = symbols
        .map(|(symbol, id)| Located {
            id: *id,
            path,
            symbol,
        })
        .collect();
    located.sort_by_key(|located| (located.symbol.line, located.symbol.column));
    located
}

/// What a name gains because the query says it.
fn said(query: &str, symbol: &Symbol) -> u32 {
    if *symbol.name == *query {
        2_000
    } else if symbol.name.eq_ignore_ascii_case(query) {
        1_500
    } else if symbol.name.len() > query.len()
        && symbol.name.is_char_boundary(query.len())
        && symbol.name[..query.len()].eq_ignore_ascii_case(query)
    {
        500
    } else {
        0
    }
}

/// Among equals, types and functions come before their parts.
pub(super) fn weight(kind: SymbolKind) -> u8 {
    use SymbolKind as K;
    match kind {
        k if k.is_type() => 0,
        K::Type | K::Function | K::Macro => 1,
        K::Method | K::Module | K::Constant => 2,
        K::Variable => 3,
        _ => 4,
    }
}
