//! What is linked to what.

use crate::ApiResult;
use crate::links;
use crate::owner::{Caller, Owner};
use crate::wire::{
    LinkCounts, LinkCountsParams, LinkGraph, LinkGraphParams, LinkJudgeParams, LinkSuggestParams,
    LinksAbove, LinksAboveParams, Nothing,
};

pub(crate) fn link_graph(
    owner: &Owner,
    _: &Caller,
    params: LinkGraphParams,
) -> ApiResult<LinkGraph> {
    links::graph(owner, &params)
}

pub(crate) fn link_suggest(
    owner: &Owner,
    _: &Caller,
    params: LinkSuggestParams,
) -> ApiResult<LinkGraph> {
    links::suggest(owner, &params)
}

pub(crate) fn link_judge(
    owner: &Owner,
    caller: &Caller,
    params: LinkJudgeParams,
) -> ApiResult<Nothing> {
    links::judge(owner, caller, &params)
}

pub(crate) fn links_above(
    owner: &Owner,
    _: &Caller,
    params: LinksAboveParams,
) -> ApiResult<LinksAbove> {
    links::above(owner, &params)
}

pub(crate) fn link_counts(
    owner: &Owner,
    _: &Caller,
    params: LinkCountsParams,
) -> ApiResult<LinkCounts> {
    links::counts(owner, &params)
}
