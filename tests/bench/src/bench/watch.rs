//! From a write to the watcher's word about it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use notify::{RecursiveMode, Watcher as _};
use tenon_workspace::{Seen, Watcher};

use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::work::Work;

/// How long the last event may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Turns that the events are spread over.
const TURNS: usize = 10;

/// A path's name, and when it was told.
type Told = Receiver<(String, Instant)>;

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let events = work.events.div_ceil(TURNS);
    let top = work.folder().canonicalize()?.join("watched");
    let (ours_at, peer_at) = (top.join("ours"), top.join("peer"));
    for folder in [&ours_at, &peer_at] {
        fs::create_dir_all(folder)?;
        for number in 0..events {
            fs::write(folder.join(name(number)), "")?;
        }
    }
    let (_ours, told_ours) = ours(&ours_at)?;
    let (_peer, told_peer) = peer(&peer_at)?;
    let beat = Duration::from_secs(1) / work.rate.max(1);
    let pairs = alternate(TURNS, work.at_most(240), |side| match side {
        Side::Ours => turn(&ours_at, events, beat, &told_ours),
        Side::Peer => turn(&peer_at, events, beat, &told_peer),
    })?;
    let question = Question {
        what: "a write to the watcher's queue".to_owned(),
        unit: "ms",
        peer: "the notify crate alone",
        statistic: Statistic::P99,
        bar: Bar::AtMost(5.0),
    };
    Ok(vec![
        Row::of(&question, &pairs).note(format!("{} writes a second", work.rate)),
    ])
}

fn name(number: usize) -> String {
    format!("file-{number:05}")
}

fn ours(folder: &Path) -> Result<(Watcher, Told)> {
    let (send, told) = channel();
    let (ready, is_ready) = channel();
    let watcher = Watcher::start(folder, Vec::new(), move |seen| {
        let at = Instant::now();
        match seen {
            // The other ends are gone only once everything is measured.
            Seen::Changed(paths) => {
                for path in paths.into_keys() {
                    let _ = send.send((String::from_utf8_lossy(&path).into_owned(), at));
                }
            }
            Seen::Rescan => {
                let _ = ready.send(());
            }
            Seen::Limited(_) | Seen::Gone | Seen::Back => {}
        }
    })?;
    is_ready
        .recv_timeout(PATIENCE)
        .context("the watcher never finished its first walk")?;
    Ok((watcher, told))
}

fn peer(folder: &Path) -> Result<(notify::RecommendedWatcher, Told)> {
    let (send, told) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let at = Instant::now();
        let paths: Vec<PathBuf> = event.map(|event| event.paths).unwrap_or_default();
        for name in paths.iter().filter_map(|path| path.file_name()) {
            let _ = send.send((name.to_string_lossy().into_owned(), at));
        }
    })?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok((watcher, told))
}

/// Writes every file once at a steady pace; gives the milliseconds until each was told about.
fn turn(folder: &Path, events: usize, beat: Duration, told: &Told) -> Result<Vec<f64>> {
    // What is still told of the turn before would be taken for this one's.
    while told.recv_timeout(Duration::from_millis(200)).is_ok() {}
    let mut written = HashMap::new();
    let mut next = Instant::now();
    for number in 0..events {
        std::thread::sleep(next.saturating_duration_since(Instant::now()));
        next += beat;
        let path = folder.join(name(number));
        written.insert(name(number), Instant::now());
        fs::write(path, "x")?;
    }
    let mut times = Vec::with_capacity(events);
    while !written.is_empty() {
        let left = written.len();
        let (name, at) = told
            .recv_timeout(PATIENCE)
            .with_context(|| format!("{left} of {events} writes were never told about"))?;
        // A write is several events; the first word about it counts.
        if let Some(began) = written.remove(&name) {
            times.push(at.saturating_duration_since(began).as_secs_f64() * 1_000.0);
        }
    }
    ensure!(times.len() == events, "every write is told about once");
    Ok(times)
}
