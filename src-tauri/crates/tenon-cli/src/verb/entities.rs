//! `tenon entities`: what the texts of the workspace speak of, or the text on standard input.

mod input;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use tenon_api::wire::{EntitiesFindParams, EntityFound};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::{WirePath, one_line};
use tenon_knowledge::entity::Source;

use crate::Session;
use crate::output::{json, write};
use crate::values::{self, is_name};
use crate::verb::asking::Asking;

/// So much of an entity is shown to people, in characters.
const SHOWN: usize = 200;
/// Entities that are asked for at once.
const PART: u32 = 5_000;

#[derive(Args)]
pub struct EntitiesArguments {
    /// A file or a folder; "-" for standard input; the whole workspace with the messages of its
    /// commits when left out.
    path: Option<OsString>,
    /// Only of this kind, such as file, symbol, issue, url, todo or person. May be given more than
    /// once.
    #[arg(long, value_name = "KIND", value_parser = values::entity_kind)]
    kind: Vec<String>,
    /// Only those whose value has this text.
    #[arg(long, value_name = "TEXT", default_value = "")]
    value: String,
    /// What standard input is: "prose", "terminal", or the name of a file such as a.rs.
    #[arg(long = "as", value_name = "WHAT", default_value = "prose", value_parser = values::source)]
    what: Source,
    /// At most so many.
    #[arg(long, value_name = "COUNT")]
    limit: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    kind: &'a str,
    value: &'a str,
    text: &'a str,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    #[serde(flatten)]
    path: Option<&'a WirePath>,
    line: i64,
    column: i64,
    start: i64,
    end: i64,
}

pub fn run(session: &Session, arguments: EntitiesArguments) -> ApiResult<ExitCode> {
    match arguments.path.as_deref().is_some_and(|path| path == "-") {
        true => input::read(session, &arguments),
        false => list(session, arguments),
    }
}

fn list(session: &Session, arguments: EntitiesArguments) -> ApiResult<ExitCode> {
    let path = arguments.path.map(OsString::into_vec);
    let path = path.map(|path| {
        let root = tenon_workspace::Root::open(&session.workspace)?;
        root.place(&path)?;
        Ok::<_, ApiError>(WirePath::from_bytes(&path))
    });
    let path = path.transpose()?;
    let limit = arguments.limit.unwrap_or(u32::MAX);
    let params = EntitiesFindParams {
        kinds: arguments.kind,
        value: arguments.value,
        path,
        text: None,
        offset: 0,
        limit: 0,
    };
    ask(session, params, limit, |entities| {
        print(session, &entities.iter().map(of_wire).collect::<Vec<_>>())
    })
}

/// Asks for part after part, and says what is missing. The status is a failure where a text was not
/// read, or where names were asked for by their kind and were not all looked for.
fn ask(
    session: &Session,
    mut params: EntitiesFindParams,
    mut left: u32,
    mut take: impl FnMut(Vec<EntityFound>) -> ApiResult<()>,
) -> ApiResult<ExitCode> {
    let asking = Asking::open(session)?;
    let asks_for_names = params.kinds.iter().any(|kind| is_name(kind));
    let mut problems = BTreeSet::new();
    let mut names = true;
    while left > 0 {
        params.limit = left.min(PART);
        let part = asking.call::<ops::entities_find>(params.clone())?;
        problems.extend(part.problems);
        names = part.names;
        let count = u32::try_from(part.entities.len()).unwrap_or(u32::MAX);
        take(part.entities)?;
        if !part.more || count == 0 {
            break;
        }
        params.offset = params.offset.saturating_add(count);
        left -= count;
    }
    // Who asks for no names is not told what they would have needed.
    if asks_for_names && !names {
        let which = match params.text.is_some() {
            true => "were not looked for",
            false => "are only those that were found before",
        };
        session.out.notice(&format!(
            "Names of people, organisations and projects {which}, because the sidecar does not answer; \"tenon sidecar status\" tells why.",
        ));
    }
    for problem in &problems {
        session.out.notice(problem);
    }
    Ok(match problems.is_empty() && (names || !asks_for_names) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn of_wire(found: &EntityFound) -> Line<'_> {
    Line {
        kind: &found.kind,
        value: &found.value,
        text: &found.text,
        reference: Some(found.reference.as_str()).filter(|of| !of.is_empty()),
        path: found.path.as_ref(),
        line: found.line.get(),
        column: found.column.get(),
        start: found.start.get(),
        end: found.end.get(),
    }
}

fn print(session: &Session, lines: &[Line<'_>]) -> ApiResult<()> {
    let mut out = Vec::new();
    for line in lines {
        if session.out.is_json() {
            out.append(&mut json(line)?);
            out.push(b'\n');
        } else {
            let place = line
                .path
                .map_or(line.reference.unwrap_or("-"), |path| &path.path);
            let said = one_line(line.text, SHOWN);
            out.extend(
                format!(
                    "{place}:{}:{}: {} {said}\n",
                    line.line, line.column, line.kind
                )
                .bytes(),
            );
        }
    }
    write(&out)
}
