//! The board: columns by status, and lanes across them.

use super::group::{By, group, in_column};
use super::workflow::{Workflow, same};
use super::{Place, Task};

/// Where a task stands by its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The status, as configured or as the first task writes it.
    pub status: String,
    /// Whether the folder's configuration names it.
    pub is_configured: bool,
}

/// A row across all columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane<'a> {
    /// What its tasks have in common; `None` for those that have none, and where there is one lane.
    pub name: Option<String>,
    /// The tasks of each column, in their order.
    pub cells: Vec<Vec<&'a Task>>,
}

/// A board of tasks. What lies in `drafts`, `completed` or `archive` is not on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Board<'a> {
    /// The configured columns in their order, then one for each other status that a task has.
    pub columns: Vec<Column>,
    /// One, or one for each group.
    pub lanes: Vec<Lane<'a>>,
}

impl<'a> Board<'a> {
    /// Puts tasks on a board, in lanes if these are asked for. A task stands in more than one lane
    /// when it has more than one label or assignee.
    pub fn of(
        tasks: impl IntoIterator<Item = &'a Task>,
        workflow: &Workflow,
        lanes: Option<By>,
    ) -> Self {
        let active = |task: &&Task| task.place == Place::Active;
        let tasks: Vec<&Task> = tasks.into_iter().filter(active).collect();
        let columns = columns(&tasks, workflow);
        let lane = |name, tasks: &[&'a Task]| Lane {
            name,
            cells: cells(tasks, &columns, workflow),
        };
        let lanes = match lanes {
            None => vec![lane(None, &tasks)],
            Some(by) => group(tasks.iter().copied(), by, workflow)
                .into_iter()
                .map(|group| lane(group.name, &group.tasks))
                .collect(),
        };
        Self { columns, lanes }
    }
}

fn columns(tasks: &[&Task], workflow: &Workflow) -> Vec<Column> {
    let column = |status: &str, is_configured| Column {
        status: status.to_owned(),
        is_configured,
    };
    let configured = workflow.statuses.iter();
    let mut columns: Vec<_> = configured.map(|status| column(status, true)).collect();
    for group in group(tasks.iter().copied(), By::Status, workflow) {
        let status = group.name.unwrap_or_default();
        if !columns.iter().any(|column| same(&column.status, &status)) {
            columns.push(column(&status, false));
        }
    }
    columns
}

fn cells<'a>(tasks: &[&'a Task], columns: &[Column], workflow: &Workflow) -> Vec<Vec<&'a Task>> {
    let mut cells = vec![Vec::new(); columns.len()];
    for task in tasks {
        let status = workflow.status(task);
        let own = columns.iter().zip(&mut cells);
        if let Some((_, cell)) = { own }.find(|(column, _)| same(&column.status, status)) {
            cell.push(*task);
        }
    }
    for cell in &mut cells {
        cell.sort_by(|a, b| in_column(a, b, workflow));
    }
    cells
}
