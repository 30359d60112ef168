//! Measures Tenon side by side with its peers: both in one run, in turns, on the same display.
//!
//! `run` prints a table and writes the same as JSON; the other words are what it starts itself,
//! inside the terminals that it measures. Nothing is judged here: a bar that is missed is shown.

mod bench;
mod corpus;
mod desk;
mod inside;
mod measure;
mod program;
mod sources;
mod work;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand};

use crate::work::Work;

/// Side by side with the peers.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    word: Word,
}

#[derive(Subcommand)]
enum Word {
    /// Measure.
    Run(Run),
    /// What runs inside a terminal that is measured.
    #[command(subcommand, hide = true)]
    Inside(inside::Part),
    /// Keep one core busy, at the lowest priority.
    #[command(hide = true)]
    Spin,
}

/// What to measure, and for how long.
#[derive(clap::Args)]
struct Run {
    /// Few pairs: a look whether everything still works.
    #[arg(long)]
    quick: bool,
    /// Only these, separated by commas; `list` names them.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Pairs of each; fewer where one takes long.
    #[arg(long)]
    pairs: Option<usize>,
    /// Seconds for everything; what has not begun by then is left out.
    #[arg(long)]
    seconds: Option<u64>,
    /// Events for the watcher.
    #[arg(long, default_value_t = 2_000)]
    events: usize,
    /// Events a second.
    #[arg(long, default_value_t = 500)]
    rate: u32,
    /// The ripgrep to compare with.
    #[arg(long, default_value = "rg")]
    rg: PathBuf,
    /// Where cargo has unpacked packages, whose sources are searched.
    #[arg(long, default_value = ".cargo/registry/src")]
    sources: PathBuf,
    /// Where the report and the pictures of failures go.
    #[arg(long, default_value = "target/bench")]
    out: PathBuf,
}

impl Run {
    fn pairs(&self) -> usize {
        self.pairs.unwrap_or(if self.quick { 3 } else { 20 })
    }

    fn limit(&self) -> Duration {
        Duration::from_secs(self.seconds.unwrap_or(if self.quick { 330 } else { 1_500 }))
    }
}

fn main() -> ExitCode {
    let done = match Arguments::parse().word {
        Word::Run(run) => Work::new(&run).and_then(|work| bench::run(&work, &run.only)),
        Word::Inside(part) => inside::run(part),
        Word::Spin => program::spin(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            measure::say(&format!("tenon-bench: {why:#}"));
            ExitCode::FAILURE
        }
    }
}
