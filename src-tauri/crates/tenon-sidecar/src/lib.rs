//! The machine-learning sidecar as Tenon runs it: who starts it, who watches it, how it is asked.
//!
//! The types that matter: [`Supervisor`] keeps one Python process up and tells how it is
//! ([`Status`]); [`State`] with [`step`] is every decision it takes, without a process or a clock;
//! [`Client`] is the only one who speaks to the process.
//!
//! This crate will never speak to a server that it did not start: it opens the listening socket
//! itself, and believes an answer only when it is signed with the token of this launch. It starts
//! the process behind the lock of `tenon-egress`, as far as [`Config`] has one. It reads
//! no variable of the environment: what the process inherits is given in [`Config`].
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use tenon_sidecar::{Config, Supervisor};
//! # fn run(config: Config, events: Arc<dyn tenon_core::EventSink>) -> Result<(), tenon_sidecar::SidecarError> {
//! let sidecar = Supervisor::start(config, events)?;
//! sidecar.on_change(|status| tracing::info!(state = status.state.word(), "the sidecar changed"));
//! let made = sidecar.embed(vec!["a red door".into()])?;
//! assert_eq!(made.vectors.len(), 1);
//! # Ok(())
//! # }
//! ```
#![deny(missing_docs)]

mod client;
mod confine;
mod engine;
mod entities;
mod environment;
mod error;
mod lines;
mod model;
mod process;
mod proof;
mod python;
mod rules;
mod socket;
mod state;
mod status;
mod supervisor;
mod vectors;
mod wire;

pub use client::Client;
pub use confine::Lock;
pub use engine::Engine;
pub use entities::{EntitiesAsk, EntitiesFound, EntityName, EntityNames, EntityText};
pub use error::SidecarError;
pub use lines::{LineSink, Stream};
pub use model::{MODEL, WEIGHTS_PACKAGE, has_model, has_weights, model_problem};
pub use process::CommandFactory;
pub use proof::Token;
pub use python::{Places, Setup, find_python};
pub use rules::Rules;
pub use socket::{DEFAULT_PORT, Listener};
pub use state::{Action, Activity, Ending, EngineReport, Input, Moment, State, step};
pub use status::{Condition, Status, Trouble};
pub use supervisor::{Config, Engines, Supervisor};
pub use vectors::{
    Collection, CollectionSize, Deleted, Deletion, KeptVector, Likeness, Optimized, PAGE_ROWS,
    PathFilter, UPSERT_ROWS, Upserted, Vector, VectorHit, VectorHits, VectorKey, VectorRow,
    VectorsDelete, VectorsFilter, VectorsPage, VectorsRead, VectorsSearch, VectorsStats,
    VectorsUpsert,
};
pub use wire::{Embeddings, Encoding, EngineHealth, EngineState, Health, How, Purpose};
