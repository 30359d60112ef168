//! Finding what is in a folder: text by a trigram filter, symbols and chunks by syntax trees.
//!
//! The index stores no text of the person's. It narrows a question to few files, and the answer is
//! always read from the files themselves.

pub mod syntax;
