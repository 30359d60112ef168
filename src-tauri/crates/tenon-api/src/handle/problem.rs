//! Problems that programs told of.

use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::wire::{Nothing, ProblemList};

pub(crate) fn problem_list(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<ProblemList> {
    Ok(owner.problems.list())
}

pub(crate) fn problem_clear(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<Nothing> {
    owner.problems.clear(owner.hub());
    Ok(Nothing {})
}
