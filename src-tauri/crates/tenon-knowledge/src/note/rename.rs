//! What must change when a file gets another path.

use std::ops::Range;

use super::link::Link;
use super::resolve::View;
use super::spell;
use super::vault::{Id, Vault, names};

/// A part of a note's text that is to be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The note, by the path that it has now.
    pub path: Vec<u8>,
    /// What is replaced, in bytes of the text that the vault was given last; [`Vault::is_text_of`]
    /// tells whether the file still has it.
    pub range: Range<usize>,
    /// What takes its place.
    pub text: String,
}

/// What a new name brings with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// What must be written so that all links go on leading where they lead, by path and place. They
    /// do not overlap.
    pub edits: Vec<Edit>,
    /// Links that cannot be kept, because the new name cannot be written where they stand: the note's
    /// path and the line.
    pub lost: Vec<(Vec<u8>, usize)>,
}

/// Why something cannot have another name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such file.
    #[error("There is no file {0}; look at the list of notes again.")]
    NoFile(String),
    /// The new path is another file's.
    #[error("There is a file {0} already; choose another name.")]
    Taken(String),
    /// The note has no such heading.
    #[error("The note {note} has no heading \"{heading}\"; look at its headings again.")]
    NoHeading {
        /// The note's path.
        note: String,
        /// The heading that was asked for.
        heading: String,
    },
    /// The new text is not one heading.
    #[error("\"{0}\" cannot be a heading; write one line of text.")]
    NotAHeading(String),
}

impl Vault {
    /// What must be written so that all links lead where they do when a file gets another path, or all
    /// files of a folder. The vault itself stays as it is: [`Vault::relocate`] and [`Vault::put`]
    /// follow when it has happened.
    ///
    /// A link is written as it was: with or without folders, ending, percent signs and alias. Links of
    /// others that would lead to the new name are made longer.
    ///
    /// # Errors
    ///
    /// There is nothing at the old path, or another file at a new one.
    pub fn rename(&self, old: &[u8], new: &[u8]) -> Result<Changes, Refused> {
        let moves = self.moves(old, new);
        if moves.is_empty() {
            return Err(Refused::NoFile(said(old)));
        }
        let moving: Vec<Id> = moves.iter().map(|(id, _)| *id).collect();
        for (id, to) in &moves {
            if let Some(other) = self.id(to)
                && other != *id
                && !moving.contains(&other)
            {
                return Err(Refused::Taken(said(to)));
            }
        }
        let (now, after) = (View::now(self), View::after(self, &moves));
        let mut changes = Changes::default();
        for from in self.touched(&moves) {
            for link in self.file(from).links() {
                let Some((to, _)) = now.link(from, link) else {
                    continue;
                };
                let leads = after.link(from, link).is_some_and(|found| found.0 == to);
                // A path that is right beside its note stays so, and what was its name does not become an
                // alias: other programs follow only that.
                let stays = (!now.is_beside(from, to, link) || after.is_beside(from, to, link))
                    && (!now.is_called(from, to, link) || after.is_called(from, to, link));
                if leads && stays {
                    continue;
                }
                let text = match link.form.is_wiki() {
                    true => spell::wiki(&after, from, to, &link.target, link.quote),
                    false => spell::markdown(&after, from, to, link),
                };
                changes.add(&self.file(from).path, link, link.target_range.clone(), text);
            }
        }
        changes.settle();
        Ok(changes)
    }

    /// The notes whose links may lead elsewhere after these moves.
    fn touched(&self, moves: &[(Id, Box<[u8]>)]) -> Vec<Id> {
        let mut notes = Vec::new();
        for (id, to) in moves {
            notes.push(*id);
            for key in self.file(*id).reached_by().into_iter().chain(names(to)) {
                notes.extend(self.linking(&key));
            }
        }
        notes.sort_unstable();
        notes.dedup();
        notes
    }
}

impl Changes {
    /// Notes what a link becomes, or that it cannot be kept.
    pub(super) fn add(
        &mut self,
        path: &[u8],
        link: &Link,
        place: Option<Range<usize>>,
        text: Option<String>,
    ) {
        match (place, text) {
            (Some(range), Some(text)) => self.edits.push(Edit {
                path: path.to_vec(),
                range,
                text,
            }),
            _ => self.lost.push((path.to_vec(), link.line)),
        }
    }

    /// Puts the edits in order. Links by one reference share an edit.
    pub(super) fn settle(&mut self) {
        let place = |edit: &Edit| (edit.path.clone(), edit.range.start, edit.range.end);
        self.edits.sort_by_key(place);
        self.edits.dedup();
        self.lost.sort();
        self.lost.dedup();
    }
}

pub(super) fn said(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}
