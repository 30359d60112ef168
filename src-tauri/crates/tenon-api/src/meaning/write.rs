//! Writing rows into the sidecar's collection, and noting what it has acknowledged.

use std::time::{Duration, Instant};

use tenon_sidecar::{
    Deletion, SidecarError, Vector, VectorKey, VectorRow, VectorsDelete, VectorsUpsert,
};
use tenon_store::{MeaningDb, Passage, PassageKey};

use super::job::Job;
use super::workers::{Ask, Done};
use crate::ApiResult;

/// Rows of one request. While the sidecar reads it, nothing else runs there, not even an answer about
/// its health.
const ROWS: usize = 500;
/// With fewer rows, how long more of them are waited for.
const GATHER: Duration = Duration::from_secs(2);

impl Job {
    /// Sends what is to be deleted or written, one request at a time. Gives when to look again, where
    /// more rows are waited for.
    pub fn write(&mut self, db: &MeaningDb, launch: u32) -> ApiResult<Option<Instant>> {
        let Some(target) = self.targets.filling.clone().filter(|_| !self.writing) else {
            return Ok(None);
        };
        let from = target.collection(&self.shared.parts.workspace);
        let more = self.requests > 0 && self.upkeep.unsent < ROWS as u64;
        let now = Instant::now();
        let due = *self.written_at.get_or_insert(now) + GATHER;
        if more && due > now {
            return Ok(Some(due));
        }
        self.written_at = Some(now);
        let gone = db.gone(ROWS)?;
        if !gone.is_empty() {
            let keys = gone.iter().map(|row| wire(&row.key)).collect();
            let body = VectorsDelete {
                from,
                what: Deletion::Keys(keys),
            };
            let rows = sent(&gone);
            return Ok(self.busy(Ask::Delete { rows, body }));
        }
        let found = db.unwritten(&target.model, ROWS)?;
        self.upkeep.unsent = 0;
        if let Some((_, first)) = found.first() {
            let dimensions = target.dimensions.unwrap_or(first.len());
            let (passages, vectors): (Vec<_>, Vec<_>) = found.into_iter().unzip();
            let rows = sent(&passages);
            let pairs = passages.into_iter().zip(vectors);
            let body = VectorsUpsert {
                to: from,
                dimensions,
                rows: pairs
                    .map(|(passage, vector)| row(passage, vector))
                    .collect(),
            };
            self.count_write(db)?;
            return Ok(self.busy(Ask::Upsert { rows, body }));
        }
        if !self.upkeep.is_checked(launch) {
            return Ok(self.busy(Ask::Stats { of: from }));
        }
        Ok(None)
    }

    pub fn busy(&mut self, ask: Ask) -> Option<Instant> {
        self.writing = true;
        self.workers.ask(ask);
        None
    }

    /// Takes an answer.
    pub fn done(&mut self, done: Done) -> ApiResult<()> {
        let db = self.shared.db()?;
        let refused = match done {
            Done::Embedded {
                texts,
                model,
                took,
                result,
            } => return self.embedded(texts, &model, took, result),
            Done::Late { model, result } => return self.embedded_late(&db, &model, result),
            Done::Named { result } => {
                self.asking = false;
                match result {
                    Ok(model) => {
                        self.succeeded();
                        self.model = Some(model);
                    }
                    Err(error) => self.refused(error),
                }
                return Ok(());
            }
            Done::Upserted { rows, result } => match result {
                Ok(()) => {
                    for hash in db.written(rows)? {
                        // The first row of a text is what it was embedded for.
                        self.facts.reused += u64::from(!self.fresh.remove(&hash));
                    }
                    None
                }
                Err(error) => Some(error),
            },
            Done::Deleted { rows, result } => match result {
                // What is not there is deleted.
                Err(error) if !error.has_status(404) => Some(error),
                _ => {
                    db.deleted(rows)?;
                    None
                }
            },
            Done::Dropped { result } => match result {
                Err(error) if !error.has_status(404) => Some(error),
                _ => {
                    self.dropped(&db)?;
                    None
                }
            },
            Done::Counted { result } => match result {
                Ok(stats) => {
                    self.counted(&db, &stats)?;
                    None
                }
                Err(error) => Some(error),
            },
            Done::Optimized { result } => match result {
                Ok(optimized) => {
                    self.optimized(&db, &optimized)?;
                    None
                }
                Err(error) => Some(error),
            },
            Done::GivenBack { model, result } => self.given_back(&db, model, result)?,
        };
        self.writing = false;
        match refused {
            None => self.succeeded(),
            Some(error) if error.has_status(409) => self.damaged(&db, &error)?,
            Some(error) => self.refused(error),
        }
        Ok(())
    }

    /// The collection was found damaged, and the sidecar has removed it.
    fn damaged(&mut self, db: &MeaningDb, why: &SidecarError) -> ApiResult<()> {
        tracing::warn!(%why, "the vectors are written again");
        db.lost()?;
        Ok(())
    }
}

fn wire(key: &PassageKey) -> VectorKey {
    VectorKey {
        reference: key.reference.clone(),
        hash: hex::encode(key.hash),
    }
}

fn sent(rows: &[Passage]) -> Vec<(PassageKey, i64)> {
    rows.iter().map(|row| (row.key.clone(), row.rev)).collect()
}

/// A row as the sidecar takes it.
pub(super) fn row(passage: Passage, vector: Vec<f32>) -> VectorRow {
    VectorRow {
        key: wire(&passage.key),
        kind: passage.kind,
        path: String::from_utf8_lossy(&passage.path).into_owned(),
        language: passage.language,
        at: passage.at,
        vector: Vector(unit(vector)),
    }
}

/// A vector of length 1 again: figures of 16 bits have lost a little of it.
pub(crate) fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector
        .iter()
        .map(|figure| figure * figure)
        .sum::<f32>()
        .sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|figure| *figure /= length);
    }
    vector
}
