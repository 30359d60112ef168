//! Verified copies of a database, made while it is in use.

use std::fs;
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::database::{Schema, check, connect_reader, harden, is_made};
use crate::workspace_db::Examined;
use crate::{ContentKey, StoreError, app_db, file, inspect, runs_db, workspace_db};

/// Which of Tenon's databases a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// Profiles and workspaces.
    App,
    /// One workspace.
    Workspace,
    /// The commands that ran in a profile.
    Runs,
}

impl DatabaseKind {
    fn schema(self) -> &'static Schema {
        match self {
            Self::App => &app_db::SCHEMA,
            Self::Workspace => &workspace_db::SCHEMA,
            Self::Runs => &runs_db::SCHEMA,
        }
    }
}

/// Copies a database, in use or not, and proves the copy before it gets its name. Fails with
/// [`StoreError::NotFound`] when there is none.
pub fn copy_database(
    kind: DatabaseKind,
    from: &Path,
    to: &Path,
    key: Option<&ContentKey>,
) -> Result<Examined, StoreError> {
    if !inspect::look(from, kind.schema())? {
        return Err(missing(from));
    }
    // A connection that may write tidies the log away when it is the last one to close.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(from, flags).map_err(StoreError::from);
    let conn = conn.and_then(|conn| harden(&conn).map(|()| conn));
    let conn = conn.map_err(|fault| fault.at(from))?;
    if !is_made(&conn).map_err(|fault| fault.at(from))? {
        return Err(missing(from));
    }
    keep(&conn, to)?;
    drop(conn);
    let proved = prove_database(kind, to, key);
    if proved.is_err()
        && let Err(fault) = fs::remove_file(to)
    {
        tracing::warn!(%fault, "a copy that does not prove itself could not be removed");
    }
    proved
}

/// Proves a database that nobody writes: its structure, the sums of its rows, its journal, and with
/// the key that its content opens.
pub fn prove_database(
    kind: DatabaseKind,
    file: &Path,
    key: Option<&ContentKey>,
) -> Result<Examined, StoreError> {
    if !inspect::look(file, kind.schema())? {
        return Err(missing(file));
    }
    let look = || {
        let conn = connect_reader(file)?;
        match kind {
            DatabaseKind::App | DatabaseKind::Runs => check(&conn).map(|()| Examined::default()),
            DatabaseKind::Workspace => workspace_db::examine(&conn, key),
        }
    };
    look().map_err(|fault: StoreError| fault.at(file))
}

fn missing(file: &Path) -> StoreError {
    StoreError::NotFound(format!("database \"{}\"", file.display()))
}

/// Copies the database of `conn` to `to` and opens and checks the copy before it gets its name.
pub(crate) fn keep(conn: &Connection, to: &Path) -> Result<(), StoreError> {
    let folder = to.parent().unwrap_or_else(|| Path::new("."));
    file::private_folder(folder)?;
    let draft = to.with_extension("draft");
    // A draft is left behind only by a program that was killed over it.
    let removed = fs::remove_file(&draft);
    if let Err(fault) = removed
        && fault.kind() != std::io::ErrorKind::NotFound
    {
        return Err(StoreError::io("remove the half copy", &draft)(fault));
    }
    let done = fill(conn, &draft).and_then(|()| {
        fs::rename(&draft, to).map_err(StoreError::io("name the copy", to))?;
        file::sync_folder(folder)
    });
    if done.is_err() && draft.exists() {
        // What failed is told; that its half copy stays would be told beside it.
        if let Err(fault) = fs::remove_file(&draft) {
            tracing::warn!(%fault, "a half copy could not be removed");
        }
    }
    done
}

fn fill(conn: &Connection, draft: &Path) -> Result<(), StoreError> {
    file::write_new(draft, &[]).map_err(StoreError::io("create", draft))?;
    write(conn, draft).map_err(|fault| fault.at(draft))?;
    file::sync_file(draft)
}

fn write(conn: &Connection, draft: &Path) -> Result<(), StoreError> {
    let mut copy = Connection::open(draft)?;
    // All pages in one step: one state of the source, whoever writes meanwhile.
    if Backup::new(conn, &mut copy)?.step(-1)? != StepResult::Done {
        let file = std::path::PathBuf::new();
        return Err(StoreError::Busy { file });
    }
    // One file, with no log beside it.
    let mode = copy.pragma_update_and_check(None, "journal_mode", "DELETE", |row| {
        row.get::<_, String>(0)
    })?;
    tracing::debug!(mode, "a copy was written");
    drop(copy);
    let reader = connect_reader(draft)?;
    crate::database::report(&reader, "quick_check")
        .map_or(Ok(()), |report| Err(StoreError::damaged(report)))
}
