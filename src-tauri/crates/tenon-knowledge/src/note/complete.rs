//! What may follow `[[`.

use std::borrow::Cow;
use std::cmp::Reverse;

use nucleo::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo::{Config, Matcher, Utf32Str};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::heading;
use super::name::{fold, stem};
use super::read::Note;
use super::resolve::View;
use super::spell;
use super::vault::{Id, Vault};

/// What a row of completion leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A note.
    Note,
    /// A heading of a note.
    Heading,
    /// A block of a note.
    Block,
}

/// A row of completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion<'v> {
    /// What it leads to.
    pub kind: Kind,
    /// The note's path.
    pub path: &'v [u8],
    /// What comes to stand between the brackets: the shortest text that leads exactly there, and for
    /// a title or an alias `|` and that.
    pub insert: String,
    /// What the row says: a name, a title, an alias, a heading or a block's id.
    pub shown: String,
}

/// How well something fits what was typed: points, whether it is just that, and when it was changed.
type Fit = (u32, bool, i64);

impl Vault {
    /// The rows for what stands behind `[[` in a note, the best first: notes by name, title and alias,
    /// those changed last first where they fit alike; with `Name#` the headings of that note and with
    /// `Name#^` its blocks, in the order of its text where they fit alike. Notes whose names a wikilink
    /// cannot hold are left out.
    pub fn complete(&self, query: &str, from: &[u8], limit: usize) -> Vec<Completion<'_>> {
        let Some(from) = self.id(from) else {
            return Vec::new();
        };
        match query.split_once('#') {
            None => self.notes_for(query.trim(), from, limit),
            Some((name, part)) => {
                let view = View::now(self);
                let Some((id, _)) = view.find(from, name.trim().as_bytes(), true) else {
                    return Vec::new();
                };
                let Some(note) = &self.file(id).note else {
                    return Vec::new();
                };
                let target = match name.trim().is_empty() {
                    true => Some(String::new()),
                    false => spell::shortest(&view, from, id),
                };
                let Some(target) = target else {
                    return Vec::new();
                };
                let row = |(kind, part, shown): (Kind, String, String)| Completion {
                    kind,
                    path: &self.file(id).path,
                    insert: format!("{target}#{part}"),
                    shown,
                };
                let parts = match part.strip_prefix('^') {
                    Some(part) => blocks(note, part.trim(), limit),
                    None => headings(note, part.trim(), limit),
                };
                parts.into_iter().map(row).collect()
            }
        }
    }

    fn notes_for(&self, query: &str, from: Id, limit: usize) -> Vec<Completion<'_>> {
        let mut search = Search::of(query);
        let mut rows: Vec<(Fit, Id, Name<'_>)> = Vec::new();
        for id in self.ids() {
            let file = self.file(id);
            let Some(note) = &file.note else { continue };
            // A query with folders is one for the path.
            let name = match query.contains('/') {
                true => String::from_utf8_lossy(stem(&file.path)),
                false => String::from_utf8_lossy(file.stem()),
            };
            let others = note.title.iter().chain(&note.aliases);
            let names =
                std::iter::once((name, false)).chain(others.map(|name| (Cow::from(name), true)));
            let mut best: Option<(Fit, Name<'_>)> = None;
            for (text, other) in names {
                if let Some((points, exact)) = search.points(&text)
                    && best
                        .as_ref()
                        .is_none_or(|(fit, _)| (points, exact) > (fit.0, fit.1))
                {
                    best = Some(((points, exact, note.changed), Name { text, other }));
                }
            }
            rows.extend(best.map(|(fit, name)| (fit, id, name)));
        }
        rows.sort_by_key(|(fit, ..)| Reverse(*fit));
        let view = View::now(self);
        let rows = rows.into_iter().filter_map(|(_, id, name)| {
            let target = spell::shortest(&view, from, id)?;
            let insert = match name.other && name.text != target && spell::can_be_alias(&name.text)
            {
                true => format!("{target}|{}", name.text),
                false => target,
            };
            Some(Completion {
                kind: Kind::Note,
                path: &self.file(id).path,
                insert,
                shown: name.text.into_owned(),
            })
        });
        rows.take(limit).collect()
    }
}

/// A name of a note.
struct Name<'v> {
    text: Cow<'v, str>,
    /// Whether it is a title or an alias.
    other: bool,
}

fn headings(note: &Note, query: &str, limit: usize) -> Vec<(Kind, String, String)> {
    let texts = note.headings.iter().map(|heading| heading.text.as_str());
    let found = ordered(query, texts).into_iter().filter_map(|at| {
        let lineage = heading::lineage(&note.headings, at);
        let ways = (0..lineage.len()).rev().map(|from| {
            let parts: Vec<_> = lineage[from..]
                .iter()
                .map(|text| heading::in_link(text))
                .collect();
            parts.join("#")
        });
        let mut fit = ways.filter(|way| heading::by_text(&note.headings, way) == Some(at));
        Some((Kind::Heading, fit.next()?, note.headings[at].text.clone()))
    });
    found.take(limit).collect()
}

fn blocks(note: &Note, query: &str, limit: usize) -> Vec<(Kind, String, String)> {
    let ids = note.blocks.iter().map(|block| block.id.as_str());
    let found = ordered(query, ids).into_iter().filter_map(|at| {
        let id = &note.blocks[at].id;
        let first = heading::block(&note.blocks, id) == Some(at);
        first.then(|| (Kind::Block, format!("^{id}"), id.clone()))
    });
    found.take(limit).collect()
}

/// The numbers of the texts that fit, the best first.
fn ordered<'t>(query: &str, texts: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let mut search = Search::of(query);
    let mut all: Vec<_> = texts
        .enumerate()
        .filter_map(|(at, text)| Some((search.points(text)?, at)))
        .collect();
    all.sort_by_key(|(points, _)| Reverse(*points));
    all.into_iter().map(|(_, at)| at).collect()
}

struct Search {
    pattern: Pattern,
    matcher: Matcher,
    letters: Vec<char>,
    folded: String,
}

impl Search {
    fn of(query: &str) -> Self {
        let query: String = query.nfc().collect();
        Self {
            pattern: Pattern::new(
                &query,
                CaseMatching::Ignore,
                Normalization::Smart,
                AtomKind::Fuzzy,
            ),
            matcher: Matcher::new(Config::DEFAULT),
            letters: Vec::new(),
            folded: fold(&query),
        }
    }

    /// How well a text fits, and whether it is just what was typed.
    fn points(&mut self, text: &str) -> Option<(u32, bool)> {
        let composed: Cow<'_, str> = match is_nfc(text) {
            true => Cow::Borrowed(text),
            false => Cow::Owned(text.nfc().collect()),
        };
        let letters = Utf32Str::new(&composed, &mut self.letters);
        let points = self.pattern.score(letters, &mut self.matcher)?;
        let same = composed.len() == self.folded.len() || !composed.is_ascii();
        Some((points, same && fold(&composed) == self.folded))
    }
}
