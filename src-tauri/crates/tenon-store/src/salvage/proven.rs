//! Saving rows that SQLite cannot reach any more: read from their pages, and taken only when their
//! sum, or in the journal their leaf, proves them.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::known::Known;
use super::pages::{Pages, Stored};
use super::trees::Trees;
use crate::StoreError;
use crate::sums::{self, Table};

/// A table, and how its rows are stored.
struct Shape {
    table: Table,
    /// The column that is the row's number, which is not stored a second time.
    number: Option<usize>,
    /// In a table without row numbers, the columns in the order in which they are stored.
    order: Option<Vec<usize>>,
    /// Whether the journal proves its rows, which is looked at when all are there.
    journal: bool,
    /// How the table is made.
    sql: String,
}

/// What is known of the rows that were looked for.
pub(super) struct Proven {
    /// The sums that they had.
    pub known: Known,
    /// How many rows of a table there were at least that cannot be read.
    pub unread: HashMap<String, u64>,
    /// Tables of which more may be lost than can be counted.
    pub untold: BTreeSet<String>,
}

/// Adds the rows of `tables` that are proven. Sums that SQLite could still read are given in
/// `known`, and then no others count: a page that nothing leads to any more may hold older ones.
///
/// Where sums are missing too, a row without one is believed when it stands on a page of its table:
/// better one that may be wrong than none.
pub(super) fn add(
    pages: &Pages,
    new: &Connection,
    tables: &HashSet<String>,
    known: Option<Known>,
) -> Result<Proven, StoreError> {
    let shapes = shapes(new, tables)?;
    let trees = Trees::walk(pages);
    let read = known.is_some();
    let unproven = !read && trees.is_torn("row_sum");
    let known = match known {
        Some(known) => known,
        None => sums_on(pages, tables)?,
    };
    let inserts = shapes.iter().map(|shape| {
        let places = (1..=shape.table.columns.len()).map(|n| format!("?{n}"));
        let places = places.collect::<Vec<_>>().join(", ");
        let (name, columns) = (&shape.table.name, shape.table.described());
        new.prepare(&format!(
            "INSERT OR IGNORE INTO \"{name}\" ({columns}) VALUES ({places})"
        ))
    });
    let mut inserts = inserts.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut unread: HashMap<String, u64> = HashMap::new();
    pages.rows(|page, row| {
        let owner = trees.owner(page);
        let Some(row) = row else {
            if let Some(table) = owner {
                *unread.entry(table.to_owned()).or_default() += 1;
            }
            return Ok(());
        };
        for (shape, insert) in shapes.iter().zip(&mut inserts) {
            let Some(values) = shape.values(&row) else {
                continue;
            };
            let proven = shape.journal || {
                let (key, sum) = shape.table.sums_of(&values);
                let name = &shape.table.name;
                let believed = unproven
                    && owner == Some(name)
                    && trees.is_made_by(name, &shape.sql)
                    && !known.names(name, &key);
                believed || known.is_of(name, &sum)
            };
            // A row that does not fit its table is none of it.
            if proven
                && insert.execute(rusqlite::params_from_iter(&values)).is_ok()
                && !shape.journal
            {
                break;
            }
        }
        Ok::<(), StoreError>(())
    })?;
    if !unproven {
        // The sums count every row; the journal counts itself as far as its sources are there.
        unread.clear();
    }
    let mut untold = BTreeSet::new();
    for table in tables {
        let counted = match table.as_str() {
            "journal" | "journal_payload" => read && !trees.is_torn("journal_source"),
            _ => !unproven,
        };
        if !counted && trees.is_torn(table) {
            *unread.entry(table.clone()).or_default() += trees.rows_missing(table);
            untold.insert(table.clone());
        }
    }
    if untold.contains("journal") {
        // An event that is gone takes what it held along.
        untold.insert("journal_payload".into());
    }
    Ok(Proven {
        known,
        unread,
        untold,
    })
}

/// The sums on every page, of these tables.
fn sums_on(pages: &Pages, tables: &HashSet<String>) -> Result<Known, StoreError> {
    let mut known = Known::of(tables.iter());
    pages.rows(|_, row| {
        if let Some(Stored {
            number: None,
            values,
        }) = row
            && let [Value::Text(table), Value::Blob(key), Value::Blob(sum)] = &values[..]
        {
            known.add(table.as_bytes(), key, sum);
        }
        Ok::<(), StoreError>(())
    })?;
    Ok(known)
}

fn shapes(new: &Connection, tables: &HashSet<String>) -> Result<Vec<Shape>, StoreError> {
    let mut found = Vec::new();
    for name in tables {
        let Some(table) = sums::table(new, name)? else {
            continue;
        };
        let without: bool = new.query_row(
            "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1",
            [name],
            |row| row.get(0),
        )?;
        let number = new.query_row(
            "SELECT coalesce(max(cid), -1), count(*), max(upper(type)) FROM pragma_table_info(?1)
             WHERE pk > 0",
            [name],
            |row| {
                let one = row.get::<_, i64>(1)? == 1 && row.get::<_, String>(2)? == "INTEGER";
                Ok(one.then_some(row.get::<_, i64>(0)?))
            },
        )?;
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        found.push(Shape {
            sql: new.query_row(sql, [name], |row| row.get(0))?,
            number: number
                .filter(|_| !without)
                .and_then(|column| usize::try_from(column).ok()),
            order: without.then(|| table.stored()),
            journal: name.starts_with("journal"),
            table,
        });
    }
    Ok(found)
}

impl Shape {
    /// The values of a row in the order of the columns, if it could be one of this table. One of an
    /// older program has fewer.
    fn values(&self, row: &Stored) -> Option<Vec<Value>> {
        let columns = self.table.columns.len();
        if row.values.len() > columns || row.number.is_some() == self.order.is_some() {
            return None;
        }
        let mut values = vec![Value::Null; columns];
        for (place, value) in row.values.iter().enumerate() {
            let column = self.order.as_ref().map_or(place, |order| order[place]);
            values[column] = value.clone();
        }
        if let (Some(column), Some(number)) = (self.number, row.number) {
            values[column] = Value::Integer(number);
        }
        Some(values)
    }
}
