//! The walk over a tree of 100,000 files.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::corpus;
use crate::measure::figure::Statistic;
use crate::measure::load::drop_caches;
use crate::measure::pairs::{Side, alternate};
use crate::measure::report::{Bar, Question, Row};
use crate::measure::say;
use crate::work::Work;

const FILES: usize = 100_000;

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let tree = work.folder().join("tree");
    corpus::tree(&tree, FILES)?;
    let list = work.folder().join("list.txt");
    let tenon = work.program("tenon")?;
    // Thousands of files a second.
    let once = |side: Side| -> Result<f64> {
        let mut command = match side {
            Side::Ours => Command::new(&tenon),
            Side::Peer => Command::new(&work.rg),
        };
        match side {
            Side::Ours => command
                .arg("files")
                .arg("--data-dir")
                .arg(work.folder().join("data")),
            Side::Peer => command.args(["--files", "-j2"]),
        };
        command.current_dir(&tree).stdout(File::create(&list)?);
        let began = Instant::now();
        let status = command.status().with_context(|| format!("{command:?}"))?;
        let took = began.elapsed().as_secs_f64();
        ensure!(status.success(), "{command:?} failed");
        Ok(FILES as f64 / 1_000.0 / took)
    };

    once(Side::Ours)?;
    let ours = names(&list)?;
    once(Side::Peer)?;
    let peer = names(&list)?;
    ensure!(
        ours == peer && ours.len() == FILES,
        "tenon lists {} files, ripgrep {}, and {FILES} are there",
        ours.len(),
        peer.len()
    );

    let row = |what: &str, pairs| {
        let question = Question {
            what: what.to_owned(),
            unit: "k/s",
            peer: "rg --files -j2",
            statistic: Statistic::Median,
            bar: Bar::RatioAtLeast(0.95),
        };
        Row::of(&question, pairs)
    };
    let warm = alternate(work.pairs, work.at_most(60), |side| Ok(vec![once(side)?]))?;
    let mut rows = vec![row("tenon files over 100,000 files, warm", &warm)];
    match drop_caches() {
        Ok(()) => {
            let cold = alternate(work.pairs_of(10), work.at_most(60), |side| {
                drop_caches()?;
                Ok(vec![once(side)?])
            })?;
            rows.push(row("the same, cold", &cold));
        }
        Err(e) => say(&format!(
            "   no cold walks: the page cache cannot be emptied ({e})"
        )),
    }
    fs::remove_dir_all(&tree)?;
    Ok(rows)
}

fn names(list: &Path) -> Result<BTreeSet<Vec<u8>>> {
    let text = fs::read(list)?;
    let lines = text
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    Ok(lines.map(<[u8]>::to_vec).collect())
}
