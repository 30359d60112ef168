//! Links that texts, git and the order of what happened say.

mod history;
mod names;
mod project;
mod sessions;
