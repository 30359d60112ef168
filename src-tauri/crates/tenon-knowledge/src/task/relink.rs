//! Links that follow a task to its new id.

use std::ops::Range;

use super::body;
use super::document::Document;
use super::duplicate::renamed;
use super::field::Field;
use super::workflow::same;
use super::{Id, Moment, Task};
use crate::note::called;

/// On which side of a merge a file was written, as far as the caller knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On the side of the younger task, where the id meant nothing else.
    Younger,
    /// On the side of the elder one.
    Elder,
    /// Nobody knows, or on both.
    Unknown,
}

/// Two tasks had one id, and the younger gets another.
#[derive(Debug, Clone, Copy)]
pub struct Relinking<'a> {
    /// The task that keeps the id.
    pub elder: &'a Task,
    /// The task that gets a new one.
    pub younger: &'a Task,
    /// The new id.
    pub new: &'a Id,
}

/// A link that names the id, or the younger task's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is to be replaced, in bytes of the text.
    pub range: Range<usize>,
    /// The line, counted from 1.
    pub line: usize,
    /// What stands there.
    pub old: String,
    /// What is to stand there.
    pub new: String,
    /// Whether it is known that the younger task is meant. If not, it is a suggestion.
    pub is_known: bool,
}

impl Relinking<'_> {
    /// Finds the links of a text that mean the younger task, or may mean it: `[[T-14]]`,
    /// `[[T-14 Its title]]` and links of Markdown to its file outside of code, and ids in the keys for dependencies and the task
    /// above. `written` is when the text was last changed; what was last changed before the younger
    /// task was made cannot mean it.
    pub fn links(&self, path: &str, text: &str, side: Side, written: Option<&Moment>) -> Vec<Link> {
        let Some(old) = &self.elder.id else {
            return Vec::new();
        };
        let made = self.younger.created.as_ref();
        let is_before = match (written, made) {
            // A day without a time may be the same day, earlier or later.
            (Some(written), Some(made)) if written.has_time() && made.has_time() => {
                written.seconds() < made.seconds()
            }
            (Some(written), Some(made)) => written.day() < made.day(),
            _ => false,
        };
        let by_id = match side {
            Side::Younger => Some(true),
            Side::Elder => None,
            Side::Unknown if is_before => None,
            Side::Unknown => Some(false),
        };
        let mut found = Vec::new();
        self.in_keys(path, text, old, by_id, &mut found);
        self.in_body(path, text, old, by_id, &mut found);
        self.in_destinations(path, text, old, &mut found);
        found
    }

    fn in_keys(
        &self,
        path: &str,
        text: &str,
        old: &Id,
        is_known: Option<bool>,
        found: &mut Vec<Link>,
    ) {
        // A file that cannot be read is left alone.
        let (Some(is_known), Ok(document)) = (is_known, Document::read(path, text)) else {
            return;
        };
        let fields = [Field::Depends, Field::Parent];
        let entries = fields.iter().filter_map(|field| document.entry(*field));
        // Places behind a tag or an anchor are not sure.
        let entries = entries.filter(|entry| entry.is_editable);
        for scalar in entries.flat_map(|entry| &entry.scalars) {
            let raw = &text[scalar.range.clone()];
            let is_part = |c: char| c.is_alphanumeric() || "-_.".contains(c);
            let mut at = scalar.range.start;
            for part in raw.split_inclusive(|c| !is_part(c)) {
                let word = part.trim_end_matches(|c| !is_part(c));
                if Id::parse(word).as_ref() == Some(old) {
                    let range = at..at + word.len();
                    found.push(link(text, range, self.new.to_string(), is_known));
                }
                at += part.len();
            }
        }
    }

    /// Links of Markdown by a path, which can mean no other file.
    fn in_destinations(&self, path: &str, text: &str, old: &Id, found: &mut Vec<Link>) {
        let new = renamed(self.younger.name(), old, self.new);
        if new == self.younger.name() || !text.contains("](") && !text.contains("]:") {
            return;
        }
        let links = called(text, path, &self.younger.path, &new).into_iter();
        found.extend(links.map(|link| Link {
            line: link.line,
            old: text[link.range.clone()].to_owned(),
            range: link.range,
            new: link.text,
            is_known: true,
        }));
    }

    fn in_body(
        &self,
        path: &str,
        text: &str,
        old: &Id,
        by_id: Option<bool>,
        found: &mut Vec<Link>,
    ) {
        let body = Document::read(path, text).map_or(0, |document| document.body());
        let stem = |task: &Task| stem(task.name()).to_owned();
        let (elder, younger) = (stem(self.elder), stem(self.younger));
        let new_stem = self::stem(&renamed(self.younger.name(), old, self.new)).to_owned();
        for line in body::lines(text, body).filter(|line| !line.is_code) {
            for (open, _) in line.text.match_indices("[[") {
                let inside = &line.text[open + 2..];
                let Some(close) = inside.find("]]") else {
                    break;
                };
                let end = inside[..close].find(['|', '#']).unwrap_or(close);
                let target = inside[..end].trim();
                let name = self::stem(target);
                let (new, is_known) = if same(name, &younger) && !same(&younger, &elder) {
                    (target.replacen(name, &new_stem, 1), true)
                } else if Id::parse(target).as_ref() == Some(old)
                    && let Some(is_known) = by_id
                {
                    (self.new.to_string(), is_known)
                } else {
                    continue;
                };
                let gap = inside[..end].len() - inside[..end].trim_start().len();
                let start = line.start + open + 2 + gap;
                found.push(link(text, start..start + target.len(), new, is_known));
            }
        }
    }
}

/// The lines of a text, from 1, that name an id as a word of its own, and the word as it is written;
/// wikilinks are left out, which [`Relinking::links`] finds.
pub fn named<'t>(text: &'t str, id: &Id) -> Vec<(usize, &'t str)> {
    let is_part = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    let number = id.as_str().rsplit('-').next().unwrap_or_default();
    let number = number.trim_start_matches('0');
    let mut found = Vec::new();
    // Few lines have the number at all.
    let lines = text.lines().enumerate();
    for (at, line) in lines.filter(|(_, line)| line.contains(number)) {
        let mut start = 0;
        for part in line.split_inclusive(|c| !is_part(c)) {
            let is_link = line[..start].ends_with("[[");
            start += part.len();
            let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
            if !is_link && Id::parse(word).as_ref() == Some(id) {
                found.push((at + 1, word));
                break;
            }
        }
    }
    found
}

fn link(text: &str, range: Range<usize>, new: String, is_known: bool) -> Link {
    Link {
        line: text[..range.start].matches('\n').count() + 1,
        old: text[range.clone()].to_owned(),
        range,
        new,
        is_known,
    }
}

/// A file's name without folders and ending.
fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.strip_suffix(".md").unwrap_or(name)
}

/// The text with links replaced; which of them is the caller's choice. They have to be as
/// [`Relinking::links`] found them in this text.
pub fn relinked<'a>(text: &str, links: impl IntoIterator<Item = &'a Link>) -> String {
    let mut links: Vec<_> = links.into_iter().collect();
    links.sort_by_key(|link| link.range.start);
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for link in links {
        // What is not there any more is left as it is.
        if link.range.start < at || text.get(link.range.clone()) != Some(link.old.as_str()) {
            continue;
        }
        new.push_str(&text[at..link.range.start]);
        new.push_str(&link.new);
        at = link.range.end;
    }
    new.push_str(&text[at..]);
    new
}
