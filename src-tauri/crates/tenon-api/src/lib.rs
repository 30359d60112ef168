//! What Tenon can do: the one list of commands, their shapes, and the owner that runs them.
//!
//! The types that matter: [`command::COMMANDS`] is the list, [`owner::Owner`] runs it for one
//! workspace, [`ApiError`] is the one error shape, and [`link::Link`] reaches the owner wherever it
//! is. The shell and the command line are adapters of a few lines a command.
//!
//! This crate knows nothing of windows.
#![deny(missing_docs)]

pub mod app;
mod atomic;
pub mod backup;
mod bulk;
pub mod command;
mod commits;
mod context;
pub mod doctor;
mod egress;
mod entities;
mod error;
mod handle;
mod history;
pub mod hub;
mod index;
pub mod journal_source;
pub mod link;
mod links;
mod lock;
pub mod log;
pub mod meaning;
pub mod moment;
pub mod notes;
pub mod ops;
pub mod owner;
mod pictures;
pub mod place;
mod problems;
mod renew_key;
pub mod run_source;
mod runs;
mod scripts;
pub mod search;
pub mod secrets;
pub mod settings;
mod sidecar;
pub mod socket;
pub mod surroundings;
pub mod symbols;
pub mod tasks;
mod window_state;
pub mod wire;

pub use error::{ApiError, ApiResult};
pub use pictures::picture_server;
/// Makes this process the launcher of the sidecar's lock, when its arguments ask for it.
pub use tenon_egress::answer as answer_as_launcher;

/// Looks whether a folder can be opened as a workspace.
pub fn open_folder(folder: &std::path::Path) -> ApiResult<tenon_workspace::Root> {
    Ok(tenon_workspace::Root::open(folder)?)
}

/// Asks the policy whether a link may be opened outside of Tenon.
pub fn check_link(actor: tenon_core::ActorKind, url: &str) -> ApiResult<()> {
    use tenon_policy::{Action, Decision, Policy, Subject, decide};
    let policy = Policy {
        trusted: None,
        local_only: false,
    };
    match decide(&policy, actor, Action::OpenLink, &Subject::Url(url)) {
        Decision::Allow => Ok(()),
        Decision::Ask(grounds) | Decision::Deny(grounds) => {
            Err(ApiError::new(tenon_core::Code::Permission, grounds.reason).hint(grounds.way_out))
        }
    }
}

/// A short name for bytes, the same in every run.
pub fn short_hash(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hex::encode(&Sha256::digest(bytes)[..8])
}

/// The life of the process that ends terminal sessions when the Tenon that started it is killed.
pub fn keep_sessions(input: impl std::os::fd::AsFd) -> ApiResult<()> {
    tenon_terminal::keep(input)
        .map_err(|e| ApiError::new(tenon_core::Code::Internal, format!("standard input: {e}")))
}
