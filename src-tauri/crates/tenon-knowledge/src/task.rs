//! Tasks: one Markdown file each, in Tenon's own form or in Backlog.md's.
//!
//! The types that matter: [`Task::parse`] reads a file, [`edit`](fn@edit) changes one field of it
//! and nothing else, [`create`](fn@create) makes a new one; [`Board`], [`Readiness`] and [`Filter`]
//! look at many.
//!
//! Nothing here reads a file, asks git or knows what time it is: texts, names and times come in as
//! arguments.
//!
//! ```
//! use tenon_knowledge::task::{Change, Task, edit};
//!
//! let text = "---\nid: T-14\ntitle: Cap the buffer\nstatus: To Do # since May\n---\n";
//! let name = "T-14 Cap the buffer.md";
//! let task = Task::parse(name, text).unwrap();
//! assert_eq!(task.status.as_deref(), Some("To Do"));
//!
//! let edited = edit(name, text, &Change::Status(Some("Done".to_owned()))).unwrap();
//! assert_eq!(edited, text.replace("To Do", "Done"));
//! ```

mod board;
mod body;
mod broken;
mod candidate;
mod change;
mod create;
mod document;
mod duplicate;
mod edit;
mod field;
mod filter;
mod follow;
mod front;
mod group;
mod id;
mod moment;
mod name;
mod quote;
mod read;
mod ready;
mod relink;
mod section;
mod shift;
mod workflow;
mod yaml;

pub use board::{Board, Column, Lane};
pub use body::Criterion;
pub use broken::{Broken, Refused};
pub use candidate::{Candidate, candidate, origin};
pub use change::Change;
pub use create::{Draft, create};
pub use duplicate::{Duplicate, Renumbered, by_age, duplicates, one_name, renumber};
pub use edit::edit;
pub use field::{Field, Form};
pub use filter::Filter;
pub use follow::{Around, Mark, follow};
pub use group::{By, Group, group};
pub use id::{Id, claimed, next_id, next_sub_id};
pub use moment::Moment;
pub use name::file_name;
pub use ready::{Readiness, Waits};
pub use relink::{Link, Relinking, Side, named, relinked};
pub use section::{add_criterion, add_note, check};
pub use shift::{Step, shift};
pub use workflow::Workflow;

/// How soon a task is wanted; sooner is less.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Priority {
    /// Before all else.
    High,
    /// As usual.
    Medium,
    /// When there is time.
    Low,
    /// A word of the project's own, as it was written.
    Other(String),
}

impl Priority {
    /// Reads a priority; case does not count.
    pub fn of(text: &str) -> Self {
        match text.trim().to_lowercase().as_str() {
            "high" => Self::High,
            "medium" => Self::Medium,
            "low" => Self::Low,
            _ => Self::Other(text.trim().to_owned()),
        }
    }

    /// The word that files have.
    pub fn word(&self) -> &str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Other(word) => word,
        }
    }
}

/// In which part of the folder a task lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Among the tasks.
    Active,
    /// In `drafts`: not decided.
    Draft,
    /// In `completed`: done and put away.
    Completed,
    /// In `archive`: given up.
    Archived,
}

impl Place {
    fn of(path: &str) -> Self {
        let mut folders = path.split('/').rev().skip(1);
        let found = folders.find_map(|folder| match folder {
            // `archive/drafts` and `archive/tasks` are both given up.
            "archive" => Some(Self::Archived),
            "completed" => Some(Self::Completed),
            "drafts" if path.contains("archive/drafts/") => Some(Self::Archived),
            "drafts" => Some(Self::Draft),
            _ => None,
        });
        found.unwrap_or(Self::Active)
    }
}

/// A key that Tenon does not know. It stays in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Its name.
    pub key: String,
    /// What it says; one value, or those of its list.
    pub values: Vec<String>,
}

/// A task, whatever the form of its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Its file's name, with the folders that the caller gave.
    pub path: String,
    /// The part of the folder that it lies in.
    pub place: Place,
    /// How its file is written.
    pub form: Form,
    /// Its short name; `None` where neither the file nor its name says one.
    pub id: Option<Id>,
    /// What it is called: the key, else the first heading, else the file's name.
    pub title: String,
    /// The column as the file says it; `None` where it says none.
    pub status: Option<String>,
    /// Who does it.
    pub assignees: Vec<String>,
    /// Words that it is found by.
    pub labels: Vec<String>,
    /// What it is a part of.
    pub milestone: Option<String>,
    /// How soon it is wanted.
    pub priority: Option<Priority>,
    /// Its place in its column; smaller is higher.
    pub ordinal: Option<f64>,
    /// The day by which it is to be done.
    pub due: Option<Moment>,
    /// What has to be done before.
    pub depends: Vec<Id>,
    /// The task that it is a part of.
    pub parent: Option<Id>,
    /// The branch on which it is done.
    pub branch: Option<String>,
    /// When it was made.
    pub created: Option<Moment>,
    /// When it was changed.
    pub updated: Option<Moment>,
    /// Ids that it had before.
    pub aliases: Vec<String>,
    /// Keys that Tenon does not know.
    pub extra: Vec<Extra>,
    /// The check boxes under `## Acceptance criteria`.
    pub criteria: Vec<Criterion>,
    /// All that stands behind the front matter.
    pub body: String,
    /// What could not be read; those values are missing above.
    pub remarks: Vec<Broken>,
    /// Where the file says some of this.
    pub lines: Lines,
}

/// The lines of a task's file, from 1, in which keys stand; none where the key is not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lines {
    /// Of its short name.
    pub id: Option<usize>,
    /// Of its column.
    pub status: Option<usize>,
    /// Of how soon it is wanted.
    pub priority: Option<usize>,
    /// Of what has to be done before.
    pub depends: Option<usize>,
    /// Of the task that it is a part of.
    pub parent: Option<usize>,
    /// Of its branch.
    pub branch: Option<usize>,
}

impl Task {
    /// Its file's name without folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}
