//! What is to be done, and what was.

use std::collections::HashMap;

use rusqlite::params;
use tenon_core::Millis;

use super::rows::{compare, forget, forget_references};
use super::{MeaningDb, Passage, PassageFile, PassageKey, PassageState};
use crate::table::{made_vector, passage};
use crate::{Pending, StoreError};

/// Which rows are worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageScope {
    /// All of them.
    All,
    /// Those of files that were named by [`MeaningDb::touch`] or changed since then.
    Touched(Millis),
}

impl PassageScope {
    /// The first moment whose files count, however they are named.
    fn since(self) -> Millis {
        match self {
            Self::All => Millis::MIN,
            Self::Touched(since) => since,
        }
    }
}

/// What came of comparing a file with what is known of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compared {
    /// Rows that are new.
    pub added: u64,
    /// Rows that are wanted no more.
    pub gone: u64,
}

/// A text without a vector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The hash of the text.
    pub hash: [u8; 16],
    /// A file that has it.
    pub path: Vec<u8>,
}

/// How many rows there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PassageCounts {
    /// Those that the sidecar has.
    pub written: u64,
    /// Those that it is to get, of the scope.
    pub wanted: u64,
    /// Those that it is to lose.
    pub gone: u64,
    /// Those whose text cannot be embedded.
    pub refused: u64,
}

impl MeaningDb {
    /// Takes `passages` for what the file at `path` has now; without a file it has none. Vectors of
    /// `model` count as made.
    pub fn compare(
        &self,
        path: Vec<u8>,
        file: Option<PassageFile>,
        passages: Vec<Passage>,
        model: String,
    ) -> Pending<Compared> {
        self.database
            .queue(move |conn| compare(conn, &path, file, passages, &model))
    }

