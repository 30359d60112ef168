//! What the work on meaning asks of the sidecar.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tenon_sidecar::{
    Collection, Condition, Deleted, Embeddings, How, Optimized, SidecarError, Status, Trouble,
    Upserted, VectorHits, VectorsDelete, VectorsPage, VectorsRead, VectorsSearch, VectorsStats,
    VectorsUpsert,
};

use crate::app::App;

/// How the sidecar is, as far as the work needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answering {
    /// Which launch answers, when one does.
    pub launch: Option<u32>,
    /// Whether it will answer without anybody doing anything.
    pub coming: bool,
    /// Why it does not answer.
    pub reason: Option<String>,
    /// What the person can do.
    pub hint: Option<String>,
}

/// The sidecar, or what stands for it in a test. Every call blocks.
pub(crate) trait Service: Send + Sync {
    fn answering(&self) -> Answering;
    /// The name of its model.
    fn model(&self) -> Result<String, SidecarError>;
    fn embed(&self, texts: Vec<String>, model: Option<String>) -> Result<Embeddings, SidecarError>;
    fn upsert(&self, rows: &VectorsUpsert) -> Result<Upserted, SidecarError>;
    /// Who waits only `within` some time gets [`SidecarError::TimedOut`] then.
    fn search(
        &self,
        search: &VectorsSearch,
        within: Option<Duration>,
    ) -> Result<VectorHits, SidecarError>;
    fn delete(&self, delete: &VectorsDelete) -> Result<Deleted, SidecarError>;
    fn optimize(&self, collection: &Collection) -> Result<Optimized, SidecarError>;
    fn stats(&self, collection: &Collection) -> Result<VectorsStats, SidecarError>;
    fn read(&self, read: &VectorsRead) -> Result<VectorsPage, SidecarError>;
}

/// The sidecar of the process.
pub(crate) struct OfProcess(pub Weak<App>);

impl OfProcess {
    fn app(&self) -> Result<Arc<App>, SidecarError> {
        self.0.upgrade().ok_or_else(stopped)
    }
}

fn stopped() -> SidecarError {
    SidecarError::Unavailable(Trouble::new("Tenon is ending.", "Start it again."))
}

macro_rules! ask {
    ($self:ident, $call:ident($($given:expr),*)) => {{
        let app = $self.app()?;
        app.sidecar.supervisor()?.$call($($given),*)
    }};
}

impl Service for OfProcess {
    fn answering(&self) -> Answering {
        let Ok(app) = self.app() else {
            return Answering::default();
        };
        let Some(status) = app.sidecar.told() else {
            return Answering::default();
        };
        let answering = of(&status);
        Answering {
            coming: answering.coming || app.sidecar.falls_back(&status),
            ..answering
        }
    }

    fn model(&self) -> Result<String, SidecarError> {
        // No shorter question tells it.
        let made = self.embed(vec!["a".to_owned()], None)?;
        Ok(made.model)
    }

    fn embed(&self, texts: Vec<String>, model: Option<String>) -> Result<Embeddings, SidecarError> {
        ask!(self, embed_as(texts, How::passages(model)))
    }

    fn upsert(&self, rows: &VectorsUpsert) -> Result<Upserted, SidecarError> {
        ask!(self, vectors_upsert(rows))
    }

    fn search(
        &self,
        search: &VectorsSearch,
        within: Option<Duration>,
    ) -> Result<VectorHits, SidecarError> {
        ask!(self, vectors_search(search, within))
    }

    fn delete(&self, delete: &VectorsDelete) -> Result<Deleted, SidecarError> {
        ask!(self, vectors_delete(delete))
    }

    fn optimize(&self, collection: &Collection) -> Result<Optimized, SidecarError> {
        ask!(self, vectors_optimize(collection))
    }

    fn stats(&self, collection: &Collection) -> Result<VectorsStats, SidecarError> {
        ask!(self, vectors_stats(collection))
    }

    fn read(&self, read: &VectorsRead) -> Result<VectorsPage, SidecarError> {
        ask!(self, vectors_read(read))
    }
}

fn of(status: &Status) -> Answering {
    let ready = status.state == Condition::Ready;
    Answering {
        launch: status.pid.filter(|_| ready),
        coming: status.is_coming(),
        reason: status.reason.clone(),
        hint: status.hint.clone(),
    }
}
