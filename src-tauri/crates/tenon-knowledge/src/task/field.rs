//! The fields of a task, and what the two forms of files call them.

/// How a file writes a task. A file keeps its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Tenon's own: `depends`, `due`, `created`, `updated`.
    Tenon,
    /// Backlog.md's: `dependencies`, `due_date`, `created_date`, `updated_date`, `parent_task_id`.
    Backlog,
}

/// What a task says of itself in its front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// Its short name.
    Id,
    /// What it is called.
    Title,
    /// The column that it stands in.
    Status,
    /// Who does it.
    Assignee,
    /// Words that it is found by.
    Labels,
    /// What it is a part of.
    Milestone,
    /// How soon it is wanted.
    Priority,
    /// Its place in its column.
    Ordinal,
    /// The day by which it is to be done.
    Due,
    /// The tasks that have to be done before.
    Depends,
    /// The task that it is a part of.
    Parent,
    /// The branch on which it is done.
    Branch,
    /// When it was made.
    Created,
    /// When it was changed.
    Updated,
    /// Ids that it had before.
    Aliases,
}

/// One line for each field: the name in our form, in Backlog.md's, and another that people write.
const NAMES: [(Field, [&str; 3]); 15] = [
    (Field::Id, ["id", "id", "id"]),
    (Field::Title, ["title", "title", "title"]),
    (Field::Status, ["status", "status", "status"]),
    (Field::Assignee, ["assignee", "assignee", "assignees"]),
    (Field::Labels, ["labels", "labels", "label"]),
    (Field::Milestone, ["milestone", "milestone", "milestone"]),
    (Field::Priority, ["priority", "priority", "priority"]),
    (Field::Ordinal, ["ordinal", "ordinal", "ordinal"]),
    (Field::Due, ["due", "due_date", "duedate"]),
    (Field::Depends, ["depends", "dependencies", "depends_on"]),
    (Field::Parent, ["parent", "parent_task_id", "parent_id"]),
    (Field::Branch, ["branch", "branch", "branch"]),
    (Field::Created, ["created", "created_date", "created_at"]),
    (Field::Updated, ["updated", "updated_date", "updated_at"]),
    (Field::Aliases, ["aliases", "aliases", "alias"]),
];

/// The usual order of keys in our files.
const ORDER: [&str; 15] = [
    "id",
    "title",
    "status",
    "assignee",
    "labels",
    "milestone",
    "priority",
    "ordinal",
    "due",
    "depends",
    "parent",
    "branch",
    "created",
    "updated",
    "aliases",
];

/// The usual order of keys in Backlog.md's files.
const BACKLOG_ORDER: [&str; 22] = [
    "id",
    "title",
    "status",
    "assignee",
    "reporter",
    "created_date",
    "updated_date",
    "due_date",
    "labels",
    "milestone",
    "dependencies",
    "references",
    "documentation",
    "modified_files",
    "parent_task_id",
    "subtasks",
    "priority",
    "type",
    "ordinal",
    "onstatuschange",
    "branch",
    "aliases",
];

impl Field {
    /// The field that a key names; case does not count.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        let is_key = |name: &str| key.eq_ignore_ascii_case(name);
        let found = NAMES
            .iter()
            .find(|(_, names)| names.iter().any(|n| is_key(n)));
        found.map(|(field, _)| *field)
    }

    /// The key in files of this form.
    pub fn key(self, form: Form) -> &'static str {
        let (ours, theirs) = NAMES
            .iter()
            .find(|(field, _)| *field == self)
            .map_or(("", ""), |(_, names)| (names[0], names[1]));
        match form {
            Form::Tenon => ours,
            Form::Backlog => theirs,
        }
    }

    /// Whether it holds more than one value.
    pub(super) fn is_list(self) -> bool {
        matches!(
            self,
            Self::Assignee | Self::Labels | Self::Depends | Self::Aliases
        )
    }

    /// Whether Backlog.md writes the key with an empty list rather than not at all.
    pub(super) fn stays_when_empty(self, form: Form) -> bool {
        form == Form::Backlog && matches!(self, Self::Assignee | Self::Labels | Self::Depends)
    }
}

impl Form {
    /// The form of a file by its keys; by its name where they say nothing, for Backlog.md writes
    /// ` - ` behind the id.
    pub(super) fn of<'a>(keys: impl Iterator<Item = &'a str>, path: &str) -> Self {
        let (mut ours, mut theirs) = (0, 0);
        for key in keys {
            let Some(field) = Field::of_key(key) else {
                continue;
            };
            let is = |form| field.key(form).eq_ignore_ascii_case(key);
            match (is(Self::Tenon), is(Self::Backlog)) {
                (true, false) => ours += 1,
                (false, true) => theirs += 1,
                _ => {}
            }
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_named_so = name.split_whitespace().nth(1) == Some("-");
        match theirs > ours || theirs == ours && is_named_so {
            true => Self::Backlog,
            false => Self::Tenon,
        }
    }

    /// The place of a key in the usual order, if it has one.
    pub(super) fn place(self, key: &str) -> Option<usize> {
        let order: &[&str] = match self {
            Self::Tenon => &ORDER,
            Self::Backlog => &BACKLOG_ORDER,
        };
        // Another name of a field stands where the usual one would.
        let own = Field::of_key(key).map_or(key, |field| field.key(self));
        order.iter().position(|k| k.eq_ignore_ascii_case(own))
    }
}
