//! What matters now.

use crate::owner::{Caller, Owner};
use crate::wire::{ContextNow, ContextParams};
use crate::{ApiResult, context};

pub(crate) fn context_now(
    owner: &Owner,
    caller: &Caller,
    params: ContextParams,
) -> ApiResult<ContextNow> {
    context::now(owner, caller, &params)
}
