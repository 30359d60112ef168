//! Verified copies of a database, made while it is in use.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::database::{connect_reader, report};
use crate::{StoreError, file};

/// How many pages are copied between two chances for others to write.
const PAGES: i32 = 1024;

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
    file::write_new(&draft, &[]).map_err(StoreError::io("create", &draft))?;
    write(conn, &draft).map_err(|fault| fault.at(&draft))?;
    file::sync_file(&draft)?;
    fs::rename(&draft, to).map_err(StoreError::io("name the copy", to))?;
    file::sync_folder(folder)
}

fn write(conn: &Connection, draft: &Path) -> Result<(), StoreError> {
    let mut copy = Connection::open(draft)?;
    Backup::new(conn, &mut copy)?.run_to_completion(PAGES, Duration::ZERO, None)?;
    // One file, with no log beside it.
    let mode = copy.pragma_update_and_check(None, "journal_mode", "DELETE", |row| {
        row.get::<_, String>(0)
    })?;
    tracing::debug!(mode, "a copy was written");
    drop(copy);
    let reader = connect_reader(draft)?;
    report(&reader, "quick_check").map_or(Ok(()), |report| Err(StoreError::damaged(report)))
}
