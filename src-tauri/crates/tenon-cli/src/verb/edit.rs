//! `tenon edit`: edits a buffer as a person's keys would, without saving.

use std::ffi::OsString;
use std::io::BufRead;
use std::os::unix::ffi::OsStringExt;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::surroundings::SystemIds;
use tenon_api::wire::{
    DocumentChangeParams, DocumentInfo, DocumentKind, DocumentOpenParams, DocumentSaveParams,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Change, Code, Edit, Ids, WirePath};

use crate::Session;

/// How often another writer may come first before an edit is given up.
const OVERTAKEN: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    changes: Vec<Edit>,
}

#[derive(Serialize)]
struct Answer {
    counter: u32,
}

struct Buffer {
    link: Link,
    caller: Caller,
    info: DocumentInfo,
    replica: String,
    counter: u32,
    head: Option<String>,
}

pub fn run(session: &Session, path: OsString, save: bool) -> ApiResult<ExitCode> {
    let link = session.link()?;
    let mut buffer = Buffer::open(link, &path.into_vec())?;
    let mut failed = false;
    for line in std::io::stdin().lock().split(b'\n') {
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
                session.out.error(&error);
                failed = true;
            }
        }
    }
    if save {
        buffer.save()?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn edits(line: &[u8]) -> ApiResult<Vec<Edit>> {
    let parsed: Result<Line, _> = serde_json::from_slice(line);
    parsed.map(|line| line.changes).map_err(|e| {
        let message = format!("A line is {{\"changes\": [[from, to, text], …]}}: {e}");
        ApiError::new(Code::Invalid, message)
    })
}

impl Buffer {
    fn open(link: Link, path: &[u8]) -> ApiResult<Self> {
        let caller = Caller::command_line();
        let params = DocumentOpenParams {
            path: WirePath::from_bytes(path),
            encoding: None,
        };
        let info = link.call::<ops::document_open>(&caller, params)?;
        if info.kind != DocumentKind::Text {
            let message = format!("{:?} is not edited as text", info.name);
            return Err(ApiError::new(Code::PreconditionFailed, message));
        }
        let mut buffer = Self {
            link,
            caller,
            info,
            // This run is a writer of its own.
            replica: format!("edit-{}", SystemIds.next().simple()),
            counter: 0,
            head: None,
        };
        buffer.head = buffer.newest()?;
        Ok(buffer)
    }

    /// The change that the text stands on now.
    fn newest(&self) -> ApiResult<Option<String>> {
        let doc = self.info.doc;
        let listed = self
            .link
            .call::<ops::document_list>(&self.caller, tenon_api::wire::Nothing {})?;
        let found = listed.documents.into_iter().find(|info| info.doc == doc);
        Ok(found.and_then(|info| info.head))
    }

    /// Applies edits to the text as it is now; they are durable when it answers.
    fn apply(&mut self, changes: Vec<Edit>) -> ApiResult<u32> {
        let mut tries = 0;
        loop {
            let change = Change {
                doc: self.info.doc,
                replica: self.replica.clone(),
                counter: self.counter + 1,
                parents: self.head.iter().cloned().collect(),
                changes: changes.clone(),
            };
            let params = DocumentChangeParams { change };
            match self.link.call::<ops::document_change>(&self.caller, params) {
                Ok(answer) => {
                    self.counter = answer.counter;
                    self.head = Some(format!("{}:{}", self.replica, answer.counter));
                    return answer.unkept.map_or(Ok(answer.counter), Err);
                }
                Err(error) if error.code == Code::Conflict && tries < OVERTAKEN => {
                    tries += 1;
                    self.head = self.newest()?;
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn save(&self) -> ApiResult<()> {
        let params = DocumentSaveParams {
            doc: self.info.doc,
            path: None,
            encoding: None,
            line_end: None,
            overwrite: false,
            counter: self.counter,
        };
        self.link
            .call::<ops::document_save>(&self.caller, params)
            .map(drop)
    }
}
