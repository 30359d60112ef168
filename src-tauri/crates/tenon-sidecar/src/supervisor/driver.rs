//! The thread that feeds the decisions with what happens and does what they say.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::Sender;
use tenon_egress::{Hold, Ledger, Session};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::{JoinHandle, JoinSet};

use super::report::{is_lasting, not_started, report, unavailable};
use super::shared::Shared;
use super::{Config, Engines};
use crate::client::Client;
use crate::confine::{Start, Task};
use crate::environment::environment;
use crate::error::SidecarError;
use crate::process::{Process, activity, pulse};
use crate::proof::Token;
use crate::python::cannot_run;
use crate::rules::Rules;
use crate::socket::Listener;
use crate::state::{Action, Ending, Input, Moment, State, step};
use crate::status::{Condition, Trouble};
use crate::wire::{Embeddings, How};

/// What reaches the supervisor's thread.
pub(super) enum Order {
    Input(Input),
    /// Answered when the decision has been taken.
    Restart(Sender<()>),
    /// Answered when no process is left.
    Stop(Sender<()>),
    Embed {
        texts: Vec<String>,
        how: Option<How>,
        reply: Sender<Result<Embeddings, SidecarError>>,
    },
    /// A request of any other kind, with its JSON body.
    Ask {
        target: &'static str,
        body: Vec<u8>,
        timeout: Duration,
        late: Late,
        reply: Sender<Result<Vec<u8>, SidecarError>>,
    },
    /// What later launches are told.
    Configure(Box<Engines>),
    /// The builder of a launch's model has ended.
    Built {
        launch: u64,
        ending: Ending,
    },
    /// What the lock of a launch turned out to hold.
    Held {
        launch: u64,
        hold: Hold,
    },
    Quit,
}

/// What it says of the sidecar that no answer came in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Late {
    /// It is hung.
    Hung,
    /// It is hung, unless a program of the person's does the work, which may be slow.
    HungAlone,
    /// Nothing: whoever asked had little time.
    Nothing,
}

pub(super) struct Driver {
    pub(super) config: Config,
    /// How patient to be with this launch.
    rules: Rules,
    orders: UnboundedSender<Order>,
    shared: Arc<Shared>,
    began: Instant,
    pub(super) state: State,
    /// The launch that began with the building of its model.
    pub(super) builds: Option<u64>,
    /// What is told while that goes on.
    pub(super) note: Option<Trouble>,
    listener: Option<Listener>,
    running: Option<Running>,
    hold: Option<Hold>,
    probe: Option<JoinHandle<()>>,
    stops: Vec<Sender<()>>,
    quits: bool,
}

/// What exists for one launch only.
struct Running {
    process: Process,
    client: Client,
    /// Requests under way; they are given up with the process.
    requests: JoinSet<()>,
    /// Whether a program of the person's makes embeddings.
    asks_program: bool,
    /// The proxy, which ends with the launch.
    _session: Option<Session>,
}

impl Driver {
    pub(super) fn new(config: Config, orders: UnboundedSender<Order>, shared: Arc<Shared>) -> Self {
        Self {
            rules: config.rules.clone(),
            config,
            orders,
            shared,
            began: Instant::now(),
            state: State::default(),
            builds: None,
            note: None,
            listener: None,
            running: None,
            hold: None,
            probe: None,
            stops: Vec::new(),
            quits: false,
        }
    }

