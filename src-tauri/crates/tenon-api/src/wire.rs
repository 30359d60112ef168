//! The shapes that cross every seam: parameters, results and events.
//!
//! They are plain data with public fields, camelCase on the wire. Times are integer milliseconds
//! since 1970, UTC; lines and columns count from 1; sizes are bytes.

#[macro_use]
mod macros;
pub mod backup;
pub mod buffer;
pub mod context;
pub mod document;
pub mod entity;
pub mod event;
pub mod file;
pub mod git;
pub mod graph;
pub mod history;
pub mod index;
pub mod journal;
pub mod link;
pub mod meaning;
pub mod note;
pub mod number;
pub mod restore;
pub mod run;
pub mod script;
pub mod search;
pub mod secret;
pub mod session;
pub mod settings;
pub mod sidecar;
pub mod symbol;
pub mod system;
pub mod task;
pub mod task_change;
pub mod task_mark;
pub mod terminal;
pub mod thing;
pub mod workspace;

pub use backup::*;
pub use buffer::*;
pub use context::*;
pub use document::*;
pub use entity::*;
pub use event::*;
pub use file::*;
pub use git::*;
pub use graph::*;
pub use history::*;
pub use index::*;
pub use journal::*;
pub use link::*;
pub use meaning::*;
pub use note::*;
pub use number::Whole;
pub use restore::*;
pub use run::*;
pub use script::*;
pub use search::*;
pub use secret::*;
pub use session::*;
pub use settings::*;
pub use sidecar::*;
pub use symbol::*;
pub use system::*;
pub use task::*;
pub use task_change::*;
pub use task_mark::*;
pub use terminal::*;
pub use thing::*;
pub use workspace::*;
