//! All runs and commands in memory, a few bytes each, so that a question looks through a million in
//! less time than a person notices. They are read when first asked for, the newest first and piece by
//! piece, and brought up to date before each answer: other owners write too.

use rusqlite::{Connection, params};
use serde_json::Value;

use super::columns::{COLUMNS, Columns, Entry, status};
use super::texts::Texts;
use crate::StoreError;
use crate::table::{kept, phrase};

/// Counts what is not seen by looking at new rows: rows that were forgotten.
const CHANGED: &str = "changed";

/// How far the rows are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Read {
    #[default]
    Nothing,
    /// Everything that is newer than this time and number.
    DownTo(i64, i64),
    All,
}

/// All runs and the texts of their commands.
#[derive(Debug, Default)]
pub(super) struct Index {
    read: Read,
    changed: i64,
    last: i64,
    pub texts: Texts,
    pub runs: Columns,
    /// The numbers of those that still run, whose end is not seen by looking at new rows.
    open: Vec<i64>,
}

impl Index {
    /// Whether all rows are here.
    pub(super) fn is_whole(&self) -> bool {
        self.read == Read::All
    }

    /// Whether no row is here yet.
    pub(super) fn is_blank(&self) -> bool {
        self.runs.len() == 0 && !self.is_whole()
    }

    /// Begins anew where nothing was read yet or something was forgotten since.
    pub(super) fn begin(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let changed = changed(conn)?;
        if self.read != Read::Nothing && changed == self.changed {
            return Ok(());
        }
        let highest = |table: &str| -> Result<Option<u32>, StoreError> {
            let sql = format!("SELECT max(number) FROM {table}");
            Ok(conn.query_row(&sql, [], |row| row.get(0))?)
        };
        let last = highest("run")?.unwrap_or_default();
        // What was forgotten goes from memory at once.
        *self = Self::default();
        *self = Self {
            read: Read::DownTo(i64::MAX, i64::MAX),
            changed,
            last: last.into(),
            texts: Texts::up_to(highest("phrase")?.unwrap_or_default()),
            runs: Columns::turned(last as usize),
            open: Vec::new(),
        };
        Ok(())
    }

    /// Reads so many more of what was there at the beginning.
    pub(super) fn read_more(&mut self, conn: &Connection, count: usize) -> Result<(), StoreError> {
        let Read::DownTo(at, number) = self.read else {
            return Ok(());
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM run WHERE (at, number) < (?1, ?2)
             ORDER BY at DESC, number DESC LIMIT ?3"
        );
        let mut select = conn.prepare_cached(&sql)?;
        let mut rows = select.query(params![at, number, count as i64])?;
        let mut read = 0;
        while let Some(row) = rows.next()? {
            let (entry, runs) = Entry::read(row)?;
            self.read = Read::DownTo(entry.at, entry.number.into());
            read += 1;
            // What came since the beginning is read behind it.
            if i64::from(entry.number) <= self.last {
                self.take(conn, &entry, runs)?;
                self.runs.push(&entry);
            }
        }
        if read < count {
            self.runs.turn();
            self.texts.shrink();
            self.read = Read::All;
        }
        Ok(())
    }

    /// Reads everything, and what is new.
    pub(super) fn read_all(&mut self, conn: &Connection) -> Result<(), StoreError> {
        self.begin(conn)?;
        // The end comes before this many.
        self.read_more(conn, usize::MAX >> 1)?;
        self.follow(conn)
    }

    /// Notes what is the same whether a run is old or new.
    fn take(&mut self, conn: &Connection, entry: &Entry, runs: bool) -> Result<(), StoreError> {
        if runs {
            self.open.push(entry.number.into());
        }
        if !self.texts.has(entry.command) {
            let texts = &mut self.texts;
            phrase::with(conn, entry.command, |text| texts.add(entry.command, text))?;
        }
        self.texts.count(entry.command);
        Ok(())
    }

    /// Brings it up to date with the rows, where all are here.
    pub(super) fn follow(&mut self, conn: &Connection) -> Result<(), StoreError> {
        if !self.is_whole() {
            return Ok(());
        }
        self.end_open(conn)?;
        let sql = format!("SELECT {COLUMNS} FROM run WHERE number > ?1 ORDER BY number");
        let mut select = conn.prepare_cached(&sql)?;
        let mut rows = select.query([self.last])?;
        let mut new = Vec::new();
        while let Some(row) = rows.next()? {
            let (entry, runs) = Entry::read(row)?;
            self.last = entry.number.into();
            self.take(conn, &entry, runs)?;
            new.push(entry);
        }
        self.runs.add(&new);
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
            if let Ok(number) = u32::try_from(number)
                && let Some(place) = self.runs.find((at, number))
            {
                self.runs.exit[place] = status(exit);
            }
        }
        self.open = still;
        Ok(())
    }

    /// Bytes of memory.
    pub(super) fn size(&self) -> usize {
        self.texts.size() + self.runs.size()
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
