//! `tenon commits`: the last commits.

use std::process::ExitCode;

use clap::Args;
use tenon_api::ApiResult;
use tenon_api::ops;
use tenon_api::wire::{CommitListParams, CommitRow};

use super::asking::Asking;
use crate::Session;
use crate::output::harmless_line;

#[derive(Args)]
pub struct CommitsArguments {
    /// Words that the first line of a message has, or at least 4 digits with which a hash begins; all
    /// commits when left out.
    query: Vec<String>,
    /// At most so many, 1 to 1,000.
    #[arg(long, value_name = "COUNT", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
}

pub fn run(session: &Session, arguments: CommitsArguments) -> ApiResult<ExitCode> {
    let asking = Asking::open(session)?;
    let found = asking.call::<ops::commit_list>(CommitListParams {
        query: arguments.query.join(" "),
        limit: arguments.limit,
    })?;
    for commit in &found.commits {
        session.out.flat_record(commit, line)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(commit: &CommitRow) -> String {
    harmless_line(&format!("{}  {}", commit.short, commit.subject))
}
