//! Names of files that were forgotten: in the local history a mark stands in their place, and the
//! real path is sealed, so that the file still finds its versions and nobody else its name.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use rusqlite::{Connection, params};
use serde_json::json;

use super::WorkspaceDb;
use super::history::PATH;
use crate::table::kept;
use crate::table::version::Kept;
use crate::{Ambient, ContentKey, Entropy, StoreError};

/// Under this key stand the marks that are in use.
const KEY: &str = "history.veiled";
/// A mark begins so. No name of a file holds this byte.
const SIGN: u8 = 0;

/// The names that are forgotten, as marks that only the workspace's key makes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Veil {
    marks: BTreeSet<String>,
}

/// What was done about the names of files in the local history.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Veiled {
    /// Rows whose path is sealed now.
    pub sealed: u64,
    /// Rows whose path was dropped, because there is no key to seal it with.
    pub dropped: u64,
}

impl Veil {
    pub(crate) fn load(conn: &Connection) -> Result<Self, StoreError> {
        let marks = kept::get(conn, KEY)?.and_then(|marks| serde_json::from_value(marks).ok());
        Ok(Self {
            marks: marks.unwrap_or_default(),
        })
    }

    /// Writes the marks down, also over what another step has made of them.
    fn store(&self, conn: &Connection) -> Result<(), StoreError> {
        match self.marks.is_empty() {
            true => Ok(()),
            false => kept::put(conn, KEY, &json!(self.marks)),
        }
    }

    /// The path under which the local history knows a file.
    pub(crate) fn over(&self, key: &ContentKey, path: &[u8]) -> Vec<u8> {
        if self.marks.is_empty() {
            return path.to_vec();
        }
        let names = path.split(|byte| *byte == b'/').map(|name| {
            let marks = key.marks(name);
            let mark = marks.into_iter().find(|mark| self.marks.contains(mark));
            mark.filter(|_| !name.is_empty() && !is_veiled(name))
                .map_or_else(|| name.to_vec(), |mark| [&[SIGN], mark.as_bytes()].concat())
        });
        names.collect::<Vec<_>>().join(&b'/')
    }

    /// Adds the names in `path` that have to go so that it holds none of the texts.
    fn add(&mut self, key: &ContentKey, path: &[u8], texts: &[String]) {
        for text in texts {
            for (at, part) in path.windows(text.len().max(1)).enumerate() {
                // The last name that the text reaches into: without it the text is broken.
                let last = part.iter().rposition(|byte| *byte != b'/');
                let Some(last) = last.filter(|_| part == text.as_bytes()) else {
                    continue;
                };
                let (before, behind) = path.split_at(at + last);
                let from = before.iter().rposition(|byte| *byte == b'/');
                let end = behind.iter().position(|byte| *byte == b'/');
                let end = end.map_or(path.len(), |end| at + last + end);
                let name = &path[from.map_or(0, |from| from + 1)..end];
                if !is_veiled(name) {
                    self.marks.extend(key.marks(name).into_iter().next());
                }
            }
        }
    }
}

/// Covers forgotten names in rows, on the writer's thread: what is forgotten is forgotten there.
pub(super) struct Veiling {
    key: Arc<ContentKey>,
    veil: Arc<RwLock<Veil>>,
    ambient: Ambient,
}

impl Veiling {
    pub(super) fn path(&self, path: &[u8]) -> Vec<u8> {
        let veil = self.veil.read().unwrap_or_else(PoisonError::into_inner);
        veil.over(&self.key, path)
    }

    /// Puts a mark in the place of each forgotten name, and seals the path as it was.
    pub(super) fn cover(&self, row: &mut Kept) -> Result<(), StoreError> {
        let Some(path) = &row.version.path else {
            return Ok(());
        };
        let veiled = self.path(path);
        if veiled == *path {
            return Ok(());
        }
        if row.sealed_path.is_none() {
            let entropy = self.ambient.entropy.as_ref();
            row.sealed_path = Some(self.key.seal(path, PATH, entropy)?);
        }
        row.version.path = Some(veiled);
        Ok(())
    }
}

