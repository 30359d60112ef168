//! `tenon buffers`: what is not saved.

use std::process::ExitCode;

use serde::Serialize;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{BufferListParams, Whole};
use tenon_api::{ApiError, ApiResult};
use tenon_core::WirePath;

use crate::Session;

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    path: Option<WirePath>,
    #[serde(skip_serializing_if = "Option::is_none")]
    untitled: Option<String>,
    dirty: bool,
    length: Whole,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

pub fn run(session: &Session, text: bool) -> ApiResult<ExitCode> {
    let link = session.link()?;
    let caller = Caller::command_line();
    let listed = link.call::<ops::buffer_list>(&caller, BufferListParams { text })?;
    for buffer in listed.buffers {
        let record = Listed {
            path: buffer.path,
            untitled: buffer.untitled,
            dirty: buffer.dirty,
            length: buffer.length,
            text: buffer.text,
        };
        session.out.record(&record, in_words)?;
    }
    for lost in &listed.lost {
        let message = format!("{:?} did not come back: {}", lost.name, lost.error.message);
        session.out.error(&ApiError {
            message,
            ..lost.error.clone()
        });
    }
    if let Some(unkept) = &listed.unkept {
        session.out.error(unkept);
    }
    Ok(if listed.lost.is_empty() && listed.unkept.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn in_words(listed: &Listed) -> String {
    let path = listed.path.as_ref().map(|path| path.path.as_str());
    let name = path.or(listed.untitled.as_deref()).unwrap_or_default();
    match &listed.text {
        Some(text) => format!("{name}\n{text}"),
        None => name.to_owned(),
    }
}
