//! Which table the pages of a damaged file belong to, found by walking down from the description of
//! the tables, and which of these pages are not there.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::types::Value;

use super::pages::{Node, Pages};

/// A table as the file describes it.
struct Described {
    name: String,
    root: u32,
    sql: String,
}

/// The pages that can be reached, and what is known of those that cannot.
#[derive(Default)]
pub(super) struct Trees {
    /// Whether the description of the tables could be read whole.
    described: bool,
    /// The table of each page.
    owners: HashMap<u32, String>,
    /// How each table was made.
    sql: HashMap<String, String>,
    /// For each table with pages that are missing, how many rows these had at least.
    torn: BTreeMap<String, u64>,
}

impl Trees {
    pub(super) fn walk(pages: &Pages) -> Self {
        let mut trees = Self::default();
        let mut seen = HashSet::new();
        let (first, missing) = tree(pages, 1, &mut seen);
        trees.described = !first.is_empty() && missing == 0;
        let mut tables = Vec::new();
        for page in first {
            for row in pages.rows_of(page).into_iter().flatten() {
                tables.extend(described(&row.values));
            }
        }
        for Described { name, root, sql } in tables {
            let (found, missing) = tree(pages, root, &mut seen);
            if missing > 0 {
                // A page below a root has a row, or another one has it; a root may be empty.
                let rows = if found.is_empty() { 0 } else { missing };
                trees.torn.insert(name.clone(), rows);
            }
            trees
                .owners
                .extend(found.into_iter().map(|page| (page, name.clone())));
            trees.sql.insert(name, sql);
        }
        trees
    }

    /// Whether pages of this table are missing, or it is not known which ones it had.
    pub(super) fn is_torn(&self, table: &str) -> bool {
        self.torn.contains_key(table) || (!self.sql.contains_key(table) && !self.described)
    }

    /// How many rows the missing pages of a table had at least.
    pub(super) fn rows_missing(&self, table: &str) -> u64 {
        self.torn.get(table).copied().unwrap_or_default()
    }

    pub(super) fn owner(&self, page: u32) -> Option<&str> {
        self.owners.get(&page).map(String::as_str)
    }

    /// Whether a table was made with these words, so that its columns are where they are now.
    pub(super) fn is_made_by(&self, table: &str, sql: &str) -> bool {
        self.sql.get(table).is_some_and(|found| found == sql)
    }
}

fn described(row: &[Value]) -> Option<Described> {
    match row {
        [
            Value::Text(kind),
            Value::Text(name),
            _,
            Value::Integer(root),
            Value::Text(sql),
        ] if kind == "table" => Some(Described {
            name: name.clone(),
            root: u32::try_from(*root).ok()?,
            sql: sql.clone(),
        }),
        _ => None,
    }
}

/// The pages of a tree that are there, and how many are not. A page of another kind is as good as
/// missing, and one that another tree has is not walked twice.
fn tree(pages: &Pages, root: u32, seen: &mut HashSet<u32>) -> (Vec<u32>, u64) {
    let (mut found, mut missing, mut next) = (Vec::new(), 0, vec![root]);
    while let Some(page) = next.pop() {
        if !seen.insert(page) {
            continue;
        }
        match pages.node(page) {
            None => missing += 1,
            Some(Node::Leaf) => found.push(page),
            Some(Node::Interior(below)) => {
                found.push(page);
                next.extend(below);
            }
        }
    }
    (found, missing)
}
