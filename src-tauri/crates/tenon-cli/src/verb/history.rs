//! `tenon history`: versions of files without git, and taking files and folders back.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Subcommand;
use serde::Serialize;
use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::wire::{
    HistoryAction, HistoryListParams, HistoryPinParams, HistoryReadParams, HistoryRestoreParams,
    HistoryRestored, HistoryStatus, HistoryVersion, Nothing, Whole,
};
use tenon_api::{ApiError, ApiResult, moment, ops};
use tenon_core::{Code, Millis, WirePath, counted};

use crate::Session;
use crate::output::write;

#[derive(Subcommand)]
pub enum HistoryVerb {
    /// List the versions of a file, the newest first.
    List {
        /// The file, relative to the workspace; it may be gone.
        path: OsString,
    },
    /// Write the bytes that a file had at a moment to standard output.
    Show {
        /// The file, relative to the workspace.
        path: OsString,
        /// Milliseconds since 1970, or RFC 3339.
        #[arg(long, value_name = "TIME", value_parser = time, allow_negative_numbers = true)]
        at: Millis,
    },
    /// Take a file or a folder back to a moment; "." is the whole workspace.
    Restore {
        /// The file or folder, relative to the workspace.
        path: OsString,
        /// Milliseconds since 1970, or RFC 3339.
        #[arg(long, value_name = "TIME", value_parser = time, allow_negative_numbers = true)]
        at: Millis,
        /// Only tell what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Undo the last restore.
    Undo,
    /// Keep a version when room is made.
    Pin {
        /// Its number, from "list".
        id: i64,
    },
    /// Let a version go when room is made.
    Unpin {
        /// Its number, from "list".
        id: i64,
    },
    /// Write the bytes of one version to standard output, also of text that was never saved.
    Version {
        /// Its number, from "list".
        id: i64,
    },
    /// Tell what the history holds.
    Status,
    /// Look through all files now, so that each has its version.
    Scan,
}

/// Milliseconds since 1970, given so or as RFC 3339.
fn time(text: &str) -> Result<Millis, String> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let parsed: Result<jiff::Timestamp, _> = text.parse();
    parsed.map(|at| at.as_millisecond()).map_err(|_| {
        "a time is whole milliseconds since 1970, or RFC 3339 as in 2026-11-21T14:00:00Z".into()
    })
}

fn shown(at: Whole) -> String {
    moment::text(at.get())
}

pub fn run(session: &Session, verb: HistoryVerb) -> ApiResult<ExitCode> {
    let link = session.link()?;
    let caller = Caller::command_line();
    match verb {
        HistoryVerb::List { path } => list(session, &link, path),
        HistoryVerb::Show { path, at } => show(session, &link, path, at),
        HistoryVerb::Restore { path, at, dry_run } => {
            let params = HistoryRestoreParams {
                path: WirePath::from_bytes(&path.into_vec()),
                at: Some(Whole::clamped(at)),
                id: None,
                dry_run,
            };
            restored(
                session,
                &link.call::<ops::history_restore>(&caller, params)?,
            )
        }
        HistoryVerb::Undo => restored(
            session,
            &link.call::<ops::history_undo>(&caller, Nothing {})?,
        ),
        HistoryVerb::Pin { id } => pin(session, &link, id, true),
        HistoryVerb::Unpin { id } => pin(session, &link, id, false),
        HistoryVerb::Version { id } => {
            let params = HistoryReadParams {
                path: None,
                at: None,
                id: Some(Whole::clamped(id)),
            };
            write(&link.raw::<ops::history_read>(&caller, params)?)?;
            Ok(ExitCode::SUCCESS)
        }
        HistoryVerb::Status => status(
            session,
            &link.call::<ops::history_status>(&caller, Nothing {})?,
        ),
        HistoryVerb::Scan => status(
            session,
            &link.call::<ops::history_scan>(&caller, Nothing {})?,
        ),
    }
}

