//! Which collection is filled: a new one when the model is another, and none twice.

use tenon_sidecar::{Deletion, VectorsDelete};
use tenon_store::MeaningDb;

use super::Shared;
use super::job::Job;
use super::pace::Pace;
use super::target::{Target, Targets};
use super::workers::Ask;
use crate::{ApiError, ApiResult};

impl Job {
    /// Reads once which collections there are.
    pub fn read_targets(&mut self, db: &MeaningDb) -> ApiResult<()> {
        if !self.upkeep.read {
            self.targets = Targets::read(db)?;
            self.upkeep.read = true;
        }
        Ok(())
    }

    /// Makes the collection of `model` the one that is filled; `false` while an old one of its name
    /// has to go first.
    pub fn aim(&mut self, db: &MeaningDb, model: &str) -> ApiResult<bool> {
        let filling = self.targets.filling.as_ref();
        if filling.is_none_or(|target| target.model != model) {
            if !self.is_taken_back(model) {
                return Ok(false);
            }
            self.begin(db, model)?;
        }
        if self.writing {
            return Ok(!self.targets.is_dropping_the_filling_one());
        }
        if let Some(first) = self.targets.dropping.first() {
            let body = VectorsDelete {
                from: first.collection(&self.shared.parts.workspace),
                what: Deletion::All(true),
            };
            self.busy(Ask::Drop { body });
        }
        Ok(!self.targets.is_dropping_the_filling_one())
    }

    fn begin(&mut self, db: &MeaningDb, model: &str) -> ApiResult<()> {
        let engine = self.wishes.engine.clone().unwrap_or_default();
        let fresh = match &self.targets.answering {
            // The person went back to the model before.
            Some(answering) if answering.model == model => answering.clone(),
            _ => Target {
                dimensions: self.taken_back.dimensions(model),
                since: Some(self.shared.parts.clock.now()),
                ..Target::new(model, &engine)
            },
        };
        self.pace = Pace::default();
        self.slow.clear();
        self.late.news = true;
        let left = self.targets.filling.replace(fresh.clone());
        let answering = self.targets.answering.get_or_insert_with(|| fresh.clone());
        let answering = answering.collection.clone();
        let left = left.filter(|left| left.collection != answering);
        self.targets.dropping.extend(left);
        self.targets.dropping.push(fresh);
        // When the process ends here, the collection has not what the rows say, which is noticed.
        self.targets.keep(db)?;
        db.lost()?;
        Ok(())
    }

    /// A collection is gone.
    pub fn dropped(&mut self, db: &MeaningDb) -> ApiResult<()> {
        if !self.targets.dropping.is_empty() {
            self.targets.dropping.remove(0);
        }
        Ok(self.targets.keep(db)?)
    }

    /// Notes how many figures the model's vectors have. When they were others before, all that was
    /// made of it is made again.
    pub fn measured(&mut self, db: &MeaningDb, model: &str, dimensions: usize) -> ApiResult<()> {
        let Some(filling) = &mut self.targets.filling else {
            return Ok(());
        };
        if filling.model != model || filling.dimensions == Some(dimensions) {
            return Ok(());
        }
        let others = filling.dimensions.replace(dimensions).is_some();
        let now = filling.clone();
        if let Some(answering) = &mut self.targets.answering
            && answering.collection == now.collection
        {
            answering.dimensions = Some(dimensions);
        }
        if others {
            tracing::warn!(
                model,
                "the model is another one than before; all is embedded again"
            );
            self.targets.dropping.push(now);
            db.forget_model(model)?;
            db.lost()?;
        }
        Ok(self.targets.keep(db)?)
    }

    /// Lets the new model answer once its vectors are complete; `true` when that happened.
    pub fn switch(&mut self, db: &MeaningDb) -> ApiResult<bool> {
        if !self.targets.switching() {
            return Ok(false);
        }
        let counts = db.counts(self.shared.scope(&self.wishes))?;
        if counts.wanted > 0 {
            return Ok(false);
        }
        let old = self.targets.answering.take();
        self.targets.answering = self.targets.filling.clone();
        self.targets.dropping.extend(old);
        self.targets.keep(db)?;
        tracing::info!("questions are answered by the new model from now on");
        Ok(true)
    }
}

impl Shared {
    /// Removes every collection, also from the disk where no sidecar runs; rows are written again.
    pub fn drop_collections(&self) -> ApiResult<()> {
        let db = self.db()?;
        db.lost()?;
        if self.parts.service.answering().launch.is_none() {
            let folder = &self.parts.vectors;
            return match std::fs::remove_dir_all(folder) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(ApiError::new(
                    tenon_core::Code::Storage,
                    format!("\"{}\" cannot be removed: {e}", folder.display()),
                )),
                _ => Ok(()),
            };
        }
        let targets = Targets::read(&db)?;
        let all = [targets.answering, targets.filling];
        for target in all.into_iter().flatten().chain(targets.dropping) {
            let body = VectorsDelete {
                from: target.collection(&self.parts.workspace),
                what: Deletion::All(true),
            };
            match self.parts.service.delete(&body) {
                Err(error) if !error.has_status(404) => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }
}
