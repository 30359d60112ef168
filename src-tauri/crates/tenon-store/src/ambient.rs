//! What the store takes from outside: time, identities and randomness.

use std::fmt;
use std::sync::Arc;

use tenon_core::{Clock, Ids};

use crate::StoreError;

/// Where random bytes come from.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`; fails with [`StoreError::Randomness`] when the system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), StoreError>;
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), StoreError> {
        getrandom::fill(bytes).map_err(|fault| StoreError::Randomness(fault.to_string()))
    }
}

/// The clock, the identities and the randomness that a database uses for its rows.
#[derive(Clone)]
pub struct Ambient {
    /// Dates rows.
    pub clock: Arc<dyn Clock>,
    /// Names rows.
    pub ids: Arc<dyn Ids>,
    /// Salts payloads and gives nonces.
    pub entropy: Arc<dyn Entropy>,
}

impl fmt::Debug for Ambient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ambient")
    }
}
