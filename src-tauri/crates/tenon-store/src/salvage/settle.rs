//! What is done with the saved rows when all are there: what does not prove itself or leads nowhere
//! goes, and the rest is counted.

use rusqlite::Connection;

use super::{Salvaged, note};
use crate::table::{journal, journal_source};
use crate::workspace_db::proof as events;
use crate::{StoreError, sums};

/// Takes out events that do not prove themselves, and says where the journal has holes now.
pub(super) fn settle_journal(new: &Connection, found: &mut Salvaged) -> Result<(), StoreError> {
    new.execute_batch("BEGIN IMMEDIATE")?;
    let (rows, payloads) = events::broken(new)?;
    for seq in &rows {
        new.execute("DELETE FROM journal_payload WHERE seq = ?1", [*seq as i64])?;
        new.execute("DELETE FROM journal WHERE seq = ?1", [*seq as i64])?;
    }
    for seq in &payloads {
        new.execute("DELETE FROM journal_payload WHERE seq = ?1", [*seq as i64])?;
    }
    new.execute_batch("DELETE FROM journal_payload WHERE seq NOT IN (SELECT seq FROM journal)")?;
    found.gaps = journal::gaps(new)?;
    found.payloads = events::without_payload(new)?;
    // Rows that are gone from the end leave no hole, but their sources have counted them.
    let gone: i64 = new.query_row(
        "SELECT coalesce((SELECT sum(last) FROM journal_source), 0)
              - (SELECT count(*) FROM journal)",
        [],
        |row| row.get(0),
    )?;
    let holes: u64 = found
        .gaps
        .iter()
        .map(|(first, last)| last - first + 1)
        .sum();
    let lost = holes.max(u64::try_from(gone).unwrap_or_default());
    // What was counted while copying is part of the holes.
    found.lost.remove("journal");
    note(found, "journal", lost);
    found.lost.remove("journal_payload");
    note(found, "journal_payload", found.payloads.len() as u64);
    journal_source::count_again(new)?;
    new.execute_batch("COMMIT")?;
    Ok(())
}

/// Takes out rows that name something which is gone.
pub(super) fn settle_references(new: &Connection, found: &mut Salvaged) -> Result<(), StoreError> {
    new.execute_batch("BEGIN IMMEDIATE")?;
    loop {
        let mut broken = new.prepare("SELECT \"table\", rowid FROM pragma_foreign_key_check")?;
        let broken = broken.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let broken: Vec<(String, Option<i64>)> = broken.collect::<rusqlite::Result<_>>()?;
        if broken.is_empty() {
            break;
        }
        for (table, row) in broken {
            let gone = match row {
                Some(row) => {
                    new.execute(&format!("DELETE FROM \"{table}\" WHERE rowid = ?1"), [row])?
                }
                // A table without row numbers: whichever of its rows name what is not there.
                None => delete_dangling(new, &table)?,
            };
            note(found, &table, gone as u64);
        }
    }
    new.execute_batch("COMMIT")?;
    Ok(())
}

/// Takes out runs whose command is gone, and what runs wrote that are gone; counts the rest.
pub(super) fn settle_runs(new: &Connection, found: &mut Salvaged) -> Result<(), StoreError> {
    new.execute_batch("BEGIN IMMEDIATE")?;
    for (table, sql) in [
        (
            "run",
            "DELETE FROM run WHERE command NOT IN (SELECT number FROM phrase)",
        ),
        (
            "run_output",
            "DELETE FROM run_output WHERE run NOT IN (SELECT number FROM run)",
        ),
    ] {
        let gone = new.execute(sql, [])?;
        note(found, table, gone as u64);
    }
    let runs: i64 = new.query_row("SELECT count(*) FROM run", [], |row| row.get(0))?;
    found.saved = runs.unsigned_abs();
    new.execute_batch("COMMIT")?;
    Ok(())
}

/// Deletes every row of a table whose references lead nowhere.
fn delete_dangling(new: &Connection, table: &str) -> Result<usize, StoreError> {
    let mut keys =
        new.prepare("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(?1)")?;
    let keys = keys.query_map([table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let keys: Vec<(String, String, String)> = keys.collect::<rusqlite::Result<_>>()?;
    let mut gone = 0;
    for (from, parent, to) in keys {
        gone += new.execute(
            &format!(
                "DELETE FROM \"{table}\" WHERE \"{from}\" IS NOT NULL
                 AND \"{from}\" NOT IN (SELECT \"{to}\" FROM \"{parent}\")"
            ),
            [],
        )?;
    }
    Ok(gone)
}

/// How many rows there are that are not made from others.
pub(super) fn count_all(new: &Connection) -> Result<u64, StoreError> {
    let count = |name: &str| -> Result<u64, StoreError> {
        let sql = format!("SELECT count(*) FROM \"{name}\"");
        let rows: i64 = new.query_row(&sql, [], |row| row.get(0))?;
        Ok(rows as u64)
    };
    let mut all = count("journal")?;
    for table in sums::tables(new)? {
        all += count(&table.name)?;
    }
    Ok(all)
}
