//! `tenon egress`: what keeps the sidecar from the network, and what it tried.

use std::process::ExitCode;

use serde_json::{Value, json};
use tenon_api::journal_source::JournalSource;
use tenon_api::owner::Caller;
use tenon_api::wire::{EgressHold, JournalEvent, JournalPageParams, Nothing, Whole};
use tenon_api::{ApiError, ApiResult, moment, ops};
use tenon_core::Code;

use crate::Session;

/// Events that are read at once.
const PAGE: u32 = 500;

pub fn run(session: &Session, since: Option<&str>) -> ApiResult<ExitCode> {
    let now = session.surroundings.ambient.clock.now();
    let since = since.map(|text| moment::parse(text, now)).transpose()?;
    let app = session.app()?;
    let running = match session.reach(&app)? {
        Some(link) => {
            link.call::<ops::sidecar_status>(&Caller::command_line(), Nothing {})?
                .lock
        }
        None => None,
    };
    let runs = running.is_some();
    let hold = running.unwrap_or_else(|| app.egress_hold().0);
    let record = json!({ "holds": hold, "running": runs });
    session.out.record(&record, |_| words(&hold, runs))?;
    let source = match JournalSource::open(&app, &session.workspace, session.profile.as_deref()) {
        Ok(source) => source,
        // A folder that was never opened has no journal, and nothing was tried in it.
        Err(error) if error.code == Code::NotFound => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error),
    };
    let mut params = JournalPageParams {
        limit: PAGE,
        kinds: vec!["egress.decided".into()],
        since: since.map(Whole::clamped),
        ..JournalPageParams::default()
    };
    loop {
        let page = source.page(params.clone())?;
        for event in &page.events {
            params.after = Some(event.seq);
            let attempt = attempt(event)?;
            session.out.record(&attempt, line)?;
        }
        if !page.more {
            return Ok(ExitCode::SUCCESS);
        }
    }
}

fn words(hold: &EgressHold, runs: bool) -> String {
    let level = serde_json::to_value(hold.level).unwrap_or_default();
    let level = match level.as_str() {
        Some("byAgreement") => "by agreement",
        Some(level) => level,
        None => "unknown",
    };
    let who = if runs {
        "the sidecar that runs"
    } else {
        "a sidecar that would start here"
    };
    let why = hold.why.as_ref().map(|why| format!("\n{why}"));
    format!("{level}, for {who}{}", why.unwrap_or_default())
}

/// The event as scripts read it: when, and the fields of its payload.
fn attempt(event: &JournalEvent) -> ApiResult<Value> {
    let internal = |e: serde_json::Error| ApiError::new(Code::Internal, e.to_string());
    let payload = event.payload.as_deref().map(serde_json::from_str::<Value>);
    let mut attempt = payload
        .transpose()
        .map_err(internal)?
        .unwrap_or_else(|| json!({}));
    attempt["at"] = json!(event.at);
    Ok(attempt)
}

fn line(attempt: &Value) -> String {
    let text = |key: &str| attempt[key].as_str().unwrap_or_default();
    let at = attempt["at"].as_i64().map(moment::text).unwrap_or_default();
    let times = match attempt["times"].as_u64() {
        Some(times) if times > 1 => format!(" ({times} times)"),
        _ => String::new(),
    };
    let by = if text("by").is_empty() {
        String::new()
    } else {
        format!("  by {}", text("by"))
    };
    format!(
        "{at}  {:8} {:11} {}{times}{by}  {}",
        text("decision"),
        text("way"),
        text("target"),
        text("why")
    )
}
