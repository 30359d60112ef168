//! Tasks as files.

mod edited;
mod random;
mod read;
