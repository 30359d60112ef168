//! What was done a little while ago.

use std::collections::{BTreeMap, HashMap};

use super::{Deed, Scene, Shares, Signal, Thing, WEIGHTS, name};

/// So many of the last commands count.
const RUNS: usize = 5;
/// So many of the last turns from one file to another are looked at.
const TURNS: usize = 500;

/// How much of a deed is left after a time and a number of turns to other files.
fn left(scene: &Scene<'_>, at: i64, steps: usize) -> f64 {
    let age = scene.now.saturating_sub(at).max(0) as f64;
    let halves = age / WEIGHTS.time + steps as f64 / WEIGHTS.steps;
    0.5_f64.powf(halves)
}

/// What is open or was shown, by how many others were in front since, and by the time.
pub(super) fn opened(scene: &Scene<'_>, shares: &mut Shares) {
    let (first, factor) = WEIGHTS.open;
    let mut times: HashMap<Thing, i64> = HashMap::new();
    let mut recent: Vec<Thing> = Vec::new();
    for touch in scene.touches.iter().rev() {
        let thing = Thing::File(touch.path.clone());
        if !times.contains_key(&thing) {
            times.insert(thing.clone(), touch.at);
            recent.push(thing);
        }
    }
    let mut seen: Vec<Thing> = Vec::new();
    for thing in scene.open.iter().cloned().chain(recent) {
        if Some(&thing) == scene.front.as_ref() || seen.contains(&thing) {
            continue;
        }
        let full = first * factor.powf(seen.len() as f64);
        if full < WEIGHTS.least {
            break;
        }
        let age = times
            .get(&thing)
            .map_or(0, |at| scene.now.saturating_sub(*at).max(0));
        let weight = full * 0.5_f64.powf(age as f64 / WEIGHTS.rest);
        let place = seen.len();
        let reason = || match place {
            0 => "in front before this".to_owned(),
            _ => format!("in front {} files ago", place + 1),
        };
        shares.add(thing.clone(), Signal::Open, weight, reason);
        seen.push(thing);
    }
}

/// What was edited, by the time and the turns since.
pub(super) fn edited(scene: &Scene<'_>, shares: &mut Shares) {
    let mut steps = 0;
    let mut last: Option<&[u8]> = None;
    for touch in scene.touches.iter().rev() {
        if last.is_some_and(|last| last != touch.path) {
            steps += 1;
        }
        last = Some(&touch.path);
        let weight = WEIGHTS.edited * left(scene, touch.at, steps);
        if weight < WEIGHTS.least {
            break;
        }
        if touch.deed == Deed::Edited {
            let thing = Thing::File(touch.path.clone());
            shares.add(thing, Signal::Edited, weight, || {
                format!("edited {}", ago(scene.now, touch.at))
            });
        }
    }
}

/// What the last commands named.
pub(super) fn named(scene: &Scene<'_>, shares: &mut Shares) {
    let mut mended = 1.0;
    let mut passed: Vec<&str> = Vec::new();
    for run in scene.runs.iter().rev().take(RUNS) {
        let (first, factor) = match run.failed {
            true => WEIGHTS.failed,
            false => WEIGHTS.passed,
        };
        let since = scene.touches.iter().filter(|touch| touch.at > run.at);
        let mut turns = since.map(|touch| &touch.path).collect::<Vec<_>>();
        turns.dedup();
        let left = left(scene, run.at, turns.len()) * mended;
        for (place, path) in (0_i32..).zip(&run.names) {
            let weight = first * factor.powi(place) * left;
            shares.add(Thing::File(path.clone()), Signal::Run, weight, || {
                let when = ago(scene.now, run.at);
                let how = match (run.failed, passed.contains(&&*run.command)) {
                    (true, true) => format!("failed {when} and passed since"),
                    (true, false) => format!("failed {when}"),
                    (false, _) => format!("ran {when}"),
                };
                format!("named by `{}`, which {how}", run.command)
            });
        }
        if !run.failed {
            mended *= WEIGHTS.mended;
            passed.push(&run.command);
        }
    }
}

/// What was turned to from the file in front before.
pub(super) fn followed(scene: &Scene<'_>, shares: &mut Shares) {
    let Some(Thing::File(front)) = &scene.front else {
        return;
    };
    let mut turns: Vec<&[u8]> = scene.touches.iter().map(|touch| &*touch.path).collect();
    turns.dedup();
    let turns = &turns[turns.len().saturating_sub(TURNS)..];
    let mut counts: HashMap<&[u8], u32> = HashMap::new();
    let mut all = 0;
    for pair in turns.windows(2).filter(|pair| pair[0] == front) {
        *counts.entry(pair[1]).or_default() += 1;
        all += 1;
    }
    let sorted: BTreeMap<_, _> = counts.into_iter().collect();
    for (path, count) in sorted {
        let weight = WEIGHTS.followed * f64::from(count) / f64::from(all + 1);
        shares.join(Thing::File(path.to_vec()), Signal::Together, weight, || {
            let times = match count {
                1 => "once".to_owned(),
                count => format!("{count} times"),
            };
            format!("opened from {} {times}", name(front))
        });
    }
}

/// How long ago, in words.
fn ago(now: i64, at: i64) -> String {
    match now.saturating_sub(at).max(0) / 60_000 {
        0 => "just now".to_owned(),
        minutes @ 1..=119 => format!("{minutes} min ago"),
        minutes @ 120..=2_879 => format!("{} h ago", minutes / 60),
        minutes => format!("{} days ago", minutes / 1_440),
    }
}