    /// The print of every file that was compared.
    pub fn prints(&self) -> Result<HashMap<Vec<u8>, [u8; 16]>, StoreError> {
        self.database.read(|conn| {
            let mut select = conn.prepare("SELECT path, print FROM passage_file")?;
            let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Names the files that are open, whose texts come first.
    pub fn touch(&self, paths: Vec<Vec<u8>>) -> Result<(), StoreError> {
        self.database.write(move |conn| {
            conn.execute("DELETE FROM passage_touched", [])?;
            let mut insert =
                conn.prepare_cached("INSERT OR IGNORE INTO passage_touched (path) VALUES (?1)")?;
            for path in &paths {
                insert.execute([path])?;
            }
            Ok(())
        })
    }

    /// Texts that have no vector of `model`, each once: first those of open files, then those that
    /// changed last.
    pub fn missing(
        &self,
        model: &str,
        scope: PassageScope,
        limit: usize,
    ) -> Result<Vec<Missing>, StoreError> {
        self.database.read(|conn| {
            let mut found = Vec::new();
            let mut seen = std::collections::HashSet::new();
            let none = "NOT EXISTS (SELECT 1 FROM made_vector
                        WHERE made_vector.hash = p.hash AND model = ?1)";
            let open = format!(
                "SELECT p.hash, p.path FROM passage_touched AS t JOIN passage AS p ON p.path = t.path
                 WHERE p.state = 0 AND p.at >= ?2 AND {none} ORDER BY p.at DESC, p.path LIMIT ?3"
            );
            let rest = format!(
                "SELECT p.hash, p.path FROM passage AS p
                 WHERE p.state = 0 AND p.at >= ?2 AND {none} ORDER BY p.at DESC, p.path LIMIT ?3"
            );
            for (sql, since) in [(open, Millis::MIN), (rest, scope.since())] {
                // The same text may stand in many places. Files that changed at one time come one
                // after the other, so that each is read once.
                let mut select = conn.prepare_cached(&sql)?;
                let rows = select.query_map(params![model, since, limit as i64], |row| {
                    Ok(Missing {
                        hash: row.get(0)?,
                        path: row.get(1)?,
                    })
                })?;
                for row in rows {
                    let row = row?;
                    if found.len() < limit && seen.insert(row.hash) {
                        found.push(row);
                    }
                }
            }
            Ok(found)
        })
    }

    /// Keeps vectors that were made.
    pub fn made(&self, model: &str, vectors: Vec<([u8; 16], Vec<f32>)>) -> Result<(), StoreError> {
        let model = model.to_owned();
        self.database.write(move |conn| {
            for (hash, vector) in &vectors {
                made_vector::put(conn, hash, &model, vector)?;
            }
            Ok(())
        })
    }

    /// Removes every vector of a model.
    pub fn forget_model(&self, model: &str) -> Result<(), StoreError> {
        let model = model.to_owned();
        self.database.write(move |conn| {
            conn.execute("DELETE FROM made_vector WHERE model = ?1", [model])?;
            Ok(())
        })
    }

    /// Notes that a text cannot be embedded.
    pub fn refuse(&self, hash: [u8; 16]) -> Result<(), StoreError> {
        self.database.write(move |conn| {
            conn.execute(
                "UPDATE passage SET state = 3, rev = rev + 1 WHERE hash = ?1 AND state = 0",
                [hash],
            )?;
            Ok(())
        })
    }

    /// A vector that was made.
    pub fn vector(&self, hash: &[u8; 16], model: &str) -> Result<Option<Vec<f32>>, StoreError> {
        self.database
            .read(|conn| made_vector::get(conn, hash, model))
    }

    /// Rows that have a vector and are to be written, with it. A vector that is not as it was written
    /// is removed, so that it is made again.
    pub fn unwritten(
        &self,
        model: &str,
        limit: usize,
    ) -> Result<Vec<(Passage, Vec<f32>)>, StoreError> {
        let mut spoilt = Vec::new();
        let found = self.database.read(|conn| {
            let sql = format!(
                "SELECT {} FROM passage WHERE state = 0 AND EXISTS (SELECT 1 FROM made_vector
                   WHERE made_vector.hash = passage.hash AND model = ?1)
                 ORDER BY at DESC LIMIT ?2",
                passage::COLUMNS
            );
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map(params![model, limit as i64], passage::read)?;
            let mut found = Vec::new();
            for row in rows {
                let row = row?;
                match made_vector::get(conn, &row.key.hash, model)? {
                    Some(vector) => found.push((row, vector)),
                    None => spoilt.push(row.key.hash),
                }
            }
            Ok(found)
        })?;
        if !spoilt.is_empty() {
            let model = model.to_owned();
            self.database.write(move |conn| {
                let mut all = spoilt.iter();
                all.try_for_each(|hash| made_vector::delete(conn, hash, &model))
            })?;
        }
        Ok(found)
    }

    /// Rows that are to be deleted.
    pub fn gone(&self, limit: usize) -> Result<Vec<Passage>, StoreError> {
        self.database.read(|conn| {
            let sql = format!(
                "SELECT {} FROM passage WHERE state = 2 LIMIT ?1",
                passage::COLUMNS
            );
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map([limit as i64], passage::read)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Notes that the sidecar has these rows, as they were at that count of changes. Returns the
    /// hashes of those that are so still.
    pub fn written(&self, rows: Vec<(PassageKey, i64)>) -> Result<Vec<[u8; 16]>, StoreError> {
        self.database.write(move |conn| {
            let mut written = Vec::new();
            for (key, rev) in rows {
                if passage::written(conn, &key, rev)? {
                    written.push(key.hash);
                }
            }
            Ok(written)
        })
    }

    /// Notes that the sidecar has these rows no more.
    pub fn deleted(&self, rows: Vec<(PassageKey, i64)>) -> Result<(), StoreError> {
        self.database.write(move |conn| {
            let mut all = rows.iter();
            all.try_for_each(|(key, rev)| passage::deleted(conn, key, *rev))
        })
    }

    /// Notes that the sidecar has no row at all.
    pub fn lost(&self) -> Result<(), StoreError> {
        self.database.write(|conn| {
            conn.execute(
                "UPDATE passage SET state = 0, rev = rev + 1 WHERE state IN (1, 3)",
                [],
            )?;
            conn.execute("DELETE FROM passage WHERE state = 2", [])?;
            Ok(())
        })
    }

    /// How many rows there are.
    pub fn counts(&self, scope: PassageScope) -> Result<PassageCounts, StoreError> {
        self.database.read(|conn| {
            let mut counts = PassageCounts::default();
            let mut select =
                conn.prepare_cached("SELECT state, count(*) FROM passage GROUP BY state")?;
            let rows = select.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?;
            for row in rows {
                let (state, count) = row?;
                let count = count as u64;
                match PassageState::from_number(state) {
                    PassageState::Wanted => counts.wanted = count,
                    PassageState::Written => counts.written = count,
                    PassageState::Gone => counts.gone = count,
                    PassageState::Refused => counts.refused = count,
                }
            }
            if let PassageScope::Touched(since) = scope {
                let mut select = conn.prepare_cached(
                    "SELECT count(*) FROM passage AS p WHERE p.state = 0 AND
                       (p.at >= ?1 OR EXISTS (SELECT 1 FROM passage_touched AS t WHERE t.path = p.path))",
                )?;
                let count: i64 = select.query_row([since], |row| row.get(0))?;
                counts.wanted = count as u64;
            }
            Ok(counts)
        })
    }

    /// Rows of files that changed since then and have no vector of `model`, the newest first.
    pub fn late(
        &self,
        model: &str,
        since: Millis,
        limit: usize,
    ) -> Result<Vec<Passage>, StoreError> {
        self.database.read(|conn| {
            let sql = format!(
                "SELECT {} FROM passage WHERE state < 2 AND at >= ?2 AND NOT EXISTS
                   (SELECT 1 FROM made_vector WHERE made_vector.hash = passage.hash AND model = ?1)
                 ORDER BY at DESC LIMIT ?3",
                passage::COLUMNS
            );
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map(params![model, since, limit as i64], passage::read)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// How many rows that are to be found have no vector of a model.
    pub fn without(&self, model: &str) -> Result<u64, StoreError> {
        self.database.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT count(*) FROM passage AS p WHERE p.state < 2 AND NOT EXISTS
                   (SELECT 1 FROM made_vector WHERE made_vector.hash = p.hash AND model = ?1)",
            )?;
            let count: i64 = select.query_row([model], |row| row.get(0))?;
            Ok(count as u64)
        })
    }

    /// Hands over the key of each row that the sidecar has.
    pub fn each_written(&self, mut take: impl FnMut(&str, &[u8; 16])) -> Result<(), StoreError> {
        self.database.read(|conn| {
            let mut select = conn.prepare("SELECT ref, hash FROM passage WHERE state = 1")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                take(row.get_ref(0)?.as_str().unwrap_or_default(), &row.get(1)?);
            }
            Ok(())
        })
    }

    /// The rows of a file that are to be found, by line.
    pub fn of_file(&self, path: &[u8]) -> Result<Vec<Passage>, StoreError> {
        let mut found = self.database.read(|conn| passage::of_file(conn, path))?;
        found.sort_by_key(|passage| (passage.line, passage.part));
        Ok(found)
    }

    /// The rows of a reference that are to be found, by part.
    pub fn about(&self, reference: &str) -> Result<Vec<Passage>, StoreError> {
        self.database.read(|conn| {
            let sql = format!(
                "SELECT {} FROM passage WHERE ref = ?1 AND state <> 2 ORDER BY part",
                passage::COLUMNS
            );
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map([reference], passage::read)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Notes which vectors no row needs, and deletes those that none has needed since before
    /// `until`. Returns how many.
    pub fn tidy(&self, now: Millis, until: Millis) -> Result<u64, StoreError> {
        self.database.write(move |conn| {
            let needed = "EXISTS (SELECT 1 FROM passage WHERE passage.hash = made_vector.hash
                          AND state <> 2)";
            conn.execute(
                &format!(
                    "UPDATE made_vector SET idle_since = NULL WHERE idle_since IS NOT NULL AND {needed}"
                ),
                [],
            )?;
            conn.execute(
                &format!(
                    "UPDATE made_vector SET idle_since = ?1 WHERE idle_since IS NULL AND NOT {needed}"
                ),
                [now],
            )?;
            let gone = conn.execute("DELETE FROM made_vector WHERE idle_since < ?1", [until])?;
            Ok(gone as u64)
        })
    }

    /// Removes every row and file that one of `texts` stands in; their places in the file are
    /// overwritten by [`MeaningDb::wipe`]. Returns how many rows there were.
    pub fn forget(&self, texts: &[String]) -> Result<u64, StoreError> {
        let texts = texts.to_vec();
        self.database.write(move |conn| forget(conn, &texts))
    }

    /// Removes the rows of these references, their files, and the vectors that no other row has; their
    /// places in the file are overwritten by [`MeaningDb::wipe`]. Returns how many rows there were.
    pub fn forget_references(&self, references: Vec<String>) -> Result<u64, StoreError> {
        self.database
            .write(move |conn| forget_references(conn, &references))
    }

    /// Writes the file anew, so that nothing is left where something was.
    pub fn wipe(&self) -> Result<(), StoreError> {
        self.database.compact()?;
        self.database.empty_log()?;
        Ok(())
    }
}
