//! Unsaved texts as the owner keeps them: queued, so that many keys share one commit, and read one
//! by one, so that a damaged text takes no other with it.

use rusqlite::Connection;
use serde_json::Value;
use tenon_core::{Change, DocId};

use super::WorkspaceDb;
use super::hot::{open_row, release_row};
use crate::seal::SealedContent;
use crate::table::unsaved::UnsavedRow;
use crate::table::version::Kept;
use crate::table::{change_log, content, document, undo, unsaved, version};
use crate::writer::Pending;
use crate::{StoreError, Unsaved, Version, VersionBytes, VersionKind};

/// A whole text that takes the place of what was kept of its document before.
#[derive(Debug)]
pub struct KeptText {
    /// The document.
    pub doc: DocId,
    /// What an untitled document is called.
    pub title: Option<String>,
    /// The text, from [`WorkspaceDb::seal_content`].
    pub text: SealedContent,
    /// The last counter of every replica whose changes `text` holds; their records go.
    pub covered: Vec<(String, u32)>,
}

/// What takes back the edits of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo {
    /// The document.
    pub doc: DocId,
    /// The history, as its writer describes it.
    pub history: Vec<u8>,
    /// The file's bytes in which the history ends, when they are known and not too many.
    pub text: Option<Vec<u8>>,
}

impl WorkspaceDb {
    /// Seals bytes on the calling thread, so that the writer does not stand still for large ones.
    pub fn seal_content(&self, bytes: &[u8]) -> Result<SealedContent, StoreError> {
        SealedContent::new(&self.key, self.ambient.entropy.as_ref(), bytes)
    }

    /// Queues a whole text; it is durable when the answer arrives.
    pub fn keep_text_later(&self, kept: KeptText) -> Pending<()> {
        let now = self.ambient.clock.now();
        self.database.queue(move |conn| {
            let before = unsaved::get(conn, kept.doc)?;
            let content = content::put_sealed(conn, &kept.text)?;
            let row = UnsavedRow {
                doc: kept.doc,
                title: kept.title,
                base: None,
                content,
                upto: None,
                view: Value::Null.to_string(),
                updated_at: now,
            };
            unsaved::put(conn, &row)?;
            for (replica, counter) in &kept.covered {
                change_log::delete_upto(conn, kept.doc, replica, *counter)?;
            }
            match before {
                Some(before) if before.content == content => Ok(()),
                before => release_row(conn, before),
            }
        })
    }

    /// Queues a change record; a second delivery changes nothing.
    pub fn log_change_later(&self, change: Change) -> Pending<()> {
        let (key, entropy) = (self.key.clone(), self.ambient.entropy.clone());
        self.database.queue(move |conn| {
            change.validate()?;
            change_log::insert(conn, &key, entropy.as_ref(), &change)
        })
    }

    /// Queues the end of what was kept of a document: it is saved, or was closed on purpose.
    pub fn drop_unsaved_later(&self, doc: DocId) -> Pending<()> {
        self.database.queue(move |conn| drop_rows(conn, doc))
    }

    /// Answers when everything that was queued before is durable.
    pub fn barrier(&self) -> Pending<()> {
        self.database.queue(|_| Ok(()))
    }

    /// The documents of which a text is kept, the oldest first.
    pub fn unsaved_documents(&self) -> Result<Vec<(DocId, Option<String>)>, StoreError> {
        let rows = self.database.read(unsaved::list)?;
        Ok(rows.into_iter().map(|row| (row.doc, row.title)).collect())
    }

    /// What is kept of one document.
    pub fn unsaved_of(&self, doc: DocId) -> Result<Option<Unsaved>, StoreError> {
        self.database.read(|conn| {
            let row = unsaved::get(conn, doc)?;
            row.map(|row| open_row(conn, &self.key, row)).transpose()
        })
    }

    /// A document's change records up to the first one that does not open, and why that is so.
    pub fn readable_changes(
        &self,
        doc: DocId,
    ) -> Result<(Vec<Change>, Option<StoreError>), StoreError> {
        self.database
            .read(|conn| change_log::readable(conn, &self.key, doc))
    }

