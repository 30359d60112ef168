//! `tenon forget`: what is known about a thing, a text or a time.

use std::process::ExitCode;

use tenon_api::owner::Caller;
use tenon_api::wire::{JournalForgetParams, Whole};
use tenon_api::{ApiResult, moment, ops};

use crate::Session;

/// Exit status 1 when the text still stands somewhere, which the answer names.
pub fn run(
    session: &Session,
    subject: Option<String>,
    text: Option<String>,
    since: Option<&str>,
) -> ApiResult<ExitCode> {
    let now = session.surroundings.ambient.clock.now();
    let since = since.map(|text| moment::parse(text, now)).transpose()?;
    let params = JournalForgetParams {
        subject,
        text,
        since: since.map(Whole::clamped),
    };
    let link = session.link()?;
    let done = link.call::<ops::journal_forget>(&Caller::command_line(), params)?;
    session.out.record(&done, |done| {
        let mut text = format!(
            "forgotten: {} events, {} other rows, {} log files; {} backups were treated too",
            done.events.get(),
            done.rows.get(),
            done.logs,
            done.backups
        );
        if done.sealed.get() > 0 {
            text += &format!(
                "\nthe text stood in names of files: {} rows of the local history keep them sealed, and still find their files",
                done.sealed.get()
            );
        }
        if !done.wiped {
            text += "\nnot overwritten yet: something still reads the database; run it again";
        }
        for left in &done.left {
            text += &format!("\nleft in {}: {}", left.file, left.why);
        }
        text
    })?;
    Ok(match done.left.is_empty() && done.wiped {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
