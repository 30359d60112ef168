//! `tenon forget`: what is known about a thing, a text or a time.

use std::ffi::OsString;
use std::process::ExitCode;

use tenon_api::owner::Caller;
use tenon_api::wire::{JournalForgetParams, Whole};
use tenon_api::{ApiError, ApiResult, moment, ops};
use tenon_core::{Code, counted};

use crate::Session;

/// Exit status 1 when the text still stands somewhere, which the answer names.
pub fn run(
    session: &Session,
    subject: Option<String>,
    text: Option<OsString>,
    since: Option<&str>,
) -> ApiResult<ExitCode> {
    let text = text.map(OsString::into_string).transpose();
    let text = text.map_err(|odd| {
        let message = format!("The text to forget is not UTF-8: {odd:?}");
        ApiError::new(Code::Invalid, message).hint(
            "Name a part of it that is, without the odd bytes: what holds that part is forgotten whole. Nothing was changed.",
        )
    })?;
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
            "forgotten: {}, {}, {}; treated too: {}",
            counted(done.events.get(), "event"),
            counted(done.rows.get(), "other row"),
            counted(done.logs, "log file"),
            counted(done.backups, "backup")
        );
        if done.sealed.get() > 0 {
            text += &format!(
                "\nthe text stood in names of files: they are sealed in {} of the local history, which still finds its files",
                counted(done.sealed.get(), "row")
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
