//! How tasks are printed.

use std::collections::HashMap;

use serde::Serialize;
use tenon_api::ApiResult;
use tenon_api::wire::{
    TaskBoard, TaskCandidate, TaskInfo, TaskList, TaskProblem, TaskRepaired, TaskShown,
};

use crate::output::{Output, harmless, harmless_line};

/// A task with all that it says, as one object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown<'a> {
    #[serde(flatten)]
    task: &'a TaskInfo,
    body: &'a str,
    needed_by: &'a [String],
}

impl<'a> Shown<'a> {
    pub fn of(shown: &'a TaskShown) -> Self {
        Self {
            task: &shown.task,
            body: &shown.body,
            needed_by: &shown.needed_by,
        }
    }
}

/// A task in a group.
#[derive(Serialize)]
struct Grouped<'a> {
    group: Option<&'a str>,
    #[serde(flatten)]
    task: &'a TaskInfo,
}

/// A task in one line.
pub fn line(task: &TaskInfo) -> String {
    let mut words = vec![
        format!("{:6}", task.id.as_deref().unwrap_or("-")),
        format!("{:12}", task.status),
        task.title.clone(),
    ];
    words.extend(task.priority.as_ref().map(|word| format!("!{word}")));
    words.extend(task.due.as_ref().map(|due| format!("due {due}")));
    words.extend(task.labels.iter().map(|label| format!("#{label}")));
    words.extend(
        task.assignees
            .iter()
            .map(|name| format!("@{}", name.trim_start_matches('@'))),
    );
    let unknown = task.unknown_dependencies.iter();
    let unknown = unknown.map(|id| format!("{id} (no task)"));
    let waits: Vec<String> = task.blocked_by.iter().cloned().chain(unknown).collect();
    if !waits.is_empty() {
        words.push(format!("waits for {}", waits.join(", ")));
    }
    if let Some(status) = &task.suggested_status {
        words.push(format!(
            "({status}? {})",
            task.suggestion_reason.as_deref().unwrap_or("")
        ));
    }
    harmless_line(&words.join("  "))
}

/// A task with all that it says, as its keys and its text.
pub fn shown(shown: &TaskShown) -> String {
    let task = &shown.task;
    let mut lines = vec![line(task)];
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            lines.push(harmless_line(&format!("  {name}: {value}")));
        }
    };
    add("file", &task.path);
    add("branch", task.branch.as_deref().unwrap_or(""));
    add("depends on", &task.depends_on.join(", "));
    add("needed by", &shown.needed_by.join(", "));
    add("created", task.created.as_deref().unwrap_or(""));
    add("updated", task.updated.as_deref().unwrap_or(""));
    let body = shown.body.trim();
    if !body.is_empty() {
        lines.push(String::new());
        lines.push(harmless(body));
    }
    lines.join("\n")
}

/// Tasks below the names of their groups; with `--json` each has its group, and one that is in two
/// groups comes twice.
pub fn groups(out: &Output, list: &TaskList) -> ApiResult<()> {
    let tasks = by_path(&list.tasks);
    for group in &list.groups {
        let name = group.name.as_deref();
        if !out.is_json() {
            let title = name.unwrap_or("(none)");
            out.record(&(), |()| {
                harmless_line(&format!("{title} ({})", group.paths.len()))
            })?;
        }
        for task in group
            .paths
            .iter()
            .filter_map(|path| tasks.get(path.as_str()))
        {
            let grouped = Grouped { group: name, task };
            out.record(&grouped, |_| format!("  {}", line(task)))?;
        }
    }
    Ok(())
}

/// A column of a lane.
#[derive(Serialize)]
struct Cell<'a> {
    lane: Option<&'a str>,
    status: &'a str,
    configured: bool,
    tasks: Vec<&'a TaskInfo>,
}

/// The board, a column of a lane after the other.
pub fn board(out: &Output, board: &TaskBoard) -> ApiResult<()> {
    let tasks = by_path(&board.tasks);
    for lane in &board.lanes {
        for (column, paths) in board.columns.iter().zip(&lane.cells) {
            let here = paths.iter().filter_map(|path| tasks.get(path.as_str()));
            let cell = Cell {
                lane: lane.name.as_deref(),
                status: &column.status,
                configured: column.configured,
                tasks: here.copied().collect(),
            };
            out.record(&cell, |cell| {
                let title = match (cell.lane, board.lanes.len()) {
                    (Some(lane), _) => format!("{lane} / {}", cell.status),
                    (None, 1) => cell.status.to_owned(),
                    (None, _) => format!("(none) / {}", cell.status),
                };
                let title = harmless_line(&format!("{title} ({})", cell.tasks.len()));
                let lines = cell.tasks.iter().map(|task| format!("  {}", line(task)));
                std::iter::once(title)
                    .chain(lines)
                    .collect::<Vec<_>>()
                    .join("\n")
            })?;
        }
    }
    Ok(())
}

/// What is wrong, as its sentence.
pub fn problem(problem: &TaskProblem) -> String {
    harmless_line(&problem.message)
}

/// Tasks that have another id, then the links.
pub fn repaired(out: &Output, repaired: &TaskRepaired) -> ApiResult<()> {
    for task in &repaired.renumbered {
        out.record(task, |task| {
            harmless_line(&format!("{} -> {}  {}", task.from, task.to, task.path))
        })?;
    }
    for link in &repaired.links {
        out.record(link, |link| {
            let what = match (link.done, link.known) {
                (true, _) => "follows",
                (false, true) => "is to follow",
                (false, false) => "may mean it",
            };
            let place = format!("{}:{}", link.path, link.line);
            harmless_line(&format!("  {place}: {} -> {} ({what})", link.old, link.new))
        })?;
    }
    Ok(())
}

/// Tasks by their files.
fn by_path(tasks: &[TaskInfo]) -> HashMap<&str, &TaskInfo> {
    tasks
        .iter()
        .map(|task| (task.path.as_str(), task))
        .collect()
}

/// A mark in one line, with the task that it is.
pub fn candidate(candidate: &TaskCandidate) -> String {
    let task = candidate.task.as_deref().unwrap_or("-");
    let place = format!("{}:{}", candidate.path.path, candidate.line);
    harmless_line(&format!("{task:6}  {place}  {}", candidate.text))
}
