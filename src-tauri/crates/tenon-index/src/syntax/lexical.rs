//! Ranking chunks by the words they share with a question (BM25).
//!
//! Words may be missing, and nothing is ever wrong with a question. No text is kept: a file has the
//! hashes of its words, and how often each chunk has them.

mod count;
mod question;
mod words;

use std::ops::Range;

use super::store::{Decoder, Encoder, Located, Symbols};
use super::tokens::Tokens;
use super::{Chunk, Symbol};
use count::Counter;
pub use question::Question;
pub(super) use words::parts;

/// A chunk that shares words with a question.
#[derive(Debug, Clone)]
pub struct Ranked<'a> {
    /// The file, relative to the workspace.
    pub path: &'a [u8],
    /// The chunk.
    pub chunk: &'a Chunk,
    /// The symbol that the chunk is about.
    pub symbol: Option<Located<'a>>,
    /// How well it fits; only comparable within one answer.
    pub score: f32,
    /// The words of the question that it has.
    pub words: Vec<String>,
    /// How well it fits by itself, from 0 to 1 for one that has every word many times.
    pub fit: f32,
}

/// A symbol whose name shares words with a question.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    /// The symbol.
    pub symbol: Located<'a>,
    /// How well it fits; only comparable within one answer.
    pub score: f32,
    /// How well it fits by itself, from 0 to 1 for one whose name is the question.
    pub fit: f32,
}

/// The chunks that fit a question best, the best first. `keep` says which files count.
pub fn rank<'a>(
    symbols: &'a Symbols,
    query: &str,
    keep: &dyn Fn(&[u8]) -> bool,
    limit: usize,
) -> Vec<Ranked<'a>> {
    Question::new(symbols, query, keep).rank(limit)
}

/// The words of a question that say something, without the endings of grammar; of a question without
/// any all of them.
pub fn words_of(query: &str) -> Vec<String> {
    words::asked(query)
        .into_iter()
        .map(|(_, word)| word)
        .collect()
}

/// The line of a text that has most words of a question, from 0; the first of several.
pub fn best_line(query: &str, text: &[u8]) -> Option<usize> {
    let words = words::asked(query);
    let mut best: Option<(usize, usize)> = None;
    for (number, line) in text.split(|b| *b == b'\n').enumerate() {
        let mut found = Vec::new();
        for token in Tokens::of(line).all().iter().filter(|t| t.word > 0) {
            words::terms_of(token.text(line), |hash| {
                if words.iter().any(|word| word.0 == hash) && !found.contains(&hash) {
                    found.push(hash);
                }
            });
        }
        if found.len() > best.map_or(0, |(_, words)| words) {
            best = Some((number, found.len()));
        }
    }
    best.map(|(number, _)| number)
}

/// The words of a file: for each the chunks that have it, and how often.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Sorted.
    hashes: Box<[u32]>,
    /// Where the postings of each end.
    ends: Box<[u32]>,
    postings: Box<[(u32, u8)]>,
    /// How many words each chunk has.
    lengths: Box<[u16]>,
}

impl Terms {
    /// Counts the words of chunks; those in ranges that are secret are left out. Beside the terms
    /// come the hashes of all words, sorted.
    pub(super) fn of(
        bytes: &[u8],
        tokens: &Tokens,
        chunks: &[Chunk],
        symbols: &[Symbol],
        secret: &impl Fn(&Range<u32>) -> bool,
    ) -> (Self, Box<[u32]>) {
        let mut lengths = Vec::with_capacity(chunks.len());
        let mut counter = Counter::default();
        for (number, chunk) in (0_u32..).zip(chunks) {
            let mut size = 0;
            for range in &chunk.ranges {
                for word in tokens.words(range) {
                    if !secret(&word.range()) {
                        size += counter.word(word, bytes, number);
                    }
                }
            }
            lengths.push(u16::try_from(size).unwrap_or(u16::MAX));
            let about = chunk.symbol.and_then(|n| symbols.get(n as usize));
            if let Some(symbol) = about {
                counter.symbol(symbol, number);
            }
        }
        let names = counter.names();
        (counter.done(lengths), names)
    }

    /// The chunks that have a word, in their order, and how often.
    fn postings(&self, hash: u32) -> &[(u32, u8)] {
        let Some(at) = place(&self.hashes, hash) else {
            return &[];
        };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        let range = start as usize..self.ends[at] as usize;
        self.postings.get(range).unwrap_or_default()
    }

    pub(super) fn put(&self, to: &mut Encoder) {
        to.growing(&self.hashes);
        to.growing(&self.ends);
        to.list(&self.postings, |to, (chunk, count)| {
            to.number(u64::from(*chunk));
            to.fixed(&[*count]);
        });
        to.list(&self.lengths, |to, size| to.number(u64::from(*size)));
    }

    pub(super) fn take(from: &mut Decoder<'_>) -> Option<Self> {
        let hashes = from.growing()?;
        let ends = from.growing()?;
        let postings = from.list(|from| Some((from.small()?, *from.fixed(1)?.first()?)))?;
        let lengths = from.list(|from| u16::try_from(from.number()?).ok())?;
        (hashes.len() == ends.len()).then(|| Self {
            hashes,
            ends,
            postings: postings.into(),
            lengths: lengths.into(),
        })
    }
}

/// How far from where it should be a hash is looked for before the whole list is.
const NEAR: usize = 32;

/// Where a hash stands in a sorted list. Hashes are even, so it stands about where its size says;
/// a question looks into every file for each of its words, and most of them have it not.
fn place(hashes: &[u32], hash: u32) -> Option<usize> {
    let about = (u64::from(hash) * hashes.len() as u64) >> 32;
    let about = about as usize;
    let (from, to) = (about.saturating_sub(NEAR), (about + NEAR).min(hashes.len()));
    let starts = from == 0 || hashes.get(from).is_some_and(|first| *first <= hash);
    let ends = to == hashes.len() || hashes.get(to).is_some_and(|last| *last >= hash);
    let (from, to) = match starts && ends {
        true => (from, (to + 1).min(hashes.len())),
        false => (0, hashes.len()),
    };
    let found = hashes.get(from..to)?.binary_search(&hash).ok()?;
    Some(from + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_with_most_words_of_a_question_is_the_best() {
        let text = b"fn a() {\n  read(header);\n  readHeader(packet);\n  header(); header();\n}";
        assert_eq!(best_line("how are headers of packets read?", text), Some(2));
        assert_eq!(best_line("header", text), Some(1), "the first of equals");
        assert_eq!(best_line("nothing of it", text), None);
    }

    #[test]
    fn a_hash_is_found_wherever_it_stands() {
        let even: Vec<u32> = (0..1_000_u32).map(|n| n * 4_294_967).collect();
        let low: Vec<u32> = (0..1_000).map(|n| n * 3).collect();
        let high: Vec<u32> = (0..1_000).map(|n| u32::MAX - (999 - n) * 2).collect();
        for list in [&even, &low, &high, &vec![7], &Vec::new()] {
            for (at, hash) in list.iter().enumerate() {
                assert_eq!(place(list, *hash), Some(at));
                assert_eq!(place(list, hash ^ 1), list.binary_search(&(hash ^ 1)).ok());
            }
            assert_eq!(place(list, 5), list.binary_search(&5).ok());
        }
    }
}
