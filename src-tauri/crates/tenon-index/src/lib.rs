//! Finding what is in a folder: text by a trigram filter, symbols and chunks by syntax trees, and
//! rankings of them made one.
//!
//! The index stores no text of the person's. It narrows a question to few files, and the answer is
//! always read from the files themselves.
#![deny(missing_docs)]

pub mod error;
pub mod find;
pub mod query;
pub mod rank;
pub mod syntax;
pub mod text;

pub use error::{FindError, Result};
