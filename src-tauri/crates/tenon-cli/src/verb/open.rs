//! `tenon open`: hands a folder or a file to the window, starting it when there is none.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use serde_json::json;
use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::wire::{OpenTarget, RaiseParams};
use tenon_api::{ApiError, ApiResult, ops};
use tenon_core::{Code, WirePath};

use crate::Session;

/// A place on disk with the line and the column that were named behind it.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    path: PathBuf,
    line: Option<u32>,
    column: Option<u32>,
}

pub fn run(session: &Session, target: Option<&OsStr>) -> ApiResult<ExitCode> {
    let target = match target {
        None => Target {
            path: session.workspace.clone(),
            line: None,
            column: None,
        },
        Some(text) => parse(&session.surroundings.cwd, text),
    };
    let real = target.path.canonicalize().map_err(|_| {
        ApiError::new(
            Code::NotFound,
            format!("\"{}\" does not exist", target.path.display()),
        )
    })?;
    let around = &session.surroundings;
    let folder = workspace_of(session, &real);
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

/// The folder to open. A file outside of the current folder opens in the folder that holds it.
fn workspace_of(session: &Session, real: &Path) -> PathBuf {
    if real.is_dir() {
        return real.to_path_buf();
    }
    let parent = real.parent().unwrap_or(Path::new("/")).to_path_buf();
    let workspace = session.workspace.canonicalize().unwrap_or(parent.clone());
    if real.starts_with(&workspace) {
        workspace
    } else {
        parent
    }
}

/// Asks the workspace's owner for a window that shows it already; `false` when there is none. This
/// needs no session bus, over which a second start of the window would hand itself over.
fn raise(session: &Session, folder: &Path, real: &Path, target: &Target) -> ApiResult<bool> {
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

/// `FILE[:LINE[:COLUMN]]`; a file whose name really ends that way goes first.
fn parse(cwd: &Path, text: &OsStr) -> Target {
    let whole = cwd.join(text);
    if whole.exists() {
        return Target {
            path: whole,
            line: None,
            column: None,
        };
    }
    let bytes = text.as_bytes();
    let number = |bytes: &[u8]| -> Option<u32> {
        std::str::from_utf8(bytes)
            .ok()?
            .parse()
            .ok()
            .filter(|n| *n > 0)
    };
    let cut = |bytes: &[u8]| -> Option<(usize, u32)> {
        let at = bytes.iter().rposition(|b| *b == b':')?;
        Some((at, number(&bytes[at + 1..])?))
    };
    let Some((last, second)) = cut(bytes) else {
        return Target {
            path: whole,
            line: None,
            column: None,
        };
    };
    let (path, line, column) = match cut(&bytes[..last]) {
        Some((first, line)) => (&bytes[..first], line, Some(second)),
        None => (&bytes[..last], second, None),
    };
    Target {
        path: cwd.join(OsStr::from_bytes(path)),
        line: Some(line),
        column,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_may_have_a_line_and_a_column() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("odd:7"), "").expect("written");
        let check = |text: &str, path: &str, line, column| {
            let want = Target {
                path: folder.path().join(path),
                line,
                column,
            };
            assert_eq!(parse(folder.path(), OsStr::new(text)), want, "{text}");
        };
        check("a.rs", "a.rs", None, None);
        check("a.rs:3", "a.rs", Some(3), None);
        check("a.rs:3:9", "a.rs", Some(3), Some(9));
        check("odd:7", "odd:7", None, None);
        check("a.rs:0", "a.rs:0", None, None);
        check("a:b:2", "a:b", Some(2), None);
    }
}
