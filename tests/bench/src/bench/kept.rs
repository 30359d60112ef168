//! From a key to the text that a kill cannot take: a change through the owner's socket, until it is
//! acknowledged.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::program::served::Served;
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
    let mut typed = Typed::start(work, &folder)?;
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
                Side::Ours => typed.key()?,
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

/// An owner, and a document of it.
struct Typed {
    owner: Served,
    doc: Value,
    counter: u32,
}

impl Typed {
    fn start(work: &Work, folder: &Path) -> Result<Self> {
        let mut owner = Served::start(work, folder, &folder.join("project"))?;
        let path = json!({ "path": { "path": "a.txt" }, "encoding": null });
        let doc = owner.ask("document_open", &path)?["doc"].clone();
        Ok(Self {
            owner,
            doc,
            counter: 0,
        })
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
        let answer = self
            .owner
            .ask("document_change", &json!({ "change": change }))?;
        match answer["unkept"].is_null() {
            true => Ok(()),
            false => bail!("the text is not kept: {answer}"),
        }
    }
}
