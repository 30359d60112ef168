//! Entities of labelled texts.

mod labelled;
mod words;
