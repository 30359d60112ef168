//! Follows symbols through real histories and counts the ids that stay.
//!
//! A stretch of a repository's main line is fed to the symbols of an index: the files of its first
//! commit at once, and then each commit as one change, as a checkout or a pull is seen. For what
//! happened to symbols, [`truth`] says which is which without a look at their ids. Files that no commit
//! of the stretch touches are left out: they have no part in what is compared.
#![deny(missing_docs)]

mod git;
mod stretch;
mod text;
pub mod truth;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Result, ensure};
use serde::Serialize;
use tenon_testkit::Rng;

pub use truth::Event;

/// What became of ids.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Symbols that were looked at.
    pub cases: usize,
    /// Those that have the id that they had.
    pub kept: usize,
    /// Those that have a new one.
    pub lost: usize,
    /// Those that have the id of another symbol.
    pub anothers: usize,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        self.kept += other.kept;
        self.lost += other.lost;
        self.anothers += other.anothers;
    }

    /// The share of ids that stayed.
    pub fn kept_share(&self) -> f64 {
        self.kept as f64 / self.cases.max(1) as f64
    }

    /// The share of ids that are another symbol's.
    pub fn anothers_share(&self) -> f64 {
        self.anothers as f64 / self.cases.max(1) as f64
    }
}

/// What was found in one history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Symbols whose text was changed.
    pub edits: Tally,
    /// Symbols that are in another file or in another symbol.
    pub moves: Tally,
    /// Symbols that have another name, or stand in something that has.
    pub renames: Tally,
    /// Symbols that were not there before; `anothers` are those that got an id that was given before to
    /// a symbol with which they share less than half of their lines.
    pub new: Tally,
    /// Cases that went wrong, a line each.
    pub wrong: Vec<String>,
}

impl Report {
    /// Edits, moves and renames together.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for part in [&self.edits, &self.moves, &self.renames] {
            total.add(part);
        }
        total
    }

    /// Adds what was found in another history.
    pub fn add(&mut self, other: Self) {
        self.edits.add(&other.edits);
        self.moves.add(&other.moves);
        self.renames.add(&other.renames);
        self.new.add(&other.new);
        self.wrong.extend(other.wrong);
    }

    fn of(&mut self, event: Event) -> &mut Tally {
        match event {
            Event::Edited => &mut self.edits,
            Event::Moved => &mut self.moves,
            Event::Renamed => &mut self.renames,
            Event::Stayed | Event::Came => &mut self.new,
        }
    }
}

/// Commits of one stretch.
const STRETCH: usize = 25;
/// Stretches in which nothing more is found end the search.
const IN_VAIN: usize = 25;

/// Takes `count` events from the history of the repository in `folder`, a third of each kind as far
/// as there are so many, and says what became of the ids.
pub fn evaluate(folder: &Path, seed: u64, count: usize) -> Result<Report> {
    let mut git = git::Git::open(folder)?;
    let commits = git.commits()?;
    ensure!(commits.len() > 1, "the history has one commit only");
    let mut rng = Rng::seeded(seed);
    let mut report = Report::default();
    let events = [Event::Edited, Event::Moved, Event::Renamed, Event::Came];
    let quota = count.div_ceil(3);
    let (mut vain, mut judged) = (0, BTreeSet::new());
    while vain < IN_VAIN {
        let room: BTreeMap<Event, usize> = events
            .iter()
            .map(|event| (*event, quota.saturating_sub(report.of(*event).cases)))
            .collect();
        if room
            .iter()
            .all(|(event, room)| *room == 0 || *event == Event::Came)
        {
            break;
        }
        let start = rng.below(commits.len() - 1);
        let end = (start + STRETCH).min(commits.len() - 1);
        let before = report.total().cases;
        let chosen = stretch::Chosen {
            room,
            judged: &mut judged,
            rng: &mut rng,
        };
        stretch::follow(&mut git, &commits[start..=end], chosen, &mut report)?;
        vain = if report.total().cases == before {
            vain + 1
        } else {
            0
        };
    }
    Ok(report)
}
