//! Starting the window's program.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;

use crate::Session;

/// Whether a window could be shown at all.
pub fn display(session: &Session) -> ApiResult<()> {
    let around = &session.surroundings;
    if around.var("DISPLAY").is_none() && around.var("WAYLAND_DISPLAY").is_none() {
        return Err(ApiError::new(
            Code::PreconditionFailed,
            "there is no display to open a window on",
        )
        .hint("Use \"tenon serve\" to own the folder without a window."));
    }
    Ok(())
}

/// Starts a window on a folder, and on a place in it, `FILE[:LINE:COLUMN]`.
pub fn window(session: &Session, folder: &Path, place: Option<OsString>) -> ApiResult<()> {
    let mut arguments: Vec<OsString> = Vec::new();
    if let Some(place) = place {
        arguments.extend(["--open".into(), place]);
    }
    arguments.push(folder.into());
    if let Some(profile) = &session.profile {
        arguments.extend(["--profile".into(), profile.into()]);
    }
    if let Some(data) = &session.surroundings.dirs.data_dir {
        arguments.extend(["--data-dir".into(), data.into()]);
    }
    let program = program(session)?;
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
    Ok(())
}

/// The window's program: beside this one, or on the PATH.
fn program(session: &Session) -> ApiResult<PathBuf> {
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
