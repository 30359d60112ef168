//! Marks of comments as candidates for tasks, and the tasks that were made of them, which follow
//! their marks.
//!
//! What a task's own text says of its mark is where the search begins, so that it is known in another
//! checkout too. Where the mark was seen last is kept beside it, with what stood around it.

mod kept;

use std::collections::HashMap;

use tenon_core::{Code, WirePath};
use tenon_knowledge::task::{Id, Mark, Task, candidate, follow, origin};

use kept::{Kept, keep, kept};

use super::folder::Tasks;
use super::marks::Found;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    TaskAdoptParams, TaskCandidate, TaskCandidates, TaskCandidatesParams, TaskCreateParams,
    TaskEdited,
};
use crate::{ApiError, ApiResult};

/// The marks of the workspace with the tasks that they are.
struct Known {
    found: Vec<Found>,
    /// The tasks' ids, in the order of `found`.
    tasks: Vec<Option<String>>,
    /// What could not be read, and the open tasks whose marks are gone, in sentences.
    problems: Vec<String>,
}

/// The candidates in a file, in a folder or everywhere, by path and line.
pub(crate) fn candidates(owner: &Owner, params: TaskCandidatesParams) -> ApiResult<TaskCandidates> {
    let within = params.path.map(|path| scope(owner, &path)).transpose()?;
    let known = {
        let _alone = lock(&owner.marks.alone);
        known(owner)?
    };
    let is_within = |found: &Found| {
        let rest = within.as_ref().map(|within| match within.is_empty() {
            true => Some(&b""[..]),
            false => found.mark.path.strip_prefix(within.as_slice()),
        });
        rest.is_none_or(|rest| rest.is_some_and(|rest| rest.is_empty() || rest[0] == b'/'))
    };
    let all = known.found.iter().zip(known.tasks);
    Ok(TaskCandidates {
        candidates: all
            .filter(|(found, _)| is_within(found))
            .map(|(found, task)| told(found, task))
            .collect(),
        problems: known.problems,
    })
}

/// Makes a task of the mark in a line.
///
/// # Errors
/// `notFound` where that line has none, `conflict` where it is a task already, and what making a
/// task answers.
pub(crate) fn adopt(
    owner: &Owner,
    caller: &Caller,
    params: &TaskAdoptParams,
) -> ApiResult<TaskEdited> {
    let path = scope(owner, &params.path)?;
    // Two at once would make two tasks of one mark.
    let _alone = lock(&owner.marks.alone);
    let known = known(owner)?;
    let name = String::from_utf8_lossy(&path).into_owned();
    let here = |found: &Found| found.mark.path == path && found.mark.line == params.line as usize;
    let mut those = known
        .found
        .iter()
        .zip(&known.tasks)
        .filter(|(found, _)| here(found))
        .peekable();
    let Some((_, first)) = those.peek() else {
        return Err(none(&known, &path, &name, params.line));
    };
    let taken = first.as_deref().unwrap_or_default().to_owned();
    let Some((found, _)) = those.find(|(_, task)| task.is_none()) else {
        let message = format!(
            "\"{name}\", line {}: that mark is {taken} already",
            params.line
        );
        return Err(ApiError::new(Code::Conflict, message).hint("Nothing was made."));
    };
    let made = candidate(&found.mark.text, &name, found.mark.line);
    let edited = super::create(
        owner,
        caller,
        TaskCreateParams {
            title: made.title,
            body: made.body,
            assignees: made.assignee.into_iter().collect(),
            ..TaskCreateParams::default()
        },
    )?;
    let mut kept = kept(owner)?;
    if let Some(task) = edited.task.id.clone() {
        kept.push(Kept::of(owner, task, &found.mark)?);
        keep(owner, &kept)?;
    }
    Ok(edited)
}

/// The tasks that were made of marks, with the file and the line where each mark was seen last.
pub(crate) fn adopted(owner: &Owner) -> ApiResult<Vec<(String, Vec<u8>, usize)>> {
    let mut adopted = Vec::new();
    for kept in kept(owner)? {
        let mark = kept.mark(owner)?;
        if !mark.path.is_empty() {
            adopted.push((kept.task, mark.path, mark.line));
        }
    }
    Ok(adopted)
}

/// The tasks that were made of marks, with the file and the line in which each mark stands now. Where
/// no task was, nothing is looked at.
pub(crate) fn followed(owner: &Owner) -> ApiResult<Vec<(String, Vec<u8>, usize)>> {
    if kept(owner)?.is_empty() && written(&Tasks::read(&owner.root)).is_empty() {
        return Ok(Vec::new());
    }
    if owner.is_loose() || owner.db.refusal().is_some() {
        return adopted(owner);
    }
    let known = {
        let _alone = lock(&owner.marks.alone);
        known(owner)?
    };
    let all = known.found.into_iter().zip(known.tasks);
    let tasks = all.filter_map(|(found, task)| Some((task?, found.mark.path, found.mark.line)));
    Ok(tasks.collect())
}

