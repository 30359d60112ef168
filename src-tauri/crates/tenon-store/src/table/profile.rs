//! Profiles: each is a policy, and shares nothing with the others.

use std::fmt;
use std::str::FromStr;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use tenon_core::Millis;
use uuid::Uuid;

use crate::{StoreError, name};

pub(crate) const CREATE: &str = "
CREATE TABLE profile (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  local_only INTEGER NOT NULL CHECK (local_only IN (0, 1))
) STRICT, WITHOUT ROWID;";

/// A profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProfileId(pub Uuid);

impl fmt::Display for ProfileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ProfileId {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// What is known about a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The profile; its folder is named after this, so that renaming moves nothing.
    pub id: ProfileId,
    /// 1 to 64 characters, unique ignoring case.
    pub name: String,
    /// When it was made.
    pub created_at: Millis,
    /// Whether nothing may leave the machine, whatever other settings say.
    pub local_only: bool,
}

fn row(row: &Row<'_>) -> rusqlite::Result<Profile> {
    Ok(Profile {
        id: ProfileId(super::uuid(row, "id")?),
        name: row.get("name")?,
        created_at: row.get("created_at")?,
        local_only: row.get("local_only")?,
    })
}

/// All profiles, oldest first.
pub(crate) fn list(conn: &Connection) -> Result<Vec<Profile>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM profile ORDER BY created_at, id")?;
    Ok(select.query_map([], row)?.collect::<Result<_, _>>()?)
}

pub(crate) fn get(conn: &Connection, id: ProfileId) -> Result<Profile, StoreError> {
    find(conn, id)?.ok_or_else(|| StoreError::NotFound("such profile any more".into()))
}

pub(crate) fn find(conn: &Connection, id: ProfileId) -> Result<Option<Profile>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM profile WHERE id = ?1")?;
    Ok(select.query_row([id.0.as_bytes()], row).optional()?)
}

/// The profile of that name, in any case of letters.
pub(crate) fn named(conn: &Connection, text: &str) -> Result<Option<Profile>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM profile WHERE folded = ?1")?;
    Ok(select.query_row([name::fold(text)], row).optional()?)
}

pub(crate) fn insert(conn: &Connection, profile: &Profile) -> Result<(), StoreError> {
    check_name(conn, profile.id, &profile.name)?;
    conn.execute(
        "INSERT INTO profile (id, name, folded, created_at, local_only) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            profile.id.0.as_bytes(),
            profile.name,
            name::fold(&profile.name),
            profile.created_at,
            profile.local_only,
        ],
    )?;
    Ok(())
}

pub(crate) fn rename(conn: &Connection, id: ProfileId, to: &str) -> Result<Profile, StoreError> {
    check_name(conn, id, to)?;
    conn.execute(
        "UPDATE profile SET name = ?2, folded = ?3 WHERE id = ?1",
        params![id.0.as_bytes(), to, name::fold(to)],
    )?;
    get(conn, id)
}

pub(crate) fn set_local_only(
    conn: &Connection,
    id: ProfileId,
    local_only: bool,
) -> Result<Profile, StoreError> {
    conn.execute(
        "UPDATE profile SET local_only = ?2 WHERE id = ?1",
        params![id.0.as_bytes(), local_only],
    )?;
    get(conn, id)
}

/// Deletes a profile and, by their foreign key, its workspaces.
pub(crate) fn delete(conn: &Connection, id: ProfileId) -> Result<Profile, StoreError> {
    let profile = get(conn, id)?;
    if list(conn)?.len() == 1 {
        return Err(StoreError::LastProfile);
    }
    conn.execute("DELETE FROM profile WHERE id = ?1", [id.0.as_bytes()])?;
    Ok(profile)
}

fn check_name(conn: &Connection, id: ProfileId, text: &str) -> Result<(), StoreError> {
    name::check(text)?;
    match named(conn, text)? {
        Some(other) if other.id != id => Err(StoreError::NameTaken(other.name)),
        _ => Ok(()),
    }
}
