//! Reading the history without opening it for writing: nobody need own anything, and nothing is
//! made.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use tenon_core::RunId;

use super::{
    ForgottenKey, Imported, KeptOutput, NewRun, Run, RunPage, RunQuery, SCHEMA, room, select, write,
};
use crate::database::connect_made;
use crate::table::{run, run_output};
use crate::{Place, StoreError, inspect};

/// The history of a profile, for a few questions.
#[derive(Debug)]
pub struct RunsReader {
    conn: Connection,
    file: PathBuf,
}

impl RunsReader {
    /// Opens the history at `place` for reading; none when there is none yet.
    pub fn open(place: &Place) -> Result<Option<Self>, StoreError> {
        if !inspect::look(&place.file, &SCHEMA)? {
            return Ok(None);
        }
        let conn = connect_made(&place.file).map_err(|fault| fault.at(&place.file))?;
        let file = place.file.clone();
        Ok(conn.map(|conn| Self { conn, file }))
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// As [`super::RunsDb::list`], with the same answers.
    pub fn list(&self, query: &RunQuery) -> Result<RunPage, StoreError> {
        self.told(|conn| select::from_rows(conn, query))
    }

    /// The run that has this identity.
    pub fn run(&self, id: RunId) -> Result<Option<Run>, StoreError> {
        self.told(|conn| self::run(conn, id))
    }

    /// What is kept of a run's output; none when it wrote nothing.
    pub fn output(&self, id: RunId) -> Result<Option<KeptOutput>, StoreError> {
        self.told(|conn| self::output(conn, id))
    }

    /// Bytes of all outputs that are kept, and how many outputs were dropped to make room, ever.
    pub fn outputs(&self) -> Result<(u64, u64), StoreError> {
        self.told(|conn| Ok((run_output::size(conn)?, room::dropped(conn)?)))
    }

    /// What [`super::RunsDb::import`] would add.
    pub fn would_import(
        &self,
        runs: &[NewRun],
        key: &ForgottenKey,
    ) -> Result<Imported, StoreError> {
        self.told(|conn| write::would_import(conn, runs, key))
    }

    /// SQLite's check of the file's structure, and the sums of the rows.
    pub fn check(&self) -> Result<(), StoreError> {
        self.told(crate::database::check)
    }

    fn told<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let state = self.conn.unchecked_transaction().map_err(StoreError::from);
        let done = state.and_then(|state| work(&state));
        done.map_err(|fault| fault.at(&self.file))
    }
}

pub(super) fn run(conn: &Connection, id: RunId) -> Result<Option<Run>, StoreError> {
    match run::number(conn, id)? {
        Some(number) => run::get(conn, number),
        None => Ok(None),
    }
}

pub(super) fn output(conn: &Connection, id: RunId) -> Result<Option<KeptOutput>, StoreError> {
    match run::number(conn, id)? {
        Some(number) => run_output::get(conn, number),
        None => Ok(None),
    }
}
