//! `workspace.db`: one workspace's journal and content.

#[cfg(test)]
mod faults;
pub(crate) mod forget;
pub(crate) mod history;
pub(crate) mod hot;
pub(crate) mod journal;
pub(crate) mod keyring;
pub(crate) mod links;
mod names;
mod outside;
pub(crate) mod proof;
pub(crate) mod reader;
mod restores;
pub(crate) mod symbols;
pub(crate) mod text;
pub(crate) mod veil;
pub(crate) mod verdicts;
mod window;

use std::sync::{Arc, RwLock};

use rusqlite::Connection;
use tenon_core::{DocId, SessionId};

use keyring::KeyTrouble;
use veil::Veil;

use crate::database::{Database, Migration, Schema, connect_made};
use crate::sums;
use crate::table::{
    change_log, content, document, journal as journal_table, journal_payload, journal_source, kept,
    layout, link, link_verdict, restore, screen, session, symbol, undo, unsaved, version,
};
use crate::{Ambient, ContentHash, ContentKey, Document, Place, StoreError};

pub(crate) const SCHEMA: Schema = Schema {
    // "TNNW"
    application: 0x544e_4e57,
    migrations: &[
        Migration {
            version: 2_026_112_101,
            steps: &[
                journal_table::CREATE,
                journal_payload::CREATE,
                journal_source::CREATE,
                document::CREATE,
                content::CREATE,
                unsaved::CREATE,
                change_log::CREATE,
                version::CREATE,
                screen::CREATE,
                layout::CREATE,
                kept::CREATE,
                session::CREATE,
            ],
        },
        Migration {
            version: 2_026_112_210,
            steps: &[undo::CREATE],
        },
        Migration {
            version: 2_026_112_220,
            steps: &[version::WITH_PLACES, restore::CREATE],
        },
        Migration {
            version: 2_026_112_230,
            steps: &[sums::CREATE],
        },
        Migration {
            version: 2_026_112_240,
            steps: &[symbol::CREATE],
        },
        Migration {
            version: 2_026_112_250,
            steps: &[link::CREATE],
        },
        Migration {
            version: 2_026_112_300,
            steps: &[link_verdict::CREATE],
        },
    ],
};

/// What a look through the whole database of a workspace found in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Examined {
    /// Events in the journal.
    pub events: u64,
    /// Pieces of content.
    pub contents: u64,
    /// Whether every piece was opened with the key; without one only its sum was looked at.
    pub opened: bool,
}

/// Proves one state of a workspace's database; the first thing that is wrong is the error.
pub(crate) fn examine(conn: &Connection, key: Option<&ContentKey>) -> Result<Examined, StoreError> {
    crate::database::check(conn)?;
    let events = proof::verify(conn)?;
    let contents = match key {
        None => content::count(conn)?,
        Some(key) => {
            change_log::open_all(conn, key)?;
            symbol::open_all(conn, key)?;
            content::open_all(conn, key)?
        }
    };
    Ok(Examined {
        events,
        contents,
        opened: key.is_some(),
    })
}

/// The database of one workspace. Every method blocks; a write is durable when it returns.
#[derive(Debug)]
pub struct WorkspaceDb {
    database: Database,
    key: Arc<ContentKey>,
    trouble: Option<KeyTrouble>,
    veil: Arc<RwLock<Veil>>,
    session: SessionId,
    ambient: Ambient,
}

impl WorkspaceDb {
    /// Opens the database, making it when there is none. `session` is this run of the program;
    /// events that are appended here belong to it.
    pub fn open(
        place: &Place,
        mut key: ContentKey,
        session: SessionId,
        ambient: Ambient,
    ) -> Result<Self, StoreError> {
        let database = Database::open(&SCHEMA, place, ambient.clock.as_ref())?;
        let trouble = keyring::settle(&database, &mut key)?;
        Self::with(database, key, trouble, session, ambient)
    }

    /// Opens a database that cannot be written, for the reason `why`, for reading only.
    pub fn open_reading(
        place: &Place,
        mut key: ContentKey,
        session: SessionId,
        ambient: Ambient,
        why: StoreError,
    ) -> Result<Self, StoreError> {
        let database = Database::open_reading(&SCHEMA, place, why)?;
        let trouble = match keyring::settle(&database, &mut key) {
            // A key that is new here cannot be noted, and seals nothing.
            Err(fault) if fault.is_shortage() => None,
            settled => settled?,
        };
        Self::with(database, key, trouble, session, ambient)
    }

    fn with(
        database: Database,
        key: ContentKey,
        trouble: Option<KeyTrouble>,
        session: SessionId,
        ambient: Ambient,
    ) -> Result<Self, StoreError> {
        let veil = database.read(Veil::load)?;
        Ok(Self {
            veil: Arc::new(RwLock::new(veil)),
            database,
            key: Arc::new(key),
            trouble,
            session,
            ambient,
        })
    }

