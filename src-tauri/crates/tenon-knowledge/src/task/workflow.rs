//! What a folder of tasks agrees on: statuses, priorities, and how ids look.

use super::broken::Broken;
use super::field::Form;
use super::front::mark_len;
use super::id::Id;
use super::yaml::{self, Entry};
use super::{Place, Priority, Task};

/// What all tasks of a folder share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workflow {
    /// The form of new files.
    pub form: Form,
    /// The columns in their order; the last one is the one of tasks that are done. Never empty.
    pub statuses: Vec<String>,
    /// The status of a task that says none.
    pub default_status: String,
    /// The words for priorities, the most urgent first.
    pub priorities: Vec<Priority>,
    /// What new ids begin with, without the dash.
    pub prefix: String,
    /// How many digits the number of a new id has at least.
    pub width: usize,
}

impl Default for Workflow {
    /// Tenon's own: To Do, In Progress, Done, and ids like `T-14`.
    fn default() -> Self {
        Self {
            form: Form::Tenon,
            statuses: ["To Do", "In Progress", "Done"].map(str::to_owned).to_vec(),
            default_status: "To Do".to_owned(),
            priorities: vec![Priority::High, Priority::Medium, Priority::Low],
            prefix: "T".to_owned(),
            width: 0,
        }
    }
}

impl Workflow {
    /// What a folder of Backlog.md has when its configuration says nothing.
    pub fn backlog() -> Self {
        Self {
            form: Form::Backlog,
            prefix: "TASK".to_owned(),
            ..Self::default()
        }
    }

    /// Reads Backlog.md's `config.yml`. What it does not say is as in [`Workflow::backlog`].
    ///
    /// # Errors
    /// When the file is no YAML, or says something of these that cannot be.
    pub fn of_config(text: &str) -> Result<Self, Broken> {
        let entries = yaml::read(text, mark_len(text)..text.len(), 1)?;
        let mut workflow = Self::backlog();
        let mut default = None;
        for entry in entries.iter().filter(|entry| !entry.is_empty()) {
            let texts = entry.texts();
            match entry.key.as_str() {
                "statuses" => workflow.statuses = texts.into_iter().map(str::to_owned).collect(),
                "default_status" => default = texts.first().map(|text| (*text).to_owned()),
                "priorities" => {
                    workflow.priorities = texts.into_iter().map(Priority::of).collect();
                }
                "task_prefix" => workflow.prefix = prefix(entry)?.to_uppercase(),
                "zero_padded_ids" => workflow.width = width(entry)?,
                _ => {}
            }
        }
        let default = default.or_else(|| workflow.statuses.first().cloned());
        workflow.default_status = default.unwrap_or(workflow.default_status);
        Ok(workflow)
    }

    /// The status of a task, in the spelling of the configured one that it means.
    pub fn status<'a>(&'a self, task: &'a Task) -> &'a str {
        let said = task.status.as_deref().unwrap_or(&self.default_status);
        let is_same = |status: &&String| same(status, said);
        self.statuses
            .iter()
            .find(is_same)
            .map_or(said, String::as_str)
    }

    /// Whether a task is done: it has the last status, or lies in `completed`.
    pub fn is_done(&self, task: &Task) -> bool {
        let last = self.statuses.last().map(String::as_str);
        task.place == Place::Completed || last == Some(self.status(task))
    }

    /// Whether something has to be done for a task still: it is neither done nor given up.
    pub fn is_open(&self, task: &Task) -> bool {
        task.place != Place::Archived && !self.is_done(task)
    }

    /// How urgent a task is: less is sooner; words of nobody's list come behind, and none is last.
    pub(super) fn urgency(&self, task: &Task) -> usize {
        let Some(priority) = &task.priority else {
            return usize::MAX;
        };
        let is_same = |known: &Priority| same(known.word(), priority.word());
        let place = self.priorities.iter().position(is_same);
        place.unwrap_or(self.priorities.len())
    }

    /// The id of a new task of this folder; see [`next_id`](super::next_id).
    pub fn next_id<'a>(&self, seen: impl Iterator<Item = &'a str>) -> Id {
        super::next_id(seen, &self.prefix, self.width)
    }
}

/// Whether two words are one without case.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

fn prefix(entry: &Entry) -> Result<String, Broken> {
    let said = entry.texts().concat();
    let is_fit = !said.is_empty() && said.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_fit.then(|| said.clone()).ok_or_else(|| {
        let reason = format!("`task_prefix` is \"{said}\"; it has to be letters and digits.");
        Broken::new(entry.line, reason)
    })
}

fn width(entry: &Entry) -> Result<usize, Broken> {
    let said = entry.texts().concat();
    let width = said.parse().ok().filter(|width| *width <= 12);
    width.ok_or_else(|| {
        let reason = format!("`zero_padded_ids` is \"{said}\"; it has to be a number up to 12.");
        Broken::new(entry.line, reason)
    })
}
