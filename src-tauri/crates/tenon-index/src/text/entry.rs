//! What is known of a file.

use super::file::LARGEST;
use crate::find::Stamp;

/// What became of a file when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its pieces are known.
    Indexed,
    /// It has a NUL byte in its first part, so that it has no hits.
    Binary,
    /// It is too large to be worth it, and is read for each question.
    Large,
    /// It could not be read, and why.
    Unreadable(String),
}

impl State {
    /// Whether the file may have hits and its pieces are not known.
    pub fn is_unread(&self) -> bool {
        matches!(self, Self::Large | Self::Unreadable(_))
    }
}

/// A file that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the folder.
    pub path: Vec<u8>,
    /// How it was then.
    pub stamp: Stamp,
    /// Whether it may have changed at that very moment, so that the stamp alone proves nothing.
    pub young: bool,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// Its lines.
    pub lines: u64,
    /// Whether a walk without hidden names comes to it.
    pub plain: bool,
    /// What became of it.
    pub state: State,
}

impl Entry {
    /// Whether what is known holds for a file that looks like this.
    pub fn holds(&self, stamp: &Stamp) -> bool {
        !self.young && self.stamp == *stamp
    }

    /// Why it is not in the index, for people.
    pub fn skipped(&self) -> Option<String> {
        match &self.state {
            State::Indexed => None,
            State::Binary => Some("it is binary".into()),
            State::Large => Some(format!(
                "it is larger than {} MiB, and read for each question",
                LARGEST >> 20
            )),
            State::Unreadable(why) => Some(why.clone()),
        }
    }
}
