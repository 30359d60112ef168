//! The workspace against a real file system, as it is and as somebody may have made it.

mod crash;
mod documents;
mod drafts;
mod encodings;
mod finder;
mod full_disk;
mod race;
mod root;
mod save;
mod special;
mod support;
mod trash;
mod tree;
mod walk;
mod watch;
