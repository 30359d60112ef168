//! `tenon md`: standard input, which is Markdown, as the HTML that the window shows.
//!
//! It needs no workspace.

use std::io::Read;
use std::process::ExitCode;

use serde::Serialize;
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;
use tenon_markdown::{LARGEST, Options};

use crate::Session;
use crate::output::{json, write};

#[derive(Serialize)]
struct Answer {
    html: String,
}

pub fn run(session: &Session, raw: bool) -> ApiResult<ExitCode> {
    let text = input()?;
    let html = match raw {
        true => tenon_markdown::raw(&text),
        false => tenon_markdown::html(&text, &Options { positions: true })
            .map_err(|e| ApiError::new(Code::Invalid, e.to_string()))?,
    };
    if session.out.is_json() {
        let mut line = json(&Answer { html })?;
        line.push(b'\n');
        write(&line)?;
    } else {
        write(html.as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// All of standard input, up to one byte more than is shown.
fn input() -> ApiResult<String> {
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST).map_or(u64::MAX, |size| size.saturating_add(1));
    std::io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut bytes)
        .map_err(|e| ApiError::new(Code::Storage, format!("standard input: {e}")))?;
    if bytes.len() > LARGEST {
        let message = "standard input has more than 16 MiB of Markdown";
        return Err(ApiError::new(Code::Invalid, message).hint("Give it in smaller parts."));
    }
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let message = format!("standard input is not UTF-8 at byte {at}");
        ApiError::new(Code::Invalid, message)
            .hint("Turn it into UTF-8 first, for example with iconv.")
    })
}
