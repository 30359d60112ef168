//! What commits changed together.

use std::collections::HashMap;

use super::{Scene, Shares, Signal, Thing, WEIGHTS, name};

/// A commit of more files says nothing of any two of them.
const LARGEST: usize = 30;
/// After so many newer commits one counts half.
const HALF: f64 = 300.0;
/// So much is added to what a file was changed, so that one commit alone is no rule.
const DOUBT: f64 = 0.7;
/// So many files that were used last are looked at beside the one in front.
const BEFORE: usize = 4;

/// How often files were changed together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Together {
    files: HashMap<Vec<u8>, Changed>,
}

/// How a file was changed.
#[derive(Debug, Clone, Default, PartialEq)]
struct Changed {
    /// How often, less for commits that are long ago.
    weight: f64,
    /// With which others: how often in that way, and in how many commits.
    others: HashMap<Vec<u8>, (f64, u32)>,
}

impl Together {
    /// Reads commits, the newest first, each as the files that it changed.
    pub fn of<'a>(commits: impl IntoIterator<Item = &'a [Vec<u8>]>) -> Self {
        let mut files: HashMap<Vec<u8>, Changed> = HashMap::new();
        for (age, commit) in (0_u32..).zip(commits) {
            if !(2..=LARGEST).contains(&commit.len()) {
                continue;
            }
            let weight = 0.5_f64.powf(f64::from(age) / HALF);
            for one in commit {
                let changed = files.entry(one.clone()).or_default();
                changed.weight += weight;
                for other in commit.iter().filter(|other| *other != one) {
                    let pair = changed.others.entry(other.clone()).or_default();
                    // In a small commit two files have more to do with each other.
                    pair.0 += weight * (2.0 / commit.len() as f64).sqrt();
                    pair.1 += 1;
                }
            }
        }
        Self { files }
    }

    /// The files that were changed with one: how surely (0 to 1), and in how many commits.
    pub fn with(&self, path: &[u8]) -> impl Iterator<Item = (&[u8], f64, u32)> {
        let known = self.files.get(path).into_iter();
        known.flat_map(|changed| {
            let all = changed.weight + DOUBT;
            let others = changed.others.iter();
            others.map(move |(path, (weight, count))| (&**path, weight / all, *count))
        })
    }
}

/// What is changed together with the file in front, and with those that were used before it.
pub(super) fn shared(scene: &Scene<'_>, shares: &mut Shares) {
    let Some(together) = scene.together else {
        return;
    };
    let mut used: Vec<&[u8]> = Vec::new();
    if let Some(Thing::File(front)) = &scene.front {
        used.push(front);
    }
    for touch in scene.touches.iter().rev() {
        if used.len() > BEFORE {
            break;
        }
        if !used.contains(&&*touch.path) {
            used.push(&touch.path);
        }
    }
    for (place, from) in (0_i32..).zip(used) {
        let factor = WEIGHTS.together * WEIGHTS.before.powi(place);
        for (path, sure, count) in together.with(from) {
            let thing = Thing::File(path.to_vec());
            shares.add(thing, Signal::Together, factor * sure, || {
                let commits = match count {
                    1 => "1 commit".to_owned(),
                    count => format!("{count} commits"),
                };
                format!("changed with {} in {commits}", name(from))
            });
        }
    }
}
