//! Ranking chunks by the words they share with a question (BM25).
//!
//! Words may be missing, and nothing is ever wrong with a question. No text is kept: a file has the
//! hashes of its words, and how often each chunk has them.

mod count;
mod words;

use std::collections::HashMap;
use std::ops::Range;

use super::store::{Decoder, Encoder, File, Located, Symbols};
use super::tokens::Tokens;
use super::{Chunk, Symbol};
use count::Counter;
pub(super) use words::parts;

/// How soon a word that comes again says nothing more (BM25's k1).
const SATURATION: f32 = 1.2;
/// How much a long chunk has to make up for its length, from 0 to 1 (BM25's b).
const LENGTH: f32 = 0.75;

/// So many chunks have their symbols' names looked at. What a symbol is called counts among the words
/// of its chunk, so that one whose name fits is among the best of them.
const NAMED: usize = 2_000;

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
    /// How much of what the question says they are, from 0 to 1.
    pub share: f32,
}

/// A symbol whose name shares words with a question.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    /// The symbol.
    pub symbol: Located<'a>,
    /// How well it fits; only comparable within one answer.
    pub score: f32,
    /// How much of what the question says its name says, from 0 to 1.
    pub share: f32,
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

/// The words of a question, and where they stand.
pub struct Question<'a> {
    symbols: &'a Symbols,
    words: Vec<(u32, String)>,
    /// What each word says: much where few chunks have it.
    weights: Vec<f32>,
    files: Vec<(&'a [u8], &'a File)>,
    /// By the place of the file and the number of the chunk: the words it has, and how often.
    hits: HashMap<(usize, u32), Vec<(usize, u8)>>,
    /// Words of a chunk.
    average: f32,
}

impl<'a> Question<'a> {
    /// Looks for the words of `query` in the files that `keep` does not leave out.
    pub fn new(symbols: &'a Symbols, query: &str, keep: &dyn Fn(&[u8]) -> bool) -> Self {
        let words = words::asked(query);
        let (mut chunks, mut length) = (0_usize, 0_u64);
        let mut frequency = vec![0_usize; words.len()];
        let mut hits: HashMap<(usize, u32), Vec<(usize, u8)>> = HashMap::new();
        let mut files = Vec::new();
        for (path, file) in symbols.files().filter(|(path, _)| keep(path)) {
            chunks += file.chunks.len();
            let lengths = file.terms.lengths.iter();
            length += lengths.map(|n| u64::from(*n)).sum::<u64>();
            for (word, (hash, _)) in words.iter().enumerate() {
                let postings = file.terms.postings(*hash);
                frequency[word] += postings.len();
                for (chunk, count) in postings {
                    let hit = hits.entry((files.len(), *chunk)).or_default();
                    hit.push((word, *count));
                }
            }
            files.push((path, file));
        }
        let weight = |with: &usize| {
            let (all, with) = (chunks as f32, *with as f32);
            ((all - with + 0.5) / (with + 0.5)).ln_1p()
        };
        Self {
            symbols,
            words,
            weights: frequency.iter().map(weight).collect(),
            files,
            hits,
            average: length as f32 / chunks.max(1) as f32,
        }
    }

    /// The places of the chunks that fit best, and how well they do, the best first.
    fn best(&self, limit: usize) -> Vec<(f32, (usize, u32))> {
        let scored = self.hits.iter().map(|(place, words)| {
            let (file, chunk) = *place;
            let lengths = &self.files[file].1.terms.lengths;
            let size = lengths.get(chunk as usize).copied().unwrap_or_default();
            let norm =
                SATURATION * (1.0 - LENGTH + LENGTH * f32::from(size) / self.average.max(1.0));
            let score = words.iter().map(|(word, count)| {
                let count = f32::from(*count);
                self.weights[*word] * count * (SATURATION + 1.0) / (count + norm)
            });
            (score.sum::<f32>(), *place)
        });
        let mut ranked: Vec<(f32, (usize, u32))> = scored.collect();
        // Files come in the order of their paths, so equal ones stand as they do in the tree.
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(limit);
        ranked
    }

    /// The chunks that fit best, the best first.
    pub fn rank(&self, limit: usize) -> Vec<Ranked<'a>> {
        let shown = self.best(limit).into_iter().filter_map(|(score, place)| {
            let (path, file) = self.files[place.0];
            let chunk = file.chunks.get(place.1 as usize)?;
            let words = self.hits.get(&place)?.iter();
            Some(Ranked {
                path,
                chunk,
                symbol: self.about(path, chunk),
                score,
                share: self.share(words.clone().map(|(word, _)| self.weights[*word]).sum()),
                words: words.map(|(word, _)| self.words[*word].1.clone()).collect(),
            })
        });
        shown.collect()
    }

    /// The symbols whose names fit best, the best first.
    pub fn names(&self, limit: usize) -> Vec<Named<'a>> {
        let mut named = Vec::new();
        for (_, (file, chunk)) in self.best(NAMED) {
            let (path, of) = self.files[file];
            let chunk = of
                .chunks
                .get(chunk as usize)
                .filter(|chunk| chunk.part == 0);
            let Some(symbol) = chunk.and_then(|chunk| self.about(path, chunk)) else {
                continue;
            };
            if let Some((score, share)) = self.fits(symbol.symbol) {
                named.push(Named {
                    symbol,
                    score,
                    share,
                });
            }
        }
        let place = |named: &Named<'a>| (named.symbol.path, named.symbol.symbol.at);
        named.sort_by(|a, b| {
            let order = b.score.total_cmp(&a.score);
            order.then_with(|| place(a).cmp(&place(b)))
        });
        named.truncate(limit);
        named
    }

    fn about(&self, path: &'a [u8], chunk: &Chunk) -> Option<Located<'a>> {
        let symbol = chunk.symbol?;
        self.symbols.located(path, symbol as usize)
    }

    /// How well a symbol's name fits: what its words say, the more the fewer others it has. What it
    /// stands in counts half.
    fn fits(&self, symbol: &Symbol) -> Option<(f32, f32)> {
        let (mut terms, mut shared, mut own, mut around) = (0_u32, 0_u32, 0.0, 0.0);
        let weight = |hash: u32| {
            let word = self.words.iter().position(|(asked, _)| *asked == hash);
            word.map(|word| self.weights[word])
        };
        words::terms_of(symbol.name.as_bytes(), |hash| {
            terms += 1;
            if let Some(weight) = weight(hash) {
                shared += 1;
                own += weight;
            }
        });
        if shared == 0 {
            return None;
        }
        for parent in &*symbol.parents {
            words::terms_of(parent.as_bytes(), |hash| {
                around += weight(hash).unwrap_or(0.0)
            });
        }
        let score = (own + around / 2.0) * (0.5 + shared as f32 / terms as f32);
        Some((score, self.share(own)))
    }

    /// How much of what the question says some of its words say.
    fn share(&self, some: f32) -> f32 {
        let all: f32 = self.weights.iter().sum();
        (some / all.max(f32::MIN_POSITIVE)).min(1.0)
    }
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
