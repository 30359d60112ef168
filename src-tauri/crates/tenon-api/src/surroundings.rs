//! What a process finds around it, read once at its start.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::sync::Arc;

use tenon_core::{Clock, Ids, Millis};
use tenon_store::{Ambient, DirHints, SystemEntropy};
use uuid::Uuid;

/// Builds the command that runs a program; the shell's comes from its plugin.
pub type CommandFactory = Arc<dyn Fn(&std::path::Path) -> std::process::Command + Send + Sync>;

/// Everything that is not the workspace: folders, environment, programs, time.
#[derive(Clone)]
pub struct Surroundings {
    /// Where data, settings and models lie.
    pub dirs: DirHints,
    /// The environment that shells inherit.
    pub environment: Vec<(OsString, OsString)>,
    /// This process's folder.
    pub cwd: PathBuf,
    /// This user.
    pub uid: u32,
    /// This program.
    pub program: PathBuf,
    /// How the process that ends orphaned terminal sessions is started, as arguments of `program`.
    pub keeper: Option<Vec<OsString>>,
    /// Builds the sidecar's command.
    pub command: CommandFactory,
    /// Time, identities and randomness.
    pub ambient: Ambient,
}

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock is read")]
    fn now(&self) -> Millis {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
    }
}

/// UUIDv7 from the system's clock and randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

impl Surroundings {
    /// Reads the process's own surroundings. `data_dir` is the command line's `--data-dir`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn of_this_process(data_dir: Option<PathBuf>) -> Self {
        let cwd = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        let var = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let named = data_dir.or_else(|| var("TENON_DATA_DIR").map(PathBuf::from));
        Self {
            dirs: DirHints {
                home: var("HOME").map_or_else(|| PathBuf::from("/"), PathBuf::from),
                data_dir: named.map(|dir| cwd.join(dir)),
                xdg_data: var("XDG_DATA_HOME"),
                xdg_config: var("XDG_CONFIG_HOME"),
                xdg_cache: var("XDG_CACHE_HOME"),
            },
            environment: std::env::vars_os().collect(),
            cwd,
            uid: rustix::process::getuid().as_raw(),
            program: std::env::current_exe().unwrap_or_default(),
            keeper: None,
            command: Arc::new(|program| std::process::Command::new(program)),
            ambient: Ambient {
                clock: Arc::new(SystemClock),
                ids: Arc::new(SystemIds),
                entropy: Arc::new(SystemEntropy),
            },
        }
    }

    /// A variable of the environment.
    pub fn var(&self, name: &str) -> Option<&OsStr> {
        let found = self
            .environment
            .iter()
            .find(|(key, _)| key.as_os_str() == OsStr::new(name));
        found
            .map(|(_, value)| value.as_os_str())
            .filter(|value| !value.is_empty())
    }
}
