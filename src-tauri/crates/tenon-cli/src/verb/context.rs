//! `tenon context`: what matters now.

use std::process::ExitCode;

use clap::Args;
use tenon_api::ApiResult;
use tenon_api::ops;
use tenon_api::wire::{ContextParams, ContextRow};
use tenon_core::EntityKind;

use super::asking::Asking;
use crate::Session;
use crate::output::harmless_line;

#[derive(Args)]
pub struct ContextArguments {
    /// What is in front: a path, or a reference such as task:T-14. It is not listed.
    #[arg(long, value_name = "REF")]
    front: Option<String>,
    /// At most so many, 1 to 50.
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = limit)]
    limit: u32,
}

fn limit(text: &str) -> Result<u32, String> {
    let limit = text.parse().ok().filter(|limit| (1..=50).contains(limit));
    limit.ok_or_else(|| "a number from 1 to 50".to_owned())
}

pub fn run(session: &Session, arguments: &ContextArguments) -> ApiResult<ExitCode> {
    let asking = Asking::open(session)?;
    let now = asking.call::<ops::context_now>(ContextParams {
        front: arguments.front.as_deref().map(named),
        open: Vec::new(),
        limit: arguments.limit,
    })?;
    for row in &now.rows {
        session.out.flat_record(row, line)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is in front: a reference, or else the path of a file.
fn named(front: &str) -> String {
    let kind = front.split_once(':').map(|(kind, _)| kind);
    let is_reference = EntityKind::ALL
        .iter()
        .any(|known| kind == Some(known.word()));
    match is_reference {
        true => front.to_owned(),
        false => format!("file:{front}"),
    }
}

/// A row in one line: how much it matters, what it is, and why.
fn line(row: &ContextRow) -> String {
    let thing = &row.thing;
    let path = thing.path.as_ref().map(|path| path.path.as_str());
    let name = match thing.kind.as_str() {
        "file" | "note" => path.unwrap_or(&thing.title).to_owned(),
        _ => format!("{} {}", thing.reference, thing.title),
    };
    let reasons: Vec<_> = row.parts.iter().map(|part| part.reason.as_str()).collect();
    harmless_line(&format!(
        "{:.2}  {name}  {}",
        row.weight,
        reasons.join("; ")
    ))
}
