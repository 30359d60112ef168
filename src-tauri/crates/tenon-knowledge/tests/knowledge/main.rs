//! Entities of labelled texts.

mod invariants;
mod labelled;
mod note;
mod words;
