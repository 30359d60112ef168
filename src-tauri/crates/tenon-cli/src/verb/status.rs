//! `tenon status` and `tenon doctor`.

use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;
use tenon_api::ApiResult;
use tenon_api::app::App;
use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{CheckState, DoctorReport, Nothing};

use crate::Session;

impl Session {
    /// The workspace's owner, or this process for this one call.
    pub fn link(&self) -> ApiResult<Link> {
        let app = App::open(self.surroundings.clone(), false)?;
        self.link_in(&app)
    }

    fn link_in(&self, app: &Arc<App>) -> ApiResult<Link> {
        Link::open(app, &self.workspace, self.profile.as_deref())
    }
}

pub fn status(session: &Session) -> ApiResult<ExitCode> {
    let link = session.link()?;
    let status = link.call::<ops::owner_status>(&Caller::command_line(), Nothing {})?;
    let owned = matches!(link, Link::Remote(_));
    let mut record = serde_json::to_value(&status).unwrap_or_default();
    record["running"] = json!(owned);
    if !owned {
        // This process is no owner that anybody could speak to.
        record["pid"] = json!(null);
        record["since"] = json!(null);
    }
    session.out.record(&record, |_| {
        let folder = &status.workspace;
        let who = if owned {
            format!(
                "owned by process {} ({} terminals, {} unsaved)",
                status.pid, status.terminals, status.unsaved
            )
        } else {
            "not open".to_owned()
        };
        format!("{} · {} · {who}", folder.root, folder.profile.name)
    })?;
    Ok(ExitCode::SUCCESS)
}

pub fn doctor(session: &Session) -> ApiResult<ExitCode> {
    let report = match App::open(session.surroundings.clone(), false) {
        Err(error) => tenon_api::doctor::report_without_data(&session.surroundings, &error),
        Ok(app) => look(session, &app)?,
    };
    if session.out.is_json() {
        session.out.record(&report, |_| String::new())?;
    } else {
        for check in &report.checks {
            session.out.record(check, |check| {
                let mark = match check.state {
                    CheckState::Ok => "ok     ",
                    CheckState::Limited => "limited",
                    CheckState::Missing => "missing",
                };
                let hint = check
                    .hint
                    .as_ref()
                    .map(|hint| format!("\n                      {hint}"));
                format!(
                    "{mark}  {:12} {}{}",
                    check.name,
                    check.detail,
                    hint.unwrap_or_default()
                )
            })?;
        }
    }
    Ok(if report.ok {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn look(session: &Session, app: &Arc<App>) -> ApiResult<DoctorReport> {
    match session.link_in(app) {
        Ok(link) => link.call::<ops::doctor_report>(&Caller::command_line(), Nothing {}),
        // A folder that cannot be opened is no reason not to look at the machine.
        Err(_) => Ok(tenon_api::doctor::report(app)),
    }
}
