//! What can go wrong when something is looked for.

/// Why a question is not answered. Nothing was searched then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// The regular expression cannot be read.
    #[error("the regular expression {pattern:?} is wrong at line {line}, column {column}: {what}")]
    Regex {
        /// The expression.
        pattern: String,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// The regular expression reads well and cannot be searched for.
    #[error("{pattern:?} cannot be searched for: {what}")]
    Pattern {
        /// The expression or text.
        pattern: String,
        /// Why.
        what: String,
    },
    /// A pattern of paths cannot be read.
    #[error("the pattern of paths {glob:?} is wrong: {what}")]
    Glob {
        /// The pattern.
        glob: String,
        /// What is wrong.
        what: String,
    },
    /// No kind of file has this name.
    #[error("{name:?} is no language or type of file that is known; {like}")]
    Language {
        /// What was asked for.
        name: String,
        /// What may be meant.
        like: String,
    },
    /// No source has this kind of row.
    #[error("{kind:?} is no kind of thing that is searched; there are {known}")]
    Kind {
        /// What was asked for.
        kind: String,
        /// What there is.
        known: String,
    },
    /// The question in the query language cannot be read.
    #[error("{what}, at column {column} of the query")]
    Query {
        /// From 1, in characters.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// There is nothing in the question that could be looked for.
    #[error("the query has nothing to look for")]
    Empty,
    /// A file has a line that is too long to be held in memory here.
    #[error("{:?}: {what}", String::from_utf8_lossy(path))]
    LongLine {
        /// The file, relative to the folder.
        path: Vec<u8>,
        /// What is too long.
        what: String,
    },
    /// The folder cannot be searched at all.
    #[error("the search could not start: {0}")]
    Start(String),
}

/// A result of this crate.
pub type Result<T> = std::result::Result<T, FindError>;
