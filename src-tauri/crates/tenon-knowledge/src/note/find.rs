//! Notes and headings by what they are called.

use std::cmp::Reverse;

use super::name::{fold, stem};
use super::vault::Vault;

/// A note or a heading that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'v> {
    /// The note's path.
    pub path: &'v [u8],
    /// What fits: a title, an alias, a path without its ending, or a heading.
    pub text: String,
    /// Its line, counted from 1; that of a name is 1.
    pub line: usize,
    /// From 1 to 6 for a heading, none for a name.
    pub level: Option<u8>,
}

/// How well something fits: the better fit is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Folders,
    Inside,
    Begins,
    Exact,
}

impl Vault {
    /// Notes that have all of these words in a name, a title, an alias or their path, and headings that
    /// have them, in any case and order: the best first, names before headings that fit alike, and
    /// those changed last first. Without a word that is every note. A heading that gives its note the
    /// title stands for itself only.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Found<'_>> {
        let query = fold(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let mut rows = Vec::new();
        for id in self.ids() {
            let file = self.file(id);
            let Some(note) = &file.note else { continue };
            let path = String::from_utf8_lossy(stem(&file.path));
            let name = String::from_utf8_lossy(file.stem());
            let names = note.title.iter().chain(&note.aliases);
            let names = names.map(String::as_str).chain([&*name]);
            let best = names
                .filter_map(|text| Some((fit(&words, text)?, text)))
                .reduce(|best, other| if other.0 > best.0 { other } else { best });
            let folders = || fit(&words, &path).map(|_| (Fit::Folders, &*path));
            let best = best.or_else(folders);
            let titled = best.is_some();
            if let Some((fit, text)) = best {
                let found = Found {
                    path: &file.path,
                    text: text.to_owned(),
                    line: 1,
                    level: None,
                };
                rows.push(((fit, true, note.changed), found));
            }
            if words.is_empty() {
                continue;
            }
            for heading in &note.headings {
                if titled && note.title.as_ref() == Some(&heading.text) {
                    continue;
                }
                if let Some(fit) = fit(&words, &heading.text) {
                    let found = Found {
                        path: &file.path,
                        text: heading.text.clone(),
                        line: heading.line,
                        level: Some(heading.level),
                    };
                    rows.push(((fit, false, note.changed), found));
                }
            }
        }
        rows.sort_by(|(a, one), (b, other)| {
            let place = |found: &Found<'_>| (found.path.to_vec(), found.line);
            (Reverse(a), place(one)).cmp(&(Reverse(b), place(other)))
        });
        rows.into_iter()
            .map(|(_, found)| found)
            .take(limit)
            .collect()
    }
}

/// How well words fit a text, if it has all of them.
fn fit(words: &[&str], text: &str) -> Option<Fit> {
    let text = fold(text);
    if !words.iter().all(|word| text.contains(word)) {
        return None;
    }
    let whole = words.join(" ");
    Some(match text.strip_prefix(&whole) {
        Some("") => Fit::Exact,
        Some(_) => Fit::Begins,
        None => Fit::Inside,
    })
}
