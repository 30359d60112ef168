//! `tenon sidecar`: through the owner, which keeps it.

use std::process::ExitCode;

use tenon_api::ApiResult;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{Nothing, SidecarStatus};

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
    let link = session.link()?;
    let status = link.call::<ops::sidecar_status>(&Caller::command_line(), Nothing {})?;
    session.out.record(&status, text)?;
    Ok(ExitCode::SUCCESS)
}

pub fn restart(session: &Session) -> ApiResult<ExitCode> {
    let link = session.link()?;
    let status = link.call::<ops::sidecar_restart>(&Caller::command_line(), Nothing {})?;
    session.out.record(&status, text)?;
    Ok(ExitCode::SUCCESS)
}