    pub(super) async fn run(mut self, mut inbox: UnboundedReceiver<Order>) {
        while !self.quits {
            let order = match self.state.wake_at(&self.rules) {
                None => inbox.recv().await,
                Some(due) => {
                    let due = tokio::time::Instant::from_std(self.began + due);
                    tokio::time::timeout_at(due, inbox.recv())
                        .await
                        .unwrap_or(Some(Order::Input(Input::Tick)))
                }
            };
            match order {
                Some(order) => self.take(order),
                None => return,
            }
        }
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::Input(input) => self.feed(input),
            Order::Restart(taken) => {
                self.feed(Input::Restart);
                let _ = taken.send(());
            }
            Order::Stop(gone) => {
                self.stops.push(gone);
                self.feed(Input::Stop);
            }
            Order::Embed { texts, how, reply } => {
                self.work(Late::HungAlone, reply, async move |client| {
                    client.embed_as(&texts, how.as_ref()).await
                })
            }
            Order::Ask {
                target,
                body,
                timeout,
                late,
                reply,
            } => self.work(late, reply, async move |client| {
                client.post(target, body, timeout).await
            }),
            Order::Built { launch, ending } => self.built(launch, ending),
            Order::Configure(engines) => self.config.engines = *engines,
            Order::Held { launch, hold } => {
                if self.state.launch() == Some(launch) {
                    self.hold = Some(hold);
                    self.publish();
                }
            }
            Order::Quit => self.quits = true,
        }
        if self.state.launch().is_none() {
            for gone in self.stops.drain(..) {
                let _ = gone.send(());
            }
        }
    }

    /// Takes one input and all that follows from it at once.
    pub(super) fn feed(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let moment = Moment {
                at: self.began.elapsed(),
                chance: chance(),
            };
            let (state, actions) = step(&self.rules, &self.state, input, moment);
            self.state = state;
            if self.state.launch().is_none() {
                self.forget();
            }
            self.publish();
            for action in actions {
                inputs.extend(self.perform(action));
            }
        }
    }

    fn publish(&self) {
        let port = self.listener.as_ref().map(Listener::port);
        let (note, hold) = (self.note.as_ref(), self.hold.as_ref());
        self.shared.publish(&self.state, note, port, hold);
    }

    /// Gives up what belongs to a process that is gone.
    fn forget(&mut self) {
        self.running = None;
        self.hold = None;
        self.note = None;
        if let Some(probe) = self.probe.take() {
            probe.abort();
        }
    }

    fn perform(&mut self, action: Action) -> Option<Input> {
        match action {
            Action::Launch { launch } => Some(match self.launch(launch) {
                Ok(pid) => Input::Spawned { launch, pid },
                Err(error) => not_started(launch, error),
            }),
            Action::Probe { launch, after } => {
                let running = self.running.as_ref()?;
                let (client, pid) = (running.client.clone(), running.process.pid());
                let orders = self.orders.clone();
                let asking = tokio::spawn(async move {
                    tokio::time::sleep(after).await;
                    let before = pulse(pid);
                    let answer = client.health().await;
                    let seen = || activity(before, pulse(pid));
                    let _ = orders.send(Order::Input(report(launch, answer, seen)));
                });
                if let Some(last) = self.probe.replace(asking) {
                    last.abort();
                }
                None
            }
            Action::Kill { .. } => {
                self.running.as_ref()?.process.kill();
                None
            }
            Action::End { .. } => {
                let (process, grace) = (
                    self.running.as_ref()?.process.clone(),
                    self.config.rules.grace,
                );
                process.ask_to_end();
                tokio::spawn(async move {
                    tokio::time::sleep(grace).await;
                    process.kill();
                });
                None
            }
        }
    }

    /// Starts the sidecar, or with a folder of models the builder of the model in it.
    pub(super) fn start(
        &mut self,
        launch: u64,
        python: &Path,
        builds: Option<&Path>,
    ) -> Result<u32, SidecarError> {
        let listener = match self.listener.take() {
            Some(listener) => listener,
            None => Listener::open(self.config.port)?,
        };
        let listener = self.listener.insert(listener);
        let token = Token::fresh()?;
        let config = &self.config;
        let asks_program = config.engines.asks_program();
        self.rules = match (asks_program, self.builds == Some(launch)) {
            (true, _) => config.rules.for_program(),
            (false, true) => config.rules.for_building(),
            (false, false) => config.rules.clone(),
        };
        let client = Client::new(listener.port(), token.clone(), &self.rules)?;
        let inherited = environment(
            &config.environment,
            &token,
            &config.engines,
            config.models.as_deref(),
            config.vectors.as_deref(),
        );
        let orders = self.orders.clone();
        let remedy = config.python.remedy();
        let task = builds.map_or(Task::Serve(listener), Task::Build);
        let is_sidecar = builds.is_none();
        let mut start = Start::new(config, python, task, inherited);
        let process = Process::start(
            start.command(),
            start.kept(),
            start.environment(),
            &config.lines,
            move |mut ending| {
                if let Some(trouble) = &mut ending.broken {
                    trouble.hint = Some(remedy.into());
                }
                let _ = orders.send(match is_sidecar {
                    true => Order::Input(Input::Exited { launch, ending }),
                    false => Order::Built { launch, ending },
                });
            },
        )
        .map_err(|error| match is_lasting(&error) {
            true => SidecarError::NoPython(cannot_run(python, &error, &config.python)),
            false => SidecarError::Spawn(error),
        })?;
        let pid = process.pid();
        let held = self.orders.clone();
        let ledger = Ledger::new(Arc::clone(&self.config.clock), self.shared.events());
        let tell = move |hold| {
            if is_sidecar {
                let _ = held.send(Order::Held { launch, hold });
            }
        };
        let session = start.serve(&self.config, ledger, tell);
        self.running = Some(Running {
            process,
            client,
            requests: JoinSet::new(),
            asks_program,
            _session: session,
        });
        Ok(pid)
    }

    fn unavailable(&self) -> Trouble {
        let note = self.note.clone();
        note.unwrap_or_else(|| unavailable(&self.state))
    }

    /// Has the process do something, if it is ready.
    fn work<T, F>(&mut self, late: Late, reply: Sender<Result<T, SidecarError>>, ask: F)
    where
        T: Send + 'static,
        F: AsyncFnOnce(Client) -> Result<T, SidecarError> + 'static,
    {
        let launch = self.state.launch();
        let (Condition::Ready, Some(launch), Some(running)) =
            (self.state.condition(), launch, &mut self.running)
        else {
            let _ = reply.send(Err(SidecarError::Unavailable(self.unavailable())));
            return;
        };
        while running.requests.try_join_next().is_some() {}
        let (client, orders) = (running.client.clone(), self.orders.clone());
        let hangs = match late {
            Late::Hung => true,
            Late::HungAlone => !running.asks_program,
            Late::Nothing => false,
        };
        running.requests.spawn_local(async move {
            let made = ask(client).await;
            if let Err(SidecarError::TimedOut(_)) = made
                && hangs
            {
                let _ = orders.send(Order::Input(Input::Stuck { launch }));
            }
            let _ = reply.send(made);
        });
    }
}

/// A random byte; without randomness the waits are merely not spread.
fn chance() -> u8 {
    let mut byte = [0];
    let _ = getrandom::fill(&mut byte);
    byte[0]
}
