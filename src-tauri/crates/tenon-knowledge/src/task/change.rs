//! A change of one field, and what it writes.

use jiff::Timestamp;

use super::broken::Refused;
use super::field::{Field, Form};
use super::id::Id;
use super::moment::Moment;
use super::quote::Kind;
use super::{Priority, Task};

/// What one field is to say. `None` and an empty list say that it has no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Its short name.
    Id(Id),
    /// What it is called.
    Title(String),
    /// The column that it stands in.
    Status(Option<String>),
    /// Who does it.
    Assignees(Vec<String>),
    /// Words that it is found by.
    Labels(Vec<String>),
    /// What it is a part of.
    Milestone(Option<String>),
    /// How soon it is wanted.
    Priority(Option<Priority>),
    /// Its place in its column.
    Ordinal(Option<f64>),
    /// The day by which it is to be done.
    Due(Option<Moment>),
    /// What has to be done before.
    Depends(Vec<Id>),
    /// The task that it is a part of.
    Parent(Option<Id>),
    /// The branch on which it is done.
    Branch(Option<String>),
    /// When it was made.
    Created(Option<Moment>),
    /// When it was changed.
    Updated(Option<Moment>),
    /// Ids that it had before.
    Aliases(Vec<String>),
}

/// What a file is to say.
#[derive(Debug)]
pub(super) struct Wanted {
    pub field: Field,
    pub kind: Kind,
    /// One for most fields, none for no value.
    pub values: Vec<String>,
}

impl Change {
    /// The field that it changes.
    pub fn field(&self) -> Field {
        match self {
            Self::Id(_) => Field::Id,
            Self::Title(_) => Field::Title,
            Self::Status(_) => Field::Status,
            Self::Assignees(_) => Field::Assignee,
            Self::Labels(_) => Field::Labels,
            Self::Milestone(_) => Field::Milestone,
            Self::Priority(_) => Field::Priority,
            Self::Ordinal(_) => Field::Ordinal,
            Self::Due(_) => Field::Due,
            Self::Depends(_) => Field::Depends,
            Self::Parent(_) => Field::Parent,
            Self::Branch(_) => Field::Branch,
            Self::Created(_) => Field::Created,
            Self::Updated(_) => Field::Updated,
            Self::Aliases(_) => Field::Aliases,
        }
    }

    /// The values for a file of this form.
    pub(super) fn wanted(&self, form: Form) -> Result<Wanted, Refused> {
        let dated = match form {
            Form::Tenon => Kind::Bare,
            Form::Backlog => Kind::Quoted,
        };
        let (kind, values) = match self {
            Self::Title(title) => (Kind::Words, vec![title.clone()]),
            Self::Status(text) | Self::Milestone(text) | Self::Branch(text) => {
                (Kind::Words, text.iter().cloned().collect())
            }
            Self::Assignees(list) | Self::Labels(list) | Self::Aliases(list) => {
                (Kind::Words, list.clone())
            }
            Self::Priority(priority) => {
                let word = priority.as_ref().map(|priority| priority.word().to_owned());
                (Kind::Words, word.into_iter().collect())
            }
            Self::Ordinal(number) => {
                if number.is_some_and(|number| !number.is_finite()) {
                    return Err(Refused::unfit("A place in a column has to be a number."));
                }
                (Kind::Bare, number.iter().map(f64::to_string).collect())
            }
            Self::Id(id) => (Kind::Bare, vec![id.to_string()]),
            Self::Parent(id) => (Kind::Bare, id.iter().map(Id::to_string).collect()),
            Self::Depends(ids) => (Kind::Bare, ids.iter().map(Id::to_string).collect()),
            Self::Due(at) | Self::Created(at) | Self::Updated(at) => {
                let written = at.as_ref().map(|at| self.written(at, form));
                (dated, written.into_iter().collect())
            }
        };
        let values: Vec<_> = values.iter().map(|value| value.trim().to_owned()).collect();
        let values: Vec<_> = values
            .into_iter()
            .filter(|value| !value.is_empty())
            .collect();
        let field = self.field();
        if values.iter().any(|value| value.contains(char::is_control)) {
            return Err(Refused::unfit(format!(
                "The value for `{}` holds a line break or a control character; it has to be one line.",
                field.key(form)
            )));
        }
        if field == Field::Title && values.is_empty() {
            return Err(Refused::unfit("A task needs a title."));
        }
        Ok(Wanted {
            field,
            kind,
            values,
        })
    }

    /// A time as files of this form have it. Backlog.md knows minutes in UTC only, and a due date
    /// needs a time there: the end of the day.
    fn written(&self, at: &Moment, form: Form) -> String {
        match form {
            Form::Tenon => at.as_str().to_owned(),
            Form::Backlog if at.has_time() => match Timestamp::from_second(at.seconds()) {
                Ok(utc) => utc.strftime("%Y-%m-%d %H:%M").to_string(),
                Err(_) => at.as_str().to_owned(),
            },
            Form::Backlog if matches!(self, Self::Due(_)) => format!("{} 23:59", at.day()),
            Form::Backlog => at.day().to_owned(),
        }
    }

    /// Makes the change on a task in memory, as reading the edited file would.
    pub fn apply(&self, task: &mut Task) {
        let words = |list: &[String]| {
            let kept = list
                .iter()
                .map(|word| word.trim())
                .filter(|word| !word.is_empty());
            kept.map(str::to_owned).collect::<Vec<_>>()
        };
        let word = |text: &Option<String>| words(text.as_slice()).pop();
        let moment = |at: &Option<Moment>| {
            at.as_ref()
                .and_then(|at| Moment::parse(&self.written(at, task.form)))
        };
        match self {
            Self::Id(id) => task.id = Some(id.clone()),
            Self::Title(title) => task.title = title.trim().to_owned(),
            Self::Status(text) => task.status = word(text),
            Self::Assignees(list) => task.assignees = words(list),
            Self::Labels(list) => task.labels = words(list),
            Self::Milestone(text) => task.milestone = word(text),
            Self::Priority(priority) => {
                let word = priority.as_ref().map(|p| p.word().trim().to_owned());
                task.priority = word.filter(|w| !w.is_empty()).map(|w| Priority::of(&w));
            }
            Self::Ordinal(number) => task.ordinal = *number,
            Self::Due(at) => task.due = moment(at),
            Self::Depends(ids) => task.depends.clone_from(ids),
            Self::Parent(id) => task.parent.clone_from(id),
            Self::Branch(text) => task.branch = word(text),
            Self::Created(at) => task.created = moment(at),
            Self::Updated(at) => task.updated = moment(at),
            Self::Aliases(list) => task.aliases = words(list),
        }
    }
}
