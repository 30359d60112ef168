//! Counting the words of a file, chunk by chunk. Most words come again, so what a word stands for
//! is looked up once and remembered.

use super::Terms;
use super::words::terms_of;
use crate::syntax::Symbol;
use crate::syntax::extract::len;
use crate::syntax::tokens::{Token, Tokens};

/// What is longer than any name is data.
const LONGEST: u32 = 100;

/// Numbers found by their hashes: a table of places in a list, 0 where there is none.
#[derive(Default)]
struct Table {
    places: Vec<u32>,
    used: usize,
}

impl Table {
    /// The number of what has this hash and fits, or `next` where there is none yet.
    fn place(&mut self, hash: u32, next: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let mask = self.places.len() - 1;
        // FNV mixes upwards, so the high bits say most.
        let mut at = hash.wrapping_mul(0x9e37_79b1).rotate_left(15) as usize & mask;
        loop {
            match self.places[at] {
                0 => {
                    self.places[at] = len(next + 1);
                    self.used += 1;
                    return None;
                }
                place if fits(place as usize - 1) => return Some(place as usize - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Makes room for one more; `hashes` are those of what is in it.
    fn grow(&mut self, hashes: impl Iterator<Item = u32>) {
        if self.places.len() > self.used * 2 {
            return;
        }
        self.places = vec![0; (self.places.len() * 4).max(256)];
        self.used = 0;
        for (number, hash) in hashes.enumerate() {
            self.place(hash, number, |_| false);
        }
    }
}

struct Word<'a> {
    hash: u32,
    text: &'a [u8],
    /// Where its terms are in `terms_of_words`.
    first: u32,
    count: u32,
}

struct Term {
    hash: u32,
    /// Its last posting.
    last: usize,
    postings: u32,
}

#[derive(Default)]
pub(super) struct Counter<'a> {
    known_words: Table,
    words: Vec<Word<'a>>,
    terms_of_words: Vec<u32>,
    known_terms: Table,
    terms: Vec<Term>,
    /// The term, the chunk and how often, in the order of the chunks.
    postings: Vec<(u32, u32, u8)>,
}

impl<'a> Counter<'a> {
    /// Counts a word of a chunk, and says how many terms it stands for.
    pub fn word(&mut self, token: &Token, bytes: &'a [u8], chunk: u32) -> usize {
        let text = token.text(bytes);
        self.known_words
            .grow(self.words.iter().map(|word| word.hash));
        let words = &self.words;
        let fits = |at: usize| words[at].hash == token.hash && words[at].text == text;
        let known = self.known_words.place(token.hash, words.len(), fits);
        let number = known.unwrap_or_else(|| self.learn(token, text));
        let Word { first, count, .. } = self.words[number];
        for at in first..first + count {
            self.count(self.terms_of_words[at as usize], chunk);
        }
        count as usize
    }

    fn learn(&mut self, token: &Token, text: &'a [u8]) -> usize {
        let first = self.terms_of_words.len();
        if token.word <= LONGEST {
            let (known, terms) = (&mut self.known_terms, &mut self.terms);
            let of_words = &mut self.terms_of_words;
            terms_of(text, |hash| {
                known.grow(terms.iter().map(|term: &Term| term.hash));
                let place = known.place(hash, terms.len(), |at| terms[at].hash == hash);
                let place = place.unwrap_or_else(|| {
                    terms.push(Term {
                        hash,
                        last: usize::MAX,
                        postings: 0,
                    });
                    terms.len() - 1
                });
                of_words.push(len(place));
            });
        }
        self.words.push(Word {
            hash: token.hash,
            text,
            first: len(first),
            count: len(self.terms_of_words.len() - first),
        });
        self.words.len() - 1
    }

    fn count(&mut self, number: u32, chunk: u32) {
        let term = &mut self.terms[number as usize];
        match self.postings.get_mut(term.last) {
            Some((_, last, count)) if *last == chunk => *count = count.saturating_add(1),
            _ => {
                term.last = self.postings.len();
                term.postings += 1;
                self.postings.push((number, chunk, 1));
            }
        }
    }

    /// What a chunk's symbol is called says more than a word in passing.
    pub fn symbol(&mut self, symbol: &'a Symbol, chunk: u32) {
        for name in symbol.parents.iter().chain([&symbol.name, &symbol.name]) {
            let name = name.as_bytes();
            for token in Tokens::of(name).all().iter().filter(|t| t.word > 0) {
                self.word(token, name, chunk);
            }
        }
    }

    /// The hashes of the words so far, sorted.
    pub fn names(&self) -> Box<[u32]> {
        let mut names: Vec<u32> = self.words.iter().map(|word| word.hash).collect();
        names.sort_unstable();
        names.dedup();
        names.into()
    }

    /// The terms in the order of their hashes, with their postings.
    pub fn done(self, lengths: Vec<u16>) -> Terms {
        let mut order: Vec<u32> = (0..len(self.terms.len())).collect();
        order.sort_unstable_by_key(|number| self.terms[*number as usize].hash);
        // Where the next posting of each term goes.
        let mut next = vec![0_u32; self.terms.len()];
        let mut end = 0;
        let ends = order.iter().map(|number| {
            next[*number as usize] = end;
            end += self.terms[*number as usize].postings;
            end
        });
        let ends: Box<[u32]> = ends.collect();
        let mut postings = vec![(0, 0); self.postings.len()];
        for (term, chunk, count) in &self.postings {
            let place = &mut next[*term as usize];
            postings[*place as usize] = (*chunk, *count);
            *place += 1;
        }
        Terms {
            hashes: order.iter().map(|n| self.terms[*n as usize].hash).collect(),
            ends,
            postings: postings.into(),
            lengths: lengths.into(),
        }
    }
}
