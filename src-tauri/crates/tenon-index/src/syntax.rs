//! Syntax trees: symbols, imports, references by name, and chunks, for every language there is a
//! grammar for.
//!
//! [`extract()`] is a pure function of a file's bytes. [`Symbols`] keeps what it found of many files,
//! gives each symbol an id that lives through edits, renames and moves, and answers questions.
//! [`lexical::rank`] ranks chunks by words.

mod chunk;
mod embedded;
mod extract;
mod fingerprint;
mod grammar;
mod kind;
mod language;
pub mod lexical;
mod local;
mod parse;
pub mod passage;
mod store;
mod tokens;
mod wording;

pub use chunk::{Chunk, LONGEST, SHORTEST};
pub use embedded::embedded_text;
pub use extract::{Extract, Symbol, extract};
pub use fingerprint::{BodyHash, Likeness};
pub use kind::SymbolKind;
pub use language::Language;
pub use parse::{Limits, Skipped};
pub use store::{
    Bound, Change, Definition, Durable, Generation, Located, Lost, Nowhere, Occurrence, Prepared,
    Row, Stamp, Stands, StoreError, SymbolId, Symbols, Unkept, Unsaved, Use, name_at, occurrences,
};
