//! From a key to the text that a kill cannot take: a change through the owner's socket, until it is
//! acknowledged.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::work::Work;

/// Keys a second: somebody who types fast, and a key that is held.
const RATE: u32 = 30;
/// Turns that the keys are spread over.
const TURNS: usize = 10;
/// The text that is typed into, in bytes.
const SIZE: usize = 1 << 20;

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let folder = work.folder().join("kept");
    let project = folder.join("project");
    fs::create_dir_all(&project)?;
    fs::write(project.join("a.txt"), "a line of text\n".repeat(SIZE / 15))?;
    let mut owner = Owner::start(work, &folder)?;
    let mut plain = OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join("plain"))?;
    let keys = work.events.min(2_000).div_ceil(TURNS);
    let beat = Duration::from_secs(1) / RATE;
    let pairs = alternate(TURNS, work.at_most(240), |side| {
        let mut next = Instant::now();
        let mut times = Vec::with_capacity(keys);
        for _ in 0..keys {
            std::thread::sleep(next.saturating_duration_since(Instant::now()));
            next += beat;
            let began = Instant::now();
            match side {
                Side::Ours => owner.key()?,
                Side::Peer => append(&mut plain)?,
            }
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        Ok(times)
    })?;
    let question = Question {
        what: "a key to durable text".to_owned(),
        unit: "ms",
        peer: "a line appended and fsynced",
        statistic: Statistic::P99,
        bar: Bar::AtMost(100.0),
    };
    Ok(vec![
        Row::of(&question, &pairs).note(format!("{RATE} keys a second into 1 MiB")),
    ])
}

fn append(file: &mut File) -> Result<()> {
    file.write_all(&[b'x'; 64])?;
    Ok(file.sync_data()?)
}

/// `tenon serve`, and a document of it.
struct Owner {
    child: Child,
    stream: BufReader<UnixStream>,
    requests: u64,
    doc: Value,
    counter: u32,
}

impl Owner {
    fn start(work: &Work, folder: &Path) -> Result<Self> {
        let runtime = folder.join("run");
        fs::create_dir_all(&runtime)?;
        fs::set_permissions(&runtime, Permissions::from_mode(0o700))?;
        let mut child = Command::new(work.program("tenon")?)
            .args(["serve", "--json", "--data-dir"])
            .arg(folder.join("data"))
            .current_dir(folder.join("project"))
            .env("XDG_RUNTIME_DIR", &runtime)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut told = String::new();
        let out = child.stdout.as_mut().context("a pipe")?;
        BufReader::new(out).read_line(&mut told)?;
        let mut sockets = fs::read_dir(runtime.join("tenon"))?.flatten();
        let socket = sockets.next().context("nobody listens on a socket")?;
        let stream = UnixStream::connect(socket.path())?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let mut owner = Self {
            child,
            stream: BufReader::new(stream),
            requests: 0,
            doc: Value::Null,
            counter: 0,
        };
        let path = json!({ "path": { "path": "a.txt" }, "encoding": null });
        owner.doc = owner.ask("document_open", &path)?["doc"].clone();
        Ok(owner)
    }

    /// Types one character in the middle of the text.
    fn key(&mut self) -> Result<()> {
        let before = self.counter;
        self.counter += 1;
        let at = SIZE / 2 + before as usize;
        let parents = match before {
            0 => json!([]),
            last => json!([format!("bench:{last}")]),
        };
        let change = json!({
            "doc": self.doc, "replica": "bench", "counter": self.counter,
            "parents": parents, "changes": [[at, at, "x"]],
        });
        let answer = self.ask("document_change", &json!({ "change": change }))?;
        match answer["unkept"].is_null() {
            true => Ok(()),
            false => bail!("the text is not kept: {answer}"),
        }
    }

    fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.requests += 1;
        let request = json!({ "v": 1, "id": self.requests, "method": method, "params": params });
        writeln!(self.stream.get_mut(), "{request}")?;
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            let reply: Value = serde_json::from_str(&line)?;
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

impl Drop for Owner {
    fn drop(&mut self) {
        // It holds nothing that the measurement needs.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
