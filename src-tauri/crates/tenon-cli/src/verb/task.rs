//! `tenon task`: tasks of the folder.

mod arguments;
mod print;

use std::io::Read;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use tenon_api::link::Link;
use tenon_api::ops::{self, Op};
use tenon_api::owner::Caller;
use tenon_api::wire::{
    Nothing, TaskAdoptParams, TaskBoardParams, TaskCandidatesParams, TaskCreateParams,
    TaskEditParams, TaskFault, TaskList, TaskListParams, TaskMoveParams, TaskParams, TaskProblem,
    TaskRepairParams,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath};

pub use arguments::TaskVerb;
use arguments::{Create, Edit, List};

use crate::Session;

/// A body or a note from standard input has at most so many bytes.
const LONGEST: u64 = 1 << 20;

/// The owner, asked for one verb.
struct Asked<'a> {
    session: &'a Session,
    link: Link,
}

impl Asked<'_> {
    fn call<O: Op>(&self, params: O::Params) -> ApiResult<O::Output> {
        self.link.call::<O>(&Caller::command_line(), params)
    }

    fn edited<O: Op<Output = tenon_api::wire::TaskEdited>>(
        &self,
        params: O::Params,
    ) -> ApiResult<ExitCode> {
        let edited = self.call::<O>(params)?;
        for notice in &edited.notices {
            self.session.out.notice(notice);
        }
        self.session.out.record(&edited.task, print::line)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Says what is wrong in the folder. The status is a failure where a file could not be read, so
    /// that not all tasks are known.
    fn told(&self, problems: &[TaskProblem]) -> ExitCode {
        for problem in problems {
            self.session.out.notice(&problem.message);
        }
        let is_unread = |problem: &TaskProblem| {
            matches!(problem.kind, TaskFault::Broken | TaskFault::Unreadable)
        };
        match problems.iter().any(is_unread) {
            true => ExitCode::FAILURE,
            false => ExitCode::SUCCESS,
        }
    }
}

pub fn run(session: &Session, verb: TaskVerb) -> ApiResult<ExitCode> {
    let link = session.link()?;
    let asked = Asked { session, link };
    match verb {
        TaskVerb::Create(create) => {
            let params = new(create)?;
            asked.edited::<ops::task_create>(params)
        }
        TaskVerb::List(list) => {
            let list = asked.call::<ops::task_list>(filter(list))?;
            print_list(&asked, &list)
        }
        TaskVerb::Ready => {
            let list = asked.call::<ops::task_ready>(Nothing {})?;
            print_list(&asked, &list)
        }
        TaskVerb::Board { lanes } => {
            let board = asked.call::<ops::task_board>(TaskBoardParams { lanes })?;
            print::board(&session.out, &board)?;
            Ok(asked.told(&board.problems))
        }
        TaskVerb::Move {
            id,
            status,
            before,
            after,
        } => asked.edited::<ops::task_move>(TaskMoveParams {
            id,
            status,
            before,
            after,
            lane: None,
        }),
        TaskVerb::Problems => {
            let found = asked.call::<ops::task_problems>(Nothing {})?;
            for problem in &found.problems {
                session.out.record(problem, print::problem)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        TaskVerb::Repair { ids, dry_run } => {
            let repaired = asked.call::<ops::task_repair>(TaskRepairParams { ids, dry_run })?;
            print::repaired(&session.out, &repaired)?;
            for notice in &repaired.notices {
                session.out.notice(notice);
            }
            Ok(match repaired.notices.is_empty() {
                true => ExitCode::SUCCESS,
                false => ExitCode::FAILURE,
            })
        }
        TaskVerb::Show { id } => {
            let shown = asked.call::<ops::task_show>(TaskParams { id })?;
            session
                .out
                .record(&print::Shown::of(&shown), |_| print::shown(&shown))?;
            for problem in &shown.problems {
                session.out.notice(&problem.message);
            }
            Ok(ExitCode::SUCCESS)
        }
        TaskVerb::Candidates { path } => {
            let path = path.map(|path| WirePath::from_bytes(&path.into_vec()));
            let found = asked.call::<ops::task_candidates>(TaskCandidatesParams { path })?;
            for candidate in &found.candidates {
                session.out.flat_record(candidate, print::candidate)?;
            }
            for problem in &found.problems {
                session.out.notice(problem);
            }
            Ok(ExitCode::SUCCESS)
        }
        TaskVerb::Adopt { at: (path, line) } => {
            let path = WirePath::from_bytes(&path);
            asked.edited::<ops::task_adopt>(TaskAdoptParams { path, line })
        }
        TaskVerb::Edit(edit) => {
            let params = changes(*edit)?;
            asked.edited::<ops::task_edit>(params)
        }
    }
}

fn print_list(asked: &Asked<'_>, list: &TaskList) -> ApiResult<ExitCode> {
    let out = &asked.session.out;
    match list.groups.is_empty() {
        true => {
            for task in &list.tasks {
                out.record(task, print::line)?;
            }
        }
        false => print::groups(out, list)?,
    }
    Ok(asked.told(&list.problems))
}

fn new(create: Create) -> ApiResult<TaskCreateParams> {
    Ok(TaskCreateParams {
        title: create.title,
        status: create.status,
        labels: create.label,
        priority: create.priority,
        due: create.due,
        depends: create.depends,
        parent: create.parent,
        milestone: create.milestone,
        branch: create.branch,
        assignees: create.assignee,
        criteria: create.criterion,
        body: create.body.map(given).transpose()?.unwrap_or_default(),
    })
}

fn filter(list: List) -> TaskListParams {
    TaskListParams {
        places: list.place,
        statuses: list.status,
        labels: list.label,
        priorities: list.priority,
        assignees: list.assignee,
        due_before: list.due_before,
        ready: list.ready.then_some(true),
        text: list.text.join(" "),
        group: list.group_by,
    }
}

fn changes(edit: Edit) -> ApiResult<TaskEditParams> {
    let assignees = match (edit.assignee.is_empty(), edit.no_assignee) {
        (true, false) => None,
        _ => Some(edit.assignee),
    };
    Ok(TaskEditParams {
        id: edit.id,
        status: edit.status,
        title: edit.title,
        add_labels: edit.label,
        remove_labels: edit.no_label,
        priority: edit.priority,
        due: edit.due,
        add_depends: edit.depends,
        remove_depends: edit.no_depends,
        branch: edit.branch,
        assignees,
        check: edit.check,
        uncheck: edit.uncheck,
        add_criteria: edit.criterion,
        note: edit.note.map(given).transpose()?,
    })
}

/// A text that was given, or that of standard input for `-`.
fn given(text: String) -> ApiResult<String> {
    if text != "-" {
        return Ok(text);
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin()
        .lock()
        .take(LONGEST + 1)
        .read_to_end(&mut bytes);
    read.map_err(|e| ApiError::new(Code::Storage, format!("standard input: {e}")))?;
    if bytes.len() as u64 > LONGEST {
        let message = "standard input has more than 1 MiB, which is too long for a task";
        return Err(ApiError::new(Code::Invalid, message).hint("Nothing was changed."));
    }
    String::from_utf8(bytes).map_err(|_| {
        ApiError::new(Code::Invalid, "standard input is not UTF-8 text")
            .hint("Nothing was changed.")
    })
}
