//! Forgetting runs: whole rows, with what they wrote, in the database and in copies of it.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};
use tenon_core::{Millis, RunId, WorkspaceId};

use super::{ForgottenKey, RunsDb, SCHEMA, index};
use crate::database::harden;
use crate::table::{forgotten_run, phrase, run, run_output};
use crate::{StoreError, inspect, residue, sums};

/// Which runs are to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForgetRuns {
    /// This one.
    One(RunId),
    /// Whatever holds one of these texts: in its command, its folder or what it wrote.
    Match(Vec<String>),
    /// What began then or later in this workspace, or was noted by another program.
    Since(Millis, WorkspaceId),
}

/// What forgetting has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ForgottenRuns {
    /// The runs that are gone.
    pub runs: Vec<RunId>,
    /// Whether their bytes are gone from the file and its log, and not only unlinked.
    pub wiped: bool,
}

impl RunsDb {
    /// Forgets, and overwrites what was there. Marks that `key` makes stay, so that no import brings
    /// any of it back.
    pub fn forget(
        &self,
        what: &ForgetRuns,
        key: &ForgottenKey,
    ) -> Result<ForgottenRuns, StoreError> {
        let (wanted, key) = (what.clone(), key.clone());
        let runs = self
            .database
            .write(move |conn| forget_on(conn, &wanted, &key))?;
        let traces = traces(what, &runs);
        let mut wiped = self.database.empty_log_patiently()?;
        if residue::holds(self.file(), &traces)? || traces.len() > residue::MOST {
            self.database.compact()?;
            wiped = self.database.empty_log_patiently()? && !residue::holds(self.file(), &traces)?;
        }
        Ok(ForgottenRuns { runs, wiped })
    }
}

/// Forgets in a copy, such as a backup. The answer is `None` when the file is no such copy.
pub fn forget_runs_in_copy(
    file: &Path,
    what: &ForgetRuns,
    key: &ForgottenKey,
) -> Result<Option<ForgottenRuns>, StoreError> {
    match inspect::look(file, &SCHEMA) {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(StoreError::ForeignDatabase { .. } | StoreError::NotADatabase { .. }) => {
            return Ok(None);
        }
        Err(fault) => return Err(fault),
    }
    in_copy(file, what, key)
        .map(Some)
        .map_err(|fault| fault.at(file))
}

fn in_copy(
    file: &Path,
    what: &ForgetRuns,
    key: &ForgottenKey,
) -> Result<ForgottenRuns, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(file, flags)?;
    harden(&conn)?;
    conn.pragma_update(None, "secure_delete", true)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    sums::keep(&mut conn)?;
    let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let runs = forget_on(&change, what, key)?;
    change.commit()?;
    let traces = traces(what, &runs);
    let empty = || {
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            row.get::<_, i64>(0)
        })
    };
    let busy = empty()?;
    if traces.len() > residue::MOST || residue::holds(file, &traces)? {
        conn.execute_batch("VACUUM")?;
        empty()?;
    }
    let wiped = busy == 0 && !residue::holds(file, &traces)?;
    Ok(ForgottenRuns { runs, wiped })
}

/// What the file must not hold any more: an identity tells of a stale copy of its row.
fn traces(what: &ForgetRuns, runs: &[RunId]) -> Vec<Vec<u8>> {
    let mut traces: Vec<_> = runs.iter().map(|run| run.0.as_bytes().to_vec()).collect();
    if let ForgetRuns::Match(texts) = what {
        traces.extend(texts.iter().map(|text| text.clone().into_bytes()));
    }
    traces
}

fn forget_on(
    conn: &Connection,
    what: &ForgetRuns,
    key: &ForgottenKey,
) -> Result<Vec<RunId>, StoreError> {
    let mut numbers = match what {
        ForgetRuns::One(id) => run::number(conn, *id)?.into_iter().collect(),
        ForgetRuns::Match(texts) => {
            let mut numbers = run_output::holding(conn, texts)?;
            let phrases: HashSet<i64> = phrase::holding(conn, texts)?.into_iter().collect();
            let mut select =
                conn.prepare("SELECT command, cwd, branch, host, session, number FROM run")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..5 {
                    let phrase: Option<i64> = row.get(column)?;
                    if phrase.is_some_and(|phrase| phrases.contains(&phrase)) {
                        numbers.push(row.get(5)?);
                        break;
                    }
                }
            }
            numbers
        }
        ForgetRuns::Since(at, workspace) => {
            let workspace = phrase::find(conn, &workspace.to_string())?;
            let mut select = conn.prepare(
                "SELECT number FROM run
                 WHERE dated AND at >= ?1 AND (workspace = ?2 OR workspace IS NULL)",
            )?;
            let rows = select.query_map(params![at, workspace], |row| row.get(0))?;
            rows.collect::<rusqlite::Result<Vec<i64>>>()?
        }
    };
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids = Vec::new();
    let marks = forgotten_run::are_kept(conn)?;
    for number in &numbers {
        let (id, command, at) = run::noted(conn, *number)?;
        if marks {
            forgotten_run::add(conn, key, id, &command, at)?;
        }
        ids.push(id);
    }
    run::delete(conn, &numbers)?;
    phrase::sweep(conn)?;
    index::tell_changed(conn)?;
    Ok(ids)
}
