//! Rows against what a file has now.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::work::Compared;
use super::{Passage, PassageFile, PassageKey, PassageState};
use crate::StoreError;
use crate::table::{entity, passage};

/// The kind of rows that are commands.
const COMMAND: &str = "command";

/// Takes `passages` for what the file at `path` has now.
pub(super) fn compare(
    conn: &Connection,
    path: &[u8],
    file: Option<PassageFile>,
    passages: Vec<Passage>,
    model: &str,
) -> Result<Compared, StoreError> {
    let mut done = Compared::default();
    let before = passage::of_file(conn, path)?;
    let mut before: BTreeMap<PassageKey, Passage> = before
        .into_iter()
        .map(|old| (old.key.clone(), old))
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    for mut new in passages {
        // The same text twice in one thing is one row, at its first place.
        if !seen.insert(new.key.clone()) {
            continue;
        }
        let old = match before.remove(&new.key) {
            Some(old) => Some(old),
            // It may have been in another file until now.
            None => passage::get(conn, &new.key)?,
        };
        let Some(old) = old else {
            done.added += 1;
            passage::put(conn, &new)?;
            continue;
        };
        let same = (&old.kind, &old.path, &old.language, old.at)
            == (&new.kind, &new.path, &new.language, new.at);
        new.state = match old.state {
            PassageState::Written if !same => PassageState::Wanted,
            PassageState::Gone => PassageState::Wanted,
            state => state,
        };
        new.rev = old.rev + i64::from(!same || new.state != old.state);
        if new != old {
            passage::put(conn, &new)?;
        }
    }
    for (key, mut old) in before {
        done.gone += 1;
        // What was never sent need not be deleted there.
        let sent = old.state == PassageState::Written || is_made(conn, &key.hash, model)?;
        if sent && old.state != PassageState::Refused {
            old.state = PassageState::Gone;
            old.rev += 1;
            passage::put(conn, &old)?;
        } else {
            passage::delete(conn, &key)?;
        }
        // Branches bring text back. A command that is gone was forgotten.
        if old.kind == COMMAND {
            forget_vectors(conn, &key.hash)?;
        }
    }
    match file {
        Some(file) => {
            let mut upsert = conn.prepare_cached(
                "INSERT OR REPLACE INTO passage_file (path, print, size, modified)
                 VALUES (?1, ?2, ?3, ?4)",
            )?;
            upsert.execute(params![path, file.print, file.size as i64, file.modified])?;
        }
        None => {
            conn.prepare_cached("DELETE FROM passage_file WHERE path = ?1")?
                .execute([path])?;
        }
    }
    Ok(done)
}

fn is_made(conn: &Connection, hash: &[u8; 16], model: &str) -> Result<bool, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT 1 FROM made_vector WHERE hash = ?1 AND model = ?2")?;
    Ok(select.exists(params![hash, model])?)
}

/// Removes the rows of these references with their files and vectors; returns how many there were.
pub(super) fn forget_references(
    conn: &Connection,
    references: &[String],
) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut select = conn.prepare_cached("SELECT hash, path FROM passage WHERE ref = ?1")?;
    for reference in references {
        let rows = select.query_map([reference], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<([u8; 16], Vec<u8>)> = rows.collect::<rusqlite::Result<_>>()?;
        for (hash, path) in rows {
            let key = PassageKey {
                reference: reference.clone(),
                hash,
            };
            passage::delete(conn, &key)?;
            forget_vectors(conn, &hash)?;
            conn.prepare_cached("DELETE FROM passage_file WHERE path = ?1")?
                .execute([path])?;
            count += 1;
        }
    }
    Ok(count)
}

/// Removes the vectors of a text that no row has.
fn forget_vectors(conn: &Connection, hash: &[u8; 16]) -> Result<(), StoreError> {
    conn.prepare_cached(
        "DELETE FROM made_vector WHERE hash = ?1 AND NOT EXISTS
           (SELECT 1 FROM passage WHERE passage.hash = ?1 AND state <> 2)",
    )?
    .execute([hash])?;
    Ok(())
}

/// Removes every row and file that one of `texts` stands in; returns how many there were.
pub(super) fn forget(conn: &Connection, texts: &[String]) -> Result<u64, StoreError> {
    let held = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        texts.iter().any(|wanted| text.contains(wanted.as_str()))
    };
    let mut found = Vec::new();
    {
        let mut select = conn.prepare("SELECT ref, hash, path FROM passage")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (reference, path): (String, Vec<u8>) = (row.get(0)?, row.get(2)?);
            if held(reference.as_bytes()) || held(&path) {
                found.push(PassageKey {
                    reference,
                    hash: row.get(1)?,
                });
            }
        }
    }
    for key in &found {
        passage::delete(conn, key)?;
    }
    let mut files = Vec::new();
    for table in ["passage_file", "passage_touched"] {
        let mut select = conn.prepare(&format!("SELECT path FROM {table}"))?;
        let paths = select.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        for path in paths {
            let path = path?;
            if held(&path) {
                files.push((table, path));
            }
        }
    }
    for (table, path) in &files {
        conn.execute(&format!("DELETE FROM {table} WHERE path = ?1"), [path])?;
    }
    let entities = entity::forget(conn, &held)?;
    Ok((found.len() + files.len()) as u64 + entities)
}
