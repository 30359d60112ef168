//! Writing events: masked first, queued without waiting for the disk, told to the windows once they
//! are durable.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, unbounded};
use serde_json::{Value, json};
use tenon_core::{Actor, EntityRef, EventDraft, EventSink, SourceId};
use tenon_gatekeeper::{Gatekeeper, Masked};
use tenon_store::{JournalQuery, PAYLOAD_LIMIT, Pending, WorkspaceDb};

use super::lock;
use crate::handle::journal_events;
use crate::hub::Hub;
use crate::wire::UiEvent;
use crate::{ApiError, ApiResult};

/// What comes within this time is told to the windows in one piece.
const GATHER: Duration = Duration::from_millis(50);
/// So many events are told at most; of more, the windows read what they need.
const TOLD: u32 = 200;

/// The journal of a workspace, as the owner writes it.
pub(crate) struct Journal {
    db: Arc<WorkspaceDb>,
    gatekeeper: Arc<Gatekeeper>,
    source: SourceId,
    queued: Mutex<Option<Sender<News>>>,
    teller: Mutex<Option<JoinHandle<()>>>,
}

enum News {
    /// An event is on its way to the disk.
    Queued(Pending<u64>),
    /// Events were written by another way.
    Written,
}

impl Journal {
    /// Starts the thread that hears what became of queued events.
    pub(crate) fn start(
        db: Arc<WorkspaceDb>,
        gatekeeper: Arc<Gatekeeper>,
        source: SourceId,
        hub: Hub,
    ) -> ApiResult<Self> {
        let (queued, news) = unbounded();
        let last = db.read(&JournalQuery {
            backwards: true,
            limit: 1,
            ..JournalQuery::default()
        })?;
        let mut teller = Teller {
            db: db.clone(),
            hub,
            told: last.first().map(|row| row.seq),
        };
        let thread = std::thread::Builder::new()
            .name("tenon-journal".into())
            .spawn(move || teller.run(&news));
        let thread =
            thread.map_err(|e| ApiError::new(tenon_core::Code::Internal, e.to_string()))?;
        Ok(Self {
            db,
            gatekeeper,
            source,
            queued: Mutex::new(Some(queued)),
            teller: Mutex::new(Some(thread)),
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

    pub(crate) fn record_draft(&self, event: EventDraft) {
        EventSink::record(self, event);
    }

    /// The source that the events come from.
    pub(crate) fn source(&self) -> SourceId {
        self.source
    }

    /// Masks an event that is written by another way than this.
    pub(crate) fn masked(&self, event: EventDraft) -> Masked<EventDraft> {
        self.gatekeeper.mask_event(event)
    }

    /// Tells the windows of events that were written by another way than this.
    pub(crate) fn written(&self) {
        self.send(News::Written);
    }

    /// Ends the telling, once everything that was queued is durable or has failed. The database is
    /// no longer read afterwards.
    pub(crate) fn close(&self) {
        drop(lock(&self.queued).take());
        let thread = lock(&self.teller).take();
        // One that hears the last news may be the one that lets go of the owner.
        if let Some(thread) = thread
            && thread.thread().id() != std::thread::current().id()
            && thread.join().is_err()
        {
            tracing::error!("the thread that tells of events panicked");
        }
    }

    fn send(&self, news: News) {
        let unheard = match lock(&self.queued).as_ref() {
            Some(queued) => queued.send(news).err().map(|unsent| unsent.0),
            None => Some(news),
        };
        // At the very end nobody hears what becomes of an event but who wrote it.
        if let Some(news) = unheard {
            hear(news);
        }
    }
}

impl EventSink for Journal {
    fn record(&self, mut event: EventDraft) {
        // A fact that is too long to keep is cut to its size, so that what happened still stands.
        let size = about_size(&event.payload);
        if size > PAYLOAD_LIMIT / 8 {
            event.payload = json!({ "cut": size });
        }
        let masked = self.gatekeeper.mask_event(event);
        let pending = self.db.append_later(self.source, masked);
        self.send(News::Queued(pending));
    }
}

/// About how long a value is as JSON, in bytes: never less than an eighth, as escapes and marks
/// make it longer.
fn about_size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len() + 2,
        Value::Array(items) => items.iter().map(|item| about_size(item) + 1).sum::<usize>() + 2,
        Value::Object(fields) => {
            let field = |(key, value): (&String, &Value)| key.len() + 4 + about_size(value);
            fields.iter().map(field).sum::<usize>() + 2
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
    }
}

/// Hears what became of events and tells the windows.
struct Teller {
    db: Arc<WorkspaceDb>,
    hub: Hub,
    told: Option<u64>,
}

impl Teller {
    fn run(&mut self, news: &Receiver<News>) {
        while let Ok(first) = news.recv() {
            hear(first);
            let until = Instant::now() + GATHER;
            while let Ok(next) = news.recv_deadline(until) {
                hear(next);
            }
            self.tell();
        }
    }

    fn tell(&mut self) {
        let query = JournalQuery {
            after: self.told,
            limit: TOLD,
            ..JournalQuery::default()
        };
        let page = match journal_events(&self.db, &query) {
            Ok(page) if page.events.is_empty() => return,
            Ok(page) => page,
            Err(e) => {
                tracing::error!(error = %e, "new events could not be read");
                return;
            }
        };
        let last = if page.more {
            let newest = JournalQuery {
                backwards: true,
                limit: 1,
                ..JournalQuery::default()
            };
            let newest = self.db.read(&newest).unwrap_or_default();
            newest.first().map(|row| row.seq)
        } else {
            page.events
                .last()
                .map(|event| event.seq.get().unsigned_abs())
        };
        self.told = last.or(self.told);
        self.hub.emit(UiEvent::JournalAppended {
            events: page.events,
            more: page.more,
        });
    }
}

fn hear(news: News) {
    if let News::Queued(pending) = news
        && let Err(e) = pending.wait()
    {
        tracing::error!(error = %e, "an event could not be written to the journal");
    }
}
