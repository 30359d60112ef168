//! Commands that ran, among the answers: those that have the words, and those that mean something
//! like them.

use std::collections::HashMap;
use std::time::Duration;

use tenon_core::{Millis, RunId};
use tenon_index::rank::{Boosts, Fused, List, Placed, fuse};
use tenon_store::{Run, RunExit};

use super::Asked;
use super::lists::JOINS;
use crate::handle::run::{commands, exit_of};
use crate::meaning::commands::COMMAND;
use crate::meaning::{About, Filter, Near, NearHit};
use crate::owner::Owner;
use crate::runs::gone::Owned;
use crate::wire::{SearchHit, SearchMode};
use crate::{ApiError, ApiResult, search};

/// How deep the two lists are looked at.
const DEEP: usize = 100;

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    pub hits: Vec<SearchHit>,
    pub partial: bool,
    /// Why nothing was looked for by meaning, where the other list answers.
    pub text_only: Option<ApiError>,
}

/// The commands that fit, the best first, at most `left`. With `like` they are like that one.
pub(super) fn find(
    owner: &Owner,
    asked: &Asked,
    mode: SearchMode,
    like: Option<RunId>,
    left: usize,
) -> ApiResult<Found> {
    let ask = &asked.ask;
    // Nothing has a language or fits a pattern of paths.
    let narrowed =
        !ask.globs.is_empty() || !ask.languages.is_empty() || !ask.without_languages.is_empty();
    if left == 0 || narrowed || !ask.wants(COMMAND) {
        return Ok(Found::default());
    }
    let deep = DEEP.max(left);
    let source = commands(owner);
    let mut rows: HashMap<String, SearchHit> = HashMap::new();
    let mut lists = Vec::new();
    let mut found = Found::default();
    if mode != SearchMode::Semantic {
        let hits = source.hits(ask, Some(deep))?;
        let mut keys = Vec::new();
        for hit in hits {
            let Some(key) = hit.reference.clone() else {
                continue;
            };
            keys.push(Placed {
                key: key.clone(),
                fit: hit.score,
            });
            rows.insert(key, search::hit(hit));
        }
        lists.push((List::Text, keys));
    }
    if mode != SearchMode::Lexical {
        let within = (mode == SearchMode::Hybrid).then_some(JOINS);
        match near(owner, asked, like, deep, within) {
            Ok(near) => {
                found.partial = near.partial;
                let of = |hit: Option<&NearHit>| hit.map_or(0.0, |hit| f64::from(hit.score));
                let (first, last) = (of(near.hits.first()), of(near.hits.last()));
                let mut keys = Vec::new();
                let mut owned = Owned::new(owner.app(), owner.row().profile);
                for near in &near.hits {
                    let Some(run) = newest(owner, asked, like, near)? else {
                        continue;
                    };
                    let score = f64::from(near.score);
                    let beside = if first > last {
                        (score - last) / (first - last)
                    } else {
                        1.0
                    };
                    // Both lists know a command by its newest run that fits.
                    let key = format!("run:{}", run.id);
                    let hit = search::hit(source.hit(owned.info(run), score));
                    let fit = List::Meaning.fit(beside, score);
                    keys.push(Placed {
                        key: key.clone(),
                        fit,
                    });
                    let row = rows.entry(key).or_insert(hit);
                    row.why = format!("{}; near in meaning ({score:.2})", row.why);
                }
                lists.push((List::Meaning, keys));
            }
            Err(error) if mode == SearchMode::Hybrid => found.text_only = Some(error),
            Err(error) => return Err(error),
        }
    }
    // A command stands in no file whose pieces would count for it.
    let fused: Vec<Fused<String>> = fuse(&lists, &|key| key.as_str(), &|_| Boosts::default());
    for piece in fused.into_iter().take(left) {
        if let Some(mut row) = rows.remove(&piece.key) {
            row.score = piece.score;
            row.lists = piece.lists.iter().map(|it| it.word().to_owned()).collect();
            found.hits.push(row);
        }
    }
    Ok(found)
}

fn near(
    owner: &Owner,
    asked: &Asked,
    like: Option<RunId>,
    limit: usize,
    within: Option<Duration>,
) -> ApiResult<Near> {
    let words = match like {
        Some(run) => command(owner, run)?,
        None => asked.words.clone(),
    };
    if words.trim().is_empty() {
        return Ok(Near::default());
    }
    let (words, _) = owner.app().gatekeeper.mask_text(&words);
    let filter = Filter {
        kinds: vec![COMMAND.to_owned()],
        ..Filter::default()
    };
    owner
        .meaning()
        .search_within(About::Text(&words), &filter, limit, within)
}

/// The text of a command.
fn command(owner: &Owner, run: RunId) -> ApiResult<String> {
    let runs = owner.app().runs(owner.row().profile)?;
    let found = runs.db.run(run)?;
    Ok(found
        .ok_or_else(|| crate::handle::run::unknown(run))?
        .command)
}

/// The newest run of a command that fits the rest of the question; none for what is compared itself.
fn newest(
    owner: &Owner,
    asked: &Asked,
    like: Option<RunId>,
    near: &NearHit,
) -> ApiResult<Option<Run>> {
    let Some(run) = near
        .reference
        .strip_prefix("run:")
        .and_then(|id| id.parse().ok())
    else {
        return Ok(None);
    };
    let exit: Option<RunExit> = asked.ask.exit.map(exit_of);
    let since: Option<Millis> = asked.ask.since;
    let runs = owner.app().runs(owner.row().profile)?;
    let found = runs.db.newest_like(run, exit, since)?;
    let Some(like) = like else { return Ok(found) };
    let own = command(owner, like)?;
    Ok(found.filter(|run| run.command != own))
}
