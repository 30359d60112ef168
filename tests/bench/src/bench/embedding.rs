//! Embeddings: the sidecar with all that is around it, beside a bare session on the same graph.
//!
//! Both sides are Python, so a script takes the turns; here its figures become rows.

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
const SCRIPT: &str = "tests/bench/python/embedding.py";

/// What the script prints.
#[derive(Deserialize)]
struct Report {
    onnxruntime: String,
    threads: usize,
    rows: Vec<Turns>,
    /// Answers to `/health` while every core embeds, in milliseconds.
    health: Vec<f64>,
    /// Of vectors out of integers to those out of floats.
    cosines: Vec<f64>,
}

/// One length of text: tokens a second of each turn.
#[derive(Deserialize)]
struct Turns {
    what: String,
    texts: usize,
    tokens: f64,
    ours: Vec<f64>,
    peer: Vec<f64>,
}

pub fn run(work: &Work) -> Result<Vec<Row>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let texts = if work.quick { "200" } else { "600" };
    let mut command = Command::new(root.join(PYTHON));
    command
        .arg(root.join(SCRIPT))
        .args(["--pairs", &work.pairs_of(12).to_string(), "--texts", texts])
        .stderr(Stdio::inherit());
    let done = command
        .output()
        .with_context(|| format!("{PYTHON} is missing; `make setup` makes it"))?;
    ensure!(done.status.success(), "{command:?} failed");
    let report: Report = serde_json::from_slice(&done.stdout)?;
    let mut rows: Vec<Row> = report
        .rows
        .iter()
        .map(|turns| speed(turns, &report))
        .collect();
    let alone = |what: &str, unit, statistic, bar, samples: &[f64]| {
        let question = Question {
            what: what.to_owned(),
            unit,
            peer: "",
            statistic,
            bar,
        };
        Row::alone(&question, samples)
    };
    rows.push(alone(
        "health while every core embeds",
        "ms",
        Statistic::P99,
        Bar::AtMost(50.0),
        &report.health,
    ));
    let mean = report.cosines.iter().sum::<f64>() / report.cosines.len().max(1) as f64;
    let what = "mean cosine of the integers to the floats";
    let bar = Bar::AtLeast(0.98);
    rows.push(alone(what, "", Statistic::Median, bar, &[mean]));
    Ok(rows)
}

fn speed(turns: &Turns, report: &Report) -> Row {
    let question = Question {
        what: format!("embedding {}", turns.what),
        unit: "tokens/s",
        peer: "bare ONNX Runtime",
        statistic: Statistic::Median,
        bar: Bar::RatioAtLeast(0.9),
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
        "{} texts of {:.0} tokens, {} threads, ONNX Runtime {}",
        turns.texts, turns.tokens, report.threads, report.onnxruntime
    ))
}
