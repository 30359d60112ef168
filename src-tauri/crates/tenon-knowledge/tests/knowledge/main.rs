//! Entities of labelled texts.

mod commands;
mod invariants;
mod labelled;
mod packages;
mod words;
