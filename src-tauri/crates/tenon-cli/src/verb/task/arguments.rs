//! What the verbs of `tenon task` take.

use std::ffi::OsString;

use clap::{Args, Subcommand};
use tenon_api::wire::{TaskBy, TaskPlace};
use tenon_knowledge::task::Moment;

use crate::values;

#[derive(Subcommand)]
pub enum TaskVerb {
    /// Make a task and print it; the first one makes the folder .tenon/tasks, or goes to backlog/tasks
    /// where there is a folder of Backlog.md.
    Create(Create),
    /// List tasks in the order of the board.
    List(List),
    /// Print one task with all that it says.
    Show {
        /// Its id, without regard to case and zeros in front, or its file.
        id: String,
    },
    /// Change fields of a task, and nothing else in its file. An empty value takes one away.
    Edit(Box<Edit>),
    /// Print the board: with --json each column of each lane, with its tasks.
    Board {
        /// Lanes by status, label, priority, assignee, parent or milestone.
        #[arg(long, value_name = "BY", value_parser = by)]
        lanes: Option<TaskBy>,
    },
    /// Move a task to a column, and before or behind another one of it.
    Move {
        /// Its id, without regard to case and zeros in front, or its file.
        id: String,
        /// The column.
        status: String,
        /// The task that comes next.
        #[arg(long, value_name = "ID", conflicts_with = "after")]
        before: Option<String>,
        /// The task that comes before.
        #[arg(long, value_name = "ID")]
        after: Option<String>,
    },
    /// List what is wrong: files that cannot be read, ids twice, circles, unknown dependencies.
    Problems,
    /// Give the younger of two tasks with one id another one; links that surely mean it follow, and
    /// the others are listed.
    Repair {
        /// Only these ids.
        ids: Vec<String>,
        /// Tell only what would be done.
        #[arg(long)]
        dry_run: bool,
    },
    /// List what can be begun: open, and nothing that it depends on is.
    Ready,
    /// List TODO, FIXME, XXX and HACK marks of code and notes, with the tasks that they are.
    Candidates {
        /// Only in this file or folder.
        path: Option<OsString>,
    },
    /// Make a task of the mark in a line and print it; the task follows its mark when that moves.
    Adopt {
        /// The line that the mark stands in.
        #[arg(value_name = "PATH:LINE", value_parser = line)]
        at: (Vec<u8>, u32),
    },
}

#[derive(Args)]
pub struct Create {
    /// What it is called.
    pub title: String,
    /// Its column; the usual one when left out.
    #[arg(long)]
    pub status: Option<String>,
    /// A word that it is found by; may be given more than once.
    #[arg(long)]
    pub label: Vec<String>,
    /// How soon it is wanted: high, medium, low, or a word of the folder's own.
    #[arg(long)]
    pub priority: Option<String>,
    /// The day by which it is to be done, such as 2026-03-01.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub due: Option<String>,
    /// A task that has to be done before; may be given more than once.
    #[arg(long, value_name = "ID")]
    pub depends: Vec<String>,
    /// The task that it is a part of.
    #[arg(long, value_name = "ID")]
    pub parent: Option<String>,
    /// What it is a part of besides.
    #[arg(long)]
    pub milestone: Option<String>,
    /// The branch on which it is done.
    #[arg(long)]
    pub branch: Option<String>,
    /// Who does it; may be given more than once.
    #[arg(long)]
    pub assignee: Vec<String>,
    /// What has to hold at the end; may be given more than once.
    #[arg(long)]
    pub criterion: Vec<String>,
    /// What is to be done, in Markdown; - for standard input.
    #[arg(long, value_name = "TEXT|-", allow_hyphen_values = true)]
    pub body: Option<String>,
}

