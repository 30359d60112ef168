//! Forgetting what files are called, when what is known about them is forgotten.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use tenon_core::{DocId, EntityKind, EntityRef, Millis};

use super::forget::Forgotten;
use super::veil::{Veil, forget_paths, is_veiled};
use crate::table::{document, journal_payload};
use crate::{ContentKey, Entropy, StoreError, scrub};

/// The file that a reference names.
pub(super) fn file(thing: &EntityRef) -> Option<DocId> {
    let id = (thing.kind() == EntityKind::File).then(|| thing.id().parse());
    id?.ok()
}

/// Files that were first seen at that moment or later, and of which something is to be forgotten:
/// nothing older than what is forgotten speaks of them.
pub(super) fn begun_since(conn: &Connection, at: Millis) -> Result<Vec<DocId>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT DISTINCT j.subject FROM journal j JOIN journal_payload p ON p.seq = j.seq
         WHERE j.kind <> 'erased' AND j.at >= ?1 AND j.subject LIKE 'file:%'",
    )?;
    let subjects = select.query_map([at], |row| row.get::<_, String>(0))?;
    let mut found = Vec::new();
    for subject in subjects {
        let doc = subject?
            .strip_prefix("file:")
            .and_then(|id| id.parse().ok());
        let Some(doc) = doc else { continue };
        if document::find(conn, doc)?.is_some_and(|document| document.created_at >= at) {
            found.push(doc);
        }
    }
    Ok(found)
}

/// Forgets what these files are and were called: their documents lose their paths, the local
/// history has them sealed, events that name them lose their payload (these are added to `events`),
/// and strings that say nothing else are blanked. A path that another file has now is that file's.
pub(super) fn forget(
    conn: &Connection,
    key: &ContentKey,
    entropy: &dyn Entropy,
    veil: &mut Veil,
    docs: &[DocId],
    events: &mut Vec<(u64, [u8; 16])>,
) -> Result<Forgotten, StoreError> {
    let mut done = Forgotten::default();
    let mut paths = BTreeSet::new();
    for doc in docs {
        for path in called(conn, *doc)? {
            match document::at(conn, &path)? {
                Some(other) if !docs.contains(&other.id) => {}
                _ => drop(paths.insert(path)),
            }
        }
    }
    for doc in docs {
        let placed = document::find(conn, *doc)?.is_some_and(|found| found.path.is_some());
        if placed {
            document::unplace(conn, *doc)?;
            done.rows += 1;
        }
    }
    let paths: Vec<Vec<u8>> = paths.into_iter().collect();
    // Bytes that are no text stand in no text.
    let texts: Vec<String> = paths
        .iter()
        .filter_map(|path| String::from_utf8(path.clone()).ok())
        .collect();
    let mut named = Vec::new();
    if !texts.is_empty() {
        journal_payload::payloads(conn, |seq, salt, payload| {
            if scrub::names_path(payload, &texts) {
                named.push((seq, salt));
            }
        })?;
    }
    events.extend(named);
    events.sort_unstable();
    events.dedup();
    let mut words = texts.clone();
    for name in texts.iter().filter_map(|path| path.rsplit('/').next()) {
        if !is_name_of_another(conn, name)? && !words.iter().any(|word| word == name) {
            words.push(name.to_owned());
        }
    }
    done.rows += scrub::words(conn, &words)?;
    done.sealed = forget_paths(conn, key, entropy, veil, &paths)?;
    done.rows += done.sealed;
    done.names = words;
    Ok(done)
}

/// The path of a file, and those that its versions had.
fn called(conn: &Connection, doc: DocId) -> Result<Vec<Vec<u8>>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT path FROM document WHERE id = ?1 AND path IS NOT NULL
         UNION SELECT path FROM version WHERE doc = ?1 AND path IS NOT NULL",
    )?;
    let rows = select.query_map([doc.0.as_bytes()], |row| row.get(0))?;
    let mut paths: Vec<Vec<u8>> = rows.collect::<rusqlite::Result<_>>()?;
    paths.retain(|path| !is_veiled(path));
    Ok(paths)
}

/// Whether a file that keeps its path is called like that too, in any folder.
fn is_name_of_another(conn: &Connection, name: &str) -> Result<bool, StoreError> {
    let behind = format!("/{name}");
    let mut select = conn.prepare_cached(
        "SELECT 1 FROM document WHERE path = CAST(?1 AS BLOB)
         OR substr(path, -length(CAST(?2 AS BLOB))) = CAST(?2 AS BLOB)",
    )?;
    Ok(select.exists(params![name, behind])?)
}
