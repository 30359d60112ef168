//! Entities of labelled texts, notes and tasks.

mod commands;
mod context;
mod invariants;
mod labelled;
mod link;
mod names;
mod note;
mod packages;
mod task;
mod words;
