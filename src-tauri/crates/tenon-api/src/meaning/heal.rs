//! Keeping the collection what the rows say, and in order.

use serde_json::json;
use sha2::{Digest, Sha256};
use tenon_core::Millis;
use tenon_sidecar::{Optimized, VectorsStats};
use tenon_store::{MeaningDb, StoreError};

use super::job::Job;
use super::workers::Ask;
use crate::ApiResult;

/// Requests that wrote rows after which a collection is brought in order, when nothing else is to be
/// done.
pub(crate) const UPSERTS: u64 = 200;
const DAY: Millis = 24 * 60 * 60 * 1_000;
/// How long a vector is kept that no row needs: branches come back.
const IDLE: Millis = 30 * DAY;
/// When the collection was last brought in order.
const OPTIMIZED: &str = "optimized";
/// How many requests have written rows since then.
pub(crate) const WRITES: &str = "writes";

/// What is known of the collection in this run.
#[derive(Default)]
pub(crate) struct Upkeep {
    /// Whether the targets were read.
    pub read: bool,
    /// The launch that is known to have what the rows say.
    checked: Option<u32>,
    /// The files that were named as open.
    pub open: Vec<Vec<u8>>,
    /// Vectors that were made since rows were last sent.
    pub unsent: u64,
    tidied: Option<Millis>,
}

impl Upkeep {
    /// Whether the collection was compared with the rows since this launch.
    pub fn is_checked(&self, launch: u32) -> bool {
        self.checked == Some(launch)
    }
}

/// Requests that wrote rows since the collection was brought in order.
fn writes(db: &MeaningDb) -> Result<u64, StoreError> {
    let kept = db.kept(WRITES)?;
    Ok(kept.and_then(|count| count.as_u64()).unwrap_or(0))
}

/// How many rows the sidecar acknowledged, and their digest as it reckons it.
fn own(db: &MeaningDb) -> Result<(u64, String), StoreError> {
    let (mut rows, mut digest) = (0, 0_u64);
    db.each_written(|reference, hash| {
        let mut one = Sha256::new();
        one.update(reference.as_bytes());
        one.update([0]);
        one.update(hex::encode(hash).as_bytes());
        let one = one.finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&one[..8]);
        digest ^= u64::from_be_bytes(first);
        rows += 1;
    })?;
    Ok((rows, format!("{digest:016x}")))
}

impl Job {
    /// Counts a request that writes rows. The count outlives the process: many short runs make as many
    /// small files as one long one.
    pub fn count_write(&self, db: &MeaningDb) -> ApiResult<()> {
        Ok(db.keep(WRITES, json!(writes(db)? + 1))?)
    }

    /// Compares what the sidecar has with what it acknowledged.
    pub fn counted(&mut self, db: &MeaningDb, stats: &VectorsStats) -> ApiResult<()> {
        let (rows, digest) = own(db)?;
        if (stats.rows, &stats.digest) != (rows, &digest) {
            tracing::warn!(
                rows,
                found = stats.rows,
                "the vectors are not what was written, and are written again"
            );
            self.targets.dropping.extend(self.targets.filling.clone());
            self.targets.keep(db)?;
            db.lost()?;
        }
        self.upkeep.checked = self.answering.launch;
        Ok(())
    }

    /// What is done when nothing else is; `true` when there was something.
    pub fn rest(&mut self, db: &MeaningDb) -> ApiResult<bool> {
        if self.switch(db)? {
            return Ok(true);
        }
        if self.bounds.are_set() || self.paused {
            return Ok(false);
        }
        let now = self.shared.parts.clock.now();
        if self.upkeep.tidied.is_none_or(|at| now - at >= DAY) {
            self.upkeep.tidied = Some(now);
            let gone = db.tidy(now, now - IDLE)?;
            if gone > 0 {
                tracing::info!(gone, "vectors that nothing needed were removed");
            }
        }
        let Some(target) = &self.targets.filling else {
            return Ok(false);
        };
        let last = db.kept(OPTIMIZED)?.and_then(|at| at.as_i64());
        let writes = writes(db)?;
        let daily = writes > 0 && last.is_none_or(|last| now - last >= DAY);
        if writes < UPSERTS && !daily {
            return Ok(false);
        }
        let of = target.collection(&self.shared.parts.workspace);
        self.busy(Ask::Optimize { of });
        Ok(true)
    }

    /// The collection is in order.
    pub fn optimized(&mut self, db: &MeaningDb, optimized: &Optimized) -> ApiResult<()> {
        db.keep(WRITES, json!(0))?;
        tracing::info!(
            before = optimized.before.bytes,
            after = optimized.after.bytes,
            files_before = optimized.before.files,
            files_after = optimized.after.files,
            rows = optimized.after.rows,
            indexed = optimized.indexed,
            elapsed_ms = optimized.elapsed_ms,
            "the vectors were brought in order"
        );
        db.keep(OPTIMIZED, json!(self.shared.parts.clock.now()))?;
        Ok(())
    }
}
