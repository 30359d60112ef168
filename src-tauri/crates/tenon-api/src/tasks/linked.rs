//! Tasks as the links between things need them.

use tenon_knowledge::task::Task;

use super::folder::{Tasks, text};
use crate::ApiResult;
use crate::owner::Owner;

/// A task with its text.
pub(crate) struct LinkedTask {
    pub task: Task,
    /// All of its file.
    pub text: String,
    /// The column that it stands in.
    pub status: String,
    /// Whether it is open: neither done nor put away.
    pub open: bool,
    /// The statuses of a task that was begun.
    pub begun: Vec<String>,
}

/// All tasks that can be read.
pub(crate) fn linked(owner: &Owner) -> Vec<LinkedTask> {
    let all = Tasks::read(&owner.root);
    let workflow = &all.workflow;
    // The first status is of what waits, the last of what is done.
    let begun = match &workflow.statuses[..] {
        [_, begun @ .., _] => begun.to_vec(),
        _ => Vec::new(),
    };
    let tasks = all.tasks.iter().filter_map(|task| {
        // One that goes away just now is no task any more.
        let text = text(&owner.root, &task.path).ok()?;
        Some(LinkedTask {
            status: workflow.status(task).to_owned(),
            open: workflow.is_open(task),
            begun: begun.clone(),
            task: task.clone(),
            text,
        })
    });
    tasks.collect()
}

/// The task that an id or a file names: its own id, and its file.
///
/// # Errors
/// As for every question about one task.
pub(crate) fn named(owner: &Owner, text: &str) -> ApiResult<(Option<String>, String)> {
    let all = Tasks::read(&owner.root);
    let task = all.find(text)?;
    let id = task.id.as_ref().map(|id| id.as_str().to_owned());
    Ok((id, task.path.clone()))
}
