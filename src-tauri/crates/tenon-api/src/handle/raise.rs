//! Bringing a window of the workspace to the front, whichever process draws it.

use std::time::Duration;

use tenon_core::Code;

use crate::owner::{Caller, Owner, lock};
use crate::wire::{Nothing, RaiseParams, RaisedParams, UiEvent, WorkspaceRaised};
use crate::{ApiError, ApiResult};

/// How long a window has to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Requests that may wait for an answer.
const WAITING: usize = 64;

pub(crate) fn workspace_raise(
    owner: &Owner,
    caller: &Caller,
    params: RaiseParams,
) -> ApiResult<WorkspaceRaised> {
    match &params.target {
        Some(target) => drop(owner.root.place(&target.path.to_bytes()?)?),
        None => owner.take_up()?,
    }
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
        target: params.target,
    });
    let raised = answered.recv_timeout(PATIENCE).is_ok();
    lock(&owner.raising).remove(&request);
    Ok(WorkspaceRaised { raised })
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