/// A path of the caller's, relative to the workspace; empty for all of it.
fn scope(owner: &Owner, path: &WirePath) -> ApiResult<Vec<u8>> {
    let path = path.to_bytes()?;
    let path = path.strip_suffix(b"/").unwrap_or(&path);
    let path = owner.root.relative(path)?;
    owner.root.place(path)?;
    Ok(match path {
        b"." => Vec::new(),
        path => path.to_vec(),
    })
}

fn known(owner: &Owner) -> ApiResult<Known> {
    if owner.is_loose() {
        let message = "only a file of this folder is open, so its marks are not looked for";
        return Err(ApiError::new(Code::PreconditionFailed, message)
            .hint("Open the folder, or answer the question of trust."));
    }
    owner.root.renew()?;
    let all = Tasks::read(&owner.root);
    let (found, mut problems) = owner.marks.now(owner);
    let marks: Vec<Mark> = found.iter().map(|found| found.mark.clone()).collect();
    let mut tasks: Vec<Option<String>> = marks.iter().map(|mark| named(&all, mark)).collect();

    let before = kept(owner)?;
    let mut seen = Vec::new();
    for kept in &before {
        seen.push(kept.mark(owner)?);
    }
    let mut ids: Vec<String> = before.iter().map(|kept| kept.task.clone()).collect();
    for (id, mark) in written(&all) {
        if !ids.contains(&id) {
            ids.push(id);
            seen.push(mark);
        }
    }
    let mut after = before.clone();
    for ((at, mark), (id, was)) in follow(&seen, &marks, |path| owner.root.place(path).is_err())
        .into_iter()
        .enumerate()
        .zip(ids.iter().zip(&seen))
    {
        // One whose file cannot be read now may come back.
        let Ok(task) = all.find(id) else { continue };
        let Some(mark) = mark else {
            problems.extend(gone(&all, task, was));
            continue;
        };
        tasks[mark] = task.id.as_ref().map(Id::to_string);
        let is_same = marks[mark] == seen[at] && at < before.len();
        if !is_same {
            let now = Kept::of(owner, id.clone(), &marks[mark])?;
            match after.get_mut(at).filter(|_| at < before.len()) {
                Some(kept) => *kept = now,
                None => after.push(now),
            }
        }
    }
    if after != before {
        keep(owner, &after)?;
    }
    Ok(Known {
        found,
        tasks,
        problems,
    })
}

/// The task that a mark names: `TODO(T-14)`.
fn named(all: &Tasks, mark: &Mark) -> Option<String> {
    let id = candidate(&mark.text, "", mark.line).task?;
    let task = all.find(id.as_str()).ok()?;
    task.id.as_ref().map(Id::to_string)
}

/// Where tasks say that they come from.
fn written(all: &Tasks) -> HashMap<String, Mark> {
    let said = all.tasks.iter().filter_map(|task| {
        let (path, line, text) = origin(&task.body)?;
        let mark = Mark {
            path: path.into(),
            line,
            text: text.to_owned(),
            around: None,
        };
        Some((task.id.as_ref()?.to_string(), mark))
    });
    said.collect()
}

/// That the mark of an open task is gone.
fn gone(all: &Tasks, task: &Task, was: &Mark) -> Option<String> {
    let id = task.id.as_ref().filter(|_| all.workflow.is_open(task))?;
    let file = match was.path.is_empty() {
        true => String::new(),
        false => format!(" in \"{}\"", String::from_utf8_lossy(&was.path)),
    };
    Some(format!(
        "The mark of {id}{file} is gone: \"{}\". It was taken out, or is written otherwise.",
        was.text
    ))
}

fn told(found: &Found, task: Option<String>) -> TaskCandidate {
    let mark = &found.mark;
    let path = WirePath::from_bytes(&mark.path);
    let made = candidate(&mark.text, &path.path, mark.line);
    TaskCandidate {
        title: made.title,
        word: made.word,
        text: mark.text.clone(),
        path,
        line: u32::try_from(mark.line).unwrap_or(u32::MAX),
        column: found.column,
        assignee: made.assignee,
        task,
    }
}

fn none(known: &Known, path: &[u8], name: &str, line: u32) -> ApiError {
    let message = format!("\"{name}\" has no TODO or FIXME in line {line}");
    let here = known.found.iter().filter(|found| found.mark.path == path);
    let nearest = here.min_by_key(|found| found.mark.line.abs_diff(line as usize));
    let hint = match nearest {
        Some(found) => format!("The nearest one is in line {}.", found.mark.line),
        None => "Marks are found in comments of code and in notes.".to_owned(),
    };
    ApiError::new(Code::NotFound, message).hint(hint)
}
