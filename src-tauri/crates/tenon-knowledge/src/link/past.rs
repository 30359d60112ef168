//! Files that are not any more where they were.

use std::collections::{HashMap, HashSet};

/// Moves of one file that are followed.
const MOST: usize = 100;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Once {
    /// It lies there now.
    Moved(Vec<u8>),
    /// It was there, and is nowhere.
    Gone(Vec<u8>),
}

impl Once {
    /// What is told of it behind where it is named, by the path that is said there.
    pub fn became(&self, said: &str) -> String {
        match self {
            Self::Moved(_) => format!("; the file was called {said} before"),
            Self::Gone(_) => format!("; there is no {said} any more"),
        }
    }
}

/// What is known of files that were there.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    count: usize,
    /// By the old path: the numbers of the moves, and where each led.
    moves: HashMap<Vec<u8>, Vec<(usize, Vec<u8>)>>,
    paths: HashSet<Vec<u8>>,
    /// By the name alone.
    names: HashMap<Vec<u8>, Vec<Vec<u8>>>,
}

impl Past {
    /// Takes in a move that came after those before.
    pub fn add_move(&mut self, old: &[u8], new: &[u8]) {
        self.count += 1;
        let moves = self.moves.entry(old.to_vec()).or_default();
        moves.push((self.count, new.to_vec()));
        self.add_gone(old);
    }

    /// Takes in a file that was there.
    pub fn add_gone(&mut self, path: &[u8]) {
        if self.paths.insert(path.to_vec()) {
            let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
            let paths = self.names.entry(name.to_vec()).or_default();
            paths.push(path.to_vec());
        }
    }

    /// Whether a file was there.
    pub fn has(&self, path: &[u8]) -> bool {
        self.paths.contains(path)
    }

    /// The one file that was there whose path ends so.
    pub fn named(&self, path: &str) -> Option<&[u8]> {
        let plain = path.strip_prefix("./").unwrap_or(path).as_bytes();
        let name = plain.rsplit(|byte| *byte == b'/').next()?;
        let mut ends = self.names.get(name)?.iter().filter(|known| {
            let before = known.strip_suffix(plain);
            before.is_some_and(|before| before.is_empty() || before.ends_with(b"/"))
        });
        let first = ends.next()?;
        ends.next().is_none().then_some(first)
    }

    /// Where the last file that was at a path was moved to in the end.
    pub fn last(&self, path: &[u8]) -> Option<Vec<u8>> {
        let (mut at, mut now) = self.moves.get(path)?.last()?.clone();
        for _ in 0..MOST {
            let next = self.moves.get(&now).and_then(|moves| {
                let mut later = moves.iter().filter(|(number, _)| *number > at);
                later.next()
            });
            match next {
                Some((number, path)) => (at, now) = (*number, path.clone()),
                None => break,
            }
        }
        Some(now)
    }
}
