//! A file in its parts: front matter, keys, body.

use super::body;
use super::broken::Broken;
use super::field::{Field, Form};
use super::front::{self, FrontMatter};
use super::yaml::{self, Entry};

/// A task's file in its parts.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub text: &'a str,
    pub front: Option<FrontMatter>,
    pub entries: Vec<Entry>,
    pub form: Form,
}

impl<'a> Document<'a> {
    /// Takes a file apart. The path tells the form where the file says nothing.
    pub fn read(path: &str, text: &'a str) -> Result<Self, Broken> {
        no_conflict(text)?;
        let front = front::find(text);
        let entries = match &front {
            Some(front) => yaml::read(text, front.yaml.clone(), 2)?,
            None if front::is_opened(text) => {
                let reason = "The front matter that begins here has no line `---` at its end.";
                return Err(Broken::new(1, reason));
            }
            None => Vec::new(),
        };
        no_key_twice(&entries)?;
        let form = Form::of(entries.iter().map(|entry| entry.key.as_str()), path);
        Ok(Self {
            text,
            front,
            entries,
            form,
        })
    }

    /// Where the body begins.
    pub fn body(&self) -> usize {
        self.front
            .as_ref()
            .map_or_else(|| front::mark_len(self.text), |front| front.body)
    }

    pub fn entry(&self, field: Field) -> Option<&Entry> {
        let is_its = |entry: &&Entry| Field::of_key(&entry.key) == Some(field);
        self.entries.iter().find(is_its)
    }
}

fn no_conflict(text: &str) -> Result<(), Broken> {
    let start = front::mark_len(text);
    let body = front::find(text).map_or(start, |front| front.body);
    // Fences do not hide anything in front matter, so that it is looked at by itself.
    let front_end = text[..body].len();
    for (number, line) in text[start..front_end].lines().enumerate() {
        let line = body::Line {
            start: 0,
            end: 0,
            text: line,
            is_code: false,
        };
        if line.is_conflict(true) {
            return Err(conflict(number + 1));
        }
    }
    let before = text[start..front_end].matches('\n').count();
    for (number, line) in body::lines(text, body).enumerate() {
        if line.is_conflict(false) {
            return Err(conflict(before + number + 1));
        }
    }
    Ok(())
}

fn conflict(line: usize) -> Broken {
    Broken::new(
        line,
        "A merge left its marks here; choose one of the two sides and take the marks out.",
    )
}

fn no_key_twice(entries: &[Entry]) -> Result<(), Broken> {
    for (at, entry) in entries.iter().enumerate() {
        let field = Field::of_key(&entry.key);
        let is_same = |other: &&Entry| match field {
            Some(_) => Field::of_key(&other.key) == field,
            None => other.key == entry.key,
        };
        if let Some(first) = entries[..at].iter().find(is_same) {
            let reason = format!(
                "`{}` says again what `{}` in line {} says; keep one of them.",
                entry.key, first.key, first.line
            );
            return Err(Broken::new(entry.line, reason));
        }
    }
    Ok(())
}
