//! Asking the sidecar about the vectors that it keeps, and for names in texts.

use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Supervisor;
use super::driver::{Late, Order};
use crate::client::parse;
use crate::entities::{EntitiesAsk, EntitiesFound};
use crate::error::SidecarError;
use crate::vectors::{
    Collection, Deleted, Optimized, Upserted, VectorHits, VectorsDelete, VectorsPage, VectorsRead,
    VectorsSearch, VectorsStats, VectorsUpsert,
};

/// How long a write may take before the sidecar counts as hung.
const WRITE: Duration = Duration::from_secs(60);
/// The same for a search, for which somebody waits who has not said how long.
const SEARCH: Duration = Duration::from_secs(20);
/// The same for bringing a collection in order.
const OPTIMIZE: Duration = Duration::from_secs(600);

/// Each of these blocks until there is an answer, so never call it from a window's thread.
///
/// All fail with [`SidecarError::Unavailable`] at once when the sidecar is not ready, and with
/// [`SidecarError::Answered`] when it refuses; status 409 says that a collection was damaged and is
/// gone.
impl Supervisor {
    /// Writes rows; when it returns they are there.
    pub fn vectors_upsert(&self, rows: &VectorsUpsert) -> Result<Upserted, SidecarError> {
        self.ask("/vectors/upsert", rows, WRITE, Late::Hung)
    }

    /// Finds rows that are near; status 404 says that there is no such collection.
    ///
    /// Who waits only `within` some time gets [`SidecarError::TimedOut`] then, and the sidecar goes
    /// on: that a question is late does not make it hung.
    pub fn vectors_search(
        &self,
        search: &VectorsSearch,
        within: Option<Duration>,
    ) -> Result<VectorHits, SidecarError> {
        let (timeout, late) = match within {
            Some(within) => (within.min(SEARCH), Late::Nothing),
            None => (SEARCH, Late::HungAlone),
        };
        self.ask("/vectors/search", search, timeout, late)
    }

    /// Deletes rows or a collection.
    pub fn vectors_delete(&self, delete: &VectorsDelete) -> Result<Deleted, SidecarError> {
        self.ask("/vectors/delete", delete, WRITE, Late::Hung)
    }

    /// Brings a collection in order: small files together, old versions away, an index if it is
    /// large.
    pub fn vectors_optimize(&self, collection: &Collection) -> Result<Optimized, SidecarError> {
        self.ask("/vectors/optimize", collection, OPTIMIZE, Late::Hung)
    }

    /// Tells what a collection holds.
    pub fn vectors_stats(&self, collection: &Collection) -> Result<VectorsStats, SidecarError> {
        self.ask("/vectors/stats", collection, WRITE, Late::Hung)
    }

    /// Gives rows back with their vectors, page after page; status 404 says that there is no such
    /// collection.
    pub fn vectors_read(&self, read: &VectorsRead) -> Result<VectorsPage, SidecarError> {
        self.ask("/vectors/read", read, WRITE, Late::Hung)
    }

    /// Finds names in texts.
    pub fn entities(&self, ask: &EntitiesAsk) -> Result<EntitiesFound, SidecarError> {
        self.ask("/entities", ask, SEARCH, Late::Hung)
    }

    fn ask<T: DeserializeOwned>(
        &self,
        target: &'static str,
        body: &impl Serialize,
        timeout: Duration,
        late: Late,
    ) -> Result<T, SidecarError> {
        let body =
            serde_json::to_vec(body).map_err(|error| SidecarError::Malformed(error.to_string()))?;
        let answer = self.wait(|reply| Order::Ask {
            target,
            body,
            timeout,
            late,
            reply,
        })?;
        parse(&answer)
    }
}
