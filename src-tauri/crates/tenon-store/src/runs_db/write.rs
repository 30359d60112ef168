//! Writing runs: as they begin and end, and many that another program noted.

use std::sync::Arc;

use rusqlite::Connection;
use tenon_core::{RunId, WorkspaceId};

use super::{ForgottenKey, NewRun, RunEnd, RunsDb};
use crate::table::{forgotten_run, run, run_output};
use crate::{Pending, StoreError};

/// So many are written in one transaction, so that another owner need not wait long.
const BATCH: usize = 10_000;
/// What the writer keeps of the file in memory meanwhile, and otherwise, in KiB: rows of sums lie all
/// over it.
const CACHE: i64 = 64 << 10;
const USUAL_CACHE: i64 = 2_000;

/// What came of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Runs that are new.
    pub added: u64,
    /// Runs that are known already, from here or from another program.
    pub known: u64,
    /// Runs that were forgotten here, and are not brought back.
    pub forgotten: u64,
}

impl RunsDb {
    /// Queues a run that begins.
    pub fn begin(&self, new: NewRun) -> Pending<()> {
        self.database
            .queue(move |conn| run::insert(conn, &new).map(drop))
    }

    /// Queues how a run ended; the answer is `false` when it is not known. Of all outputs at most
    /// `most` bytes are kept: the oldest go first.
    pub fn end(&self, id: RunId, end: RunEnd, most: u64) -> Pending<bool> {
        let room = Arc::clone(&self.room);
        self.database.queue(move |conn| {
            let is_known = run::end(conn, id, &end)?;
            let output = &end.output;
            let new = (output.head.get().len() + output.tail.get().len()) as u64;
            if is_known && new > 0 {
                room.follow(conn, new, most)?;
            }
            Ok(is_known)
        })
    }

    /// Says of the runs of a workspace that still run that they ended with their owner, and gives
    /// them. Only who owns the workspace may.
    pub fn lose(&self, workspace: WorkspaceId) -> Result<Vec<RunId>, StoreError> {
        self.database.write(move |conn| run::lose(conn, workspace))
    }

    /// Adds runs that are neither known nor marked by `key` as forgotten.
    ///
    /// A run that another program noted within 2 s of the same time is the same one.
    pub fn import(&self, runs: Vec<NewRun>, key: &ForgottenKey) -> Result<Imported, StoreError> {
        let mut done = Imported::default();
        let mut left = runs.into_iter();
        loop {
            let batch: Vec<NewRun> = left.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(done);
            }
            let key = key.clone();
            let last = batch.len() < BATCH;
            let part = self.database.write_many(move |conn| {
                let cache = if last { USUAL_CACHE } else { CACHE };
                conn.pragma_update(None, "cache_size", -cache)?;
                let look = Look::new(conn, &key)?;
                let mut part = Imported::default();
                for new in &batch {
                    let come = look.at(conn, new)?;
                    if come == Come::New {
                        add(conn, new)?;
                    }
                    part.count(come);
                }
                Ok(part)
            })?;
            done.added += part.added;
            done.known += part.known;
            done.forgotten += part.forgotten;
        }
    }
}

impl Imported {
    fn count(&mut self, come: Come) {
        match come {
            Come::New => self.added += 1,
            Come::Known => self.known += 1,
            Come::Forgotten => self.forgotten += 1,
        }
    }
}

/// What a run of another history is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Come {
    New,
    Known,
    Forgotten,
}

/// Looks what a run of another history is here.
struct Look<'k> {
    /// None where nothing was ever forgotten.
    key: Option<&'k ForgottenKey>,
}

impl<'k> Look<'k> {
    fn new(conn: &Connection, key: &'k ForgottenKey) -> Result<Self, StoreError> {
        let key = forgotten_run::any(conn)?.then_some(key);
        Ok(Self { key })
    }

    fn at(&self, conn: &Connection, new: &NewRun) -> Result<Come, StoreError> {
        if run::has(conn, new.id)? || run::is_noted(conn, new)? {
            return Ok(Come::Known);
        }
        let is_forgotten = self.key.map(|key| forgotten_run::has(conn, key, new));
        Ok(match is_forgotten.transpose()? {
            Some(true) => Come::Forgotten,
            _ => Come::New,
        })
    }
}

fn add(conn: &Connection, new: &NewRun) -> Result<(), StoreError> {
    run::insert(conn, new)?;
    if let (Some(end), Some(number)) = (&new.end, run::number(conn, new.id)?) {
        run_output::put(conn, number, end)?;
    }
    Ok(())
}

/// What an import would add.
pub(super) fn would_import(
    conn: &Connection,
    runs: &[NewRun],
    key: &ForgottenKey,
) -> Result<Imported, StoreError> {
    let look = Look::new(conn, key)?;
    let mut done = Imported::default();
    for new in runs {
        done.count(look.at(conn, new)?);
    }
    Ok(done)
}
