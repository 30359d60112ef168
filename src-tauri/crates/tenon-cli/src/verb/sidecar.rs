//! `tenon sidecar`: through the owner, which keeps it; its set-up needs none.

use std::process::{Command, ExitCode, Stdio};

use serde_json::json;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{Nothing, SidecarStatus};
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;

use crate::Session;

fn text(status: &SidecarStatus) -> String {
    let state = format!("{:?}", status.state).to_lowercase();
    let port = status
        .port
        .map(|port| format!(" on 127.0.0.1:{port}"))
        .unwrap_or_default();
    let engine = status
        .engine
        .as_ref()
        .map(|name| format!(", {name}"))
        .unwrap_or_default();
    let reason = status
        .reason
        .as_ref()
        .map(|why| format!(": {why}"))
        .unwrap_or_default();
    let hint = status
        .hint
        .as_ref()
        .map(|what| format!(" {what}"))
        .unwrap_or_default();
    format!("{state}{port}{engine}{reason}{hint}")
}

pub fn status(session: &Session) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let status = match session.reach(&app)? {
        Some(link) => link.call::<ops::sidecar_status>(&Caller::command_line(), Nothing {})?,
        None => app.sidecar.status(),
    };
    session.out.record(&status, text)?;
    Ok(ExitCode::SUCCESS)
}

pub fn restart(session: &Session) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let status = match session.reach(&app)? {
        Some(link) => link.call::<ops::sidecar_restart>(&Caller::command_line(), Nothing {})?,
        None => app.sidecar.restart(&app)?,
    };
    session.out.record(&status, text)?;
    Ok(ExitCode::SUCCESS)
}

/// Makes the sidecar's Python. The script tells people what it does as it goes; with `--json` only
/// the answer is told.
pub fn setup(session: &Session) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let setup = app.sidecar_setup()?;
    let mut command = Command::new("bash");
    command
        .arg(&setup.script)
        .args(&setup.environment)
        .env("TENON_MODELS_DIR", app.dirs.models())
        .stdin(Stdio::null());
    if session.out.is_json() {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
    }
    let made = command.spawn().and_then(|child| child.wait_with_output());
    let made = made.map_err(|e| {
        ApiError::new(Code::Internal, format!("bash cannot be started: {e}"))
            .hint("Install bash; the set-up is a script for it.")
    })?;
    if !made.status.success() {
        let said = String::from_utf8_lossy(&made.stderr);
        let last = said.lines().rev().find(|line| !line.trim().is_empty());
        let last = last.map(|line| format!(": {line}")).unwrap_or_default();
        let message = format!("the sidecar's Python could not be made{last}");
        return Err(ApiError::new(Code::SidecarUnavailable, message).hint(
            "It needs Python 3.11 or newer with venv, and a connection to PyPI or to the index that \
             pip is told to use.",
        ));
    }
    let python = app.sidecar_python()?;
    let record = json!({ "python": python.display().to_string() });
    session.out.record(&record, |_| {
        format!(
            "The sidecar's Python is {}. \"tenon sidecar restart\", or the next start, uses it.",
            python.display()
        )
    })?;
    Ok(ExitCode::SUCCESS)
}
