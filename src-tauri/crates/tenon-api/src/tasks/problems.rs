//! What is wrong in a folder of tasks.

use tenon_knowledge::task::{Id, Readiness, Task, duplicates, one_name};

use super::check::around;
use super::folder::{Tasks, in_line};
use crate::wire::{TaskFault, TaskProblem};

/// Everything that is wrong, files that cannot be read first.
pub(super) fn problems(all: &Tasks, readiness: &Readiness<'_>) -> Vec<TaskProblem> {
    let mut found = all.faults.clone();
    found.extend(all.tasks.iter().flat_map(remarks));
    found.extend(twice(all));
    found.extend(one_name(&all.tasks).into_iter().map(|paths| {
        let message = format!(
            "The names of {} differ in case only, so that some systems take them for one file; rename one.",
            quoted(&paths)
        );
        problem(TaskFault::OneName, message, &paths, &[])
    }));
    found.extend(readiness.circles().iter().map(|circle| {
        let message = format!(
            "Tasks wait for themselves: {}; take one of these dependencies away.",
            around(circle)
        );
        let in_it = |task: &&Task| task.id.as_ref().is_some_and(|id| circle.contains(id));
        let paths: Vec<_> = all
            .tasks
            .iter()
            .filter(in_it)
            .map(|t| t.path.as_str())
            .collect();
        problem(TaskFault::Circle, message, &paths, circle)
    }));
    found.extend(all.tasks.iter().filter_map(|task| unknown(task, readiness)));
    found
}

fn remarks(task: &Task) -> impl Iterator<Item = TaskProblem> {
    task.remarks.iter().map(|remark| TaskProblem {
        line: u32::try_from(remark.line).ok(),
        ..problem(
            TaskFault::Value,
            in_line(&task.path, remark),
            &[&task.path],
            task.id.as_slice(),
        )
    })
}

fn twice(all: &Tasks) -> impl Iterator<Item = TaskProblem> {
    duplicates(&all.tasks).into_iter().map(|duplicate| {
        let paths: Vec<_> = duplicate.tasks.iter().map(|t| t.path.as_str()).collect();
        let message = format!(
            "{} tasks have the id {}: {}; \"tenon task repair\" gives the younger a new one.",
            paths.len(),
            duplicate.id,
            quoted(&paths)
        );
        problem(TaskFault::DuplicateId, message, &paths, &[duplicate.id])
    })
}

fn unknown(task: &Task, readiness: &Readiness<'_>) -> Option<TaskProblem> {
    let unknown = &readiness.waits(task)?.unknown;
    let names: Vec<&str> = unknown.iter().map(Id::as_str).collect();
    let message = format!(
        "\"{}\" depends on {}, which no task is.",
        task.path,
        names.join(", ")
    );
    let is_any = !unknown.is_empty();
    is_any.then(|| {
        problem(
            TaskFault::UnknownDependency,
            message,
            &[&task.path],
            unknown,
        )
    })
}

fn problem(kind: TaskFault, message: String, paths: &[&str], ids: &[Id]) -> TaskProblem {
    TaskProblem {
        kind,
        message,
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        line: None,
        ids: ids.iter().map(Id::to_string).collect(),
    }
}

fn quoted(paths: &[&str]) -> String {
    let quoted: Vec<_> = paths.iter().map(|path| format!("\"{path}\"")).collect();
    quoted.join(" and ")
}
