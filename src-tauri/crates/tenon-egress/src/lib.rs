//! The one way out of the machine: what holds the sidecar, the door that is left in it, and the
//! pictures of notes that the person lets through.
//!
//! The types that matter: [`Plan`] says what a locked program may read and write; the launcher
//! ([`answer`]) locks itself as the plan says and becomes the program; [`Hold`] is what it found
//! to hold, by trying; [`Launch`] is Tenon's end of one such start, with the proxy that asks
//! [`tenon_policy::decide`] about every request; [`Ledger`] turns attempts into events.
//! [`fetch_picture`] asks whoever calls about every server before it sends a byte to it.
//!
//! This crate will never claim more than holds, resolve a name other than `localhost` for the sidecar, let a byte
//! through that the policy did not allow, or keep a program from starting because a part of the
//! lock is missing: it says what is missing.
//!
//! ```no_run
//! // The first thing in `main`, before any thread: the launcher is this same program.
//! if let Some(status) = tenon_egress::answer(std::env::args_os()) {
//!     std::process::exit(status.into());
//! }
//! ```
#![deny(missing_docs)]

mod attempt;
mod channel;
mod engine;
mod launch;
mod launcher;
mod level;
mod picture;
mod plan;
mod probe;
mod proxy;

pub use attempt::{Attempt, Ledger, Verdict};
pub use engine::{Engine, EngineFault};
pub use launch::{EgressError, Gate, Launch, Session};
pub use launcher::answer;
pub use level::{Hold, Level};
pub use picture::{LARGEST_PICTURE, PictureFault, Server, fetch_picture};
pub use plan::{LAUNCH_WORD, Plan, Program};
pub use probe::probe;
