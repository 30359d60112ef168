//! Short names of tasks: `T-14`, `task-7.1`.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The highest number that others are counted on from. A longer one is a slip, and would make all
/// later ids as long.
const HIGHEST: u128 = 999_999_999_999_999;
/// Lines of a front matter in which an id may stand.
const CLAIM_LINES: usize = 100;

/// A task's id. Two are the same without case and without zeros in front of numbers: `T-09` is
/// `t-9`. It is shown as it was written.
#[derive(Debug, Clone)]
pub struct Id {
    written: String,
    prefix: String,
    /// `7` and `1` of `task-7.1`, without zeros in front; none where the id has no number.
    numbers: Vec<String>,
}

impl Id {
    /// Reads an id; `[[T-14]]` and `[[T-14|said so]]` name one too. `None` where nothing stands,
    /// or more than one word, or a sign that lists and links are written with.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let inside = text.strip_prefix("[[").and_then(|t| t.strip_suffix("]]"));
        let text = inside
            .map_or(text, |t| t.split('|').next().unwrap_or(t))
            .trim();
        let is_unfit = |c: char| c.is_whitespace() || c.is_control() || ",[]|".contains(c);
        if text.is_empty() || text.contains(is_unfit) {
            return None;
        }
        let (prefix, number) = match text.rsplit_once('-') {
            Some((prefix, number)) => (prefix, number),
            None => ("", text),
        };
        Some(match numbers(number) {
            Some(numbers) => Self {
                written: text.to_owned(),
                prefix: prefix.to_lowercase(),
                numbers,
            },
            None => Self {
                written: text.to_owned(),
                prefix: text.to_lowercase(),
                numbers: Vec::new(),
            },
        })
    }

    /// The id at the beginning of a file's name: `task-7.1 - Title.md`, `T-14.md`, `T-14-title.md`.
    pub fn leading(name: &str) -> Option<Self> {
        let word_end = name
            .find(|c: char| !(c.is_alphanumeric() || "-_.".contains(c)))
            .unwrap_or(name.len());
        let word = &name[..word_end];
        if !word.starts_with(char::is_alphabetic) {
            return None;
        }
        for (dash, _) in word.match_indices('-') {
            let rest = &word[dash + 1..];
            let number = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'));
            let number = rest[..number.unwrap_or(rest.len())].trim_end_matches('.');
            let behind = &rest[number.len()..];
            let is_whole = behind.is_empty() || behind.starts_with(['-', '_', '.']);
            if is_whole && numbers(number).is_some() {
                return Self::parse(&word[..dash + 1 + number.len()]);
            }
        }
        None
    }

    /// The id with the prefix of `other` where it is a number alone: `3` beside `task-7` is `task-3`.
    #[must_use]
    pub fn beside(mut self, other: &Id) -> Self {
        if self.prefix.is_empty() {
            self.prefix.clone_from(&other.prefix);
        }
        self
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether new ids are counted on from its number; one of more than fifteen digits is a slip.
    pub fn counts(&self) -> bool {
        self.numbers.iter().all(|number| counted(number).is_some())
    }

    /// What the id of the task above would be: `task-7` of `task-7.1`.
    pub fn parent(&self) -> Option<Self> {
        let (written, _) = self.written.rsplit_once('.')?;
        (self.numbers.len() > 1).then(|| Self::parse(written))?
    }

    /// A text that sorts as the id does.
    pub(super) fn sort_text(&self) -> String {
        let numbers = self.numbers.iter().map(|number| format!("{number:0>24}"));
        let parts: Vec<_> = std::iter::once(self.prefix.clone())
            .chain(numbers)
            .collect();
        parts.join(" ")
    }

    fn key(&self) -> (&str, impl Iterator<Item = (usize, &str)>) {
        let numbers = self.numbers.iter().map(|n| (n.len(), n.as_str()));
        (&self.prefix, numbers)
    }
}

/// A number that ids are counted on from.
fn counted(number: &str) -> Option<u128> {
    number.parse().ok().filter(|number| *number <= HIGHEST)
}

/// Parts of a number without zeros in front; `None` where it is none.
fn numbers(text: &str) -> Option<Vec<String>> {
    let part = |part: &str| {
        let is_number = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let short = part.trim_start_matches('0');
        is_number.then(|| if short.is_empty() { "0" } else { short }.to_owned())
    };
    text.split('.').map(part).collect()
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((prefix, own), (other_prefix, others)) = (self.key(), other.key());
        prefix.cmp(other_prefix).then_with(|| own.cmp(others))
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.prefix == other.prefix && self.numbers == other.numbers
    }
}

impl Eq for Id {}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.prefix.hash(state);
        self.numbers.hash(state);
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// The ids that a file claims which cannot be read as a task: nobody else may get them meanwhile. A
/// merge may have left two.
pub fn claimed(text: &str) -> Vec<Id> {
    if !super::front::is_opened(text) {
        return Vec::new();
    }
    let lines = text.lines().skip(1).take(CLAIM_LINES);
    let said = lines.filter_map(|line| line.strip_prefix("id:"));
    let bare = said.map(|said| said.trim().trim_matches(['"', '\'']));
    bare.filter_map(Id::parse).collect()
}

/// The id of a new task: one above the highest number that was seen with this prefix, at least
/// `width` digits wide. `seen` are ids or names of files; the caller gives those of the folder, of
/// all branches and of the journal.
pub fn next_id<'a>(seen: impl Iterator<Item = &'a str>, prefix: &str, width: usize) -> Id {
    let wanted = prefix.to_lowercase();
    let highest = seen
        .filter_map(|text| Id::leading(text).or_else(|| Id::parse(text)))
        .filter(|id| id.prefix == wanted)
        .filter_map(|id| counted(id.numbers.first()?))
        .max();
    numbered(prefix, "-", highest, width)
}

/// The id of a new task below `parent`: `task-7.3` where `task-7.2` is the last that was seen.
pub fn next_sub_id<'a>(seen: impl Iterator<Item = &'a str>, parent: &Id, width: usize) -> Id {
    let depth = parent.numbers.len();
    let highest = seen
        .filter_map(|text| Id::leading(text).or_else(|| Id::parse(text)))
        .filter(|id| id.prefix == parent.prefix && id.numbers.starts_with(&parent.numbers))
        .filter_map(|id| counted(id.numbers.get(depth)?))
        .max();
    numbered(&parent.written, ".", highest, width)
}

fn numbered(before: &str, sign: &str, highest: Option<u128>, width: usize) -> Id {
    let number = highest.unwrap_or_default().saturating_add(1).to_string();
    let written = format!("{before}{sign}{number:0>width$}");
    let prefix = match sign {
        "." => before.rsplit_once('-').map_or("", |(prefix, _)| prefix),
        _ => before,
    };
    let digits = written.get(prefix.len()..).unwrap_or_default();
    Id {
        prefix: prefix.to_lowercase(),
        numbers: numbers(digits.trim_start_matches('-')).unwrap_or_default(),
        written,
    }
}
