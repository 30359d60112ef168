//! The threads that wait for the sidecar, so that two requests are under way while a third is made.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, unbounded};
use tenon_sidecar::{
    Collection, Embeddings, Optimized, SidecarError, VectorsDelete, VectorsPage, VectorsRead,
    VectorsStats, VectorsUpsert,
};
use tenon_store::{Passage, PassageKey};

use super::late::{self, Made};
use super::service::Service;
use super::target::Target;

/// Requests for embeddings that are under way at once: while the engine works on one, the other is
/// carried and read.
pub(crate) const EMBEDDING: usize = 2;
/// One more thread writes, and one has new text embedded by the model before.
const THREADS: usize = EMBEDDING + 2;

/// What is asked of the sidecar.
pub(crate) enum Ask {
    /// Tells which model there is.
    Model,
    /// Embeds texts, each with its hash.
    Embed {
        texts: Vec<([u8; 16], String)>,
        model: String,
    },
    /// Writes rows, as they were at that count of changes.
    Upsert {
        rows: Vec<(PassageKey, i64)>,
        body: VectorsUpsert,
    },
    /// Deletes rows.
    Delete {
        rows: Vec<(PassageKey, i64)>,
        body: VectorsDelete,
    },
    /// Drops a collection.
    Drop { body: VectorsDelete },
    /// Tells what a collection holds.
    Stats { of: Collection },
    /// Brings a collection in order.
    Optimize { of: Collection },
    /// Gives vectors of a model back.
    Read { body: VectorsRead, model: String },
    /// Embeds pieces with the model before, and writes them into its collection.
    Late {
        texts: Vec<(Passage, String)>,
        old: Target,
        workspace: String,
    },
}

/// What came of it.
pub(crate) enum Done {
    Named {
        result: Result<String, SidecarError>,
    },
    Embedded {
        texts: Vec<([u8; 16], String)>,
        model: String,
        took: Duration,
        result: Result<Embeddings, SidecarError>,
    },
    Upserted {
        rows: Vec<(PassageKey, i64)>,
        result: Result<(), SidecarError>,
    },
    Deleted {
        rows: Vec<(PassageKey, i64)>,
        result: Result<(), SidecarError>,
    },
    Dropped {
        result: Result<(), SidecarError>,
    },
    Counted {
        result: Result<VectorsStats, SidecarError>,
    },
    Optimized {
        result: Result<Optimized, SidecarError>,
    },
    GivenBack {
        model: String,
        result: Result<VectorsPage, SidecarError>,
    },
    Late {
        model: String,
        result: Result<Made, SidecarError>,
    },
}

/// The threads; they end when it is dropped, each after the answer that it waits for, which nobody
/// else waits for then.
pub(crate) struct Workers {
    asks: Sender<Ask>,
}

impl Workers {
    /// Starts them; `done` takes each answer.
    pub fn start(
        service: &Arc<dyn Service>,
        done: impl Fn(Done) + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let (asks, taken) = unbounded::<Ask>();
        for number in 0..THREADS {
            let (taken, done, service) = (taken.clone(), done.clone(), service.clone());
            let thread = std::thread::Builder::new().name(format!("tenon-meaning-{number}"));
            thread.spawn(move || {
                // What a person does comes first. On Linux this is the thread's own priority.
                let _ = rustix::process::setpriority_process(None, 10);
                for ask in taken {
                    done(answer(&*service, ask));
                }
            })?;
        }
        Ok(Self { asks })
    }

    /// Has one of them ask.
    pub fn ask(&self, ask: Ask) {
        // They end only after this is dropped.
        let _ = self.asks.send(ask);
    }
}

fn answer(service: &dyn Service, ask: Ask) -> Done {
    match ask {
        Ask::Model => Done::Named {
            result: service.model(),
        },
        Ask::Embed { texts, model } => {
            let began = Instant::now();
            let only = texts.iter().map(|(_, text)| text.clone()).collect();
            let result = service.embed(only, Some(model.clone()));
            Done::Embedded {
                texts,
                model,
                took: began.elapsed(),
                result,
            }
        }
        Ask::Upsert { rows, body } => Done::Upserted {
            rows,
            result: service.upsert(&body).map(drop),
        },
        Ask::Delete { rows, body } => Done::Deleted {
            rows,
            result: service.delete(&body).map(drop),
        },
        Ask::Drop { body } => Done::Dropped {
            result: service.delete(&body).map(drop),
        },
        Ask::Stats { of } => Done::Counted {
            result: service.stats(&of),
        },
        Ask::Optimize { of } => Done::Optimized {
            result: service.optimize(&of),
        },
        Ask::Read { body, model } => Done::GivenBack {
            model,
            result: service.read(&body),
        },
        Ask::Late {
            texts,
            old,
            workspace,
        } => Done::Late {
            result: late::embed(service, texts, &old, &workspace),
            model: old.model,
        },
    }
}
