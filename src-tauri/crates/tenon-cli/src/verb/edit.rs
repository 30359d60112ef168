//! `tenon edit`: edits a buffer as a person's keys would, without saving.

mod buffer;

use std::ffi::OsString;
use std::io::BufRead;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use buffer::Buffer;
use serde::{Deserialize, Serialize};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, Edit};

use crate::Session;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    changes: Vec<Edit>,
}

#[derive(Serialize)]
struct Answer {
    counter: u32,
}

/// The name of a text that was just made.
#[derive(Serialize)]
struct Made<'a> {
    untitled: &'a str,
}

/// Whether and how the text is saved when standard input ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// Not at all.
    No,
    /// Unless something else has changed the file.
    Safely,
    /// Also over what something else has written, which the local history keeps.
    Over,
}

impl Saving {
    /// What the options `--save` and `--force` ask for.
    pub fn of(save: bool, force: bool) -> Self {
        match (save, force) {
            (false, _) => Self::No,
            (true, false) => Self::Safely,
            (true, true) => Self::Over,
        }
    }
}

/// Edits the text at `path`, or the one without a file of that name; a new one when there is none.
pub fn run(session: &Session, path: Option<OsString>, saving: Saving) -> ApiResult<ExitCode> {
    let mut buffer = Buffer::open(session, path.map(OsString::into_vec))?;
    let done = edit(session, &mut buffer, saving);
    // Others that were answered meanwhile look for the next owner.
    buffer.end();
    done
}

fn edit(session: &Session, buffer: &mut Buffer, saving: Saving) -> ApiResult<ExitCode> {
    if buffer.made() {
        let made = Made {
            untitled: &buffer.name(),
        };
        session.out.record(&made, |made| made.untitled.to_owned())?;
    }
    if saving != Saving::No && buffer.is_untitled() {
        let message = format!("{:?} has no file to be saved in", buffer.name());
        return Err(ApiError::new(Code::PreconditionFailed, message)
            .hint("Edit it without \"--save\"; a window saves it under a name."));
    }
    let mut failed = false;
    for (number, line) in (1..).zip(std::io::stdin().lock().split(b'\n')) {
        let line = line.map_err(|e| {
            ApiError::new(
                Code::Storage,
                format!("Standard input could not be read: {e}"),
            )
        })?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match edits(&line).and_then(|changes| buffer.apply(changes)) {
            Ok(counter) => session
                .out
                .record(&Answer { counter }, |answer| answer.counter.to_string())?,
            Err(error) => {
                session.out.error_in_line(&error, number);
                failed = true;
            }
        }
    }
    if saving != Saving::No {
        buffer.save(saving == Saving::Over).map_err(|error| {
            if error.code != Code::Conflict || error.retryable {
                return error;
            }
            error.hint(format!(
                "\"tenon edit {path} --save --force\" writes over what is there, which the local history keeps; \"tenon buffers --discard {path}\" takes what is there instead.",
                path = buffer.name()
            ))
        })?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn edits(line: &[u8]) -> ApiResult<Vec<Edit>> {
    let parsed: Result<Line, _> = serde_json::from_slice(line);
    let mut changes = parsed.map(|line| line.changes).map_err(|e| {
        let message = format!("A line is {{\"changes\": [[from, to, text], …]}}: {e}");
        ApiError::new(Code::Invalid, message)
    })?;
    // What is pasted has the text's own line ends too, whatever it came with.
    for Edit(_, _, text) in changes.iter_mut().filter(|edit| edit.2.contains('\r')) {
        *text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    Ok(changes)
}
