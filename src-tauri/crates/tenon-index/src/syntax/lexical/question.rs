//! A question, and where its words stand.

use super::super::Chunk;
use super::super::Symbol;
use super::super::store::{File, Located, Symbols};
use super::{Named, Ranked, words};

/// How soon a word that comes again says nothing more (BM25's k1).
const SATURATION: f32 = 1.2;
/// How much a long chunk has to make up for its length, from 0 to 1 (BM25's b).
const LENGTH: f32 = 0.75;

/// So many chunks have their symbols' names looked at. What a symbol is called counts among the words
/// of its chunk, so that one whose name fits is among the best of them.
const NAMED: usize = 2_000;

/// The words of a question, and where they stand.
pub struct Question<'a> {
    words: Vec<(u32, String)>,
    /// What each word says: much where few chunks have it.
    weights: Vec<f32>,
    files: Vec<Looked<'a>>,
    /// What each file has of each word, in the order of the files.
    found: Vec<Found<'a>>,
    /// Every chunk that has some of the words, and how well it fits: the number of its file, and its
    /// own. In the order of the files.
    scored: Vec<(f32, (u32, u32))>,
}

/// A file that counts.
struct Looked<'a> {
    path: &'a [u8],
    file: &'a File,
    /// Where its words begin in what was found.
    from: usize,
}

/// A word in a file.
struct Found<'a> {
    word: usize,
    /// The chunks that have it, in their order, and how often.
    postings: &'a [(u32, u8)],
}

impl<'a> Question<'a> {
    /// Looks for the words of `query` in the files that `keep` does not leave out.
    pub fn new(symbols: &'a Symbols, query: &str, keep: &dyn Fn(&[u8]) -> bool) -> Self {
        let words = words::asked(query);
        let (mut chunks, mut length) = (0_usize, 0_u64);
        let mut frequency = vec![0_usize; words.len()];
        let (mut files, mut found) = (Vec::new(), Vec::new());
        for (path, file) in symbols.files().filter(|(path, _)| keep(path)) {
            chunks += file.chunks.len();
            let lengths = file.terms.lengths.iter();
            length += lengths.map(|n| u64::from(*n)).sum::<u64>();
            let from = found.len();
            for (word, (hash, _)) in words.iter().enumerate() {
                let postings = file.terms.postings(*hash);
                frequency[word] += postings.len();
                if !postings.is_empty() {
                    found.push(Found { word, postings });
                }
            }
            if found.len() > from {
                files.push(Looked { path, file, from });
            }
        }
        let weight = |with: &usize| {
            let (all, with) = (chunks as f32, *with as f32);
            ((all - with + 0.5) / (with + 0.5)).ln_1p()
        };
        let mut question = Self {
            words,
            weights: frequency.iter().map(weight).collect(),
            files,
            found,
            scored: Vec::new(),
        };
        question.score(length as f32 / chunks.max(1) as f32);
        question
    }

    /// Says of each chunk how well it fits; `average` is how many words one has.
    fn score(&mut self, average: f32) {
        let mut scores: Vec<f32> = Vec::new();
        let mut scored = Vec::new();
        for (number, looked) in (0_u32..).zip(&self.files) {
            let lengths = &looked.file.terms.lengths;
            scores.clear();
            scores.resize(lengths.len(), 0.0);
            for Found { word, postings } in self.of_file(number as usize) {
                let gain = self.weights[*word] * (SATURATION + 1.0);
                for (chunk, count) in *postings {
                    let Some(score) = scores.get_mut(*chunk as usize) else {
                        continue;
                    };
                    let size = f32::from(lengths[*chunk as usize]);
                    let norm = SATURATION * (1.0 - LENGTH + LENGTH * size / average.max(1.0));
                    let count = f32::from(*count);
                    *score += gain * count / (count + norm);
                }
            }
            let some = (0_u32..).zip(&scores).filter(|(_, score)| **score > 0.0);
            scored.extend(some.map(|(chunk, score)| (*score, (number, chunk))));
        }
        self.scored = scored;
    }

    /// What a file has of the words.
    fn of_file(&self, number: usize) -> &[Found<'a>] {
        let from = self.files[number].from;
        let next = self.files.get(number + 1);
        &self.found[from..next.map_or(self.found.len(), |next| next.from)]
    }

    /// The places of the chunks that fit best, and how well they do, the best first.
    fn best(&self, limit: usize) -> Vec<(f32, (u32, u32))> {
        // Files come in the order of their paths, so equal ones stand as they do in the tree.
        let order =
            |a: &(f32, (u32, u32)), b: &(f32, (u32, u32))| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        let mut ranked = self.scored.clone();
        if limit < ranked.len() {
            ranked.select_nth_unstable_by(limit, order);
            ranked.truncate(limit);
        }
        ranked.sort_unstable_by(order);
        ranked
    }

    /// The chunks that fit best, the best first.
    pub fn rank(&self, limit: usize) -> Vec<Ranked<'a>> {
        let shown = self.best(limit).into_iter();
        let shown = shown.filter_map(|(score, (number, chunk))| {
            let looked = &self.files[number as usize];
            let has = |found: &&Found<'_>| {
                let postings = found.postings;
                postings.binary_search_by_key(&chunk, |it| it.0).is_ok()
            };
            let found = self.of_file(number as usize).iter().filter(has);
            let words: Vec<usize> = found.map(|found| found.word).collect();
            let chunk = looked.file.chunks.get(chunk as usize)?;
            Some(Ranked {
                path: looked.path,
                chunk,
                symbol: looked.about(chunk),
                score,
                fit: self.part(score / (SATURATION + 1.0)),
                words: words
                    .iter()
                    .map(|word| self.words[*word].1.clone())
                    .collect(),
            })
        });
        shown.collect()
    }

    /// The symbols whose names fit best, the best first.
    pub fn names(&self, limit: usize) -> Vec<Named<'a>> {
        let mut named = Vec::new();
        for (_, (number, chunk)) in self.best(NAMED) {
            let looked = &self.files[number as usize];
            let chunk = looked.file.chunks.get(chunk as usize);
            let chunk = chunk.filter(|chunk| chunk.part == 0);
            let Some(symbol) = chunk.and_then(|chunk| looked.about(chunk)) else {
                continue;
            };
            if let Some(score) = self.fits(symbol.symbol) {
                named.push(Named {
                    symbol,
                    score,
                    fit: self.part(score),
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

    /// How well a symbol's name fits: what its words say, the more the fewer others it has. What it
    /// stands in counts half.
    fn fits(&self, symbol: &Symbol) -> Option<f32> {
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
        Some((own + around / 2.0) * (0.5 + shared as f32 / terms as f32))
    }

    /// What part `some` is of what all words of the question say.
    fn part(&self, some: f32) -> f32 {
        let all: f32 = self.weights.iter().sum();
        (some / all.max(f32::MIN_POSITIVE)).min(1.0)
    }
}

impl<'a> Looked<'a> {
    /// The symbol that a chunk is about.
    fn about(&self, chunk: &Chunk) -> Option<Located<'a>> {
        let number = chunk.symbol? as usize;
        Some(Located {
            id: *self.file.ids.get(number)?,
            path: self.path,
            symbol: self.file.symbols.get(number)?,
        })
    }
}
