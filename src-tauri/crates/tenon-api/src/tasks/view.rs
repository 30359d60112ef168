//! Tasks as they are told.

use std::collections::HashMap;

use tenon_git::Repo;
use tenon_knowledge::task::{By, Filter, Form, Group, Id, Place, Readiness, Task, group};

use super::check::day;
use super::folder::Tasks;
use super::problems::problems;
use crate::owner::Owner;
use crate::wire::{
    TaskBy, TaskCriterion, TaskForm, TaskGroup, TaskInfo, TaskList, TaskListParams, TaskPlace,
    TaskProblem, TaskProblems, TaskShown,
};
use crate::{ApiError, ApiResult};

/// All tasks, with what is known of each beside its file.
pub(super) struct View<'a> {
    pub all: &'a Tasks,
    pub readiness: Readiness<'a>,
    /// The branches of open tasks that are merged, and into which one.
    merged: HashMap<String, String>,
}

impl<'a> View<'a> {
    pub fn of(owner: &Owner, all: &'a Tasks) -> Self {
        Self {
            all,
            readiness: Readiness::of(&all.tasks, &all.workflow),
            merged: merged(owner, all),
        }
    }

    pub fn info(&self, task: &Task) -> TaskInfo {
        let workflow = &self.all.workflow;
        let waits = self.readiness.waits(task);
        let words = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>();
        let branch = task.branch.as_ref().filter(|_| workflow.is_open(task));
        let suggested = branch.and_then(|branch| Some((branch, self.merged.get(branch)?)));
        TaskInfo {
            id: task.id.as_ref().map(Id::to_string),
            title: task.title.clone(),
            status: workflow.status(task).to_owned(),
            done: workflow.is_done(task),
            labels: task.labels.clone(),
            priority: task.priority.as_ref().map(|one| one.word().to_owned()),
            due: task.due.as_ref().map(|due| due.as_str().to_owned()),
            depends_on: words(&task.depends),
            parent: task.parent.as_ref().map(Id::to_string),
            milestone: task.milestone.clone(),
            branch: task.branch.clone(),
            assignees: task.assignees.clone(),
            ordinal: task.ordinal,
            created: task.created.as_ref().map(|at| at.as_str().to_owned()),
            updated: task.updated.as_ref().map(|at| at.as_str().to_owned()),
            path: task.path.clone(),
            place: match task.place {
                Place::Active => TaskPlace::Active,
                Place::Draft => TaskPlace::Draft,
                Place::Completed => TaskPlace::Completed,
                Place::Archived => TaskPlace::Archived,
            },
            form: match task.form {
                Form::Tenon => TaskForm::Tenon,
                Form::Backlog => TaskForm::Backlog,
            },
            ready: self.readiness.is_ready(task),
            blocked_by: waits.map(|waits| words(&waits.open)).unwrap_or_default(),
            unknown_dependencies: waits.map(|waits| words(&waits.unknown)).unwrap_or_default(),
            in_circle: waits.is_some_and(|waits| waits.circle.is_some()),
            criteria: task
                .criteria
                .iter()
                .map(|one| TaskCriterion {
                    text: one.text.clone(),
                    done: one.is_done,
                })
                .collect(),
            aliases: task.aliases.clone(),
            suggested_status: suggested.and_then(|_| workflow.statuses.last().cloned()),
            suggestion_reason: suggested
                .map(|(branch, base)| format!("The branch {branch} is merged into {base}.")),
        }
    }

    /// These tasks, with what is wrong in the folder.
    pub fn list(&self, tasks: &[&Task], groups: Vec<Group<'_>>) -> TaskList {
        TaskList {
            tasks: tasks.iter().map(|task| self.info(task)).collect(),
            groups: groups.into_iter().map(told).collect(),
            statuses: self.all.workflow.statuses.clone(),
            folder: self.all.folder.to_owned(),
            problems: problems(self.all, &self.readiness),
        }
    }
}

fn told(group: Group<'_>) -> TaskGroup {
    TaskGroup {
        name: group.name,
        paths: group.tasks.iter().map(|task| task.path.clone()).collect(),
    }
}

