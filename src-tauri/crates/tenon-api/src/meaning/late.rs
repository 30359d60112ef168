//! New text while another model takes over.
//!
//! Until its vectors are complete the model before answers, which may be for hours. What is written
//! meanwhile is embedded by both, so that it is found at once. Only what changed since the new model
//! began is: the model before is not to end what it had only begun.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tenon_sidecar::{SidecarError, VectorsUpsert};
use tenon_store::{MeaningDb, Passage};

use super::job::Job;
use super::target::Target;
use super::workers::Ask;
use super::write::row;
use crate::ApiResult;

/// Pieces of one request. The new model waits for none of them.
const MOST: usize = 16;
/// When the model before is asked again after it had no time.
const AGAIN: Duration = Duration::from_secs(10);

/// What is done for the model before.
#[derive(Default)]
pub(crate) struct Late {
    /// Whether there may be new text.
    pub news: bool,
    /// Whether a request is under way.
    pub busy: bool,
    /// The launch in which that model does not start.
    fails: Option<u32>,
    /// When it may be asked again.
    until: Option<Instant>,
}

/// Pieces with the vectors that were made of them.
pub(crate) type Made = Vec<([u8; 16], Vec<f32>)>;

impl Job {
    /// Has new text embedded by the model that answers, while another one is being made ready.
    pub fn late(&mut self, db: &MeaningDb, launch: u32) -> ApiResult<()> {
        let rests = self.late.until.is_some_and(|until| until > Instant::now());
        let late = &self.late;
        if !late.news || late.busy || rests || late.fails == Some(launch) || self.may_embed() == 0 {
            return Ok(());
        }
        let since = self.targets.filling.as_ref().and_then(|one| one.since);
        let (true, Some(old), Some(since)) = (
            self.targets.switching(),
            self.targets.answering.clone(),
            since,
        ) else {
            return Ok(());
        };
        let mut wanted: BTreeMap<Vec<u8>, Vec<Passage>> = BTreeMap::new();
        for passage in db.late(&old.model, since, MOST)? {
            wanted
                .entry(passage.path.clone())
                .or_default()
                .push(passage);
        }
        let files = self.shared.files(&self.wishes.salt);
        let mut texts = Vec::new();
        for (path, passages) in wanted {
            let pieces = files.pieces(&path).map(|(_, pieces)| pieces);
            for piece in pieces.into_iter().flatten() {
                if passages.iter().any(|one| one.key == piece.passage.key) {
                    texts.push((piece.passage, piece.text));
                }
            }
        }
        // What is in no file any more is told by news of its own.
        self.late.news = !texts.is_empty();
        if !texts.is_empty() {
            self.late.busy = true;
            let workspace = self.shared.parts.workspace.clone();
            self.workers.ask(Ask::Late {
                texts,
                old,
                workspace,
            });
        }
        Ok(())
    }

    /// Takes what came of it.
    pub fn embedded_late(
        &mut self,
        db: &MeaningDb,
        model: &str,
        result: Result<Made, SidecarError>,
    ) -> ApiResult<()> {
        self.late.busy = false;
        match result {
            // Only what the collection has counts as made.
            Ok(made) => db.made(model, made)?,
            Err(error) if error.is_lasting() => {
                tracing::warn!(%error, model, "new text waits for the new model");
                self.late.fails = self.answering.launch;
            }
            Err(error) => {
                tracing::debug!(%error, model, "new text is embedded later");
                self.late.until = Some(Instant::now() + AGAIN);
            }
        }
        Ok(())
    }
}

/// Embeds pieces with the model before, and writes their rows into its collection.
pub(crate) fn embed(
    service: &dyn super::Service,
    texts: Vec<(Passage, String)>,
    old: &Target,
    workspace: &str,
) -> Result<Made, SidecarError> {
    let (passages, texts): (Vec<_>, Vec<_>) = texts.into_iter().unzip();
    let made = service.embed(texts, Some(old.model.clone()))?;
    if made.model != old.model
        || old
            .dimensions
            .is_some_and(|figures| figures != made.dimensions)
    {
        let what = "the model before is another one by now".to_owned();
        return Err(SidecarError::Malformed(what));
    }
    let hashes = passages.iter().map(|passage| passage.key.hash);
    let kept: Made = hashes.zip(made.vectors.iter().cloned()).collect();
    let rows = passages.into_iter().zip(made.vectors);
    service.upsert(&VectorsUpsert {
        to: old.collection(workspace),
        dimensions: made.dimensions,
        rows: rows.map(|(passage, vector)| row(passage, vector)).collect(),
    })?;
    Ok(kept)
}
