//! Entities of labelled texts.

mod commands;
mod invariants;
mod labelled;
mod names;
mod packages;
mod words;
