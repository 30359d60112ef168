//! `tenon serve`, and a client of its socket.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::work::Work;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// An owner without a window, which ends with this.
pub struct Served {
    child: Child,
    stream: UnixStream,
    answers: Receiver<Value>,
    requests: u64,
}

impl Served {
    /// Starts the owner of `project`; `folder` takes its data and its socket.
    pub fn start(work: &Work, folder: &Path, project: &Path) -> Result<Self> {
        let runtime = folder.join("run");
        fs::create_dir_all(&runtime)?;
        fs::set_permissions(&runtime, Permissions::from_mode(0o700))?;
        let mut child = Command::new(work.program("tenon")?)
            .args(["serve", "--json", "--data-dir"])
            .arg(folder.join("data"))
            .current_dir(project)
            .env("XDG_RUNTIME_DIR", &runtime)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut told = String::new();
        let out = child.stdout.as_mut().context("a pipe")?;
        BufReader::new(out).read_line(&mut told)?;
        let mut sockets = fs::read_dir(runtime.join("tenon"))?.flatten();
        let socket = sockets.next().context("nobody listens on a socket")?;
        let stream = UnixStream::connect(socket.path())?;
        let answers = answers(stream.try_clone()?);
        Ok(Self {
            child,
            stream,
            answers,
            requests: 0,
        })
    }

    /// Its number among the processes.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks one thing and waits for the answer.
    pub fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.requests += 1;
        let request = json!({ "v": 1, "id": self.requests, "method": method, "params": params });
        writeln!(self.stream, "{request}")?;
        loop {
            let reply = self
                .answers
                .recv_timeout(PATIENCE)
                .with_context(|| format!("{method} was not answered"))?;
            if reply["id"] != self.requests {
                continue;
            }
            if let Some(fault) = reply.get("error").filter(|fault| !fault.is_null()) {
                bail!("{method}: {fault}");
            }
            return Ok(reply["result"].clone());
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It holds nothing that a measurement needs.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the owner answers, read as it comes: it cuts off a client that leaves its news unread.
fn answers(stream: UnixStream) -> Receiver<Value> {
    let (send, answers) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let reply: Value = serde_json::from_str(&line).unwrap_or_default();
            if !reply["id"].is_null() && send.send(reply).is_err() {
                return;
            }
        }
    });
    answers
}
