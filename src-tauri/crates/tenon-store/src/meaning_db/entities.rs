//! What texts speak of.

use std::collections::HashMap;

use super::MeaningDb;
use crate::table::entity;
use crate::{Pending, StoreError};

/// A text that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityOf {
    /// A file, by its path in the workspace.
    File(Vec<u8>),
    /// The message of a commit, by its hash.
    Commit(String),
}

impl EntityOf {
    pub(crate) fn about(&self) -> &'static str {
        match self {
            Self::File(_) => "file",
            Self::Commit(_) => "commit",
        }
    }

    pub(crate) fn id(&self) -> &[u8] {
        match self {
            Self::File(path) => path,
            Self::Commit(hash) => hash.as_bytes(),
        }
    }

    pub(crate) fn read(about: &str, id: Vec<u8>) -> Self {
        match about {
            "commit" => Self::Commit(String::from_utf8_lossy(&id).into_owned()),
            _ => Self::File(id),
        }
    }
}

/// Something that a text speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRow {
    /// Where it begins, in bytes of the text.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What it is, in a word.
    pub kind: String,
    /// What it names, in the one way that all its spellings share.
    pub value: String,
    /// How it is written there.
    pub text: String,
    /// Its line, from 1.
    pub line: u32,
    /// Where it begins in its line, in bytes from 1.
    pub column: u32,
}

/// Which entities are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityQuery {
    /// Of these kinds; of all when there is none.
    pub kinds: Vec<String>,
    /// Whose value has this text, whatever its case.
    pub value: String,
    /// Of this file, or of the files in this folder.
    pub path: Option<Vec<u8>>,
    /// At most so many.
    pub limit: u32,
    /// Behind so many.
    pub offset: u32,
}

impl MeaningDb {
    /// Every text that was looked at, with what it was then.
    pub fn entity_texts(&self) -> Result<HashMap<EntityOf, [u8; 16]>, StoreError> {
        Ok(self.database.read(entity::texts)?.into_iter().collect())
    }

    /// Takes `rows` for all that a text speaks of.
    pub fn put_entities(&self, of: EntityOf, print: [u8; 16], rows: Vec<EntityRow>) -> Pending<()> {
        self.database
            .queue(move |conn| entity::put(conn, &of, print, &rows))
    }

    /// Forgets a text and what it speaks of.
    pub fn remove_entities(&self, of: EntityOf) -> Pending<()> {
        self.database.queue(move |conn| entity::remove(conn, &of))
    }

    /// The entities that a question asks for: those of files before those of commits, by their places.
    pub fn entities(&self, query: &EntityQuery) -> Result<Vec<(EntityOf, EntityRow)>, StoreError> {
        self.database.read(|conn| entity::find(conn, query))
    }
}
