//! What a search gives.

use super::list::Problem;

/// One row of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The source's kind: `text`, `file`, `symbol`, `command`, `note`, `task`.
    pub kind: &'static str,
    /// What the row names in the grammar of references, where it has a name.
    pub reference: Option<String>,
    /// The file, relative to the folder; of a command the folder that it ran in.
    pub path: Vec<u8>,
    /// From 1.
    pub line: u64,
    /// Of the first match, from 1, in bytes of the line.
    pub column: u64,
    /// The line without its end. Of a line longer than 16 KiB it is a part that holds the match.
    pub text: String,
    /// Where the matches stand in `text`, in UTF-16 units.
    pub ranges: Vec<[u32; 2]>,
    /// How well it fits, 0 to 1.
    pub score: f64,
    /// Why it is here, for people.
    pub why: String,
    /// Lines before it.
    pub before: Vec<String>,
    /// Lines after it.
    pub after: Vec<String>,
    /// Whether `text` is only a part of its line.
    pub cut: bool,
}

/// The end of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Files with a hit.
    pub files: u64,
    /// Hits.
    pub hits: u64,
    /// Files that were read.
    pub scanned: u64,
    /// Whether there may be more than was asked for.
    pub truncated: bool,
    /// Files and folders that could not be read, and why.
    pub problems: Vec<Problem>,
}
