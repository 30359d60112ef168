//! What matters now: files, tasks and notes by how likely a person turns to them next, each with the
//! reasons.
//!
//! [`rank`] takes plain data: what was touched and when, what is open, what the last commands named,
//! links that are known, and what commits changed together. Every signal gives a thing a share
//! between 0 and 1 by [`WEIGHTS`]; a thing's weight is the chance that at least one of them is right.

mod near;
mod past;
mod together;
mod weights;

use std::collections::{HashMap, HashSet};

pub use together::Together;
pub use weights::{WEIGHTS, Weights};

/// Of more linked things than these each counts less.
const FEW: f64 = 3.0;

/// Something that may matter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A file of the workspace, by its path.
    File(Vec<u8>),
    /// Anything else, by its reference.
    Other(String),
}

/// What was done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It was opened or came to the front.
    Shown,
    /// It was edited or saved.
    Edited,
}

/// A file that was touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The file's path.
    pub path: Vec<u8>,
    /// What was done.
    pub deed: Deed,
}

/// A command that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// When it ended, in milliseconds since 1970.
    pub at: i64,
    /// What was typed.
    pub command: String,
    /// Whether it failed.
    pub failed: bool,
    /// The files that its output names, in that order, each once.
    pub names: Vec<Vec<u8>>,
}

/// Two things that are linked.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// One of the two.
    pub from: Thing,
    /// The other one.
    pub to: Thing,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// Why, as a part of a sentence.
    pub reason: String,
}

/// All that is known at a moment.
#[derive(Debug, Default)]
pub struct Scene<'a> {
    /// The moment, in milliseconds since 1970.
    pub now: i64,
    /// What is in front.
    pub front: Option<Thing>,
    /// What is open, the one used last first.
    pub open: Vec<Thing>,
    /// What was touched, the oldest first.
    pub touches: &'a [Touch],
    /// Commands that ran, the oldest first.
    pub runs: &'a [Ran],
    /// Links of what is in front and of what it leads to.
    pub links: &'a [Edge],
    /// What the file in front uses in others, and what others use of it.
    pub uses: &'a [Edge],
    /// What commits changed together.
    pub together: Option<&'a Together>,
    /// The files that there are.
    pub files: &'a [Vec<u8>],
    /// The task that is worked on: that of the branch.
    pub task: Option<Thing>,
}

/// Why something matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// It is open, or was in front a little while ago.
    Open,
    /// It was edited.
    Edited,
    /// The output of a command names it.
    Run,
    /// It is linked.
    Linked,
    /// It is changed, or opened, together with what is in front.
    Together,
    /// The last commits changed it.
    Committed,
    /// It uses what is in front, or is used there.
    Uses,
    /// It lies beside what is in front, or is its test, its header, its style.
    Near,
}

/// What one signal says of a thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Which one.
    pub signal: Signal,
    /// How much, 0 to 1.
    pub weight: f64,
    /// Why, as a part of a sentence.
    pub reason: String,
}

/// A thing that matters.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// The thing.
    pub thing: Thing,
    /// How much, 0 to 1.
    pub weight: f64,
    /// What each signal says, the strongest first; at most one of each.
    pub parts: Vec<Share>,
}

/// What signals say of things, each with the most that one source of it says.
#[derive(Default)]
struct Shares(HashMap<Thing, Vec<(Share, f64)>>);

impl Shares {
    /// Of several shares of one signal the strongest counts.
    fn add(&mut self, thing: Thing, signal: Signal, weight: f64, reason: impl FnOnce() -> String) {
        self.put(thing, signal, weight, reason, f64::max);
    }

    /// Several shares of one signal count together; the strongest is the reason.
    fn join(&mut self, thing: Thing, signal: Signal, weight: f64, reason: impl FnOnce() -> String) {
        let both = |one: f64, other: f64| 1.0 - (1.0 - one) * (1.0 - other);
        self.put(thing, signal, weight, reason, both);
    }

