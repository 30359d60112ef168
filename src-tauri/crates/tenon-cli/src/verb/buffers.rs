//! `tenon buffers`: what is not saved, and giving it up.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::process::ExitCode;

use serde::Serialize;
use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{
    BufferInfo, BufferListParams, DiskState, DocumentParams, DocumentRevertParams, Nothing, Whole,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath};

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

#[derive(Serialize)]
struct Discarded {
    #[serde(flatten)]
    buffer: Listed,
    /// Where the text can be had again.
    kept: Option<&'static str>,
}

pub fn run(session: &Session, text: bool, discard: &[OsString]) -> ApiResult<ExitCode> {
    let link = session.link()?;
    let caller = Caller::command_line();
    // What is given up and kept nowhere is said in full.
    let params = BufferListParams {
        text: text || !discard.is_empty(),
    };
    let listed = link.call::<ops::buffer_list>(&caller, params)?;
    let mut failed = false;
    if discard.is_empty() {
        for buffer in listed.buffers.iter().cloned() {
            session.out.record(&Listed::from(buffer), in_words)?;
        }
    }
    for named in discard {
        let given_up = find(&listed.buffers, named)
            .and_then(|buffer| give_up(&link, &caller, buffer.clone(), text));
        match given_up {
            Ok(discarded) => session.out.record(&discarded, given_up_in_words)?,
            Err(error) => {
                session.out.error(&error);
                failed = true;
            }
        }
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
    Ok(
        if failed || !listed.lost.is_empty() || listed.unkept.is_some() {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        },
    )
}

/// The unsaved text that is called so: its path in the workspace, or its name when it has no file.
fn find<'a>(buffers: &'a [BufferInfo], named: &OsStr) -> ApiResult<&'a BufferInfo> {
    let path = WirePath::from_bytes(named.as_bytes());
    let by_path = buffers
        .iter()
        .find(|buffer| buffer.path == Some(path.clone()));
    let by_name = || {
        let name = named.to_str();
        buffers
            .iter()
            .find(|buffer| name.is_some() && buffer.untitled.as_deref() == name)
    };
    by_path.or_else(by_name).ok_or_else(|| {
        let message = format!("{named:?} is not among the unsaved texts");
        ApiError::new(Code::NotFound, message)
            .hint("\"tenon buffers\" lists them, by path in the folder or by name.")
    })
}

/// Gives a text up: one with a file takes the file's text again, any other is closed.
fn give_up(link: &Link, caller: &Caller, buffer: BufferInfo, text: bool) -> ApiResult<Discarded> {
    let doc = buffer.doc;
    let open = link.call::<ops::document_list>(caller, Nothing {})?;
    let info = open.documents.into_iter().find(|info| info.doc == doc);
    let has_file = info.is_some_and(|info| info.path.is_some() && info.disk != DiskState::Missing);
    if has_file {
        let params = DocumentRevertParams {
            doc,
            encoding: None,
        };
        link.call::<ops::document_revert>(caller, params)?;
    } else {
        link.call::<ops::document_close>(caller, DocumentParams { doc })?;
    }
    let mut buffer = Listed::from(buffer);
    let kept = buffer.path.is_some().then_some("history");
    if kept.is_some() && !text {
        buffer.text = None;
    }
    Ok(Discarded { buffer, kept })
}

fn given_up_in_words(discarded: &Discarded) -> String {
    let name = discarded.buffer.name();
    match (&discarded.buffer.path, &discarded.buffer.text) {
        (Some(_), None) => {
            format!(
                "given up: {name}; \"tenon history list {name}\" names its version, \"tenon history version\" gives the text"
            )
        }
        (_, text) => format!(
            "given up: {name}; its text was\n{}",
            text.as_deref().unwrap_or_default()
        ),
    }
}

impl From<BufferInfo> for Listed {
    fn from(buffer: BufferInfo) -> Self {
        Self {
            path: buffer.path,
            untitled: buffer.untitled,
            dirty: buffer.dirty,
            length: buffer.length,
            text: buffer.text,
        }
    }
}

impl Listed {
    fn name(&self) -> &str {
        let path = self.path.as_ref().map(|path| path.path.as_str());
        path.or(self.untitled.as_deref()).unwrap_or_default()
    }
}

fn in_words(listed: &Listed) -> String {
    let name = listed.name();
    match &listed.text {
        Some(text) => format!("{name}\n{text}"),
        None => name.to_owned(),
    }
}
