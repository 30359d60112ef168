//! How likely a symbol is what a name means: what is used how, what stands before it, what the file
//! imports, and how near the symbol is.

use super::{Located, Place};
use crate::syntax::store::answer::weight;
use crate::syntax::store::sight::Sight;
use crate::syntax::{Language, SymbolKind as K};

/// A question with all that is known of where it is asked.
pub(super) struct Asked<'q> {
    pub place: &'q Place<'q>,
    pub sight: &'q Sight,
    pub hints: &'q [String],
    pub line: u32,
    pub holder: Option<&'q str>,
}

impl Asked<'_> {
    /// How likely a symbol is what the name means.
    pub fn fit(&self, located: &Located<'_>, language: Option<Language>) -> i64 {
        let symbol = located.symbol;
        let family = |language: Option<Language>| language.map(Language::family);
        let mut fit = -i64::from(weight(symbol.kind));
        if family(language) == family(self.place.language) {
            fit += 1_000;
        }
        fit += self.shape(symbol.kind) + self.qualified(located);
        let stem = stem(located.path);
        if located.path == self.place.path {
            fit += 150;
            // Of several in one file, the last one above is the one in force.
            let near = i64::from(self.line.abs_diff(symbol.line)) / 25;
            fit -= near.min(40) + i64::from(symbol.line > self.line) * 2;
        } else {
            fit += self.imported(located, stem);
            fit -= i64::from(is_test(located) && !is_test_path(self.place.path)) * 90;
        }
        fit + nearness(located.path, self.place.path)
    }

    /// How the name is used, and what can be used so.
    fn shape(&self, kind: K) -> i64 {
        let sight = self.sight;
        let mut fit = 0;
        let belongs = matches!(kind, K::Method | K::Field);
        fit += i64::from(sight.member == belongs) * 120;
        if sight.called {
            fit += i64::from(kind.is_function() || kind.is_type() || kind == K::Member) * 60;
            fit -= i64::from(kind == K::Field) * 60;
        } else if sight.member {
            fit += i64::from(kind == K::Field) * 60;
        }
        if sight.typed {
            fit += i64::from(kind.is_type() || kind == K::Type) * 200;
        }
        if sight.filled {
            fit += i64::from(kind == K::Field) * 150;
        }
        let macros = self.place.language == Some(Language::Rust);
        if macros && (kind == K::Macro) != sight.banged {
            fit -= 300;
        }
        fit
    }

    /// What stands before the name, and what the symbol stands in.
    fn qualified(&self, located: &Located<'_>) -> i64 {
        let symbol = located.symbol;
        let holder = symbol.parents.last().map(AsRef::as_ref);
        let same = holder.is_some() && holder == self.holder;
        let stem = stem(located.path);
        let mut fit = 0;
        match self.sight.qualifier.as_deref() {
            Some("self" | "this" | "Self" | "cls" | "super") => {
                fit += i64::from(same) * 400;
                if located.path == self.place.path {
                    fit += 40;
                }
            }
            Some("crate") => fit += i64::from(symbol.parents.is_empty()) * 60,
            Some(qualifier) => {
                let real = self.place.imported_as(qualifier).unwrap_or(qualifier);
                if holder == Some(real) {
                    fit += 400;
                } else if stem == real.as_bytes() && symbol.parents.is_empty() {
                    fit += 350;
                }
            }
            None => {}
        }
        if holder.is_some_and(|holder| self.hints.iter().any(|hint| hint == holder)) {
            fit += 300;
        }
        fit
    }

    /// How much the imports of the file speak of a symbol: by its name, and by its file's.
    fn imported(&self, located: &Located<'_>, stem: &[u8]) -> i64 {
        let symbol = located.symbol;
        let outer = symbol.parents.first().unwrap_or(&symbol.name);
        let mut best = 0;
        for words in &self.place.imports {
            if !words.contains(&&**outer) && !words.contains(&&*symbol.name) {
                continue;
            }
            let mut parts = located.path.split(|b| matches!(b, b'/' | b'.' | b'-'));
            let known = parts
                .by_ref()
                .filter(|part| words.iter().any(|word| word.as_bytes() == *part));
            let said = i64::try_from(known.count()).unwrap_or(0).min(4);
            let stem = words.iter().any(|word| word.as_bytes() == stem);
            best = best.max(100 + said * 25 + i64::from(stem) * 60);
        }
        let module = self.place.imports.iter().flatten();
        let module = module.into_iter().any(|word| word.as_bytes() == stem);
        best + i64::from(module) * 40
    }
}

fn is_test_path(path: &[u8]) -> bool {
    let mut parts = path.split(|b| *b == b'/');
    parts.any(|part| {
        matches!(
            part,
            b"tests" | b"test" | b"testing" | b"__tests__" | b"benches" | b"examples"
        ) || part.starts_with(b"test_")
    })
}

fn is_test(located: &Located<'_>) -> bool {
    is_test_path(located.path) || located.symbol.parents.iter().any(|name| &**name == "tests")
}

/// The same folder, the same part of the tree.
pub(super) fn nearness(path: &[u8], from: &[u8]) -> i64 {
    let folder = |path: &[u8]| path.iter().rposition(|b| *b == b'/').unwrap_or(0);
    let same = path[..folder(path)] == from[..folder(from)];
    let parts = path.split(|b| *b == b'/').zip(from.split(|b| *b == b'/'));
    let shared = parts.take_while(|(a, b)| a == b).count();
    i64::from(same) * 40 + i64::try_from(shared.min(8)).unwrap_or(0) * 12
}

/// What a file is called in imports: its name without its ending, or its folder's for `mod.rs`.
pub(in crate::syntax::store) fn stem(path: &[u8]) -> &[u8] {
    let mut parts = path.rsplit(|b| *b == b'/');
    let name = parts.next().unwrap_or_default();
    let end = name.iter().position(|b| *b == b'.').unwrap_or(name.len());
    match &name[..end] {
        b"mod" | b"index" | b"__init__" | b"lib" => parts.next().unwrap_or_default(),
        stem => stem,
    }
}
