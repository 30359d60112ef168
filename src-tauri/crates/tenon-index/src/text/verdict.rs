//! What an index says of a question: which files have to be read for it.

use std::collections::HashSet;

use super::entry::State;
use super::index::Inner;
use crate::find::Stamp;

/// What an index says of a question.
pub(crate) struct Verdict {
    /// The numbers of files that may hold it; `None` when all may.
    pub fitting: Option<Vec<u32>>,
    /// Paths that changed since, which may hold anything, and so may what is below them.
    pub dirty: HashSet<Vec<u8>>,
}

impl Verdict {
    /// Whether a file has to be read. Without a stamp what is known is taken to hold.
    pub fn reads(&self, inner: &Inner, path: &[u8], stamp: Option<&Stamp>) -> bool {
        let Some(number) = inner.number(path) else {
            return true;
        };
        let Some(entry) = &inner.files[number as usize] else {
            return true;
        };
        if stamp.is_some_and(|stamp| !entry.holds(stamp)) || self.is_dirty(path) {
            return true;
        }
        match entry.state {
            State::Indexed => {
                let fitting = self.fitting.as_ref();
                fitting.is_none_or(|fitting| fitting.binary_search(&number).is_ok())
            }
            State::Binary => false,
            State::Large | State::Unreadable(_) => true,
        }
    }

    fn is_dirty(&self, path: &[u8]) -> bool {
        if self.dirty.is_empty() {
            return false;
        }
        let above = path.iter().enumerate().filter(|(_, b)| **b == b'/');
        let above = above.map(|(at, _)| &path[..at]);
        std::iter::once(path)
            .chain(above)
            .any(|path| self.dirty.contains(path))
    }
}
