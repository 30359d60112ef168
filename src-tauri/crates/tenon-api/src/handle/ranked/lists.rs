//! The rankings: each a list of pieces, the best first.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tenon_core::Code;
use tenon_index::rank::{Boosts, Fused, List, Placed, fuse, spread};
use tenon_index::syntax::lexical::{Named, Question};
use tenon_index::syntax::{Language, Symbols};

use super::{Asked, Piece, filter, millis};
use crate::meaning::{About, Near, NearHit};
use crate::owner::Owner;
use crate::wire::SearchTook;
use crate::{ApiError, ApiResult};

/// How deep lists are looked at that are ranked together. What stands further down in all of them
/// is no answer; `docs/search.md` says how the figures come about.
const DEEP: usize = 200;
/// Of the best pieces by words some are about no symbol, so more are looked at than are shown.
const MORE: usize = 10_000;
/// Rows by meaning that are asked for beyond those that are shown, where some may be left out.
const SPARE: usize = 3;
/// A question of so many bytes is too long to be read as quickly as a sentence.
const LONG: usize = 4 << 10;
/// How long the other rankings wait for the one by meaning. A sidecar that hangs must not hold them.
pub(super) const JOINS: Duration = Duration::from_millis(1_500);

/// A piece of a file: its path, the line that stands for it and which part of a split one it is.
/// Every ranking knows pieces by these.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub path: Vec<u8>,
    /// From 1.
    pub line: u32,
    pub part: u32,
}

/// What is known of a piece beside its places.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The symbol that it is about.
    pub reference: Option<String>,
    /// The words of the question that it has.
    pub words: Vec<String>,
    /// How near it is to the question: a cosine.
    pub near: Option<f32>,
}

/// The rankings of one question.
#[derive(Default)]
pub(super) struct Lists {
    lists: Vec<(List, Vec<Placed<Key>>)>,
    scores: Vec<f64>,
    /// Pieces that cannot be found by meaning yet.
    pub missing: u64,
    pub known: BTreeMap<Key, Known>,
    /// How long they took to make.
    pub took: SearchTook,
}

impl Lists {
    /// By words alone.
    pub fn text(&mut self, owner: &Owner, asked: &Asked) {
        let began = Instant::now();
        let symbols = owner.symbols.lock();
        let question = Question::new(&symbols, &asked.words, &|path| asked.keeps(path));
        self.by_words(&question, asked, asked.limit);
        self.took.words_ms = millis(began.elapsed());
    }

    /// By meaning alone; says whether some pieces cannot be found yet.
    pub fn meaning(&mut self, owner: &Owner, asked: &Asked) -> ApiResult<bool> {
        let near = of_words(owner, asked, asked.limit, None)?;
        Ok(self.by_meaning(near, asked, &|_| true))
    }

    /// By words, names and meaning. What the sidecar cannot answer takes nothing from the others.
    pub fn all(&mut self, owner: &Owner, asked: &Asked) -> ApiResult<bool> {
        let deep = DEEP.max(asked.limit);
        let near = std::thread::scope(|scope| {
            let near = scope.spawn(|| of_words(owner, asked, deep, Some(JOINS)));
            {
                let began = Instant::now();
                let symbols = owner.symbols.lock();
                let question = Question::new(&symbols, &asked.words, &|path| asked.keeps(path));
                self.by_words(&question, asked, deep);
                let named = Instant::now();
                self.by_names(&symbols, &question, asked, deep);
                self.took.words_ms = millis(named - began);
                self.took.names_ms = millis(named.elapsed());
            }
            near.join()
        });
        let near = near.unwrap_or_else(|_| {
            let message = "the search by meaning failed in a way it should not";
            Err(ApiError::new(Code::Internal, message))
        })?;
        Ok(self.by_meaning(near, asked, &|_| true))
    }

    fn by_words(&mut self, question: &Question<'_>, asked: &Asked, limit: usize) {
        if !asked.any() {
            return;
        }
        let only = asked.only_symbols();
        let found = question.rank(if only { MORE } else { limit });
        let found = found.iter().filter(|found| !only || found.symbol.is_some());
        let found: Vec<_> = found.take(limit).collect();
        let first = found.first().map_or(1.0, |first| first.score);
        let mut keys = Vec::new();
        for found in found {
            let key = Key {
                path: found.path.to_vec(),
                line: found.chunk.line,
                part: found.chunk.part,
            };
            let known = self.known.entry(key.clone()).or_default();
            known.reference = found.symbol.as_ref().map(|it| format!("symbol:{}", it.id));
            known.words.clone_from(&found.words);
            self.scores.push(f64::from(found.score));
            let fit = List::Text.fit(f64::from(found.score / first), f64::from(found.fit));
            keys.push(Placed { key, fit });
        }
        self.lists.push((List::Text, keys));
    }

    fn by_names(
        &mut self,
        symbols: &Symbols,
        question: &Question<'_>,
        asked: &Asked,
        limit: usize,
    ) {
        if !asked.any() {
            return;
        }
        let named = question.names(limit);
        let first = named.first().map_or(1.0, |first| first.score);
        let fit = |it: &Named<'_>| List::Symbol.fit(f64::from(it.score / first), f64::from(it.fit));
        let mut found: Vec<_> = named.iter().map(|it| (it.symbol, fit(it))).collect();
        // One word may be the beginning or the middle of a name that is still being typed.
        if let [_] = &asked.ask.terms[..] {
            let typed = symbols.named_with(&asked.words, &|path| asked.keeps(path), limit);
            found.extend(typed.into_iter().map(|symbol| (symbol, 1.0)));
        }
        let mut keys = Vec::new();
        for (found, fit) in found {
            let key = Key {
                path: found.path.to_vec(),
                line: found.symbol.line,
                part: 0,
            };
            let known = self.known.entry(key.clone()).or_default();
            known.reference = Some(format!("symbol:{}", found.id));
            keys.push(Placed { key, fit });
        }
        self.lists.push((List::Symbol, keys));
    }

