//! Taking over the runs of a copy, such as a backup: what is here stays, and what is missing comes
//! back.

use std::path::Path;

use rusqlite::Connection;
use tenon_core::RunId;

use super::RunsDb;
use crate::StoreError;
use crate::database::connect_reader;
use crate::table::{forgotten_run, phrase, run};

/// So many are written in one transaction.
const BATCH: usize = 1_000;

impl RunsDb {
    /// Adds the runs of the copy at `file` that are not here, and says how many those are. What was
    /// marked as forgotten in the copy is marked here too.
    pub fn adopt(&self, file: &Path) -> Result<u64, StoreError> {
        let copy = connect_reader(file).map_err(|fault| fault.at(file))?;
        let read = |work: &mut dyn FnMut() -> Result<(), StoreError>| {
            work().map_err(|fault| fault.at(file))
        };
        let mut missing = Vec::new();
        read(&mut || {
            let mut select = copy.prepare("SELECT number, id FROM run ORDER BY number")?;
            let mut rows = select.query([])?;
            self.database.read(|conn| {
                while let Some(row) = rows.next()? {
                    let id = RunId(crate::table::uuid(row, "id")?);
                    if !run::has(conn, id)? {
                        missing.push(row.get::<_, i64>(0)?);
                    }
                }
                Ok(())
            })
        })?;
        for numbers in missing.chunks(BATCH) {
            let mut rows = Vec::new();
            read(&mut || {
                for number in numbers {
                    rows.push(Row::read(&copy, *number)?);
                }
                Ok(())
            })?;
            self.database
                .write_many(move |conn| rows.iter().try_for_each(|row| row.write(conn)))?;
        }
        let marks = forgotten_run::all(&copy).map_err(|fault| fault.at(file))?;
        if !marks.is_empty() {
            self.database
                .write_many(move |conn| forgotten_run::put(conn, &marks))?;
        }
        Ok(missing.len() as u64)
    }
}

type Values = Vec<rusqlite::types::Value>;

/// Columns that are numbers of texts.
const TEXTS: [&str; 6] = ["command", "cwd", "branch", "host", "session", "workspace"];
/// The other ones.
const PLAIN: &str = "id, terminal, source, state, exit, at, dated, ended";
const OUTPUT: &str = "head, tail, left_out, bytes, binary, error_line, error_text";

/// A row of a copy, with its texts in place of their numbers.
struct Row {
    texts: Vec<Option<String>>,
    plain: Values,
    output: Option<Values>,
}

impl Row {
    fn read(copy: &Connection, number: i64) -> Result<Self, StoreError> {
        let texts = TEXTS
            .map(|column| format!("(SELECT text FROM phrase WHERE number = run.{column})"))
            .join(", ");
        let texts = copy
            .prepare_cached(&format!("SELECT {texts} FROM run WHERE number = ?1"))?
            .query_row([number], |row| {
                (0..TEXTS.len()).map(|at| row.get(at)).collect()
            })?;
        let values = |row: &rusqlite::Row<'_>| {
            let columns = row.as_ref().column_count();
            (0..columns)
                .map(|at| row.get(at))
                .collect::<rusqlite::Result<Values>>()
        };
        let plain = copy
            .prepare_cached(&format!("SELECT {PLAIN} FROM run WHERE number = ?1"))?
            .query_row([number], values)?;
        let mut output =
            copy.prepare_cached(&format!("SELECT {OUTPUT} FROM run_output WHERE run = ?1"))?;
        let output = output.query_map([number], values)?.next().transpose()?;
        Ok(Self {
            texts,
            plain,
            output,
        })
    }

    fn write(&self, conn: &Connection) -> Result<(), StoreError> {
        let texts = self.texts.iter();
        let texts = texts.map(|text| {
            text.as_deref()
                .map(|text| phrase::put(conn, text))
                .transpose()
        });
        let mut values: Values = texts
            .map(|number| Ok(number?.into()))
            .collect::<Result<_, StoreError>>()?;
        values.extend(self.plain.iter().cloned());
        let places = |count: usize| vec!["?"; count].join(", ");
        let added = conn
            .prepare_cached(&format!(
                "INSERT OR IGNORE INTO run ({}, {PLAIN}) VALUES ({})",
                TEXTS.join(", "),
                places(values.len())
            ))?
            .execute(rusqlite::params_from_iter(values))?;
        if let (1, Some(output)) = (added, &self.output) {
            let mut values: Values = vec![conn.last_insert_rowid().into()];
            values.extend(output.iter().cloned());
            conn.prepare_cached(&format!(
                "INSERT INTO run_output (run, {OUTPUT}) VALUES ({})",
                places(values.len())
            ))?
            .execute(rusqlite::params_from_iter(values))?;
        }
        Ok(())
    }
}
