//! How the process is started behind the lock, and what it may read and write there.

mod needs;

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use tenon_egress::{
    EgressError, Engine, Gate, Hold, Launch, Ledger, Level, Plan, Program, Session,
};
use tenon_policy::Policy;

use crate::engine::Engine as Embedder;
use crate::socket::Listener;
use crate::supervisor::Config;

/// How the sidecar is locked.
#[derive(Clone)]
pub struct Lock {
    /// The executable that answers as the launcher: this one, as a rule.
    pub launcher: PathBuf,
    /// The most that is tried.
    pub ceiling: Level,
    /// The folder that it may write, which is made when it is not there; `TMPDIR` points to it.
    pub scratch: PathBuf,
    /// The engines that the person names, asked for each request.
    pub engines: Arc<dyn Fn() -> Vec<Engine> + Send + Sync>,
    /// What is allowed.
    pub policy: Policy,
}

/// What the Python is started for.
#[derive(Clone, Copy)]
pub(crate) enum Task<'a> {
    /// To be the sidecar, on this socket.
    Serve(&'a Listener),
    /// To build the built-in model in this folder, the only one that it may write then.
    Build(&'a Path),
}

impl Task<'_> {
    fn arguments(self) -> Vec<OsString> {
        match self {
            Self::Serve(listener) => {
                let socket = listener.as_fd().as_raw_fd().to_string();
                let port = listener.port().to_string();
                let words = ["-m", "tenon_sidecar", "--fd", &socket, "--port", &port];
                let words = words.into_iter().chain(["--watch-stdin"]);
                words.map(OsString::from).collect()
            }
            Self::Build(models) => {
                let words = ["-I", "-m", "tenon_sidecar.model", "--build"];
                let words = words.into_iter().chain(["--watch-stdin", "--out"]);
                let words = words.map(OsString::from);
                words.chain([models.as_os_str().to_owned()]).collect()
            }
        }
    }

    fn sockets(self) -> Vec<RawFd> {
        match self {
            Self::Serve(listener) => vec![listener.as_fd().as_raw_fd()],
            Self::Build(_) => Vec::new(),
        }
    }
}

/// One start, locked as far as it can be prepared.
pub(crate) struct Start {
    command: Option<Command>,
    sockets: Vec<RawFd>,
    environment: Vec<(OsString, OsString)>,
    launch: Result<Launch, String>,
}

impl Start {
    /// Prepares the start of `python` for `task` with `environment`.
    pub(crate) fn new(
        config: &Config,
        python: &Path,
        task: Task<'_>,
        environment: Vec<(OsString, OsString)>,
    ) -> Self {
        let (arguments, sockets) = (task.arguments(), task.sockets());
        let plain = |why: String| {
            let mut command = (config.command)(python);
            command.args(&arguments);
            Self {
                command: Some(command),
                sockets: sockets.clone(),
                environment: environment.clone(),
                launch: Err(why),
            }
        };
        let Some(lock) = &config.lock else {
            return plain("This Tenon starts its sidecar without a lock.".into());
        };
        match prepared(lock, config, python, task) {
            Ok(launch) => {
                let mut command = (config.command)(&lock.launcher);
                command.args(launch.arguments());
                let mut inherited = environment;
                inherited.retain(|(name, _)| name != "TMPDIR");
                inherited.push(("TMPDIR".into(), lock.scratch.clone().into()));
                inherited.extend(launch.environment());
                Self {
                    command: Some(command),
                    sockets: sockets.clone(),
                    environment: inherited,
                    launch: Ok(launch),
                }
            }
            // The sidecar works without a lock too, and says that it has none.
            Err(error) => plain(format!("The lock could not be prepared: {error}.")),
        }
    }

    /// The command, once.
    pub(crate) fn command(&mut self) -> Command {
        self.command.take().unwrap_or_else(|| Command::new(""))
    }

    /// The descriptors that the process inherits.
    pub(crate) fn kept(&self) -> Vec<RawFd> {
        let channel = self.launch.as_ref().ok().map(Launch::descriptor);
        self.sockets.iter().copied().chain(channel).collect()
    }

    /// The whole environment of the process.
    pub(crate) fn environment(&mut self) -> Vec<(OsString, OsString)> {
        std::mem::take(&mut self.environment)
    }

    /// Serves the process that was started: `tell` hears once what holds.
    pub(crate) fn serve(
        self,
        config: &Config,
        ledger: Ledger,
        tell: impl FnOnce(Hold) + Send + 'static,
    ) -> Option<Session> {
        let (launch, lock) = match (self.launch, &config.lock) {
            (Ok(launch), Some(lock)) => (launch, lock),
            (Err(why), _) => {
                tell(Hold::nothing(why));
                return None;
            }
            (Ok(_), None) => return None,
        };
        let gate = Gate {
            engines: Arc::clone(&lock.engines),
            policy: lock.policy,
            ledger: Arc::new(ledger),
        };
        match launch.serve(gate, tell) {
            Ok(session) => Some(session),
            Err(error) => {
                // It is locked all the same; only nobody can say so, or open the door.
                tracing::error!(%error, "the sidecar's proxy could not be started");
                None
            }
        }
    }
}

fn prepared(
    lock: &Lock,
    config: &Config,
    python: &Path,
    task: Task<'_>,
) -> Result<Launch, EgressError> {
    // Without its launcher the sidecar starts all the same, and says so.
    std::fs::metadata(&lock.launcher)?;
    make_folder(&lock.scratch)?;
    let needs = needs::of(python);
    let (mut reads, mut writes) = (needs.reads, vec![lock.scratch.clone()]);
    match (task, &config.vectors) {
        (Task::Build(models), _) => {
            make_folder(models)?;
            writes.push(models.to_owned());
        }
        (Task::Serve(_), Some(vectors)) => {
            make_folder(vectors)?;
            writes.push(vectors.clone());
        }
        (Task::Serve(_), None) => {}
    }
    let wanted = [Some(&config.engines.engine), config.engines.old.as_ref()];
    for engine in wanted.into_iter().flatten() {
        if let Embedder::Folder { folder } = engine {
            reads.extend(needs::of_model(folder));
        }
    }
    // What it reads it cannot change: the model is built before, by a process of its own.
    reads.extend(config.models.clone());
    let mut launch = Launch::prepare()?;
    let plan = Plan {
        program: Some(Program {
            path: python.to_owned(),
            arguments: texts(task.arguments())?,
        }),
        reads,
        runs: needs.runs,
        writes,
        sockets: task.sockets(),
        proxy: launch.port(),
        parent: rustix::process::getpid().as_raw_nonzero().get(),
        ceiling: lock.ceiling,
    };
    launch.send(&plan)?;
    Ok(launch)
}

/// Arguments as a plan has them.
fn texts(arguments: Vec<OsString>) -> io::Result<Vec<String>> {
    let text = |argument: OsString| argument.into_string();
    let texts: Result<_, _> = arguments.into_iter().map(text).collect();
    texts.map_err(|odd| io::Error::other(format!("{} is not UTF-8", odd.display())))
}

fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}
