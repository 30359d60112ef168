//! What the keys of a file say.

use super::body;
use super::broken::Broken;
use super::document::Document;
use super::field::{Field, Form};
use super::id::Id;
use super::moment::Moment;
use super::yaml::{Entry, Shape};
use super::{Extra, Lines, Place, Priority, Task};

impl Task {
    /// Reads a task's file. `path` is its name, with the folders above it where they say something:
    /// `backlog/completed/task-7 - Title.md`.
    ///
    /// What one key says and cannot be read is told in [`Task::remarks`], and the task has no such
    /// value; the file is shown and its other keys can be edited.
    ///
    /// # Errors
    /// When the front matter has no end, cannot be read, says a thing twice, or when a merge left
    /// its marks in the file.
    pub fn parse(path: &str, text: &str) -> Result<Self, Broken> {
        Document::read(path, text).map(|document| Self::of(path, &document))
    }

    pub(super) fn of(path: &str, document: &Document<'_>) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let body = document.body();
        let mut reader = Reader {
            document,
            remarks: Vec::new(),
        };
        let id = reader.ids(Field::Id).into_iter().next();
        let id = id.or_else(|| Id::leading(name));
        let beside = |found: Id| match &id {
            Some(own) => found.beside(own),
            None => found,
        };
        let criteria = body::criteria(document.text, body, document.form).boxes;
        Self {
            path: path.to_owned(),
            place: Place::of(path),
            form: document.form,
            title: reader
                .text(Field::Title)
                .unwrap_or_else(|| title(document, name)),
            status: reader.text(Field::Status),
            assignees: reader.list(Field::Assignee),
            labels: reader.list(Field::Labels),
            milestone: reader.text(Field::Milestone),
            priority: reader.text(Field::Priority).map(|p| Priority::of(&p)),
            ordinal: reader.ordinal(),
            due: reader.moment(Field::Due),
            depends: reader.ids(Field::Depends).into_iter().map(beside).collect(),
            parent: reader.ids(Field::Parent).into_iter().map(beside).next(),
            branch: reader.text(Field::Branch),
            created: reader.moment(Field::Created),
            updated: reader.moment(Field::Updated),
            aliases: reader.list(Field::Aliases),
            extra: extra(document),
            criteria: criteria.into_iter().map(|boxed| boxed.criterion).collect(),
            body: document.text[body..].to_owned(),
            remarks: reader.remarks,
            lines: lines(document),
            id,
        }
    }
}

struct Reader<'a> {
    document: &'a Document<'a>,
    remarks: Vec<Broken>,
}

impl<'a> Reader<'a> {
    fn entry(&self, field: Field) -> Option<&'a Entry> {
        self.document.entry(field).filter(|entry| !entry.is_empty())
    }

    fn remark(&mut self, entry: &Entry, reason: &str) {
        let reason = format!("`{}` {reason}", entry.key);
        self.remarks.push(Broken::new(entry.line, reason));
    }

    /// The values of an entry, of which a mapping or an alias has none.
    fn said(&mut self, field: Field) -> Option<(&'a Entry, Vec<&'a str>)> {
        let entry = self.entry(field)?;
        if entry.shape == Shape::Other {
            self.remark(entry, "holds keys or an alias; write the value itself.");
            return None;
        }
        Some((entry, entry.texts()))
    }

    fn text(&mut self, field: Field) -> Option<String> {
        let (entry, said) = self.said(field)?;
        match said[..] {
            [] => None,
            [one] => {
                // A title over several lines is one line on the board.
                let text = one.split_whitespace().collect::<Vec<_>>().join(" ");
                let text = if one.contains(['\n', '\r']) {
                    text
                } else {
                    one.trim().to_owned()
                };
                (!text.is_empty()).then_some(text)
            }
            _ => {
                self.remark(entry, "holds a list and should hold one value.");
                None
            }
        }
    }

    fn list(&mut self, field: Field) -> Vec<String> {
        let Some((entry, said)) = self.said(field) else {
            return Vec::new();
        };
        let parts = said.into_iter().flat_map(|text| match entry.shape {
            // By hand people write `labels: ui, slow`.
            Shape::Scalar => text.split(',').collect(),
            _ => vec![text],
        });
        let parts = parts.map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    }

    fn ids(&mut self, field: Field) -> Vec<Id> {
        let Some((entry, said)) = self.said(field) else {
            return Vec::new();
        };
        let mut ids = Vec::new();
        for part in said.iter().flat_map(|text| text.split(',')) {
            match Id::parse(part) {
                Some(id) => ids.push(id),
                None if part.trim().is_empty() => {}
                None => self.remark(entry, &format!("names no task by \"{}\".", part.trim())),
            }
        }
        ids
    }

    fn moment(&mut self, field: Field) -> Option<Moment> {
        let said = self.text(field)?;
        let moment = Moment::parse(&said);
        if let (None, Some(entry)) = (&moment, self.entry(field)) {
            self.remark(
                entry,
                &format!("says \"{said}\", which is no day; write it as 2026-03-01."),
            );
        }
        moment
    }

    fn ordinal(&mut self) -> Option<f64> {
        let said = self.text(Field::Ordinal)?;
        let number = said.parse::<f64>().ok().filter(|number| number.is_finite());
        if let (None, Some(entry)) = (number, self.entry(Field::Ordinal)) {
            self.remark(entry, &format!("says \"{said}\", which is no number."));
        }
        number
    }
}

fn lines(document: &Document<'_>) -> Lines {
    let of = |field: Field| document.entry(field).map(|entry| entry.line);
    Lines {
        id: of(Field::Id),
        status: of(Field::Status),
        priority: of(Field::Priority),
        depends: of(Field::Depends),
        parent: of(Field::Parent),
        branch: of(Field::Branch),
    }
}

/// The first heading, or what the file's name says behind the id.
fn title(document: &Document<'_>, name: &str) -> String {
    let mut headings = body::lines(document.text, document.body());
    let heading = headings.find_map(|line| {
        let (level, said) = line.heading()?;
        (level == 1 && !said.is_empty()).then(|| said.to_owned())
    });
    heading.unwrap_or_else(|| {
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let id = Id::leading(stem).map_or(0, |id| id.as_str().len());
        let rest = stem[id..].trim_start_matches([' ', '-', '_']).trim();
        let rest = match document.form {
            Form::Backlog => rest.replace('-', " "),
            Form::Tenon => rest.to_owned(),
        };
        match rest.is_empty() {
            true => stem.to_owned(),
            false => rest,
        }
    })
}

fn extra(document: &Document<'_>) -> Vec<Extra> {
    let unknown = |entry: &&Entry| Field::of_key(&entry.key).is_none();
    let entries = document.entries.iter().filter(unknown);
    entries
        .map(|entry| Extra {
            key: entry.key.clone(),
            values: entry.texts().into_iter().map(str::to_owned).collect(),
        })
        .collect()
}
