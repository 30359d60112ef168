//! The work on meaning.

use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::wire::{MeaningPauseParams, MeaningStatus, Nothing};

pub(crate) fn meaning_status(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<MeaningStatus> {
    Ok(owner.meaning().status())
}

pub(crate) fn meaning_pause(
    owner: &Owner,
    _: &Caller,
    params: MeaningPauseParams,
) -> ApiResult<MeaningStatus> {
    owner.meaning().pause(params.paused)
}
