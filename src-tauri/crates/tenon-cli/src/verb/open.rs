//! `tenon open`: hands a folder or a file to the window, starting it when there is none.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use serde_json::json;
use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::place::Place;
use tenon_api::wire::{OpenTarget, RaiseParams};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::{Code, WirePath};

use crate::Session;

pub fn run(session: &Session, target: Option<&OsStr>) -> ApiResult<ExitCode> {
    let target = match target {
        None => Place::whole(session.workspace.clone()),
        Some(text) => Place::parse(&session.surroundings.cwd, text),
    };
    let real = target.real()?;
    let around = &session.surroundings;
    let folder = Place::folder_of(&real, &session.workspace);
    let record = json!({
        "opened": real.display().to_string(),
        "workspace": folder.display().to_string(),
        "line": target.line,
        "column": target.column,
    });
    let told = |how: &str| {
        let text = format!("{how} {}", real.display());
        session.out.record(&record, |_| text)
    };
    if raise(session, &folder, &real, &target)? {
        told("shown in the open window:")?;
        return Ok(ExitCode::SUCCESS);
    }
    if around.var("DISPLAY").is_none() && around.var("WAYLAND_DISPLAY").is_none() {
        return Err(ApiError::new(
            Code::PreconditionFailed,
            "there is no display to open a window on",
        )
        .hint("Use \"tenon serve\" to own the folder without a window."));
    }
    let mut arguments: Vec<OsString> = Vec::new();
    if !real.is_dir() {
        let mut place = real.clone().into_os_string();
        if let Some(line) = target.line {
            place.push(format!(":{line}:{}", target.column.unwrap_or(1)));
        }
        arguments.extend(["--open".into(), place]);
    }
    arguments.push(folder.clone().into_os_string());
    if let Some(profile) = &session.profile {
        arguments.extend(["--profile".into(), profile.into()]);
    }
    if let Some(data) = &around.dirs.data_dir {
        arguments.extend(["--data-dir".into(), data.into()]);
    }
    let program = window_program(session)?;
    let mut command = Command::new(&program);
    // The window is no part of the shell that opened it: it stays when that one ends.
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .process_group(0);
    command.spawn().map_err(|e| {
        ApiError::new(
            Code::Internal,
            format!("\"{}\" cannot be started: {e}", program.display()),
        )
    })?;
    told("opened")?;
    Ok(ExitCode::SUCCESS)
}

/// Asks the workspace's owner for a window that shows it already; `false` when there is none. This
/// needs no session bus, over which a second start of the window would hand itself over.
fn raise(session: &Session, folder: &Path, real: &Path, target: &Place) -> ApiResult<bool> {
    let app = session.app()?;
    let Some(link) = Link::reach(&app, folder, session.profile.as_deref())? else {
        return Ok(false);
    };
    let place = (!real.is_dir()).then(|| {
        let path = real.strip_prefix(folder).unwrap_or(real);
        OpenTarget {
            path: WirePath::from_bytes(path.as_os_str().as_bytes()),
            line: target.line,
            column: target.column,
        }
    });
    let params = RaiseParams { target: place };
    let answer = link.call::<ops::workspace_raise>(&Caller::command_line(), params)?;
    Ok(answer.raised)
}

/// The window's program: beside this one, or on the PATH.
fn window_program(session: &Session) -> ApiResult<PathBuf> {
    let name = "tenon-window";
    let beside = session
        .surroundings
        .program
        .parent()
        .map(|folder| folder.join(name));
    let path = session.surroundings.var("PATH").unwrap_or_default();
    let found = beside
        .into_iter()
        .chain(std::env::split_paths(path).map(|folder| folder.join(name)));
    found
        .into_iter()
        .find(|file| file.is_file())
        .ok_or_else(|| {
            ApiError::new(
                Code::NotFound,
                "the window's program, tenon-window, is not here",
            )
            .hint("\"make run\" builds and starts it.")
        })
}
