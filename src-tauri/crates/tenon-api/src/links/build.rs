//! Making the graph of what is there now.

use std::collections::{HashMap, HashSet};

use tenon_knowledge::link::{Edge, History, Kind, Known, Thing, find};

use super::{State, git, judge, known, prints, said, says, things};
use crate::ApiResult;
use crate::owner::Owner;
use says::Says;
use things::Shown;

/// What is linked to what.
pub(super) struct Built {
    /// What there is, by its names.
    pub known: Known,
    /// The links, the hardest first.
    pub edges: Vec<Edge>,
    /// Of each link, whether the symbol at its end says something else than when it was made.
    pub changed: Vec<bool>,
    /// The suggestions that a person rejected.
    pub rejected: HashSet<(Thing, Thing, Kind)>,
    /// The links that begin or end at a thing, by their numbers, the hardest first.
    pub around: HashMap<Thing, Vec<usize>>,
    /// The things that have links, by the files that they are or lie in.
    pub in_file: HashMap<Vec<u8>, Vec<Thing>>,
    /// What things are called that have no name of their own in `known`.
    pub shown: HashMap<Thing, Shown>,
}

impl Built {
    /// The links of a thing.
    pub fn of(&self, thing: &Thing) -> impl Iterator<Item = usize> {
        self.around.get(thing).into_iter().flatten().copied()
    }

    /// The file that a thing is or lies in.
    pub fn file_of<'t>(&'t self, thing: &'t Thing) -> Option<&'t [u8]> {
        file_of(&self.known, &self.shown, thing)
    }
}

fn file_of<'t>(
    known: &'t Known,
    shown: &'t HashMap<Thing, Shown>,
    thing: &'t Thing,
) -> Option<&'t [u8]> {
    match thing {
        Thing::File(path) | Thing::Heading(path, _) | Thing::Block(path, _) => Some(path),
        Thing::Task(_) => shown.get(thing)?.path.as_deref(),
        Thing::Symbol(id) => Some(&known.symbol_of(id)?.path),
        Thing::Commit(_) | Thing::Run(_) | Thing::Other(..) => None,
    }
}

/// The edges by the things at their ends.
pub(super) fn around(edges: &[Edge]) -> HashMap<Thing, Vec<usize>> {
    let mut around: HashMap<Thing, Vec<usize>> = HashMap::new();
    for (at, edge) in edges.iter().enumerate() {
        around.entry(edge.from.clone()).or_default().push(at);
        around.entry(edge.to.clone()).or_default().push(at);
    }
    around
}

pub(super) fn build(owner: &Owner, state: &mut State) -> ApiResult<Built> {
    let tasks = crate::tasks::linked(owner);
    let repo = git::read(owner, &mut state.commits, &tasks);
    state.events.read(owner)?;
    let runs = state.runs.read(owner, &state.events)?;
    // The notes stay locked to the end: what texts say is of these notes.
    let notes = owner.notes.followed(owner)?;
    let known = known::known(owner, &notes, &tasks, &repo, &runs);
    let mut texts = state.texts.read(owner, &notes, &tasks, &repo, &known);
    let beside = state.texts.linked();
    let marks = said::marks(owner);
    said::without_origins(&mut texts, &tasks, &marks);
    let cards = said::cards(&tasks);
    let begun = said::begun(&tasks, &state.events);
    let saves = said::saves(owner, &state.events, &runs, &state.outside.changes)?;
    let history = History {
        vault: Some(notes.vault()),
        beside: &beside,
        texts: &texts,
        cards: &cards,
        marks: &marks,
        commits: &repo.commits,
        branches: &repo.branches,
        runs: &runs,
        saves: &saves,
        begun: &begun,
        alike: &[],
    };
    let mut edges = find(&history, &known);
    let (vault, lines) = (notes.vault(), &mut state.lines);
    let mut says = Says::new(owner, &known, vault, &tasks, &beside, lines);
    prints::follow(owner, &known, &mut says, &mut edges)?;
    let rejected = judge::take(owner, &known, &mut edges)?;
    edges.extend(holds(&known, &edges));
    edges.sort_by(Edge::rank);
    let shown = things::shown(notes.vault(), &tasks, &repo, &runs);
    let changed = prints::changed(owner, &known, &mut says, &edges)?;
    let around = around(&edges);
    let mut in_file: HashMap<Vec<u8>, Vec<Thing>> = HashMap::new();
    for thing in around.keys() {
        if let Some(path) = file_of(&known, &shown, thing) {
            in_file
                .entry(path.to_vec())
                .or_default()
                .push(thing.clone());
        }
    }
    Ok(Built {
        around,
        in_file,
        known,
        edges,
        changed,
        rejected,
        shown,
    })
}

/// What is linked and lies in a file is linked to that file.
fn holds(known: &Known, edges: &[Edge]) -> Vec<Edge> {
    let mut seen = HashSet::new();
    let ends = edges.iter().flat_map(|edge| [&edge.from, &edge.to]);
    let held = ends.filter_map(|thing| {
        let path = match thing {
            Thing::Symbol(id) => &known.symbol_of(id)?.path,
            Thing::Heading(path, _) | Thing::Block(path, _) => path,
            _ => return None,
        };
        let reason = "it is in the file".to_owned();
        let file = known.file_of(path);
        let is_new = seen.insert(thing);
        is_new.then(|| Edge::written(file, thing.clone(), Kind::Holds, reason))
    });
    held.collect()
}
