//! Which keys a workspace's content was sealed with, so that a key that is another one's is noticed
//! before anything is sealed with it.

use rusqlite::Connection;

use super::WorkspaceDb;
use crate::database::{Database, connect_made};
use crate::table::{content, kept, symbol};
use crate::{ContentKey, Place, StoreError};

/// Under this key stands what tells the keys that have sealed here.
const KNOWN: &str = "keys.known";

/// What is wrong with the keys of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyTrouble {
    /// Something is sealed, and there is no key.
    Missing,
    /// Something is sealed, and the key is not the one that sealed it.
    Foreign,
}

/// Whether a workspace holds anything sealed. What cannot be read may be sealed.
pub fn holds_sealed(place: &Place) -> bool {
    let look = || connect_made(&place.file)?.map_or(Ok(false), |conn| is_sealed(&conn));
    place.file.exists() && look().unwrap_or(true)
}

fn is_sealed(conn: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM content) OR EXISTS (SELECT 1 FROM change_log)";
    let sealed: bool = conn.query_row(sql, [], |row| row.get(0))?;
    Ok(sealed || symbol::any(conn)?)
}

/// Lets a key seal only if it is one that has sealed here, or if nothing is sealed yet.
pub(super) fn settle(
    database: &Database,
    key: &mut ContentKey,
) -> Result<Option<KeyTrouble>, StoreError> {
    let given = key.checks();
    let (known, sealed, opens) = database.read(|conn| {
        Ok((
            known(conn)?,
            is_sealed(conn)?,
            content::opens_one(conn, key)?,
        ))
    })?;
    if let Some(at) = given.iter().position(|check| known.contains(check)) {
        key.seal_with(Some(at));
        return Ok(None);
    }
    let trouble = match given.is_empty() {
        true => KeyTrouble::Missing,
        false => KeyTrouble::Foreign,
    };
    // A database from before keys were noted: what the key opens, it has sealed.
    let ours = !sealed || (known.is_empty() && opens);
    if given.is_empty() || !ours {
        key.seal_with(None);
        return Ok(sealed.then_some(trouble));
    }
    key.seal_with(Some(0));
    note(database, known, &given[0])?;
    Ok(None)
}

/// What is wrong with the key of the workspace at `place`, if anything; nothing is opened and nothing
/// noted. A database that is not there holds nothing sealed.
pub fn key_trouble(
    place: &Place,
    key: Option<&ContentKey>,
) -> Result<Option<KeyTrouble>, StoreError> {
    if !WorkspaceDb::look(place)? {
        return Ok(None);
    }
    let look = || {
        let Some(conn) = connect_made(&place.file)? else {
            return Ok(None);
        };
        let known = known(&conn)?;
        let Some(key) = key else {
            return Ok(is_sealed(&conn)?.then_some(KeyTrouble::Missing));
        };
        let fits = match known.is_empty() {
            true => content::opens_one(&conn, key)?,
            false => key.checks().iter().any(|check| known.contains(check)),
        };
        let foreign = !fits && is_sealed(&conn)?;
        Ok(foreign.then_some(KeyTrouble::Foreign))
    };
    look().map_err(|fault: StoreError| fault.at(&place.file))
}

/// What tells the keys that have sealed here.
fn known(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let known = kept::get(conn, KNOWN)?;
    Ok(known
        .and_then(|list| serde_json::from_value(list).ok())
        .unwrap_or_default())
}

/// The key as far as it has sealed in the database: one that has not seals nothing there.
pub(super) fn fitting(conn: &Connection, key: &ContentKey) -> Result<ContentKey, StoreError> {
    let known = known(conn)?;
    let mut key = key.clone();
    let first = key.checks().iter().position(|check| known.contains(check));
    key.seal_with(first);
    Ok(key)
}

fn note(database: &Database, mut known: Vec<String>, check: &str) -> Result<(), StoreError> {
    known.push(check.to_owned());
    let list = serde_json::json!(known);
    database.write(move |conn| kept::put(conn, KNOWN, &list))
}

impl WorkspaceDb {
    /// What is wrong with the keys, if anything: then nothing can be sealed.
    pub fn key_trouble(&self) -> Option<KeyTrouble> {
        self.trouble
    }

    /// Notes that the person wants a key that has sealed nothing here yet to seal from now on: from
    /// the next time that the database is opened.
    pub fn accept_key(&self, key: &ContentKey) -> Result<(), StoreError> {
        let known = self.kept(KNOWN)?;
        let known = known
            .and_then(|list| serde_json::from_value(list).ok())
            .unwrap_or_default();
        match key.checks().first() {
            Some(check) => note(&self.database, known, check),
            None => Err(StoreError::NoKey),
        }
    }
}
