//! What texts speak of: entities, each with its place; notes with the links between them; and tasks,
//! each a text of its own.
//!
//! The types that matter: [`entity::find`] gives the [`entity::Entity`]s of a text, and
//! [`entity::Source`] says what kind of text it is, because an `@` in a comment names a person and
//! in code a decorator. [`note::Vault`] holds what is known of the notes of a folder, and
//! [`task::Task`] is what a task's file says.
//!
//! This crate will never read a file or ask another process; names of people and products that no
//! rule can know are the sidecar's.
//!
//! ```
//! use tenon_knowledge::entity::{Kind, Source, find};
//!
//! let found = find("fixed in `src/main.rs:12`, see #42", Source::Prose);
//! assert_eq!(found[0].kind, Kind::File);
//! assert_eq!(found[0].value, "src/main.rs:12");
//! assert_eq!(found[1].kind, Kind::Issue);
//! ```
#![deny(missing_docs)]

pub mod context;
pub mod entity;
pub mod link;
pub mod note;
pub mod task;