    /// Why it is only read, when it is.
    pub fn refusal(&self) -> Option<&StoreError> {
        self.database.refusal()
    }

    /// Looks whether the file at `place` could be opened, as far as its header tells, and touches
    /// nothing; `false` when there is none yet.
    pub fn look(place: &Place) -> Result<bool, StoreError> {
        crate::inspect::look(&place.file, &SCHEMA)
    }

    /// How many texts are unsaved in the database at `place`, which nobody need own.
    pub fn count_unsaved(place: &Place) -> Result<u64, StoreError> {
        if !Self::look(place)? {
            return Ok(0);
        }
        let look = || connect_made(&place.file)?.map_or(Ok(0), |conn| unsaved::count(&conn));
        look().map_err(|fault| fault.at(&place.file))
    }

    /// Checks the file's structure, its rows and the journal, and gives the number of events.
    pub fn check(&self) -> Result<u64, StoreError> {
        self.database
            .read(|conn| examine(conn, None))
            .map(|found| found.events)
    }

    /// Looks through everything, content included.
    pub fn examine(&self) -> Result<Examined, StoreError> {
        self.database.read(|conn| examine(conn, Some(&self.key)))
    }

    /// Writes to the content tables, which need the key and randomness.
    fn write_content<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection, &Sealing) -> Result<T, StoreError> + Send + 'static,
    {
        let sealing = Sealing {
            key: Arc::clone(&self.key),
            ambient: self.ambient.clone(),
        };
        self.database.write(move |conn| work(conn, &sealing))
    }

    /// Keeps bytes exactly, sealed and each once, and gives their name. Bytes that nothing names
    /// stay until what named them last is forgotten.
    pub fn put_content(&self, bytes: Vec<u8>) -> Result<ContentHash, StoreError> {
        self.write_content(move |conn, sealing| sealing.put(conn, &bytes))
    }

    /// The bytes of that name.
    pub fn content(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.database
            .read(|conn| content::get(conn, &self.key, hash))
    }

    /// The document at `path` (bytes, relative to the workspace, with `/`), known from now on.
    pub fn see_document(&self, path: &[u8]) -> Result<Document, StoreError> {
        let now = self.ambient.clock.now();
        let new = Document {
            id: DocId::new(self.ambient.ids.as_ref()),
            path: Some(path.to_owned()),
            created_at: now,
            last_seen_at: now,
        };
        let path = path.to_owned();
        self.database
            .write(move |conn| match document::at(conn, &path)? {
                Some(known) => {
                    document::touch(conn, known.id, now)?;
                    Ok(Document {
                        last_seen_at: now,
                        ..known
                    })
                }
                None => document::insert(conn, &new).map(|()| new),
            })
    }

    /// A document that was never saved.
    pub fn new_document(&self) -> Result<Document, StoreError> {
        let now = self.ambient.clock.now();
        let id = DocId::new(self.ambient.ids.as_ref());
        let new = Document {
            id,
            path: None,
            created_at: now,
            last_seen_at: now,
        };
        self.database
            .write(move |conn| document::insert(conn, &new).map(|()| new))
    }

    /// What is known about a document.
    pub fn document(&self, id: DocId) -> Result<Option<Document>, StoreError> {
        self.database.read(|conn| document::find(conn, id))
    }

    /// The document at `path`, if it is known.
    pub fn document_at(&self, path: &[u8]) -> Result<Option<Document>, StoreError> {
        self.database.read(|conn| document::at(conn, path))
    }

    /// The paths of the documents that were seen last, the newest first.
    pub fn recent_documents(&self, limit: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        self.database.read(|conn| document::recent(conn, limit))
    }

    /// Gives a document its path, as Save As does. One that had the path before keeps its
    /// identity and has none.
    pub fn place_document(&self, id: DocId, path: &[u8]) -> Result<(), StoreError> {
        let path = path.to_owned();
        self.database
            .write(move |conn| document::place(conn, id, &path))
    }

    /// Follows the rename of a file, or of a folder with all documents below it, and says how
    /// many documents moved.
    pub fn move_document(&self, old: &[u8], new: &[u8]) -> Result<usize, StoreError> {
        let (old, new) = (old.to_owned(), new.to_owned());
        self.database
            .write(move |conn| document::rename(conn, &old, &new))
    }
}

/// What sealing needs, carried to the writer.
struct Sealing {
    key: Arc<ContentKey>,
    ambient: Ambient,
}

impl Sealing {
    fn put(&self, conn: &Connection, bytes: &[u8]) -> Result<ContentHash, StoreError> {
        content::put(conn, &self.key, self.ambient.entropy.as_ref(), bytes)
    }
}
