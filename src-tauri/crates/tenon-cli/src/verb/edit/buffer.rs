//! The text that an edit goes to, wherever its owner is and whoever that is next.

use std::borrow::Cow;

use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::surroundings::SystemIds;
use tenon_api::wire::{
    DocumentChangeParams, DocumentInfo, DocumentKind, DocumentNewParams, DocumentOpenParams,
    DocumentSaveParams, Nothing,
};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Change, Code, Edit, Ids, WirePath};

use crate::Session;

/// How often an owner may go during one edit before it is given up.
const OWNERS: usize = 5;
/// How often another writer may come first before an edit is given up.
const OVERTAKEN: usize = 50;

/// What can be edited.
const HINT: &str = "A file that is there is edited, or an unsaved text that \"tenon buffers\" lists; \"tenon edit --new\" makes a text without a file.";

/// A text, and the way to it.
pub struct Buffer<'a> {
    session: &'a Session,
    path: Vec<u8>,
    made: bool,
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

impl<'a> Buffer<'a> {
    /// Opens the text of that name, or makes a new one.
    pub fn open(session: &'a Session, path: Option<Vec<u8>>) -> ApiResult<Self> {
        let caller = Caller::command_line();
        let link = reach(session)?;
        let made = path.is_none();
        let info = match &path {
            Some(path) => document(&link, &caller, path)?,
            None => link.call::<ops::document_new>(&caller, DocumentNewParams { text: None })?,
        };
        let mut buffer = Self {
            session,
            path: path.unwrap_or_default(),
            made,
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

    /// Whether the text was made by opening it.
    pub fn made(&self) -> bool {
        self.made
    }

    /// Whether the text has no file.
    pub fn is_untitled(&self) -> bool {
        self.info.path.is_none()
    }

    /// The path that was asked for, or the text's name.
    pub fn name(&self) -> Cow<'_, str> {
        match self.is_untitled() {
            true => Cow::Borrowed(&self.info.name),
            false => String::from_utf8_lossy(&self.path),
        }
    }

    /// Lets go of the folder, if it is this process's.
    pub fn end(self) {
        self.link.end();
    }

    /// The change that the text stands on now.
    fn newest(&self) -> ApiResult<Option<String>> {
        let doc = self.info.doc;
        let found = open_one(&self.link, &self.caller, |info| info.doc == doc)?;
        Ok(found.and_then(|info| info.head))
    }

    /// Applies edits to the text as it is now; they are durable when it answers.
    pub fn apply(&mut self, changes: Vec<Edit>) -> ApiResult<u32> {
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
        self.link = reach(self.session)?;
        self.info = if self.is_untitled() {
            let doc = self.info.doc;
            let found = open_one(&self.link, &self.caller, |info| info.doc == doc)?;
            found.ok_or_else(|| unknown(&self.info.name))?
        } else {
            document(&self.link, &self.caller, &self.path)?
        };
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

    pub fn save(&mut self, overwrite: bool) -> ApiResult<()> {
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

/// Reaches the folder's owner. Where that is this process, others are answered for as long as the
/// edit lasts, which may be long.
fn reach(session: &Session) -> ApiResult<Link> {
    let link = session.link()?;
    if let Err(error) = link.answer_others() {
        let message = error.message.trim_end_matches('.');
        session
            .out
            .notice(&format!("Others have to wait for this edit: {message}."));
    }
    Ok(link)
}

/// Opens the document at `path`, or finds the one without a file of that name; it has to be text.
fn document(link: &Link, caller: &Caller, path: &[u8]) -> ApiResult<DocumentInfo> {
    let wire = WirePath::from_bytes(path);
    let params = DocumentOpenParams {
        path: wire.clone(),
        encoding: None,
    };
    let info = match link.call::<ops::document_open>(caller, params) {
        Err(error) if error.code == Code::NotFound => {
            let named = |info: &DocumentInfo| match &info.path {
                Some(path) => *path == wire,
                None => info.name.as_bytes() == path,
            };
            let found = open_one(link, caller, named)?;
            found.ok_or(match error.hint {
                Some(_) => error,
                None => error.hint(HINT),
            })?
        }
        opened => opened?,
    };
    if info.kind != DocumentKind::Text {
        let message = format!("{:?} is not edited as text", info.name);
        return Err(ApiError::new(Code::PreconditionFailed, message));
    }
    Ok(info)
}

/// An open document.
fn open_one(
    link: &Link,
    caller: &Caller,
    wanted: impl Fn(&DocumentInfo) -> bool,
) -> ApiResult<Option<DocumentInfo>> {
    let listed = link.call::<ops::document_list>(caller, Nothing {})?;
    Ok(listed.documents.into_iter().find(wanted))
}

/// A text without a file that was closed or saved by somebody.
fn unknown(name: &str) -> ApiError {
    ApiError::new(Code::NotFound, format!("{name:?} is not open any more")).hint(HINT)
}
