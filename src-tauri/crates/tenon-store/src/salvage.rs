//! Saving what is whole in a damaged database, into a new file. The damaged one is only read.

mod known;
mod pages;
mod proven;
mod settle;
mod trees;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use self::known::Known;
use self::pages::Pages;
use self::settle::{count_all, settle_journal, settle_references, settle_runs};
use crate::database::{Schema, check, harden};
use crate::inspect::is_vacant;
use crate::sums::{self, Sum, Table};
use crate::table::content;
use crate::{Ambient, ContentKey, Place, StoreError, app_db, file, runs_db, workspace_db};

/// What was saved, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Salvaged {
    /// Rows in the new file.
    pub saved: u64,
    /// Rows that were lost, by table; where their number cannot be known, the ones that are known.
    /// As `page` stand the pages that are missing at the end of the file.
    pub lost: BTreeMap<String, u64>,
    /// Tables of which more may be lost than can be counted.
    pub untold: BTreeSet<String>,
    /// Where the file ends too early, if it does.
    pub cut: Option<Cut>,
    /// Places in the journal that are empty now, first and last of each stretch.
    pub gaps: Vec<(u64, u64)>,
    /// Events whose payload is lost.
    pub payloads: Vec<u64>,
}

/// A file that is shorter than it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// What is left of it, in bytes.
    pub at: u64,
    /// What it was, in bytes.
    pub of: u64,
    /// How many of its pages are in no log either.
    pub pages: u64,
}

/// Saves a damaged `workspace.db` into a new file at `to.file`, which must not exist yet. What `key`
/// opens is proven by its seal, also where its sum is lost.
pub fn salvage_workspace(
    damaged: &Path,
    to: &Place,
    key: &ContentKey,
    ambient: &Ambient,
) -> Result<Salvaged, StoreError> {
    let new = fresh(&workspace_db::SCHEMA, to, ambient)?;
    let mut found = Salvaged::default();
    copy_all(damaged, &new, Some(key), &mut found)?;
    settle_journal(&new, &mut found)?;
    settle_references(&new, &mut found)?;
    found.saved = count_all(&new)?;
    finish(new, to)?;
    Ok(found)
}

/// Saves a damaged `app.db` in its place: what is whole takes its name, and the damaged file gets a
/// name of its own, which is given back. No program may have it open.
pub fn salvage_app(place: &Place, ambient: &Ambient) -> Result<PathBuf, StoreError> {
    in_place(&app_db::SCHEMA, place, ambient, settle_references).map(|(_, aside)| aside)
}

/// Saves a damaged `runs.db` in its place, as [`salvage_app`] does, and says what came of it.
pub fn salvage_runs(place: &Place, ambient: &Ambient) -> Result<(Salvaged, PathBuf), StoreError> {
    in_place(&runs_db::SCHEMA, place, ambient, settle_runs)
}

/// What is done with the saved rows when all are there.
type Settle = fn(&Connection, &mut Salvaged) -> Result<(), StoreError>;

fn in_place(
    schema: &Schema,
    place: &Place,
    ambient: &Ambient,
    settle: Settle,
) -> Result<(Salvaged, PathBuf), StoreError> {
    let to = Place {
        file: place.file.with_extension("db.salvaged"),
        ..place.clone()
    };
    for half in with_logs(&to.file) {
        remove(&half)?;
    }
    let new = fresh(schema, &to, ambient)?;
    let mut found = Salvaged::default();
    copy_all(&place.file, &new, None, &mut found)?;
    settle(&new, &mut found)?;
    finish(new, &to)?;
    let name = format!("db.damaged-{}", ambient.clock.now());
    let aside = place.file.with_extension(name);
    for (from, to) in with_logs(&place.file).into_iter().zip(with_logs(&aside)) {
        match fs::rename(&from, to) {
            Err(fault) if fault.kind() != ErrorKind::NotFound => {
                return Err(StoreError::io("set aside", &from)(fault));
            }
            _ => {}
        }
    }
    fs::rename(&to.file, &place.file).map_err(StoreError::io("name", &place.file))?;
    file::sync_folder(place.folder())?;
    Ok((found, aside))
}

/// Opens what is damaged, if it can be opened. SQLite would remove the log of an empty file, which
/// may be all that is left.
fn damaged_file(file: &Path) -> Option<Connection> {
    if is_vacant(file) {
        return None;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let old = Connection::open_with_flags(file, flags).map_err(StoreError::from);
    match old.and_then(|old| harden(&old).map(|()| old)) {
        Ok(old) => Some(old),
        Err(fault) => {
            tracing::warn!(%fault, "a damaged database cannot be read at all");
            None
        }
    }
}

/// A database and the files that SQLite keeps beside it, the log first.
fn with_logs(file: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", ""].map(|suffix| {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        name.into()
    })
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != ErrorKind::NotFound => {
            Err(StoreError::io("remove", path)(fault))
        }
        _ => Ok(()),
    }
}

/// Proves the new file and makes it one file, durable.
fn finish(new: Connection, to: &Place) -> Result<(), StoreError> {
    check(&new)?;
    new.pragma_update_and_check(None, "journal_mode", "DELETE", |row| {
        row.get::<_, String>(0)
    })?;
    drop(new);
    file::sync_file(&to.file)?;
    file::sync_folder(to.folder())
}

/// A new database with every table and nothing in it.
fn fresh(schema: &Schema, to: &Place, ambient: &Ambient) -> Result<Connection, StoreError> {
    drop(crate::database::Database::open(
        schema,
        to,
        ambient.clock.as_ref(),
    )?);
    let mut new = Connection::open(&to.file)?;
    harden(&new)?;
    sums::keep(&mut new)?;
    // References are looked at when everything is there.
    new.pragma_update(None, "foreign_keys", false)?;
    Ok(new)
}

