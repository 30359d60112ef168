//! Reading a journal beside whoever owns the workspace, and when nobody does.

use crate::database::connect_made;
use crate::readers::Readers;
use crate::table::document;
use crate::table::journal::{self, Stored};
use crate::{Document, JournalQuery, JournalRow, Place, StoreError, inspect};

use super::{SCHEMA, proof};

/// A journal that is only read. It needs no key, takes no lock, and adds nothing.
#[derive(Debug)]
pub struct JournalReader {
    readers: Readers,
    place: Place,
}

impl JournalReader {
    /// Opens the journal at `place`; `None` while there is no database. A file of another program
    /// or of a newer Tenon is refused.
    pub fn open(place: &Place) -> Result<Option<Self>, StoreError> {
        if !inspect::look(&place.file, &SCHEMA)? {
            return Ok(None);
        }
        let made = connect_made(&place.file).map_err(|fault| fault.at(&place.file))?;
        Ok(made.map(|_| Self {
            readers: Readers::new(&place.file),
            place: place.clone(),
        }))
    }

    /// The events that `query` asks for, oldest first unless it says otherwise.
    pub fn read(&self, query: &JournalQuery) -> Result<Vec<JournalRow>, StoreError> {
        let found = self.readers.read(|conn| journal::read(conn, query));
        let found = found.map_err(|fault| fault.at(&self.place.file))?;
        found.into_iter().map(Stored::into_row).collect()
    }

    /// The document at `path`, if it is known.
    pub fn document_at(&self, path: &[u8]) -> Result<Option<Document>, StoreError> {
        self.readers
            .read(|conn| document::at(conn, path))
            .map_err(|fault| fault.at(&self.place.file))
    }

    /// Recomputes every leaf and payload hash and gives the number of events, as
    /// [`crate::WorkspaceDb::verify`] does.
    pub fn verify(&self) -> Result<u64, StoreError> {
        self.readers
            .read(proof::verify)
            .map_err(|fault| fault.at(&self.place.file))
    }
}
