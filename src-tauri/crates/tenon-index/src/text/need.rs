//! What a file must hold so that a question can have a hit in it, read from the expression itself.
//!
//! Each part of an expression is either known whole (the few texts that it can match), or by how
//! its matches begin and end and what is in them. Where little is known the answer is "anything";
//! it never asks for more than every match has.

use std::collections::BTreeSet;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use super::trigram::{Trigram, of};
use crate::find::{Ask, Case, Term};

/// What a file must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Need {
    /// Anything will do.
    All,
    /// This piece.
    Piece(Trigram),
    /// All of these.
    And(Vec<Need>),
    /// One of these.
    Or(Vec<Need>),
}

/// So many different texts are followed.
const TEXTS: usize = 64;
/// So many bytes of them in all.
const BYTES: usize = 4_096;
/// A set of more characters than this counts as any.
const CHARACTERS: u32 = 16;
/// How much of a beginning or an end is kept.
const EDGE: usize = 3;
/// A part that is repeated is looked at so many times in a row.
const REPEATED: u32 = 3;

impl Need {
    /// What a file needs for a question: something of every term.
    pub fn of(ask: &Ask) -> Self {
        and(ask.terms.iter().map(|term| Self::of_term(term, ask.case)))
    }

    fn of_term(term: &Term, case: Case) -> Self {
        let pattern = match term {
            Term::Literal(text) => regex_syntax::escape(text),
            Term::Regex(pattern) => pattern.clone(),
        };
        let parsed = ParserBuilder::new()
            .utf8(false)
            .multi_line(true)
            // Smart case may ignore it, and a wider question loses nothing.
            .case_insensitive(case != Case::Sensitive)
            .build()
            .parse(&pattern);
        parsed.map_or(Self::All, |hir| known(&hir).total())
    }

    /// The need for one of these texts.
    fn texts(texts: &BTreeSet<Vec<u8>>) -> Self {
        or(texts.iter().map(|text| and(of(text).map(Self::Piece))))
    }

    /// Whether nothing is known.
    pub fn is_all(&self) -> bool {
        *self == Self::All
    }
}

fn and(parts: impl Iterator<Item = Need>) -> Need {
    let mut parts: Vec<_> = parts.filter(|part| !part.is_all()).collect();
    parts.dedup();
    match parts.len() {
        0 => Need::All,
        1 => parts.swap_remove(0),
        _ => Need::And(parts),
    }
}

fn or(parts: impl Iterator<Item = Need>) -> Need {
    let mut parts: Vec<_> = parts.collect();
    parts.dedup();
    if parts.iter().any(Need::is_all) {
        return Need::All;
    }
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => Need::Or(parts),
    }
}

type Texts = BTreeSet<Vec<u8>>;

/// What is known of the matches of a part.
#[derive(Clone)]
enum Known {
    /// They are these texts.
    Whole(Texts),
    /// They begin with one of these, end with one of those, and need that.
    Edges(Texts, Texts, Need),
}

fn anything() -> Known {
    Known::Edges(one(b""), one(b""), Need::All)
}

fn one(text: &[u8]) -> Texts {
    Texts::from([text.to_ascii_lowercase()])
}

impl Known {
    fn total(&self) -> Need {
        match self {
            Self::Whole(texts) => Need::texts(texts),
            Self::Edges(_, _, need) => need.clone(),
        }
    }

    fn beginnings(&self) -> Texts {
        match self {
            Self::Whole(texts) => edges(texts.iter().map(|text| &text[..text.len().min(EDGE)])),
            Self::Edges(beginnings, _, _) => beginnings.clone(),
        }
    }

    fn ends(&self) -> Texts {
        let end = |text: &'_ Vec<u8>| text.len().saturating_sub(EDGE);
        match self {
            Self::Whole(texts) => edges(texts.iter().map(|text| &text[end(text)..])),
            Self::Edges(_, ends, _) => ends.clone(),
        }
    }

    fn then(self, next: Self) -> Self {
        if let (Self::Whole(a), Self::Whole(b)) = (&self, &next)
            && let Some(both) = crossed(a, b)
        {
            return Self::Whole(both);
        }
        let seam = crossed(&self.ends(), &next.beginnings());
        let seam = seam.as_ref().map_or(Need::All, Need::texts);
        let beginnings = match &self {
            Self::Whole(a) => crossed(a, &next.beginnings())
                .map(|both| edges(both.iter().map(|text| &text[..text.len().min(EDGE)]))),
            Self::Edges(beginnings, _, _) => Some(beginnings.clone()),
        };
        let ends = match &next {
            Self::Whole(b) => crossed(&self.ends(), b).map(|both| {
                edges(
                    both.iter()
                        .map(|text| &text[text.len().saturating_sub(EDGE)..]),
                )
            }),
            Self::Edges(_, ends, _) => Some(ends.clone()),
        };
        let need = and([self.total(), next.total(), seam].into_iter());
        let unknown = || one(b"");
        Self::Edges(
            beginnings.unwrap_or_else(unknown),
            ends.unwrap_or_else(unknown),
            need,
        )
    }

    fn or(self, other: Self) -> Self {
        if let (Self::Whole(a), Self::Whole(b)) = (&self, &other) {
            let both: Texts = a.union(b).cloned().collect();
            if fits(&both) {
                return Self::Whole(both);
            }
        }
        let join = |a: Texts, b: Texts| edges(a.union(&b).map(Vec::as_slice));
        Self::Edges(
            join(self.beginnings(), other.beginnings()),
            join(self.ends(), other.ends()),
            or([self.total(), other.total()].into_iter()),
        )
    }
}

