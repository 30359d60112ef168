//! Moving a task to another lane of the board.

use std::fs;

use tenon_api::wire::{HistoryListParams, TaskBy, TaskEdited, TaskLaneMove, TaskMoveParams};
use tenon_api::{ApiResult, ops};
use tenon_core::Code;

use crate::desk::Desk;

const PATH: &str = ".tenon/tasks/T-1.md";
const TEXT: &str =
    "---\nid: T-1\nstatus: To Do\nlabels: [ui, core]  # both\npriority: low\n---\nBody\n";

fn desk() -> Desk {
    Desk::new(&[
        (PATH, TEXT),
        (
            ".tenon/tasks/T-2.md",
            "---\nid: T-2\nstatus: Done\npriority: medium\n---\n",
        ),
        (
            ".tenon/tasks/T-3.md",
            "---\nid: T-3\nstatus: Done\nparent: T-1\n---\n",
        ),
    ])
}

fn lane(by: TaskBy, was: &[&str], values: &[&str]) -> TaskMoveParams {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    TaskMoveParams {
        id: "T-1".into(),
        status: "To Do".into(),
        lane: Some(TaskLaneMove {
            by,
            was: list(was),
            values: list(values),
        }),
        ..TaskMoveParams::default()
    }
}

fn move_to(desk: &Desk, params: TaskMoveParams) -> ApiResult<TaskEdited> {
    desk.call::<ops::task_move>(params)
}

fn text(desk: &Desk) -> String {
    fs::read_to_string(desk.workspace.path().join(PATH)).expect("it is there")
}

fn versions(desk: &Desk) -> usize {
    let params = HistoryListParams { path: PATH.into() };
    let list = desk.call::<ops::history_list>(params).expect("versions");
    list.versions.len()
}

#[test]
fn status_and_lane_change_in_one_writing_and_go_back_in_one() {
    let desk = desk();
    let params = TaskMoveParams {
        status: "Done".into(),
        ..lane(TaskBy::Label, &["ui", "core"], &["docs", "core"])
    };
    let moved = move_to(&desk, params).expect("it moves");
    assert_eq!(moved.task.status, "Done");
    assert_eq!(moved.task.labels, ["docs", "core"]);
    let wanted = TEXT.replace("To Do", "Done").replace("ui", "docs");
    assert_eq!(text(&desk), wanted, "no other byte changes");
    assert_eq!(versions(&desk), 2, "before and after, and none between");
    let back = lane(TaskBy::Label, &["docs", "core"], &["ui", "core"]);
    move_to(&desk, back).expect("it goes back");
    assert_eq!(text(&desk), TEXT);
    assert_eq!(versions(&desk), 3);
}

#[test]
fn a_lane_without_a_value_takes_it_away() {
    let desk = desk();
    let moved = move_to(&desk, lane(TaskBy::Priority, &["low"], &[])).expect("it moves");
    assert!(moved.changed);
    assert_eq!(text(&desk), TEXT.replace("priority: low\n", ""));
    let again = move_to(&desk, lane(TaskBy::Priority, &[], &[])).expect("nothing is to do");
    assert!(!again.changed);
}

#[test]
fn a_task_stands_where_it_was_put_although_its_priority_orders_the_column() {
    let desk = desk();
    let params = TaskMoveParams {
        status: "Done".into(),
        after: Some("T-2".into()),
        ..lane(TaskBy::Priority, &["low"], &["high"])
    };
    let moved = move_to(&desk, params).expect("it moves").task;
    let other = desk.call::<ops::task_show>(tenon_api::wire::TaskParams { id: "T-2".into() });
    let other = other.expect("it is there").task.ordinal;
    assert_eq!(moved.priority.as_deref(), Some("high"));
    assert!(other.is_some() && other < moved.ordinal, "{other:?}");
}

#[test]
fn what_does_not_fit_is_said_and_nothing_is_written() {
    let desk = desk();
    for (params, code, said) in [
        (
            lane(TaskBy::Label, &["ui"], &["docs"]),
            Code::Conflict,
            "labels of \".tenon/tasks/T-1.md\" changed meanwhile",
        ),
        (
            lane(TaskBy::Status, &["To Do"], &["Done"]),
            Code::Invalid,
            "status is a column of the board",
        ),
        (
            lane(TaskBy::Priority, &["low"], &["soonish"]),
            Code::Invalid,
            "\"soonish\" is no priority here",
        ),
        (
            lane(TaskBy::Milestone, &[], &["a", "b"]),
            Code::Invalid,
            "one milestone",
        ),
        (
            lane(TaskBy::Parent, &[], &["T-1"]),
            Code::Invalid,
            "cannot be its parent",
        ),
        (
            lane(TaskBy::Parent, &[], &["T-3"]),
            Code::Invalid,
            "T-3 is this task or a part of it",
        ),
        (lane(TaskBy::Parent, &[], &["T-9"]), Code::NotFound, "T-9"),
    ] {
        let params = TaskMoveParams {
            status: "Done".into(),
            ..params
        };
        let error = move_to(&desk, params).expect_err(said);
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(said), "{error}");
        assert_eq!(text(&desk), TEXT);
    }
}
