//! The file of a new task.

use super::Priority;
use super::Task;
use super::broken::Refused;
use super::change::Change;
use super::edit::edit;
use super::field::Form;
use super::id::Id;
use super::moment::Moment;
use super::name::file_name;
use super::section::add_criterion;

/// What a new task says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// What it is called.
    pub title: String,
    /// The column that it begins in.
    pub status: Option<String>,
    /// Who does it.
    pub assignees: Vec<String>,
    /// Words that it is found by.
    pub labels: Vec<String>,
    /// What it is a part of.
    pub milestone: Option<String>,
    /// How soon it is wanted.
    pub priority: Option<Priority>,
    /// The day by which it is to be done.
    pub due: Option<Moment>,
    /// What has to be done before.
    pub depends: Vec<Id>,
    /// The task that it is a part of.
    pub parent: Option<Id>,
    /// The branch on which it is done.
    pub branch: Option<String>,
    /// What is to be done, in Markdown.
    pub description: String,
    /// What has to hold at the end, one line each.
    pub criteria: Vec<String>,
}

/// Makes the name and the text of a new task's file.
///
/// # Errors
/// When a value is not one line, or the description would be read as something else (the mark of a
/// merge).
pub fn create(
    form: Form,
    id: &Id,
    draft: &Draft,
    created: &Moment,
) -> Result<(String, String), Refused> {
    let name = file_name(form, id, &draft.title);
    // Backlog.md has these keys even where they say nothing.
    let keys = match form {
        Form::Tenon => "",
        Form::Backlog => "assignee: []\nlabels: []\ndependencies: []\n",
    };
    let mut text = format!("---\n{keys}---\n{}", body(form, &draft.description));
    let changes = [
        Change::Id(id.clone()),
        Change::Title(draft.title.clone()),
        Change::Status(draft.status.clone()),
        Change::Assignees(draft.assignees.clone()),
        Change::Created(Some(created.clone())),
        // Backlog.md writes it with the first edit.
        Change::Updated((form == Form::Tenon).then(|| created.clone())),
        Change::Due(draft.due.clone()),
        Change::Labels(draft.labels.clone()),
        Change::Milestone(draft.milestone.clone()),
        Change::Depends(draft.depends.clone()),
        Change::Parent(draft.parent.clone()),
        Change::Priority(draft.priority.clone()),
        Change::Branch(draft.branch.clone()),
    ];
    for change in &changes {
        text = edit(&name, &text, change)?;
    }
    for criterion in &draft.criteria {
        text = add_criterion(&name, &text, criterion)?;
    }
    Task::parse(&name, &text)?;
    Ok((name, text))
}

fn body(form: Form, description: &str) -> String {
    let said = description.lines().map(str::trim_end).collect::<Vec<_>>();
    let said = said.join("\n");
    let said = said.trim_matches('\n');
    match form {
        Form::Tenon if said.is_empty() => String::new(),
        Form::Tenon => format!("\n{said}\n"),
        Form::Backlog if said.is_empty() => "\n## Description\n".to_owned(),
        Form::Backlog => format!(
            "\n## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\n{said}\n<!-- SECTION:DESCRIPTION:END -->\n"
        ),
    }
}
