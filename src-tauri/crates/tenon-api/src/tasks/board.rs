//! The board, and moving tasks on it.

use tenon_core::Code;
use tenon_knowledge::task::{Board, Change, Field, Form, Lane, Step, Task, shift};

use super::check::now;
use super::edit::Work;
use super::folder::Tasks;
use super::lane;
use super::note::Note;
use super::view::{View, by};
use super::write::Writer;
use crate::owner::{Caller, Owner};
use crate::wire::{TaskBoard, TaskBy, TaskColumn, TaskEdited, TaskLane, TaskMoveParams};
use crate::{ApiError, ApiResult};

/// The board, in lanes if these are asked for.
pub(crate) fn board(owner: &Owner, lanes: Option<TaskBy>) -> ApiResult<TaskBoard> {
    let all = Tasks::read(&owner.root);
    let view = View::of(owner, &all);
    let board = Board::of(&all.tasks, &all.workflow, lanes.map(by));
    let paths = |cell: &Vec<&Task>| cell.iter().map(|task| task.path.clone()).collect();
    let on_board = Board::of(&all.tasks, &all.workflow, None);
    let cells = on_board.lanes.iter().flat_map(|lane| &lane.cells);
    let tasks: Vec<&Task> = cells.flatten().copied().collect();
    let list = view.list(&tasks, Vec::new());
    Ok(TaskBoard {
        columns: board
            .columns
            .iter()
            .map(|column| TaskColumn {
                status: column.status.clone(),
                configured: column.is_configured,
            })
            .collect(),
        lanes: board
            .lanes
            .iter()
            .map(|lane| TaskLane {
                name: lane.name.clone(),
                cells: lane.cells.iter().map(paths).collect(),
            })
            .collect(),
        tasks: list.tasks,
        folder: list.folder,
        problems: list.problems,
    })
}

/// Moves a task into a column, and before or behind another one of it where that is said. Without a
/// place it stands where the order of the column puts it. A move to another lane changes the field
/// that the lanes stand for, in the same writing of the file.
pub(crate) fn move_to(
    owner: &Owner,
    caller: &Caller,
    params: &TaskMoveParams,
) -> ApiResult<TaskEdited> {
    let writer = Writer::new(owner);
    let all = Tasks::read(&owner.root);
    all.seeing()?;
    let task = all.find(&params.id)?;
    let status = all.status(&params.status)?;
    let column = column(&all, &status);
    let at = at(&all, &column, task, params)?;
    let lane = params.lane.as_ref().filter(|lane| lane.values != lane.was);
    let set = lane
        .map(|lane| lane::change(&all, task, lane))
        .transpose()?;
    // A priority orders a column, so the task stands among the others with its new one.
    let mut moved = task.clone();
    set.iter().for_each(|change| change.apply(&mut moved));
    let mut steps = shift(&all.workflow, &column, &moved, &status, at.unwrap_or(0));
    if at.is_none() {
        // Only the column was named.
        steps.retain(|step| step.change.field() == Field::Status);
    }
    let path = task.path.clone();
    steps.extend(set.map(|change| Step { path, change }));
    let time = now(owner.app.surroundings.ambient.clock.now())?;
    let mut wanted: Vec<(&str, Vec<_>)> = Vec::new();
    for step in &steps {
        match wanted.iter_mut().find(|(path, _)| *path == step.path) {
            Some((_, changes)) => changes.push(&step.change),
            None => wanted.push((&step.path, vec![&step.change])),
        }
    }
    let edit = |path: &str, text: &str, changes: &[&Change]| {
        if let Some(lane) = lane.filter(|_| path == task.path) {
            lane::still(path, text, lane)?;
        }
        let mut work = Work::new(path, text);
        changes.iter().try_for_each(|change| work.change(change))?;
        // Others only make room, which is no work on them.
        match path == task.path {
            true => work.done(&time),
            false => Ok(work.text),
        }
    };
    // All files are tried first, so that a refusal finds nothing changed.
    for (path, changes) in &wanted {
        writer.try_edit(path, &mut |text| edit(path, text, changes))?;
    }
    for (path, changes) in &wanted {
        writer.edit(path, &mut |text| edit(path, text, changes))?;
    }
    let now = Tasks::read(&owner.root);
    let moved = now.find(&task.path)?;
    let own = wanted.iter().find(|(path, _)| *path == task.path);
    if let Some((_, changes)) = own {
        let fields = changes.iter().map(|change| change.field().key(Form::Tenon));
        let note = Note {
            kind: "task.changed",
            task: moved,
            fields: &fields.collect::<Vec<_>>(),
            from: None,
        };
        note.record(owner, caller)?;
    }
    Ok(TaskEdited {
        task: View::of(owner, &now).info(moved),
        changed: !wanted.is_empty(),
        notices: Vec::new(),
    })
}

/// The tasks of a column in their order.
fn column<'a>(all: &'a Tasks, status: &str) -> Vec<&'a Task> {
    let board = Board::of(&all.tasks, &all.workflow, None);
    let at = board
        .columns
        .iter()
        .position(|column| column.status == status);
    let cell = |lane: Lane<'a>| lane.cells.into_iter().nth(at?);
    board
        .lanes
        .into_iter()
        .next()
        .and_then(cell)
        .unwrap_or_default()
}

/// The place among the other tasks of the column, where one is said.
fn at(
    all: &Tasks,
    column: &[&Task],
    moved: &Task,
    params: &TaskMoveParams,
) -> ApiResult<Option<usize>> {
    let (anchor, behind) = match (&params.before, &params.after) {
        (None, None) => return Ok(None),
        (Some(anchor), None) => (anchor, 0),
        (None, Some(anchor)) => (anchor, 1),
        (Some(_), Some(_)) => {
            let message = "a task is moved before one or behind one, not both";
            return Err(ApiError::new(Code::Invalid, message).hint("Nothing was changed."));
        }
    };
    let anchor = all.find(anchor)?;
    let mut others = column.iter().filter(|task| task.path != moved.path);
    let place = others.position(|task| task.path == anchor.path);
    place.map(|place| Some(place + behind)).ok_or_else(|| {
        let named = anchor
            .id
            .as_ref()
            .map_or(anchor.path.as_str(), |id| id.as_str());
        let message = format!(
            "{named} is not another task of the column \"{}\"",
            params.status
        );
        ApiError::new(Code::Invalid, message).hint("Nothing was changed.")
    })
}
