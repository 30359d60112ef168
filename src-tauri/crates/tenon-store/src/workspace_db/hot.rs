//! What brings unsaved work and screens back after the program was killed.

use rusqlite::Connection;
use serde_json::Value;
use tenon_core::{Change, DocId, Millis, TerminalId};

use super::WorkspaceDb;
use crate::table::unsaved::UnsavedRow;
use crate::table::{change_log, content, screen, unsaved};
use crate::{ContentHash, ContentKey, StoreError};

/// A text that was not saved yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsaved {
    /// The document.
    pub doc: DocId,
    /// What an untitled document is called.
    pub title: Option<String>,
    /// The bytes on disk that the text was made from, as content; none for an untitled one.
    pub base: Option<ContentHash>,
    /// The whole text, exactly.
    pub text: Vec<u8>,
    /// The last change record that `text` holds, `replica:counter`; later ones come on top.
    pub upto: Option<String>,
    /// Cursor, selection, scroll and folding, as the editor describes them.
    pub view: Value,
    /// When it was kept; the store sets it.
    pub updated_at: Millis,
}

/// The last screen of a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// The bytes that draw it.
    pub bytes: Vec<u8>,
    /// When it was kept.
    pub at: Millis,
}

impl WorkspaceDb {
    /// Keeps a text that was not saved, in place of what was kept of the document before.
    pub fn keep_unsaved(&self, kept: Unsaved) -> Result<(), StoreError> {
        let now = self.ambient.clock.now();
        self.write_content(move |conn, sealing| {
            let before = unsaved::get(conn, kept.doc)?;
            let content = sealing.put(conn, &kept.text)?;
            let Unsaved {
                doc,
                title,
                base,
                upto,
                view,
                ..
            } = kept;
            let view = view.to_string();
            let row = UnsavedRow {
                doc,
                title,
                base,
                content,
                upto,
                view,
                updated_at: now,
            };
            unsaved::put(conn, &row)?;
            release_row(conn, before)
        })
    }

    /// All texts that were not saved, the oldest first.
    pub fn unsaved(&self) -> Result<Vec<Unsaved>, StoreError> {
        self.database.read(|conn| {
            unsaved::list(conn)?
                .into_iter()
                .map(|row| open_row(conn, &self.key, row))
                .collect()
        })
    }

    /// Forgets what was kept of a document, because it is saved or was closed on purpose.
    pub fn drop_unsaved(&self, doc: DocId) -> Result<(), StoreError> {
        self.database.write(move |conn| {
            let before = unsaved::get(conn, doc)?;
            unsaved::delete(conn, doc)?;
            change_log::delete(conn, doc)?;
            release_row(conn, before)
        })
    }

    /// Keeps a change record; a second delivery changes nothing.
    pub fn log_change(&self, change: Change) -> Result<(), StoreError> {
        change.validate()?;
        self.write_content(move |conn, sealing| {
            change_log::insert(
                conn,
                &sealing.key,
                sealing.ambient.entropy.as_ref(),
                &change,
            )
        })
    }

    /// A document's change records, oldest first.
    pub fn changes(&self, doc: DocId) -> Result<Vec<Change>, StoreError> {
        self.database
            .read(|conn| change_log::list(conn, &self.key, doc))
    }

    /// Keeps a terminal's screen in place of the one before.
    pub fn keep_screen(&self, terminal: TerminalId, bytes: Vec<u8>) -> Result<(), StoreError> {
        let now = self.ambient.clock.now();
        self.write_content(move |conn, sealing| {
            let before = screen::get(conn, terminal)?;
            let content = sealing.put(conn, &bytes)?;
            screen::put(conn, terminal, now, content)?;
            before.map_or(Ok(()), |(_, old)| content::release(conn, old))
        })
    }

    /// A terminal's last screen.
    pub fn screen(&self, terminal: TerminalId) -> Result<Option<Screen>, StoreError> {
        self.database.read(|conn| {
            let Some((at, hash)) = screen::get(conn, terminal)? else {
                return Ok(None);
            };
            Ok(Some(Screen {
                bytes: must_open(conn, &self.key, hash)?,
                at,
            }))
        })
    }

    /// The terminals whose screens are kept, and when, the oldest identity first.
    pub fn screens(&self) -> Result<Vec<(TerminalId, Millis)>, StoreError> {
        self.database.read(screen::list)
    }

    /// Forgets a terminal's screen.
    pub fn drop_screen(&self, terminal: TerminalId) -> Result<(), StoreError> {
        self.database.write(move |conn| {
            let before = screen::get(conn, terminal)?;
            screen::delete(conn, terminal)?;
            before.map_or(Ok(()), |(_, old)| content::release(conn, old))
        })
    }
}

/// Forgets the content of a row that is no longer there.
pub(super) fn release_row(conn: &Connection, row: Option<UnsavedRow>) -> Result<(), StoreError> {
    let Some(row) = row else { return Ok(()) };
    content::release(conn, row.content)?;
    row.base.map_or(Ok(()), |base| content::release(conn, base))
}

pub(super) fn open_row(
    conn: &Connection,
    key: &ContentKey,
    row: UnsavedRow,
) -> Result<Unsaved, StoreError> {
    let UnsavedRow {
        doc,
        title,
        base,
        content,
        upto,
        view,
        updated_at,
    } = row;
    let text = must_open(conn, key, content)?;
    let view = crate::table::json(&view, "the view of an unsaved text")?;
    Ok(Unsaved {
        doc,
        title,
        base,
        text,
        upto,
        view,
        updated_at,
    })
}

/// Content that a row names is there, by the foreign key.
fn must_open(
    conn: &Connection,
    key: &ContentKey,
    hash: ContentHash,
) -> Result<Vec<u8>, StoreError> {
    content::get(conn, key, hash)?
        .ok_or_else(|| StoreError::damaged(format!("content {hash} is missing")))
}
