//! Searching folders as they are and as somebody may have made them.

mod files;
mod golden;
mod near;
mod reference;
mod support;
