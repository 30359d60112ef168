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

/// One start, locked as far as it can be prepared.
pub(crate) struct Start {
    command: Option<Command>,
    socket: RawFd,
    environment: Vec<(OsString, OsString)>,
    launch: Result<Launch, String>,
}

impl Start {
    /// Prepares the start of `python` on `listener` with `environment`.
    pub(crate) fn new(
        config: &Config,
        python: &Path,
        listener: &Listener,
        environment: Vec<(OsString, OsString)>,
    ) -> Self {
        let socket = listener.as_fd().as_raw_fd();
        let arguments: Vec<String> = ["-m", "tenon_sidecar", "--fd", &socket.to_string(), "--port"]
            .into_iter()
            .chain([listener.port().to_string().as_str(), "--watch-stdin"])
            .map(str::to_owned)
            .collect();
        let plain = |why: String| {
            let mut command = (config.command)(python);
            command.args(&arguments);
            Self {
                command: Some(command),
                socket,
                environment: environment.clone(),
                launch: Err(why),
            }
        };
        let Some(lock) = &config.lock else {
            return plain("This Tenon starts its sidecar without a lock.".into());
        };
        match prepared(lock, config, python, arguments.clone(), socket) {
            Ok(launch) => {
                let mut command = (config.command)(&lock.launcher);
                command.args(launch.arguments());
                let mut inherited = environment;
                inherited.retain(|(name, _)| name != "TMPDIR");
                inherited.push(("TMPDIR".into(), lock.scratch.clone().into()));
                inherited.extend(launch.environment());
                Self {
                    command: Some(command),
                    socket,
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
        [self.socket].into_iter().chain(channel).collect()
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
    arguments: Vec<String>,
    socket: RawFd,
) -> Result<Launch, EgressError> {
    // Without its launcher the sidecar starts all the same, and says so.
    std::fs::metadata(&lock.launcher)?;
    make_folder(&lock.scratch)?;
    let needs = needs::of(python);
    let (mut reads, mut writes) = (needs.reads, vec![lock.scratch.clone()]);
    if let Some(vectors) = &config.vectors {
        make_folder(vectors)?;
        writes.push(vectors.clone());
    }
    let wanted = [Some(&config.engines.engine), config.engines.old.as_ref()];
    for engine in wanted.into_iter().flatten() {
        if let Embedder::Folder { folder } = engine {
            reads.extend(needs::of_model(folder));
        }
    }
    if let Some(models) = &config.models {
        // A model that is not there yet is built by the sidecar itself, at its first start.
        if wanted.contains(&Some(&Embedder::MiniLm)) && !has_model(models) {
            make_folder(models)?;
            writes.push(models.clone());
        }
        reads.push(models.clone());
    }
    let mut launch = Launch::prepare()?;
    let plan = Plan {
        program: Some(Program {
            path: python.to_owned(),
            arguments,
        }),
        reads,
        runs: needs.runs,
        writes,
        sockets: vec![socket],
        proxy: launch.port(),
        parent: rustix::process::getpid().as_raw_nonzero().get(),
        ceiling: lock.ceiling,
    };
    launch.send(&plan)?;
    Ok(launch)
}

/// Whether a model was built there, whole or not; a damaged one is built anew by the set-up.
fn has_model(models: &Path) -> bool {
    let folders = std::fs::read_dir(models).into_iter().flatten().flatten();
    folders
        .map(|entry| entry.path().join("checksums.json"))
        .any(|file| file.is_file())
}

fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}
