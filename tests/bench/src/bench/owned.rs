//! An owner over a million lines: when its index and its symbols are there, and its memory.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::measure::figure::Statistic;
use crate::measure::report::{Bar, Question, Row};
use crate::program::served::Served;
use crate::program::tree;
use crate::sources;
use crate::work::Work;

/// How long an index may take before the measurement gives up.
const PATIENCE: Duration = Duration::from_secs(300);
/// Between two looks.
const BEAT: Duration = Duration::from_millis(5);
/// Questions after which the memory is looked at again.
const QUESTIONS: u32 = 200;

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let folder = work.folder().join("owned");
    let project = folder.join("project");
    let size = sources::million(&work.sources, &project)?;
    let (mut first, mut again) = (Vec::new(), Vec::new());
    let (mut memory, mut grown) = (Vec::new(), Vec::new());
    for turn in 0..=work.pairs_of(5) {
        let began = Instant::now();
        let mut owner = Served::start(work, &folder, &project)?;
        followed(&mut owner, began + PATIENCE)?;
        let rows = find(&mut owner, "new", true)?;
        ensure!(rows > 0, "the symbols are there");
        let took = began.elapsed().as_secs_f64();
        if turn == 0 { &mut first } else { &mut again }.push(took);
        // What the pass over the files needed goes back to the system.
        std::thread::sleep(Duration::from_secs(2));
        let ready = tree::memory_of(owner.pid())?;
        for number in 0..QUESTIONS {
            find(&mut owner, &format!("re{}", number % 20), false)?;
            symbols(&mut owner, &project, number)?;
        }
        memory.push(ready);
        grown.push(tree::memory_of(owner.pid())? - ready);
    }
    std::fs::remove_dir_all(&project)?;
    let question = |what: &str, unit, bar| Question {
        what: what.to_owned(),
        unit,
        peer: "",
        statistic: Statistic::Median,
        bar,
    };
    let of = format!("{} files, {} lines", size.files, size.lines);
    let what = "an owner's text and symbols, first pass";
    let nothing = "the same when nothing changed";
    let what_memory = "its memory";
    let what_grown = "more after 400 questions";
    Ok(vec![
        Row::alone(&question(what, "s", Bar::Nothing), &first).note(of),
        Row::alone(&question(nothing, "s", Bar::AtMost(1.0)), &again)
            .note("from the start of the process"),
        Row::alone(&question(what_memory, "MiB", Bar::AtMost(667.0)), &memory),
        Row::alone(&question(what_grown, "MiB", Bar::Nothing), &grown),
    ])
}

/// Waits until the index has seen every file and hears of every change.
pub fn followed(owner: &mut Served, until: Instant) -> Result<Value> {
    loop {
        let status = owner.ask("index_status", &json!({ "limit": 1 }))?;
        let progress = &status["progress"];
        if progress["followed"] == true && progress["running"] == false {
            return Ok(status);
        }
        ensure!(Instant::now() < until, "the index is not there: {progress}");
        std::thread::sleep(BEAT);
    }
}

fn find(owner: &mut Served, query: &str, fresh: bool) -> Result<usize> {
    let params = json!({ "query": query, "limit": 100, "fresh": fresh });
    let found = owner.ask("symbols_find", &params)?;
    Ok(found["symbols"].as_array().map_or(0, Vec::len))
}

/// The outline of one of the files.
fn symbols(owner: &mut Served, project: &Path, number: u32) -> Result<()> {
    let files = std::fs::read_dir(project)?.flatten();
    let packages: Vec<_> = files.map(|entry| entry.file_name()).collect();
    let package = &packages[number as usize % packages.len()];
    let path = format!("{}/Cargo.toml", package.to_string_lossy());
    if project.join(&path).is_file() {
        owner.ask("symbols_outline", &json!({ "path": { "path": path } }))?;
    }
    Ok(())
}
