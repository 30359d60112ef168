//! `tenon read`: files of the workspace, through the resolver that serves the window.
//!
//! Paths are taken exactly as given: not trimmed, not decoded. Like `files` it needs nothing of an
//! owner's state, so it reads in this process.

use std::ffi::OsString;
use std::io::{BufRead, Write};
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tenon_api::wire::Whole;
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath};
use tenon_workspace::Root;

use crate::Session;
use crate::output::{json, write};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(flatten)]
    path: WirePath,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<Whole>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ApiError>,
}

pub fn run(session: &Session, paths: Vec<OsString>) -> ApiResult<ExitCode> {
    let root = Root::open(&session.workspace)?;
    let mut failed = false;
    if paths.is_empty() {
        for line in std::io::stdin().lock().split(b'\n') {
            let line =
                line.map_err(|e| ApiError::new(Code::Storage, format!("standard input: {e}")))?;
            failed |= !one(session, &root, &line)?;
        }
    }
    for path in paths {
        failed |= !one(session, &root, &path.into_vec())?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Answers for one path; `false` when it failed.
fn one(session: &Session, root: &Root, path: &[u8]) -> ApiResult<bool> {
    let read = if path.is_empty() {
        Err(ApiError::new(Code::Invalid, "the path is empty"))
    } else {
        root.read(path)
            .map(|(bytes, _)| bytes)
            .map_err(ApiError::from)
    };
    if !session.out.is_json() {
        match read {
            Ok(bytes) => write(&bytes)?,
            Err(error) => {
                session.out.error(&error);
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let path = WirePath::from_bytes(path);
    let mut answer = Answer {
        path,
        ok: read.is_ok(),
        size: None,
        text: None,
        base64: None,
        error: None,
    };
    match read {
        Ok(bytes) => {
            answer.size = Some(Whole::size(bytes.len() as u64));
            match String::from_utf8(bytes) {
                Ok(text) => answer.text = Some(text),
                Err(e) => answer.base64 = Some(STANDARD.encode(e.as_bytes())),
            }
        }
        Err(error) => answer.error = Some(error),
    }
    let mut line = json(&answer)?;
    line.push(b'\n');
    write(&line)?;
    std::io::stdout().flush().ok();
    Ok(answer.ok)
}
