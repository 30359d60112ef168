//! What happened after each other: a command that failed, then what changed.

use std::collections::HashMap;

use super::known::Known;
use super::telling::tells;
use super::text::place_of;
use super::{Edge, History, Kind, Origin, Run, Saved, Thing};

/// How sure it is that a place in the output of a command that failed is where it failed.
const PLACE: f64 = 0.99;
/// How sure it is that the symbol that stands there now is the one.
const SYMBOL: f64 = 0.9;
/// How sure it is that what was changed in between made a command pass.
const FIXED: f64 = 0.9;
/// How sure it is that the first file that is saved has to do with the failure.
const FOLLOWED: f64 = 0.6;
/// How sure it is that a commit belongs to the task that was begun on its branch.
const BEGUN: f64 = 0.65;
/// So long after a failure a save may have to do with it, in milliseconds.
const SOON: i64 = 10 * 60 * 1_000;
/// The journal tells of a save so much later at most than it was made, in milliseconds: who has a
/// command run at once after it has the command begin before.
const TOLD: i64 = 100;
/// So many places of one output are looked at.
const PLACES: usize = 8;

/// Edges of commands that failed.
pub(super) fn find(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let mut edges = Vec::new();
    let passes = passes(history.runs);
    let mut saves: HashMap<&str, Vec<&Saved>> = HashMap::new();
    for saved in history.saves {
        saves.entry(&saved.session).or_default().push(saved);
    }
    let failed: Vec<_> = history.runs.iter().filter(|run| failed(run)).collect();
    let mut ends: HashMap<&str, Vec<i64>> = HashMap::new();
    for run in &failed {
        ends.entry(&run.session).or_default().push(run.ended);
    }
    for ends in ends.values_mut() {
        ends.sort_unstable();
    }
    for &run in &failed {
        let named = places(run, known);
        for (path, line) in &named {
            edges.extend(failed_at(run, known, path, *line));
        }
        let saves = saves.get(&*run.session).map_or(&[][..], Vec::as_slice);
        let from = saves.partition_point(|saved| saved.at < run.ended);
        let passed = passes
            .get(&key(run))
            .and_then(|all| all.iter().find(|pass| pass.began >= run.ended));
        let until = passed.map_or(i64::MAX, |pass| pass.began);
        let between: Vec<_> = saves[from..]
            .iter()
            .take_while(|saved| saved.at <= until.saturating_add(TOLD))
            .copied()
            .collect();
        if let Some(pass) = passed {
            let fixed = fixed(run, pass, &between, &named, known);
            if !fixed.is_empty() {
                edges.extend(fixed);
                continue;
            }
        }
        // Of several that failed only the last is the one that a save answers.
        let others = ends.get(&*run.session).map_or(&[][..], Vec::as_slice);
        let next = others.get(others.partition_point(|&end| end <= run.ended));
        // Other programs write for many reasons.
        let first = between
            .iter()
            .find(|saved| saved.event.is_some())
            .filter(|first| next.is_none_or(|&next| next > first.at));
        edges.extend(first.and_then(|first| followed(run, first, &named, known)));
    }
    edges
}

/// Whether a command failed by itself, and not because it found nothing: who interrupts one says
/// nothing of files either.
fn failed(run: &Run) -> bool {
    run.exit.is_some_and(|exit| exit != 0 && exit < 128) && tells(&run.command)
}

/// The same command in the same folder of the same session.
type Key<'a> = (&'a str, &'a str, Option<&'a [u8]>);

fn key(run: &Run) -> Key<'_> {
    (&run.session, run.command.trim(), run.cwd.as_deref())
}

fn passes(runs: &[Run]) -> HashMap<Key<'_>, Vec<&Run>> {
    let mut passes: HashMap<_, Vec<_>> = HashMap::new();
    for run in runs.iter().filter(|run| run.exit == Some(0)) {
        passes.entry(key(run)).or_default().push(run);
    }
    passes
}

/// The files of the workspace that an output names with a line, each line once.
fn places(run: &Run, known: &Known) -> Vec<(Vec<u8>, u32)> {
    let mut found = Vec::new();
    for said in &run.places {
        let (path, Some(line)) = place_of(said) else {
            continue;
        };
        let Some(cwd) = &run.cwd else { continue };
        let Some(path) = known.file_from(Some(cwd), path) else {
            continue;
        };
        let place = (path, line);
        if !found.contains(&place) {
            found.push(place);
        }
        if found.len() == PLACES {
            break;
        }
    }
    found
}

