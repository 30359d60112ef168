//! Names in prose: what the sidecar is asked and what it answers.

use serde::{Deserialize, Serialize};

/// Texts in which names are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntitiesAsk {
    /// The texts, at most 256.
    pub texts: Vec<EntityText>,
    /// The kinds that are wanted; all when it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
}

/// A text, and what it is called in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntityText {
    /// Its name.
    pub id: String,
    /// The text.
    pub text: String,
}

/// The names in the texts, in the order of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntitiesFound {
    /// One for each text.
    pub results: Vec<EntityNames>,
}

/// The names in one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityNames {
    /// As it was asked.
    pub id: String,
    /// The names, by their places.
    pub entities: Vec<EntityName>,
}

/// A name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityName {
    /// `person`, `organisation` or `project`.
    pub kind: String,
    /// How it is written.
    pub text: String,
    /// Where it begins, in bytes of the text.
    pub start: u64,
    /// Where it ends, exclusive.
    pub end: u64,
}
