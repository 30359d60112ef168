//! Two tasks with one id, and two files with one name.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::broken::Refused;
use super::change::Change;
use super::edit::edit;
use super::{Id, Place, Task};

/// An id that more than one task has.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate<'a> {
    /// The id, as the eldest writes it.
    pub id: Id,
    /// The tasks that have it, the eldest first. All but the first are to get another one.
    pub tasks: Vec<&'a Task>,
}

/// The ids that more than one task has, without case and without zeros in front. What is archived
/// has given its id up: Backlog.md gives it to a new task. `came` is when a task's file came, in
/// seconds since 1970, as far as somebody else knows.
pub fn duplicates<'a>(
    tasks: impl IntoIterator<Item = &'a Task>,
    came: &dyn Fn(&Task) -> Option<i64>,
) -> Vec<Duplicate<'a>> {
    let mut all: BTreeMap<&Id, Vec<&Task>> = BTreeMap::new();
    for task in tasks {
        if let (Some(id), false) = (&task.id, task.place == Place::Archived) {
            all.entry(id).or_default().push(task);
        }
    }
    let more = all.into_values().filter(|tasks| tasks.len() > 1);
    more.filter_map(|mut tasks| {
        tasks.sort_by(|a, b| by_age(a, b, came));
        let id = tasks.first()?.id.clone()?;
        Some(Duplicate { id, tasks })
    })
    .collect()
}

/// Which task is older: the one that was made first, then the one whose file came first, then the one
/// that was changed first, then the one whose file's name comes first. Of one that does not say when
/// it was made the file's coming counts, and one of which nothing is known is young.
pub fn by_age(a: &Task, b: &Task, came: &dyn Fn(&Task) -> Option<i64>) -> Ordering {
    let age = |task: &Task| {
        let seconds = |at: &Option<super::Moment>| at.as_ref().map(super::Moment::seconds);
        let made = seconds(&task.created).or_else(|| came(task));
        let known = |at: Option<i64>| at.unwrap_or(i64::MAX);
        (
            known(made),
            known(came(task)),
            known(seconds(&task.updated)),
        )
    };
    age(a).cmp(&age(b)).then_with(|| a.path.cmp(&b.path))
}

/// Files whose paths differ in case only, which are one file on some systems; each group in order.
pub fn one_name<'a>(tasks: impl IntoIterator<Item = &'a Task>) -> Vec<Vec<&'a str>> {
    let mut all: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for task in tasks {
        let paths = all.entry(task.path.to_lowercase()).or_default();
        paths.push(&task.path);
    }
    let mut groups: Vec<_> = all.into_values().filter(|paths| paths.len() > 1).collect();
    for paths in &mut groups {
        paths.sort_unstable();
    }
    groups
}

/// A task's file under another id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbered {
    /// The new name of the file, without folders.
    pub name: String,
    /// Its text, with the new id, and the old one among its aliases.
    pub text: String,
}

/// Gives a task another id. Its old one becomes an alias. Links follow with
/// [`Relinking`](super::Relinking).
///
/// # Errors
/// As [`edit`](fn@super::edit); and when the task has no id to give up.
pub fn renumber(path: &str, text: &str, new: &Id) -> Result<Renumbered, Refused> {
    let task = Task::parse(path, text)?;
    let Some(old) = &task.id else {
        return Err(Refused::unfit(
            "The task has no id, so there is none to change.",
        ));
    };
    let is_kept = task
        .aliases
        .iter()
        .any(|alias| Id::parse(alias).as_ref() == Some(old));
    let mut aliases = task.aliases.clone();
    if !is_kept {
        aliases.push(old.to_string());
    }
    let text = edit(path, text, &Change::Id(new.clone()))?;
    let text = edit(path, &text, &Change::Aliases(aliases))?;
    Ok(Renumbered {
        name: renamed(task.name(), old, new),
        text,
    })
}

/// The name of a file with another id at its beginning; in small letters where the old one was so.
pub(super) fn renamed(name: &str, old: &Id, new: &Id) -> String {
    let Some(leading) = Id::leading(name).filter(|leading| leading == old) else {
        return name.to_owned();
    };
    let written = leading.as_str();
    let new = match written == written.to_lowercase() {
        true => new.as_str().to_lowercase(),
        false => new.to_string(),
    };
    format!("{new}{}", &name[written.len()..])
}
