//! Notes as a graph: what they are called, where their links lead, and what must change when one of
//! them gets another name.
//!
//! The types that matter: [`Vault`] holds what is known of all notes of a folder, [`Resolved`] says
//! where a link leads, and [`Changes`] what must be written so that links go on leading there.
//! [`Settings`] reads those of Obsidian, [`daily`] and [`template`] make new notes, [`file_name`] a
//! name for one.

mod definition;
mod graph;
mod heading;
mod lines;
mod link;
mod matter;
mod name;
mod read;
mod rename;
mod resolve;
mod retitle;
mod spell;
mod vault;

pub use graph::{Arrow, Backlink, Unresolved};
pub use heading::{Block, Heading, Place};
pub use link::{Form, Link};
pub use name::is_note;
pub use read::{Note, Problem};
pub use rename::{Changes, Edit, Refused};
pub use resolve::Resolved;
pub use vault::Vault;
