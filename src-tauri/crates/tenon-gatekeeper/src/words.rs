//! Whether letters read like words: what tells a random secret from a name or a word.
//!
//! A text has a price as a word, in bits: each pair of letters costs what it costs in the words of
//! code and prose, and each change of case, run of digits and sign costs what it seldom is in a
//! name. Drawn at random, the same text costs the same for every character. It is random when that
//! is cheaper.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::rule::Lazy;
use crate::rule_set::file;

/// Letters, and the edge of a word.
const LETTERS: usize = 27;
/// The edge of a word: the row of how words begin, the column of how they end.
const EDGE: usize = 26;

/// The data file's part about words. Prices are bits.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct WordsEntry {
    /// Only a text that matches this may be random.
    pub form: String,
    /// What matches this is a number, a hash or says what it is, and is not random.
    pub except: String,
    /// A row for the edge of a word and one for each letter; in it one hex digit, the price, for
    /// each letter that may follow and for the end of the word.
    pairs: Vec<String>,
    /// A capital letter behind a small one, which begins a word.
    capital: u8,
    /// A small letter behind two capital ones or more.
    small: u8,
    /// The first run of digits.
    digits: u8,
    /// Every further run of digits.
    digits_again: u8,
    /// A digit.
    digit: u8,
    /// A letter behind a digit.
    after_digits: u8,
    /// One of `_`, `-` and `.`, which join words.
    joint: u8,
    /// Any other sign.
    sign: u8,
    /// How many signs a random text draws from.
    signs: u8,
    /// From so many bytes on, a random text must be cheaper by so many bits; the last that fits
    /// holds.
    least: Vec<(usize, f64)>,
}

struct Words {
    entry: &'static WordsEntry,
    form: Lazy,
    except: Lazy,
    pairs: [[u8; LETTERS]; LETTERS],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(&file().words));

/// Whether a text is none that a person would write as a word or as a name.
pub(crate) fn is_random(text: &[u8]) -> bool {
    let words = &*WORDS;
    let lengths = words.entry.least.iter();
    let Some((_, least)) = lengths.rev().find(|(length, _)| text.len() >= *length) else {
        return false;
    };
    words.form.get().is_match(text)
        && !words.except.get().is_match(text)
        && words.price(text) - words.drawn(text) > *least
}

impl Words {
    fn new(entry: &'static WordsEntry) -> Self {
        let mut pairs = [[0; LETTERS]; LETTERS];
        // The data file begins with the edge, because that is where a word begins.
        let places = (0..LETTERS).map(|row| if row == 0 { EDGE } else { row - 1 });
        for (row, place) in entry.pairs.iter().zip(places) {
            for (price, digit) in pairs[place].iter_mut().zip(row.chars()) {
                *price = digit
                    .to_digit(16)
                    .and_then(|digit| u8::try_from(digit).ok())
                    .expect("a test reads the built-in rules");
            }
        }
        Self {
            form: Lazy::new(&entry.form),
            except: Lazy::new(&entry.except),
            entry,
            pairs,
        }
    }

    /// What a text costs as words, in bits.
    fn price(&self, text: &[u8]) -> f64 {
        let entry = self.entry;
        let pair = |from: usize, to: usize| u32::from(self.pairs[from][to]);
        let (mut price, mut digits) = (0u32, 0);
        // The letter before, whether it is a capital one, and how many letters its word has.
        let mut before: Option<(usize, bool, usize)> = None;
        let mut last = 0u8;
        for &byte in text {
            if byte.is_ascii_alphabetic() {
                let letter = usize::from(byte.to_ascii_lowercase() - b'a');
                let capital = byte.is_ascii_uppercase();
                let length = match before {
                    None => {
                        price += pair(EDGE, letter);
                        if last.is_ascii_digit() {
                            price += u32::from(entry.after_digits);
                        }
                        1
                    }
                    Some((from, false, _)) if capital => {
                        price += pair(from, EDGE) + u32::from(entry.capital) + pair(EDGE, letter);
                        1
                    }
                    Some((from, was, length)) => {
                        price += pair(from, letter);
                        if was && !capital && length > 1 {
                            price += u32::from(entry.small);
                        }
                        length + 1
                    }
                };
                before = Some((letter, capital, length));
            } else {
                price += before.take().map_or(0, |(from, ..)| pair(from, EDGE));
                price += u32::from(match byte {
                    b'0'..=b'9' if last.is_ascii_digit() => entry.digit,
                    b'0'..=b'9' => {
                        digits += 1;
                        let run = if digits == 1 {
                            entry.digits
                        } else {
                            entry.digits_again
                        };
                        entry.digit + run
                    }
                    b'_' | b'-' | b'.' => entry.joint,
                    _ => entry.sign,
                });
            }
            last = byte;
        }
        f64::from(price + before.map_or(0, |(from, ..)| pair(from, EDGE)))
    }

    /// What a text costs when each byte of it is drawn at random from the classes that it holds.
    fn drawn(&self, text: &[u8]) -> f64 {
        let has = |wanted: fn(&u8) -> bool| text.iter().any(wanted);
        let classes = [
            (has(u8::is_ascii_lowercase), 26),
            (has(u8::is_ascii_uppercase), 26),
            (has(u8::is_ascii_digit), 10),
            (has(|b| !b.is_ascii_alphanumeric()), self.entry.signs),
        ];
        let letters: f64 = classes
            .iter()
            .filter(|(there, _)| *there)
            .map(|(_, size)| f64::from(*size))
            .sum();
        text.len() as f64 * letters.log2()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_pairs_has_a_price_for_each() {
        let rows = &file().words.pairs;
        assert_eq!(rows.len(), LETTERS);
        for row in rows {
            assert_eq!(row.len(), LETTERS, "{row}");
            assert!(row.bytes().all(|b| b.is_ascii_hexdigit()), "{row}");
        }
    }

    #[test]
    fn random_letters_are_told_from_words_and_from_names() {
        for random in [
            "qzkvbxwmplrt",
            "QZKVBXWMPLRT",
            "nKkVklTFdAxQ",
            "h480djs93hd8",
            "laavdhelenlumq",
            "kQ9#mxZ!p20L",
        ] {
            assert!(is_random(random.as_bytes()), "{random}");
        }
        for word in [
            "identifier",
            "correcthorsebattery",
            "PasswortVergessen",
            "XMLHttpRequestBase",
            "advancedDnDService",
            "LAST_ACCESS_TOKEN_V2",
            "sha256WithRSAEncryption",
            "kubernetes-dashboard.2",
            "550e8400-e29b-41d4-a716-446655440000",
            "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
            "10.20.33.47",
            "qzkv",
        ] {
            assert!(!is_random(word.as_bytes()), "{word}");
        }
    }
}
