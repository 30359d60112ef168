//! `tenon-ids`: follows symbols through the histories of repositories.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use tenon_ids::{Report, Tally, evaluate};

/// Follows symbols through real histories, and counts the ids that stay.
#[derive(Parser)]
struct Arguments {
    /// Repositories, with or without a work tree.
    #[arg(required = true)]
    repositories: Vec<PathBuf>,
    /// What the choice of commits follows from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Events to take from each history.
    #[arg(long, default_value_t = 1_000)]
    count: usize,
    /// Name every case that went wrong.
    #[arg(long)]
    wrong: bool,
    /// One JSON object for each history.
    #[arg(long)]
    json: bool,
}

/// The share of ids that has to stay.
const KEPT: f64 = 0.98;
/// The share of ids that may be another symbol's.
const ANOTHERS: f64 = 0.005;

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut all = Report::default();
    for folder in &arguments.repositories {
        let report = evaluate(folder, arguments.seed, arguments.count)?;
        if arguments.json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            println!("{}", folder.display());
            tell(&report);
            for line in report.wrong.iter().filter(|_| arguments.wrong) {
                println!("  {line}");
            }
        }
        all.add(report);
    }
    if !arguments.json && arguments.repositories.len() > 1 {
        println!("together");
        tell(&all);
    }
    let total = all.total();
    let good = total.kept_share() >= KEPT && total.anothers_share() <= ANOTHERS;
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
fn tell(report: &Report) {
    let total = report.total();
    let rows: [(&str, &Tally); 5] = [
        ("edits", &report.edits),
        ("moves", &report.moves),
        ("renames", &report.renames),
        ("total", &total),
        ("new", &report.new),
    ];
    for (name, tally) in rows {
        println!(
            "  {name:8} {:5} cases  kept {:5} ({:6.2} %)  lost {:4}  another's {:3} ({:.2} %)",
            tally.cases,
            tally.kept,
            100.0 * tally.kept_share(),
            tally.lost,
            tally.anothers,
            100.0 * tally.anothers_share(),
        );
    }
}
