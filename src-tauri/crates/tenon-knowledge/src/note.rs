//! Notes as a graph: what they are called, where their links lead, and what must change when one of
//! them gets another name.
//!
//! The types that matter: [`Vault`] holds what is known of all notes of a folder, [`Resolved`] says
//! where a link leads, and [`Changes`] what must be written so that links go on leading there.
//! [`Settings`] reads those of Obsidian and fills in templates, [`daily`] names a day's note and
//! [`file_name`] any other. [`Mentions`] finds where a text speaks of a note without a link.

mod called;
mod canvas;
mod complete;
mod compose;
mod definition;
mod file_name;
mod find;
mod graph;
mod heading;
mod lines;
mod link;
mod matter;
mod mention;
mod moment;
mod name;
mod property;
mod read;
mod rename;
mod resolve;
mod retitle;
mod settings;
mod spell;
mod vault;

pub use called::{Called, called};
pub use complete::{Completion, Kind};
pub use file_name::{file_name, free_file_name};
pub use find::Found;
pub use graph::{Arrow, Backlink, Unresolved};
pub use heading::{Block, Heading, Place};
pub use link::{Form, Link};
pub use mention::{Mentions, TooManyNames};
pub use name::is_note;
pub use read::{Note, Problem};
pub use rename::{Changes, Edit, Refused};
pub use resolve::Resolved;
pub use settings::{LinkFormat, Location, Obsidian, Settings, daily};
pub use vault::Vault;
