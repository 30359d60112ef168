//! Another lane of the board: what a task then says in the field that the lanes stand for.

use tenon_core::Code;
use tenon_knowledge::task::{Change, Id, Task};

use super::check::{invalid, refused};
use super::folder::Tasks;
use crate::wire::{TaskBy, TaskLaneMove};
use crate::{ApiError, ApiResult};

/// The change that puts a task into another lane.
///
/// # Errors
/// `invalid` where the lanes are columns, where the field has one value and gets more, or where the
/// folder does not know the value.
pub(super) fn change(all: &Tasks, task: &Task, lane: &TaskLaneMove) -> ApiResult<Change> {
    match lane.by {
        TaskBy::Status => Err(invalid(
            "a status is a column of the board; name it as the column.",
        )),
        TaskBy::Label => Ok(Change::Labels(lane.values.clone())),
        TaskBy::Assignee => Ok(Change::Assignees(lane.values.clone())),
        TaskBy::Milestone => Ok(Change::Milestone(one(lane)?.map(str::to_owned))),
        TaskBy::Priority => {
            let priority = one(lane)?.map(|word| all.priority(word));
            Ok(Change::Priority(priority.transpose()?))
        }
        TaskBy::Parent => {
            let parent = one(lane)?.map(|id| parent(all, task, id));
            Ok(Change::Parent(parent.transpose()?))
        }
    }
}

/// Refuses where a file says something else in the field than who moved the task has seen.
pub(super) fn still(path: &str, text: &str, lane: &TaskLaneMove) -> ApiResult<()> {
    let task = Task::parse(path, text).map_err(|why| refused(Some(path), &why.into()))?;
    let (field, says) = values(&task, lane.by);
    if says == lane.was {
        return Ok(());
    }
    let message = format!("the {field} of \"{path}\" changed meanwhile");
    Err(ApiError::new(Code::Conflict, message).hint("Nothing was moved; look at it and try again."))
}

/// What a task says in a field, with the name of the field in sentences.
fn values(task: &Task, by: TaskBy) -> (&'static str, Vec<String>) {
    let word = |text: Option<&str>| text.iter().map(|text| (*text).to_owned()).collect();
    match by {
        TaskBy::Status => ("status", word(task.status.as_deref())),
        TaskBy::Label => ("labels", task.labels.clone()),
        TaskBy::Assignee => ("assignees", task.assignees.clone()),
        TaskBy::Milestone => ("milestone", word(task.milestone.as_deref())),
        TaskBy::Priority => {
            let priority = task.priority.as_ref().map(|priority| priority.word());
            ("priority", word(priority))
        }
        TaskBy::Parent => ("parent", word(task.parent.as_ref().map(Id::as_str))),
    }
}

fn one(lane: &TaskLaneMove) -> ApiResult<Option<&str>> {
    match lane.values.as_slice() {
        [] => Ok(None),
        [value] => Ok(Some(value)),
        [..] => Err(invalid(
            "a task has one priority, one parent and one milestone.",
        )),
    }
}

/// A task that this one can be a part of: it is there, and is no part of this one itself.
fn parent(all: &Tasks, task: &Task, id: &str) -> ApiResult<Id> {
    let parent = all.known(id)?;
    let above = |id: &Id| {
        let mut tasks = all.tasks.iter();
        let found = tasks.find(|task| task.id.as_ref() == Some(id));
        found.and_then(|task| task.parent.clone())
    };
    let mut at = Some(parent.clone());
    // Files can already say a circle, so that no more steps are taken than there are tasks.
    for _ in 0..=all.tasks.len() {
        if at.is_some() && at == task.id {
            return Err(invalid(format!(
                "{id} is this task or a part of it, so it cannot be its parent."
            )));
        }
        at = at.as_ref().and_then(above);
    }
    Ok(parent)
}