    fn put(
        &mut self,
        thing: Thing,
        signal: Signal,
        weight: f64,
        reason: impl FnOnce() -> String,
        both: impl FnOnce(f64, f64) -> f64,
    ) {
        let shares = self.0.entry(thing).or_default();
        let weight = weight.clamp(0.0, WEIGHTS.most);
        let known = shares.iter_mut().find(|(share, _)| share.signal == signal);
        match known {
            Some((share, strongest)) => {
                if weight > *strongest {
                    (*strongest, share.reason) = (weight, reason());
                }
                share.weight = both(share.weight, weight).min(WEIGHTS.most);
            }
            None => {
                let reason = reason();
                let share = Share {
                    signal,
                    weight,
                    reason,
                };
                shares.push((share, weight));
            }
        }
    }
}

/// What matters at this moment, the most first, at most `limit`. What is in front is left out.
pub fn rank(scene: &Scene<'_>, limit: usize) -> Vec<Ranked> {
    let mut shares = Shares::default();
    past::opened(scene, &mut shares);
    past::edited(scene, &mut shares);
    past::named(scene, &mut shares);
    linked(scene, &mut shares);
    used(scene, &mut shares);
    together::shared(scene, &mut shares);
    together::committed(scene, &mut shares);
    past::followed(scene, &mut shares);
    near::beside(scene, &mut shares);
    let ranked = shares.0.into_iter();
    let mut ranked: Vec<Ranked> = ranked
        .filter(|(thing, _)| Some(thing) != scene.front.as_ref())
        .map(|(thing, parts)| {
            let parts = parts.into_iter().map(|(share, _)| share);
            let mut parts: Vec<Share> = parts.collect();
            parts.sort_by(|a, b| (b.weight.total_cmp(&a.weight)).then(a.signal.cmp(&b.signal)));
            let none = parts
                .iter()
                .fold(1.0, |none, part| none * (1.0 - part.weight));
            Ranked {
                thing,
                weight: 1.0 - none,
                parts,
            }
        })
        .filter(|row| row.weight >= WEIGHTS.least)
        .collect();
    ranked.sort_by(|a, b| (b.weight.total_cmp(&a.weight)).then_with(|| a.thing.cmp(&b.thing)));
    ranked.truncate(limit);
    ranked
}

/// What is linked to what is in front, to the task that is worked on, and that task itself.
fn linked(scene: &Scene<'_>, shares: &mut Shares) {
    if let Some(task) = &scene.task {
        let reason = || "the task of this branch".to_owned();
        shares.add(task.clone(), Signal::Linked, WEIGHTS.task, reason);
    }
    let ends = [(&scene.front, WEIGHTS.linked), (&scene.task, WEIGHTS.task)];
    for (end, weight) in ends {
        let Some(end) = end else { continue };
        let others = scene.links.iter().filter_map(|edge| {
            let other = match (edge.from == *end, edge.to == *end) {
                (true, false) => &edge.to,
                (false, true) => &edge.from,
                _ => return None,
            };
            Some((edge, other))
        });
        let others: Vec<_> = others.collect();
        let things: HashSet<&Thing> = others.iter().map(|(_, other)| *other).collect();
        // Of many each is less likely.
        let weight = weight * (FEW / (things.len() as f64).max(FEW)).sqrt();
        for (edge, other) in others {
            let reason = || edge.reason.clone();
            shares.add(
                other.clone(),
                Signal::Linked,
                weight * edge.confidence,
                reason,
            );
        }
    }
}

/// What the file in front uses, and what uses it.
fn used(scene: &Scene<'_>, shares: &mut Shares) {
    for edge in scene.uses {
        let weight = WEIGHTS.uses * edge.confidence;
        let reason = || edge.reason.clone();
        shares.add(edge.to.clone(), Signal::Uses, weight, reason);
    }
}

/// A path as it is read.
fn name(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}
