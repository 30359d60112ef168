//! Pieces of files ranked by the words they share with a question, by the names of symbols, and by
//! what they mean.

mod commands;
mod filter;
mod hand;
mod like;
mod lines;
mod lists;
mod part;
mod prose;
mod row;
mod titled;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use tenon_core::{Code, WirePath};
use tenon_index::find::{Ask, Problem, unreadable};
use tenon_index::rank::Fused;
use tenon_workspace::WorkspaceError;

use crate::meaning::commands::COMMAND;
use crate::owner::{Caller, Owner};
use crate::wire::{SearchMode, SearchRanked, SearchRankedParams, SearchTook, Whole};
use crate::{ApiError, ApiResult, search};

use lists::{Key, Lists};
use prose::Prose;

/// The most rows of one answer.
const MOST: u32 = 10_000;
/// So many files without a ranking are named.
const UNRANKED: usize = 1_000;
/// Threads that look at files.
const THREADS: usize = 2;

/// A question as the rankings take it.
struct Asked {
    ask: Ask,
    words: String,
    /// The files that may be named; all without.
    among: Option<HashSet<Vec<u8>>>,
    /// Which are notes and tasks, where only these count.
    prose: Option<Prose>,
    limit: usize,
}

impl Asked {
    fn keeps(&self, path: &[u8]) -> bool {
        let prose = self.prose.as_ref().map(|prose| &prose.files);
        let among = [self.among.as_ref(), prose].into_iter().flatten();
        among.into_iter().all(|paths| paths.contains(path))
    }

    /// Whether only pieces of some files count.
    fn is_narrowed(&self) -> bool {
        self.among.is_some() || self.prose.is_some()
    }

    /// What a piece of a file is called.
    fn kind(&self, path: &[u8]) -> &'static str {
        match &self.prose {
            Some(prose) => prose.kind(path),
            None if self.only_symbols() => "symbol",
            None => "text",
        }
    }

    /// Whether only pieces about a symbol count.
    fn only_symbols(&self) -> bool {
        self.prose.is_none() && self.ask.wants("symbol") && !self.ask.wants("text")
    }

    /// Refuses what a ranking has no answer to, where an empty one would look like an answer.
    fn check(&self, mode: SearchMode, like: bool) -> ApiResult<()> {
        // "kind:" in a query comes this far; "--kind" is refused by the command line.
        if self.ask.kinds.iter().any(|kind| kind == "file") {
            let message = "\"kind:file\" does not go with a ranking: names of files are not ranked";
            return Err(ApiError::new(Code::Invalid, message).hint(
                "Leave it out, or search without a ranking (\"tenon search\" without \"--mode\").",
            ));
        }
        // Commands can also be listed by how they ended alone.
        let commands = mode != SearchMode::Semantic && self.ask.wants(COMMAND) && !self.any();
        if !like && !commands && self.words.trim().is_empty() {
            let message = match mode {
                SearchMode::Semantic => "a question by meaning needs words",
                _ => "a ranking needs words",
            };
            return Err(ApiError::new(Code::Invalid, message)
                .hint("Write what is looked for; fields such as \"lang:rust\" only narrow it."));
        }
        Ok(())
    }

    /// Whether any piece can fit: there are no files by name among them.
    fn any(&self) -> bool {
        self.prose.is_some() || self.ask.wants("text") || self.ask.wants("symbol")
    }
}

