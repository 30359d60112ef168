//! Entities of labelled texts, notes and tasks.

mod invariants;
mod labelled;
mod note;
mod task;
mod words;
