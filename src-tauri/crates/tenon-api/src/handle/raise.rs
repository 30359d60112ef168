//! Bringing a window of the workspace to the front, whichever process draws it.

use std::time::Duration;

use tenon_core::{Code, DocId, EntityKind, TerminalId, WirePath};

use super::journal::subject;
use super::link;
use crate::links::Moves;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{Nothing, OpenTarget, RaiseParams, RaisedParams, UiEvent, WorkspaceRaised};
use crate::{ApiError, ApiResult};

/// How long a window has to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Requests that may wait for an answer.
const WAITING: usize = 64;

pub(crate) fn workspace_raise(
    owner: &Owner,
    caller: &Caller,
    mut params: RaiseParams,
) -> ApiResult<WorkspaceRaised> {
    if let Some(text) = params.reference.take() {
        match shown(owner, &text)? {
            Shown::File(path) => {
                params.target = Some(OpenTarget {
                    path,
                    line: None,
                    column: None,
                });
            }
            Shown::Thing => params.reference = Some(text),
        }
    }
    match (&params.target, params.document) {
        (Some(target), _) => drop(owner.root.place(&target.path.to_bytes()?)?),
        (None, Some(doc)) => drop(lock(&owner.documents).get(doc)?),
        (None, None) => owner.take_up()?,
    }
    let of = params.terminal.and_then(|id| window_of(owner, id));
    // A client on the socket hears the event itself; with nobody beside it there is no window.
    let own = usize::from(caller.window.is_none());
    if owner.hub().listeners() <= own {
        return Ok(WorkspaceRaised { raised: false });
    }
    let request = owner.app.surroundings.ambient.ids.next().to_string();
    let (answer, answered) = crossbeam_channel::bounded(1);
    {
        let mut waiting = lock(&owner.raising);
        if waiting.len() >= WAITING {
            let message = "too many ask for a window at once";
            return Err(ApiError::new(Code::Conflict, message));
        }
        waiting.insert(request.clone(), answer);
    }
    owner.hub().emit(UiEvent::RaiseRequested {
        request: request.clone(),
        of,
        show: params,
    });
    let raised = answered.recv_timeout(PATIENCE).is_ok();
    lock(&owner.raising).remove(&request);
    Ok(WorkspaceRaised { raised })
}

/// What a window shows for a reference.
enum Shown {
    /// A file in a tab.
    File(WirePath),
    /// Whatever its page finds by the reference.
    Thing,
}

/// Looks whether there is what a reference names, and whether a window has a place for it.
fn shown(owner: &Owner, text: &str) -> ApiResult<Shown> {
    if let Some(path) = text
        .strip_prefix("file:")
        .filter(|id| id.parse::<DocId>().is_err())
    {
        return Ok(Shown::File(path.into()));
    }
    let thing = subject(text)?;
    match thing.kind() {
        EntityKind::File | EntityKind::Run | EntityKind::Symbol => {}
        other => {
            let message = format!("a {} has no place in a window", other.word());
            return Err(ApiError::new(Code::Invalid, message)
                .hint("Files, symbols and commands (run:ID) are shown."));
        }
    }
    let gone = || ApiError::new(Code::NotFound, format!("there is no {thing}"));
    if !link::is_there(owner, &thing)? {
        return Err(gone());
    }
    match thing.kind() {
        EntityKind::File => link::known_file(owner, &mut Moves::default(), &thing)?
            .map(Shown::File)
            .ok_or_else(gone),
        _ => Ok(Shown::Thing),
    }
}

/// The window of this process that shows a terminal. One of another process is not told apart.
fn window_of(owner: &Owner, terminal: TerminalId) -> Option<String> {
    let attachments = lock(&owner.attachments);
    let showing = attachments.iter().filter(|(caller, held)| {
        Caller::is_window(caller) && held.iter().any(|(id, _)| *id == terminal)
    });
    showing.map(|(caller, _)| caller.clone()).min()
}

pub(crate) fn workspace_raised(
    owner: &Owner,
    _: &Caller,
    params: RaisedParams,
) -> ApiResult<Nothing> {
    // Of several windows the first one counts, and whoever asked may have given up.
    if let Some(answer) = lock(&owner.raising).remove(&params.request) {
        let _ = answer.send(());
    }
    Ok(Nothing {})
}
