//! The commands that ran in terminals.

use std::path::Path;

use tenon_core::{Code, SessionId};
use tenon_index::find::Exit;
use tenon_store::{ProfileId, Run, RunExit, RunPage, RunQuery, StoreError};

use crate::app::App;
use crate::owner::{Caller, Owner};
use crate::runs::gone::Owned;
use crate::runs::output_text;
use crate::runs::rows::CommandSource;
use crate::wire::{
    RunImportParams, RunImported, RunList, RunListParams, RunParams, TerminalParams, TerminalRuns,
    Whole,
};
use crate::{ApiError, ApiResult};

/// The most runs that are listed at once.
const MOST: u32 = 1_000;
/// What stands for the run of Tenon that answers.
const CURRENT: &str = "current";

/// What a list asks for. `session` is the run of Tenon that answers, if one does.
pub(crate) fn query(
    app: &App,
    params: RunListParams,
    session: Option<&str>,
) -> ApiResult<RunQuery> {
    if !(1..=MOST).contains(&params.limit) {
        let message = format!("between 1 and {MOST} commands can be listed at once");
        return Err(ApiError::new(Code::Invalid, message));
    }
    let session = match params.session.as_deref() {
        // Without a run of Tenon nothing is of this one; what was imported is of none.
        Some(CURRENT) => Some(session.unwrap_or(CURRENT).to_owned()),
        named => named.map(str::to_owned),
    };
    let cwd = params.cwd.as_deref().map(folders).transpose()?;
    let near = params.near.as_deref().map(folders).transpose()?;
    let exit = params.exit.as_deref().map(exit).transpose()?;
    let masked = |paths: Option<Vec<String>>| -> Vec<String> {
        let paths = paths.into_iter().flatten();
        let masked = paths.map(|path| app.gatekeeper.masked(&path).into_inner());
        masked.collect()
    };
    Ok(RunQuery {
        words: params.query.unwrap_or_default(),
        cwd: masked(cwd),
        near: masked(near),
        failed: params.failed.unwrap_or_default(),
        exit,
        since: params.since.map(Whole::get),
        session,
        branch: params.branch,
        workspace: params.workspace,
        source: None,
        unique: params.unique.unwrap_or_default(),
        limit: params.limit as usize,
        after: params.after,
        early: params.early.unwrap_or_default(),
    })
}

/// How a command ended, as it is written.
fn exit(text: &str) -> ApiResult<RunExit> {
    let exit = tenon_index::query::exit(text);
    exit.map(exit_of)
        .map_err(|what| ApiError::new(Code::Invalid, what))
}

/// How a command ended, as the history takes it.
pub(crate) fn exit_of(exit: Exit) -> RunExit {
    match exit {
        Exit::With(status) => RunExit::With(status),
        Exit::Without(status) => RunExit::Without(status),
    }
}

/// The paths of a folder: as it was named, and without links. It may be gone.
fn folders(named: &str) -> ApiResult<Vec<String>> {
    let path = Path::new(named);
    if !path.is_absolute() {
        let message = format!("\"{named}\" is no absolute path");
        return Err(ApiError::new(Code::Invalid, message));
    }
    let mut paths = vec![named.to_owned()];
    if let Ok(real) = path.canonicalize() {
        let real = real.to_string_lossy().into_owned();
        if real != named {
            paths.push(real);
        }
    }
    Ok(paths)
}

pub(crate) fn list(
    app: &App,
    profile: ProfileId,
    page: RunPage,
    session: Option<SessionId>,
) -> RunList {
    let mut owned = Owned::new(app, profile);
    let runs = page.runs.into_iter();
    RunList {
        runs: runs.map(|run| owned.info(run)).collect(),
        more: page.more,
        partial: page.partial,
        session,
    }
}

pub(crate) fn one(app: &App, profile: ProfileId, run: Run, session: Option<SessionId>) -> RunList {
    let page = RunPage {
        runs: vec![run],
        ..RunPage::default()
    };
    list(app, profile, page, session)
}

/// Commands as rows of a search.
pub(crate) fn commands(owner: &Owner) -> CommandSource {
    let (app, profile) = (owner.app.clone(), owner.row().profile);
    CommandSource::new(owner.root(), move |params| {
        // Looking for commands is no reason to make a history.
        if !app.dirs.runs_place(profile).file.exists() {
            return Ok(list(&app, profile, RunPage::default(), None));
        }
        let query = query(&app, params, None)?;
        let page = app.runs(profile)?.db.list(&query)?;
        Ok(list(&app, profile, page, None))
    })
}

/// The refusal of a run that is not known.
pub(crate) fn unknown(id: tenon_core::RunId) -> ApiError {
    ApiError::new(Code::NotFound, format!("there is no command run:{id}"))
        .hint("It was forgotten, or belongs to another profile.")
}

/// Passes on what the history answers, and notes when it is damaged.
fn told<T>(owner: &Owner, answer: Result<T, StoreError>) -> ApiResult<T> {
    if let Err(fault) = &answer {
        owner.app.note_damaged_runs(owner.row().profile, fault);
    }
    Ok(answer?)
}

pub(crate) fn run_list(owner: &Owner, _: &Caller, params: RunListParams) -> ApiResult<RunList> {
    let session = owner.db.session_id();
    let profile = owner.row().profile;
    if let Some(id) = params.id {
        owner.runs.flush();
        let runs = owner.app.runs(profile)?;
        let run = told(owner, runs.db.run(id))?.ok_or_else(|| unknown(id))?;
        return Ok(one(&owner.app, profile, run, Some(session)));
    }
    let query = query(&owner.app, params, Some(&session.to_string()))?;
    // What has just ended is in the answer.
    owner.runs.flush();
    let page = told(owner, owner.app.runs(profile)?.db.list(&query))?;
    Ok(list(&owner.app, profile, page, Some(session)))
}

pub(crate) fn run_output(owner: &Owner, _: &Caller, params: RunParams) -> ApiResult<Vec<u8>> {
    owner.runs.flush();
    let runs = owner.app.runs(owner.row().profile)?;
    if told(owner, runs.db.run(params.id))?.is_none() {
        return Err(unknown(params.id));
    }
    let kept = told(owner, runs.db.output(params.id))?.unwrap_or_default();
    Ok(output_text(&kept).into_bytes())
}

pub(crate) fn terminal_runs(
    owner: &Owner,
    _: &Caller,
    params: TerminalParams,
) -> ApiResult<TerminalRuns> {
    owner.runs.flush();
    let profile = owner.row().profile;
    let runs = owner.app.runs(profile)?;
    let runs = told(owner, runs.db.of_terminal(params.id, MOST))?;
    let mut owned = Owned::new(&owner.app, profile);
    let runs = runs.into_iter().map(|run| owned.info(run));
    Ok(TerminalRuns {
        runs: runs.collect(),
    })
}

pub(crate) fn run_import(
    owner: &Owner,
    _: &Caller,
    params: RunImportParams,
) -> ApiResult<RunImported> {
    let done = owner.app.import_runs(owner.row().profile, &params)?;
    if !done.dry {
        owner.meaning().hear_commands();
    }
    Ok(done)
}