    /// Takes what is near, without what `keep` leaves out.
    pub fn by_meaning(&mut self, near: Near, asked: &Asked, keep: &dyn Fn(&Key) -> bool) -> bool {
        let only = asked.only_symbols();
        self.took.embed_ms = near.embed_ms;
        self.took.vectors_ms = near.search_ms;
        self.took.meaning_ms = millis(near.took);
        // Among pieces that are all about as near, the nearest says more than by its cosine alone.
        let of = |hit: Option<&NearHit>| hit.map_or(0.0, |hit| f64::from(hit.score));
        let (first, last) = (of(near.hits.first()), of(near.hits.last()));
        let mut keys = Vec::new();
        for hit in near.hits {
            let is_symbol = hit.reference.starts_with("symbol:");
            let key = Key {
                path: hit.path,
                line: hit.line,
                part: hit.part,
            };
            if !asked.any() || (only && !is_symbol) || !asked.keeps(&key.path) || !keep(&key) {
                continue;
            }
            let known = self.known.entry(key.clone()).or_default();
            known.reference = Some(hit.reference).filter(|_| is_symbol);
            known.near = Some(hit.score);
            let score = f64::from(hit.score);
            self.scores.push(score);
            let beside_first = match first > last {
                true => (score - last) / (first - last),
                false => 1.0,
            };
            let fit = List::Meaning.fit(beside_first, score);
            keys.push(Placed { key, fit });
        }
        self.lists.push((List::Meaning, keys));
        self.missing = near.missing;
        near.partial
    }

    /// All of them as one list.
    pub fn fused(&self, boosts: &dyn Fn(&Key) -> Boosts) -> Vec<Piece> {
        let fused = fuse(&self.lists, &|key| &key.path[..], boosts);
        spread(fused, &|key| is_prose(&key.path).then(|| key.path.clone()))
    }

    /// The only one there is, with its own scores.
    pub fn alone(&self) -> Vec<Piece> {
        let Some((list, keys)) = self.lists.first() else {
            return Vec::new();
        };
        let best = self.scores.first().copied().unwrap_or(1.0);
        let best = best.max(f64::MIN_POSITIVE);
        let pieces = keys.iter().zip(&self.scores);
        let piece = |(placed, score): (&Placed<Key>, &f64)| Fused {
            key: placed.key.clone(),
            score: (score / best).clamp(0.0, 1.0),
            lists: vec![*list],
            boosts: Boosts::default(),
        };
        pieces.map(piece).collect()
    }
}

/// Whether a file is written for people to read; of what has no grammar the name tells it.
fn is_prose(path: &[u8]) -> bool {
    let ends = [&b".txt"[..], b".rst", b".adoc", b".org"];
    match Language::of_name(path) {
        Some(language) => language == Language::Markdown,
        None => ends.iter().any(|end| path.ends_with(end)),
    }
}

/// What is near to the words of a question; nothing is near to none.
fn of_words(
    owner: &Owner,
    asked: &Asked,
    limit: usize,
    within: Option<Duration>,
) -> ApiResult<Near> {
    if asked.words.trim().is_empty() || !asked.any() {
        return Ok(Near::default());
    }
    let (words, _) = owner.app().gatekeeper.mask_text(&asked.words);
    let near = near(owner, asked, About::Text(&words), limit, within);
    near.map_err(|error| too_long(error, words.len()))
}

/// Says that a question of so many bytes is long, where that may be why nothing came in time.
fn too_long(error: ApiError, size: usize) -> ApiError {
    if error.code != Code::SidecarUnavailable || error.hint.is_some() || size < LONG {
        return error;
    }
    let kib = size >> 10;
    error.hint(format!(
        "The question is long ({kib} KiB), and to read it takes time; a sentence is enough."
    ))
}

/// What the sidecar finds, with what can be left out there.
pub(super) fn near(
    owner: &Owner,
    asked: &Asked,
    about: About<'_>,
    limit: usize,
    within: Option<Duration>,
) -> ApiResult<Near> {
    let filter = filter::filter(asked)?;
    let spare = match asked.is_narrowed() || asked.only_symbols() {
        true => SPARE,
        false => 1,
    };
    owner.meaning().search_within(
        about,
        &filter,
        limit.saturating_mul(spare).min(1_000),
        within,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_told_by_the_name_of_a_file() {
        for path in ["README.md", "docs/a.rst", "notes.txt"] {
            assert!(is_prose(path.as_bytes()), "{path}");
        }
        for path in ["src/a.rs", "query.sql", "Makefile", "a.json"] {
            assert!(!is_prose(path.as_bytes()), "{path}");
        }
    }

    #[test]
    fn a_question_that_is_long_is_said_to_be_where_no_answer_came() {
        let late = || ApiError::new(Code::SidecarUnavailable, "no answer within 1482 ms");
        let told = too_long(late(), 112 << 10).hint.expect("a hint");
        assert!(told.contains("long (112 KiB)"), "{told}");
        assert!(too_long(late(), 100).hint.is_none());
        let other = too_long(late().hint("Look."), 112 << 10);
        assert_eq!(other.hint.as_deref(), Some("Look."), "its own says more");
        let refused = ApiError::new(Code::Invalid, "no");
        assert!(too_long(refused, 112 << 10).hint.is_none());
    }
}
