//! Waiting until everything can be found by meaning.

use std::time::{Duration, Instant};

use serde::Serialize;
use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{
    MeaningPauseParams, MeaningState, MeaningStatus, Nothing, SidecarState, Whole,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, counted};

use super::asking::Asking;
use crate::Session;

/// How often the work is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How often the person is told how far it is.
const TOLD: Duration = Duration::from_secs(1);
/// How long a sidecar that an owner is just starting may look as if nobody did.
const STOPPED: Duration = Duration::from_secs(5);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    /// Pieces of text that can be found.
    rows: Whole,
    /// Texts that were embedded for it.
    embedded: Whole,
    /// Pieces whose vector was there already.
    reused: Whole,
    elapsed_ms: Whole,
    /// The model.
    engine: Option<String>,
}

/// Brings the index in line with the folder and waits until all of it can be found by meaning.
pub fn wait(session: &Session) -> ApiResult<()> {
    let began = Instant::now();
    loop {
        let asking = Asking::open(session)?;
        let link = asking.link();
        match wait_on(session, link.clone(), began) {
            // One that was there for a call has ended; the work goes on here, or at the next one.
            Err(_) if link.closed() => {}
            done => return done,
        }
    }
}

fn wait_on(session: &Session, link: Link, began: Instant) -> ApiResult<()> {
    let caller = Caller::command_line();
    let ask = || link.call::<ops::meaning_status>(&caller, Nothing {});
    let before = ask()?;
    refuse(&before)?;
    link.call::<ops::index_run>(&caller, Nothing {})?;
    if let Link::Local(owner) = &link {
        // Whoever has no Python is told so at once, with the command that makes one.
        owner.app().sidecar_python()?;
        owner.begin_meaning()?;
    }
    let status = settled(session, &link, ask)?;
    notice_aside(session, &link);
    let since = |now: Whole, then: Whole| Whole::clamped(now.get() - then.get());
    let report = Report {
        rows: status.done,
        embedded: since(status.embedded, before.embedded),
        reused: since(status.reused, before.reused),
        elapsed_ms: Whole::size(u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)),
        engine: status.engine,
    };
    if let Link::Local(owner) = &link {
        owner.app().sidecar.stop();
    }
    session.out.record(&report, |report| {
        format!(
            "{} can be found by meaning, {} embedded; {} ms",
            counted(report.rows.get(), "piece"),
            report.embedded.get(),
            report.elapsed_ms.get(),
        )
    })
}

/// Holds the work on meaning, or lets it go on; it stays so.
pub fn pause(session: &Session, paused: bool) -> ApiResult<()> {
    let params = MeaningPauseParams { paused };
    let link = session.link()?;
    let status = link.call::<ops::meaning_pause>(&Caller::command_line(), params)?;
    session.out.record(&status, |_| match paused {
        true => "The work on meaning is paused.".to_owned(),
        false => "The work on meaning goes on.".to_owned(),
    })
}

/// Says why there is nothing to wait for, where that is so.
fn refuse(status: &MeaningStatus) -> ApiResult<()> {
    let (message, hint) = match status.state {
        MeaningState::Off => (
            "searching by meaning is switched off",
            status.hint.as_deref().unwrap_or_default(),
        ),
        MeaningState::Paused => (
            "the work on meaning is paused",
            "Let it go on with \"tenon index resume --meaning\", or in the status bar of the window.",
        ),
        // What waits for nothing is not waited for.
        MeaningState::Failed => return Err(why(status.clone())),
        _ => return Ok(()),
    };
    Err(ApiError::new(Code::PreconditionFailed, message).hint(hint))
}

fn settled(
    session: &Session,
    link: &Link,
    ask: impl Fn() -> ApiResult<MeaningStatus>,
) -> ApiResult<MeaningStatus> {
    let (mut told, mut said, mut stopped) = (Instant::now(), String::new(), None);
    loop {
        let status = ask()?;
        refuse(&status)?;
        match status.state {
            MeaningState::Ready => return Ok(status),
            MeaningState::Failed => return Err(why(status)),
            MeaningState::Waiting if is_stopped(link)? => {
                let since = *stopped.get_or_insert_with(Instant::now);
                if since.elapsed() > STOPPED {
                    let message = "no sidecar runs that could embed anything";
                    return Err(ApiError::new(Code::SidecarUnavailable, message)
                        .hint("Start it with \"tenon sidecar restart\"."));
                }
            }
            _ => stopped = None,
        }
        if told.elapsed() > TOLD {
            told = Instant::now();
            let progress = progress(&status);
            // Standing still is told once.
            if progress != said {
                session.out.notice(&progress);
                said = progress;
            }
        }
        std::thread::sleep(LOOK);
    }
}

fn is_stopped(link: &Link) -> ApiResult<bool> {
    let status = link.call::<ops::sidecar_status>(&Caller::command_line(), Nothing {})?;
    Ok(status.state == SidecarState::Stopped)
}

fn why(status: MeaningStatus) -> ApiError {
    let reason = status.reason;
    let reason = reason.unwrap_or_else(|| "the work on meaning does not go on".to_owned());
    ApiError {
        hint: status.hint,
        ..ApiError::new(status.code.unwrap_or(Code::SidecarUnavailable), reason)
    }
}

fn progress(status: &MeaningStatus) -> String {
    if status.state == MeaningState::Waiting {
        return "waiting for the sidecar".to_owned();
    }
    let (done, total) = (status.done.get(), counted(status.total.get(), "piece"));
    format!("{done} of {total}, {:.0} texts a second", status.per_second)
}

/// Says what this very process found damaged and put aside; an owner that lives has told its windows.
pub fn notice_aside(session: &Session, link: &Link) {
    if let Link::Local(owner) = link
        && let Some(told) = owner.meaning().put_aside()
    {
        session.out.notice(&told);
    }
}

/// Says on standard error what is wrong while an engine from before answers.
pub fn notice_fault(session: &Session, link: &Link) -> ApiResult<()> {
    notice_aside(session, link);
    let status = link.call::<ops::meaning_status>(&Caller::command_line(), Nothing {})?;
    if status.state == MeaningState::Failed {
        session.out.notice(&sentences(&status));
    }
    Ok(())
}

/// Why it does not go on and what to do, one after the other.
pub fn sentences(status: &MeaningStatus) -> String {
    let all = [status.reason.as_deref(), status.hint.as_deref()];
    let all = all
        .into_iter()
        .flatten()
        .map(|one| match one.ends_with(['.', '!', '?']) {
            true => one.to_owned(),
            false => format!("{one}."),
        });
    all.collect::<Vec<_>>().join(" ")
}

/// How the work is, in a few words behind something else.
pub fn told(status: &MeaningStatus) -> String {
    let (done, total) = (status.done.get(), status.total.get());
    let far = match &status.switching_to {
        Some(model) => format!("{done} of {total} by meaning with {model}"),
        None => format!("{done} of {total} by meaning"),
    };
    match status.state {
        MeaningState::Off => "not by meaning".to_owned(),
        MeaningState::Ready => far,
        MeaningState::Paused => format!("{far}, paused"),
        MeaningState::Working => {
            let late = status.reason.as_ref().map(|late| format!(" ({late})"));
            let late = late.unwrap_or_default();
            format!("{far}, {:.0} a second{late}", status.per_second)
        }
        MeaningState::Waiting => format!("{far}, waiting"),
        MeaningState::Failed => {
            let reason = status.reason.as_deref().unwrap_or("failed");
            format!("{far}: {reason}")
        }
    }
}
