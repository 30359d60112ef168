//! `tenon scripts`: what the files of the folder offer to run.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use clap::Subcommand;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{
    Nothing, ScriptCommandParams, ScriptInfo, ScriptList, ScriptRunParams, TrustParams,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;

use crate::Session;
use crate::output::harmless_line;

/// The size of a terminal that no window has measured yet.
const SIZE: (u32, u32) = (120, 30);

#[derive(Subcommand)]
pub enum ScriptsVerb {
    /// List the scripts; what stands without a verb.
    List,
    /// Run one here, with its exit status; only in a folder that is trusted.
    Run {
        /// Its name, or its id where several have that name.
        name: String,
        /// What it is given.
        #[arg(last = true)]
        arguments: Vec<String>,
        /// Run it in the window's terminal that is named after it.
        #[arg(long)]
        in_window: bool,
        /// Say that this folder is trusted, first.
        #[arg(long)]
        trust: bool,
    },
}

pub fn run(session: &Session, verb: Option<ScriptsVerb>) -> ApiResult<ExitCode> {
    match verb {
        None | Some(ScriptsVerb::List) => list(session),
        Some(ScriptsVerb::Run {
            name,
            arguments,
            in_window,
            trust,
        }) => start(session, &name, arguments, in_window, trust),
    }
}

fn list(session: &Session) -> ApiResult<ExitCode> {
    let link = session.link()?;
    let list = link.call::<ops::script_list>(&Caller::command_line(), Nothing {})?;
    let wide = list.scripts.iter().map(|script| script.id.chars().count());
    let wide = wide.max().unwrap_or(0).min(48);
    for script in &list.scripts {
        session.out.flat_record(script, |script| {
            let detail = script.detail.as_deref().unwrap_or(&script.command);
            harmless_line(&format!("{:wide$}  {detail}", script.id))
        })?;
    }
    if list.scripts.is_empty() {
        session.out.notice(
            "no script was found in a package.json, Makefile, Cargo.toml, pyproject.toml, justfile or in scripts/ (*.sh, *.fish, *.ps1)",
        );
    }
    Ok(told(session, &list))
}

/// Names the files that could not be read; then not all of it is done.
fn told(session: &Session, list: &ScriptList) -> ExitCode {
    for fault in &list.faults {
        session.out.notice(&fault.message);
    }
    if list.more {
        session.out.notice("there are more scripts than are listed");
    }
    match list.faults.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn start(
    session: &Session,
    name: &str,
    arguments: Vec<String>,
    in_window: bool,
    trust: bool,
) -> ApiResult<ExitCode> {
    let caller = Caller::command_line();
    let link = match in_window {
        false => session.link()?,
        true => session.reach(&session.app()?)?.ok_or_else(|| {
            let message = "no window has this folder open";
            ApiError::new(Code::PreconditionFailed, message).hint("Open it with \"tenon open\".")
        })?,
    };
    if trust {
        link.call::<ops::workspace_trust>(&caller, TrustParams { trusted: true })?;
    }
    let list = link.call::<ops::script_list>(&caller, Nothing {})?;
    let id = chosen(session, &list, name)?.id.clone();
    if in_window {
        let (cols, rows) = SIZE;
        let params = ScriptRunParams {
            id,
            arguments,
            cols,
            rows,
        };
        let started = link.call::<ops::script_run>(&caller, params)?;
        session.out.flat_record(&started, |started| {
            let verb = if started.reused { "runs again" } else { "runs" };
            harmless_line(&format!(
                "{} {verb} in \"{}\"",
                started.script.id, started.terminal.name
            ))
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let params = ScriptCommandParams { id, arguments };
    let command = link.call::<ops::script_command>(&caller, params)?;
    // Others may have the folder while the script runs.
    link.end();
    drop(link);
    let Some((program, words)) = command.argv.split_first() else {
        return Err(ApiError::new(Code::Internal, "the script has no command"));
    };
    // The script takes this process's place, so that signals and the exit status are its own.
    let error = Command::new(program)
        .args(words)
        .current_dir(&command.cwd)
        .exec();
    let message = format!("\"{program}\" could not be started: {error}");
    Err(ApiError::new(Code::NotFound, message).hint("Install it, or look at the search path."))
}

/// The script with an id or a name. Of several with one name the one of the current folder counts.
fn chosen<'l>(session: &Session, list: &'l ScriptList, name: &str) -> ApiResult<&'l ScriptInfo> {
    let fits: Vec<&ScriptInfo> = list
        .scripts
        .iter()
        .filter(|script| script.name == name)
        .collect();
    if let Some(script) = list.scripts.iter().find(|script| script.id == name) {
        return Ok(script);
    }
    let root = session.workspace.canonicalize().unwrap_or_default();
    let here = session.surroundings.cwd.canonicalize().unwrap_or_default();
    let is_here = |script: &&&ScriptInfo| root.join(&script.folder.path) == here;
    let near: Vec<&&ScriptInfo> = fits.iter().filter(is_here).collect();
    match (&fits[..], &near[..]) {
        ([only], _) => Ok(only),
        ([], _) => Err(ApiError::new(
            Code::NotFound,
            format!("there is no script \"{}\"", name.escape_debug()),
        )
        .hint("\"tenon scripts\" lists them.")),
        (_, [only]) => Ok(only),
        _ => {
            let ids: Vec<&str> = fits.iter().map(|script| script.id.as_str()).collect();
            let message = format!("{} scripts are called \"{name}\"", fits.len());
            let hint = format!("Name one by its id: {}.", ids.join(", "));
            Err(ApiError::new(Code::Invalid, message).hint(hint))
        }
    }
}
