//! Which collections there are: the one that answers, and the one that is being filled.

use serde::{Deserialize, Serialize};
use tenon_core::Millis;
use tenon_sidecar::Collection;
use tenon_store::{MeaningDb, StoreError};

/// The collection that answers questions.
const ANSWERING: &str = "answering";
/// The collection that rows are written to.
const FILLING: &str = "filling";
/// Those that are to be removed.
const DROPPING: &str = "dropping";

/// One model's vectors of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Target {
    /// Its name in the sidecar.
    pub collection: String,
    /// The model's name.
    pub model: String,
    /// How many figures its vectors have, once one was made.
    pub dimensions: Option<usize>,
    /// What the sidecar has to be told to answer with this model.
    pub engine: String,
    /// When it began to take the place of another one.
    #[serde(default)]
    pub since: Option<Millis>,
}

impl Target {
    pub fn new(model: &str, engine: &str) -> Self {
        let word: String = model
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .take(40)
            .collect();
        let hash = blake3::hash(model.as_bytes()).to_hex();
        Self {
            collection: format!("{word}-{}", &hash.as_str()[..8]),
            model: model.to_owned(),
            dimensions: None,
            engine: engine.to_owned(),
            since: None,
        }
    }

    pub fn collection(&self, workspace: &str) -> Collection {
        Collection {
            workspace: workspace.to_owned(),
            collection: self.collection.clone(),
        }
    }
}

/// Both of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Targets {
    pub answering: Option<Target>,
    pub filling: Option<Target>,
    /// Collections that have to go.
    pub dropping: Vec<Target>,
}

impl Targets {
    pub fn read(db: &MeaningDb) -> Result<Self, StoreError> {
        let one = |key: &str| -> Result<Option<Target>, StoreError> {
            // What an older program wrote in another form is begun anew.
            Ok(db
                .kept(key)?
                .and_then(|value| serde_json::from_value(value).ok()))
        };
        Ok(Self {
            answering: one(ANSWERING)?,
            filling: one(FILLING)?,
            dropping: match db.kept(DROPPING)? {
                Some(value) => serde_json::from_value(value).unwrap_or_default(),
                None => Vec::new(),
            },
        })
    }

    pub fn keep(&self, db: &MeaningDb) -> Result<(), StoreError> {
        for (key, target) in [(ANSWERING, &self.answering), (FILLING, &self.filling)] {
            db.keep(key, serde_json::to_value(target).unwrap_or_default())?;
        }
        db.keep(
            DROPPING,
            serde_json::to_value(&self.dropping).unwrap_or_default(),
        )
    }

    /// Whether an old collection of the filling one's name has to go first.
    pub fn is_dropping_the_filling_one(&self) -> bool {
        let filling = self.filling.as_ref().map(|target| &target.collection);
        let mut dropping = self.dropping.iter();
        dropping.any(|target| Some(&target.collection) == filling)
    }

    /// Whether an older model answers until the new one's vectors are complete.
    pub fn switching(&self) -> bool {
        let name = |target: &Option<Target>| target.as_ref().map(|one| one.collection.clone());
        name(&self.answering) != name(&self.filling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_has_a_name_that_the_sidecar_takes_and_no_two_models_share_one() {
        let name = |model: &str| Target::new(model, "").collection;
        let long = name(&format!("ollama:{}@127.0.0.1:11434", "x".repeat(300)));
        for name in [name("all-MiniLM-L6-v2"), long, name("Ünicode")] {
            let fits = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '-';
            assert!(name.len() <= 64 && name.chars().all(fits), "{name}");
        }
        assert_ne!(name("a.b"), name("a-b"));
    }
}