fn fits(texts: &Texts) -> bool {
    texts.len() <= TEXTS && texts.iter().map(Vec::len).sum::<usize>() <= BYTES || texts.len() <= 1
}

/// Every text of `a` with every one of `b` behind it; `None` when these are too many.
fn crossed(a: &Texts, b: &Texts) -> Option<Texts> {
    if a.len() * b.len() > TEXTS * 4 {
        return None;
    }
    let all = a
        .iter()
        .flat_map(|a| b.iter().map(move |b| [&a[..], &b[..]].concat()));
    let all: Texts = all.collect();
    fits(&all).then_some(all)
}

/// Beginnings or ends; too many are as good as none.
fn edges<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Texts {
    let texts: Texts = texts.map(<[u8]>::to_vec).collect();
    if texts.len() > TEXTS { one(b"") } else { texts }
}

fn known(hir: &Hir) -> Known {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Known::Whole(one(b"")),
        HirKind::Literal(literal) => Known::Whole(one(&literal.0)),
        HirKind::Class(class) => characters(class),
        HirKind::Capture(capture) => known(&capture.sub),
        HirKind::Repetition(repetition) => repeated(repetition),
        HirKind::Concat(parts) => {
            let empty = Known::Whole(one(b""));
            parts.iter().fold(empty, |all, part| all.then(known(part)))
        }
        HirKind::Alternation(parts) => {
            let mut parts = parts.iter().map(known);
            let first = parts.next().unwrap_or_else(anything);
            parts.fold(first, Known::or)
        }
    }
}

fn characters(class: &Class) -> Known {
    let mut texts = Texts::new();
    match class {
        Class::Unicode(class) => {
            let size = |range: &regex_syntax::hir::ClassUnicodeRange| {
                u32::from(range.end()) - u32::from(range.start()) + 1
            };
            if class.iter().map(size).fold(0u32, u32::saturating_add) > CHARACTERS {
                return anything();
            }
            for c in class.iter().flat_map(|range| range.start()..=range.end()) {
                let mut bytes = [0; 4];
                texts.extend(one(c.encode_utf8(&mut bytes).as_bytes()));
            }
        }
        Class::Bytes(class) => {
            let size = |range: &regex_syntax::hir::ClassBytesRange| {
                u32::from(range.end()) - u32::from(range.start()) + 1
            };
            if class.iter().map(size).sum::<u32>() > CHARACTERS {
                return anything();
            }
            for byte in class.iter().flat_map(|range| range.start()..=range.end()) {
                texts.extend(one(&[byte]));
            }
        }
    }
    Known::Whole(texts)
}

fn repeated(repetition: &Repetition) -> Known {
    let sub = known(&repetition.sub);
    let (min, max) = (repetition.min, repetition.max);
    if min == 0 {
        return match (max, sub) {
            (Some(0), _) => Known::Whole(one(b"")),
            (Some(1), Known::Whole(texts)) => Known::Whole(texts).or(Known::Whole(one(b""))),
            _ => anything(),
        };
    }
    let some = (1..min.min(REPEATED)).fold(sub.clone(), |all, _| all.then(sub.clone()));
    if max == Some(min) && min <= REPEATED {
        return some;
    }
    Known::Edges(some.beginnings(), some.ends(), some.total())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(need: &Need) -> String {
        let join = |parts: &[Need], by: &str| {
            let parts: Vec<_> = parts.iter().map(shown).collect();
            format!("({})", parts.join(by))
        };
        match need {
            Need::All => "all".into(),
            Need::Piece(piece) => {
                let bytes = piece.to_be_bytes();
                String::from_utf8_lossy(&bytes[1..]).into_owned()
            }
            Need::And(parts) => join(parts, "&"),
            Need::Or(parts) => join(parts, "|"),
        }
    }

    fn regex(pattern: &str, case: Case) -> String {
        shown(&Need::of_term(&Term::Regex(pattern.into()), case))
    }

    #[test]
    fn an_expression_needs_the_pieces_that_every_match_has() {
        let check = |pattern: &str, need: &str| {
            assert_eq!(regex(pattern, Case::Sensitive), need, "{pattern}");
        };
        check("Abcd", "(abc&bcd)");
        check("ab", "all");
        check("abc.*xyz", "(abc&xyz)");
        check("abc|xyz", "(abc|xyz)");
        check("abc|x", "all");
        check("a(b|c)d", "(abd|acd)");
        check("ab?cd", "((abc&bcd)|acd)");
        check("abc+d", "abc");
        check("(abc)+", "abc");
        check("(ab)+", "all");
        check("(ab){2,}", "(aba&bab)");
        check("[a-z]{3}", "all");
        check(r"\bfoo\b", "foo");
        check("(?:^foo$)", "foo");
        check("x[01]yz", "((x0y&0yz)|(x1y&1yz))");
        check(r"foo\w", "foo");
        check(r"\w+foo\s+bar", "(foo&bar)");
        check("", "all");
    }

    #[test]
    fn letters_that_are_the_same_without_case_are_all_followed() {
        let kelvin = regex("ken", Case::Ignore);
        assert!(kelvin.starts_with("(ken|"), "{kelvin}");
        assert_eq!(regex("FOO", Case::Ignore), "foo");
    }
}
