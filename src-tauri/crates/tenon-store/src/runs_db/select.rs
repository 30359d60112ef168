//! Which runs fit a question, and in which order: the better a command fits the words the earlier, then
//! the likelier it is meant, and the later it ran among equals.
//!
//! Runs are looked at the newest first, and no further than the answer needs. A command is read when
//! a run of it comes along that fits everything else, and never twice.

use std::sync::atomic::{AtomicU8, Ordering};

use rusqlite::Connection;
use tenon_core::{Millis, RunId, WorkspaceId};

use super::choice::{Choice, rank};
use super::familiar::Familiar;
use super::filter::{Filter, Numbers};
use super::index::Index;
use super::matching::{BEGINS, EXACT, FOUND, NEAR, UNKNOWN, WORDS, Words};
use super::texts::Texts;
use super::{Run, RunSource};
use crate::StoreError;
use crate::table::run;

/// A question for runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunQuery {
    /// Words that the command has: each somewhere, or as letters that follow each other.
    pub words: String,
    /// Only in one of these folders or below it, as masked paths; empty means anywhere. A folder has
    /// several paths where links lead to it.
    pub cwd: Vec<String>,
    /// Where words are given, of those that fit equally well these folders' runs come first, as masked
    /// paths.
    pub near: Vec<String>,
    /// Only those that ended with another status than 0.
    pub failed: bool,
    /// Only those that ended so.
    pub exit: Option<RunExit>,
    /// Only those that began then or later.
    pub since: Option<Millis>,
    /// Only of this session.
    pub session: Option<String>,
    /// Only on this branch.
    pub branch: Option<String>,
    /// Only of this workspace.
    pub workspace: Option<WorkspaceId>,
    /// Only from there.
    pub source: Option<RunSource>,
    /// Of equal commands only the last one.
    pub unique: bool,
    /// At most so many.
    pub limit: usize,
    /// Only what stands behind this one.
    pub after: Option<RunId>,
    /// Answer at once with the newest, where older ones are not in memory yet.
    pub early: bool,
}

/// How a run ended. One without a status fits neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunExit {
    /// With this status.
    With(i32),
    /// With another one.
    Without(i32),
}

/// A part of the runs that fit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunPage {
    /// The runs.
    pub runs: Vec<Run>,
    /// Whether more follow.
    pub more: bool,
    /// Whether older ones are still being read: they are missing.
    pub partial: bool,
}

/// Runs that are looked at before the first look at whether there are enough.
const FIRST: usize = 4_096;
/// Runs that are looked at between two such looks at most.
const STEP: usize = 1 << 18;
/// Two threads share the work on more.
const MUCH: usize = 1 << 16;

/// Answers from what is in memory.
pub(super) fn in_memory(
    conn: &Connection,
    index: &Index,
    query: &RunQuery,
) -> Result<RunPage, StoreError> {
    let Some(filter) = Filter::new(conn, &index.runs, query)? else {
        return Ok(RunPage::default());
    };
    let mut choice = Choice::new(query);
    match Words::new(&query.words) {
        None => {
            if let Some(after) = query.after {
                choice.begin_behind(rank(1, 0), run::place(conn, after)?);
            }
            all(index, &filter, &mut choice);
        }
        Some(words) => {
            let familiar = Familiar::new(conn, index, query)?;
            let asked = Asked::new(index, &filter, &familiar, &words);
            if let Some(after) = query.after {
                let (command, cwd, key) = run::command(conn, after)?;
                let level = asked.whole_level(command);
                let sort = familiar.sort_of_row((command, cwd), key, level);
                choice.begin_behind(rank(level, sort), key);
            }
            asked.choose(&mut choice);
        }
    }
    let (numbers, more) = choice.numbers();
    Ok(RunPage {
        runs: run::page(conn, &numbers)?,
        more,
        partial: !index.is_whole(),
    })
}

