//! Workspaces: folders, each bound to one profile.

use rusqlite::{Connection, OptionalExtension, Row, params};
use tenon_core::{Millis, WorkspaceId};

use super::profile::ProfileId;
use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE workspace (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  profile BLOB NOT NULL REFERENCES profile (id) ON DELETE CASCADE,
  root BLOB NOT NULL UNIQUE,
  name TEXT NOT NULL,
  trusted INTEGER NOT NULL CHECK (trusted IN (0, 1)),
  trusted_at INTEGER,
  created_at INTEGER NOT NULL,
  last_opened_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX workspace_profile ON workspace (profile);
CREATE INDEX workspace_last_opened ON workspace (last_opened_at);";

/// Which folder a workspace is, whatever it is called.
pub(crate) const WITH_FOLDER: &str = "
CREATE TABLE workspace_folder (
  workspace BLOB PRIMARY KEY NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  device INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  born INTEGER NOT NULL
) STRICT, WITHOUT ROWID;";

/// What a folder keeps when it is renamed, and no copy of it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FolderMark {
    /// The device that it is on.
    pub device: i64,
    /// Its number there.
    pub inode: i64,
    /// When it was made, in nanoseconds since 1970.
    pub born: i64,
}

/// What is known about a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The workspace.
    pub id: WorkspaceId,
    /// The one profile it is bound to.
    pub profile: ProfileId,
    /// The bytes of the folder's absolute path.
    pub root: Vec<u8>,
    /// What it is called: at first the folder's name.
    pub name: String,
    /// Whether the person trusts what lies in the folder.
    pub trusted: bool,
    /// When that was last decided.
    pub trusted_at: Option<Millis>,
    /// When it was first opened.
    pub created_at: Millis,
    /// When it was last opened.
    pub last_opened_at: Millis,
}

fn row(row: &Row<'_>) -> rusqlite::Result<Workspace> {
    Ok(Workspace {
        id: WorkspaceId(super::uuid(row, "id")?),
        profile: ProfileId(super::uuid(row, "profile")?),
        root: row.get("root")?,
        name: row.get("name")?,
        trusted: row.get("trusted")?,
        trusted_at: row.get("trusted_at")?,
        created_at: row.get("created_at")?,
        last_opened_at: row.get("last_opened_at")?,
    })
}

pub(crate) fn at(conn: &Connection, root: &[u8]) -> Result<Option<Workspace>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM workspace WHERE root = ?1")?;
    Ok(select.query_row([root], row).optional()?)
}

pub(crate) fn get(conn: &Connection, id: WorkspaceId) -> Result<Workspace, StoreError> {
    find(conn, id)?.ok_or_else(|| StoreError::NotFound("such workspace any more".into()))
}

pub(crate) fn find(conn: &Connection, id: WorkspaceId) -> Result<Option<Workspace>, StoreError> {
    let mut select = conn.prepare_cached("SELECT * FROM workspace WHERE id = ?1")?;
    Ok(select.query_row([id.0.as_bytes()], row).optional()?)
}

pub(crate) fn delete(conn: &Connection, id: WorkspaceId) -> Result<(), StoreError> {
    conn.execute("DELETE FROM workspace WHERE id = ?1", [id.0.as_bytes()])?;
    Ok(())
}

/// The workspaces of one profile or of all, the last opened first.
pub(crate) fn recent(
    conn: &Connection,
    profile: Option<ProfileId>,
    limit: u32,
) -> Result<Vec<Workspace>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT * FROM workspace WHERE ?1 IS NULL OR profile = ?1
         ORDER BY last_opened_at DESC, id DESC LIMIT ?2",
    )?;
    let profile = profile.map(|profile| profile.0.into_bytes());
    Ok(select
        .query_map(params![profile, limit], row)?
        .collect::<Result<_, _>>()?)
}

pub(crate) fn insert(conn: &Connection, workspace: &Workspace) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO workspace
         (id, profile, root, name, trusted, trusted_at, created_at, last_opened_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            workspace.id.0.as_bytes(),
            workspace.profile.0.as_bytes(),
            workspace.root,
            workspace.name,
            workspace.trusted,
            workspace.trusted_at,
            workspace.created_at,
            workspace.last_opened_at,
        ],
    )?;
    Ok(())
}

pub(crate) fn touch(
    conn: &Connection,
    id: WorkspaceId,
    now: Millis,
) -> Result<Workspace, StoreError> {
    conn.execute(
        "UPDATE workspace SET last_opened_at = ?2 WHERE id = ?1",
        params![id.0.as_bytes(), now],
    )?;
    get(conn, id)
}

pub(crate) fn mark_of(
    conn: &Connection,
    id: WorkspaceId,
) -> Result<Option<FolderMark>, StoreError> {
    let sql = "SELECT device, inode, born FROM workspace_folder WHERE workspace = ?1";
    let mut select = conn.prepare_cached(sql)?;
    let found = select.query_row([id.0.as_bytes()], |row| {
        Ok(FolderMark {
            device: row.get(0)?,
            inode: row.get(1)?,
            born: row.get(2)?,
        })
    });
    Ok(found.optional()?)
}

pub(crate) fn mark(conn: &Connection, id: WorkspaceId, mark: FolderMark) -> Result<(), StoreError> {
    conn.execute(
        "INSERT INTO workspace_folder (workspace, device, inode, born) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (workspace) DO UPDATE SET
           device = excluded.device, inode = excluded.inode, born = excluded.born",
        params![id.0.as_bytes(), mark.device, mark.inode, mark.born],
    )?;
    Ok(())
}

/// The workspaces that were this folder when they were last open, the last opened first.
pub(crate) fn marked(conn: &Connection, mark: FolderMark) -> Result<Vec<Workspace>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT * FROM workspace WHERE id IN (SELECT workspace FROM workspace_folder
           WHERE device = ?1 AND inode = ?2 AND born = ?3)
         ORDER BY last_opened_at DESC, id DESC",
    )?;
    Ok(select
        .query_map(params![mark.device, mark.inode, mark.born], row)?
        .collect::<Result<_, _>>()?)
}

pub(crate) fn relocate(
    conn: &Connection,
    id: WorkspaceId,
    root: &[u8],
    name: &str,
) -> Result<Workspace, StoreError> {
    conn.execute(
        "UPDATE workspace SET root = ?2, name = ?3 WHERE id = ?1",
        params![id.0.as_bytes(), root, name],
    )?;
    get(conn, id)
}

pub(crate) fn bind(
    conn: &Connection,
    id: WorkspaceId,
    profile: ProfileId,
) -> Result<Workspace, StoreError> {
    super::profile::get(conn, profile)?;
    conn.execute(
        "UPDATE workspace SET profile = ?2 WHERE id = ?1",
        params![id.0.as_bytes(), profile.0.as_bytes()],
    )?;
    get(conn, id)
}

pub(crate) fn trust(
    conn: &Connection,
    id: WorkspaceId,
    trusted: bool,
    now: Millis,
) -> Result<Workspace, StoreError> {
    conn.execute(
        "UPDATE workspace SET trusted = ?2, trusted_at = ?3 WHERE id = ?1",
        params![id.0.as_bytes(), trusted, now],
    )?;
    get(conn, id)
}
