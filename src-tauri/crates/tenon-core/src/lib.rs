//! The words that every part of Tenon shares, and nothing that touches the machine.
//!
//! The types that matter: [`EntityRef`] names anything, [`Header`] is the fixed part of a journal
//! row, [`Change`] is one edit of a document, [`Code`] is the closed list of ways to fail, and
//! [`WirePath`] carries a path across a seam without losing a byte.
//!
//! This crate will never read a file, a clock, a variable or a random number: [`Clock`] and
//! [`Ids`] are given to whoever needs them.
#![deny(missing_docs)]

mod canonical;
mod change;
mod clock;
mod count;
mod entity;
mod error;
mod event;
mod id;
mod kind;
mod line;
mod path;

pub use canonical::write_canonical;
pub use change::{Change, ChangeError, Edit};
pub use clock::{Clock, FixedClock, Millis};
pub use count::counted;
pub use entity::{EntityKind, EntityRef, EntityRefError};
pub use error::Code;
pub use event::{Actor, ActorKind, EventDraft, EventSink, Header, HeaderError};
pub use id::{DocId, EventId, Ids, LinkId, RunId, SessionId, SourceId, TerminalId, WorkspaceId};
pub use kind::{KINDS, Kind, is_known_kind};
pub use line::{one_line, without_escapes};
pub use path::{PathError, WirePath};
