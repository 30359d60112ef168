//! What rankings leave out: lines of files that are too large to be taken to pieces.

use tenon_api::ApiResult;
use tenon_api::search;
use tenon_api::wire::{SearchHit, SearchMode};
use tenon_index::find::{Ask, Problem, Term, lines_with};
use tenon_index::syntax::lexical::words_of;
use tenon_workspace::Root;

use super::options::Options;
use crate::Session;

/// Reads the files at `paths` for a question by words, for as many rows as there is room, the best
/// first. They stand below the rows of the ranking, so none scores more than `least`. Nothing where
/// the question is not by words.
pub fn rows(
    session: &Session,
    options: &Options,
    query: &str,
    paths: &[Vec<u8>],
    (room, least): (usize, f64),
) -> ApiResult<Option<(Vec<SearchHit>, Vec<Problem>)>> {
    let ask = options.ask(query)?;
    let by_words = options.ranking() != Some(SearchMode::Semantic);
    let words = words_of(&text(&ask));
    if paths.is_empty() || room == 0 || !by_words || words.is_empty() {
        return Ok(None);
    }
    let root = Root::open(&session.workspace)?;
    let (hits, problems) = lines_with(root.path(), paths, &words, room)?;
    let rows = hits.into_iter().map(|mut hit| {
        hit.score *= least;
        hit.why += "; its file is too large to be ranked";
        SearchHit {
            lists: vec!["text".to_owned()],
            ..search::hit(hit)
        }
    });
    Ok(Some((rows.collect(), problems)))
}

fn text(ask: &Ask) -> String {
    let words = ask.terms.iter().map(|term| match term {
        Term::Literal(text) | Term::Regex(text) => text.as_str(),
    });
    words.collect::<Vec<_>>().join(" ")
}
