//! The program `tenon`, run as people and scripts run it.

mod asked;
mod backup;
mod bench;
mod blocks;
mod edit;
mod editing;
mod egress;
mod entities;
mod files;
mod history;
mod index;
mod log;
mod open;
mod profile;
mod ranked;
mod read;
mod redact;
mod runs;
mod search;
mod serve;
mod sessions;
mod sidecar;
mod symbols;
mod trash;
mod usage;
