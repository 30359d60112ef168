//! Where a name is defined: what is bound in the function, or else every symbol of that name, the
//! likeliest first. What counts is what can be seen in the text: what stands before the name, the
//! imports of the file, what a variable is said to be, and how near a definition is.

mod elsewhere;
pub(super) mod fit;
mod hint;
mod place;

use std::ops::Range;

use super::sight::Sight;
use super::{Located, Symbols};
use crate::syntax::SymbolKind;
use crate::syntax::extract::len;
use fit::Asked;
use place::Place;

/// What a name means that is no symbol: a variable or a parameter, what a method gives its object,
/// or a file as a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The file.
    pub path: Vec<u8>,
    /// What it is.
    pub kind: SymbolKind,
    /// Its bytes.
    pub range: Range<u32>,
    /// The line, from 1.
    pub line: u32,
    /// The place in the line, in UTF-16 units from 0.
    pub units: u32,
    /// The line without white space around it, at most 240 bytes.
    pub text: String,
}

/// What a name may mean.
#[derive(Debug, Clone)]
pub enum Definition<'a> {
    /// No symbol.
    Bound(Bound),
    /// A symbol.
    Symbol(Located<'a>),
}

/// Reads the text of another file.
pub type Read<'r> = &'r dyn Fn(&[u8]) -> Option<String>;

/// How often a question may ask another one: what a call answers, what that is made of.
const DEEPEST: usize = 2;

impl Symbols {
    /// Where the name at a place of a text is defined, the likeliest first. The text is that of the
    /// file at `path` as the person sees it; others are read where that tells more.
    pub fn definitions(
        &self,
        path: &[u8],
        text: &str,
        at: usize,
        read: Read<'_>,
    ) -> Vec<Definition<'_>> {
        let place = Place::of(path, text, self.language(path));
        let Some(sight) = Sight::of(text, at, place.root()) else {
            return Vec::new();
        };
        let bound = match sight.given_to {
            Some(call) => self.parameter(&place, &sight.name, call, read),
            None => place
                .bound(at)
                .map(|bound| place.describe(&bound, SymbolKind::Variable)),
        };
        if let Some(bound) = bound {
            return vec![Definition::Bound(bound)];
        }
        let found = self.ranked(&place, at, 0);
        let other = self.attribute(&place, &sight, at, found.first(), read);
        let other = other.or_else(|| self.module(&place, &sight, found.first()));
        let found = found.into_iter().map(Definition::Symbol);
        other
            .map(Definition::Bound)
            .into_iter()
            .chain(found)
            .collect()
    }

    /// The symbols of a name, in the order of their files.
    fn named(&self, name: &str) -> Vec<Located<'_>> {
        let of_file = |(path, file)| located_in(path, file);
        let all = self.files().flat_map(of_file);
        all.filter(|located| &*located.symbol.name == name)
            .collect()
    }

    fn ranked(&self, place: &Place<'_>, at: usize, depth: usize) -> Vec<Located<'_>> {
        let Some(sight) = Sight::of(place.text, at, place.root()) else {
            return Vec::new();
        };
        let name = place.imported_as(&sight.name).unwrap_or(&sight.name);
        let named = self.named(name);
        if named.len() < 2 {
            return named;
        }
        let line = line_of(place.text, at);
        let holder = self.holder(place.path, line);
        let asked = Asked {
            place,
            sight: &sight,
            hints: &self.hinted(place, &sight, holder, depth),
            line,
            holder,
        };
        let mut found: Vec<(i64, Located<'_>)> = named
            .into_iter()
            .map(|located| {
                let promised = sight.member && self.is_promised(&located);
                let fit = asked.fit(&located, self.language(located.path));
                (fit + i64::from(promised) * 30, located)
            })
            .collect();
        found.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
        found.into_iter().map(|(_, located)| located).collect()
    }
}

fn located_in<'a>(path: &'a [u8], file: &'a super::File) -> impl Iterator<Item = Located<'a>> {
    let symbols = file.symbols.iter().zip(&file.ids);
    symbols.map(move |(symbol, id)| Located {
        id: *id,
        path,
        symbol,
    })
}

fn line_of(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    len(memchr::memchr_iter(b'\n', before).count()) + 1
}

fn words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    words.filter(|word| !word.is_empty()).collect()
}