impl WorkspaceDb {
    /// What covers forgotten names in rows on their way.
    pub(super) fn veiling(&self) -> Veiling {
        Veiling {
            key: Arc::clone(&self.key),
            veil: Arc::clone(&self.veil),
            ambient: self.ambient.clone(),
        }
    }
}

/// Whether a path, or a name of it, holds a mark.
pub(crate) fn is_veiled(path: &[u8]) -> bool {
    path.contains(&SIGN)
}

/// Takes the texts out of every path of the local history. What other steps do to readable columns
/// is done before.
pub(crate) fn forget_names(
    conn: &Connection,
    key: &ContentKey,
    entropy: &dyn Entropy,
    veil: &mut Veil,
    texts: &[String],
) -> Result<Veiled, StoreError> {
    let mut done = Veiled::default();
    let paths = paths(conn)?;
    if !key.seals() {
        for path in &paths {
            let held = |text: &String| {
                let mut parts = path.windows(text.len().max(1));
                parts.any(|part| part == text.as_bytes())
            };
            if texts.iter().any(held) {
                done.dropped += drop_path(conn, path)?;
            }
        }
        veil.store(conn)?;
        return Ok(done);
    }
    for path in &paths {
        veil.add(key, path, texts);
    }
    done.sealed = cover_all(conn, key, entropy, veil, &paths)?;
    veil.store(conn)?;
    Ok(done)
}

/// Seals the last name of each of these paths in the local history, and says in how many rows.
/// Without a key nothing is done: a path that is lost would take its versions along.
pub(crate) fn forget_paths(
    conn: &Connection,
    key: &ContentKey,
    entropy: &dyn Entropy,
    veil: &mut Veil,
    forgotten: &[Vec<u8>],
) -> Result<u64, StoreError> {
    if !key.seals() || forgotten.is_empty() {
        return Ok(0);
    }
    for path in forgotten {
        let name = path.rsplit(|byte| *byte == b'/').next();
        let name = name.filter(|name| !name.is_empty() && !is_veiled(name));
        veil.marks
            .extend(name.and_then(|name| key.marks(name).into_iter().next()));
    }
    let sealed = cover_all(conn, key, entropy, veil, &paths(conn)?)?;
    veil.store(conn)?;
    Ok(sealed)
}

fn cover_all(
    conn: &Connection,
    key: &ContentKey,
    entropy: &dyn Entropy,
    veil: &Veil,
    paths: &[Vec<u8>],
) -> Result<u64, StoreError> {
    let mut rows = 0;
    for path in paths {
        let new = veil.over(key, path);
        if new != *path {
            let sealed = key.seal(path, PATH, entropy)?;
            rows += replace(conn, path, &new, &sealed)?;
        }
    }
    Ok(rows)
}

fn paths(conn: &Connection) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut select = conn.prepare(
        "SELECT path FROM version WHERE path IS NOT NULL UNION SELECT path FROM restore_file
         UNION SELECT scope FROM restore",
    )?;
    let rows = select.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn replace(conn: &Connection, old: &[u8], new: &[u8], sealed: &[u8]) -> Result<u64, StoreError> {
    let versions = conn.execute(
        "UPDATE version SET path = ?2, sealed_path = coalesce(sealed_path, ?3) WHERE path = ?1",
        params![old, new, sealed],
    )?;
    let sql = "UPDATE restore_file SET path = ?2 WHERE path = ?1";
    let files = conn.execute(sql, params![old, new])?;
    let sql = "UPDATE restore SET scope = ?2 WHERE scope = ?1";
    let scopes = conn.execute(sql, params![old, new])?;
    Ok((versions + files + scopes) as u64)
}

fn drop_path(conn: &Connection, path: &[u8]) -> Result<u64, StoreError> {
    let sql = "UPDATE version SET path = NULL WHERE path = ?1";
    let versions = conn.execute(sql, [path])?;
    let files = conn.execute("DELETE FROM restore_file WHERE path = ?1", [path])?;
    let sql = "UPDATE restore SET scope = x'' WHERE scope = ?1";
    let scopes = conn.execute(sql, [path])?;
    Ok((versions + files + scopes) as u64)
}
