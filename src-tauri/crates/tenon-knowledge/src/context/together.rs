//! What commits changed together.

use std::collections::HashMap;

use super::{Scene, Shares, Signal, Thing, WEIGHTS, name};

/// A commit of more files says nothing of any two of them.
const LARGEST: usize = 30;
/// After so many newer commits one counts half.
const HALF: f64 = 300.0;
/// So much is added to what a file was changed, so that one commit alone is no rule.
const DOUBT: f64 = 1.5;
/// After so many newer commits what one changed is half as likely to be changed again.
const HOT: f64 = 10.0;
/// So many of the last commits are named as a reason.
const LAST: u32 = 20;
/// A commit of more files says less of each.
const FEW: f64 = 4.0;
/// So much of what was changed lately counts half of what can be.
const ENOUGH: f64 = 1.7;

/// How often files were changed together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Together {
    files: HashMap<Vec<u8>, Changed>,
    lately: HashMap<Vec<u8>, Lately>,
    /// So many of the last commits were looked at for that.
    last: u32,
}

/// How a file was changed by the last commits.
#[derive(Debug, Clone, Default, PartialEq)]
struct Lately {
    /// How often, less for commits that are a while ago.
    weight: f64,
    /// So many commits ago it was changed last; 0 is by the last one.
    last: u32,
    /// In how many of the last ones.
    count: u32,
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
        let mut lately: HashMap<Vec<u8>, Lately> = HashMap::new();
        let mut last = 0;
        for (age, commit) in (0_u32..).zip(commits) {
            last = LAST.min(age + 1);
            if commit.is_empty() || commit.len() > LARGEST {
                continue;
            }
            let heat = 0.5_f64.powf(f64::from(age) / HOT);
            let heat = heat * (FEW / commit.len() as f64).min(1.0).sqrt();
            if heat > 0.001 {
                for file in commit {
                    let file = lately.entry(file.clone()).or_insert(Lately {
                        last: age,
                        ..Lately::default()
                    });
                    file.weight += heat;
                    file.count += u32::from(age < LAST);
                }
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
        Self {
            files,
            lately,
            last,
        }
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

/// What is changed together with the file in front, and with those that were used a little while
/// before it.
pub(super) fn shared(scene: &Scene<'_>, shares: &mut Shares) {
    let Some(together) = scene.together else {
        return;
    };
    let mut used: Vec<(&[u8], i64)> = Vec::new();
    if let Some(Thing::File(front)) = &scene.front {
        used.push((front, scene.now));
    }
    for touch in scene.touches.iter().rev() {
        if used.len() == WEIGHTS.together.len() {
            break;
        }
        if !used.iter().any(|(path, _)| *path == touch.path) {
            used.push((&touch.path, touch.at));
        }
    }
    for ((from, at), factor) in used.into_iter().zip(WEIGHTS.together) {
        let age = scene.now.saturating_sub(at).max(0) as f64;
        let factor = factor * 0.5_f64.powf(age / WEIGHTS.rest);
        for (path, sure, count) in together.with(from) {
            let thing = Thing::File(path.to_vec());
            shares.join(thing, Signal::Together, factor * sure, || {
                let commits = match count {
                    1 => "1 commit".to_owned(),
                    count => format!("{count} commits"),
                };
                format!("changed with {} in {commits}", name(from))
            });
        }
    }
}

/// What the last commits changed.
pub(super) fn committed(scene: &Scene<'_>, shares: &mut Shares) {
    let Some(together) = scene.together else {
        return;
    };
    for (path, lately) in &together.lately {
        let weight = WEIGHTS.committed * lately.weight / (lately.weight + ENOUGH);
        let thing = Thing::File(path.clone());
        shares.add(thing, Signal::Committed, weight, || {
            match (lately.count, lately.last) {
                (count @ 2.., _) => {
                    format!("changed in {count} of the last {} commits", together.last)
                }
                (_, 0) => "changed in the last commit".to_owned(),
                (_, 1) => "changed by the commit before the last".to_owned(),
                (_, last) => format!("changed {last} commits before the last"),
            }
        });
    }
}
