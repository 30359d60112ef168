//! Searching folders as they are and as somebody may have made them.

mod files;
mod golden;
mod indexed;
mod kept;
mod near;
mod reference;
mod support;
mod words;
