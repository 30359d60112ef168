//! The tokens of a file: words, and every other character that is no white space. They are found
//! once, and everything that looks at the words of a file shares them.

use std::ops::Range;

use super::extract::len;

/// A word or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub start: u32,
    /// The hash of its bytes, as `name_hash` makes it.
    pub hash: u32,
    /// How many bytes a word has; 0 for a sign.
    pub word: u32,
}

impl Token {
    pub fn text<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let start = self.start as usize;
        let end = start + self.word as usize;
        bytes.get(start..end).unwrap_or_default()
    }

    pub fn range(&self) -> Range<u32> {
        self.start..self.start + self.word
    }
}

/// The tokens of a file, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tokens(Vec<Token>);

const fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b >= 0x80
}

/// Whether each byte is of a word; a look into a table costs less than the comparisons.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0_u8;
    loop {
        table[b as usize] = is_word(b);
        if b == u8::MAX {
            break table;
        }
        b += 1;
    }
};

const START: u32 = 0x811c_9dc5;

const fn mixed(hash: u32, b: u8) -> u32 {
    (hash ^ b as u32).wrapping_mul(0x0100_0193)
}

/// The hash of a name, letters as they are.
pub(super) fn name_hash(name: &[u8]) -> u32 {
    name.iter().fold(START, |hash, b| mixed(hash, *b))
}

impl Tokens {
    pub fn of(bytes: &[u8]) -> Self {
        let mut tokens = Vec::with_capacity(bytes.len() / 5);
        // A mark of the encoding is no part of the first word.
        let mut at = match bytes.starts_with(b"\xef\xbb\xbf") {
            true => 3,
            false => 0,
        };
        while let Some(first) = bytes.get(at) {
            let start = len(at);
            let mut hash = mixed(START, *first);
            at += 1;
            if WORD[usize::from(*first)] {
                while let Some(b) = bytes.get(at).filter(|b| WORD[usize::from(**b)]) {
                    hash = mixed(hash, *b);
                    at += 1;
                }
                let word = len(at) - start;
                tokens.push(Token { start, hash, word });
            } else if !first.is_ascii_whitespace() {
                tokens.push(Token {
                    start,
                    hash,
                    word: 0,
                });
            }
        }
        Self(tokens)
    }

    pub fn all(&self) -> &[Token] {
        &self.0
    }

    /// Those that begin in a range.
    pub fn within(&self, range: &Range<u32>) -> &[Token] {
        let start = self.0.partition_point(|token| token.start < range.start);
        let rest = &self.0[start..];
        &rest[..rest.partition_point(|token| token.start < range.end)]
    }

    /// The words that begin in a range.
    pub fn words(&self, range: &Range<u32>) -> impl Iterator<Item = &Token> {
        self.within(range).iter().filter(|token| token.word > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_words_and_signs_in_order() {
        let text = "\u{feff}fn é_1(a)\u{b}{\n}".as_bytes();
        let tokens = Tokens::of(text);
        let said: Vec<_> = tokens
            .all()
            .iter()
            .map(|token| String::from_utf8_lossy(token.text(text)).into_owned())
            .collect();
        assert_eq!(said, ["fn", "é_1", "", "a", "", "", "", ""]);
        let word = tokens.all()[1];
        assert_eq!(
            (word.range(), word.hash),
            (6..10, name_hash("é_1".as_bytes()))
        );
        assert_eq!(tokens.words(&(6..11)).count(), 1);
        assert_eq!(tokens.within(&(6..11)).len(), 2);
        assert!(Tokens::of(b"").all().is_empty());
    }
}
