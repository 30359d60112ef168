//! The work over a sidecar in memory that fails where it is told to.

mod desk;
mod fake;
mod faults;
mod flow;
mod once;
