//! Writing events: masked first, queued without waiting for the disk.

use std::sync::Arc;

use crossbeam_channel::{Sender, unbounded};
use tenon_core::{Actor, EntityRef, EventDraft, EventSink, SourceId};
use tenon_gatekeeper::Gatekeeper;
use tenon_store::{Pending, WorkspaceDb};

use crate::{ApiError, ApiResult};

/// The journal of a workspace, as the owner writes it.
pub(crate) struct Journal {
    db: Arc<WorkspaceDb>,
    gatekeeper: Arc<Gatekeeper>,
    source: SourceId,
    queued: Sender<Pending<u64>>,
}

impl Journal {
    /// Starts the thread that hears what became of queued events.
    pub(crate) fn start(
        db: Arc<WorkspaceDb>,
        gatekeeper: Arc<Gatekeeper>,
        source: SourceId,
    ) -> ApiResult<Self> {
        let (queued, pending) = unbounded::<Pending<u64>>();
        let hear = move || {
            for pending in pending {
                if let Err(e) = pending.wait() {
                    tracing::error!(error = %e, "an event could not be written to the journal");
                }
            }
        };
        let thread = std::thread::Builder::new()
            .name("tenon-journal".into())
            .spawn(hear);
        thread.map_err(|e| ApiError::new(tenon_core::Code::Internal, e.to_string()))?;
        Ok(Self {
            db,
            gatekeeper,
            source,
            queued,
        })
    }

    pub(crate) fn record(
        &self,
        actor: Actor,
        kind: &str,
        subject: EntityRef,
        payload: serde_json::Value,
    ) {
        let kind = kind.to_owned();
        EventSink::record(
            self,
            EventDraft {
                actor,
                kind,
                subject,
                cause: None,
                turn: None,
                trace: None,
                payload,
            },
        );
    }
}

impl Journal {
    pub(crate) fn record_draft(&self, event: EventDraft) {
        EventSink::record(self, event);
    }
}

impl EventSink for Journal {
    fn record(&self, event: EventDraft) {
        let masked = self.gatekeeper.mask_event(event);
        // The thread that hears the outcome lives as long as this sender.
        let _ = self.queued.send(self.db.append_later(self.source, masked));
    }
}
