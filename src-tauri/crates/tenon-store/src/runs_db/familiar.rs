//! Which of the commands that fit equally well a person more likely means: those that ran in the folder
//! where the person is, and those that are used often or were used just now.

use rusqlite::Connection;

use super::filter::Numbers;
use super::index::Index;
use super::matching::FOUND;
use super::select::RunQuery;
use crate::StoreError;
use crate::table::phrase;

/// How many sorts of runs there are.
pub(super) const SORTS: u8 = 4;
/// What a run is worth for having run in the folder, and for its command being used often.
const HERE: u8 = 2;
const OFTEN: u8 = 1;
/// A command that ran so often is used often.
const TIMES: u32 = 3;
/// So many of the newest runs were just now.
const RECENT: usize = 100;

/// What tells the sorts apart.
pub(super) struct Familiar<'a> {
    index: &'a Index,
    here: Option<Numbers>,
    /// The places of the runs in the folder, the newest first.
    there: Vec<u32>,
    /// None where each run is listed: there the newest come first.
    often: Option<Numbers>,
}

impl<'a> Familiar<'a> {
    pub(super) fn new(
        conn: &Connection,
        index: &'a Index,
        query: &RunQuery,
    ) -> Result<Self, StoreError> {
        let mut here = (!query.near.is_empty()).then(Numbers::default);
        for folder in &query.near {
            let number = phrase::find(conn, folder)?;
            if let Some(number) = number.and_then(|number| u32::try_from(number).ok()) {
                here.get_or_insert_default().insert(number);
            }
        }
        let there = here.as_ref().map(|here| index.runs.places_in(here));
        let often = query.unique.then(|| index.texts.used(TIMES));
        Ok(Self {
            index,
            here,
            there: there.unwrap_or_default(),
            often,
        })
    }

    /// The passes in which runs are looked at, the likelier ones first: whether only those of the
    /// folder are. One that looks at all leaves those out that another one had.
    pub(super) fn passes(&self) -> &'static [bool] {
        match self.here {
            Some(_) => &[true, false],
            None => &[false],
        }
    }

    /// The places of the runs in the folder, the newest first.
    pub(super) fn there(&self) -> &[u32] {
        &self.there
    }

    /// Whether the run at a place belongs to another pass.
    pub(super) fn is_had(&self, here: bool, place: usize) -> bool {
        let folders = self.here.as_ref().filter(|_| !here);
        folders.is_some_and(|folders| folders.has(self.index.runs.cwd[place]))
    }

    /// The likeliest sort of a pass at a level.
    pub(super) fn best(&self, here: bool, level: u8) -> u8 {
        (if here { HERE } else { 0 })
            + if self.often_at(level).is_some() {
                OFTEN
            } else {
                0
            }
    }

    /// Where letters only follow each other, it takes long to see that, so that no more of them are
    /// looked for than a page takes, the newest ones.
    fn often_at(&self, level: u8) -> Option<&Numbers> {
        self.often.as_ref().filter(|_| level >= FOUND)
    }

    /// The sort of the run at a place, which fits at this level; the higher the likelier.
    pub(super) fn sort(&self, place: usize, level: u8) -> u8 {
        let runs = &self.index.runs;
        // What is newer than a place stands there as a place does behind what is newer.
        let is_recent = runs.place(place) < RECENT;
        self.sort_of((runs.command[place], runs.cwd[place]), level, is_recent)
    }

    /// The sort of a run that may not be in memory.
    pub(super) fn sort_of_row(&self, row: (u32, u32), key: (i64, u32), level: u8) -> u8 {
        let runs = &self.index.runs;
        let is_recent = runs.len() < RECENT || key >= runs.key(runs.place(RECENT - 1));
        self.sort_of(row, level, is_recent)
    }

    fn sort_of(&self, (command, cwd): (u32, u32), level: u8, is_recent: bool) -> u8 {
        let is_here = self.here.as_ref().is_some_and(|here| here.has(cwd));
        let often = self.often_at(level);
        let is_often = often.is_some_and(|often| is_recent || often.has(command));
        (if is_here { HERE } else { 0 }) + if is_often { OFTEN } else { 0 }
    }
}
