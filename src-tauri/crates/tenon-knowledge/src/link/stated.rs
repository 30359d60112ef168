//! What front matter and git say.

use std::collections::HashMap;

use super::known::Known;
use super::{Edge, History, Kind, Place, Run, Thing};

/// A commit of more files than this says nothing of each.
const MANY: usize = 60;
/// So many commands that ran on the branch of a task are its, the last ones.
const RUNS: usize = 20;

/// Edges of the front matter of tasks.
pub(super) fn cards(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let branches: HashMap<&str, &[String]> = history
        .branches
        .iter()
        .map(|branch| (&*branch.name, &*branch.commits))
        .collect();
    let mut edges = Vec::new();
    for card in history.cards {
        let place = |line: u32| {
            Some(Place {
                path: card.path.clone(),
                line,
            })
        };
        for id in &card.depends {
            let Some(to) = known.task(id.as_str()) else {
                continue;
            };
            let reason = format!("depends on {id}");
            let mut edge = Edge::written(card.task.clone(), to, Kind::DependsOn, reason);
            edge.place = place(card.depends_line);
            edges.push(edge);
        }
        let Some(name) = &card.branch else { continue };
        for hash in branches.get(&**name).copied().unwrap_or_default() {
            let reason = format!("on the branch {name} of the task");
            let to = Thing::Commit(hash.clone());
            let mut edge = Edge::written(card.task.clone(), to, Kind::OnBranch, reason);
            edge.place = place(card.branch_line);
            edges.push(edge);
        }
        let on_branch = |run: &&Run| run.branch.as_deref() == Some(&**name);
        for run in history.runs.iter().rev().filter(on_branch).take(RUNS) {
            let reason = format!("ran on the branch {name} of the task");
            let to = Thing::Run(run.id.clone());
            let mut edge = Edge::written(card.task.clone(), to, Kind::OnBranch, reason);
            edge.evidence.extend(run.event.clone());
            edge.at = Some(run.ended);
            edges.push(edge);
        }
    }
    edges
}

/// Edges from tasks to the marks that they were made of, and to what those stand in or before.
pub(super) fn marks(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let mut edges = Vec::new();
    for mark in history.marks {
        let symbol = known.symbol_at(&mark.path, mark.line);
        let symbol = symbol.map(|symbol| Thing::Symbol(symbol.id.clone()));
        for to in std::iter::once(known.file_of(&mark.path)).chain(symbol) {
            let reason = format!("made of the mark in line {}", mark.line);
            let mut edge = Edge::written(mark.task.clone(), to, Kind::Mentions, reason);
            edge.place = Some(Place {
                path: mark.path.clone(),
                line: mark.line,
            });
            edges.push(edge);
        }
    }
    edges
}

/// Edges from commits to the files that they changed and that are still there, here or elsewhere.
pub(super) fn commits(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let mut edges = Vec::new();
    for commit in history.commits {
        if commit.files.len() > MANY {
            continue;
        }
        for path in &commit.files {
            let from = Thing::Commit(commit.hash.clone());
            let (to, reason) = match known.has_file(path) {
                true => (path.clone(), "changed in the commit".to_owned()),
                false => {
                    let Some(moved) = known.moved(path) else {
                        continue;
                    };
                    let before = String::from_utf8_lossy(path);
                    (
                        moved,
                        format!("changed in the commit, as it was called {before}"),
                    )
                }
            };
            let mut edge = Edge::written(from, known.file_of(&to), Kind::Touches, reason);
            edge.at = Some(commit.at);
            edges.push(edge);
        }
    }
    edges
}
