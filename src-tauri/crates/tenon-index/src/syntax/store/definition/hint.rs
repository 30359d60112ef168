//! What the text before a dot may be, by the names of types: what a variable is said to be, what a
//! function answers, what a field holds.

use super::{DEEPEST, Place, words};
use crate::syntax::SymbolKind as K;
use crate::syntax::store::sight::{Sight, name_at};
use crate::syntax::store::{Located, Symbols};

impl Symbols {
    /// Whether a symbol is of a trait or an interface, which stands for all that fulfil it.
    pub(super) fn is_promised(&self, located: &Located<'_>) -> bool {
        let symbols = self.file(located.path).map(|file| &file.symbols);
        let holder = symbols.and_then(|all| all.get(located.symbol.within? as usize));
        holder.is_some_and(|holder| matches!(holder.kind, K::Trait | K::Interface))
    }

    /// The type that a line stands in, by its name.
    pub(super) fn holder(&self, path: &[u8], line: u32) -> Option<&str> {
        let symbols = &self.file(path)?.symbols;
        let around = symbols
            .iter()
            .filter(|s| s.line <= line && line <= s.end_line);
        let around = around.filter(|s| s.kind.is_function() && !s.parents.is_empty());
        // Functions in a method stand deeper, and the type is what the method stands in.
        let method = around.min_by_key(|s| s.parents.len())?;
        method.parents.last().map(AsRef::as_ref)
    }

    /// What a class is said to be made from.
    fn bases(&self, class: &str) -> Vec<String> {
        let classes = self
            .named(class)
            .into_iter()
            .filter(|l| l.symbol.kind == K::Class);
        let said = classes.take(2).flat_map(|l| words(&l.symbol.signature));
        said.filter(|word| *word != class && *word != "class")
            .map(Into::into)
            .collect()
    }

    /// The names of types that what a name belongs to may be of.
    pub(super) fn hinted(
        &self,
        place: &Place<'_>,
        sight: &Sight,
        holder: Option<&str>,
        depth: usize,
    ) -> Vec<String> {
        let own = matches!(
            sight.qualifier.as_deref(),
            Some("self" | "this" | "cls" | "super")
        );
        match (sight.before, holder) {
            (_, Some(holder)) if own => self.bases(holder),
            (Some(before), _) if depth < DEEPEST => self.hints(place, before, sight, depth),
            _ => sight.whole.iter().cloned().collect(),
        }
    }

    /// The names of types that what ends before a dot may be of.
    fn hints(&self, place: &Place<'_>, end: usize, sight: &Sight, depth: usize) -> Vec<String> {
        let mut hints: Vec<String> = sight.whole.iter().cloned().collect();
        let before = place.text[..end]
            .trim_end()
            .trim_end_matches('?')
            .trim_end();
        if before.ends_with([')', ']']) {
            let Some(open) = opening(before) else {
                return hints;
            };
            let called = before[..open].trim_end_matches('!');
            let found = self.ranked(place, called.len(), depth + 1);
            if let Some(found) = found.first() {
                hints.extend(answers(found));
            }
            return hints;
        }
        let Some((name, start)) = name_at(place.text, before.len()) else {
            return hints;
        };
        hints.push(name.to_owned());
        match place.bound(start) {
            Some(bound) => {
                let said = place.said(&bound);
                for word in words(said) {
                    hints.push(word.to_owned());
                    if word != name {
                        self.hint_of(place, word, &mut hints);
                    }
                }
            }
            None => self.hint_of(place, name, &mut hints),
        }
        hints
    }

    /// What fields and functions of this name are said to be; those of the same file where it has
    /// some.
    fn hint_of(&self, place: &Place<'_>, name: &str, hints: &mut Vec<String>) {
        let named = |l: &Located<'_>| {
            &*l.symbol.name == name && (l.symbol.kind == K::Field || l.symbol.kind.is_function())
        };
        let here = self.outline(place.path).into_iter().filter(named);
        let mut found: Vec<_> = here.take(4).collect();
        if found.is_empty() {
            found = self.named(name).into_iter().filter(named).take(4).collect();
        }
        hints.extend(found.iter().flat_map(answers));
    }
}

/// The names in what a symbol gives: the type of a field, what a function answers, a class itself.
fn answers(located: &Located<'_>) -> Vec<String> {
    let symbol = located.symbol;
    let said = &*symbol.signature;
    let given = match symbol.kind {
        kind if kind.is_type() => return vec![symbol.name.to_string()],
        K::Method | K::Function => match said.rsplit_once("->").or(said.rsplit_once("):")) {
            Some((_, given)) => given,
            None => {
                return symbol
                    .parents
                    .last()
                    .iter()
                    .map(ToString::to_string)
                    .collect();
            }
        },
        _ => said,
    };
    let mut words: Vec<String> = words(given).into_iter().map(Into::into).collect();
    if words.iter().any(|word| word == "Self") {
        words.extend(symbol.parents.last().map(ToString::to_string));
    }
    words
}

/// Where the bracket opens that a text ends with.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, b) in text.bytes().enumerate().rev().take(4_000) {
        match b {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
