//! A supervisor over a fake sidecar, and waiting for what it tells.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};
use serde_json::Value;
use tempfile::TempDir;
use tenon_core::{EventDraft, EventSink, FixedClock};
use tenon_egress::Level;
use tenon_policy::Policy;
use tenon_sidecar::{
    Condition, Config, Engine, LineSink, Lock, Places, Rules, Status, Stream, Supervisor,
};

/// How long anything is waited for before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// The folder of a fake sidecar, which notes there what it was asked.
pub struct Fake {
    pub dir: TempDir,
}

impl Fake {
    /// A fake that behaves as `mode` says: words that `fake.py` knows.
    pub fn new(mode: &str) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let fake = Self { dir };
        let script = format!("#!{}\n{}", python(), include_str!("fake.py"));
        fs::write(fake.program(), script).expect("the script");
        fs::set_permissions(fake.program(), fs::Permissions::from_mode(0o755)).expect("its mode");
        fake.be(mode);
        fake
    }

    pub fn program(&self) -> PathBuf {
        self.dir.path().join("python")
    }

    /// Changes how it behaves from now on.
    pub fn be(&self, mode: &str) {
        let (new, place) = (
            self.dir.path().join("mode.new"),
            self.dir.path().join("mode"),
        );
        fs::write(&new, mode).expect("the mode");
        fs::rename(new, place).expect("put in place at once");
    }

    /// What it noted under `name`, oldest first.
    pub fn notes(&self, name: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.dir.path().join(name)).unwrap_or_default();
        let lines = text
            .split_inclusive('\n')
            .filter(|line| line.ends_with('\n'));
        lines
            .map(|line| serde_json::from_str(line).expect("a line of JSON"))
            .collect()
    }
}

/// A real interpreter, not a launcher script that may stand before it on the path.
fn python() -> String {
    let said = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable)"])
        .output()
        .expect("python3 is installed");
    String::from_utf8(said.stdout)
        .expect("its path")
        .trim()
        .to_owned()
}

/// Figures with which a test is over soon; those that no test waits for stay long.
pub fn rules() -> Rules {
    Rules {
        health_period: Duration::from_millis(20),
        starting_period: Duration::from_millis(10),
        health_timeout: Duration::from_secs(5),
        silent_start: PATIENCE,
        backoff: Duration::from_millis(10),
        ..Rules::default()
    }
}

/// A configuration that runs `python` behind the lock, on a port that the system chooses.
pub fn config(python: &Path, rules: Rules) -> Config {
    Config {
        python: Places {
            chosen: Some(python.to_owned()),
            ..Places::default()
        },
        command: Arc::new(|program| Command::new(program)),
        port: 0,
        engines: Engine::Hashing.into(),
        models: None,
        vectors: None,
        lock: Some(lock(python, Level::Enforced)),
        environment: own_environment(),
        lines: Arc::new(|_, _| ()),
        clock: Arc::new(FixedClock::at(1_000)),
        rules,
    }
}

/// The lock as the product has it. The fake's notes lie in its folder, which it may write.
pub fn lock(python: &Path, ceiling: Level) -> Lock {
    let folder = python.parent().filter(|folder| folder.parent().is_some());
    Lock {
        launcher: PathBuf::from(env!("CARGO_BIN_EXE_tenon-sidecar-launch")),
        ceiling,
        scratch: folder.map_or_else(std::env::temp_dir, Path::to_path_buf),
        engines: Arc::new(Vec::new),
        policy: Policy {
            trusted: None,
            local_only: true,
        },
    }
}

pub fn own_environment() -> Vec<(OsString, OsString)> {
    std::env::vars_os().collect()
}

/// Keeps what is recorded.
#[derive(Default)]
pub struct Recorded(pub Mutex<Vec<EventDraft>>);

impl EventSink for Recorded {
    fn record(&self, event: EventDraft) {
        self.0.lock().expect("not poisoned").push(event);
    }
}

/// The lines that the process has printed so far.
pub type Lines = Arc<Mutex<Vec<(Stream, String)>>>;

/// Keeps the lines that the process prints.
pub fn kept_lines() -> (LineSink, Lines) {
    let lines = Lines::default();
    let kept = Arc::clone(&lines);
    let sink: LineSink = Arc::new(move |stream, line| {
        kept.lock()
            .expect("not poisoned")
            .push((stream, line.to_owned()));
    });
    (sink, lines)
}

/// A running supervisor, and every status it has told.
pub struct Watched {
    pub supervisor: Supervisor,
    pub events: Arc<Recorded>,
    told: Receiver<Status>,
}

impl Watched {
    pub fn start(config: Config) -> Self {
        let events = Arc::new(Recorded::default());
        let supervisor = Supervisor::start(config, Arc::<Recorded>::clone(&events))
            .expect("the supervisor starts");
        let (tell, told) = unbounded();
        // What was told before the callback was there is told by hand.
        let first = tell.clone();
        supervisor.on_change(move |status| {
            let _ = tell.send(status.clone());
        });
        let _ = first.send(supervisor.status());
        Self {
            supervisor,
            events,
            told,
        }
    }

    /// Waits until a status is told that fits, and returns it.
    pub fn until(&self, what: &str, fits: impl Fn(&Status) -> bool) -> Status {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Ok(status) = self.told.recv_deadline(deadline) {
            if fits(&status) {
                return status;
            }
            seen.push(status);
        }
        panic!(
            "waited in vain for {what}; it is {:?}, after {seen:#?}",
            self.supervisor.status()
        );
    }

    pub fn until_state(&self, state: Condition) -> Status {
        self.until(state.word(), |status| status.state == state)
    }
}

/// Waits until `holds`, which no event tells.
pub fn wait_until(what: &str, holds: impl Fn() -> bool) {
    wait(what, PATIENCE, holds);
}

/// The same for what has many steps, each of which a loaded machine may hold up.
pub fn wait_long(what: &str, holds: impl Fn() -> bool) {
    wait(what, PATIENCE * 4, holds);
}

fn wait(what: &str, patience: Duration, holds: impl Fn() -> bool) {
    let deadline = Instant::now() + patience;
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        // The processes that it waits for need the cores.
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a process is there and not merely waiting to be reaped.
pub fn is_alive(pid: u32) -> bool {
    // The name before the state is in parentheses and may hold anything.
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        !stat
            .rsplit(')')
            .next()
            .is_some_and(|rest| rest.starts_with(" Z"))
    })
}

pub fn signal(pid: u32, signal: rustix::process::Signal) {
    let pid = rustix::process::Pid::from_raw(pid.cast_signed()).expect("not zero");
    rustix::process::kill_process(pid, signal).expect("the process is there");
}
