//! Taking files back, and telling what was done.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;
use tenon_core::{Code, DocId, WirePath};
use tenon_store::{NewBytes, NewVersion, VersionKind};
use tenon_workspace::{Change, Document};

use crate::history::{Aim, Done, HARD_LIMIT, Plan, scope_of};
use crate::owner::{Caller, Owner, lock, refresh_documents};
use crate::wire::{
    HistoryAction, HistoryFile, HistoryRestoreParams, HistoryRestored, Nothing, Whole,
};
use crate::{ApiError, ApiResult, notes};

pub(crate) fn history_restore(
    owner: &Owner,
    caller: &Caller,
    params: HistoryRestoreParams,
) -> ApiResult<HistoryRestored> {
    let aim = match (params.at, params.id) {
        (Some(at), None) => Aim::Moment(at.get()),
        (None, Some(id)) => Aim::Version(id.get()),
        _ => return Err(ApiError::new(Code::Invalid, "Name a moment or a version.")),
    };
    let scope = scope_of(&owner.root, &params.path.to_bytes()?)?;
    let archive = &owner.history.archive;
    owner.history.flush();
    let work = lock(&archive.work);
    let mut plan = archive.plan(&scope, aim)?;
    let steps = std::mem::take(&mut plan.steps);
    if params.dry_run {
        let errors = archive.foresee(&steps).into_iter();
        let steps = steps.into_iter().zip(errors);
        let tried = steps.map(|(step, error)| Done { step, error });
        return Ok(told(plan, None, tried.collect(), true));
    }
    keep_unsaved(owner, steps.iter().map(|step| step.path.as_slice()))?;
    let to_do = Plan {
        scope: scope.clone(),
        steps,
        ..Plan::default()
    };
    let moment = params.at.map(Whole::get);
    let outcome = archive.restore(to_do, moment, None, &mut || Ok(()))?;
    drop(work);
    Ok(finish(
        owner,
        caller,
        plan,
        outcome.id,
        outcome.done,
        Some(Event::Restored),
    ))
}

pub(crate) fn history_undo(
    owner: &Owner,
    caller: &Caller,
    _: Nothing,
) -> ApiResult<HistoryRestored> {
    let archive = &owner.history.archive;
    owner.history.flush();
    let work = lock(&archive.work);
    let (plan, undo) = archive.plan_undo()?;
    if undo.replaced
        && let Some(renaming) = notes::renaming_of(owner, undo.id)?
    {
        // Its links alone would lead to a name that no note has.
        drop(work);
        return notes::take_back(owner, caller, &renaming);
    }
    if undo.replaced && plan.steps.is_empty() && plan.left.is_empty() {
        // The one before it can be undone then.
        owner.db.end_undo(undo.id)?;
        let message = "What was last given another name is not there any more";
        let hint = "Nothing was changed. Undo again for the change before it.";
        return Err(ApiError::new(Code::NotFound, message).hint(hint));
    }
    keep_unsaved(owner, plan.steps.iter().map(|step| step.path.as_slice()))?;
    let (outcome, left) = archive.undo(&mut || Ok(()))?;
    drop(work);
    Ok(finish(
        owner,
        caller,
        left,
        outcome.id,
        outcome.done,
        Some(match undo.replaced {
            true => Event::ReplacingUndone,
            false => Event::Undone,
        }),
    ))
}

/// Keeps the text of open documents that is nowhere else, before their files change.
fn keep_unsaved<'a>(owner: &Owner, paths: impl Iterator<Item = &'a [u8]>) -> ApiResult<()> {
    let paths: HashSet<&[u8]> = paths.collect();
    let documents = lock(&owner.documents);
    for document in documents.iter().filter(|document| document.dirty()) {
        if document
            .path
            .as_deref()
            .is_some_and(|path| paths.contains(path))
        {
            keep_text(owner, document, VersionKind::BeforeRestore)?;
        }
    }
    Ok(())
}

