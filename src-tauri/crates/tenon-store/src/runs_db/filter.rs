//! What a question asks of a run besides the words of its command.

use rusqlite::Connection;

use super::columns::{Columns, NO_EXIT};
use super::select::{RunExit, RunQuery};
use crate::StoreError;
use crate::table::phrase;

/// The conditions, with numbers in the place of texts.
pub(super) struct Filter<'a> {
    runs: &'a Columns,
    folders: Option<Numbers>,
    session: Option<u32>,
    branch: Option<u32>,
    workspace: Option<u32>,
    source: Option<u8>,
    since: Option<i64>,
    exit: [Option<RunExit>; 2],
    /// Whether there is any condition.
    is_any: bool,
}

impl<'a> Filter<'a> {
    /// Looks up what the question names; none when nothing can fit.
    pub(super) fn new(
        conn: &Connection,
        runs: &'a Columns,
        query: &RunQuery,
    ) -> Result<Option<Self>, StoreError> {
        let number = |text: Option<&str>| -> Result<Option<Option<u32>>, StoreError> {
            let Some(text) = text else {
                return Ok(Some(None));
            };
            let found = phrase::find(conn, text)?;
            let found = found.and_then(|number| u32::try_from(number).ok());
            Ok(found.map(Some))
        };
        let workspace = query.workspace.map(|id| id.to_string());
        let (Some(session), Some(branch), Some(workspace)) = (
            number(query.session.as_deref())?,
            number(query.branch.as_deref())?,
            number(workspace.as_deref())?,
        ) else {
            return Ok(None);
        };
        let mut folders = (!query.cwd.is_empty()).then(Numbers::default);
        for cwd in &query.cwd {
            let folders = folders.get_or_insert_default();
            phrase::below(conn, cwd, |number| folders.insert(number))?;
        }
        let source = query.source.map(|source| source.number());
        let exit = [query.failed.then_some(RunExit::Without(0)), query.exit];
        let is_any = folders.is_some()
            || query.since.is_some()
            || exit.iter().any(Option::is_some)
            || [session, branch, workspace].iter().any(Option::is_some)
            || source.is_some();
        Ok(Some(Self {
            runs,
            folders,
            session,
            branch,
            workspace,
            source: source.and_then(|source| u8::try_from(source).ok()),
            since: query.since,
            exit,
            is_any,
        }))
    }

    /// Puts the places of the runs into `fitting` that fit all of it, of those that have `from` to `to`
    /// newer ones before them, the newest first. With `among` only these commands count.
    pub(super) fn fitting(
        &self,
        from: usize,
        to: usize,
        among: Option<&Numbers>,
        fitting: &mut Vec<u32>,
    ) {
        fitting.clear();
        // There are no more rows than numbers of 32 bits.
        let places = (from..to).map(|newer| self.runs.place(newer) as u32);
        match among {
            Some(among) => fitting.extend(places.filter(|place| self.is_among(among, *place))),
            None => fitting.extend(places),
        }
        self.narrow(fitting);
    }

    /// Puts those of these places into `fitting` that fit all of it, and whose commands count.
    pub(super) fn fitting_of(&self, places: &[u32], among: &Numbers, fitting: &mut Vec<u32>) {
        fitting.clear();
        let places = places.iter().copied();
        fitting.extend(places.filter(|place| self.is_among(among, *place)));
        self.narrow(fitting);
    }

    fn is_among(&self, among: &Numbers, place: u32) -> bool {
        among.has(self.runs.command[place as usize])
    }

    fn narrow(&self, fitting: &mut Vec<u32>) {
        let runs = self.runs;
        if !self.is_any {
            return;
        }
        // One condition after the other, each over its own column, those first that leave least.
        let mut same = |wanted: Option<u32>, column: &[u32]| {
            if let Some(wanted) = wanted {
                fitting.retain(|place| column[*place as usize] == wanted);
            }
        };
        same(self.session, &runs.session);
        same(self.branch, &runs.branch);
        same(self.workspace, &runs.workspace);
        if let Some(folders) = &self.folders {
            fitting.retain(|place| folders.has(runs.cwd[*place as usize]));
        }
        for wanted in self.exit.into_iter().flatten() {
            fitting.retain(|place| ended(runs.exit[*place as usize], wanted));
        }
        if let Some(source) = self.source {
            fitting.retain(|place| runs.source(*place as usize) == source);
        }
        if let Some(since) = self.since {
            fitting.retain(|place| {
                let place = *place as usize;
                runs.at(place) >= since && runs.is_dated(place)
            });
        }
    }
}

fn ended(exit: i32, wanted: RunExit) -> bool {
    match wanted {
        RunExit::With(status) => exit == status && exit != NO_EXIT,
        RunExit::Without(status) => exit != status && exit != NO_EXIT,
    }
}

/// Numbers of phrases, a bit each.
#[derive(Debug, Default)]
pub(super) struct Numbers(Vec<u64>);

impl Numbers {
    /// Numbers as bits, the lowest first.
    pub(super) fn of(bits: Vec<u64>) -> Self {
        Self(bits)
    }

    fn bit(number: u32) -> (usize, u64) {
        (number as usize / 64, 1 << (number % 64))
    }

    pub(super) fn has(&self, number: u32) -> bool {
        let (at, bit) = Self::bit(number);
        self.0.get(at).is_some_and(|bits| bits & bit != 0)
    }

    pub(super) fn insert(&mut self, number: u32) {
        let (at, bit) = Self::bit(number);
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= bit;
    }
}
