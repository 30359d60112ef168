//! Links that texts, git and the order of what happened say.

mod names;
mod sessions;