pub(crate) fn search_ranked(
    owner: &Owner,
    _: &Caller,
    params: SearchRankedParams,
) -> ApiResult<SearchRanked> {
    let mode = params.search.mode;
    if !matches!(
        mode,
        SearchMode::Lexical | SearchMode::Semantic | SearchMode::Hybrid
    ) {
        let message =
            "only a question of the mode \"lexical\", \"semantic\" or \"hybrid\" is ranked";
        return Err(ApiError::new(Code::Invalid, message));
    }
    let like = params.like.is_some() || params.like_run.is_some();
    if like && mode != SearchMode::Semantic {
        let message =
            "what is like some lines is found by meaning: with the mode \"semantic\" alone";
        return Err(ApiError::new(Code::Invalid, message));
    }
    let began = Instant::now();
    let front = params.front.as_ref().map(|path| front(owner, path));
    let front = front.transpose()?;
    let clock = &*owner.app().surroundings.ambient.clock;
    let mut ask = search::ask(&params.search, clock, None)?;
    if params.like_run.is_some() && ask.kinds.is_empty() {
        ask.kinds.push(COMMAND.to_owned());
    }
    let words: Vec<String> = ask.terms.iter().map(search::plain).collect();
    // An answer from half of the files would look like one from all.
    match owner.symbols.complete() {
        true => owner.symbols.refresh_unless_followed()?,
        false => owner.symbols.refresh(b"")?,
    }
    let prose = Prose::of(owner, &ask);
    let asked = Asked {
        among: match &prose {
            Some(_) => search::among_tasks(owner.root(), &ask)?,
            None => search::among(owner.root(), &ask)?,
        },
        prose,
        words: words.join(" "),
        limit: params.limit.clamp(1, MOST) as usize,
        ask,
    };
    asked.check(mode, like)?;
    let problems = problems(owner, &asked)?;
    let mut lists = Lists::default();
    let (mut partial, mut text_only) = (false, None);
    match mode {
        SearchMode::Lexical => lists.text(owner, &asked),
        SearchMode::Semantic => {
            let found = match &params.like {
                Some(lines) if asked.any() => like::near(owner, &asked, lines, &mut lists),
                _ => lists.meaning(owner, &asked),
            };
            partial = found.map_err(hinted)?;
        }
        _ => match lists.all(owner, &asked) {
            Ok(some) => partial = some,
            Err(why) => text_only = Some(why),
        },
    }
    let fusing = Instant::now();
    let mut fused = match mode {
        SearchMode::Hybrid => lists.fused(&hand::in_hand(owner, front.as_deref(), clock.now())),
        _ => lists.alone(),
    };
    fused.truncate(asked.limit);
    let reading = Instant::now();
    let mut hits = row::rows(owner, &fused, &lists, &asked);
    let left = asked.limit - hits.len();
    let found = commands::find(owner, &asked, mode, params.like_run, left).map_err(hinted)?;
    partial |= found.partial;
    text_only = text_only.or(found.text_only);
    hits.extend(found.hits);
    let took = SearchTook {
        fuse_ms: millis(reading - fusing),
        lines_ms: millis(reading.elapsed()),
        total_ms: millis(began.elapsed()),
        ..lists.took
    };
    Ok(SearchRanked {
        hits,
        partial: partial || !owner.symbols.complete_or_unfollowed(),
        missing: (lists.missing > 0).then(|| Whole::size(lists.missing)),
        text_only,
        problems: search::problems(problems, usize::MAX),
        unranked: search::problems(unranked(owner, &asked), UNRANKED),
        took: Some(took),
    })
}

/// A time in milliseconds, with as many places as a person reads.
fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e5).round() / 1e2
}

/// What to do where the sidecar cannot answer and nobody has said it.
fn hinted(error: ApiError) -> ApiError {
    if error.code != Code::SidecarUnavailable || error.hint.is_some() {
        return error;
    }
    error.hint("\"tenon doctor\" says what the sidecar needs; a search by words needs none.")
}

/// A piece with its place in the answer.
type Piece = Fused<Key>;

/// What could not be looked at, of what was asked for.
fn problems(owner: &Owner, asked: &Asked) -> ApiResult<Vec<Problem>> {
    let index = &owner.indexing().index;
    if index.is_followed() {
        let all = index.unreadable().into_iter();
        return Ok(all.filter(|(path, _)| asked.keeps(path)).collect());
    }
    Ok(unreadable(owner.root(), &asked.ask, THREADS)?)
}

/// Files of text that were asked for and are in no ranking.
fn unranked(owner: &Owner, asked: &Asked) -> Vec<Problem> {
    if !asked.ask.wants("text") {
        return Vec::new();
    }
    let symbols = owner.symbols.lock();
    let files = symbols.unranked().filter(|(path, _)| asked.keeps(path));
    files
        .map(|(path, why)| (path.to_vec(), why.to_owned()))
        .collect()
}

/// The file in front, which may be gone but not lie outside.
fn front(owner: &Owner, path: &WirePath) -> ApiResult<Vec<u8>> {
    let path = path.to_bytes()?;
    let path = owner.root.relative(&path)?;
    match owner.root.place(path) {
        Err(error @ WorkspaceError::Outside { .. }) => Err(error.into()),
        _ => Ok(path.to_vec()),
    }
}
