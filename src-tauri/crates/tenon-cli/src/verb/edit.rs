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

/// How often an owner may go during one edit before it is given up.
const OWNERS: usize = 5;
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

struct Buffer<'a> {
    session: &'a Session,
    path: Vec<u8>,
    link: Link,
    caller: Caller,
    info: DocumentInfo,
    replica: String,
    counter: u32,
    head: Option<String>,
    /// The last change that was acknowledged.
    last: Option<Change>,
    /// Why nothing more can be applied.
    broken: Option<ApiError>,
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

pub fn run(session: &Session, path: OsString, saving: Saving) -> ApiResult<ExitCode> {
    let mut buffer = Buffer::open(session, path.into_vec())?;
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
                path = String::from_utf8_lossy(&buffer.path)
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
    parsed.map(|line| line.changes).map_err(|e| {
        let message = format!("A line is {{\"changes\": [[from, to, text], …]}}: {e}");
        ApiError::new(Code::Invalid, message)
    })
}

impl<'a> Buffer<'a> {
    fn open(session: &'a Session, path: Vec<u8>) -> ApiResult<Self> {
        let caller = Caller::command_line();
        let link = session.link()?;
        let info = document(&link, &caller, &path)?;
        let mut buffer = Self {
            session,
            path,
            link,
            caller,
            info,
            // This run is a writer of its own.
            replica: format!("edit-{}", SystemIds.next().simple()),
            counter: 0,
            head: None,
            last: None,
            broken: None,
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
        self.with_an_owner(|buffer| buffer.deliver(&changes))
    }

    /// Does something, and once more with the next owner when the owner is gone. An owner that has
    /// done it already changes nothing then.
    fn with_an_owner<T>(&mut self, work: impl Fn(&mut Self) -> ApiResult<T>) -> ApiResult<T> {
        if let Some(error) = &self.broken {
            return Err(error.clone());
        }
        let mut owners = 0;
        loop {
            match work(self) {
                Err(error) if self.link.closed() => {
                    if owners == OWNERS {
                        return Err(error);
                    }
                    owners += 1;
                    match self.take_over() {
                        Err(error) if !self.link.closed() => return Err(error),
                        _ => {}
                    }
                }
                done => return done,
            }
        }
    }

    /// Finds the next owner of the folder, or becomes it, and looks that what was acknowledged is
    /// there.
    fn take_over(&mut self) -> ApiResult<()> {
        self.link = self.session.link()?;
        self.info = document(&self.link, &self.caller, &self.path)?;
        if let Some(last) = &self.last {
            // What was applied before changes nothing; what is not there is refused.
            let change = Change {
                doc: self.info.doc,
                ..last.clone()
            };
            let params = DocumentChangeParams { change };
            let told = self.link.call::<ops::document_change>(&self.caller, params);
            if let Err(error) = told {
                if error.code == Code::Conflict {
                    let error = ApiError::new(
                        Code::Conflict,
                        "The owner of the workspace ended, and the text is not the one that was edited any more: it was saved or taken back by somebody, or it is lost",
                    );
                    let error =
                        error.hint("Look at the text, and send the rest to it as it is now.");
                    self.broken = Some(error.clone());
                    return Err(error);
                }
                return Err(error);
            }
        }
        self.head = self.newest()?;
        Ok(())
    }

    fn deliver(&mut self, changes: &[Edit]) -> ApiResult<u32> {
        let mut tries = 0;
        loop {
            let change = Change {
                doc: self.info.doc,
                replica: self.replica.clone(),
                counter: self.counter + 1,
                parents: self.head.iter().cloned().collect(),
                changes: changes.to_vec(),
            };
            let params = DocumentChangeParams {
                change: change.clone(),
            };
            match self.link.call::<ops::document_change>(&self.caller, params) {
                Ok(answer) => {
                    self.counter = answer.counter;
                    self.head = Some(format!("{}:{}", self.replica, answer.counter));
                    self.last = Some(change);
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

    fn save(&mut self, overwrite: bool) -> ApiResult<()> {
        self.with_an_owner(|buffer| buffer.write(overwrite))
    }

    fn write(&self, overwrite: bool) -> ApiResult<()> {
        let params = DocumentSaveParams {
            doc: self.info.doc,
            path: None,
            encoding: None,
            line_end: None,
            overwrite,
            counter: self.counter,
        };
        self.link
            .call::<ops::document_save>(&self.caller, params)
            .map(drop)
    }
}

/// Opens the document at `path`, which has to be text.
fn document(link: &Link, caller: &Caller, path: &[u8]) -> ApiResult<DocumentInfo> {
    let params = DocumentOpenParams {
        path: WirePath::from_bytes(path),
        encoding: None,
    };
    let info = link.call::<ops::document_open>(caller, params)?;
    if info.kind != DocumentKind::Text {
        let message = format!("{:?} is not edited as text", info.name);
        return Err(ApiError::new(Code::PreconditionFailed, message));
    }
    Ok(info)
}
