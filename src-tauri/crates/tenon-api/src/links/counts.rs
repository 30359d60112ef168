//! How much is linked to things, for cards that have no room for more.

use std::collections::BTreeSet;

use tenon_core::Code;
use tenon_knowledge::link::{Kind, Thing};

use super::build::Built;
use super::{reference, things};
use crate::owner::Owner;
use crate::wire::{LinkCount, LinkCounts, LinkCountsParams};
use crate::{ApiError, ApiResult};

/// The most things of one question.
const MOST: usize = 10_000;
/// So many names are told of one thing.
const NAMES: usize = 6;

/// Counts what is linked for sure to each of these things; a task that is not there has nothing.
pub(crate) fn counts(owner: &Owner, params: &LinkCountsParams) -> ApiResult<LinkCounts> {
    if params.of.len() > MOST {
        let message = format!("at most {MOST} things are counted at once");
        return Err(ApiError::new(Code::Invalid, message));
    }
    let built = owner.linked.now(owner)?;
    let mut rows = Vec::new();
    for of in &params.of {
        let thing = match of.strip_prefix("task:") {
            // To look for the file of each of thousands of tasks would read all of them each time.
            Some(id) => built.known.task(id),
            None => Some(reference::named(owner, &built.known, of)?),
        };
        let row = match thing {
            Some(thing) => row(owner, &built, of, &thing)?,
            None => LinkCount {
                reference: of.clone(),
                ..LinkCount::default()
            },
        };
        rows.push(row);
    }
    Ok(LinkCounts { rows })
}

fn row(owner: &Owner, built: &Built, of: &str, thing: &Thing) -> ApiResult<LinkCount> {
    let own = built.file_of(thing);
    let near = others(built, thing);
    // A commit that only wrote the task's own file is not of the task.
    let commits = near.iter().filter(|it| matches!(it, Thing::Commit(_)));
    // What a commit of a task changed is of the task.
    let changed = commits.clone().flat_map(|commit| others(built, commit));
    let is_file = |it: &&Thing| built.file_of(it).is_some_and(|path| Some(path) != own);
    let mut files = BTreeSet::new();
    for it in near.iter().copied().chain(changed).filter(is_file) {
        let path = built.file_of(it).unwrap_or_default();
        if !matches!(built.known.file_of(path), Thing::Task(_)) {
            files.insert(path);
        }
    }
    let mut runs: Vec<&Thing> = near.iter().copied().collect();
    runs.retain(|it| matches!(it, Thing::Run(_)));
    let ended = |it: &Thing| built.shown.get(it).and_then(|shown| shown.at);
    runs.sort_by_key(|it| std::cmp::Reverse(ended(it)));
    let mut names: Vec<String> = Vec::new();
    for path in files.iter().take(NAMES / 2) {
        names.push(String::from_utf8_lossy(path).into_owned());
    }
    for run in runs.iter().take(NAMES - names.len()) {
        names.push(things::wire(owner, built, run, 1)?.title);
    }
    let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(LinkCount {
        reference: of.to_owned(),
        files: size(files.len()),
        runs: size(runs.len()),
        commits: size(commits.count()),
        names,
    })
}

/// What is linked to a thing for sure, each once.
fn others<'b>(built: &'b Built, thing: &Thing) -> BTreeSet<&'b Thing> {
    let edges = built.of(thing).map(|at| &built.edges[at]);
    let sure = edges.filter(|edge| {
        let only_written = edge.kind == Kind::Touches && matches!(thing, Thing::Task(_));
        !edge.suggestion && edge.kind != Kind::Holds && !only_written
    });
    let other = sure.map(|edge| match edge.from == *thing {
        true => &edge.to,
        false => &edge.from,
    });
    other.collect()
}
