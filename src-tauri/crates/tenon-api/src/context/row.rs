//! What matters, as it is told.

use rustix::fs::FileType;
use tenon_core::WirePath;
use tenon_knowledge::context::{Ranked, Signal, Thing, Touch};
use tenon_knowledge::note::is_note;

use crate::ApiResult;
use crate::links as linked;
use crate::owner::Owner;
use crate::tasks::Tasks;
use crate::wire::{ContextPart, ContextRow, LinkedThing, Whole};

/// A row; nothing of a file that is gone, or of which nothing may be said.
pub(super) fn of(
    owner: &Owner,
    tasks: &Tasks,
    touches: &[Touch],
    ranked: Ranked,
) -> ApiResult<Option<ContextRow>> {
    let thing = match &ranked.thing {
        Thing::File(path) => file(owner, tasks, touches, path)?,
        Thing::Other(text) => Some(linked::told(owner, text)?),
    };
    let parts = ranked.parts.into_iter().map(|part| ContextPart {
        signal: word(part.signal).to_owned(),
        weight: part.weight,
        reason: owner.app().gatekeeper.mask_text(&part.reason).0,
    });
    Ok(thing.map(|thing| ContextRow {
        thing,
        weight: ranked.weight,
        parts: parts.collect(),
    }))
}

fn word(signal: Signal) -> &'static str {
    match signal {
        Signal::Open => "open",
        Signal::Edited => "edited",
        Signal::Run => "run",
        Signal::Linked => "linked",
        Signal::Together => "together",
        Signal::Committed => "committed",
        Signal::Uses => "uses",
        Signal::Near => "near",
    }
}

fn file(
    owner: &Owner,
    tasks: &Tasks,
    touches: &[Touch],
    path: &[u8],
) -> ApiResult<Option<LinkedThing>> {
    let place = owner.root.place(path).ok();
    let is_file = place.is_some_and(|place| place.kind() == FileType::RegularFile);
    if !is_file || !owner.journaled(path) || owner.masked_path(path) != path {
        return Ok(None);
    }
    let wire = WirePath::from_bytes(path);
    let last = touches.iter().rev().find(|touch| touch.path == path);
    let name = wire
        .path
        .rsplit('/')
        .next()
        .unwrap_or(&wire.path)
        .to_owned();
    let folder = wire
        .path
        .rsplit_once('/')
        .map(|(folder, _)| folder.to_owned());
    let task = tasks.tasks.iter().find(|task| task.path.as_bytes() == path);
    let (reference, kind, title, detail) = match task {
        Some(task) => {
            let id = task.id.as_ref().map(|id| format!("task:{}", id.as_str()));
            let reference = id.unwrap_or_else(|| format!("file:{}", wire.path));
            let status = Some(tasks.workflow.status(task).to_owned());
            (reference, "task", task.title.clone(), status)
        }
        None if is_note(path) => (format!("note:{}", wire.path), "note", name, folder),
        None => {
            let document = owner.db.document_at(path)?;
            let reference = match document {
                Some(document) => format!("file:{}", document.id),
                None => format!("file:{}", wire.path),
            };
            (reference, "file", name, folder)
        }
    };
    Ok(Some(LinkedThing {
        reference,
        kind: kind.to_owned(),
        title,
        detail,
        path: Some(wire),
        line: None,
        at: last.map(|touch| Whole::clamped(touch.at)),
        depth: 0,
        missing: false,
    }))
}
