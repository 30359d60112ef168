//! Tasks by what they have in common.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Task;
use super::workflow::Workflow;

/// What tasks are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Their column.
    Status,
    /// Each of their labels: a task with two stands in two groups.
    Label,
    /// How soon they are wanted.
    Priority,
    /// Each of those who do them.
    Assignee,
    /// The task that they are parts of.
    Parent,
    /// What they are parts of besides.
    Milestone,
}

/// Tasks that have something in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<'a> {
    /// What they have in common, as the first of them writes it; `None` for those that have none.
    pub name: Option<String>,
    /// In the order of a column.
    pub tasks: Vec<&'a Task>,
}

/// Groups tasks. Statuses and priorities come in their configured order, all else by name, and what
/// belongs to no group last.
pub fn group<'a>(
    tasks: impl IntoIterator<Item = &'a Task>,
    by: By,
    workflow: &Workflow,
) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(bool, usize, String), Group<'a>> = BTreeMap::new();
    for task in tasks {
        let mut keys = keys(task, by, workflow);
        if keys.is_empty() {
            keys.push((usize::MAX, String::new(), None));
        }
        for (rank, text, name) in keys {
            let key = (name.is_none(), rank, text);
            let group = groups.entry(key).or_insert_with(|| Group {
                name,
                tasks: Vec::new(),
            });
            let is_in = group
                .tasks
                .last()
                .is_some_and(|last| std::ptr::eq(*last, task));
            // A label that stands twice does not make two tasks of one.
            if !is_in {
                group.tasks.push(task);
            }
        }
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    for group in &mut groups {
        group.tasks.sort_by(|a, b| in_column(a, b, workflow));
    }
    groups
}

/// The groups of one task: rank, what sorts and tells them apart, name.
fn keys(task: &Task, by: By, workflow: &Workflow) -> Vec<(usize, String, Option<String>)> {
    let named = |name: &str| (0, name.to_lowercase(), Some(name.to_owned()));
    match by {
        By::Status => {
            let status = workflow.status(task);
            let place = workflow.statuses.iter().position(|known| known == status);
            let rank = place.unwrap_or(workflow.statuses.len());
            vec![(rank, status.to_lowercase(), Some(status.to_owned()))]
        }
        By::Label => task.labels.iter().map(|label| named(label)).collect(),
        By::Priority => {
            let word = task.priority.as_ref().map(|priority| priority.word());
            let key = |word: &str| {
                (
                    workflow.urgency(task),
                    word.to_lowercase(),
                    Some(word.to_owned()),
                )
            };
            word.map(key).into_iter().collect()
        }
        By::Assignee => task
            .assignees
            .iter()
            .map(|name| named(name.trim_start_matches('@')))
            .collect(),
        By::Parent => {
            let parent = task.parent.iter();
            let key = |id: &super::Id| (0, id.sort_text(), Some(id.to_string()));
            parent.map(key).collect()
        }
        By::Milestone => task.milestone.iter().map(|name| named(name)).collect(),
    }
}

/// The order in a column: by ordinal, then by priority, then by due date, then by number. What has
/// no such value comes behind what has one.
pub(super) fn in_column(a: &Task, b: &Task, workflow: &Workflow) -> Ordering {
    let due = |task: &Task| task.due.as_ref().map(|due| due.seconds());
    last_if_none(a.ordinal, b.ordinal, f64::total_cmp)
        .then_with(|| workflow.urgency(a).cmp(&workflow.urgency(b)))
        .then_with(|| last_if_none(due(a), due(b), i64::cmp))
        .then_with(|| last_if_none(a.id.as_ref(), b.id.as_ref(), |a, b| a.cmp(b)))
        .then_with(|| a.path.cmp(&b.path))
}

fn last_if_none<T>(a: Option<T>, b: Option<T>, order: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (&a, &b) {
        (Some(a), Some(b)) => order(a, b),
        _ => a.is_none().cmp(&b.is_none()),
    }
}
