//! What is known of rows in a damaged database: their sums, however the order of the sums suffered.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use crate::sums::{self, Sum, Table};

/// The sums of a table.
#[derive(Default)]
struct Rows {
    /// By the name of the row; pages that nothing leads to may hold older ones beside the newest.
    named: HashMap<Sum, HashSet<Sum>>,
    /// All of them. A sum is over the key too, so that it proves its row without the row's name.
    sums: HashSet<Sum>,
}

/// The sums that the rows of each table had.
#[derive(Default)]
pub(super) struct Known {
    tables: HashMap<String, Rows>,
    /// Sums that stand with a table that does not exist, because its name was damaged.
    strays: HashSet<Sum>,
}

impl Known {
    /// Nothing yet, of these tables.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a String>) -> Self {
        Self {
            tables: names.map(|name| (name.clone(), Rows::default())).collect(),
            strays: HashSet::new(),
        }
    }

    /// Reads all sums from one end to the other. A damaged name or key costs the order in which
    /// they stand, and whoever looks one up goes past many that are whole. Nothing is given when
    /// the end is not reached.
    pub(super) fn scan(old: &Connection, tables: &[Table]) -> Option<Self> {
        let mut known = Self::of(tables.iter().map(|table| &table.name));
        let mut select = old.prepare("SELECT tbl, key, sum FROM row_sum").ok()?;
        let mut rows = select.query([]).ok()?;
        while let Some(row) = rows.next().ok()? {
            let bytes = |at| row.get_ref(at).ok()?.as_bytes().ok();
            if let (Some(table), Some(key), Some(sum)) = (bytes(0), bytes(1), bytes(2)) {
                known.add(table, key, sum);
            }
        }
        Some(known)
    }

    /// The sums of one table, if SQLite finds its way to them.
    pub(super) fn look_up(old: &Connection, table: &Table) -> Option<Self> {
        let found = sums::known(old, &table.name).ok()?;
        let mut known = Self::of([&table.name].into_iter());
        for (key, sum) in &found {
            known.add(table.name.as_bytes(), key, sum);
        }
        Some(known)
    }

    /// Adds the sum of a row; what cannot be one is left out.
    pub(super) fn add(&mut self, table: &[u8], key: &[u8], sum: &[u8]) {
        let (Ok(key), Ok(sum)) = (Sum::try_from(key), Sum::try_from(sum)) else {
            return;
        };
        let named = std::str::from_utf8(table).ok();
        match named.and_then(|name| self.tables.get_mut(name)) {
            Some(rows) => {
                rows.named.entry(key).or_default().insert(sum);
                rows.sums.insert(sum);
            }
            None => drop(self.strays.insert(sum)),
        }
    }

    /// Whether a row that SQLite found in this table is as it was written.
    pub(super) fn proves(&self, table: &str, sum: &Sum) -> bool {
        self.is_of(table, sum) || self.strays.contains(sum)
    }

    /// Whether a row with this sum was one of this table, wherever it was found.
    pub(super) fn is_of(&self, table: &str, sum: &Sum) -> bool {
        let rows = self.tables.get(table);
        rows.is_some_and(|rows| rows.sums.contains(sum))
    }

    /// Whether there was a row of this name.
    pub(super) fn names(&self, table: &str, key: &Sum) -> bool {
        let rows = self.tables.get(table);
        rows.is_some_and(|rows| rows.named.contains_key(key))
    }

    /// How many rows are not among those that are `saved`, which are names and sums.
    pub(super) fn missing(&self, table: &str, saved: &HashMap<Sum, Sum>) -> u64 {
        let sums: HashSet<&Sum> = saved.values().collect();
        let rows = self.tables.get(table).into_iter().flat_map(|it| &it.named);
        let lost = rows.filter(|(key, known)| {
            !saved.contains_key(*key) && !known.iter().any(|sum| sums.contains(sum))
        });
        lost.count() as u64
    }
}
