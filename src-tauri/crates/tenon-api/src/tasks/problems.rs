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
    found.extend(all.tasks.iter().filter_map(|task| no_parent(all, task)));
    found.extend(all.tasks.iter().filter_map(not_counted));
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
    duplicates(&all.tasks, &|_| None)
        .into_iter()
        .map(|duplicate| {
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

fn no_parent(all: &Tasks, task: &Task) -> Option<TaskProblem> {
    let parent = task.parent.as_ref()?;
    let mut ids = all.tasks.iter().filter_map(|task| task.id.as_ref());
    if ids.any(|id| id == parent) {
        return None;
    }
    let reason = format!("is a part of {parent}, which no task is.");
    let line = task.lines.parent;
    Some(in_key(
        task,
        TaskFault::UnknownParent,
        line,
        &reason,
        parent,
    ))
}

fn not_counted(task: &Task) -> Option<TaskProblem> {
    let id = task.id.as_ref().filter(|id| !id.counts())?;
    let reason = format!(
        "has the id {id}, whose number is too long; new ids are not counted on from it. \
         Give it a shorter one."
    );
    Some(in_key(task, TaskFault::Value, task.lines.id, &reason, id))
}

/// What a key of a task says that does not fit.
fn in_key(task: &Task, kind: TaskFault, line: Option<usize>, reason: &str, id: &Id) -> TaskProblem {
    let message = match line {
        Some(line) => format!("\"{}\", line {line}: The task {reason}", task.path),
        None => format!("\"{}\" {reason}", task.path),
    };
    TaskProblem {
        line: line.and_then(|line| u32::try_from(line).ok()),
        ..problem(kind, message, &[&task.path], std::slice::from_ref(id))
    }
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