/// Which branches of open tasks are merged. Where git cannot be asked there is no suggestion.
fn merged(owner: &Owner, all: &Tasks) -> HashMap<String, String> {
    let open = all
        .tasks
        .iter()
        .filter(|task| all.workflow.is_open(task))
        .filter_map(|task| task.branch.as_deref());
    let mut branches: Vec<&str> = open.collect();
    branches.sort_unstable();
    branches.dedup();
    if branches.is_empty() {
        return HashMap::new();
    }
    let found = Repo::discover(owner.root()).and_then(|repo| match repo {
        Some(repo) => repo.merged(&branches),
        None => Ok(Vec::new()),
    });
    let found = found.unwrap_or_else(|error| {
        tracing::info!(%error, "it is not known which branches are merged");
        Vec::new()
    });
    found
        .into_iter()
        .map(|one| (one.branch, one.base))
        .collect()
}

/// What tasks are put together by.
pub(super) fn by(by: TaskBy) -> By {
    match by {
        TaskBy::Status => By::Status,
        TaskBy::Label => By::Label,
        TaskBy::Priority => By::Priority,
        TaskBy::Assignee => By::Assignee,
        TaskBy::Parent => By::Parent,
        TaskBy::Milestone => By::Milestone,
    }
}

/// The tasks that are asked for.
pub(crate) fn list(owner: &Owner, params: TaskListParams) -> ApiResult<TaskList> {
    let all = Tasks::read(&owner.root);
    let view = View::of(owner, &all);
    let filter = filter(&all, &params)?;
    let kept = all
        .tasks
        .iter()
        .filter(|task| filter.keeps(task, &all.workflow, &view.readiness));
    let kept: Vec<&Task> = kept.collect();
    let ordered = group(kept.iter().copied(), By::Status, &all.workflow);
    let ordered: Vec<&Task> = ordered.into_iter().flat_map(|group| group.tasks).collect();
    let groups = params.group.map(|one| group(kept, by(one), &all.workflow));
    Ok(view.list(&ordered, groups.unwrap_or_default()))
}

fn filter(all: &Tasks, params: &TaskListParams) -> ApiResult<Filter> {
    let places = params.places.iter().map(|place| match place {
        TaskPlace::Active => Place::Active,
        TaskPlace::Draft => Place::Draft,
        TaskPlace::Completed => Place::Completed,
        TaskPlace::Archived => Place::Archived,
    });
    let statuses = params.statuses.iter().map(|status| {
        let status = all.status(status);
        // Who only looks is not told that nothing was changed.
        status.map_err(|error| ApiError {
            hint: None,
            ..error
        })
    });
    let priorities = params.priorities.iter().map(|word| all.priority(word));
    Ok(Filter {
        places: places.collect(),
        statuses: statuses.collect::<ApiResult<_>>()?,
        labels: params.labels.clone(),
        priorities: priorities.collect::<ApiResult<_>>()?,
        assignees: params.assignees.clone(),
        due_before: params.due_before.as_deref().map(day).transpose()?,
        is_ready: params.ready,
        text: params.text.clone(),
    })
}

/// The tasks that can be begun.
pub(crate) fn ready(owner: &Owner) -> TaskList {
    let all = Tasks::read(&owner.root);
    let view = View::of(owner, &all);
    view.list(view.readiness.ready(), Vec::new())
}

/// What is wrong in the folder.
pub(crate) fn wrong(owner: &Owner) -> TaskProblems {
    let all = Tasks::read(&owner.root);
    let readiness = Readiness::of(&all.tasks, &all.workflow);
    TaskProblems {
        problems: problems(&all, &readiness),
    }
}

/// One task with all that it says.
pub(crate) fn show(owner: &Owner, id: &str) -> ApiResult<TaskShown> {
    let all = Tasks::read(&owner.root);
    let view = View::of(owner, &all);
    let task = all.find(id)?;
    let needed = view.readiness.waiting_for(task).into_iter();
    let is_about = |problem: &TaskProblem| problem.paths.contains(&task.path);
    Ok(TaskShown {
        task: view.info(task),
        body: task.body.clone(),
        needed_by: needed
            .filter_map(|task| task.id.as_ref().map(Id::to_string))
            .collect(),
        problems: problems(&all, &view.readiness)
            .into_iter()
            .filter(is_about)
            .collect(),
    })
}