#[derive(Args)]
pub struct List {
    /// Only with this status; may be given more than once, as the others that name a value.
    #[arg(long)]
    pub status: Vec<String>,
    /// Only with this label; of more than one with all of them.
    #[arg(long)]
    pub label: Vec<String>,
    /// Only as urgent as this.
    #[arg(long)]
    pub priority: Vec<String>,
    /// Only done by this one.
    #[arg(long)]
    pub assignee: Vec<String>,
    /// Only due before this day, such as 2026-03-01.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub due_before: Option<String>,
    /// Only what can be begun.
    #[arg(long)]
    pub ready: bool,
    /// Only with these words in id, title, labels or body.
    #[arg(long)]
    pub text: Vec<String>,
    /// Only in this part of the folder (active, draft, completed, archived); the active ones when
    /// left out.
    #[arg(long, value_parser = place)]
    pub place: Vec<TaskPlace>,
    /// Put together by status, label, priority, assignee, parent or milestone.
    #[arg(long, value_name = "BY", value_parser = by)]
    pub group_by: Option<TaskBy>,
}

#[derive(Args)]
pub struct Edit {
    /// Its id, without regard to case and zeros in front, or its file.
    pub id: String,
    /// Its column.
    #[arg(long)]
    pub status: Option<String>,
    /// What it is called.
    #[arg(long)]
    pub title: Option<String>,
    /// A label that it gets; may be given more than once.
    #[arg(long)]
    pub label: Vec<String>,
    /// A label that it loses; may be given more than once.
    #[arg(long, value_name = "LABEL")]
    pub no_label: Vec<String>,
    /// How soon it is wanted.
    #[arg(long)]
    pub priority: Option<String>,
    /// The day by which it is to be done, such as 2026-03-01.
    #[arg(long, value_name = "DAY", value_parser = day_or_none)]
    pub due: Option<String>,
    /// A task that has to be done before; may be given more than once.
    #[arg(long, value_name = "ID")]
    pub depends: Vec<String>,
    /// A task that does not have to be done before any more; may be given more than once.
    #[arg(long, value_name = "ID")]
    pub no_depends: Vec<String>,
    /// The branch on which it is done.
    #[arg(long)]
    pub branch: Option<String>,
    /// Who does it, in place of those who did; may be given more than once.
    #[arg(long)]
    pub assignee: Vec<String>,
    /// Nobody does it any more.
    #[arg(long, conflicts_with = "assignee")]
    pub no_assignee: bool,
    /// Tick this criterion, counted from 1; may be given more than once.
    #[arg(long, value_name = "N", value_parser = values::criterion)]
    pub check: Vec<u32>,
    /// Take the tick of this criterion away; may be given more than once.
    #[arg(long, value_name = "N", value_parser = values::criterion)]
    pub uncheck: Vec<u32>,
    /// Add a criterion; may be given more than once.
    #[arg(long)]
    pub criterion: Vec<String>,
    /// Add to its notes, in Markdown; - for standard input.
    #[arg(long, value_name = "TEXT|-", allow_hyphen_values = true)]
    pub note: Option<String>,
}

/// A day as a person writes it.
fn day(text: &str) -> Result<String, String> {
    let read = Moment::parse(text).map(|_| text.to_owned());
    read.ok_or_else(|| values::no_day(text))
}

fn day_or_none(text: &str) -> Result<String, String> {
    match text.is_empty() {
        true => Ok(String::new()),
        false => day(text),
    }
}

/// What tasks are put together by.
fn by(text: &str) -> Result<TaskBy, String> {
    Ok(match text {
        "status" => TaskBy::Status,
        "label" => TaskBy::Label,
        "priority" => TaskBy::Priority,
        "assignee" => TaskBy::Assignee,
        "parent" => TaskBy::Parent,
        "milestone" => TaskBy::Milestone,
        _ => {
            let all = "it is one of status, label, priority, assignee, parent, milestone";
            return Err(all.into());
        }
    })
}

fn place(text: &str) -> Result<TaskPlace, String> {
    Ok(match text {
        "active" => TaskPlace::Active,
        "draft" => TaskPlace::Draft,
        "completed" => TaskPlace::Completed,
        "archived" => TaskPlace::Archived,
        _ => return Err("it is one of active, draft, completed, archived".into()),
    })
}

fn line(text: &str) -> Result<(Vec<u8>, u32), String> {
    let read = text.rsplit_once(':').and_then(|(path, line)| {
        let line = line.parse().ok().filter(|line| *line > 0)?;
        (!path.is_empty()).then(|| (path.as_bytes().to_vec(), line))
    });
    read.ok_or_else(|| "a line is named as \"src/main.rs:12\"".to_owned())
}