/// Keeps the unsaved text of a document that is about to take the text from disk or to be closed.
/// Text without a file has no history in which it would be found.
pub(in crate::handle) fn keep_given_up(owner: &Owner, id: DocId) -> ApiResult<()> {
    let documents = lock(&owner.documents);
    match documents.get(id) {
        Ok(document) if document.dirty() && document.path.is_some() => {
            keep_text(owner, document, VersionKind::BeforeExternal)
        }
        // One that is not open is refused by what comes next.
        _ => Ok(()),
    }
}

fn keep_text(owner: &Owner, document: &Document, kind: VersionKind) -> ApiResult<()> {
    // Text that its encoding cannot write is kept all the same.
    let bytes = document
        .encode(document.encoding, &document.line_ends)
        .unwrap_or_else(|_| document.text.to_string().into_bytes());
    if bytes.len() as u64 > HARD_LIMIT {
        return Ok(());
    }
    owner.db.keep_version(NewVersion {
        doc: document.id,
        bytes: NewBytes::Plain(bytes),
        kind,
        label: Some("unsaved text".into()),
    })?;
    Ok(())
}

/// What was done to many files, as the journal calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Taken back to a moment or a version.
    Restored,
    /// Text in them was replaced.
    Replaced,
    /// A restore was taken back.
    Undone,
    /// A replacing was taken back.
    ReplacingUndone,
}

/// Tells the open documents what was done, and the journal by the event.
pub(crate) fn finish(
    owner: &Owner,
    caller: &Caller,
    plan: Plan,
    id: Option<i64>,
    done: Vec<Done>,
    event: Option<Event>,
) -> HistoryRestored {
    let changed: BTreeMap<Vec<u8>, Change> = done
        .iter()
        .filter(|done| done.error.is_none())
        .map(|done| {
            let change = match done.step.there() {
                (_, false) => Change::Removed,
                (true, true) => Change::Modified,
                (false, true) => Change::Created,
            };
            (done.step.path.clone(), change)
        })
        .collect();
    let restored = told(plan, id, done, false);
    if changed.is_empty() {
        return restored;
    }
    refresh_documents(owner, &changed, false);
    if let Some(event) = event {
        let mut payload = json!({
            "path": WirePath::from_bytes(&owner.masked_path(&restored.path.to_bytes().unwrap_or_default())),
            "changed": restored.changed,
            "created": restored.created,
            "removed": restored.removed,
            "failed": restored.failed,
        });
        let kind = match event {
            Event::Restored => "history.restored",
            Event::Replaced => "history.replaced",
            Event::Undone | Event::ReplacingUndone => "history.undone",
        };
        if event == Event::ReplacingUndone {
            payload["of"] = "history.replaced".into();
        }
        owner.record(kind, owner.subject(), payload, Some(caller));
    }
    restored
}

fn told(plan: Plan, id: Option<i64>, done: Vec<Done>, dry_run: bool) -> HistoryRestored {
    let mut files = Vec::new();
    let (mut changed, mut created, mut removed, mut failed) = (0, 0, 0, 0);
    for Done { step, error } in done {
        let (action, count) = match step.there() {
            (_, false) => (HistoryAction::Remove, &mut removed),
            (true, true) => (HistoryAction::Change, &mut changed),
            (false, true) => (HistoryAction::Create, &mut created),
        };
        *(if error.is_some() { &mut failed } else { count }) += 1;
        files.push(HistoryFile {
            path: WirePath::from_bytes(&step.path),
            action,
            done: error.is_none() && !dry_run,
            reason: step.note.map(str::to_owned),
            error,
        });
    }
    let left = u32::try_from(plan.left.len()).unwrap_or(u32::MAX);
    files.extend(plan.left.into_iter().map(|(path, reason)| HistoryFile {
        path: WirePath::from_bytes(&path),
        action: HistoryAction::Leave,
        done: false,
        reason: Some(reason.to_owned()),
        error: None,
    }));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    HistoryRestored {
        restore: id.map(Whole::clamped),
        path: WirePath::from_bytes(&plan.scope),
        dry_run,
        files,
        changed,
        created,
        removed,
        left,
        failed,
        unchanged: plan.same,
    }
}
