//! `tenon search --replace`: through the workspace's owner, so that it can be undone.

use std::process::ExitCode;

use serde::Serialize;
use tenon_api::ApiResult;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{SearchQuery, SearchReplaceParams, SearchReplacedFile, SearchReplacedHit};
use tenon_core::WirePath;

use crate::Session;

/// A file, with its path in one piece with the rest.
#[derive(Serialize)]
struct Row {
    #[serde(flatten)]
    path: WirePath,
    hits: Vec<SearchReplacedHit>,
    done: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl From<SearchReplacedFile> for Row {
    fn from(file: SearchReplacedFile) -> Self {
        Self {
            path: file.path,
            hits: file.hits,
            done: file.done,
            reason: file.reason,
        }
    }
}

pub fn run(
    session: &Session,
    search: SearchQuery,
    replacement: String,
    keep_case: bool,
    dry_run: bool,
) -> ApiResult<ExitCode> {
    let params = SearchReplaceParams {
        search,
        replacement,
        keep_case,
        dry_run,
        files: None,
    };
    let link = session.link()?;
    let replaced = link.call::<ops::search_replace>(&Caller::command_line(), params)?;
    let mut left = false;
    for file in replaced.files {
        left |= file.reason.is_some();
        session.out.record(&Row::from(file), |row| {
            let (path, count) = (&row.path.path, row.hits.len());
            match &row.reason {
                Some(reason) => format!("{path}: left alone: {reason}"),
                None => format!("{path}: {count}"),
            }
        })?;
    }
    Ok(if left {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
