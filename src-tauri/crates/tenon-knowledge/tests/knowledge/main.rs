//! Entities of labelled texts.

mod invariants;
mod labelled;
mod packages;
mod words;
