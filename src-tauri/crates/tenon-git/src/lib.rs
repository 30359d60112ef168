//! Reading a git repository: branch, changed files and change marks against HEAD.
//!
//! The types that matter: [`Repo`] is the repository a workspace lies in, [`Status`] is what is
//! changed in it, [`Mark`] is a changed run of lines in one file.
//!
//! A repository may have come from anywhere, so nothing in it is obeyed: no program that its
//! configuration, its attributes or its hooks name is ever started, and a repository that leads
//! out of its folder or would make a reader hang is refused with the reason. This crate will
//! never write into a repository and never read the environment's `GIT_*` variables.
//!
//! ```no_run
//! # fn main() -> Result<(), tenon_git::GitError> {
//! let root = std::path::Path::new("/home/me/project/src");
//! if let Some(repo) = tenon_git::Repo::discover(root)? {
//!     let status = repo.status()?;
//!     assert!(status.branch.is_some() || status.detached);
//! }
//! # Ok(())
//! # }
//! ```
#![deny(missing_docs)]

mod branches;
mod discover;
mod error;
mod head;
mod log;
mod marks;
mod repo;
mod status;
mod vet;

pub use branches::{InBranches, Merged};
pub use error::GitError;
pub use head::Operation;
pub use log::Commit;
pub use marks::{Mark, MarkKind};
pub use repo::{MAX_TEXT, Move, Repo, blob_id};
pub use status::{Entry, MAX_ENTRIES, Status};
