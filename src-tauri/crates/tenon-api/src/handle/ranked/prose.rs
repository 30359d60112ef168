//! A ranking of notes and of tasks: their pieces, told as what they are.

use std::collections::HashSet;

use tenon_index::find::Ask;
use tenon_knowledge::note::is_note;

use crate::owner::Owner;
use crate::tasks::Tasks;

pub(super) const NOTE: &str = "note";
pub(super) const TASK: &str = "task";

/// Which files are notes and tasks, where a question is for these alone.
pub(super) struct Prose {
    tasks: HashSet<Vec<u8>>,
    /// The files whose pieces count.
    pub files: HashSet<Vec<u8>>,
}

impl Prose {
    /// Nothing where all pieces of files count.
    pub fn of(owner: &Owner, ask: &Ask) -> Option<Self> {
        let has = |kind: &str| ask.kinds.iter().any(|one| one == kind);
        if !(has(NOTE) || has(TASK)) || has("text") || has("symbol") {
            return None;
        }
        let tasks = Tasks::read(&owner.root).tasks.into_iter();
        let tasks: HashSet<Vec<u8>> = tasks.map(|task| task.path.into_bytes()).collect();
        let symbols = owner.symbols.lock();
        let is_wanted = |path: &&[u8]| match tasks.contains(*path) {
            true => has(TASK),
            false => has(NOTE) && is_note(path),
        };
        let files = symbols.paths().filter(is_wanted).map(<[u8]>::to_vec);
        Some(Self {
            files: files.collect(),
            tasks,
        })
    }

    /// What a file is called.
    pub fn kind(&self, path: &[u8]) -> &'static str {
        match self.tasks.contains(path) {
            true => TASK,
            false => NOTE,
        }
    }
}
