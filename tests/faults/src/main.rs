//! Breaks what Tenon stands on, again and again, and counts what survives.
//!
//! Each row of the table is one kind of fault. `tried` is how often it was done; `survived` how often
//! all was as it was promised; `lost` how often something that was acknowledged was gone; `silent` how
//! often something was wrong and nobody was told. Each row has a seed with which it can be repeated.

mod act;
mod dice;
mod disk;
mod home;
mod row;
mod trace;
mod typist;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Faults, and what survives them.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    word: Word,
}

#[derive(Subcommand)]
enum Word {
    /// Try every fault and print the table.
    Run(Run),
    /// What a process does that is killed or lied to.
    #[command(hide = true)]
    Act {
        /// What it does.
        act: act::Act,
        /// The folder of everything.
        home: PathBuf,
    },
}

/// How much to try.
#[derive(clap::Args)]
pub struct Run {
    /// A few of each kind.
    #[arg(long)]
    quick: bool,
    /// Only these, separated by commas.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// The first seed; each row adds its place to it.
    #[arg(long, default_value_t = 20_261_121)]
    seed: u64,
    /// The `tenon` that owns the folder where a row kills the owner; its own code when left out.
    #[arg(long)]
    tenon: Option<PathBuf>,
}

fn main() -> ExitCode {
    // The launcher of the sidecar's lock is this program, with one thread.
    if let Some(status) = tenon_api::answer_as_launcher(std::env::args_os()) {
        return status.into();
    }
    let done = match Arguments::parse().word {
        Word::Run(run) => row::all(&run),
        Word::Act { act, home } => act::run(act, &home).map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            // Nobody is left to tell when standard error is closed.
            let _ = writeln!(std::io::stderr(), "tenon-faults: {fault:#}");
            ExitCode::from(2)
        }
    }
}
