//! What of each run decides whether it fits a question, a column for each: a question reads only the
//! columns that it speaks of.

use rusqlite::Row;

use super::RunState;
use super::filter::Numbers;

/// What of a run decides whether it fits a question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub at: i64,
    pub number: u32,
    pub command: u32,
    /// 0 for none, as in the next ones: no phrase has the number 0.
    pub cwd: u32,
    pub branch: u32,
    pub session: u32,
    pub workspace: u32,
    /// [`NO_EXIT`] for none.
    pub exit: i32,
    pub source: u8,
    pub dated: bool,
}

/// Stands for no exit status; no system has it.
pub(super) const NO_EXIT: i32 = i32::MIN;

/// The columns of an [`Entry`], and its state.
pub(super) const COLUMNS: &str =
    "at, number, command, cwd, branch, session, workspace, source, dated, exit, state";

impl Entry {
    /// Reads [`COLUMNS`]; the other value says whether it still runs.
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<(Self, bool)> {
        let maybe =
            |at: usize| Ok::<u32, rusqlite::Error>(row.get::<_, Option<u32>>(at)?.unwrap_or(0));
        let entry = Self {
            at: row.get(0)?,
            number: row.get(1)?,
            command: row.get(2)?,
            cwd: maybe(3)?,
            branch: maybe(4)?,
            session: row.get(5)?,
            workspace: maybe(6)?,
            source: row.get(7)?,
            dated: row.get(8)?,
            exit: status(row.get(9)?),
        };
        let state = RunState::from_number(row.get(10)?);
        Ok((entry, state == RunState::Running))
    }

    /// By what runs are in order.
    pub(super) fn key(&self) -> (i64, u32) {
        (self.at, self.number)
    }
}

/// An exit status as it stands in a column.
pub(super) fn status(exit: Option<i64>) -> i32 {
    let exit = exit.and_then(|exit| i32::try_from(exit).ok());
    exit.unwrap_or(NO_EXIT)
}

/// All runs.
#[derive(Debug, Default)]
pub(super) struct Columns {
    at: Vec<i64>,
    pub number: Vec<u32>,
    pub command: Vec<u32>,
    pub cwd: Vec<u32>,
    pub branch: Vec<u32>,
    pub session: Vec<u32>,
    pub workspace: Vec<u32>,
    pub exit: Vec<i32>,
    /// The source, twice, and 1 where the time is known.
    from: Vec<u8>,
    /// Whether the newest come first: so they are read.
    is_turned: bool,
}

/// The same for each column.
macro_rules! each {
    ($columns:expr, $column:ident => $work:expr) => {{
        each!(@ $columns, $column => $work, at number command cwd branch session workspace exit from);
    }};
    (@ $columns:expr, $column:ident => $work:expr, $($name:ident)*) => {
        $({ let $column = &mut $columns.$name; $work; })*
    };
}

impl Columns {
    /// None, with room for `count`; they come the newest first.
    pub(super) fn turned(count: usize) -> Self {
        let mut columns = Self {
            is_turned: true,
            ..Self::default()
        };
        each!(columns, column => column.reserve_exact(count));
        columns
    }

    /// The places of the runs in these folders, the newest first.
    pub(super) fn places_in(&self, folders: &Numbers) -> Vec<u32> {
        // There are no more rows than numbers of 32 bits.
        let places = (0..self.len()).map(|newer| self.place(newer) as u32);
        places
            .filter(|place| folders.has(self.cwd[*place as usize]))
            .collect()
    }

    /// Puts the oldest first, as new ones come.
    pub(super) fn turn(&mut self) {
        each!(self, column => { column.reverse(); column.shrink_to_fit() });
        self.is_turned = false;
    }

    pub(super) fn len(&self) -> usize {
        self.number.len()
    }

    /// Where the newest stands that has so many before it.
    pub(super) fn place(&self, newer: usize) -> usize {
        match self.is_turned {
            true => newer,
            false => self.len() - 1 - newer,
        }
    }

    pub(super) fn at(&self, place: usize) -> i64 {
        self.at[place]
    }

    pub(super) fn is_dated(&self, place: usize) -> bool {
        self.from[place] & 1 == 1
    }

    pub(super) fn source(&self, place: usize) -> u8 {
        self.from[place] >> 1
    }

    /// By what runs are in order.
    pub(super) fn key(&self, place: usize) -> (i64, u32) {
        (self.at[place], self.number[place])
    }

    pub(super) fn push(&mut self, entry: &Entry) {
        self.insert(self.len(), entry);
    }

    fn insert(&mut self, place: usize, entry: &Entry) {
        self.at.insert(place, entry.at);
        self.number.insert(place, entry.number);
        self.command.insert(place, entry.command);
        self.cwd.insert(place, entry.cwd);
        self.branch.insert(place, entry.branch);
        self.session.insert(place, entry.session);
        self.workspace.insert(place, entry.workspace);
        self.exit.insert(place, entry.exit);
        let from = entry.source << 1 | u8::from(entry.dated);
        self.from.insert(place, from);
    }

    fn get(&self, place: usize) -> Entry {
        Entry {
            at: self.at[place],
            number: self.number[place],
            command: self.command[place],
            cwd: self.cwd[place],
            branch: self.branch[place],
            session: self.session[place],
            workspace: self.workspace[place],
            exit: self.exit[place],
            source: self.source(place),
            dated: self.is_dated(place),
        }
    }

    /// Adds runs where they belong, the oldest first being first.
    pub(super) fn add(&mut self, new: &[Entry]) {
        /// So many are put in one by one, mostly near the end.
        const FEW: usize = 64;
        if new.len() <= FEW {
            for entry in new {
                self.insert(self.first_from(entry.key()), entry);
            }
            return;
        }
        let old = (0..self.len()).map(|place| self.get(place));
        let mut all: Vec<Entry> = old.chain(new.iter().copied()).collect();
        // Nearly in order already, which this sort makes use of.
        all.sort_by_key(Entry::key);
        each!(self, column => { column.clear(); column.reserve_exact(all.len()) });
        for entry in &all {
            self.push(entry);
        }
    }

    /// Where a run stands.
    pub(super) fn find(&self, key: (i64, u32)) -> Option<usize> {
        let place = self.first_from(key);
        (place < self.len() && self.key(place) == key).then_some(place)
    }

    fn first_from(&self, key: (i64, u32)) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.key(middle) < key {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// Bytes of memory.
    pub(super) fn size(&self) -> usize {
        self.at.capacity() * 8 + self.number.capacity() * (7 * 4 + 1)
    }
}
