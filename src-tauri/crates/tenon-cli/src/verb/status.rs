//! `tenon status` and `tenon doctor`.

use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Value, json};
use tenon_api::ApiResult;
use tenon_api::app::App;
use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{CheckState, DoctorReport, MeaningState, MeaningStatus, Nothing};
use tenon_core::counted;
use tenon_workspace::Root;

use super::meaning;
use crate::Session;

impl Session {
    /// What a process needs, and what was done when it was damaged.
    pub fn app(&self) -> ApiResult<Arc<App>> {
        let app = App::open(self.surroundings.clone(), false)?;
        if let Some(sentence) = app.mended() {
            self.out.notice(&sentence);
        }
        Ok(app)
    }

    /// The workspace's owner, or this process for this one call, which then opens the folder.
    pub fn link(&self) -> ApiResult<Link> {
        self.link_in(&self.app()?)
    }

    /// As [`Session::link`], with what the process already has.
    pub fn link_in(&self, app: &Arc<App>) -> ApiResult<Link> {
        let link = Link::open(app, &self.workspace, self.profile.as_deref())?;
        // An owner that lives has told its windows; here nobody else would say it.
        if let Link::Local(owner) = &link {
            let told = app.mended();
            let restored = owner.restored();
            if let Some(sentence) = restored.moved() {
                self.out.notice(&sentence);
            }
            let lost = restored.lost;
            for sentence in lost.into_iter().filter(|lost| Some(lost) != told.as_ref()) {
                self.out.notice(&sentence);
            }
        }
        Ok(link)
    }

    /// The workspace's owner, if there is one. It writes nothing down about the folder.
    pub fn reach(&self, app: &Arc<App>) -> ApiResult<Option<Link>> {
        Link::reach(app, &self.workspace, self.profile.as_deref())
    }
}

pub fn status(session: &Session) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let (record, who) = match session.reach(&app)? {
        Some(link) => {
            let status = link.call::<ops::owner_status>(&Caller::command_line(), Nothing {})?;
            let mut record = serde_json::to_value(&status).unwrap_or_default();
            record["running"] = json!(true);
            let meaning = link.call::<ops::meaning_status>(&Caller::command_line(), Nothing {})?;
            record["meaning"] = serde_json::to_value(&meaning).unwrap_or_default();
            let who = format!(
                "owned by process {} ({}, {} unsaved)",
                status.pid,
                counted(status.terminals, "terminal"),
                status.unsaved
            );
            (record, format!("{who}{}", fault(&meaning)))
        }
        None => unowned(session, &app)?,
    };
    session.out.record(&record, |record| {
        let folder = &record["workspace"];
        let word = |value: &Value| value.as_str().map(|text| format!("{text} · "));
        format!(
            "{}{}{who}",
            word(&folder["root"]).unwrap_or_default(),
            word(&folder["profile"]["name"]).unwrap_or_default(),
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What is wrong with the search by meaning, as the end of a line.
fn fault(status: &MeaningStatus) -> String {
    match status.state {
        MeaningState::Failed => format!(" · by meaning: {}", meaning::sentences(status)),
        MeaningState::Paused => " · by meaning: paused".to_owned(),
        _ => String::new(),
    }
}

/// What is known of a folder that nobody has open, in the shape of an owner's answer.
fn unowned(session: &Session, app: &App) -> ApiResult<(Value, String)> {
    let root = Root::open(&session.workspace)?;
    let row = app.known(&root, session.profile.as_deref())?;
    let meaning = app.meaning_at_rest(row.as_ref());
    let fault = meaning.as_ref().map(fault).unwrap_or_default();
    let (workspace, unsaved, who) = match row {
        Some(row) => {
            let unsaved = app.unsaved(&row)?;
            let who = format!("not open ({unsaved} unsaved)");
            (json!(app.workspace_info(&row)?), unsaved, who)
        }
        None => {
            let path = root.path();
            let name = path.file_name().unwrap_or(path.as_os_str());
            let workspace = json!({
                "id": null,
                "name": name.to_string_lossy(),
                "root": path.display().to_string(),
                "profile": null,
                "trusted": null,
                "egress": app.egress_state(),
            });
            (workspace, 0, "never opened".to_owned())
        }
    };
    let record = json!({
        "pid": null,
        "version": env!("CARGO_PKG_VERSION"),
        "workspace": workspace,
        "clients": 0,
        "terminals": 0,
        "unsaved": unsaved,
        "since": null,
        "sidecar": app.sidecar.status(),
        "meaning": meaning,
        "running": false,
    });
    Ok((record, format!("{who}{fault}")))
}

pub fn doctor(session: &Session) -> ApiResult<ExitCode> {
    let report = match session.app() {
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
    app.profile(session.profile.as_deref())?;
    match session.reach(app) {
        Ok(Some(link)) => link.call::<ops::doctor_report>(&Caller::command_line(), Nothing {}),
        // A folder that cannot be opened is no reason not to look at the machine; the report says
        // what is wrong with it.
        Ok(None) | Err(_) => Ok(tenon_api::doctor::report(app, &session.workspace)),
    }
}
