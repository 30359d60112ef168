//! Changing tasks.

use tenon_knowledge::task::{
    self, Change, Form, Id, Moment, Refused, Task, add_criterion, add_note, check,
};

use super::check::{day, invalid, now, refused};
use super::folder::Tasks;
use super::note::Note;
use super::view::View;
use super::write::Writer;
use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::wire::{TaskEditParams, TaskEdited};

/// Changes fields of a task.
pub(crate) fn edit(
    owner: &Owner,
    caller: &Caller,
    params: &TaskEditParams,
) -> ApiResult<TaskEdited> {
    let writer = Writer::new(owner);
    let all = Tasks::read(&owner.root);
    let path = all.find(&params.id)?.path.clone();
    let at = now(owner.app.surroundings.ambient.clock.now())?;
    let mut fields = Vec::new();
    let changed = writer.edit(&path, &mut |text| {
        let mut work = Work::new(&path, text);
        let task = Task::parse(&path, text).map_err(|why| refused(Some(&path), &why.into()))?;
        for change in changes(&all, &task, params)? {
            work.change(&change)?;
        }
        work.body(params)?;
        fields.clone_from(&work.fields);
        work.done(&at)
    })?;
    let all = Tasks::read(&owner.root);
    let task = all.find(&path)?;
    if changed {
        let note = Note {
            kind: "task.changed",
            task,
            fields: &fields,
            from: None,
        };
        note.record(owner, caller)?;
    }
    Ok(TaskEdited {
        task: View::of(owner, &all).info(task),
        changed,
        notices: Vec::new(),
    })
}

/// A file that is being edited in memory.
pub(super) struct Work<'a> {
    path: &'a str,
    /// The text as it is now.
    pub text: String,
    /// What changed so far.
    fields: Vec<&'static str>,
}

impl<'a> Work<'a> {
    pub fn new(path: &'a str, text: &str) -> Self {
        Self {
            path,
            text: text.to_owned(),
            fields: Vec::new(),
        }
    }

    /// Makes a change of one field.
    pub fn change(&mut self, change: &Change) -> ApiResult<()> {
        let edited = task::edit(self.path, &self.text, change);
        self.take(change.field().key(Form::Tenon), edited)
    }

    /// Makes the changes of the text behind the front matter.
    fn body(&mut self, params: &TaskEditParams) -> ApiResult<()> {
        let ticks = params.check.iter().map(|number| (number, true));
        let ticks = ticks.chain(params.uncheck.iter().map(|number| (number, false)));
        for (number, is_done) in ticks {
            let number = usize::try_from(*number).unwrap_or(usize::MAX);
            let edited = check(self.path, &self.text, number, is_done);
            self.take("criteria", edited)?;
        }
        for criterion in &params.add_criteria {
            let edited = add_criterion(self.path, &self.text, criterion);
            self.take("criteria", edited)?;
        }
        if let Some(note) = &params.note {
            let edited = add_note(self.path, &self.text, note);
            self.take("notes", edited)?;
        }
        Ok(())
    }

    fn take(&mut self, field: &'static str, edited: Result<String, Refused>) -> ApiResult<()> {
        let edited = edited.map_err(|why| refused(Some(self.path), &why))?;
        if edited != self.text {
            self.text = edited;
            if !self.fields.contains(&field) {
                self.fields.push(field);
            }
        }
        Ok(())
    }

    /// The edited text. A file that says when it was changed does so anew; another one is given no
    /// line that nobody asked for.
    pub fn done(self, at: &Moment) -> ApiResult<String> {
        let task = Task::parse(self.path, &self.text);
        let task = task.map_err(|why| refused(Some(self.path), &why.into()))?;
        if self.fields.is_empty() || task.updated.is_none() {
            return Ok(self.text);
        }
        let edited = task::edit(self.path, &self.text, &Change::Updated(Some(at.clone())));
        edited.map_err(|why| refused(Some(self.path), &why))
    }
}

/// The changes of fields that are asked for.
fn changes(all: &Tasks, task: &Task, params: &TaskEditParams) -> ApiResult<Vec<Change>> {
    let mut changes = Vec::new();
    let value = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(title) = &params.title {
        changes.push(Change::Title(title.clone()));
    }
    if let Some(status) = &params.status {
        all.seeing()?;
        let status = value(status).map(|status| all.status(&status));
        changes.push(Change::Status(status.transpose()?));
    }
    if let Some(both) = (params.add_labels.iter()).find(|it| params.remove_labels.contains(it)) {
        let both = both.escape_debug();
        return Err(invalid(format!(
            "the label \"{both}\" cannot be given and taken away at once."
        )));
    }
    if !(params.add_labels.is_empty() && params.remove_labels.is_empty()) {
        changes.push(Change::Labels(labels(task, params)));
    }
    if let Some(word) = &params.priority {
        let priority = value(word).map(|word| all.priority(&word));
        changes.push(Change::Priority(priority.transpose()?));
    }
    if let Some(due) = &params.due {
        changes.push(Change::Due(value(due).map(|due| day(&due)).transpose()?));
    }
    if !(params.add_depends.is_empty() && params.remove_depends.is_empty()) {
        let depends = depends(all, task, params)?;
        all.no_circle(task, &depends)?;
        changes.push(Change::Depends(depends));
    }
    if let Some(branch) = &params.branch {
        changes.push(Change::Branch(value(branch)));
    }
    if let Some(assignees) = &params.assignees {
        changes.push(Change::Assignees(assignees.clone()));
    }
    Ok(changes)
}

fn labels(task: &Task, params: &TaskEditParams) -> Vec<String> {
    let is_in = |list: &[String], label: &str| {
        let label = label.trim().to_lowercase();
        list.iter().any(|one| one.trim().to_lowercase() == label)
    };
    let mut labels = task.labels.clone();
    labels.retain(|label| !is_in(&params.remove_labels, label));
    for label in &params.add_labels {
        if !is_in(&labels, label) {
            labels.push(label.clone());
        }
    }
    labels
}

fn depends(all: &Tasks, task: &Task, params: &TaskEditParams) -> ApiResult<Vec<Id>> {
    // What is taken away need not be there any more.
    let gone: Vec<Id> = params
        .remove_depends
        .iter()
        .filter_map(|id| all.known(id).ok().or_else(|| Id::parse(id)))
        .collect();
    let mut depends = task.depends.clone();
    depends.retain(|id| !gone.contains(id));
    for id in &params.add_depends {
        let id = all.known(id)?;
        if !depends.contains(&id) {
            depends.push(id);
        }
    }
    Ok(depends)
}
