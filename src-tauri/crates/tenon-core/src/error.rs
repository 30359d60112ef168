//! The closed list of ways in which something can fail.

use serde::{Deserialize, Serialize};

/// Why something failed, as far as a caller branches on it.
///
/// A variant is added only when a caller does something different for it, and removed when none
/// does. It is the `code` of the one error shape `{code, message, hint?, retryable}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// What was named does not exist.
    NotFound,
    /// The request itself is wrong and stays wrong.
    Invalid,
    /// Something else changed or holds what this needs.
    Conflict,
    /// It cannot be done now; something has to be done first.
    PreconditionFailed,
    /// A rule of the workspace, the profile or the system forbids it.
    Permission,
    /// The machine-learning sidecar is not up; everything else works.
    SidecarUnavailable,
    /// The sidecar answered with a failure.
    SidecarFailed,
    /// The person or the caller stopped it.
    Cancelled,
    /// The disk or the database refused.
    Storage,
    /// A fault of Tenon's own.
    Internal,
}

impl Code {
    /// All codes, in the order of their declaration.
    pub const ALL: [Code; 10] = [
        Code::NotFound,
        Code::Invalid,
        Code::Conflict,
        Code::PreconditionFailed,
        Code::Permission,
        Code::SidecarUnavailable,
        Code::SidecarFailed,
        Code::Cancelled,
        Code::Storage,
        Code::Internal,
    ];

    /// Whether the same request may succeed later without being changed.
    pub const fn retryable(self) -> bool {
        matches!(self, Code::SidecarUnavailable | Code::Storage)
    }
}
