//! Searching on the seams: questions are read, and hits take the shape of the wire.

mod following;

use std::collections::HashSet;
use std::path::Path;

use tenon_core::{Clock, Code, WirePath};
use tenon_index::FindError;
use tenon_index::find::{Ask, Case, Hit, Problem, Term, list};
use tenon_index::query;

use crate::wire::{SearchCase, SearchHit, SearchMode, SearchProblem, SearchQuery, Whole};
use crate::{ApiError, ApiResult, moment};

pub use following::Following;

/// So many lines around a hit are given.
const CONTEXT: u32 = 50;

/// Reads a question.
pub fn ask(query: &SearchQuery, clock: &dyn Clock, limit: Option<usize>) -> ApiResult<Ask> {
    if query.context > CONTEXT {
        let message = format!("at most {CONTEXT} lines around a hit are given");
        return Err(ApiError::new(Code::Invalid, message));
    }
    let beside = Ask {
        case: match query.case {
            SearchCase::Sensitive => Case::Sensitive,
            SearchCase::Smart => Case::Smart,
            SearchCase::Ignore => Case::Ignore,
        },
        word: query.word,
        globs: query.paths.clone(),
        languages: query.langs.clone(),
        kinds: query.kinds.clone(),
        hidden: query.hidden,
        no_ignore: query.no_ignore,
        context: query.context as usize,
        limit,
        ..Ask::default()
    };
    let whole = |term| Ask {
        terms: vec![term],
        ..beside.clone()
    };
    let text = query.text.clone();
    match query.mode {
        SearchMode::Literal => Ok(whole(Term::Literal(text))),
        SearchMode::Regex => Ok(whole(Term::Regex(text))),
        SearchMode::Lexical | SearchMode::Semantic | SearchMode::Hybrid => {
            let now = clock.now();
            let moment = |text: &str| moment::in_query(text, now);
            Ok(query::words(&query.text, beside, &moment)?)
        }
        SearchMode::Query => {
            let now = clock.now();
            let moment = |text: &str| moment::in_query(text, now);
            Ok(query::parse(&query.text, beside, &moment)?)
        }
    }
}

/// Threads that list files.
const THREADS: usize = 2;

/// The files that patterns, languages and times leave over; nothing when all count.
pub(crate) fn among(folder: &Path, ask: &Ask) -> Result<Option<HashSet<Vec<u8>>>, FindError> {
    let all = ask.globs.is_empty()
        && ask.languages.is_empty()
        && ask.without_languages.is_empty()
        && ask.since.is_none();
    if all {
        return Ok(None);
    }
    let (files, _) = list(folder, ask, THREADS, false)?;
    Ok(Some(files.into_iter().map(|file| file.path).collect()))
}

/// The same for tasks, whose folder is a hidden one.
pub(crate) fn among_tasks(folder: &Path, ask: &Ask) -> Result<Option<HashSet<Vec<u8>>>, FindError> {
    let ask = Ask {
        hidden: true,
        ..ask.clone()
    };
    among(folder, &ask)
}

/// The text of a term.
pub fn plain(term: &Term) -> String {
    match term {
        Term::Literal(text) | Term::Regex(text) => text.clone(),
    }
}

/// What could not be looked at, on the wire: so many at most.
pub(crate) fn problems(problems: Vec<Problem>, told: usize) -> Vec<SearchProblem> {
    let problems = problems.into_iter().take(told);
    let problem = |(path, reason): Problem| SearchProblem {
        path: WirePath::from_bytes(&path),
        reason,
    };
    problems.map(problem).collect()
}

/// A hit on the wire.
pub fn hit(hit: Hit) -> SearchHit {
    SearchHit {
        kind: hit.kind.to_owned(),
        reference: hit.reference,
        path: WirePath::from_bytes(&hit.path),
        line: Whole::size(hit.line),
        column: Whole::size(hit.column),
        text: hit.text,
        ranges: hit.ranges,
        score: hit.score,
        why: hit.why,
        lists: Vec::new(),
        before: hit.before,
        after: hit.after,
        cut: hit.cut,
        piece: None,
    }
}
