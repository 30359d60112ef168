//! Rankings: pieces of files, the best first.

use std::process::ExitCode;

use tenon_api::wire::{SearchHit, SearchMode, SearchRankedParams, Whole};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::{Code, WirePath, counted};
use tenon_index::find::Problem;

use super::options::{Options, Spelled};
use super::symbols::Symbols;
use super::{large, named, print};
use crate::verb::meaning;
use crate::{Session, values};

/// Rows that a ranking gives when nothing is said.
const ROWS: usize = 100;
/// The most rows of one by meaning alone, and of the others.
const MOST: (usize, usize) = (1_000, 10_000);

/// What a ranking found, and what it could not look at.
#[derive(Default)]
pub struct Found {
    pub hits: Vec<SearchHit>,
    pub problems: Vec<Problem>,
    /// Why nothing was looked for by meaning.
    pub text_only: Option<ApiError>,
    /// Whether some pieces cannot be found by meaning yet.
    pub partial: bool,
    /// How many, as far as they are known.
    pub missing: Option<Whole>,
    /// Files of text that were not looked at, because nothing of them is ranked.
    pub unranked: Vec<Problem>,
}

/// Asks for one ranking and prints it.
pub fn run(
    session: &Session,
    symbols: &Symbols,
    options: &Options,
    query: &str,
) -> ApiResult<ExitCode> {
    let mut printer = print::Printer::new(session);
    let found = find(session, symbols, options, query)?;
    let rows = found.hits.len();
    found.hits.into_iter().all(|hit| printer.print(hit));
    printer.finish()?;
    let is_lexical = options.ranking() == Some(SearchMode::Lexical);
    if let Some(why) = &found.text_only {
        session.out.notice(&format!("text only: {}", why.words()));
    } else if found.partial && !is_lexical {
        let what = match found.missing {
            Some(missing) => {
                let pieces = counted(missing.get(), "piece");
                format!("{pieces} of text cannot be found by meaning yet")
            }
            None => "Not everything can be found by meaning yet".to_owned(),
        };
        let told = format!("{what}; \"tenon index --wait-for-meaning\" makes it so.");
        session.out.notice(&told);
    }
    if found.text_only.is_none() && options.ranking() != Some(SearchMode::Lexical) {
        meaning::notice_fault(session, &symbols.link()?)?;
    }
    if let Some(told) = unread(&found.unranked) {
        session.out.notice(&told);
    }
    let most = most(options);
    if rows == most && options.limit.is_some_and(|limit| limit > most) {
        let told = format!("A ranking gives {most} rows at most, so there may be more.");
        session.out.notice(&told);
    }
    Ok(named(session, &found.problems))
}

/// Says which files were not looked at.
fn unread(unranked: &[Problem]) -> Option<String> {
    let (path, why) = unranked.first()?;
    let path = String::from_utf8_lossy(path);
    let more = match unranked.len() - 1 {
        0 => String::new(),
        more => format!(", nor were {} like it", counted(more as u64, "file")),
    };
    Some(format!(
        "{path} was not looked at, because nothing of it is ranked ({why}){more}. \
         A search without \"--mode\" reads it."
    ))
}

fn most(options: &Options) -> usize {
    match options.ranking() {
        Some(SearchMode::Semantic) => MOST.0,
        _ => MOST.1,
    }
}

/// Asks for one ranking.
pub fn find(
    session: &Session,
    symbols: &Symbols,
    options: &Options,
    query: &str,
) -> ApiResult<Found> {
    let search = options.query(query)?;
    let invalid = |why| ApiError::new(Code::Invalid, why);
    options.check(Spelled::Key).map_err(invalid)?;
    let like = options.like.as_deref().map(values::like).transpose();
    let (like, like_run) = match like.map_err(invalid)? {
        Some(values::Like::Lines(lines)) => (Some(lines), None),
        Some(values::Like::Run(run)) => (None, Some(run)),
        None => (None, None),
    };
    let limit = options.limit.unwrap_or(ROWS);
    if limit == 0 {
        return Ok(Found::default());
    }
    let answer = symbols.call::<ops::search_ranked>(SearchRankedParams {
        search,
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
        front: None,
        like,
        like_run,
    })?;
    let told = |path: &WirePath| path.to_bytes().unwrap_or_default();
    let problem = |it: tenon_api::wire::SearchProblem| (told(&it.path), it.reason);
    let mut found = Found {
        hits: answer.hits,
        problems: answer.problems.into_iter().map(problem).collect(),
        text_only: answer.text_only,
        partial: answer.partial,
        missing: answer.missing,
        unranked: answer.unranked.into_iter().map(problem).collect(),
    };
    let room = limit.min(most(options)).saturating_sub(found.hits.len());
    let least = found.hits.last().map_or(1.0, |hit| hit.score);
    let paths: Vec<_> = found.unranked.iter().map(|it| it.0.clone()).collect();
    if let Some((rows, problems)) = large::rows(session, options, query, &paths, (room, least))? {
        found.hits.extend(rows);
        found.problems.extend(problems);
        found.unranked.clear();
    }
    Ok(found)
}
