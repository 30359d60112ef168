//! A sidecar in memory.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tenon_core::Code;
use tenon_sidecar::{
    Collection, CollectionSize, Deleted, Deletion, Embeddings, KeptVector, Likeness, Optimized,
    SidecarError, Trouble, Upserted, VectorHit, VectorHits, VectorKey, VectorRow, VectorsDelete,
    VectorsPage, VectorsRead, VectorsSearch, VectorsStats, VectorsUpsert,
};

use crate::meaning::service::{Answering, Service};
use crate::owner::lock;

pub const FIGURES: usize = 8;

/// What happens at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The sidecar is killed before it does what it is asked.
    DiesBefore,
    /// It is killed when it has done it and before it says so.
    DiesAfter,
    /// Both processes end before it.
    BothBefore,
    /// Both processes end after it.
    BothAfter,
    /// It has too much to do.
    Busy,
    /// The collection is damaged.
    Damaged,
}

#[derive(Default)]
pub struct State {
    pub collections: BTreeMap<String, BTreeMap<VectorKey, VectorRow>>,
    /// How often each text was embedded, as far as an answer was given.
    pub embedded: HashMap<String, u32>,
    /// The length of each request for embeddings.
    pub requests: Vec<Vec<String>>,
    /// The texts of each request, by the model that was to embed them.
    pub by_model: Vec<(String, Vec<String>)>,
    /// A model that does not start.
    pub broken: Option<String>,
    /// A model that reads no question any more.
    pub deaf: Option<String>,
    /// How often it was asked.
    pub asked_broken: u32,
    /// A model that gives no answer until it is let go on.
    pub held: Option<String>,
    pub launch: u32,
    pub up: bool,
    /// Whether it will be up without anybody doing anything.
    pub coming: bool,
    /// How often somebody looked while it was on its way.
    pub looked: u32,
    pub model: String,
    pub steps: u64,
    /// What happens at which step, once.
    pub fault: Option<(u64, Fault)>,
    /// Whether both processes have ended, so that nothing more happens.
    pub ended: bool,
    pub optimized: u32,
    /// Whether questions get no answer, and how long the last one was waited for.
    pub silent: bool,
    pub within: Option<Duration>,
    /// Texts with this in them are refused.
    pub refused: Option<String>,
    /// More texts than these in a request have no answer in time.
    pub slow: Option<usize>,
    /// A request with this in it has none.
    pub endless: Option<String>,
    /// How often it was ended because of that.
    pub hung: u32,
}

#[derive(Default)]
pub struct Fake(pub Mutex<State>);

pub fn vector_of(text: &str) -> Vec<f32> {
    let hash = blake3::hash(text.as_bytes());
    let raw: Vec<f32> = hash.as_bytes()[..FIGURES]
        .iter()
        .map(|byte| f32::from(*byte) - 127.5)
        .collect();
    crate::meaning::write::unit(raw)
}

fn gone() -> SidecarError {
    SidecarError::Unavailable(Trouble::new("It was killed.", "Wait."))
}

fn answered(status: u16, code: Code, retryable: bool) -> SidecarError {
    SidecarError::Answered {
        status,
        code,
        message: format!("status {status}"),
        hint: None,
        retryable,
        retry_after: None,
    }
}

impl Fake {
    pub fn new() -> Self {
        let fake = Self::default();
        {
            let mut state = lock(&fake.0);
            (state.up, state.launch) = (true, 1);
            state.model = "hashing".into();
        }
        fake
    }

    /// Takes a step: does `work`, unless this is where something fails.
    fn step<T>(
        &self,
        collection: Option<&str>,
        work: impl FnOnce(&mut State) -> Result<T, SidecarError>,
    ) -> Result<T, SidecarError> {
        let mut state = lock(&self.0);
        if state.ended || !state.up {
            return Err(gone());
        }
        state.steps += 1;
        let fault = state.fault.filter(|(at, _)| *at == state.steps);
        let Some((_, fault)) = fault else {
            return work(&mut state);
        };
        match fault {
            Fault::Busy => return Err(answered(429, Code::SidecarUnavailable, true)),
            Fault::Damaged => {
                if let Some(name) = collection {
                    state.collections.remove(name);
                    return Err(answered(409, Code::PreconditionFailed, true));
                }
                return work(&mut state);
            }
            Fault::DiesAfter | Fault::BothAfter => drop(work(&mut state)),
            Fault::DiesBefore | Fault::BothBefore => {}
        }
        state.launch += 1;
        state.ended = matches!(fault, Fault::BothBefore | Fault::BothAfter);
        Err(gone())
    }
}

fn digest(rows: &BTreeMap<VectorKey, VectorRow>) -> String {
    let mut all = 0;
    for key in rows.keys() {
        let text = format!("{}\0{}", key.reference, key.hash);
        let hash = Sha256::digest(text.as_bytes());
        all ^= u64::from_be_bytes(hash[..8].try_into().expect("8 bytes"));
    }
    format!("{all:016x}")
}

impl Service for Fake {
    fn answering(&self) -> Answering {
        let mut state = lock(&self.0);
        if state.coming && !state.up {
            state.looked += 1;
        }
        Answering {
            launch: (state.up && !state.ended).then_some(state.launch),
            coming: state.coming && !state.up,
            reason: (!state.up).then(|| "It is away.".to_owned()),
            hint: None,
        }
    }

