//! What texts speak of: files by the rows of `meaning.db`, tasks and commits by themselves.

use std::collections::HashMap;

use tenon_knowledge::entity::{Kind, Source};
use tenon_knowledge::link::{Known, Mention, Text, Thing, mentions};
use tenon_knowledge::note::Note;
use tenon_store::{EntityOf, EntityQuery, EntityRow};

use super::git::Commits;
use crate::ApiResult;
use crate::owner::Owner;
use crate::tasks::LinkedTask;
use crate::{entities, notes};

/// The most rows that are read.
const MOST: u32 = 200_000;

/// What tasks speak of, by their files, each with the hash of its text.
#[derive(Default)]
pub(super) struct Texts {
    tasks: HashMap<String, ([u8; 32], Vec<Mention>, Note)>,
    /// What the other files speak of, until one of them changes.
    files: Option<Vec<Spoken>>,
}

/// A file with what it speaks of.
type Spoken = (Vec<u8>, Vec<Mention>);

impl Texts {
    /// What all texts speak of.
    pub fn read(
        &mut self,
        owner: &Owner,
        notes: &notes::Known,
        tasks: &[LinkedTask],
        repo: &Commits,
        known: &Known,
    ) -> Vec<Text> {
        let mut texts = self.tasks(tasks, known);
        for commit in &repo.commits {
            let message = repo.messages.get(&commit.hash);
            texts.push(Text {
                of: Thing::Commit(commit.hash.clone()),
                path: None,
                prose: true,
                mentions: message.map_or(Vec::new(), |message| message.mentions.clone()),
                at: Some(commit.at),
            });
        }
        if self.files.is_none() {
            match files(owner) {
                Ok(files) => self.files = Some(files),
                Err(error) => tracing::info!(%error.message, "what files name is not linked"),
            }
        }
        let files = self.files.iter().flatten();
        texts.extend(files.filter_map(|file| of_file(file, notes, known)));
        texts
    }

    /// The links that tasks have as notes have them, by their files.
    pub fn linked(&self) -> Vec<(Vec<u8>, Note)> {
        let tasks = self.tasks.iter();
        let linked = tasks.filter(|(_, (.., note))| !note.links.is_empty());
        linked
            .map(|(path, (.., note))| (path.clone().into_bytes(), note.clone()))
            .collect()
    }

    /// A file may speak of something else now.
    pub fn stale(&mut self) {
        self.files = None;
    }

    fn tasks(&mut self, tasks: &[LinkedTask], known: &Known) -> Vec<Text> {
        let mut texts = Vec::new();
        let mut read = HashMap::new();
        for linked in tasks {
            let (path, text) = (&linked.task.path, &linked.text);
            let hash = *blake3::hash(text.as_bytes()).as_bytes();
            let (found, note) = match self.tasks.remove(path) {
                Some((before, found, note)) if before == hash => (found, note),
                _ => {
                    // The front matter is said by what the task is.
                    let body = text.len().saturating_sub(linked.task.body.len());
                    let mut found = mentions(text, Source::Prose);
                    found.retain(|mention| mention.start as usize >= body);
                    (found, Note::read(text, 0))
                }
            };
            texts.push(Text {
                of: known.file_of(path.as_bytes()),
                path: Some(path.clone().into_bytes()),
                prose: true,
                mentions: found.clone(),
                at: None,
            });
            read.insert(path.clone(), (hash, found, note));
        }
        self.tasks = read;
        texts
    }
}

/// Reads anew what files speak of where they differ. Of a large folder that is new it takes long, so
/// nothing that others wait for may be locked meanwhile.
pub(super) fn refresh(owner: &Owner) {
    if let Err(error) = look(owner) {
        tracing::info!(%error.message, "what files name is not linked");
    }
}

fn look(owner: &Owner) -> ApiResult<()> {
    let db = owner.meaning().db()?;
    let looked = entities::Texts {
        root: &owner.root,
        gatekeeper: &owner.app().gatekeeper,
        is_open: &|path| owner.journaled(path),
        names: None,
    };
    for problem in looked.refresh(&db)?.problems {
        tracing::info!(problem, "a text is not linked");
    }
    Ok(())
}

/// What files speak of.
fn files(owner: &Owner) -> ApiResult<Vec<Spoken>> {
    let db = owner.meaning().db()?;
    let kinds = [
        Kind::File,
        Kind::Symbol,
        Kind::Issue,
        Kind::Task,
        Kind::Commit,
    ];
    let rows = db.entities(&EntityQuery {
        kinds: kinds.iter().map(|kind| kind.word().to_owned()).collect(),
        value: String::new(),
        path: None,
        limit: MOST,
        offset: 0,
    })?;
    let mut by_file: Vec<Spoken> = Vec::new();
    for (of, row) in rows {
        let EntityOf::File(path) = of else { continue };
        let Some(mention) = mention(row) else {
            continue;
        };
        match by_file.last_mut() {
            Some((last, mentions)) if *last == path => mentions.push(mention),
            _ => by_file.push((path, vec![mention])),
        }
    }
    Ok(by_file)
}

/// A file as a text; nothing of a task, which is known already.
fn of_file((path, mentions): &Spoken, notes: &notes::Known, known: &Known) -> Option<Text> {
    let of = known.file_of(path);
    if matches!(of, Thing::Task(_)) {
        return None;
    }
    let source = Source::of_path(&String::from_utf8_lossy(path));
    Some(Text {
        prose: source == Source::Prose,
        at: notes.vault().note(path).map(|note| note.changed),
        of,
        path: Some(path.clone()),
        mentions: mentions.clone(),
    })
}

fn mention(row: EntityRow) -> Option<Mention> {
    Some(Mention {
        kind: row.kind.parse().ok()?,
        called: row.text.ends_with(')'),
        value: row.value,
        line: row.line,
        start: row.start,
        closes: false,
    })
}
