//! Writing runs: as they begin and end, and many that another program noted.

use tenon_core::{RunId, WorkspaceId};

use super::{NewRun, RunEnd, RunsDb};
use crate::table::{run, run_output};
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
}

impl RunsDb {
    /// Queues a run that begins.
    pub fn begin(&self, new: NewRun) -> Pending<()> {
        self.database
            .queue(move |conn| run::insert(conn, &new).map(drop))
    }

    /// Queues how a run ended; the answer is `false` when it is not known.
    pub fn end(&self, id: RunId, end: RunEnd) -> Pending<bool> {
        self.database.queue(move |conn| run::end(conn, id, &end))
    }

    /// Says of the runs of a workspace that still run that they ended with their owner, and gives
    /// them. Only who owns the workspace may.
    pub fn lose(&self, workspace: WorkspaceId) -> Result<Vec<RunId>, StoreError> {
        self.database.write(move |conn| run::lose(conn, workspace))
    }

    /// Adds runs that are not known yet.
    ///
    /// A run that another program noted within 2 s of the same time is the same one.
    pub fn import(&self, runs: Vec<NewRun>) -> Result<Imported, StoreError> {
        let mut done = Imported::default();
        let mut left = runs.into_iter();
        loop {
            let batch: Vec<NewRun> = left.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(done);
            }
            let size = batch.len() as u64;
            let last = batch.len() < BATCH;
            let added = self.database.write_many(move |conn| {
                let cache = if last { USUAL_CACHE } else { CACHE };
                conn.pragma_update(None, "cache_size", -cache)?;
                let mut added = 0;
                for new in &batch {
                    added += u64::from(add(conn, new)?);
                }
                Ok(added)
            })?;
            done.added += added;
            done.known += size - added;
        }
    }
}

fn add(conn: &rusqlite::Connection, new: &NewRun) -> Result<bool, StoreError> {
    if run::has(conn, new.id)? || run::is_noted(conn, new)? || !run::insert(conn, new)? {
        return Ok(false);
    }
    if let (Some(end), Some(number)) = (&new.end, run::number(conn, new.id)?) {
        run_output::put(conn, number, end)?;
    }
    Ok(true)
}

/// What an import would add.
pub(super) fn would_import(
    conn: &rusqlite::Connection,
    runs: &[NewRun],
) -> Result<Imported, StoreError> {
    let mut done = Imported::default();
    for new in runs {
        let known = run::has(conn, new.id)? || run::is_noted(conn, new)?;
        done.known += u64::from(known);
        done.added += u64::from(!known);
    }
    Ok(done)
}