fn list(session: &Session, link: &Link, path: OsString) -> ApiResult<ExitCode> {
    let path = WirePath::from_bytes(&path.into_vec());
    let params = HistoryListParams { path: path.clone() };
    let found = link.call::<ops::history_list>(&Caller::command_line(), params)?;
    for version in &found.versions {
        session.out.flat_record(version, line)?;
    }
    match found.skipped {
        Some(skipped) if found.versions.is_empty() => {
            let message = format!("\"{}\" has no local history. {skipped}", path.path);
            Err(ApiError::new(Code::PreconditionFailed, message))
        }
        None if found.versions.is_empty() => {
            let message = format!("There is no local history of \"{}\".", path.path);
            Err(ApiError::new(Code::NotFound, message)
                .hint("It begins when the folder is opened; \"tenon history scan\" begins it now."))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// What a file was, as `--json` tells it.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    path: WirePath,
    at: Whole,
    version: Whole,
    length: Whole,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
}

fn show(session: &Session, link: &Link, path: OsString, at: Millis) -> ApiResult<ExitCode> {
    let caller = Caller::command_line();
    let params = HistoryReadParams {
        path: Some(WirePath::from_bytes(&path.into_vec())),
        at: Some(Whole::clamped(at)),
        id: None,
    };
    if !session.out.is_json() {
        write(&link.raw::<ops::history_read>(&caller, params)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let version = link.call::<ops::history_version>(&caller, params)?;
    let by_number = HistoryReadParams {
        path: None,
        at: None,
        id: Some(version.id),
    };
    let bytes = link.raw::<ops::history_read>(&caller, by_number)?;
    let length = Whole::size(bytes.len() as u64);
    let (text, base64) = match String::from_utf8(bytes) {
        Ok(text) => (Some(text), None),
        Err(e) => (None, Some(STANDARD.encode(e.as_bytes()))),
    };
    let shown = Shown {
        path: version.path,
        at: version.at,
        version: version.id,
        length,
        text,
        base64,
    };
    session.out.record(&shown, |_| String::new())?;
    Ok(ExitCode::SUCCESS)
}

/// A word of the wire.
fn word(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn line(version: &HistoryVersion) -> String {
    let (at, kind, state) = (shown(version.at), word(version.kind), word(version.state));
    let pinned = if version.pinned { "  pinned" } else { "" };
    let label = version.label.as_ref();
    let label = label.map_or_else(String::new, |label| format!("  ({label})"));
    format!(
        "{:>6}  {at}  {kind:14}  {state:10}  {:>9}  {}{label}{pinned}",
        version.id.get(),
        version.size.get(),
        version.path.path
    )
}

fn restored(session: &Session, restored: &HistoryRestored) -> ApiResult<ExitCode> {
    session.out.flat_record(restored, |restored| {
        let mut lines = Vec::new();
        for file in &restored.files {
            let what = match file.action {
                HistoryAction::Change => "change",
                HistoryAction::Create => "create",
                HistoryAction::Remove => "remove",
                HistoryAction::Leave => "leave ",
            };
            let why = file
                .reason
                .clone()
                .or(file.error.as_ref().map(|e| e.message.clone()));
            let why = why.map(|why| format!(": {why}"));
            lines.push(format!(
                "{what}  {}{}",
                file.path.path,
                why.unwrap_or_default()
            ));
        }
        let (verb, failed) = match restored.dry_run {
            true => ("would be ", "would fail"),
            false => ("", "failed"),
        };
        lines.push(format!(
            "{} {verb}changed, {} {verb}created, {} {verb}removed, {} left alone, {} {failed}",
            restored.changed, restored.created, restored.removed, restored.left, restored.failed
        ));
        lines.join("\n")
    })?;
    // A script that names one file must not take it for done.
    let in_vain = restored.files.len() == 1 && restored.left == 1;
    // A preview that names what would fail has done what it was asked for.
    let failed = restored.failed > 0 && !restored.dry_run;
    Ok(if !failed && !in_vain {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn pin(session: &Session, link: &Link, id: i64, pinned: bool) -> ApiResult<ExitCode> {
    let id = Whole::clamped(id);
    let params = HistoryPinParams { id, pinned };
    let version = link.call::<ops::history_pin>(&Caller::command_line(), params)?;
    session.out.flat_record(&version, line)?;
    Ok(ExitCode::SUCCESS)
}

fn status(session: &Session, status: &HistoryStatus) -> ApiResult<ExitCode> {
    session.out.record(status, |status| {
        let since = status.since.map_or_else(|| "nothing yet".to_owned(), shown);
        format!(
            "{} of {} since {since}, {} of {}; {} too large",
            counted(status.versions.get(), "version"),
            counted(status.files.get(), "file"),
            status.bytes.get(),
            counted(status.max_bytes.get(), "byte"),
            status.too_large.get()
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_milliseconds_or_rfc_3339() {
        assert_eq!(time("1795219200000"), Ok(1_795_219_200_000));
        assert_eq!(time("2026-11-21T00:00:00Z"), Ok(1_795_219_200_000));
        assert_eq!(time("2026-11-21T01:00:00.250+01:00"), Ok(1_795_219_200_250));
        for odd in ["", "yesterday", "2026-11-21", "12.5"] {
            assert!(time(odd).is_err(), "{odd:?} is no time");
        }
    }
}
