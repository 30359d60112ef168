//! Entities of labelled texts.

mod invariants;
mod labelled;
mod words;
mod note;