fn edge(run: &Run, to: Thing, kind: Kind, confidence: f64, reason: String) -> Edge {
    let mut edge = Edge::written(Thing::Run(run.id.clone()), to, kind, reason);
    edge.origin = Origin::Session;
    edge.confidence = confidence;
    edge.evidence = run.event.iter().cloned().collect();
    edge.at = Some(run.ended);
    edge
}

fn failed_at(run: &Run, known: &Known, path: &[u8], line: u32) -> Vec<Edge> {
    let said = String::from_utf8_lossy(path).into_owned();
    let reason = format!("{said}:{line} in its output");
    let file = edge(
        run,
        known.file_of(path),
        Kind::FailedAt,
        PLACE,
        reason.clone(),
    );
    let symbol = known.symbol_at(path, line).map(|symbol| {
        let to = Thing::Symbol(symbol.id.clone());
        edge(run, to, Kind::FailedAt, SYMBOL, reason)
    });
    std::iter::once(file).chain(symbol).collect()
}

/// A command failed and then passed: what was saved in between and stands in its output made that.
fn fixed(
    run: &Run,
    pass: &Run,
    between: &[&Saved],
    named: &[(Vec<u8>, u32)],
    known: &Known,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    let is_named = |saved: &&&Saved| named.iter().any(|(path, _)| *path == saved.path);
    let mut done: Vec<&[u8]> = Vec::new();
    for saved in between.iter().filter(is_named) {
        if done.contains(&&*saved.path) {
            continue;
        }
        done.push(&saved.path);
        let reason = match saved.event {
            Some(_) => "its output names the file, then it was changed, then the command passed",
            None => {
                "its output names the file, then another program changed it, then the command passed"
            }
        };
        let to = known.file_of(&saved.path);
        let mut edge = edge(run, to, Kind::FixedBy, FIXED, reason.to_owned());
        edge.evidence.extend(saved.event.clone());
        edge.evidence.extend(pass.event.clone());
        edges.push(edge);
    }
    if !edges.is_empty() {
        let reason = "the same command passed after the files in its output were changed";
        let to = Thing::Run(pass.id.clone());
        let mut edge = edge(run, to, Kind::FixedBy, FIXED, reason.to_owned());
        edge.evidence.extend(pass.event.clone());
        edges.push(edge);
    }
    edges
}

/// The first file that was saved soon after, where nothing says more.
fn followed(run: &Run, first: &Saved, named: &[(Vec<u8>, u32)], known: &Known) -> Option<Edge> {
    let is_named = named.iter().any(|(path, _)| *path == first.path);
    if first.at - run.ended > SOON || is_named {
        return None;
    }
    let reason = "the first file saved after it failed";
    let to = known.file_of(&first.path);
    let edge = edge(run, to, Kind::FollowedBy, FOLLOWED, reason.to_owned());
    let mut edge = edge.guessed(Origin::Session, FOLLOWED);
    edge.evidence.extend(first.event.clone());
    Some(edge)
}

/// Suggestions from tasks to the commits of the branch on which they were begun.
pub(super) fn begun(history: &History<'_>, _: &Known) -> Vec<Edge> {
    let at: HashMap<&str, i64> = history
        .commits
        .iter()
        .map(|commit| (&*commit.hash, commit.at))
        .collect();
    let mut edges = Vec::new();
    for begun in history.begun {
        let branch = history.branches.iter().find(|it| it.name == begun.branch);
        let others = history.begun.iter().filter(|it| it.branch == begun.branch);
        // On a branch of several tasks nobody knows whose commit it is.
        if others.clone().any(|it| it.task != begun.task) {
            continue;
        }
        for hash in branch.into_iter().flat_map(|branch| &branch.commits) {
            let made = at.get(&**hash).copied();
            if made.is_none_or(|made| made < begun.at) {
                continue;
            }
            let reason = format!("made on {} after the task was begun there", begun.branch);
            let to = Thing::Commit(hash.clone());
            let edge = Edge::written(begun.task.clone(), to, Kind::OnBranch, reason);
            let mut edge = edge.guessed(Origin::Session, BEGUN);
            edge.evidence.push(begun.event.clone());
            edge.at = made;
            edges.push(edge);
        }
    }
    edges
}
