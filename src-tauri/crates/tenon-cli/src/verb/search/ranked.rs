//! Rankings: pieces of files, the best first.

use std::process::ExitCode;

use tenon_api::wire::{SearchHit, SearchLike, SearchMode, SearchRankedParams, Whole};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::{Code, WirePath, counted};
use tenon_index::find::Problem;

use super::symbols::Symbols;
use super::{Options, named, print};
use crate::Session;

/// Rows that a ranking gives when nothing is said.
const ROWS: usize = 100;

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
}

/// Asks for one ranking and prints it.
pub fn run(
    session: &Session,
    symbols: &Symbols,
    options: &Options,
    query: &str,
) -> ApiResult<ExitCode> {
    let mut printer = print::Printer::new(session.out.is_json());
    let found = find(symbols, options, query)?;
    found.hits.into_iter().all(|hit| printer.print(hit));
    printer.finish()?;
    if let Some(why) = &found.text_only {
        let hint = why.hint.as_deref().unwrap_or_default();
        let told = format!("text only: {} {hint}", why.message);
        session.out.notice(told.trim_end());
    } else if found.partial && options.ranking() != Some(SearchMode::Lexical) {
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
    Ok(named(session, &found.problems))
}

/// Asks for one ranking.
pub fn find(symbols: &Symbols, options: &Options, query: &str) -> ApiResult<Found> {
    let search = options.query(query)?;
    let like = options.like.as_deref().map(like).transpose()?;
    let limit = options.limit.unwrap_or(ROWS);
    if limit == 0 {
        return Ok(Found::default());
    }
    let answer = symbols.link()?.call::<ops::search_ranked>(
        &tenon_api::owner::Caller::command_line(),
        SearchRankedParams {
            search,
            limit: u32::try_from(limit).unwrap_or(u32::MAX),
            front: None,
            like,
        },
    )?;
    let problems = answer.problems.into_iter();
    let told = |path: &WirePath| path.to_bytes().unwrap_or_default();
    Ok(Found {
        hits: answer.hits,
        problems: problems.map(|it| (told(&it.path), it.reason)).collect(),
        text_only: answer.text_only,
        partial: answer.partial,
        missing: answer.missing,
    })
}

/// Reads `PATH:LINE` or `PATH:LINE-LINE`.
fn like(text: &str) -> ApiResult<SearchLike> {
    let read = || {
        let (path, lines) = text.rsplit_once(':')?;
        let (line, end) = match lines.split_once('-') {
            Some((line, end)) => (line, Some(end.parse::<u32>().ok()?)),
            None => (lines, None),
        };
        let line = line.parse::<u32>().ok()?;
        Some(SearchLike {
            path: WirePath::from(path),
            line: Whole::size(u64::from(line)),
            end_line: end.map(|end| Whole::size(u64::from(end))),
        })
    };
    read().ok_or_else(|| {
        let message = format!("\"{text}\" is no place in a file");
        ApiError::new(Code::Invalid, message)
            .hint("Write it as src/main.rs:12, or src/main.rs:12-20 for several lines.")
    })
}
