//! `tenon entities`: what the texts of the workspace speak of, or the text on standard input.

use std::ffi::OsString;
use std::io::Read;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use tenon_api::owner::Caller;
use tenon_api::wire::{EntitiesFindParams, EntityFound};
use tenon_api::{ApiError, ApiResult, ops, secrets};
use tenon_core::{Code, WirePath};
use tenon_knowledge::entity::{Source, find};

use crate::Session;
use crate::output::{json, write};

/// Kinds that the sidecar finds.
const NAMES: [&str; 3] = ["person", "organisation", "project"];
/// Entities that are asked for at once.
const PART: u32 = 5_000;

#[derive(Args)]
pub struct EntitiesArguments {
    /// A file or a folder; "-" for standard input; the whole workspace with the messages of its
    /// commits when left out.
    path: Option<OsString>,
    /// Only of this kind, such as file, symbol, issue, url, todo or person. May be given more than
    /// once.
    #[arg(long, value_name = "KIND")]
    kind: Vec<String>,
    /// Only those whose value has this text.
    #[arg(long, value_name = "TEXT", default_value = "")]
    value: String,
    /// What standard input is: "prose", "terminal", or the name of a file such as a.rs.
    #[arg(long = "as", value_name = "WHAT", default_value = "prose")]
    what: String,
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
        true => read(session, &arguments),
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
    let link = session.link()?;
    let mut left = arguments.limit.unwrap_or(u32::MAX);
    let mut params = EntitiesFindParams {
        kinds: arguments.kind,
        value: arguments.value,
        path,
        offset: 0,
        limit: 0,
    };
    let wants_names = params.kinds.is_empty() || params.kinds.iter().any(|kind| is_name(kind));
    let mut problems = Vec::new();
    let mut names = true;
    while left > 0 {
        params.limit = left.min(PART);
        let part = link.call::<ops::entities_find>(&Caller::command_line(), params.clone())?;
        let lines: Vec<_> = part.entities.iter().map(of_wire).collect();
        print(session, &lines)?;
        problems = part.problems;
        names = part.names;
        let count = u32::try_from(part.entities.len()).unwrap_or(u32::MAX);
        if !part.more || count == 0 {
            break;
        }
        params.offset = params.offset.saturating_add(count);
        left -= count;
    }
    if wants_names && !names {
        session.out.notice(
            "Names of people, organisations and projects are only those that were found before, because the sidecar does not answer; \"tenon sidecar status\" tells why.",
        );
    }
    for problem in &problems {
        session.out.notice(problem);
    }
    Ok(match problems.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn is_name(kind: &str) -> bool {
    NAMES.contains(&kind)
}

fn of_wire(found: &EntityFound) -> Line<'_> {
    Line {
        kind: &found.kind,
        value: &found.value,
        text: &found.text,
        reference: Some(&found.reference),
        path: found.path.as_ref(),
        line: found.line.get(),
        column: found.column.get(),
        start: found.start.get(),
        end: found.end.get(),
    }
}

/// The entities of standard input, by the rules alone.
fn read(session: &Session, arguments: &EntitiesArguments) -> ApiResult<ExitCode> {
    for kind in &arguments.kind {
        if is_name(kind) {
            let message = format!("\"{kind}\" is not looked for in standard input");
            return Err(ApiError::new(Code::Invalid, message).hint(
                "The sidecar finds names, in the files and commits of a workspace: give a path instead of \"-\".",
            ));
        }
        kind.parse::<tenon_knowledge::entity::Kind>()
            .map_err(|why| ApiError::new(Code::Invalid, why))?;
    }
    let source = match arguments.what.as_str() {
        "prose" => Source::Prose,
        "terminal" => Source::Terminal,
        name if name.contains('.') || name.chars().any(char::is_uppercase) => Source::of_path(name),
        other => {
            let message = format!("\"{other}\" says nothing about the text");
            return Err(ApiError::new(Code::Invalid, message)
                .hint("Give \"prose\", \"terminal\" or the name of a file such as a.rs."));
        }
    };
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|e| ApiError::new(Code::Storage, format!("standard input: {e}")))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        ApiError::new(
            Code::Invalid,
            format!("standard input is not UTF-8 at byte {at}"),
        )
        .hint("Turn it into UTF-8 first, for example with iconv.")
    })?;
    // What is a secret is not shown, as everywhere.
    let (gatekeeper, _) = secrets::alone(&session.surroundings)?;
    let secret = gatekeeper.find(&text);
    let wanted = |kind: &str| arguments.kind.is_empty() || arguments.kind.iter().any(|k| k == kind);
    let value = arguments.value.to_lowercase();
    let found = find(&text, source).into_iter().filter(|entity| {
        wanted(entity.kind.word())
            && entity.value.to_lowercase().contains(&value)
            && !secret
                .iter()
                .any(|secret| secret.start < entity.range.end && entity.range.start < secret.end)
    });
    let found: Vec<_> = found
        .take(arguments.limit.map_or(usize::MAX, |limit| limit as usize))
        .collect();
    // They come in the order of their places, so that each line end is counted once.
    let (mut line, mut start, mut counted) = (1, 0, 0);
    let lines = found.iter().map(|entity| {
        for (at, _) in text[counted..entity.range.start].match_indices('\n') {
            line += 1;
            start = counted + at + 1;
        }
        counted = entity.range.start;
        Line {
            kind: entity.kind.word(),
            value: &entity.value,
            text: &text[entity.range.clone()],
            reference: None,
            path: None,
            line,
            column: (entity.range.start - start) as i64 + 1,
            start: entity.range.start as i64,
            end: entity.range.end as i64,
        }
    });
    print(session, &lines.collect::<Vec<_>>())?;
    Ok(ExitCode::SUCCESS)
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
            let said = line.text.replace(['\n', '\r'], " ");
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
