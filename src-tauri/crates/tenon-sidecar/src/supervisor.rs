//! The handle on the supervisor's thread.

mod build;
mod driver;
mod report;
mod shared;
mod vectors;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Sender, bounded};
use tenon_core::{Clock, EventSink};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::confine::Lock;
use crate::engine::Engine;
use crate::error::SidecarError;
use crate::lines::LineSink;
use crate::process::CommandFactory;
use crate::python::Places;
use crate::rules::Rules;
use crate::state::Input;
use crate::status::{Status, Trouble};
use crate::wire::{Embeddings, How};
use driver::{Driver, Order};
use shared::Shared;

/// How long [`Supervisor::stop`] waits at most.
const LONGEST_STOP: Duration = Duration::from_secs(2);
/// How long [`Supervisor::restart`] waits at most for the supervisor to take its order.
const LONGEST_ORDER: Duration = Duration::from_secs(1);

/// What the supervisor is told at its start.
#[derive(Clone)]
pub struct Config {
    /// Where the Python may be; looked at again at each launch.
    pub python: Places,
    /// Makes the command that runs it.
    pub command: CommandFactory,
    /// The port of 127.0.0.1 that is tried first.
    pub port: u16,
    /// What makes embeddings.
    pub engines: Engines,
    /// The folder of the model graphs; the sidecar's own choice without it.
    pub models: Option<PathBuf>,
    /// The folder in which the sidecar keeps vectors; without one it keeps none.
    pub vectors: Option<PathBuf>,
    /// The lock of the process; without one it is kept from nothing.
    pub lock: Option<Lock>,
    /// Tenon's own environment, of which the process inherits a short list.
    pub environment: Vec<(OsString, OsString)>,
    /// Takes what the process prints.
    pub lines: LineSink,
    /// Tells since when a state holds.
    pub clock: Arc<dyn Clock>,
    /// How patient to be.
    pub rules: Rules,
}

/// What makes embeddings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engines {
    /// The engine.
    pub engine: Engine,
    /// The one before, which answers from its collection until the new one's is complete.
    pub old: Option<Engine>,
    /// Its threads; its own choice without it.
    pub threads: Option<u32>,
}

impl Engines {
    /// Whether a program of the person's makes some of them.
    pub(crate) fn asks_program(&self) -> bool {
        let mut all = [Some(&self.engine), self.old.as_ref()].into_iter();
        all.any(|engine| matches!(engine, Some(Engine::OpenAi { .. } | Engine::Ollama { .. })))
    }
}

impl From<Engine> for Engines {
    fn from(engine: Engine) -> Self {
        Self {
            engine,
            old: None,
            threads: None,
        }
    }
}

/// Keeps the sidecar up from a thread of its own; ends it when dropped.
pub struct Supervisor {
    orders: UnboundedSender<Order>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Supervisor {
    /// Starts the supervisor and the sidecar; returns before the sidecar is up.
    ///
    /// Each change of state is recorded in `events` as `sidecar.changed`.
    ///
    /// # Errors
    /// [`SidecarError::Supervisor`] when the system gives no thread. Whatever is wrong with the
    /// sidecar itself is told by [`Supervisor::status`].
    pub fn start(config: Config, events: Arc<dyn EventSink>) -> Result<Self, SidecarError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(SidecarError::Supervisor)?;
        let (orders, inbox) = unbounded_channel();
        let shared = Arc::new(Shared::new(Arc::clone(&config.clock), events));
        let driver = Driver::new(config, orders.clone(), Arc::clone(&shared));
        // The processes are started from this thread, whose end would be theirs.
        let thread = thread::Builder::new()
            .name("sidecar".into())
            .spawn(move || tokio::task::LocalSet::new().block_on(&runtime, driver.run(inbox)))
            .map_err(SidecarError::Supervisor)?;
        let supervisor = Self {
            orders,
            shared,
            thread: Some(thread),
        };
        supervisor.give(Order::Input(Input::Start));
        Ok(supervisor)
    }

    /// How the sidecar is now.
    pub fn status(&self) -> Status {
        self.shared.status()
    }

    /// Calls `callback` after each change of the status, from the supervisor's thread.
    ///
    /// It must return soon: nothing is watched meanwhile.
    pub fn on_change(&self, callback: impl Fn(&Status) + Send + Sync + 'static) {
        self.shared.add(Arc::new(callback));
    }

    /// Starts the sidecar again, whatever it is doing, and returns how it is right after.
    pub fn restart(&self) -> Status {
        let (taken, answer) = bounded(1);
        self.give(Order::Restart(taken));
        let _ = answer.recv_timeout(LONGEST_ORDER);
        self.status()
    }

    /// Ends the sidecar with all it started; blocks until it is gone, for 2 s at most.
    ///
    /// Returns whether it is gone. [`Supervisor::restart`] starts it again.
    pub fn stop(&self) -> bool {
        let (gone, answer) = bounded(1);
        self.give(Order::Stop(gone));
        answer.recv_timeout(LONGEST_STOP).is_ok()
    }

    /// Turns texts into vectors; blocks until they are made, so never call it from a window's
    /// thread.
    ///
    /// # Errors
    /// [`SidecarError::Unavailable`] at once when the sidecar is not ready, and when it ends
    /// before it has answered; otherwise as [`Client::embed`](crate::Client::embed).
    pub fn embed(&self, texts: Vec<String>) -> Result<Embeddings, SidecarError> {
        self.wait(|reply| Order::Embed {
            texts,
            how: None,
            reply,
        })
    }

    /// As [`Supervisor::embed`], in the way that `how` says.
    ///
    /// # Errors
    /// As [`Supervisor::embed`].
    pub fn embed_as(&self, texts: Vec<String>, how: How) -> Result<Embeddings, SidecarError> {
        self.wait(|reply| Order::Embed {
            texts,
            how: Some(how),
            reply,
        })
    }

    /// Sets what later launches make embeddings with; [`Supervisor::restart`] makes one.
    pub fn configure(&self, engines: Engines) {
        self.give(Order::Configure(Box::new(engines)));
    }

    /// Gives an order and waits for its answer.
    fn wait<T>(
        &self,
        order: impl FnOnce(Sender<Result<T, SidecarError>>) -> Order,
    ) -> Result<T, SidecarError> {
        let (reply, answer) = bounded(1);
        self.give(order(reply));
        answer.recv().unwrap_or_else(|_| {
            Err(SidecarError::Unavailable(Trouble::new(
                "The sidecar ended before it had answered.",
                "Try again when it is ready.",
            )))
        })
    }

    fn give(&self, order: Order) {
        // The thread ends only when this handle is dropped, so somebody always takes it.
        let _ = self.orders.send(order);
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.stop();
        self.give(Order::Quit);
        if let Some(thread) = self.thread.take()
            // A callback that held the last handle runs on that very thread.
            && thread.thread().id() != thread::current().id()
        {
            let _ = thread.join();
        }
    }
}
