//! Making tasks.

use std::collections::HashSet;

use tenon_core::{Code, EntityKind};
use tenon_git::Repo;
use tenon_knowledge::task::{self, Draft, Form, Id, claimed, next_sub_id};

use super::check::{day, now, refused};
use super::folder::{Tasks, folders};
use super::note::Note;
use super::view::View;
use super::write::Writer;
use crate::owner::{Caller, Owner};
use crate::wire::{TaskCreateParams, TaskEdited};
use crate::{ApiError, ApiResult};

/// So many names are tried where files have those of the next ids already.
const ATTEMPTS: usize = 20;

/// Makes a task. Its folder is made with the first one.
pub(crate) fn create(
    owner: &Owner,
    caller: &Caller,
    params: TaskCreateParams,
) -> ApiResult<TaskEdited> {
    let writer = Writer::new(owner);
    let all = Tasks::read(&owner.root);
    all.seeing()?;
    let draft = draft(&all, params)?;
    let made = now(owner.app.surroundings.ambient.clock.now())?;
    let mut notices = Vec::new();
    let mut seen = seen(owner, &all, &mut notices)?;
    let form = all.workflow.form;
    for _ in 0..ATTEMPTS {
        let id = next(&all, &draft, &seen);
        let (name, text) =
            task::create(form, &id, &draft, &made).map_err(|why| refused(None, &why))?;
        let path = format!("{}/{name}", all.folder);
        match writer.create(&path, &text) {
            Ok(()) => {}
            // Somebody else was quicker, or a name differs in case only.
            Err(error) if error.code == Code::Conflict => {
                seen.insert(id.to_string());
                continue;
            }
            Err(error) => return Err(error),
        }
        let all = Tasks::read(&owner.root);
        let task = all.find(&path)?;
        let note = Note {
            kind: "task.created",
            task,
            fields: &given(&draft),
            from: None,
        };
        note.record(owner, caller)?;
        return Ok(TaskEdited {
            task: View::of(owner, &all).info(task),
            changed: true,
            notices,
        });
    }
    let message = format!(
        "\"{}\" has files with the names of the next tasks",
        all.folder
    );
    Err(ApiError::new(Code::Conflict, message).hint("Nothing was made; rename them."))
}

fn draft(all: &Tasks, params: TaskCreateParams) -> ApiResult<Draft> {
    let status = params.status.map(|status| all.status(&status));
    let depends = params.depends.iter().map(|id| all.known(id));
    let depends: Vec<Id> = depends.collect::<ApiResult<_>>()?;
    Ok(Draft {
        title: params.title,
        status: Some(status.unwrap_or_else(|| Ok(all.workflow.default_status.clone()))?),
        assignees: params.assignees,
        labels: params.labels,
        milestone: params.milestone,
        priority: params
            .priority
            .map(|word| all.priority(&word))
            .transpose()?,
        due: params.due.as_deref().map(day).transpose()?,
        depends,
        parent: params.parent.map(|id| all.known(&id)).transpose()?,
        branch: params.branch,
        description: params.body,
        criteria: params.criteria,
    })
}

/// The id of a new task. Backlog.md gives a part of another task an id below that.
fn next(all: &Tasks, draft: &Draft, seen: &HashSet<String>) -> Id {
    let names = seen.iter().map(String::as_str);
    match (&draft.parent, all.workflow.form) {
        (Some(parent), Form::Backlog) => next_sub_id(names, parent, 0),
        _ => all.workflow.next_id(names),
    }
}

/// All ids and names of files that were ever seen: in the folder, in branches, in the journal.
pub(super) fn seen(
    owner: &Owner,
    all: &Tasks,
    notices: &mut Vec<String>,
) -> ApiResult<HashSet<String>> {
    let mut seen = HashSet::new();
    for task in &all.tasks {
        seen.insert(task.name().to_owned());
        seen.extend(task.id.as_ref().map(Id::to_string));
        seen.extend(task.aliases.iter().cloned());
    }
    let unread = all.faults.iter().flat_map(|fault| &fault.paths);
    seen.extend(unread.filter_map(|path| path.rsplit('/').next().map(str::to_owned)));
    seen.extend(all.faults.iter().flat_map(|fault| fault.ids.clone()));
    seen.extend(owner.db.journal_subjects(EntityKind::Task)?);
    let folders = folders();
    let found = Repo::discover(owner.root()).and_then(|repo| match repo {
        Some(repo) => repo.names_in_branches(&folders, &is_nameless).map(Some),
        None => Ok(None),
    });
    match found {
        Ok(Some(found)) => {
            let names = found.names.into_iter();
            seen.extend(names.filter_map(|name| String::from_utf8(name).ok()));
            let texts = found.texts.iter().map(|text| String::from_utf8_lossy(text));
            seen.extend(
                texts
                    .flat_map(|text| claimed(&text))
                    .map(|id| id.to_string()),
            );
        }
        Ok(None) => {}
        Err(error) => notices.push(format!(
            "The branches could not be read, so that one of them may have the same id: {error}."
        )),
    }
    Ok(seen)
}

/// Whether a file is a task whose name does not tell its id.
fn is_nameless(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name);
    name.to_lowercase().ends_with(".md") && Id::leading(&name).is_none()
}

fn given(draft: &Draft) -> Vec<&'static str> {
    let all = [
        ("title", true),
        ("status", draft.status.is_some()),
        ("assignee", !draft.assignees.is_empty()),
        ("labels", !draft.labels.is_empty()),
        ("milestone", draft.milestone.is_some()),
        ("priority", draft.priority.is_some()),
        ("due", draft.due.is_some()),
        ("depends", !draft.depends.is_empty()),
        ("parent", draft.parent.is_some()),
        ("branch", draft.branch.is_some()),
        ("criteria", !draft.criteria.is_empty()),
        ("body", !draft.description.trim().is_empty()),
    ];
    let given = all.into_iter().filter(|(_, is_given)| *is_given);
    given.map(|(field, _)| field).collect()
}
