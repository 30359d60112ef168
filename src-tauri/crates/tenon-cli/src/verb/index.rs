//! `tenon index`: the index of the workspace's files.

use std::process::ExitCode;

use clap::Subcommand;
use serde::Serialize;
use tenon_api::app::App;
use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{
    IndexAction, IndexControlParams, IndexFile, IndexProgress, IndexState, IndexStatus,
    IndexStatusParams, MeaningStatus, Nothing, Whole,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath, counted};

use super::asking::Asking;
use super::meaning;
use crate::Session;

#[derive(Subcommand)]
pub enum IndexVerb {
    /// Tell how the index is, or what became of a file or of the files in a folder.
    Status {
        /// A file or a folder.
        path: Option<std::ffi::OsString>,
    },
    /// Hold the work of the workspace's owner.
    Pause {
        /// Hold the work on meaning in its place, with or without an owner, until it is resumed.
        #[arg(long)]
        meaning: bool,
    },
    /// Let it go on.
    Resume {
        /// Let the work on meaning go on in its place.
        #[arg(long)]
        meaning: bool,
    },
    /// End it until it is resumed.
    Stop,
}

/// A file, with its path in one piece with the rest.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    path: WirePath,
    state: IndexState,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unranked: Option<String>,
}

impl From<IndexFile> for Row {
    fn from(file: IndexFile) -> Self {
        Self {
            path: file.path,
            state: file.state,
            reason: file.reason,
            unranked: file.unranked,
        }
    }
}

#[derive(Serialize)]
struct Skipped {
    #[serde(flatten)]
    path: WirePath,
    reason: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    files: Whole,
    bytes: Whole,
    lines: Whole,
    symbols: Whole,
    chunks: Whole,
    skipped: Vec<Skipped>,
    elapsed_ms: Whole,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    #[serde(flatten)]
    progress: IndexProgress,
    files: Whole,
    bytes: Whole,
    lines: Whole,
    unranked: Whole,
    meaning: MeaningStatus,
}

pub fn run(
    session: &Session,
    verb: Option<IndexVerb>,
    wait_for_meaning: bool,
) -> ApiResult<ExitCode> {
    match verb {
        None if wait_for_meaning => meaning::wait(session)?,
        None => all(session)?,
        Some(IndexVerb::Status { path }) => status(session, path)?,
        Some(IndexVerb::Pause { meaning: true }) => meaning::pause(session, true)?,
        Some(IndexVerb::Resume { meaning: true }) => meaning::pause(session, false)?,
        Some(IndexVerb::Pause { .. }) => control(session, IndexAction::Pause)?,
        Some(IndexVerb::Resume { .. }) => control(session, IndexAction::Resume)?,
        Some(IndexVerb::Stop) => control(session, IndexAction::Stop)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn all(session: &Session) -> ApiResult<()> {
    let done = Asking::open(session)?.call::<ops::index_run>(Nothing {})?;
    let skipped = done.skipped.into_iter().map(|file| Skipped {
        path: file.path,
        reason: file.reason.unwrap_or_default(),
    });
    let report = Report {
        files: done.files,
        bytes: done.bytes,
        lines: done.lines,
        symbols: done.symbols,
        chunks: done.chunks,
        skipped: skipped.collect(),
        elapsed_ms: done.elapsed_ms,
    };
    session.out.record(&report, |report| {
        format!(
            "{}, {}, {}, {}; {} left out; {} ms",
            counted(report.files.get(), "file"),
            counted(report.lines.get(), "line"),
            counted(report.bytes.get(), "byte"),
            counted(report.symbols.get(), "symbol"),
            report.skipped.len(),
            report.elapsed_ms.get(),
        )
    })
}

fn status(session: &Session, path: Option<std::ffi::OsString>) -> ApiResult<()> {
    use std::os::unix::ffi::OsStringExt;
    let path = path.map(|path| WirePath::from_bytes(&path.into_vec()));
    let of_files = path.is_some();
    let asking = Asking::open(session)?;
    let params = IndexStatusParams {
        path,
        limit: 10_000,
    };
    let status = asking.call::<ops::index_status>(params)?;
    if !of_files {
        return told(session, &asking.link(), status);
    }
    for file in status.states {
        session.out.record(&Row::from(file), |row| {
            let reason = row.reason.as_ref().map(|reason| format!(": {reason}"));
            let unranked = row.unranked.as_ref();
            let unranked = unranked.map(|why| format!("; not ranked by words or meaning: {why}"));
            let reason = reason.or(unranked);
            let state = format!("{:?}", row.state).to_lowercase();
            format!("{}  {state}{}", row.path.path, reason.unwrap_or_default())
        })?;
    }
    Ok(())
}

fn told(session: &Session, link: &Link, status: IndexStatus) -> ApiResult<()> {
    let meaning = link.call::<ops::meaning_status>(&Caller::command_line(), Nothing {})?;
    let status = Status {
        meaning,
        progress: status.progress,
        files: status.files,
        bytes: status.bytes,
        lines: status.lines,
        unranked: status.unranked,
    };
    session.out.record(&status, |status| {
        let progress = &status.progress;
        let work = match (progress.running, progress.paused, progress.stopped) {
            (_, true, _) => "paused".to_owned(),
            (_, _, true) => "stopped".to_owned(),
            (true, ..) => format!("{} of {} read", progress.done.get(), progress.total.get()),
            _ => "at rest".to_owned(),
        };
        let files = counted(status.files.get(), "file");
        let lines = counted(status.lines.get(), "line");
        let meaning = meaning::told(&status.meaning);
        let unranked = match status.unranked.get() {
            0 => String::new(),
            count => format!("; {} too large to be ranked", counted(count, "file")),
        };
        format!("{files}, {lines}; {work}; {meaning}{unranked}")
    })
}

fn control(session: &Session, action: IndexAction) -> ApiResult<()> {
    let app = App::open(session.surroundings.clone(), false)?;
    let Some(link) = session.reach(&app)? else {
        let message = "nobody has this folder open, so that no work is going on";
        return Err(ApiError::new(Code::PreconditionFailed, message));
    };
    let params = IndexControlParams { action };
    let status = link.call::<ops::index_control>(&Caller::command_line(), params)?;
    told(session, &link, status)
}
