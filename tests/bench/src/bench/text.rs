//! The text index: the walk, the first pass over a million lines, its size, and a reopen.

use std::fs::File;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use tenon_core::{Clock, Millis};
use tenon_index::find::{Ask, list};
use tenon_index::text::TextIndex;

use crate::corpus;
use crate::measure::figure::Statistic;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::measure::say;
use crate::sources;
use crate::work::Work;

/// Files of the generated tree.
const FILES: usize = 200_000;
/// Threads on either side.
pub const THREADS: usize = 2;

/// The time of the machine.
pub struct System;

impl Clock for System {
    fn now(&self) -> Millis {
        let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let mut rows = vec![walk(work)?];
    let top = work.folder().join("sources");
    let size = sources::million(&work.sources, &top)?;
    let (files, lines) = (size.files, size.lines);
    say(&format!(
        "   {files} files, {} bytes, {lines} lines",
        size.bytes
    ));
    let kept = work.folder().join("kept");
    let (mut first, mut reopen, mut share) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..work.pairs_of(10) {
        let index = TextIndex::new(&top, Arc::new(System));
        let began = Instant::now();
        ensure!(index.refresh(THREADS, true)?, "the index was made");
        let took = began.elapsed().as_secs_f64();
        let bytes = index.totals().bytes;
        first.push(bytes as f64 / 1e6 / took);
        index.save(&kept)?;
        drop(index);
        let on_disk = std::fs::metadata(kept.join("text.idx"))?.len();
        share.push(on_disk as f64 / bytes as f64);
        let began = Instant::now();
        let again = TextIndex::new(&top, Arc::new(System));
        ensure!(again.load(&kept), "what was kept can be read");
        ensure!(again.refresh(THREADS, true)?, "nothing changed");
        reopen.push(began.elapsed().as_secs_f64());
        let read = again.control().progress().total;
        ensure!(read == 0, "{read} files were read again");
    }
    let question = |what: &str, unit, bar| Question {
        what: what.to_owned(),
        unit,
        peer: "",
        statistic: Statistic::Median,
        bar,
    };
    let of = format!("{files} files, {lines} lines");
    let what = "text searchable, first pass";
    rows.push(Row::alone(&question(what, "MB/s", Bar::AtLeast(25.0)), &first).note(of));
    let what = "its index, of the text";
    rows.push(Row::alone(&question(what, "x", Bar::AtMost(1.3)), &share));
    let what = "text ready when nothing changed";
    rows.push(Row::alone(&question(what, "s", Bar::AtMost(1.0)), &reopen));
    std::fs::remove_dir_all(&top)?;
    Ok(rows)
}

/// The walk that looks at the state of every file, beside one that only lists them.
fn walk(work: &Work) -> Result<Row> {
    let tree = work.folder().join("tree");
    corpus::tree(&tree, FILES)?;
    let names = work.folder().join("list.txt");
    let pairs = alternate(work.pairs, work.at_most(60), |side| {
        let began = Instant::now();
        match side {
            Side::Ours => {
                let (files, _) = list(&tree, &Ask::default(), THREADS, true)?;
                ensure!(files.len() == FILES, "{} files are listed", files.len());
            }
            Side::Peer => {
                let mut command = Command::new(&work.rg);
                command.args(["--files", "-j2"]).current_dir(&tree);
                command.stdout(File::create(&names)?);
                let status = command.status().with_context(|| format!("{command:?}"))?;
                ensure!(status.success(), "{command:?} failed");
            }
        }
        Ok(vec![FILES as f64 / 1e3 / began.elapsed().as_secs_f64()])
    })?;
    std::fs::remove_dir_all(&tree)?;
    let question = Question {
        what: "the walk that asks for changes, 200,000 files".to_owned(),
        unit: "k/s",
        peer: "rg --files -j2",
        statistic: Statistic::Median,
        bar: Bar::RatioAtLeast(0.95),
    };
    Ok(Row::of(&question, &pairs))
}
