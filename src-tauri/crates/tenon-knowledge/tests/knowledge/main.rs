//! Entities of labelled texts, and tasks.

mod invariants;
mod labelled;
mod task;
mod words;