    fn model(&self) -> Result<String, SidecarError> {
        self.step(None, |state| Ok(state.model.clone()))
    }

    fn embed(&self, texts: Vec<String>, model: Option<String>) -> Result<Embeddings, SidecarError> {
        while model.is_some() && lock(&self.0).held == model {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.step(None, |state| {
            let model = model.unwrap_or_else(|| state.model.clone());
            if state.broken.as_ref() == Some(&model) {
                state.asked_broken += 1;
                return Err(answered(503, Code::SidecarFailed, false));
            }
            state.by_model.push((model.clone(), texts.clone()));
            let refused = state.refused.clone();
            if refused.is_some_and(|word| texts.iter().any(|text| text.contains(&word))) {
                return Err(answered(422, Code::Invalid, false));
            }
            let endless = state.endless.clone();
            let endless = endless.is_some_and(|word| texts.iter().any(|text| text.contains(&word)));
            if endless || state.slow.is_some_and(|most| texts.len() > most) {
                // Whoever has no answer in time ends it.
                state.launch += 1;
                state.hung += 1;
                return Err(SidecarError::TimedOut(std::time::Duration::from_secs(60)));
            }
            for text in &texts {
                *state.embedded.entry(text.clone()).or_default() += 1;
            }
            let vectors = texts.iter().map(|text| vector_of(text)).collect();
            state.requests.push(texts);
            Ok(Embeddings {
                model,
                dimensions: FIGURES,
                vectors,
            })
        })
    }

    fn upsert(&self, body: &VectorsUpsert) -> Result<Upserted, SidecarError> {
        self.step(Some(&body.to.collection), |state| {
            let rows = state.collections.entry(body.to.collection.clone());
            let rows = rows.or_default();
            for row in &body.rows {
                rows.insert(row.key.clone(), row.clone());
            }
            Ok(Upserted {
                upserted: body.rows.len() as u64,
            })
        })
    }

    fn search(
        &self,
        body: &VectorsSearch,
        within: Option<Duration>,
    ) -> Result<VectorHits, SidecarError> {
        let mut state = lock(&self.0);
        state.within = within;
        if let Some(within) = within.filter(|_| state.silent) {
            return Err(SidecarError::TimedOut(within));
        }
        if state.deaf.is_some() && state.deaf == body.model {
            return Err(answered(403, Code::Permission, false));
        }
        let Some(rows) = state.collections.get(&body.from.collection) else {
            return Err(answered(404, Code::NotFound, false));
        };
        let wanted = match &body.near {
            Likeness::Text(text) => vector_of(text),
            Likeness::Vector(vector) => vector.0.clone(),
        };
        let score = |row: &VectorRow| row.vector.0.iter().zip(&wanted).map(|(a, b)| a * b).sum();
        let kinds = &body.filter.kinds;
        let mut hits: Vec<VectorHit> = rows
            .values()
            .filter(|row| kinds.is_empty() || kinds.contains(&row.kind))
            .map(|row| VectorHit {
                key: row.key.clone(),
                kind: row.kind.clone(),
                path: row.path.clone(),
                language: row.language.clone(),
                at: row.at,
                score: score(row),
            })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        hits.truncate(body.limit);
        Ok(VectorHits {
            hits,
            rows: rows.len() as u64,
            embed_ms: 0.0,
            search_ms: 0.0,
        })
    }

    fn delete(&self, body: &VectorsDelete) -> Result<Deleted, SidecarError> {
        self.step(Some(&body.from.collection), |state| {
            let name = &body.from.collection;
            match &body.what {
                Deletion::All(_) => drop(state.collections.remove(name)),
                Deletion::Keys(keys) => {
                    let rows = state.collections.entry(name.clone()).or_default();
                    keys.iter().for_each(|key| drop(rows.remove(key)));
                }
            }
            Ok(Deleted { deleted: 0 })
        })
    }

    fn optimize(&self, _: &Collection) -> Result<Optimized, SidecarError> {
        self.step(None, |state| {
            state.optimized += 1;
            let size = CollectionSize {
                bytes: 1,
                files: 1,
                versions: 1,
                rows: 1,
            };
            Ok(Optimized {
                before: size,
                after: size,
                indexed: false,
                elapsed_ms: 0.0,
            })
        })
    }

    fn stats(&self, of: &Collection) -> Result<VectorsStats, SidecarError> {
        self.step(Some(&of.collection), |state| {
            let rows = state.collections.get(&of.collection);
            Ok(VectorsStats {
                exists: rows.is_some(),
                rows: rows.map_or(0, |rows| rows.len() as u64),
                bytes: 0,
                files: 0,
                versions: 0,
                digest: rows.map_or_else(|| "0".repeat(16), digest),
                indexed: false,
            })
        })
    }

    fn read(&self, body: &VectorsRead) -> Result<VectorsPage, SidecarError> {
        self.step(Some(&body.from.collection), |state| {
            let rows = state.collections.get(&body.from.collection);
            let rows = rows.ok_or_else(|| answered(404, Code::NotFound, false))?;
            let later = rows
                .iter()
                .filter(|(key, _)| body.after.as_ref().is_none_or(|after| *key > after));
            let page = later.take(body.limit).map(|(key, row)| KeptVector {
                key: key.clone(),
                vector: row.vector.clone(),
            });
            Ok(VectorsPage {
                rows: page.collect(),
                dimensions: FIGURES,
            })
        })
    }
}
