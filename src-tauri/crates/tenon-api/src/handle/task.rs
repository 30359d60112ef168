//! Tasks of the folder.

use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::tasks;
use crate::wire::{
    Nothing, TaskAdoptParams, TaskBoard, TaskBoardParams, TaskCandidates, TaskCandidatesParams,
    TaskCreateParams, TaskEditParams, TaskEdited, TaskList, TaskListParams, TaskMoveParams,
    TaskParams, TaskProblems, TaskRepairParams, TaskRepaired, TaskShown,
};

pub(crate) fn task_list(owner: &Owner, _: &Caller, params: TaskListParams) -> ApiResult<TaskList> {
    tasks::list(owner, params)
}

pub(crate) fn task_show(owner: &Owner, _: &Caller, params: TaskParams) -> ApiResult<TaskShown> {
    tasks::show(owner, &params.id)
}

pub(crate) fn task_create(
    owner: &Owner,
    caller: &Caller,
    params: TaskCreateParams,
) -> ApiResult<TaskEdited> {
    tasks::create(owner, caller, params)
}

pub(crate) fn task_edit(
    owner: &Owner,
    caller: &Caller,
    params: TaskEditParams,
) -> ApiResult<TaskEdited> {
    tasks::edit(owner, caller, &params)
}

pub(crate) fn task_board(
    owner: &Owner,
    _: &Caller,
    params: TaskBoardParams,
) -> ApiResult<TaskBoard> {
    tasks::board(owner, params.lanes)
}

pub(crate) fn task_ready(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<TaskList> {
    Ok(tasks::ready(owner))
}

pub(crate) fn task_move(
    owner: &Owner,
    caller: &Caller,
    params: TaskMoveParams,
) -> ApiResult<TaskEdited> {
    tasks::move_to(owner, caller, &params)
}

pub(crate) fn task_problems(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<TaskProblems> {
    Ok(tasks::wrong(owner))
}

pub(crate) fn task_repair(
    owner: &Owner,
    caller: &Caller,
    params: TaskRepairParams,
) -> ApiResult<TaskRepaired> {
    tasks::repair(owner, caller, &params)
}

pub(crate) fn task_candidates(
    owner: &Owner,
    _: &Caller,
    params: TaskCandidatesParams,
) -> ApiResult<TaskCandidates> {
    tasks::candidates(owner, params)
}

pub(crate) fn task_adopt(
    owner: &Owner,
    caller: &Caller,
    params: TaskAdoptParams,
) -> ApiResult<TaskEdited> {
    tasks::adopt(owner, caller, &params)
}
