//! The work over a sidecar in memory that fails where it is told to.

mod commands;
mod desk;
mod fake;
mod faults;
mod flow;
mod late;
mod once;
mod record;
mod taken_back;
