//! The lines that links are written in, and what tells them from what they said before.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tenon_knowledge::link::{Edge, Known, Origin, Place, Thing};
use tenon_knowledge::note::{Form, Note, Vault};

use crate::owner::Owner;
use crate::tasks::LinkedTask;

/// The mark of a line's text.
pub(super) type Said = [u8; 16];
/// The marks of a text's lines.
type Marks = Arc<[Said]>;

/// The lines of the texts that were read, each with the hash of the whole.
#[derive(Default)]
pub(super) struct Lines(HashMap<Vec<u8>, ([u8; 32], Marks)>);

/// What notes and tasks say, line by line: a text that is written on elsewhere still says the same in
/// the line of a link.
pub(super) struct Says<'a> {
    owner: &'a Owner,
    vault: &'a Vault,
    tasks: HashMap<&'a [u8], (&'a LinkedTask, Option<&'a Note>)>,
    /// The files of the tasks.
    files: HashMap<Thing, &'a [u8]>,
    lines: &'a mut Lines,
}

impl<'a> Says<'a> {
    pub fn new(
        owner: &'a Owner,
        known: &Known,
        vault: &'a Vault,
        tasks: &'a [LinkedTask],
        beside: &'a [(Vec<u8>, Note)],
        lines: &'a mut Lines,
    ) -> Self {
        let links: HashMap<&[u8], &Note> =
            beside.iter().map(|(path, note)| (&**path, note)).collect();
        let mut says = Self {
            owner,
            vault,
            tasks: HashMap::new(),
            files: HashMap::new(),
            lines,
        };
        for linked in tasks {
            let path = linked.task.path.as_bytes();
            says.tasks.insert(path, (linked, links.get(path).copied()));
            says.files.insert(known.file_of(path), path);
        }
        says
    }

    /// What tells the line of a link from what it said before; zeros where nobody wrote it there.
    pub fn of(&mut self, edge: &Edge) -> Said {
        match &edge.place {
            Some(place) if edge.origin == Origin::Written => {
                let line = usize::try_from(place.line).unwrap_or(0);
                let lines = self.lines(&place.path);
                let said = line.checked_sub(1).and_then(|at| lines.get(at));
                said.copied().unwrap_or_default()
            }
            _ => [0; 16],
        }
    }

    /// The first line of a text that says this, from 1.
    pub fn line(&mut self, of: &Thing, said: &Said) -> Option<Place> {
        let path = self.file(of)?.to_vec();
        let at = self.lines(&path).iter().position(|line| line == said)?;
        let line = u32::try_from(at + 1).ok()?;
        Some(Place { path, line })
    }

    /// The one wikilink of a line that leads nowhere, and why it is no other.
    pub fn unanswered(&self, of: &Thing, at: &Place, edges: &[Edge]) -> Option<String> {
        let here: HashSet<&str> = edges
            .iter()
            .filter(|edge| edge.from == *of && edge.place.as_ref() == Some(at))
            .filter_map(|edge| edge.reason.split_once("]]").map(|(target, _)| target))
            .collect();
        let text = match of {
            Thing::Task(_) => "task",
            _ => "note",
        };
        let note = match self.tasks.get(&*at.path) {
            Some((_, note)) => (*note)?,
            None => self.vault.note(&at.path)?,
        };
        let mut open = note.links.iter().filter_map(|link| {
            let is_wiki = matches!(link.form, Form::Wikilink | Form::Embed);
            let is_here = u32::try_from(link.line) == Ok(at.line);
            let said = format!("[[{}", link.target);
            let is_open = !here.iter().any(|target| target.starts_with(&said));
            (is_wiki && is_here && is_open).then(|| format!("{said}]] in the {text}"))
        });
        open.next().filter(|_| open.next().is_none())
    }

    /// The file of a note or a task.
    fn file<'t>(&'t self, of: &'t Thing) -> Option<&'t [u8]> {
        match of {
            Thing::File(path) => Some(path),
            _ => self.files.get(of).copied(),
        }
    }

    fn lines(&mut self, path: &[u8]) -> Marks {
        let task = self.tasks.get(path).map(|(task, _)| &*task.text);
        let whole = match (task, self.vault.note(path)) {
            (Some(text), _) => *blake3::hash(text.as_bytes()).as_bytes(),
            (None, Some(note)) => note.hash,
            // What is no note and no task says nothing that is followed.
            (None, None) => return Marks::default(),
        };
        if let Some((of, marks)) = self.lines.0.get(path)
            && *of == whole
        {
            return marks.clone();
        }
        let marks: Marks = match task {
            Some(text) => marks(text.as_bytes()),
            None => match self.owner.root.read(path) {
                Ok((bytes, _)) => {
                    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                    if *blake3::hash(text).as_bytes() != whole {
                        // It is looked at as it is at the next question.
                        return Marks::default();
                    }
                    marks(text)
                }
                Err(_) => return Marks::default(),
            },
        };
        self.lines.0.insert(path.to_vec(), (whole, marks.clone()));
        marks
    }
}

fn marks(text: &[u8]) -> Marks {
    let mark = |line: &[u8]| {
        let mut said = [0; 16];
        said.copy_from_slice(&blake3::hash(line.trim_ascii()).as_bytes()[..16]);
        said
    };
    text.split(|byte| *byte == b'\n').map(mark).collect()
}
