//! What symbols are recognised by, one row a file, sealed; the name of the row is a keyed hash of the
//! file's path.

use rusqlite::{Connection, OptionalExtension, params};

use crate::{ContentKey, StoreError};

pub(crate) const CREATE: &str = "
CREATE TABLE symbol (
  file BLOB PRIMARY KEY NOT NULL CHECK (length(file) = 16),
  present BLOB,
  departed BLOB,
  CHECK (present IS NOT NULL OR departed IS NOT NULL)
) STRICT;";

/// The keyed hash of a file's path.
pub(crate) type Mark = [u8; 16];

/// A row as it is stored.
pub(crate) struct Sealed {
    pub file: Mark,
    pub present: Option<Vec<u8>>,
    pub departed: Option<Vec<u8>>,
}

/// What a part of a row is sealed beside, so that none can stand in the place of another.
pub(crate) fn about(file: &Mark, part: &str) -> Vec<u8> {
    [b"symbols of a file: ", part.as_bytes(), file].concat()
}

/// Puts a row in the place of the one before; one with nothing in it goes.
pub(crate) fn put(conn: &Connection, row: &Sealed) -> Result<(), StoreError> {
    if row.present.is_none() && row.departed.is_none() {
        return delete(conn, &row.file);
    }
    conn.prepare_cached(
        "INSERT INTO symbol (file, present, departed) VALUES (?1, ?2, ?3)
         ON CONFLICT (file) DO UPDATE SET present = excluded.present, departed = excluded.departed",
    )?
    .execute(params![row.file, row.present, row.departed])?;
    Ok(())
}

pub(crate) fn delete(conn: &Connection, file: &Mark) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM symbol WHERE file = ?1")?
        .execute([file])?;
    Ok(())
}

/// Every row.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Sealed>, StoreError> {
    let mut select = conn.prepare("SELECT file, present, departed FROM symbol ORDER BY file")?;
    let rows = select.query_map([], |row| {
        Ok(Sealed {
            file: row.get(0)?,
            present: row.get(1)?,
            departed: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Whether there is a row; a database from before has no such table.
pub(crate) fn any(conn: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'symbol'";
    let there: Option<i64> = conn.query_row(sql, [], |row| row.get(0)).optional()?;
    if there.is_none() {
        return Ok(false);
    }
    let sql = "SELECT EXISTS (SELECT 1 FROM symbol)";
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

/// Opens one part of a row.
pub(crate) fn open(
    key: &ContentKey,
    file: &Mark,
    part: &str,
    sealed: &[u8],
) -> Result<Vec<u8>, StoreError> {
    key.open(sealed, &about(file, part), || {
        format!("the symbols of file {}", hex::encode(file))
    })
}

/// Opens every row.
pub(crate) fn open_all(conn: &Connection, key: &ContentKey) -> Result<(), StoreError> {
    if !any(conn)? {
        return Ok(());
    }
    for row in all(conn)? {
        for (part, sealed) in row.parts() {
            open(key, &row.file, part, sealed)?;
        }
    }
    Ok(())
}

/// Drops symbols that are in no file any more from each row that says one of the texts of them, and
/// gives the number of rows. What is still in a file stays: the file says it too, and here it is
/// sealed.
pub(crate) fn forget(
    conn: &Connection,
    key: &ContentKey,
    texts: &[String],
) -> Result<u64, StoreError> {
    if !any(conn)? {
        return Ok(0);
    }
    let mut changed = 0;
    for mut row in all(conn)? {
        let Some(sealed) = &row.departed else {
            continue;
        };
        // What no key opens nobody can read.
        let Ok(bytes) = open(key, &row.file, DEPARTED, sealed) else {
            continue;
        };
        let holds = |text: &String| {
            let mut parts = bytes.windows(text.len().max(1));
            parts.any(|part| part == text.as_bytes())
        };
        if texts.iter().any(holds) {
            row.departed = None;
            put(conn, &row)?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// The part with what the file defines.
pub(crate) const PRESENT: &str = "present";
/// The part with what left the file and is in no other one.
pub(crate) const DEPARTED: &str = "departed";

impl Sealed {
    fn parts(&self) -> impl Iterator<Item = (&'static str, &[u8])> {
        let parts = [(PRESENT, &self.present), (DEPARTED, &self.departed)];
        parts
            .into_iter()
            .filter_map(|(part, sealed)| Some((part, sealed.as_deref()?)))
    }
}