/// The newest that fit.
fn all(index: &Index, filter: &Filter<'_>, choice: &mut Choice) {
    let runs = &index.runs;
    let (mut from, mut step, mut fitting) = (0, FIRST, Vec::new());
    while from < runs.len() {
        let to = (from + step).min(runs.len());
        filter.fitting(from, to, None, &mut fitting);
        for place in fitting.iter().map(|place| *place as usize) {
            choice.take(rank(1, 0), runs.key(place), runs.command[place]);
            if choice.has_enough(rank(1, 0)) {
                return;
            }
        }
        (from, step) = (to, (2 * step).min(STEP));
    }
}

/// A text that was not looked at.
const NEW: u8 = UNKNOWN - 1;

/// A question with words, and what is known of each text.
struct Asked<'a> {
    index: &'a Index,
    filter: &'a Filter<'a>,
    familiar: &'a Familiar<'a>,
    words: &'a Words,
    levels: Vec<AtomicU8>,
    /// The texts that have all letters of the question.
    may: Numbers,
    /// The highest level that a text has which was not looked at.
    highest: u8,
}

impl<'a> Asked<'a> {
    fn new(
        index: &'a Index,
        filter: &'a Filter<'a>,
        familiar: &'a Familiar<'a>,
        words: &'a Words,
    ) -> Self {
        let texts = &index.texts;
        let mut levels: Vec<AtomicU8> = (0..texts.len()).map(|_| AtomicU8::new(NEW)).collect();
        // What begins as what was typed is known beforehand: old as it may be, it comes first.
        let mut highest = WORDS;
        for number in texts.beginning(words.whole()) {
            let is_exact = texts.length(number) == words.whole().len();
            let level = if is_exact { EXACT } else { BEGINS };
            levels[number as usize] = AtomicU8::new(level);
            highest = highest.max(level);
        }
        Self {
            index,
            filter,
            familiar,
            words,
            levels,
            may: texts.with_letters(words.letters()),
            highest,
        }
    }

