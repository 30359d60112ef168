//! A checksum for every row that nothing else proves.
//!
//! The journal has its leaves. Every other table that cannot be rebuilt has one sum a row in
//! `row_sum`, written in the row's own transaction by triggers of the writing connection, so that
//! no table's code has to think of it and a table that is new is covered by being there. A row
//! that was changed, lost or made up by anything else is found by [`verify`].

use std::collections::HashMap;

use rusqlite::functions::FunctionFlags;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, TransactionBehavior, params};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE row_sum (
  tbl TEXT NOT NULL,
  key BLOB NOT NULL CHECK (length(key) = 16),
  sum BLOB NOT NULL CHECK (length(sum) = 16),
  PRIMARY KEY (tbl, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE row_sum_table (
  tbl TEXT PRIMARY KEY NOT NULL,
  columns TEXT NOT NULL
) STRICT, WITHOUT ROWID;";

/// Tables that prove themselves (the journal, vectors, entities by text), or that are the proof.
const EXEMPT: &[&str] = &[
    "journal",
    "journal_payload",
    "journal_source",
    "made_vector",
    "entity_text",
    "entity",
    "row_sum",
    "row_sum_table",
];

/// A sum, and the name of a row inside of its table.
pub(crate) type Sum = [u8; 16];

/// A table as the database describes it.
pub(crate) struct Table {
    pub name: String,
    /// Every stored column, in order.
    pub columns: Vec<String>,
    /// Where the key's columns stand among them.
    key: Vec<usize>,
}

impl Table {
    fn list(&self, of: &str, columns: impl Iterator<Item = usize>) -> String {
        let named = columns.map(|at| format!("{of}\"{}\"", self.columns[at]));
        named.collect::<Vec<_>>().join(", ")
    }

    /// What stands in `row_sum_table` of it.
    pub(crate) fn described(&self) -> String {
        self.list("", 0..self.columns.len())
    }

    /// `SELECT` of every column.
    pub(crate) fn select(&self) -> String {
        format!("SELECT {} FROM \"{}\"", self.described(), self.name)
    }

    /// The columns of the key, for an order.
    pub(crate) fn order(&self) -> String {
        self.list("", self.key.iter().copied())
    }

    /// The columns in the order in which a table without row numbers stores them: the key first.
    pub(crate) fn stored(&self) -> Vec<usize> {
        let others = (0..self.columns.len()).filter(|at| !self.key.contains(at));
        self.key.iter().copied().chain(others).collect()
    }

    /// The name and the sum of a row with these values.
    pub(crate) fn sums_of(&self, values: &[Value]) -> (Sum, Sum) {
        let key = sum(self.key.iter().map(|&at| ValueRef::from(&values[at])));
        (key, sum(values.iter().map(ValueRef::from)))
    }

    /// The name and the sum of a row that [`Table::select`] gave.
    pub(crate) fn sums(&self, row: &rusqlite::Row<'_>) -> rusqlite::Result<(Sum, Sum)> {
        let values = (0..self.columns.len()).map(|at| row.get_ref(at));
        let values = values.collect::<rusqlite::Result<Vec<_>>>()?;
        let key = sum(self.key.iter().map(|&at| values[at]));
        Ok((key, sum(values.into_iter())))
    }
}

/// The sum of the first `columns` values of a row.
pub(crate) fn of_row(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Sum> {
    let values = (0..columns).map(|at| row.get_ref(at));
    let values = values.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(sum(values.into_iter()))
}

/// BLAKE3 over types, lengths and bytes, so that no two rows of values look alike.
fn sum<'a>(values: impl Iterator<Item = ValueRef<'a>>) -> Sum {
    let mut hash = blake3::Hasher::new();
    let mut add = |kind: u8, bytes: &[u8]| {
        hash.update(&[kind]);
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for value in values {
        match value {
            ValueRef::Null => add(0, &[]),
            ValueRef::Integer(number) => add(1, &number.to_le_bytes()),
            ValueRef::Real(number) => add(2, &number.to_le_bytes()),
            ValueRef::Text(text) => add(3, text),
            ValueRef::Blob(bytes) => add(4, bytes),
        }
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hash.finalize().as_bytes()[..16]);
    short
}

/// Whether the database has sums at all; one that a test made for itself may not.
fn are_kept(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'row_sum'")?
        .exists([])
}

/// The tables that have sums.
pub(crate) fn tables(conn: &Connection) -> Result<Vec<Table>, StoreError> {
    let mut names = conn.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY name",
    )?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?;
    let names: Vec<String> = names.collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for name in names.iter().filter(|name| !EXEMPT.contains(&name.as_str())) {
        found.extend(table(conn, name)?);
    }
    Ok(found)
}

/// One table, also one that proves itself.
pub(crate) fn table(conn: &Connection, name: &str) -> Result<Option<Table>, StoreError> {
    let mut about = conn.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let about = about.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let about: Vec<(String, i64)> = about.collect::<rusqlite::Result<_>>()?;
    let mut key: Vec<_> = about
        .iter()
        .enumerate()
        .filter(|(_, (_, place))| *place > 0)
        .map(|(at, (_, place))| (*place, at))
        .collect();
    key.sort_unstable();
    let key: Vec<usize> = key.into_iter().map(|(_, at)| at).collect();
    if about.is_empty() {
        return Ok(None);
    }
    if key.is_empty() {
        let report = format!("the table {name} has no key");
        return Err(StoreError::damaged(report));
    }
    let columns = about.into_iter().map(|(name, _)| name).collect();
    let name = name.to_owned();
    Ok(Some(Table { name, columns, key }))
}

/// Makes the writing connection keep the sums, and makes those that are missing: of a table that is
/// new, or that a migration gave other columns.
pub(crate) fn keep(conn: &mut Connection) -> Result<(), StoreError> {
    if !are_kept(conn)? {
        return Ok(());
    }
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("tenon_sum", -1, flags, |values| {
        Ok(sum((0..values.len()).map(|at| values.get_raw(at))).to_vec())
    })?;
    // Triggers of this connection only: the file stays one that any SQLite can write.
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // A row that another one replaces is removed by a trigger too.
    conn.pragma_update(None, "recursive_triggers", true)?;
    let tables = tables(conn)?;
    let mut missing = Vec::new();
    for table in &tables {
        let known = "SELECT columns FROM row_sum_table WHERE tbl = ?1";
        let known: Option<String> = conn
            .prepare_cached(known)?
            .query_map([&table.name], |row| row.get(0))?
            .next()
            .transpose()?;
        if known.as_deref() != Some(table.described().as_str()) {
            missing.push(table);
        }
    }
    if !missing.is_empty() {
        // One transaction: a new database is made with one wait for the disk.
        let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for table in missing {
            make(&change, table)?;
        }
        change.commit()?;
    }
    for table in &tables {
        conn.execute_batch(&triggers(table))?;
    }
    Ok(())
}

/// Makes the sums of every row of a table.
fn make(change: &Connection, table: &Table) -> Result<(), StoreError> {
    let name = &table.name;
    change.execute("DELETE FROM row_sum WHERE tbl = ?1", [name])?;
    let key = table.list("", table.key.iter().copied());
    let all = table.described();
    change.execute_batch(&format!(
        "INSERT INTO row_sum SELECT '{name}', tenon_sum({key}), tenon_sum({all}) FROM \"{name}\""
    ))?;
    change.execute(
        "INSERT INTO row_sum_table VALUES (?1, ?2)
         ON CONFLICT (tbl) DO UPDATE SET columns = excluded.columns",
        params![name, all],
    )?;
    Ok(())
}

fn triggers(table: &Table) -> String {
    let name = &table.name;
    let key = |of| table.list(of, table.key.iter().copied());
    let all = table.list("NEW.", 0..table.columns.len());
    let forget = |of| {
        let key = key(of);
        format!("DELETE FROM row_sum WHERE tbl = '{name}' AND key = tenon_sum({key});")
    };
    let (old, new) = (forget("OLD."), forget("NEW."));
    // Not one statement with OR REPLACE: the statement outside would overrule that.
    let note = format!(
        "{new} INSERT INTO row_sum VALUES ('{name}', tenon_sum({}), tenon_sum({all}));",
        key("NEW.")
    );
    format!(
        "CREATE TEMP TRIGGER \"sum_{name}_insert\" AFTER INSERT ON main.\"{name}\" BEGIN {note} END;
         CREATE TEMP TRIGGER \"sum_{name}_update\" AFTER UPDATE ON main.\"{name}\" BEGIN {old} {note} END;
         CREATE TEMP TRIGGER \"sum_{name}_delete\" AFTER DELETE ON main.\"{name}\" BEGIN {old} END;"
    )
}

/// The sums of a table, by row.
pub(crate) fn known(conn: &Connection, table: &str) -> Result<HashMap<Sum, Sum>, StoreError> {
    let mut select = conn.prepare("SELECT key, sum FROM row_sum WHERE tbl = ?1")?;
    let rows = select.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many rows of each table are not as they were written, tables without such rows left out.
pub(crate) fn verify(conn: &Connection) -> Result<Vec<(String, u64)>, StoreError> {
    let mut found = Vec::new();
    if !are_kept(conn)? {
        return Ok(found);
    }
    for table in tables(conn)? {
        let mut known = known(conn, &table.name)?;
        let mut bad = 0;
        let mut select = conn.prepare(&table.select())?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let (key, sum) = table.sums(row)?;
            bad += u64::from(known.remove(&key) != Some(sum));
        }
        // What is left has a sum and no row.
        bad = bad.max(known.len() as u64);
        if bad > 0 {
            found.push((table.name, bad));
        }
    }
    Ok(found)
}
