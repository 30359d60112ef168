//! Words: identifiers whole and in their parts, without the endings that grammar gives them.

use std::ops::Range;

use crate::syntax::tokens::{Tokens, name_hash};

/// Words of a question that say nothing about what is looked for.
const EMPTY: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has",
    "have", "how", "if", "in", "into", "is", "it", "its", "of", "on", "or", "so", "that", "the",
    "then", "there", "this", "to", "we", "what", "when", "where", "which", "with",
];

/// The words of a question, each with the hash that it is looked up by.
pub(super) fn asked(query: &str) -> Vec<(u32, String)> {
    let mut all: Vec<(u32, String)> = Vec::new();
    let bytes = query.as_bytes();
    for token in Tokens::of(bytes).all().iter().filter(|t| t.word > 0) {
        terms_with(token.text(bytes), |hash, text| {
            if !all.iter().any(|(known, _)| *known == hash) {
                all.push((hash, text.to_owned()));
            }
        });
    }
    let says = |word: &&(u32, String)| !EMPTY.contains(&word.1.as_str());
    // A question of nothing else is still a question.
    match all.iter().any(|word| says(&word)) {
        true => all.iter().filter(says).cloned().collect(),
        false => all,
    }
}

/// The longest word that is looked at without a copy on the heap.
const SHORT: usize = 100;

/// The hashes of a word: of all of it, and of its parts where it has several.
pub(super) fn terms_of(word: &[u8], mut each: impl FnMut(u32)) {
    if word.len() > SHORT || !word.is_ascii() {
        terms_with(word, |hash, _| each(hash));
        return;
    }
    let mut small = [0; SHORT];
    let small = &mut small[..word.len()];
    small.copy_from_slice(word);
    small.make_ascii_lowercase();
    let mut one = |part: Range<usize>| {
        let part = &small[part];
        each(name_hash(&part[..stem(part)]));
    };
    // A part counts once it is known not to be the only one.
    let mut first = None;
    let mut many = false;
    let mut start = 0;
    for at in 0..=word.len() {
        let end = match word.get(at) {
            None | Some(b'_') => true,
            Some(this) => {
                at > start && this.is_ascii_uppercase() && {
                    let next_is_small = word.get(at + 1).is_some_and(u8::is_ascii_lowercase);
                    !word[at - 1].is_ascii_uppercase() || next_is_small
                }
            }
        };
        if !end {
            continue;
        }
        if at > start
            && let Some(before) = first.replace(start..at)
        {
            many = true;
            if before.len() > 1 {
                one(before);
            }
        }
        start = at + usize::from(word.get(at) == Some(&b'_'));
    }
    if let Some(last) = first.filter(|last| many && last.len() > 1) {
        one(last);
    }
    let lead = word.iter().take_while(|b| **b == b'_').count();
    let tail = word.iter().rev().take_while(|b| **b == b'_').count();
    one(lead.min(word.len() - tail)..word.len() - tail);
}

/// The same of any word, with the words that the hashes stand for.
fn terms_with(word: &[u8], mut each: impl FnMut(u32, &str)) {
    let text = String::from_utf8_lossy(word);
    let parts = parts(&text);
    let mut one = |text: &str| {
        let lower = text.to_lowercase();
        let bytes = lower.as_bytes();
        // Only the words of ASCII have endings that are known.
        let end = match bytes.is_ascii() {
            true => stem(bytes),
            false => bytes.len(),
        };
        each(name_hash(&bytes[..end]), &lower);
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
pub(in crate::syntax) fn parts(text: &str) -> Vec<&str> {
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

/// Where a word ends without the endings by which `parse`, `parses`, `parsed` and `parsing` differ.
fn stem(word: &[u8]) -> usize {
    let cut = |end: usize, ending: &str, least: usize| -> Option<usize> {
        let rest = word[..end].strip_suffix(ending.as_bytes())?.len();
        (rest >= least).then_some(rest)
    };
    let mut end = word.len();
    if let Some(at) = cut(end, "ies", 3) {
        return at;
    }
    if !["ss", "us", "is"]
        .iter()
        .any(|e| word.ends_with(e.as_bytes()))
    {
        end = cut(end, "s", 3).unwrap_or(end);
    }
    if let Some(at) = cut(end, "ing", 4).or_else(|| cut(end, "ed", 4)) {
        end = at;
        let doubled = at > 4 && word[at - 1] == word[at - 2];
        if doubled && !matches!(word[at - 1], b's' | b'l') {
            end = at - 1;
        }
    }
    let last = cut(end, "e", 4).or_else(|| cut(end, "y", 3));
    last.unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> &str {
        &word[..stem(word.as_bytes())]
    }

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
            let stems: Vec<_> = group.iter().map(|word| stemmed(word)).collect();
            assert!(
                stems.iter().all(|s| *s == stems[0]),
                "{group:?} became {stems:?}"
            );
        }
        assert_ne!(stemmed("status"), stemmed("state"));
        assert_eq!(stemmed("is"), "is");
    }

    #[test]
    fn the_short_way_finds_the_terms_of_the_long_one() {
        let words = "a _ __ _a a_ parseHTTPHeader_line2 XMLHttp __init__ aB AB ABc A_b_C aBCd \
                     entries splitting used_words status ss_es éA parse2Lines X1Y2 iOS";
        for word in words.split(' ') {
            let (mut short, mut long) = (Vec::new(), Vec::new());
            terms_of(word.as_bytes(), |hash| short.push(hash));
            terms_with(word.as_bytes(), |hash, _| long.push(hash));
            assert_eq!(short, long, "{word}");
        }
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
