//! The tables, one file each: how it is made, its rows, what reads and what writes them.
//!
//! Functions here take a connection inside a transaction and never begin or end one.

pub(crate) mod change_log;
pub(crate) mod content;
pub(crate) mod document;
pub(crate) mod entity;
pub(crate) mod forgotten_run;
pub(crate) mod journal;
pub(crate) mod journal_payload;
pub(crate) mod journal_source;
pub(crate) mod kept;
pub(crate) mod layout;
pub(crate) mod link;
pub(crate) mod link_verdict;
pub(crate) mod made_vector;
pub(crate) mod passage;
pub(crate) mod phrase;
pub(crate) mod profile;
pub(crate) mod restore;
pub(crate) mod run;
pub(crate) mod run_output;
pub(crate) mod screen;
pub(crate) mod session;
pub(crate) mod symbol;
pub(crate) mod undo;
pub(crate) mod unsaved;
pub(crate) mod version;
pub(crate) mod workspace;

use rusqlite::Row;
use uuid::Uuid;

use crate::StoreError;
use crate::seal::ContentHash;

/// A column of 16 bytes.
pub(crate) fn uuid(row: &Row<'_>, column: &str) -> rusqlite::Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}

/// A column of 16 bytes or nothing.
pub(crate) fn uuid_maybe(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Uuid>> {
    Ok(row
        .get::<_, Option<[u8; 16]>>(column)?
        .map(Uuid::from_bytes))
}

/// A column with the name of content, or nothing.
pub(crate) fn hash_maybe(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<ContentHash>> {
    Ok(row.get::<_, Option<[u8; 32]>>(column)?.map(ContentHash))
}

/// The JSON in a text column.
pub(crate) fn json<T: serde::de::DeserializeOwned>(
    text: &str,
    what: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|fault| StoreError::damaged(format!("{what} is no JSON: {fault}")))
}
