//! The rows of the table.

mod clock;
mod flips;
mod kill;
mod look;
mod meaning;
mod power;
mod steps;

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Result;

use crate::Run;
use crate::dice::Dice;

/// What came of one kind of fault.
#[derive(Default)]
pub struct Tally {
    tried: u64,
    survived: u64,
    lost: u64,
    silent: u64,
    /// What went wrong, and how often.
    told: BTreeMap<String, u64>,
    /// What else is worth saying.
    note: String,
}

/// What came of one try.
pub enum Outcome {
    Survived,
    /// Something acknowledged is gone.
    Lost(String),
    /// Something is wrong, and nobody was told.
    Silent(String),
}

impl Tally {
    pub fn count(&mut self, outcome: Outcome) {
        self.tried += 1;
        match outcome {
            Outcome::Survived => self.survived += 1,
            Outcome::Lost(what) => {
                self.lost += 1;
                *self.told.entry(what).or_default() += 1;
            }
            Outcome::Silent(what) => {
                self.silent += 1;
                *self.told.entry(what).or_default() += 1;
            }
        }
    }

    pub fn note(&mut self, note: impl Into<String>) {
        self.note = note.into();
    }
}

/// What a row is given.
pub struct Given<'a> {
    pub dice: Dice,
    pub run: &'a Run,
}

impl Given<'_> {
    /// The whole number of tries, or the small one.
    pub fn tries(&self, whole: u64, few: u64) -> u64 {
        if self.run.quick { few } else { whole }
    }
}

type Row = (
    &'static str,
    &'static str,
    fn(&mut Given<'_>) -> Result<Tally>,
);

const ROWS: &[Row] = &[
    ("kill", "SIGKILL under typing and saving", kill::typing),
    (
        "clients",
        "SIGKILL of the owner, 4 clients writing",
        kill::clients,
    ),
    (
        "save",
        "write, fsync, rename n of a save fails",
        steps::save,
    ),
    (
        "backup",
        "write, fsync, rename n of a backup fails",
        steps::backup,
    ),
    (
        "restore",
        "write, fsync, rename n of a restore fails",
        steps::restore,
    ),
    ("fsync", "fsync n fails once", steps::fsync),
    ("full", "the disk is full from write n on", steps::full),
    (
        "look",
        "reading on a full and on a read-only disk",
        look::look_at,
    ),
    ("power", "power cut after each sync", power::cut),
    ("flips", "one bit of workspace.db flipped", flips::flips),
    (
        "meaning",
        "SIGKILL of the sidecar under load",
        meaning::killed,
    ),
    (
        "stopped",
        "SIGSTOP of the sidecar under load",
        meaning::stopped,
    ),
    ("vectors", "vectors are damaged", meaning::damaged),
    ("room", "the disk of the vectors is full", meaning::full),
    ("clock", "the clock steps forward and back", clock::steps),
];

/// Tries every row and prints the table; `false` when something was lost or silent.
pub fn all(run: &Run) -> Result<bool> {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{:8} {:42} {:>6} {:>8} {:>5} {:>6}  seed",
        "name", "fault", "tried", "survived", "lost", "silent"
    )?;
    let mut good = true;
    for (place, (name, about, work)) in (0..).zip(ROWS) {
        if !run.only.is_empty() && !run.only.iter().any(|only| only == name) {
            continue;
        }
        let seed = run.seed + place;
        let dice = Dice::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let tally = work(&mut Given { dice, run })?;
        writeln!(
            out,
            "{name:8} {about:42} {:>6} {:>8} {:>5} {:>6}  {}  {}",
            tally.tried, tally.survived, tally.lost, tally.silent, run.seed, tally.note
        )?;
        for (what, times) in tally.told.iter().take(12) {
            writeln!(out, "         {times} x {what}")?;
        }
        good &= tally.lost == 0 && tally.silent == 0;
    }
    Ok(good)
}
