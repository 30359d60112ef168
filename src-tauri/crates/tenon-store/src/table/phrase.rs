//! Texts of the history of commands, each once: commands, folders, branches, hosts, sessions.

use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE phrase (
  number INTEGER PRIMARY KEY NOT NULL,
  text TEXT NOT NULL UNIQUE
) STRICT;";

/// The number of a text, which is kept when it is new.
pub(crate) fn put(conn: &Connection, text: &str) -> Result<i64, StoreError> {
    if let Some(known) = find(conn, text)? {
        return Ok(known);
    }
    conn.prepare_cached("INSERT INTO phrase (text) VALUES (?1)")?
        .execute([text])?;
    Ok(conn.last_insert_rowid())
}

/// The number of a text that is known.
pub(crate) fn find(conn: &Connection, text: &str) -> Result<Option<i64>, StoreError> {
    let mut select = conn.prepare_cached("SELECT number FROM phrase WHERE text = ?1")?;
    Ok(select.query_row([text], |row| row.get(0)).optional()?)
}

/// The text of a number.
pub(crate) fn text(conn: &Connection, number: i64) -> Result<Option<String>, StoreError> {
    let mut select = conn.prepare_cached("SELECT text FROM phrase WHERE number = ?1")?;
    Ok(select.query_row([number], |row| row.get(0)).optional()?)
}

/// Gives the text of a number to `take`.
pub(crate) fn with(
    conn: &Connection,
    number: u32,
    take: impl FnOnce(&str),
) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached("SELECT text FROM phrase WHERE number = ?1")?;
    let mut rows = select.query([number])?;
    let row = rows.next()?;
    let row = row.ok_or_else(|| StoreError::damaged(format!("there is no phrase {number}")))?;
    take(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?);
    Ok(())
}

/// Gives `take` the numbers of a folder and of every text that begins as what lies below it.
pub(crate) fn below(
    conn: &Connection,
    folder: &str,
    mut take: impl FnMut(u32),
) -> Result<(), StoreError> {
    // "0" is the character behind "/", so that the range holds exactly what is below.
    let stem = folder.trim_end_matches('/');
    let mut select = conn.prepare_cached(
        "SELECT number FROM phrase WHERE text = ?1 OR (text >= ?2 AND text < ?3)",
    )?;
    let whole = if stem.is_empty() { "/" } else { stem };
    let mut rows = select.query(params![whole, format!("{stem}/"), format!("{stem}0")])?;
    while let Some(row) = rows.next()? {
        take(row.get(0)?);
    }
    Ok(())
}

/// The numbers of the texts that hold one of these.
pub(crate) fn holding(conn: &Connection, texts: &[String]) -> Result<Vec<i64>, StoreError> {
    let mut found = Vec::new();
    let mut select = conn.prepare_cached("SELECT number FROM phrase WHERE instr(text, ?1)")?;
    for text in texts {
        let rows = select.query_map([text], |row| row.get::<_, i64>(0))?;
        found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Removes the texts that no run has.
pub(crate) fn sweep(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(
        "DELETE FROM phrase WHERE number NOT IN (
           SELECT command FROM run
           UNION SELECT host FROM run
           UNION SELECT session FROM run
           UNION SELECT cwd FROM run WHERE cwd IS NOT NULL
           UNION SELECT branch FROM run WHERE branch IS NOT NULL
           UNION SELECT workspace FROM run WHERE workspace IS NOT NULL)",
    )?;
    Ok(())
}
