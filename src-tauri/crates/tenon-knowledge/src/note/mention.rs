//! Where a text speaks of a note without a link.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::name::fold;
use super::vault::Vault;

/// The shortest name that is looked for, in letters.
const SHORTEST: usize = 3;

/// Names that texts are searched for.
pub struct Mentions(AhoCorasick);

/// More names than can be searched for at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} names are too many to look for at once; ask for fewer notes.")]
pub struct TooManyNames(usize);

impl Mentions {
    /// Takes names of at least 3 letters; shorter ones are left out.
    ///
    /// # Errors
    ///
    /// The names are more than memory holds.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Self, TooManyNames> {
        let names: Vec<String> = names
            .into_iter()
            .map(str::trim)
            .filter(|name| name.chars().count() >= SHORTEST)
            .map(|name| name.chars().flat_map(letters).collect())
            .collect();
        let searcher = AhoCorasick::new(&names).map_err(|_| TooManyNames(names.len()))?;
        Ok(Self(searcher))
    }

    /// The places of a text that are one of the names: whole words, in any case and Unicode form, in
    /// `plain` only, which are bytes of the text ([`tenon_markdown::Facts::plain`]). Of two that
    /// overlap the first is given, of two that begin together the longer.
    pub fn find(&self, text: &str, plain: &[Range<usize>]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for part in plain {
            let Some(written) = text.get(part.clone()) else {
                continue;
            };
            let folded = Folded::of(written);
            let mut all: Vec<Range<usize>> = self
                .0
                .find_overlapping_iter(&folded.text)
                .filter_map(|hit| folded.source(hit.start(), hit.end()))
                .map(|range| part.start + range.start..part.start + range.end)
                .filter(|range| is_word(text, range))
                .collect();
            all.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
            let mut end = part.start;
            for range in all {
                if range.start >= end {
                    end = range.end;
                    found.push(range);
                }
            }
        }
        found
    }
}

/// A letter in small and taken apart, so that both forms of Unicode are one.
fn letters(letter: char) -> impl Iterator<Item = char> {
    letter.to_lowercase().nfd()
}

/// A text in small letters, and where its letters stand in the source.
struct Folded {
    text: String,
    /// For each letter of the source its place here and there, and the two ends; empty when they are
    /// the same.
    places: Vec<(usize, usize)>,
}

impl Folded {
    fn of(source: &str) -> Self {
        if source.is_ascii() {
            return Self {
                text: source.to_ascii_lowercase(),
                places: Vec::new(),
            };
        }
        let mut text = String::with_capacity(source.len() + 16);
        let mut places = Vec::with_capacity(source.len());
        for (at, letter) in source.char_indices() {
            places.push((text.len(), at));
            text.extend(letters(letter));
        }
        places.push((text.len(), source.len()));
        Self { text, places }
    }

    /// Where this stands in the source; nothing when it is a part of a letter there.
    fn source(&self, start: usize, end: usize) -> Option<Range<usize>> {
        if self.places.is_empty() {
            return Some(start..end);
        }
        let at = |place: usize| {
            let found = self.places.binary_search_by_key(&place, |(here, _)| *here);
            found.ok().map(|found| self.places[found].1)
        };
        Some(at(start)?..at(end)?)
    }
}

/// Whether no letter stands before or behind.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let joins =
        |letter: char| letter.is_alphanumeric() || letter == '_' || is_combining_mark(letter);
    let before = text[..range.start].chars().next_back();
    let behind = text[range.end..].chars().next();
    !before.is_some_and(joins) && !behind.is_some_and(joins)
}

impl Vault {
    /// What a note may be called in texts: its title, its file's name and its aliases, each once.
    pub fn names(&self, path: &[u8]) -> Vec<String> {
        let Some(file) = self.id(path).map(|id| self.file(id)) else {
            return Vec::new();
        };
        let name = String::from_utf8_lossy(file.stem()).into_owned();
        let title = file.note.as_ref().and_then(|note| note.title.clone());
        let mut names: Vec<String> = Vec::new();
        for name in title
            .into_iter()
            .chain([name])
            .chain(file.aliases().iter().cloned())
        {
            if !names.iter().any(|known| fold(known) == fold(&name)) {
                names.push(name);
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_whole_words_in_any_case_and_form() {
        let names = ["Line Buffer", "line", "café", "ab", "C++ x", "Straße"];
        let mentions = Mentions::of(names).expect("they are few");
        for (text, expected) in [
            ("The line buffer, and a LINE.", &["line buffer", "LINE"][..]),
            ("line buffers online line_x (line)", &["line", "line"]),
            ("CAFÉ cafe\u{301} cafe cafés", &["CAFÉ", "cafe\u{301}"]),
            ("ab AB", &[]),
            ("ü c++ X ü straße", &["c++ X", "straße"]),
            ("", &[]),
        ] {
            let found: Vec<_> = mentions
                .find(text, std::slice::from_ref(&(0..text.len())))
                .into_iter()
                .map(|range| &text[range])
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn only_plain_text_is_looked_at() {
        let text = "line `line` [line](x.md) **line** # ünline";
        let plain = tenon_markdown::facts(text).plain;
        let found = Mentions::of(["line"]).expect("few").find(text, &plain);
        assert_eq!(found, [0..4, 27..31]);
        let outside = Mentions::of(["line"])
            .expect("few")
            .find("line", &[0..9, 1..4]);
        assert!(outside.is_empty(), "{outside:?}");
    }

    #[test]
    fn a_note_goes_by_its_title_its_name_and_its_aliases() {
        let mut vault = Vault::new();
        vault.put(
            b"d/Line.md",
            "---\naliases: [LB, line]\n---\n# Line buffer\n",
            0,
        );
        assert_eq!(vault.names(b"d/Line.md"), ["Line buffer", "Line", "LB"]);
        assert_eq!(vault.names(b"x.md"), [""; 0]);
    }
}
