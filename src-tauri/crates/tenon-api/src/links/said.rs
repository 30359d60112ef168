//! What tasks and the journal say, as the finders take it.

use std::collections::{HashMap, HashSet};

use tenon_core::DocId;
use tenon_knowledge::link::{Begun, Card, Marked, Run, Saved, Text, Thing};
use tenon_knowledge::task::origin;
use tenon_store::OutsideChange;

use super::events::Events;
use crate::ApiResult;
use crate::owner::Owner;
use crate::tasks::LinkedTask;

/// What the front matter of tasks says.
pub(super) fn cards(tasks: &[LinkedTask]) -> Vec<Card> {
    let line = |line: Option<usize>| u32::try_from(line.unwrap_or(1)).unwrap_or(u32::MAX);
    let cards = tasks.iter().filter_map(|linked| {
        let task = &linked.task;
        let id = task.id.as_ref()?;
        Some(Card {
            task: Thing::Task(id.as_str().to_owned()),
            path: task.path.clone().into_bytes(),
            depends: task.depends.clone(),
            depends_line: line(task.lines.depends),
            branch: task.branch.clone(),
            branch_line: line(task.lines.branch),
        })
    });
    cards.collect()
}

/// The marks that tasks were made of, where they stand now.
pub(super) fn marks(owner: &Owner) -> Vec<Marked> {
    let found = match crate::tasks::followed(owner) {
        Ok(found) => found,
        Err(error) => {
            tracing::info!(%error.message, "marks of tasks are not linked");
            Vec::new()
        }
    };
    let marks = found.into_iter().map(|(task, path, line)| Marked {
        task: Thing::Task(task),
        path,
        line: u32::try_from(line).unwrap_or(u32::MAX),
    });
    marks.collect()
}

/// Takes out where tasks say that they come from, where it is known where their marks stand now.
pub(super) fn without_origins(texts: &mut [Text], tasks: &[LinkedTask], marks: &[Marked]) {
    let known: HashSet<&Thing> = marks.iter().map(|mark| &mark.task).collect();
    let origins = tasks.iter().filter_map(|linked| {
        let of = Thing::Task(linked.task.id.as_ref()?.as_str().to_owned());
        let (path, line, _) = origin(&linked.task.body)?;
        known.contains(&of).then(|| (of, format!("{path}:{line}")))
    });
    let origins: HashMap<Thing, String> = origins.collect();
    for text in texts {
        if let Some(place) = origins.get(&text.of) {
            text.mentions.retain(|mention| mention.value != *place);
        }
    }
}

/// The tasks that were begun on a branch.
pub(super) fn begun(tasks: &[LinkedTask], events: &Events) -> Vec<Begun> {
    let begins: HashMap<&str, &[String]> = tasks
        .iter()
        .filter_map(|linked| Some((linked.task.id.as_ref()?.as_str(), &*linked.begun)))
        .collect();
    let moves = events.moves.iter().filter_map(|moved| {
        let id = moved.task.id();
        let begun = begins.get(id)?.contains(&moved.status);
        Some(Begun {
            task: Thing::Task(id.to_owned()),
            branch: moved.branch.clone().filter(|_| begun)?,
            at: moved.at,
            event: moved.event.to_string(),
        })
    });
    moves.collect()
}

/// The saves of files that are still known, and what other programs wrote, in the order of their
/// times.
pub(super) fn saves(
    owner: &Owner,
    events: &Events,
    runs: &[Run],
    outside: &[OutsideChange],
) -> ApiResult<Vec<Saved>> {
    let mut paths: HashMap<&str, Option<Vec<u8>>> = HashMap::new();
    let mut saves = Vec::new();
    for save in &events.saves {
        let id = save.file.id();
        let path = match paths.get(id) {
            Some(known) => known.clone(),
            None => {
                let doc = id.parse::<DocId>().ok();
                let found = doc.map(|doc| owner.db.document(doc)).transpose()?.flatten();
                let path = found.and_then(|found| found.path);
                paths.insert(id, path.clone());
                path
            }
        };
        if let Some(path) = path {
            saves.push(Saved {
                path,
                at: save.at,
                session: save.session.clone(),
                event: Some(save.event.to_string()),
            });
        }
    }
    // Whoever wrote it did so while the command before it was the last in its session.
    let ran = |at: i64| runs.partition_point(|run| run.began <= at).checked_sub(1);
    saves.extend(outside.iter().filter_map(|change| {
        Some(Saved {
            path: change.path.clone(),
            at: change.at,
            session: runs[ran(change.at)?].session.clone(),
            event: None,
        })
    }));
    saves.sort_by_key(|saved| saved.at);
    Ok(saves)
}
