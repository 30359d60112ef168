//! All runs and commands in memory, a few bytes each, so that a question looks through a million in
//! less time than a person notices. Read when first asked for, and brought up to date before each
//! answer: other owners write too.

use rusqlite::{Connection, Row, params};
use serde_json::Value;

use super::matching::letters;
use crate::StoreError;
use crate::table::kept;

/// Counts what is not seen by looking at new rows: rows that were forgotten.
const CHANGED: &str = "changed";

/// What of a run decides whether it fits a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub at: i64,
    pub number: i64,
    pub command: u32,
    /// 0 for none, as in the next ones: no phrase has the number 0.
    pub cwd: u32,
    pub branch: u32,
    pub session: u32,
    pub workspace: u32,
    pub source: u8,
    pub dated: bool,
    pub failed: bool,
}

/// The columns of an [`Entry`].
pub(super) const COLUMNS: &str =
    "at, number, command, cwd, branch, session, workspace, source, dated, exit";

/// Reads [`COLUMNS`].
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let maybe = |at: usize| Ok::<u32, rusqlite::Error>(row.get::<_, Option<u32>>(at)?.unwrap_or(0));
    Ok(Entry {
        at: row.get(0)?,
        number: row.get(1)?,
        command: row.get(2)?,
        cwd: maybe(3)?,
        branch: maybe(4)?,
        session: row.get(5)?,
        workspace: maybe(6)?,
        source: row.get(7)?,
        dated: row.get(8)?,
        failed: row.get::<_, Option<i64>>(9)?.is_some_and(|exit| exit != 0),
    })
}

/// A text in small letters, by its place among all of them.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    letters: u64,
    start: u32,
    length: u32,
}

/// All texts in small letters, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    slots: Vec<Slot>,
}

impl Texts {
    fn add(&mut self, number: u32, text: &str) {
        let number = number as usize;
        if self.slots.len() <= number {
            self.slots.resize(number + 1, Slot::default());
        }
        let start = self.bytes.len();
        match text.is_ascii() {
            true => {
                self.bytes.extend_from_slice(text.as_bytes());
                self.bytes[start..].make_ascii_lowercase();
            }
            false => self.bytes.extend_from_slice(text.to_lowercase().as_bytes()),
        }
        let own = &self.bytes[start..];
        // 4 GiB of commands are more than anybody types; what is beyond is found by no word.
        if let (Ok(start), Ok(length)) = (u32::try_from(start), u32::try_from(own.len())) {
            self.slots[number] = Slot {
                letters: letters(own),
                start,
                length,
            };
        }
    }

    /// How many numbers there are, with 0.
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// A text in small letters, and its letters.
    pub(super) fn get(&self, number: usize) -> (&[u8], u64) {
        let Slot {
            letters,
            start,
            length,
        } = self.slots[number];
        let start = start as usize;
        (&self.bytes[start..start + length as usize], letters)
    }

    /// Reads the texts with higher numbers than those that are here.
    pub(super) fn follow(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let known = self.slots.len().saturating_sub(1);
        let mut select = conn
            .prepare_cached("SELECT number, text FROM phrase WHERE number > ?1 ORDER BY number")?;
        let mut rows = select.query([known as i64])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            self.add(row.get(0)?, text);
        }
        Ok(())
    }
}

/// All runs, the oldest first, and all texts.
#[derive(Debug, Default)]
pub(super) struct Index {
    changed: i64,
    last: i64,
    pub texts: Texts,
    pub runs: Vec<Entry>,
    /// The numbers of those that still run, whose end is not seen by looking at new rows.
    open: Vec<i64>,
}

impl Index {
    /// Brings it up to date with the rows.
    pub(super) fn follow(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let changed = changed(conn)?;
        if changed != self.changed {
            *self = Self {
                changed,
                ..Self::default()
            };
        }
        self.end_open(conn)?;
        self.texts.follow(conn)?;
        let sql = format!("SELECT {COLUMNS}, state FROM run WHERE number > ?1 ORDER BY number");
        let mut select = conn.prepare_cached(&sql)?;
        let mut rows = select.query([self.last])?;
        let before = self.runs.len();
        while let Some(row) = rows.next()? {
            let new = entry(row)?;
            self.last = new.number;
            if row.get::<_, i64>(10)? == 0 {
                self.open.push(new.number);
            }
            self.runs.push(new);
        }
        if self.runs.len() > before {
            // Nearly in order already, which this sort makes use of.
            self.runs.sort_by_key(|run| (run.at, run.number));
        }
        Ok(())
    }

    fn end_open(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let mut select =
            conn.prepare_cached("SELECT state, exit, at FROM run WHERE number = ?1")?;
        let mut still = Vec::new();
        for number in std::mem::take(&mut self.open) {
            let (state, exit, at) = select.query_row(params![number], |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, Option<i64>>(1)?,
                    row.get::<_, i64>(2)?,
                ))
            })?;
            if state == 0 {
                still.push(number);
            }
            if exit.is_some_and(|exit| exit != 0)
                && let Ok(place) = self
                    .runs
                    .binary_search_by_key(&(at, number), |run| (run.at, run.number))
            {
                self.runs[place].failed = true;
            }
        }
        self.open = still;
        Ok(())
    }
}

fn changed(conn: &Connection) -> Result<i64, StoreError> {
    let kept = kept::get(conn, CHANGED)?;
    Ok(kept.as_ref().and_then(Value::as_i64).unwrap_or_default())
}

/// Tells every reader that rows are gone.
pub(super) fn tell_changed(conn: &Connection) -> Result<(), StoreError> {
    let next = changed(conn)? + 1;
    kept::put(conn, CHANGED, &Value::from(next))
}
