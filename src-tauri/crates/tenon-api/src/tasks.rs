//! Tasks of the folder: Markdown files that `tenon_knowledge::task` reads and edits.
//!
//! Everything is read when somebody asks, so that what another program writes is never missed. A
//! write keeps the version before in the local history, and is made only when the file still is
//! what was read.

mod adopt;
mod board;
mod check;
mod create;
mod edit;
mod find;
mod folder;
mod lane;
mod linked;
mod marks;
mod note;
mod problems;
mod repair;
mod source;
mod view;
mod write;

pub(crate) use adopt::{adopt, adopted, candidates, followed};
pub(crate) use board::{board, move_to};
pub(crate) use create::create;
pub(crate) use edit::edit;
pub(crate) use folder::{Tasks, are_own_below, is_own, own};
pub(crate) use linked::{LinkedTask, linked, named};
pub(crate) use marks::Marks;
pub(crate) use repair::repair;
pub use source::TaskSource;
pub(crate) use view::{list, ready, show, wrong};
