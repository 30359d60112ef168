//! Ranking chunks by the words they share with a question (BM25).
//!
//! Words may be missing, and nothing is ever wrong with a question. No text is kept: a file has the
//! hashes of its words, and how often each chunk has them.

mod count;
mod words;

use std::collections::HashMap;
use std::ops::Range;

use super::store::{Decoder, Encoder, Located, Symbols};
use super::tokens::Tokens;
use super::{Chunk, Symbol};
use count::Counter;

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
}

/// The chunks that fit a question best, the best first. `keep` says which files count.
pub fn rank<'a>(
    symbols: &'a Symbols,
    query: &str,
    keep: &dyn Fn(&[u8]) -> bool,
    limit: usize,
) -> Vec<Ranked<'a>> {
    let asked = words::asked(query);
    let mut chunks = 0_usize;
    let mut length = 0_u64;
    let mut frequency = vec![0_usize; asked.len()];
    let mut hits: HashMap<(usize, u32), Vec<(usize, u8)>> = HashMap::new();
    let mut files = Vec::new();
    for (path, file) in symbols.files() {
        if !keep(path) {
            continue;
        }
        chunks += file.chunks.len();
        length += file
            .terms
            .lengths
            .iter()
            .map(|n| u64::from(*n))
            .sum::<u64>();
        for (word, (hash, _)) in asked.iter().enumerate() {
            let postings = file.terms.postings(*hash);
            frequency[word] += postings.len();
            for (chunk, count) in postings {
                let hit = hits.entry((files.len(), *chunk)).or_default();
                hit.push((word, *count));
            }
        }
        files.push((path, file));
    }
    let average = length as f32 / chunks.max(1) as f32;
    let weight = |word: usize| {
        let (all, with) = (chunks as f32, frequency[word] as f32);
        ((all - with + 0.5) / (with + 0.5)).ln_1p()
    };
    let mut ranked: Vec<(f32, (usize, u32), Vec<usize>)> = hits
        .into_iter()
        .map(|((file, chunk), words)| {
            let lengths = &files[file].1.terms.lengths;
            let size = lengths.get(chunk as usize).copied().unwrap_or_default();
            let norm = 1.2 * (0.25 + 0.75 * f32::from(size) / average.max(1.0));
            let score = words.iter().map(|(word, count)| {
                let count = f32::from(*count);
                weight(*word) * count * 2.2 / (count + norm)
            });
            let score = score.sum();
            (
                score,
                (file, chunk),
                words.into_iter().map(|(word, _)| word).collect(),
            )
        })
        .collect();
    // Files come in the order of their paths, so equal ones stand as they do in the tree.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.truncate(limit);
    let shown = ranked
        .into_iter()
        .filter_map(|(score, (file, chunk), words)| {
            let (path, file) = files[file];
            let chunk = file.chunks.get(chunk as usize)?;
            Some(Ranked {
                path,
                chunk,
                symbol: chunk.symbol.and_then(|n| symbols.located(path, n as usize)),
                score,
                words: words
                    .into_iter()
                    .map(|word| asked[word].1.clone())
                    .collect(),
            })
        });
    shown.collect()
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

    fn postings(&self, hash: u32) -> &[(u32, u8)] {
        let Ok(at) = self.hashes.binary_search(&hash) else {
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
