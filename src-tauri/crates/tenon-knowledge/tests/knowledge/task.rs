//! Tasks as files.

mod edited;
mod made;
mod many;
mod marks;
mod random;
mod read;
mod repaired;
