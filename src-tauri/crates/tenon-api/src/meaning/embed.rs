//! Having texts embedded: which come next, and what becomes of the answers.

use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

use tenon_sidecar::{Embeddings, SidecarError};
use tenon_store::MeaningDb;

use super::job::Job;
use super::pace::MOST;
use super::workers::{Ask, EMBEDDING};
use crate::ApiResult;

/// Texts that are read at once.
const WINDOW: usize = 256;
/// Bytes of one request, unless one text alone has more.
const BATCH_BYTES: usize = 1 << 20;

impl Job {
    /// Keeps requests under way while there are texts without a vector. Gives when to look again,
    /// where the share of the time is used up.
    pub fn embed(&mut self, db: &MeaningDb) -> ApiResult<Option<Instant>> {
        let Some(target) = self.targets.filling.clone() else {
            return Ok(None);
        };
        if let Some(until) = self.share.rests(Instant::now()) {
            return Ok(Some(until));
        }
        let most = if self.wishes.cpu < 100 { 1 } else { EMBEDDING };
        while self.requests < most && self.may_embed() > 0 {
            if self.ready.is_empty() {
                self.pick(db, &target.model)?;
            }
            let Some(mut texts) = self.ready.pop() else {
                break;
            };
            let most = self.may_embed().min(self.pace.texts());
            let rest = texts.split_off(most.min(texts.len()));
            if !rest.is_empty() {
                self.ready.push(rest);
            }
            self.bounds.spend(texts.len());
            self.requests += 1;
            let model = target.model.clone();
            self.workers.ask(Ask::Embed { texts, model });
        }
        if self.ready.is_empty() && self.requests > 0 && self.may_embed() > 0 {
            // The next ones are read while these are embedded.
            self.pick(db, &target.model)?;
        }
        Ok(None)
    }

    /// Reads the texts that come next, in requests of texts of like length.
    fn pick(&mut self, db: &MeaningDb, model: &str) -> ApiResult<()> {
        let window = self.bounds.left().min(WINDOW);
        let limit = window + self.embedding.len();
        let missing = db.missing(model, self.shared.scope(&self.wishes), limit)?;
        let mut wanted: BTreeMap<Vec<u8>, HashSet<[u8; 16]>> = BTreeMap::new();
        let new = missing
            .into_iter()
            .filter(|text| !self.embedding.contains(&text.hash));
        for text in new.take(window) {
            wanted.entry(text.path).or_default().insert(text.hash);
        }
        let files = self.shared.files(&self.wishes.salt);
        let mut texts = Vec::new();
        for (path, mut hashes) in wanted {
            let pieces = files.pieces(&path).map(|(_, pieces)| pieces);
            for piece in pieces.into_iter().flatten() {
                if hashes.remove(&piece.passage.key.hash) {
                    texts.push((piece.passage.key.hash, piece.text));
                }
            }
            if !hashes.is_empty() {
                // The file is not as it was when its rows were made.
                self.stale.insert(path);
            }
        }
        texts.sort_by_key(|(_, text)| text.len());
        let mut batch = Vec::new();
        let mut bytes = 0;
        for (hash, text) in texts {
            let full = batch.len() == MOST || bytes + text.len() > BATCH_BYTES;
            if full && !batch.is_empty() {
                self.ready.push(std::mem::take(&mut batch));
                bytes = 0;
            }
            bytes += text.len();
            self.embedding.insert(hash);
            batch.push((hash, text));
        }
        if !batch.is_empty() {
            self.ready.push(batch);
        }
        Ok(())
    }

    /// Takes vectors, or why there are none.
    pub fn embedded(
        &mut self,
        texts: Vec<([u8; 16], String)>,
        model: &str,
        took: Duration,
        result: Result<Embeddings, SidecarError>,
    ) -> ApiResult<()> {
        self.requests -= 1;
        for (hash, _) in &texts {
            self.embedding.remove(hash);
        }
        let made = match result {
            Ok(made) => made,
            Err(error) if error.has_status(422) || error.has_status(413) => {
                return self.split(texts, &error);
            }
            Err(error) => {
                if let SidecarError::TimedOut(_) = error {
                    self.hung(&texts)?;
                }
                self.refused(error);
                return Ok(());
            }
        };
        self.succeeded();
        self.pace.note(texts.len(), took);
        if made.model != model {
            // The engine was changed meanwhile, and the sidecar will say so.
            return Ok(());
        }
        let db = self.shared.db()?;
        self.measured(&db, model, made.dimensions)?;
        let hashes = texts.into_iter().map(|(hash, _)| hash);
        let vectors: Vec<_> = hashes.zip(made.vectors).collect();
        let count = vectors.len() as u64;
        self.fresh.extend(vectors.iter().map(|(hash, _)| *hash));
        db.made(model, vectors)?;
        let now = Instant::now();
        self.facts.embedded += count;
        self.upkeep.unsent += count;
        self.rate.note(count, now);
        self.share.worked(took, self.wishes.cpu, now);
        Ok(())
    }

    /// Asks for less the next time. A text that has no answer in time twice, although it is alone, has
    /// none, and holds up no other.
    fn hung(&mut self, texts: &[([u8; 16], String)]) -> ApiResult<()> {
        self.pace.missed(texts.len());
        if let [(hash, _)] = texts
            && !self.slow.insert(*hash)
        {
            tracing::warn!(hash = hex::encode(hash), "a text takes too long to embed");
            self.shared.db()?.refuse(*hash)?;
        }
        Ok(())
    }

    /// Finds the text that a whole request was refused for.
    fn split(&mut self, mut texts: Vec<([u8; 16], String)>, why: &SidecarError) -> ApiResult<()> {
        if let [(hash, _)] = &texts[..] {
            tracing::warn!(%why, hash = hex::encode(hash), "a text cannot be embedded");
            self.shared.db()?.refuse(*hash)?;
            return Ok(());
        }
        let other = texts.split_off(texts.len() / 2);
        for half in [texts, other] {
            self.embedding.extend(half.iter().map(|(hash, _)| *hash));
            self.ready.push(half);
        }
        Ok(())
    }
}