    /// Takes the path from a document whose kept text does not open, so that its file can be
    /// edited under a new identity while the rows stay. It is called `title` from then on.
    pub fn set_aside(&self, doc: DocId, title: &str) -> Result<(), StoreError> {
        let title = title.to_owned();
        self.database.write(move |conn| {
            document::unplace(conn, doc)?;
            unsaved::rename(conn, doc, &title)
        })
    }

    /// Keeps what takes back a document's edits, in place of what was kept before.
    pub fn keep_undo(&self, new: Undo) -> Result<(), StoreError> {
        let now = self.ambient.clock.now();
        let history = self.seal_content(&new.history)?;
        let text = new.text.map(|text| self.seal_content(&text)).transpose()?;
        self.database.write(move |conn| {
            let before = undo::get(conn, new.doc)?;
            let content = content::put_sealed(conn, &history)?;
            let text = text
                .map(|text| content::put_sealed(conn, &text))
                .transpose()?;
            undo::put(conn, new.doc, undo::UndoRow { content, text }, now)?;
            release_undo(conn, before)?;
            for doc in undo::surplus(conn)? {
                drop_undo(conn, doc)?;
            }
            Ok(())
        })
    }

    /// What takes back a document's edits.
    pub fn undo_of(&self, doc: DocId) -> Result<Option<Vec<u8>>, StoreError> {
        self.database.read(|conn| match undo::get(conn, doc)? {
            Some(row) => content::get(conn, &self.key, row.content),
            None => Ok(None),
        })
    }

    /// Forgets what takes back a document's edits.
    pub fn drop_undo(&self, doc: DocId) -> Result<(), StoreError> {
        self.database.write(move |conn| drop_undo(conn, doc))
    }

    /// Turns the end of a history that fits no text any more into a version called `label`, and
    /// forgets the history. There is none when the bytes were not kept or are a version already.
    pub fn undo_to_version(&self, doc: DocId, label: &str) -> Result<Option<Version>, StoreError> {
        let (now, label) = (self.ambient.clock.now(), label.to_owned());
        let veiling = self.veiling();
        self.database.write(move |conn| {
            let Some(row) = undo::get(conn, doc)? else {
                return Ok(None);
            };
            let known = |hash| {
                let versions = version::list(conn, doc)?;
                let same = |v: &Kept| v.version.bytes == VersionBytes::Content(hash);
                Ok::<_, StoreError>(versions.iter().any(same))
            };
            let made = match row.text {
                Some(hash) if !known(hash)? => {
                    let mut version = Version {
                        id: 0,
                        doc,
                        at: now,
                        path: document::find(conn, doc)?.and_then(|document| document.path),
                        bytes: VersionBytes::Content(hash),
                        size: content::size(conn, hash)?,
                        mode: None,
                        modified: None,
                        kind: VersionKind::BeforeExternal,
                        label: Some(label),
                        pinned: false,
                        on_disk: false,
                        born: false,
                    };
                    let mut row = Kept {
                        version: version.clone(),
                        sealed_path: None,
                    };
                    veiling.cover(&mut row)?;
                    version.id = version::insert(conn, &row)?;
                    Some(version)
                }
                _ => None,
            };
            drop_undo(conn, doc)?;
            Ok(made)
        })
    }
}

fn drop_rows(conn: &Connection, doc: DocId) -> Result<(), StoreError> {
    let before = unsaved::get(conn, doc)?;
    unsaved::delete(conn, doc)?;
    change_log::delete(conn, doc)?;
    release_row(conn, before)
}

fn drop_undo(conn: &Connection, doc: DocId) -> Result<(), StoreError> {
    let before = undo::get(conn, doc)?;
    undo::delete(conn, doc)?;
    release_undo(conn, before)
}

fn release_undo(conn: &Connection, row: Option<undo::UndoRow>) -> Result<(), StoreError> {
    let Some(row) = row else { return Ok(()) };
    content::release(conn, row.content)?;
    row.text.map_or(Ok(()), |text| content::release(conn, text))
}
