//! What was done: from the journal, from what came to the front, and from the commands that ran.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use tenon_core::{DocId, EntityKind, Millis};
use tenon_knowledge::context::{Deed, Ran, Touch};
use tenon_knowledge::entity::{Kind, Source, find};
use tenon_store::{JournalQuery, KeptOutput, Run, RunQuery, RunState};

use crate::ApiResult;
use crate::owner::{Owner, lock};
use crate::problems::Places;

/// So many edits and saves are read.
const EVENTS: u32 = 400;
/// What is older says nothing of now.
const OLDEST: Millis = 3 * 24 * 3_600_000;
/// So many of the last commands are looked at.
const RUNS: usize = 5;
/// An output that names more files says nothing of any of them.
const NAMED: usize = 30;
/// So many bytes of the beginning, and of the end, of an output are looked at.
const LOOKED_AT: usize = 32 << 10;
/// The outputs of so many commands are remembered.
const REMEMBERED: usize = 200;

/// What was touched in the last days, the oldest first.
pub(super) fn all(owner: &Owner, now: Millis) -> ApiResult<Vec<Touch>> {
    let events = owner.db.read(&JournalQuery {
        backwards: true,
        limit: EVENTS,
        kinds: vec!["document.changed".into(), "document.saved".into()],
        since: Some(now.saturating_sub(OLDEST)),
        ..JournalQuery::default()
    })?;
    let mut paths: HashMap<DocId, Option<Vec<u8>>> = HashMap::new();
    let mut touches: Vec<Touch> = lock(&owner.context.shown).iter().cloned().collect();
    for event in events {
        let subject = &event.header.subject;
        let doc = (subject.kind() == EntityKind::File).then(|| subject.id().parse());
        let Some(Ok(doc)) = doc else { continue };
        let path = match paths.entry(doc) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let document = owner.db.document(doc)?;
                let path = document.and_then(|document| document.path);
                new.insert(path).clone()
            }
        };
        touches.extend(path.map(|path| Touch {
            at: event.header.at,
            path,
            deed: Deed::Edited,
        }));
    }
    touches.sort_by_key(|touch| touch.at);
    Ok(touches)
}

/// The last commands of this workspace with the files that they named, the oldest first.
pub(super) fn runs(owner: &Owner, now: Millis) -> ApiResult<Vec<Ran>> {
    let row = owner.row();
    if !owner.app().dirs.runs_place(row.profile).file.exists() {
        return Ok(Vec::new());
    }
    owner.runs.flush();
    let runs = owner.app().runs(row.profile)?;
    let page = runs.db.list(&RunQuery {
        workspace: Some(row.id),
        since: Some(now.saturating_sub(OLDEST)),
        limit: RUNS,
        ..RunQuery::default()
    })?;
    let mut ran = Vec::new();
    for run in page.runs.into_iter().rev() {
        let (RunState::Ended, Some(at)) = (run.state, run.ended.or(run.at)) else {
            continue;
        };
        let known = lock(&owner.context.named).get(&run.id).cloned();
        let names = match known {
            Some(names) => names,
            None => {
                let output = runs.db.output(run.id)?;
                let names = output.map_or_else(Vec::new, |output| names(owner, &run, &output));
                let mut remembered = lock(&owner.context.named);
                if remembered.len() >= REMEMBERED {
                    remembered.clear();
                }
                remembered.insert(run.id, names.clone());
                names
            }
        };
        ran.push(Ran {
            at,
            command: run.command.lines().next().unwrap_or_default().to_owned(),
            failed: run.exit.is_some_and(|exit| exit != 0),
            names,
        });
    }
    Ok(ran)
}

/// The files of the workspace that an output names, in that order.
fn names(owner: &Owner, run: &Run, output: &KeptOutput) -> Vec<Vec<u8>> {
    let text = format!("{}\n{}", head(&output.head), tail(&output.tail));
    let mut places = Places::new(run.cwd.as_deref().map(Path::new));
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for entity in find(&text, Source::Terminal) {
        if entity.kind != Kind::File {
            continue;
        }
        let path = entity.value.as_str();
        let path = path.split_once(':').map_or(path, |(path, _)| path);
        let found = places.find(&owner.root, None, path);
        let found = found.and_then(|path| path.to_bytes().ok());
        if let Some(path) = found.filter(|path| seen.insert(path.clone())) {
            names.push(path);
        }
    }
    match names.len() > NAMED {
        true => Vec::new(),
        false => names,
    }
}

/// The beginning of a text.
fn head(text: &str) -> &str {
    let end = (0..=LOOKED_AT.min(text.len())).rev();
    let end = end.into_iter().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

/// The end of a text.
fn tail(text: &str) -> &str {
    let start = text.len().saturating_sub(LOOKED_AT)..=text.len();
    let start = start.into_iter().find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or(text.len())..]
}