/// What copying a table came to.
struct Copied {
    /// How many rows are known to be lost.
    lost: u64,
    /// Whether SQLite came to the end of the table.
    whole: bool,
}

/// Copies what SQLite can reach, and then what still stands on pages that it cannot.
fn copy_all(
    damaged: &Path,
    new: &Connection,
    key: Option<&ContentKey>,
    found: &mut Salvaged,
) -> Result<(), StoreError> {
    new.execute_batch("BEGIN IMMEDIATE")?;
    let old = damaged_file(damaged);
    let summed = sums::tables(new)?;
    let mut tables = Vec::new();
    for name in ["journal", "journal_payload", "journal_source"] {
        tables.extend(sums::table(new, name)?);
    }
    let proving = tables.len();
    let mut torn = HashSet::new();
    let scanned = old.as_ref().and_then(|old| Known::scan(old, &summed));
    for (at, table) in tables.iter().chain(&summed).enumerate() {
        // Sums that cannot be read whole may be there for some tables all the same.
        let looked_up = match (&old, &scanned) {
            (Some(old), None) if at >= proving => Known::look_up(old, table),
            _ => None,
        };
        // Without its sums a row is believed: better one that may be wrong than none.
        let known = scanned.as_ref().or(looked_up.as_ref());
        let known = known.filter(|_| at >= proving);
        let copied = match &old {
            Some(old) => copy(old, new, table, known, key)?,
            None => Copied {
                lost: 0,
                whole: false,
            },
        };
        note(found, &table.name, copied.lost);
        // The sources are counted from the events again.
        if !copied.whole && table.name != "journal_source" {
            torn.insert(table.name.clone());
        }
    }
    let [log, _, _] = with_logs(damaged);
    let pages = Pages::open(damaged, &log).map_err(StoreError::io("read", damaged))?;
    found.cut = pages.cut();
    note(found, "page", found.cut.map_or(0, |cut| cut.pages));
    if !torn.is_empty() {
        let proven = proven::add(&pages, new, &torn, scanned)?;
        for table in &torn {
            found.lost.remove(table);
            let missing = proven.known.missing(table, &sums::known(new, table)?);
            let unread = proven.unread.get(table).copied().unwrap_or_default();
            note(found, table, missing.max(unread));
        }
        found.untold = proven.untold;
    }
    new.execute_batch("COMMIT")?;
    Ok(())
}

fn note(found: &mut Salvaged, table: &str, lost: u64) {
    if lost > 0 {
        *found.lost.entry(table.to_owned()).or_default() += lost;
    }
}

/// Copies every row that can be read and is as it was written.
/// A page in the middle that cannot be read ends the way from the front, so the other way is gone too.
fn copy(
    old: &Connection,
    new: &Connection,
    table: &Table,
    known: Option<&Known>,
    content_key: Option<&ContentKey>,
) -> Result<Copied, StoreError> {
    let places = (1..=table.columns.len()).map(|n| format!("?{n}"));
    let places = places.collect::<Vec<_>>().join(", ");
    let mut insert = new.prepare(&format!(
        "INSERT INTO \"{}\" ({}) VALUES ({places})",
        table.name,
        table.described()
    ))?;
    let mut seen: HashSet<Sum> = HashSet::new();
    let mut saved = HashMap::new();
    let mut bad = 0;
    let mut whole = true;
    for way in ["ASC", "DESC"] {
        let order = table.order().replace(", ", &format!(" {way}, "));
        let sql = format!("{} ORDER BY {order} {way}", table.select());
        // A table that an older program did not have, or that cannot be read at all.
        let Ok(mut select) = old.prepare(&sql) else {
            whole = false;
            continue;
        };
        let Ok(mut rows) = select.query([]) else {
            whole = false;
            continue;
        };
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(_) => {
                    whole = false;
                    break;
                }
            };
            let Ok((key, sum)) = table.sums(row) else {
                continue;
            };
            if !seen.insert(key) {
                continue;
            }
            let right = known.is_none_or(|known| known.proves(&table.name, &sum))
                || content_key
                    .is_some_and(|key| table.name == "content" && content::is_right(row, key));
            let values = (0..table.columns.len()).map(|at| row.get::<_, Value>(at));
            let values: Option<Vec<Value>> = values.collect::<rusqlite::Result<_>>().ok();
            let values = values.and_then(|values| match right {
                true => Some(values),
                false => mend(table, values, known, &key),
            });
            let taken = values
                .is_some_and(|values| insert.execute(rusqlite::params_from_iter(values)).is_ok());
            if taken && right {
                saved.insert(key, sum);
            } else {
                bad += 1;
            }
        }
    }
    let missing = known.map_or(0, |known| known.missing(&table.name, &saved));
    Ok(Copied {
        lost: bad.max(missing),
        whole,
    })
}

/// A document whose row is wrong in some place but whose identity is right still holds its versions
/// and its unsaved text; it only has no path. Nothing else is worth having when it is wrong.
fn mend(
    table: &Table,
    mut values: Vec<Value>,
    known: Option<&Known>,
    key: &Sum,
) -> Option<Vec<Value>> {
    let identity_is_right = known.is_some_and(|known| known.names(&table.name, key));
    let path = table.columns.iter().position(|column| column == "path")?;
    if table.name != "document" || !identity_is_right {
        return None;
    }
    values[path] = Value::Null;
    Some(values)
}
