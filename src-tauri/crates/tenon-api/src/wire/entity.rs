//! What texts speak of.

use tenon_core::WirePath;

use super::Whole;

wire! {
    /// Which entities are asked for.
    #[derive(Default)]
    pub struct EntitiesFindParams {
        /// Of these kinds: `url`, `file`, `symbol`, `handle`, `issue`, `task`, `commit`, `errorCode`,
        /// `errorMessage`, `package`, `command`, `todo`, `date`, and of free text `person`,
        /// `organisation`, `project`; of all when it is empty.
        #[serde(default)]
        pub kinds: Vec<String>,
        /// Whose value has this text, whatever its case.
        #[serde(default)]
        pub value: String,
        /// Of this file, or of the files in this folder; of everything when it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub path: Option<WirePath>,
        /// The names in this text instead, which is prose and whose entities are not kept; with
        /// this, other kinds than those of names and `path` are refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
        /// Behind so many.
        #[serde(default)]
        pub offset: u32,
        /// At most so many, up to 10,000.
        pub limit: u32,
    }

    /// Something that a text speaks of.
    pub struct EntityFound {
        /// What it is.
        pub kind: String,
        /// What it names, in the one way that all its spellings share.
        pub value: String,
        /// How it is written there.
        pub text: String,
        /// The text that speaks of it: `file:` and its path, or `commit:` and its hash; empty for
        /// a text that was given.
        #[serde(rename = "ref")]
        pub reference: String,
        /// The file, where it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub path: Option<WirePath>,
        /// From 1.
        pub line: Whole,
        /// Where it begins in its line, in bytes from 1.
        pub column: Whole,
        /// Where it begins, in bytes of the text.
        pub start: Whole,
        /// Where it ends, exclusive.
        pub end: Whole,
    }

    /// What texts speak of.
    pub struct EntitiesFound {
        /// Those of files by path and place, then those of commits.
        pub entities: Vec<EntityFound>,
        /// Whether there are more behind these.
        pub more: bool,
        /// Whether names of people and products were looked for, which the sidecar does.
        pub names: bool,
        /// What could not be read, and where names were not found because the sidecar failed, in
        /// sentences.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub problems: Vec<String>,
    }
}
