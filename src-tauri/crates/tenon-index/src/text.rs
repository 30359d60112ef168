//! The text index: which files can hold a text, by the three-byte pieces that are in them.
//!
//! It keeps no text. It only says which files need not be read; what it says is right for a file
//! that is still as it was when it was read, and every other file is read. So a hit is never lost.

mod build;
mod entry;
mod file;
mod index;
mod keep;
mod need;
mod postings;
mod trigram;
mod verdict;
mod wire;

pub use build::{Control, Progress};
pub use entry::{Entry, State};
pub use file::LARGEST;
pub(crate) use index::Inner;
pub use index::{TextIndex, Totals};
pub(crate) use verdict::Verdict;
