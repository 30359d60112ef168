//! `tenon forget`: what is known about a thing, a text or a time.

use std::ffi::OsString;
use std::process::ExitCode;

use tenon_api::owner::Caller;
use tenon_api::wire::{JournalForgetParams, JournalForgotten, Whole};
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
        subject: subject.clone(),
        text,
        since: since.map(Whole::clamped),
    };
    let link = session.link()?;
    let done = link.call::<ops::journal_forget>(&Caller::command_line(), params)?;
    if let Some(thing) = subject.filter(|thing| is_gone(thing, &done)) {
        let told = format!("{thing} was forgotten already: nothing more is kept of it");
        if session.out.is_json() {
            session.out.record(&done, |_| String::new())?;
            session.out.notice(&told);
        } else {
            session.out.record(&done, |_| told)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
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

/// Whether there was nothing left to forget of a thing. A file may be known and nothing more; backups
/// are gone through each time.
fn is_gone(thing: &str, done: &JournalForgotten) -> bool {
    let counts = [done.events, done.rows, done.sealed];
    !thing.starts_with("file:")
        && counts.iter().all(|count| count.get() == 0)
        && done.logs == 0
        && done.left.is_empty()
        && done.wiped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_forgotten_already_is_told_from_what_goes_now() {
        let nothing = JournalForgotten {
            events: Whole::size(0),
            rows: Whole::size(0),
            logs: 0,
            backups: 0,
            sealed: Whole::size(0),
            wiped: true,
            left: Vec::new(),
        };
        assert!(is_gone("run:1", &nothing));
        assert!(!is_gone("file:a.txt", &nothing), "it may be known only");
        let changes: [fn(&mut JournalForgotten); 4] = [
            |done| done.events = Whole::size(1),
            |done| done.rows = Whole::size(1),
            |done| done.logs = 1,
            |done| done.wiped = false,
        ];
        for change in changes {
            let mut done = nothing.clone();
            change(&mut done);
            assert!(!is_gone("run:1", &done), "{done:?}");
        }
    }
}