    fn texts(&self) -> &'a Texts {
        &self.index.texts
    }

    fn level(&self, command: u32) -> u8 {
        match self.levels.get(command as usize) {
            Some(level) => level.load(Ordering::Relaxed),
            None => 0,
        }
    }

    /// The level of a text, whatever it takes to see it.
    fn whole_level(&self, command: u32) -> u8 {
        match self.texts().has(command) {
            true => {
                let signs = self.texts().signs(command);
                self.words.level(self.texts().text(command), &signs)
            }
            // A row that is newer than the texts fits none of them yet.
            false => 0,
        }
    }

    fn choose(&self, choice: &mut Choice) {
        let best = choice.best();
        let passes = self.familiar.passes();
        let mut left = Vec::new();
        for here in passes {
            let mut unknown = Vec::new();
            if best >= FOUND {
                let best = self.highest.min(best);
                self.walk(choice, best, *here, &mut unknown);
                if choice.has_enough(rank(best, self.familiar.best(*here, best))) {
                    return;
                }
            } else {
                self.fitting(0, self.index.runs.len(), *here, &mut unknown);
            }
            left.push(unknown);
        }
        // Letters that only follow each other are looked for where the rest does not fill a page.
        if choice.has_enough(rank(FOUND, 0)) {
            return;
        }
        for (here, left) in passes.iter().zip(left) {
            self.follow(choice, &left, NEAR.min(best), *here);
        }
    }

    /// The runs that a pass looks at of those that have `from` to `to` newer ones before them: all of
    /// the folder at once.
    fn fitting(&self, from: usize, to: usize, here: bool, fitting: &mut Vec<u32>) {
        match here {
            true => {
                let there = self.familiar.there();
                self.filter.fitting_of(there, &self.may, fitting);
            }
            false => self.filter.fitting(from, to, Some(&self.may), fitting),
        }
    }

    /// Goes through the runs of a pass in which all words stand, until there are enough of level
    /// `best` or higher, than which no better ones can come. `unknown` gets the other ones that may
    /// fit.
    fn walk(&self, choice: &mut Choice, best: u8, here: bool, unknown: &mut Vec<u32>) {
        let sort = self.familiar.best(here, best);
        let runs = &self.index.runs;
        let (mut from, mut step, mut fitting) = (0, FIRST, Vec::new());
        while from < runs.len() {
            let to = match here {
                true => runs.len(),
                false => (from + step).min(runs.len()),
            };
            self.fitting(from, to, here, &mut fitting);
            // Only what begins so can still come before what there is.
            if !choice.has_enough(rank(WORDS.min(best), sort)) {
                self.look_at(&fitting, false);
            }
            for place in &fitting {
                let (at, number) = (*place as usize, runs.command[*place as usize]);
                match self.level(number) {
                    UNKNOWN => unknown.push(*place),
                    0 | NEW => {}
                    level if !choice.wants(rank(level, sort)) => {}
                    _ if self.familiar.is_had(here, at) => {}
                    level => {
                        let rank_of = rank(level, self.familiar.sort(at, level));
                        choice.take(rank_of, runs.key(at), number);
                        if choice.has_enough(rank(best, sort)) {
                            return;
                        }
                    }
                }
            }
            (from, step) = (to, (2 * step).min(STEP));
        }
    }

    /// Goes through runs in which not every word stands, for letters that follow each other, until
    /// there are enough of level `best` or higher.
    fn follow(&self, choice: &mut Choice, mut left: &[u32], best: u8, here: bool) {
        let (runs, sort) = (&self.index.runs, self.familiar.best(here, best));
        let mut step = FIRST;
        while !left.is_empty() {
            let (some, rest) = left.split_at(step.min(left.len()));
            self.look_at(some, true);
            for place in some {
                let (at, number) = (*place as usize, runs.command[*place as usize]);
                let level = self.level(number);
                let is_wanted = level != 0 && level < FOUND && choice.wants(rank(level, sort));
                if is_wanted && !self.familiar.is_had(here, at) {
                    let rank_of = rank(level, self.familiar.sort(at, level));
                    choice.take(rank_of, runs.key(at), number);
                    if choice.has_enough(rank(best, sort)) {
                        return;
                    }
                }
            }
            (left, step) = (rest, (2 * step).min(STEP));
        }
    }

    /// Sees how well the commands of these runs fit.
    fn look_at(&self, places: &[u32], follow: bool) {
        let commands = &self.index.runs.command;
        let look = |places: &[u32]| {
            for place in places {
                self.look(commands[*place as usize], follow);
            }
        };
        if places.len() < MUCH {
            return look(places);
        }
        let (first, second) = places.split_at(places.len() / 2);
        std::thread::scope(|scope| {
            scope.spawn(|| look(second));
            look(first);
        });
    }

    fn look(&self, command: u32, follow: bool) {
        let known = self.level(command);
        if known < NEW || known == UNKNOWN && !follow {
            return;
        }
        let texts = self.texts();
        let signs = texts.signs(command);
        let level = match (known, follow) {
            (NEW, false) if !self.words.may_stand(&signs) => UNKNOWN,
            (NEW, false) => self.words.seen(texts.text(command), &signs),
            (NEW, true) => self.words.level(texts.text(command), &signs),
            _ => self.words.followed(texts.text(command), &signs),
        };
        if let Some(kept) = self.levels.get(command as usize) {
            kept.store(level, Ordering::Relaxed);
        }
    }
}

/// Answers from the rows, which takes longer where words are given.
pub(super) fn from_rows(conn: &Connection, query: &RunQuery) -> Result<RunPage, StoreError> {
    let mut index = Index::default();
    index.begin(conn)?;
    if Words::new(&query.words).is_some() {
        index.read_all(conn)?;
        return in_memory(conn, &index, query);
    }
    // The newest are enough, mostly.
    let mut count = FIRST;
    loop {
        index.read_more(conn, count)?;
        let page = in_memory(conn, &index, query)?;
        if page.more || !page.partial {
            return Ok(RunPage {
                partial: false,
                ..page
            });
        }
        count *= 4;
    }
}
