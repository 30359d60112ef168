//! Making tasks and changing them.

use super::{TaskBy, TaskInfo};

wire! {
    /// A new task.
    #[derive(Default)]
    pub struct TaskCreateParams {
        /// What it is called, in one line.
        pub title: String,
        /// Its column; the folder's usual one when it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<String>,
        /// Words that it is found by.
        #[serde(default)]
        pub labels: Vec<String>,
        /// How soon it is wanted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub priority: Option<String>,
        /// The day by which it is to be done (`2026-03-01`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<String>,
        /// Ids of tasks that have to be done before.
        #[serde(default)]
        pub depends: Vec<String>,
        /// The task that it is a part of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<String>,
        /// What it is a part of besides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub milestone: Option<String>,
        /// The branch on which it is done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub branch: Option<String>,
        /// Who does it.
        #[serde(default)]
        pub assignees: Vec<String>,
        /// What has to hold at the end, one line each.
        #[serde(default)]
        pub criteria: Vec<String>,
        /// What is to be done, in Markdown.
        #[serde(default)]
        pub body: String,
    }

    /// What of a task changes. What is left out stays, and an empty text takes a value away.
    #[derive(Default)]
    pub struct TaskEditParams {
        /// Its id or its file.
        pub id: String,
        /// Its column.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<String>,
        /// What it is called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub title: Option<String>,
        /// Labels that it gets.
        #[serde(default)]
        pub add_labels: Vec<String>,
        /// Labels that it loses.
        #[serde(default)]
        pub remove_labels: Vec<String>,
        /// How soon it is wanted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub priority: Option<String>,
        /// The day by which it is to be done (`2026-03-01`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<String>,
        /// Ids of tasks that have to be done before.
        #[serde(default)]
        pub add_depends: Vec<String>,
        /// Ids that do not have to be done before any more.
        #[serde(default)]
        pub remove_depends: Vec<String>,
        /// The branch on which it is done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub branch: Option<String>,
        /// Who does it, in place of those who did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub assignees: Option<Vec<String>>,
        /// Numbers of criteria that get a tick, from 1.
        #[serde(default)]
        pub check: Vec<u32>,
        /// Numbers of criteria that lose theirs.
        #[serde(default)]
        pub uncheck: Vec<u32>,
        /// Criteria that are added at the end, one line each.
        #[serde(default)]
        pub add_criteria: Vec<String>,
        /// What is added to its notes, in Markdown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }

    /// A task after a change.
    pub struct TaskEdited {
        /// The task.
        pub task: TaskInfo,
        /// Whether anything was to change.
        pub changed: bool,
        /// What the person should know, in sentences.
        pub notices: Vec<String>,
    }

    /// Where a task is moved.
    #[derive(Default)]
    pub struct TaskMoveParams {
        /// Its id or its file.
        pub id: String,
        /// The column.
        pub status: String,
        /// The task of that column that comes next; only one of this and `after`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub before: Option<String>,
        /// The task of that column that comes before. With neither, the order of the column says
        /// where it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub after: Option<String>,
        /// What else changes with the move, where it leads to another lane.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lane: Option<TaskLaneMove>,
    }

    /// How a task goes to another lane: the field that the lanes stand for says something else.
    pub struct TaskLaneMove {
        /// What the lanes stand for; not the status, which is the column.
        pub by: TaskBy,
        /// All that the field said when the move was made up. Where the file says something else by
        /// now, nothing is moved.
        pub was: Vec<String>,
        /// All that the field is to say; nothing takes its value away.
        pub values: Vec<String>,
    }

    /// Which ids are to belong to one task each.
    #[derive(Default)]
    pub struct TaskRepairParams {
        /// Ids that more than one task has; all of them when it is empty.
        #[serde(default)]
        pub ids: Vec<String>,
        /// Whether to tell only what would be done.
        #[serde(default)]
        pub dry_run: bool,
    }

    /// A task that has another id now.
    pub struct TaskRenumbered {
        /// The id that it had, which is an alias now.
        pub from: String,
        /// Its id.
        pub to: String,
        /// Its file before.
        pub old_path: String,
        /// Its file.
        pub path: String,
    }

    /// A link that names a renumbered task, or may mean it.
    pub struct TaskLink {
        /// The file that it stands in.
        pub path: String,
        /// The line, from 1.
        pub line: u32,
        /// What stands or stood there.
        pub old: String,
        /// What stands there now, or would.
        pub new: String,
        /// Whether it is known that the renumbered task is meant. Only then the link follows.
        pub known: bool,
        /// Whether it was written.
        pub done: bool,
    }

    /// What was done for ids that more than one task had.
    pub struct TaskRepaired {
        /// The younger tasks.
        pub renumbered: Vec<TaskRenumbered>,
        /// Links that follow, and those that a person has to look at.
        pub links: Vec<TaskLink>,
        /// Whether nothing was changed.
        pub dry_run: bool,
        /// What could not be done, in sentences.
        pub notices: Vec<String>,
    }
}
