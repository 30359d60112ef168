//! One module a verb.

pub mod backup;
pub mod blocks;
pub mod buffers;
pub mod edit;
pub mod egress;
pub mod entities;
pub mod files;
pub mod forget;
pub mod history;
pub mod index;
pub mod key;
pub mod log;
pub mod meaning;
pub mod open;
pub mod profile;
pub mod read;
pub mod redact;
pub mod runs;
pub mod search;
pub mod serve;
pub mod sessions;
pub mod sidecar;
pub mod status;
pub mod symbols;
