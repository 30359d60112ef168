//! Words: identifiers whole and in their parts, without the endings that grammar gives them.

use std::ops::Range;

use crate::syntax::extract::len;
use crate::syntax::store::name_hash;

/// Words of a question that say nothing about what is looked for.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has",
    "have", "how", "if", "in", "into", "is", "it", "its", "of", "on", "or", "so", "that", "the",
    "then", "there", "this", "to", "we", "what", "when", "where", "which", "with",
];

/// The words of a question, each with the hash that it is looked up by.
pub(super) fn asked(query: &str) -> Vec<(u32, String)> {
    let mut all: Vec<(u32, String)> = Vec::new();
    let whole = 0..u32::try_from(query.len()).unwrap_or(u32::MAX);
    each_word(query.as_bytes(), &whole, |_, word| {
        terms_with(word, |hash, text| {
            if !all.iter().any(|(known, _)| *known == hash) {
                all.push((hash, text.to_owned()));
            }
        });
    });
    let says = |word: &&(u32, String)| !EMPTY.contains(&word.1.as_str());
    // A question of nothing else is still a question.
    match all.iter().any(|word| says(&word)) {
        true => all.iter().filter(says).cloned().collect(),
        false => all,
    }
}

/// Every identifier and word in a range, with its place.
pub(super) fn each_word<'a>(
    bytes: &'a [u8],
    range: &Range<u32>,
    mut each: impl FnMut(Range<u32>, &'a [u8]),
) {
    let end = (range.end as usize).min(bytes.len());
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80;
    let mut at = range.start as usize;
    while at < end {
        let start = at;
        while at < end && is_word(bytes[at]) {
            at += 1;
        }
        // What is longer than any name is data.
        if at > start && at - start <= 100 {
            let place = len(start)..len(at);
            each(place, &bytes[start..at]);
        }
        at += 1;
    }
}

/// The hashes of a word: of all of it, and of its parts where it has several.
pub(super) fn terms_of(word: &[u8], mut each: impl FnMut(u32)) {
    terms_with(word, |hash, _| each(hash));
}

fn terms_with(word: &[u8], mut each: impl FnMut(u32, &str)) {
    let text = String::from_utf8_lossy(word);
    let parts = parts(&text);
    let mut one = |text: &str| {
        let lower = text.to_lowercase();
        let stem = stem(&lower);
        let hash = name_hash(stem.as_bytes());
        each(hash, &lower);
    };
    if parts.len() > 1 {
        for part in &parts {
            if part.len() > 1 {
                one(part);
            }
        }
    }
    one(text.trim_matches('_'));
}

/// Cuts `parseHTTPHeader_line2` into `parse`, `HTTP`, `Header`, `line2`.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for word in text.split('_').filter(|word| !word.is_empty()) {
        let mut start = 0;
        let letters: Vec<(usize, char)> = word.char_indices().collect();
        for at in 1..letters.len() {
            let (before, (place, this)) = (letters[at - 1].1, letters[at]);
            let next_is_small = letters.get(at + 1).is_some_and(|(_, c)| c.is_lowercase());
            if this.is_uppercase() && (!before.is_uppercase() || next_is_small) {
                parts.push(&word[start..place]);
                start = place;
            }
        }
        parts.push(&word[start..]);
    }
    parts
}

/// A word without the endings by which `parse`, `parses`, `parsed` and `parsing` differ.
fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    let cut = |word: &'_ str, ending: &str, least: usize| -> Option<usize> {
        let rest = word.strip_suffix(ending)?.len();
        (rest >= least).then_some(rest)
    };
    let mut rest = word;
    if let Some(at) = cut(rest, "ies", 3) {
        return &rest[..at];
    }
    if !rest.ends_with("ss") && !rest.ends_with("us") && !rest.ends_with("is") {
        rest = cut(rest, "s", 3).map_or(rest, |at| &rest[..at]);
    }
    let shorter = cut(rest, "ing", 4).or_else(|| cut(rest, "ed", 4));
    if let Some(at) = shorter {
        rest = &rest[..at];
        let bytes = rest.as_bytes();
        let doubled = bytes.len() > 4 && bytes[at - 1] == bytes[at - 2];
        if doubled && !matches!(bytes[at - 1], b's' | b'l') {
            rest = &rest[..at - 1];
        }
    }
    let last = cut(rest, "e", 4).or_else(|| cut(rest, "y", 3));
    last.map_or(rest, |at| &rest[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_words_whole_and_in_parts() {
        assert_eq!(
            parts("parseHTTPHeader_line2"),
            ["parse", "HTTP", "Header", "line2"]
        );
        assert_eq!(parts("__x__"), ["x"]);
        assert_eq!(parts("éÀb"), ["é", "Àb"]);
    }

    #[test]
    fn the_forms_of_a_word_meet() {
        for group in [
            &["parse", "parses", "parsed", "parsing"][..],
            &["chunk", "chunks", "chunked"],
            &["split", "splitting"],
            &["match", "matched", "matching"],
            &["entry", "entries"],
        ] {
            let stems: Vec<_> = group.iter().map(|word| stem(word)).collect();
            assert!(
                stems.iter().all(|s| *s == stems[0]),
                "{group:?} became {stems:?}"
            );
        }
        assert_ne!(stem("status"), stem("state"));
        assert_eq!(stem("is"), "is");
    }

    #[test]
    fn a_question_loses_its_empty_words_unless_it_has_no_others() {
        let words = |query| {
            asked(query)
                .into_iter()
                .map(|word| word.1)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            words("how does it save theFile?"),
            ["save", "file", "thefile"]
        );
        assert_eq!(words("to be"), ["to", "be"]);
        assert_eq!(words("\u{0} ((( \\ "), Vec::<String>::new());
    }
}
