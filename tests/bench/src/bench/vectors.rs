//! The sidecar's search of vectors beside numpy on one thread.
//!
//! Both sides are Python, so a script takes the turns; here its figures become rows.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::measure::figure::Statistic;
use crate::measure::load::Load;
use crate::measure::pairs::{Pair, Pairs};
use crate::measure::report::{Bar, Question, Row};
use crate::work::Work;

const PYTHON: &str = "sidecar/.venv/bin/python";
const SCRIPT: &str = "tests/bench/python/vectors.py";
/// Bytes on the disk for each byte of vectors, at most.
const DISK: f64 = 2.0;

/// What the script prints.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    versions: BTreeMap<String, String>,
    bytes_over_vectors: f64,
    results: Vec<Turns>,
}

/// One kind of search: milliseconds of each turn.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Turns {
    what: String,
    rows: usize,
    ratio_inside: f64,
    ours: Vec<f64>,
    peer: Vec<f64>,
}

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (pairs, rows) = match work.quick {
        true => ("10", "20000"),
        false => ("100", "90000"),
    };
    let mut command = Command::new(root.join(PYTHON));
    command
        .arg(root.join(SCRIPT))
        .args(["--pairs", pairs, "--rows", rows])
        .stderr(Stdio::inherit());
    let done = command
        .output()
        .with_context(|| format!("{PYTHON} is missing; `make setup` makes it"))?;
    ensure!(done.status.success(), "{command:?} failed");
    let report: Report = serde_json::from_slice(&done.stdout)?;
    let versions = report.versions.iter();
    let versions: Vec<String> = versions.map(|(name, it)| format!("{name} {it}")).collect();
    let versions = versions.join(", ");
    let turns = report.results.iter();
    let mut rows: Vec<Row> = turns.map(|turns| speed(turns, &versions)).collect();
    let question = Question {
        what: "vectors on the disk, to their own bytes".to_owned(),
        unit: "x",
        peer: "",
        statistic: Statistic::Median,
        bar: Bar::AtMost(DISK),
    };
    rows.push(Row::alone(&question, &[report.bytes_over_vectors]));
    Ok(rows)
}

fn speed(turns: &Turns, versions: &str) -> Row {
    let question = Question {
        what: format!("vectors, {}", turns.what),
        unit: "ms",
        peer: "numpy, one thread",
        statistic: Statistic::Median,
        bar: Bar::RatioAtMost(1.5),
    };
    let kept = std::iter::zip(&turns.ours, &turns.peer).map(|(ours, peer)| Pair {
        ours: vec![*ours],
        peer: vec![*peer],
    });
    let pairs = Pairs {
        kept: kept.collect(),
        dropped: 0,
        load: Load::now(),
    };
    Row::of(&question, &pairs).note(format!(
        "{} rows; inside the sidecar {:.2} of numpy; {versions}",
        turns.rows, turns.ratio_inside
    ))
}
