//! Which tasks a list shows.

use super::ready::Readiness;
use super::workflow::{Workflow, same};
use super::{Moment, Place, Priority, Task};

/// What tasks have to be like. A field that says nothing asks for nothing; case never counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// One of these parts of the folder; none means the tasks that are active.
    pub places: Vec<Place>,
    /// One of these statuses.
    pub statuses: Vec<String>,
    /// All of these labels.
    pub labels: Vec<String>,
    /// One of these priorities.
    pub priorities: Vec<Priority>,
    /// One of these people, with or without their `@`.
    pub assignees: Vec<String>,
    /// Due before this day, or, where it has a time, before this time. Without a date it is not due.
    pub due_before: Option<Moment>,
    /// Whether it can be begun.
    pub is_ready: Option<bool>,
    /// All of these words in the id, the title, the labels or the body.
    pub text: String,
}

impl Filter {
    /// Whether a task is like that.
    pub fn keeps(&self, task: &Task, workflow: &Workflow, readiness: &Readiness<'_>) -> bool {
        let person = |name: &str| name.trim_start_matches('@').to_lowercase();
        let is_in_place = match self.places[..] {
            [] => task.place == Place::Active,
            _ => self.places.contains(&task.place),
        };
        let status = workflow.status(task);
        let has_label = |label: &String| task.labels.iter().any(|own| same(own, label));
        let has_priority = |wanted: &Priority| {
            let own = task.priority.as_ref();
            own.is_some_and(|own| same(own.word(), wanted.word()))
        };
        let has_person = |wanted: &String| {
            task.assignees
                .iter()
                .any(|own| person(own) == person(wanted))
        };
        let is_due = |before: &Moment| {
            task.due
                .as_ref()
                .is_some_and(|due| match before.has_time() {
                    true => due.seconds() < before.seconds(),
                    false => due.day() < before.day(),
                })
        };
        is_in_place
            && (self.statuses.is_empty() || self.statuses.iter().any(|wanted| same(wanted, status)))
            && self.labels.iter().all(has_label)
            && (self.priorities.is_empty() || self.priorities.iter().any(has_priority))
            && (self.assignees.is_empty() || self.assignees.iter().any(has_person))
            && self.due_before.as_ref().is_none_or(is_due)
            && self
                .is_ready
                .is_none_or(|wanted| readiness.is_ready(task) == wanted)
            && self.has_words(task)
    }

    fn has_words(&self, task: &Task) -> bool {
        let mut words = self
            .text
            .split_whitespace()
            .map(str::to_lowercase)
            .peekable();
        if words.peek().is_none() {
            return true;
        }
        let id = task.id.as_ref().map_or("", |id| id.as_str());
        let said = [id, &task.title, &task.labels.join("\n"), &task.body].join("\n");
        let said = said.to_lowercase();
        words.all(|word| said.contains(&word))
    }
}
