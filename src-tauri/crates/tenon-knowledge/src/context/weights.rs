//! How much each signal says.

/// What signals say at most, and how fast they fade.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    /// What was in front before this, and the factor for each one before that.
    pub open: (f64, f64),
    /// After so many milliseconds what was in front counts half.
    pub rest: f64,
    /// What was edited just now.
    pub edited: f64,
    /// The first file that a failed command names, and the factor for each further one.
    pub failed: (f64, f64),
    /// The same for a command that went well.
    pub passed: (f64, f64),
    /// What was named before a later command went well keeps so much.
    pub mended: f64,
    /// What is linked for sure to what is in front.
    pub linked: f64,
    /// The task of the branch, and what is linked to it for sure.
    pub task: f64,
    /// What is used in front, or uses it, as much as can be.
    pub uses: f64,
    /// What every commit with the file in front changed too; the same for the files that were used
    /// before it, which fade as what was in front does.
    pub together: [f64; 3],
    /// What every commit changes.
    pub committed: f64,
    /// What was always turned to from the file in front.
    pub followed: f64,
    /// The test, header or style of what is in front.
    pub pair: f64,
    /// What lies alone with it in a folder; of many files each is less.
    pub folder: f64,
    /// After so many turns to other files what was done counts half.
    pub steps: f64,
    /// After so many milliseconds what was done counts half.
    pub time: f64,
    /// What one signal says at most.
    pub most: f64,
    /// What weighs less than this does not matter.
    pub least: f64,
}

/// The weights that are used. They were chosen on the days of `tests/knowledge/context` that have an
/// odd number, and on days made of the commits of seven repositories (this one, bat, Flask, Helix,
/// httpx, Redux Toolkit and ripgrep), by trying values near to these.
pub const WEIGHTS: Weights = Weights {
    open: (0.15, 0.6),
    rest: 1_800_000.0,
    edited: 0.05,
    failed: (0.5, 0.7),
    passed: (0.05, 0.7),
    mended: 0.4,
    linked: 0.4,
    task: 0.25,
    uses: 0.1,
    together: [0.9, 0.9, 0.33],
    committed: 0.33,
    followed: 0.3,
    pair: 0.3,
    folder: 0.2,
    steps: 3.0,
    time: 1_800_000.0,
    most: 0.95,
    least: 0.01,
};
