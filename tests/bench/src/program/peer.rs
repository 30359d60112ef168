//! A window with one part of Tenon in its barest form.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Program;
use crate::desk::{BESIDE, Desk, Place};
use crate::work::Work;

/// How long an answer may take: the slowest one parses 100 MB.
const PATIENCE: Duration = Duration::from_secs(100);

/// A page that answers questions.
pub struct Peer {
    /// Its process.
    pub pid: u32,
    /// Its window.
    pub place: Place,
    questions: ChildStdin,
    answers: Receiver<Value>,
}

impl Peer {
    /// Opens a page; `file` is what it may read.
    pub fn open(work: &Work, desk: &Desk, page: &str, file: Option<&Path>) -> Result<Self> {
        let mut command = desk.command(work.program("tenon-bench-peer")?);
        command.arg(page).args(file);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut program = Program::start(&mut command)?;
        let questions = program.stdin().context("its input was asked for")?;
        let out = program.stdout().context("its output was asked for")?;
        let (send, answers) = channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let answer = serde_json::from_str(&line).unwrap_or(Value::Null);
                if send.send(answer).is_err() {
                    break;
                }
            }
        });
        let pid = desk.keep(program);
        desk.screen.wait_for_window(pid)?;
        let place = desk.screen.put(pid, BESIDE)?;
        let peer = Self {
            pid,
            place,
            questions,
            answers,
        };
        peer.answer()
            .with_context(|| format!("the page {page} never became ready"))?;
        Ok(peer)
    }

    /// Asks and waits for the answer.
    pub fn ask(&mut self, question: &Value) -> Result<Value> {
        writeln!(self.questions, "{question}")?;
        self.questions.flush()?;
        self.answer()
    }

    fn answer(&self) -> Result<Value> {
        let answer = self
            .answers
            .recv_timeout(PATIENCE)
            .context("no answer came")?;
        if let Some(fault) = answer.get("fault") {
            bail!("the page failed: {fault}");
        }
        Ok(answer)
    }
}
