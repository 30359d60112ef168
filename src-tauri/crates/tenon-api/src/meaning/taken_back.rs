//! Taking vectors over from a collection that nothing is known of any more.
//!
//! When `meaning.db` was damaged, or somebody removed it, the sidecar still has what was made before.
//! A text with the same hash has the same vector under the same model, and what is asked for here
//! costs a hundredth of embedding it.

use tenon_sidecar::{PAGE_ROWS, SidecarError, VectorKey, VectorsPage, VectorsRead};
use tenon_store::MeaningDb;

use super::job::Job;
use super::target::Target;
use super::workers::Ask;
use crate::ApiResult;

/// How far that is.
#[derive(Default)]
pub(crate) struct TakenBack {
    model: String,
    after: Option<VectorKey>,
    vectors: u64,
    dimensions: Option<usize>,
    /// Whether there are no more.
    over: bool,
}

impl TakenBack {
    /// How many figures the model's vectors had, where some were taken over.
    pub fn dimensions(&self, model: &str) -> Option<usize> {
        self.dimensions.filter(|_| self.model == model)
    }
}

impl Job {
    /// Whether nothing is left to be taken over before the collection of `model` is filled; otherwise
    /// asks for more.
    pub fn is_taken_back(&mut self, model: &str) -> bool {
        let known = self.targets.filling.is_some() || self.targets.answering.is_some();
        if self.taken_back.model != model {
            self.taken_back = TakenBack {
                model: model.to_owned(),
                ..TakenBack::default()
            };
        }
        if known || self.taken_back.over {
            return true;
        }
        if !self.writing {
            let body = VectorsRead {
                from: Target::new(model, "").collection(&self.shared.parts.workspace),
                after: self.taken_back.after.clone(),
                limit: PAGE_ROWS,
            };
            let model = model.to_owned();
            self.busy(Ask::Read { body, model });
        }
        false
    }

    /// Keeps a page of vectors; gives back what says that it is to be asked for again.
    pub fn given_back(
        &mut self,
        db: &MeaningDb,
        model: String,
        result: Result<VectorsPage, SidecarError>,
    ) -> ApiResult<Option<SidecarError>> {
        if self.taken_back.model != model {
            return Ok(None);
        }
        let page = match result {
            Ok(page) => page,
            // There is none, or it was damaged and is gone.
            Err(error) if error.has_status(404) || error.has_status(409) => {
                self.taken_back.over = true;
                return Ok(None);
            }
            Err(error) if error.is_lasting() => {
                tracing::warn!(%error, "vectors that were made before are made again");
                self.taken_back.over = true;
                return Ok(None);
            }
            Err(error) => return Ok(Some(error)),
        };
        let vectors = page.rows.iter().filter_map(|row| {
            let mut hash = [0; 16];
            let fits = row.vector.0.len() == page.dimensions
                && hex::decode_to_slice(&row.key.hash, &mut hash).is_ok();
            fits.then(|| (hash, row.vector.0.clone()))
        });
        let vectors: Vec<_> = vectors.collect();
        self.taken_back.vectors += vectors.len() as u64;
        self.taken_back.dimensions = Some(page.dimensions);
        db.made(&model, vectors)?;
        self.taken_back.over = page.rows.len() < PAGE_ROWS;
        self.taken_back.after = page.rows.into_iter().next_back().map(|row| row.key);
        if self.taken_back.over {
            tracing::info!(
                vectors = self.taken_back.vectors,
                model,
                "vectors that were made before are taken over"
            );
        }
        Ok(None)
    }
}
