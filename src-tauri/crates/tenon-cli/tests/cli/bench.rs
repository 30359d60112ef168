//! Running the program with nothing of the person's around it.

use std::ffi::OsStr;
use std::fs::Permissions;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;
use tenon_testkit::{TempWorkspace, wait_until};

/// The program.
pub const TENON: &str = env!("CARGO_BIN_EXE_tenon");

/// A home folder and a workspace.
pub struct Bench {
    pub workspace: TempWorkspace,
    pub home: TempDir,
    pub runtime: TempDir,
}

/// What came of a run.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: Vec<u8>,
    pub err: String,
}

impl Ran {
    pub fn text(&self) -> String {
        String::from_utf8(self.out.clone()).expect("UTF-8 here")
    }

    /// Standard output as JSON, one value a line.
    pub fn lines(&self) -> Vec<Value> {
        let text = self.text();
        let parse = |line: &str| serde_json::from_str(line).expect("each line is JSON");
        text.lines().map(parse).collect()
    }

    /// The one JSON line of a run that went well.
    #[track_caller]
    pub fn value(&self) -> Value {
        assert_eq!(self.code, Some(0), "{}", self.err);
        let mut lines = self.lines();
        assert_eq!(lines.len(), 1, "one line: {lines:?}");
        lines.remove(0)
    }

    /// The error object of a run that failed, with `--json`.
    #[track_caller]
    pub fn error(&self) -> Value {
        assert_eq!(self.text(), "", "nothing else is on standard output");
        serde_json::from_str(&self.err).unwrap_or_else(|_| panic!("an object: {}", self.err))
    }
}

impl Bench {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let runtime = tempfile::tempdir().expect("a folder");
        std::fs::set_permissions(runtime.path(), Permissions::from_mode(0o700)).expect("ours");
        Self {
            workspace: TempWorkspace::with(files),
            home: tempfile::tempdir().expect("a folder"),
            runtime,
        }
    }

    /// The program, in the workspace, with a scrubbed environment and no Python for the sidecar.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(TENON);
        command.args(arguments).current_dir(self.workspace.path());
        command.env_clear().env("HOME", self.home.path());
        command.env("XDG_RUNTIME_DIR", self.runtime.path());
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        command.env("TENON_SIDECAR_PYTHON", "/nowhere/python");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        finish(&mut self.command(arguments))
    }

    /// Sockets that are there.
    pub fn sockets(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.runtime.path().join("tenon"));
        entries
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect()
    }

    /// Processes that run with this home folder.
    pub fn processes(&self) -> Vec<u32> {
        let mark = [b"HOME=", self.home.path().as_os_str().as_encoded_bytes()].concat();
        let entries = std::fs::read_dir("/proc").expect("processes").flatten();
        let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let ours = |pid: &u32| {
            let environment = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
            environment
                .split(|b| *b == 0)
                .any(|variable| variable == mark)
                && is_running(*pid)
        };
        pids.filter(ours).collect()
    }
}

/// Runs to the end, which has to come in bounded time.
#[track_caller]
pub fn finish(command: &mut Command) -> Ran {
    end(command.spawn().expect("it starts"))
}

/// Reads everything a child says and waits for its end.
#[track_caller]
pub fn end(mut child: Child) -> Ran {
    let reader = |stream: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut stream) = stream {
                let _ = stream.read_to_end(&mut bytes);
            }
            bytes
        })
    };
    let out = reader(
        child
            .stdout
            .take()
            .map(|out| Box::new(out) as Box<dyn Read + Send>),
    );
    let err = reader(
        child
            .stderr
            .take()
            .map(|err| Box::new(err) as Box<dyn Read + Send>),
    );
    let mut status = None;
    let mut child = Reaped(child);
    wait_until("the program to end", || {
        status = child.0.try_wait().expect("it can be waited for");
        status.is_some()
    });
    Ran {
        code: status.and_then(|status| status.code()),
        out: out.join().expect("no panic"),
        err: String::from_utf8(err.join().expect("no panic")).expect("UTF-8"),
    }
}

/// A child that does not outlive the test.
pub struct Reaped(pub Child);

impl Drop for Reaped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `tenon serve`, up and told so.
pub struct Serve {
    child: Reaped,
    pub told: Value,
}

impl Serve {
    pub fn start(command: &mut Command) -> Self {
        let mut child = Reaped(command.spawn().expect("it starts"));
        let mut line = String::new();
        let out = child.0.stdout.as_mut().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("a line");
        if line.is_empty() {
            let mut err = String::new();
            let _ = child
                .0
                .stderr
                .as_mut()
                .expect("a pipe")
                .read_to_string(&mut err);
            panic!("it does not serve: {err}");
        }
        let told = serde_json::from_str(&line).expect("with --json it tells so in JSON");
        Self { child, told }
    }

    pub fn pid(&self) -> u32 {
        self.child.0.id()
    }

    pub fn signal(&self, signal: Signal) {
        send(self.pid(), signal);
    }

    /// Its exit status, once it has ended.
    #[track_caller]
    pub fn ended(mut self) -> Option<i32> {
        let mut status = None;
        wait_until("the server to end", || {
            status = self.child.0.try_wait().expect("it can be waited for");
            status.is_some()
        });
        status.and_then(|status| status.code())
    }
}

pub fn send(pid: u32, signal: Signal) {
    let pid = i32::try_from(pid)
        .ok()
        .and_then(Pid::from_raw)
        .expect("a process");
    kill_process(pid, signal).expect("it is there");
}

pub fn is_running(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

/// Every file and folder below a folder.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .expect("it can be listed")
            .flatten()
        {
            if entry.file_type().expect("its kind").is_dir() {
                folders.push(entry.path());
            }
            found.push(entry.path());
        }
    }
    found
}
