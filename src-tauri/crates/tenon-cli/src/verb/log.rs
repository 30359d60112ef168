//! `tenon log`: what happened, from the owner or from the file.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tenon_api::app::App;
use tenon_api::journal_source::JournalSource;
use tenon_api::wire::{JournalEvent, JournalPageParams, Whole};
use tenon_api::{ApiError, ApiResult, moment};
use tenon_core::{Clock, Code, counted};

use crate::Session;

/// Events that are read at once.
const PAGE: u32 = 500;
/// How often it is looked for news while nobody tells of them.
const PACE: Duration = Duration::from_millis(200);
/// How often it is looked for news all the same while somebody does.
const CALM: Duration = Duration::from_secs(2);
/// How often in a row what follows bears a fault: a database that is just being made cannot be read yet.
const BORNE: u32 = 25;

pub fn run(
    session: &Session,
    kinds: Vec<String>,
    subject: Option<String>,
    since: Option<&str>,
    follow: bool,
) -> ApiResult<ExitCode> {
    let clock: &dyn Clock = session.surroundings.ambient.clock.as_ref();
    let since = since
        .map(|text| moment::parse(text, clock.now()))
        .transpose()?;
    let app = session.app()?;
    let mut params = JournalPageParams {
        limit: PAGE,
        kinds,
        subject,
        since: since.map(Whole::clamped),
        ..JournalPageParams::default()
    };
    let (news, heard) = std::sync::mpsc::channel();
    let tell = move || {
        // The other end lives as long as this verb.
        let _ = news.send(());
    };
    let mut source: Option<JournalSource> = None;
    let mut listening = None;
    let mut faults = 0;
    loop {
        let ended = |source: &JournalSource| source.closed();
        if source
            .as_ref()
            .is_none_or(|source| ended(source) || is_file(source))
        {
            drop(listening.take());
            source = None;
        }
        let printed = match &source {
            Some(source) => print(session, source, &mut params),
            None => open(session, &app).and_then(|opened| {
                listening = opened.listen(tell.clone());
                print(session, source.insert(opened), &mut params)
            }),
        };
        let closed = source.as_ref().is_some_and(ended);
        match printed {
            Ok(()) => faults = 0,
            // An owner that ended takes its answer along; the next one, or the file, has it.
            Err(_) if closed => {}
            Err(_) if follow && faults < BORNE => faults += 1,
            Err(fault) => return Err(fault),
        }
        if !follow && !closed {
            return Ok(ExitCode::SUCCESS);
        }
        // An owner tells of news; without one it is looked for at a steady pace.
        let pace = if listening.is_some() { CALM } else { PACE };
        // No news within this time is nothing wrong.
        let _ = heard.recv_timeout(pace);
        while heard.try_recv().is_ok() {}
    }
}

fn is_file(source: &JournalSource) -> bool {
    matches!(source, JournalSource::File(_))
}

fn open(session: &Session, app: &Arc<App>) -> ApiResult<JournalSource> {
    JournalSource::open(app, &session.workspace, session.profile.as_deref())
}

/// Prints what stands behind the last event, to the end.
fn print(
    session: &Session,
    source: &JournalSource,
    params: &mut JournalPageParams,
) -> ApiResult<()> {
    loop {
        let page = source.page(params.clone())?;
        for event in &page.events {
            let record = record(event)?;
            session.out.record(&record, |_| line(event))?;
            params.after = Some(event.seq);
        }
        if !page.more {
            return Ok(());
        }
    }
}

/// Proves the journal; exit status 1 when it is not what was written.
pub fn verify(session: &Session) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let proof = open(session, &app)?.verify()?;
    session
        .out
        .record(&proof, |proof| match (proof.seq, &proof.why) {
            (Some(seq), Some(why)) => format!("broken at seq {}: {why}", seq.get()),
            _ => {
                let events = counted(proof.events.map_or(0, Whole::get), "event");
                format!("{events}, each is what was written")
            }
        })?;
    if proof.ok {
        return Ok(ExitCode::SUCCESS);
    }
    let seq = proof.seq.map_or(0, Whole::get);
    let why = proof.why.unwrap_or_default();
    let message = format!("The journal is not what was written: at seq {seq}, {why}");
    Err(ApiError {
        retryable: false,
        ..ApiError::new(Code::Storage, message)
    })
}

/// The row as scripts read it: without `seq`, `leaf`, `salt` and `payload` it is the header that
/// the leaf was made of.
fn record(event: &JournalEvent) -> ApiResult<Value> {
    let internal = |e: serde_json::Error| ApiError::new(Code::Internal, e.to_string());
    let payload = event.payload.as_deref().map(serde_json::from_str::<Value>);
    let payload = payload.transpose().map_err(internal)?;
    let mut row = Map::new();
    let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
    put("seq", json!(event.seq));
    put("v", json!(event.v));
    put("id", json!(event.id));
    put("at", json!(event.at));
    put("source", json!(event.source));
    put("sourceSeq", json!(event.source_seq));
    put("actor", json!(event.actor));
    put("session", json!(event.session));
    put("kind", json!(event.kind));
    put("subject", json!(event.subject));
    for (key, value) in [
        ("cause", &event.cause),
        ("turn", &event.turn),
        ("trace", &event.trace),
    ] {
        if let Some(value) = value {
            put(key, json!(value));
        }
    }
    put("payloadHash", json!(event.payload_hash));
    put("leaf", json!(event.leaf));
    put("salt", json!(event.salt));
    put("payload", payload.unwrap_or_default());
    Ok(Value::Object(row))
}

/// The row as people read it.
fn line(event: &JournalEvent) -> String {
    let at = moment::text(event.at.get());
    let actor = match event.actor.kind.as_str() {
        "person" | "tenon" => String::new(),
        kind => format!("  by {kind} {}", event.actor.name),
    };
    let what = match (&event.payload, &event.salt) {
        (Some(payload), _) if payload != "{}" && payload != "null" => payload.as_str(),
        (Some(_), _) => "",
        (None, _) => "(forgotten)",
    };
    format!("{at}  {:22} {}  {what}{actor}", event.kind, event.subject)
}
