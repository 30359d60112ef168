//! What tests of several crates need: folders to work in, time and ids that count, recorded events.
//!
//! The types that matter: [`TempWorkspace`] is a folder that goes away, [`CountingIds`] and
//! [`FixedClock`] make runs repeat, and [`wait_until`] waits for a condition and never for a time.
//!
//! It is a development dependency only and is never part of the program.
//!
//! ```
//! use tenon_testkit::{TempWorkspace, wait_until};
//!
//! let folder = TempWorkspace::with(&[("src/main.rs", "fn main() {}\n"), ("empty/", "")]);
//! wait_until("the file to be there", || folder.path().join("src/main.rs").exists());
//! ```
#![deny(missing_docs)]

mod events;
mod ids;
mod rng;
mod wait;
mod workspace;

pub use events::RecordingEvents;
pub use ids::CountingIds;
pub use rng::Rng;
pub use tenon_core::FixedClock;
pub use wait::{PATIENCE, wait_until};
pub use workspace::{ODD_NAMES, TempWorkspace};
