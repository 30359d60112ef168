//! Entities of labelled texts, and tasks.

mod invariants;
mod labelled;
mod note;
mod task;
mod words;
