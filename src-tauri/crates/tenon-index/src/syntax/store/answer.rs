//! Questions about symbols.

use nucleo::pattern::{CaseMatching, Normalization, Pattern};
use nucleo::{Config, Matcher, Utf32Str};

use super::{File, SymbolId, Symbols, name_hash};
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

/// What stands around a name whose definition is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// The name before it: `Type` of `Type::name`, `module` of `module.name`.
    pub qualifier: Option<String>,
    /// Whether it comes behind a dot.
    pub member: bool,
    /// Whether it is called.
    pub called: bool,
}

impl Symbols {
    pub(in crate::syntax) fn files(&self) -> impl Iterator<Item = (&[u8], &File)> {
        self.files.iter().map(|(path, file)| (path.as_ref(), file))
    }

    pub(in crate::syntax) fn located(&self, path: &[u8], number: usize) -> Option<Located<'_>> {
        let (path, file) = self.files.get_key_value(path)?;
        Some(Located {
            id: *file.ids.get(number)?,
            path,
            symbol: file.symbols.get(number)?,
        })
    }

    /// Every symbol, by path and then by line.
    pub fn all(&self) -> impl Iterator<Item = Located<'_>> {
        self.files().flat_map(|(path, file)| of_file(path, file))
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

    /// Where `name` may be defined, the likeliest first, when it is used in the file `from` at
    /// `line`.
    pub fn definition(
        &self,
        name: &str,
        from: &[u8],
        line: u32,
        context: &Context,
    ) -> Vec<Located<'_>> {
        let here = self.files.get(from);
        let family = here
            .and_then(|file| file.language)
            .or_else(|| Language::of_name(from))
            .map(Language::family);
        let mut found: Vec<(i64, Located<'_>)> = self
            .all()
            .filter(|located| &*located.symbol.name == name)
            .map(|located| (self.fit(&located, from, line, context, family), located))
            .collect();
        found.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        found.into_iter().map(|(_, located)| located).collect()
    }

    /// How likely a symbol is what a name means.
    fn fit(
        &self,
        located: &Located<'_>,
        from: &[u8],
        line: u32,
        context: &Context,
        family: Option<u8>,
    ) -> i64 {
        let symbol = located.symbol;
        let language = self.language(located.path).map(Language::family);
        let mut fit = -i64::from(weight(symbol.kind));
        if language == family {
            fit += 1_000;
        }
        let stem = stem(located.path);
        if let Some(qualifier) = &context.qualifier {
            let holder = symbol.parents.last().map(AsRef::as_ref);
            if holder == Some(qualifier.as_str()) {
                fit += 400;
            } else if stem == qualifier.as_bytes() && symbol.parents.is_empty() {
                fit += 300;
            } else if matches!(
                qualifier.as_str(),
                "self" | "this" | "Self" | "cls" | "super"
            ) {
                fit += if self.same_holder(located, from, line) {
                    400
                } else {
                    0
                };
            }
        }
        let belongs = symbol.kind == SymbolKind::Method || symbol.kind == SymbolKind::Field;
        if context.member && belongs || !context.member && !belongs {
            fit += 100;
        }
        let callable = symbol.kind.is_function() || symbol.kind == SymbolKind::Macro;
        if context.called && (callable || symbol.kind.is_type()) {
            fit += 60;
        }
        if located.path == from {
            fit += 150;
            // Of several in one file, the last one above is the one in force.
            let near = i64::from(line.abs_diff(symbol.line)).min(10_000) / 500;
            fit -= near + i64::from(symbol.line > line);
        } else {
            fit += self.imports(from, located, stem);
        }
        let folder = |path: &[u8]| path.iter().rposition(|b| *b == b'/').unwrap_or(0);
        if located.path[..folder(located.path)] == from[..folder(from)] {
            fit += 40;
        }
        let shared = located
            .path
            .split(|b| *b == b'/')
            .zip(from.split(|b| *b == b'/'));
        let shared = shared.take_while(|(a, b)| a == b).count();
        fit + i64::try_from(shared.min(10)).unwrap_or(0) * 3
    }

    /// Whether a symbol stands in the type that the line stands in.
    fn same_holder(&self, located: &Located<'_>, from: &[u8], line: u32) -> bool {
        let Some(file) = self.files.get(from) else {
            return false;
        };
        let around = file
            .symbols
            .iter()
            .filter(|s| s.kind.is_function() && s.line <= line && line <= s.end_line);
        let holder = around.map(|s| s.parents.last()).next_back();
        holder
            .flatten()
            .is_some_and(|holder| Some(holder) == located.symbol.parents.last())
    }

    /// How much the imports of a file speak of a symbol: by its name, and by its file's.
    fn imports(&self, from: &[u8], located: &Located<'_>, stem: &[u8]) -> i64 {
        let Some(file) = self.files.get(from) else {
            return 0;
        };
        let has = |word: &[u8]| file.imports.binary_search(&name_hash(word)).is_ok();
        let outer = located.symbol.parents.first();
        let named = has(outer.unwrap_or(&located.symbol.name).as_bytes());
        i64::from(named) * 100 + i64::from(has(stem)) * 60
    }
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

/// What a file is called in imports: its name without its ending, or its folder's for `mod.rs`.
fn stem(path: &[u8]) -> &[u8] {
    let mut parts = path.rsplit(|b| *b == b'/');
    let name = parts.next().unwrap_or_default();
    let end = name.iter().position(|b| *b == b'.').unwrap_or(name.len());
    match &name[..end] {
        b"mod" | b"index" | b"__init__" | b"lib" => parts.next().unwrap_or_default(),
        stem => stem,
    }
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
fn weight(kind: SymbolKind) -> u8 {
    use SymbolKind as K;
    match kind {
        k if k.is_type() => 0,
        K::Type | K::Function | K::Macro => 1,
        K::Method | K::Module | K::Constant => 2,
        K::Variable => 3,
        _ => 4,
    }
}
