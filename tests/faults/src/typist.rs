//! Somebody who types into a document and saves it.

use anyhow::Result;
use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::Caller;
use tenon_api::wire::{
    DocumentChangeParams, DocumentOpenParams, DocumentParams, DocumentSaveParams,
};
use tenon_core::{Change, DocId, Edit};

pub struct Typist {
    link: Link,
    caller: Caller,
    doc: DocId,
    replica: String,
    counter: u32,
    head: Option<String>,
    /// What was typed so far; plain ASCII.
    pub text: String,
}

impl Typist {
    /// Opens a file that is there.
    pub fn open(link: Link, path: &str, replica: String) -> Result<Self> {
        let caller = Caller::command_line();
        let params = DocumentOpenParams {
            path: path.into(),
            encoding: None,
        };
        let info = link.call::<ops::document_open>(&caller, params)?;
        let bytes = link.raw::<ops::document_text>(&caller, DocumentParams { doc: info.doc })?;
        let all = String::from_utf8(bytes)?;
        let (head, text) = all.split_once('\n').unwrap_or_default();
        Ok(Self {
            doc: info.doc,
            replica,
            counter: 0,
            head: Some(head.to_owned()).filter(|head| !head.is_empty()),
            text: text.to_owned(),
            link,
            caller,
        })
    }

    /// Types at the end.
    pub fn type_in(&mut self, text: &str) -> Result<()> {
        let end = u32::try_from(self.text.len())?;
        self.counter += 1;
        let change = Change {
            doc: self.doc,
            replica: self.replica.clone(),
            counter: self.counter,
            parents: self.head.iter().cloned().collect(),
            changes: vec![Edit(end, end, text.to_owned())],
        };
        // Noted before it is known: what was on its way may have arrived.
        self.text.push_str(text);
        self.head = Some(format!("{}:{}", self.replica, self.counter));
        let params = DocumentChangeParams { change };
        self.link
            .call::<ops::document_change>(&self.caller, params)?;
        Ok(())
    }

    pub fn save(&self) -> Result<()> {
        let params = DocumentSaveParams {
            doc: self.doc,
            path: None,
            encoding: None,
            line_end: None,
            overwrite: false,
            counter: self.counter,
        };
        self.link.call::<ops::document_save>(&self.caller, params)?;
        Ok(())
    }
}
