//! What a process finds around it, read once at its start.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;
use tenon_core::{Clock, Ids, Millis};
use tenon_store::{Ambient, DirHints, SystemEntropy};
use uuid::Uuid;

/// In a terminal of Tenon: the socket of the owner that its window shows.
pub const SOCKET: &str = "TENON_SOCKET";
/// In a terminal of Tenon: the terminal's identity.
pub const TERMINAL: &str = "TENON_TERMINAL";
/// In a terminal of Tenon: the folder that its window shows.
pub const WORKSPACE: &str = "TENON_WORKSPACE";
/// Where data lie; in a terminal of Tenon as its window has it, where that was named.
pub const DATA_DIR: &str = "TENON_DATA_DIR";

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
    /// The program that answers as the launcher of the sidecar's lock; without one the sidecar is
    /// started unlocked.
    pub launcher: Option<PathBuf>,
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

/// One spelling for a folder, whether it exists yet or not: links followed and `..` resolved as far
/// as there is something on disk. The owner's socket is named after it.
fn settled(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.components().next_back()) {
        (Some(parent), Some(Component::Normal(name))) => settled(parent).join(name),
        (Some(parent), Some(Component::ParentDir)) => {
            let above = settled(parent);
            above.parent().map_or(above.clone(), Path::to_path_buf)
        }
        _ => path.to_path_buf(),
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
        let named = data_dir.or_else(|| var(DATA_DIR).map(PathBuf::from));
        Self {
            dirs: DirHints {
                home: var("HOME").map_or_else(|| PathBuf::from("/"), PathBuf::from),
                data_dir: named.map(|dir| settled(&cwd.join(dir))),
                xdg_data: var("XDG_DATA_HOME"),
                xdg_config: var("XDG_CONFIG_HOME"),
                xdg_cache: var("XDG_CACHE_HOME"),
            },
            environment: std::env::vars_os().collect(),
            cwd,
            uid: rustix::process::getuid().as_raw(),
            program: std::env::current_exe().unwrap_or_default(),
            keeper: None,
            launcher: None,
            command: Arc::new(|program| std::process::Command::new(program)),
            ambient: Ambient {
                clock: Arc::new(SystemClock),
                ids: Arc::new(SystemIds),
                entropy: Arc::new(SystemEntropy),
            },
        }
    }

    /// Says that this program's `main` answers as the launcher, by the kernel's own name for it:
    /// the file may have been replaced by a newer one since the start.
    pub fn answers_as_launcher(&mut self) {
        self.launcher = Some("/proc/self/exe".into());
    }

    /// A moment as people here say it, such as `21 Nov 14:02`, with the year where it is another one;
    /// in UTC where no zone is known.
    pub fn local_time(&self, at: Millis) -> String {
        moment(at, self.ambient.clock.now(), &TimeZone::system())
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

fn moment(at: Millis, now: Millis, zone: &TimeZone) -> String {
    let zoned = |at| {
        let at = jiff::Timestamp::from_millisecond(at);
        at.map(|at| at.to_zoned(zone.clone()))
    };
    let Ok(then) = zoned(at) else {
        return "an unknown moment".to_owned();
    };
    let form = match zoned(now).is_ok_and(|now| now.year() == then.year()) {
        true => "%-d %b %H:%M",
        false => "%-d %b %Y %H:%M",
    };
    then.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_of_another_year_names_it() {
        let (then, next_year) = (1_795_269_720_000, 1_800_000_000_000);
        let said = |now| moment(then, now, &TimeZone::UTC);
        assert_eq!(said(then), "21 Nov 14:02");
        assert_eq!(said(next_year), "21 Nov 2026 14:02");
        assert_eq!(moment(i64::MAX, then, &TimeZone::UTC), "an unknown moment");
    }

    #[test]
    fn every_spelling_of_a_folder_is_one() {
        let base = tempfile::tempdir().expect("a folder");
        let real = base.path().canonicalize().expect("its real name");
        for there in [false, true] {
            if there {
                std::fs::create_dir(real.join("d")).expect("made");
            }
            for spelling in ["d", "d/", "./d", "x/../d", "d/."] {
                assert_eq!(
                    settled(&base.path().join(spelling)),
                    real.join("d"),
                    "{spelling}"
                );
            }
        }
    }
}
