//! One grammar that names everything: `kind:id`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::RunId;

/// The kinds of things that can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A document of the workspace, by its UUIDv7; the path is an attribute.
    File,
    /// A symbol of the index.
    Symbol,
    /// A heading of a note.
    Heading,
    /// A block of a note.
    Block,
    /// A note.
    Note,
    /// A task.
    Task,
    /// A command that ran in a terminal. Events of older versions name terminals so, too.
    Run,
    /// A terminal.
    Terminal,
    /// A commit, by its hash.
    Commit,
    /// A chat.
    Chat,
    /// A turn of a chat.
    Turn,
    /// An event of the journal.
    Event,
    /// A node of a graph project.
    Node,
}

impl EntityKind {
    /// All kinds, in the order of the grammar.
    pub const ALL: [EntityKind; 13] = [
        EntityKind::File,
        EntityKind::Symbol,
        EntityKind::Heading,
        EntityKind::Block,
        EntityKind::Note,
        EntityKind::Task,
        EntityKind::Run,
        EntityKind::Terminal,
        EntityKind::Commit,
        EntityKind::Chat,
        EntityKind::Turn,
        EntityKind::Event,
        EntityKind::Node,
    ];

    /// The word before the colon.
    pub const fn word(self) -> &'static str {
        match self {
            EntityKind::File => "file",
            EntityKind::Symbol => "symbol",
            EntityKind::Heading => "heading",
            EntityKind::Block => "block",
            EntityKind::Note => "note",
            EntityKind::Task => "task",
            EntityKind::Run => "run",
            EntityKind::Terminal => "terminal",
            EntityKind::Commit => "commit",
            EntityKind::Chat => "chat",
            EntityKind::Turn => "turn",
            EntityKind::Event => "event",
            EntityKind::Node => "node",
        }
    }
}

/// A reference to anything that Tenon knows, written `kind:id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityRef {
    kind: EntityKind,
    id: String,
}

/// Why a text is not a reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntityRefError {
    /// There is no colon.
    #[error("a reference is written kind:id, and this has no colon")]
    NoColon,
    /// The word before the colon is not a kind.
    #[error("\"{0}\" is not a kind of reference")]
    UnknownKind(String),
    /// The id is empty, longer than 512 bytes, or holds a control character.
    #[error("the id of a reference has 1 to 512 bytes and no control character")]
    BadId,
}

impl EntityRef {
    /// Names the thing of `kind` with `id`: 1 to 512 bytes without control characters.
    pub fn new(kind: EntityKind, id: impl Into<String>) -> Result<Self, EntityRefError> {
        let id = id.into();
        if id.is_empty() || id.len() > 512 || id.chars().any(char::is_control) {
            return Err(EntityRefError::BadId);
        }
        Ok(Self { kind, id })
    }

    /// The kind of what is named.
    pub fn kind(&self) -> EntityKind {
        self.kind
    }

    /// The part after the colon.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl From<RunId> for EntityRef {
    fn from(run: RunId) -> Self {
        Self {
            kind: EntityKind::Run,
            id: run.to_string(),
        }
    }
}

impl fmt::Display for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.id)
    }
}

impl FromStr for EntityRef {
    type Err = EntityRefError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (word, id) = text.split_once(':').ok_or(EntityRefError::NoColon)?;
        let kind = EntityKind::ALL
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| EntityRefError::UnknownKind(word.to_owned()))?;
        Self::new(kind, id)
    }
}

impl Serialize for EntityRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntityRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_reads_back_what_it_prints() {
        for kind in EntityKind::ALL {
            let made = EntityRef::new(kind, "a:b c").expect("a plain id");
            assert_eq!(
                made.to_string().parse(),
                Ok(made.clone()),
                "only the first colon counts"
            );
        }
    }

    #[test]
    fn a_run_is_named_by_its_identity() {
        let text = "run:0190e3b4-0000-7000-8000-000000000001";
        let run: RunId = text[4..].parse().expect("a UUID");
        assert_eq!(EntityRef::from(run), text.parse().expect("a reference"));
    }

    #[test]
    fn what_is_not_a_reference_is_refused_with_its_reason() {
        assert_eq!("nothing".parse::<EntityRef>(), Err(EntityRefError::NoColon));
        assert_eq!(
            "planet:mars".parse::<EntityRef>(),
            Err(EntityRefError::UnknownKind("planet".into()))
        );
        for bad in ["file:", "file:a\nb", &format!("file:{}", "x".repeat(513))] {
            assert_eq!(
                bad.parse::<EntityRef>(),
                Err(EntityRefError::BadId),
                "{bad:?}"
            );
        }
    }
}
