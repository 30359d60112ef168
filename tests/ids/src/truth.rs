//! Which symbol of before is which symbol of now, by what git says of files and by the texts of the
//! symbols, line by line. What gives symbols their ids has no part in it.
//!
//! - A file is the one that git says: the same path, or a rename that it finds.
//! - A symbol with the same names and kind in the same file is itself, where there is one of them
//!   before and after. Of several, those are themselves whose text is there once before and once
//!   after.
//! - A symbol that lost its place is another one that is new in the same file (a rename), or one of the
//!   same name that is new anywhere (a move), when at least [`SURE`] of the lines are the same, at
//!   least [`LINES`] lines say something, and no other pair is nearly as good.
//! - What stands in a symbol that was renamed or moved is itself when it has the same names there.
//! - Anything else has no truth: it is not counted as lost. An id that it gets from a symbol with which
//!   it shares less than [`FAR`] of the lines is counted as another's.

use std::collections::{BTreeMap, BTreeSet};

use tenon_index::syntax::{SymbolId, SymbolKind};

use crate::text::Text;

/// From this share of lines on two texts are one that was changed.
pub const SURE: f64 = 0.75;
/// Below this share they are two texts.
pub const FAR: f64 = 0.5;
/// A second candidate has to be worse by this much.
const MARGIN: f64 = 0.15;
/// Texts with fewer lines that say something tell nothing.
pub const LINES: usize = 3;

/// A symbol at one moment.
pub struct Seen {
    /// Its id.
    pub id: SymbolId,
    /// Its file.
    pub path: Vec<u8>,
    /// The names that it stands in, and its own.
    pub names: Vec<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// Its text.
    pub text: Text,
    /// Its text as it stands there.
    pub plain: String,
}

impl Seen {
    fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    fn sort(&self) -> SymbolKind {
        match self.kind {
            SymbolKind::Method => SymbolKind::Function,
            other => other,
        }
    }
}

/// What happened to a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// Nothing.
    Stayed,
    /// Its text is another one.
    Edited,
    /// It is in another file, or in another symbol.
    Moved,
    /// It, or what it stands in, has another name.
    Renamed,
    /// It was not there before.
    Came,
}

/// A symbol of before, the same one now, and what happened to it.
pub struct Pair {
    /// Its place among those of before.
    pub old: usize,
    /// Its place among those of now.
    pub new: usize,
    /// What happened.
    pub event: Event,
}

/// Finds the pairs. `files` has the path now for each path before that is still a file.
pub fn pairs(old: &[Seen], new: &[Seen], files: &BTreeMap<Vec<u8>, Vec<u8>>) -> Truths {
    let mut truth = Truth {
        old,
        new,
        files,
        found: BTreeMap::new(),
        taken: BTreeSet::new(),
    };
    truth.same_place();
    truth.by_text();
    truth.inside();
    let found = truth.found.iter();
    let pairs = found.map(|(old_at, new_at)| Pair {
        old: *old_at,
        new: *new_at,
        event: event(&old[*old_at], &new[*new_at]),
    });
    let places = old.iter().filter_map(|seen| {
        let path = files.get(&seen.path)?;
        Some(place(path, &seen.names, seen.sort()))
    });
    let places: BTreeSet<Place<'_>> = places.collect();
    let came = (0..new.len()).filter(|at| {
        let seen = &new[*at];
        !truth.taken.contains(at) && !places.contains(&place(&seen.path, &seen.names, seen.sort()))
    });
    Truths {
        pairs: pairs.collect(),
        came: came.collect(),
    }
}

/// What is known of all symbols that a change touches.
pub struct Truths {
    /// Symbols that are the same.
    pub pairs: Vec<Pair>,
    /// The places of those now that have neither a pair nor the names of one that was there.
    pub came: Vec<usize>,
}

fn event(old: &Seen, new: &Seen) -> Event {
    let (old_around, new_around) = (
        &old.names[..old.names.len() - 1],
        &new.names[..new.names.len() - 1],
    );
    if old.name() != new.name()
        || old.path == new.path && old_around.len() == new_around.len() && old_around != new_around
    {
        Event::Renamed
    } else if old.path != new.path || old_around != new_around {
        Event::Moved
    } else if old.plain != new.plain {
        Event::Edited
    } else {
        Event::Stayed
    }
}

struct Truth<'a> {
    old: &'a [Seen],
    new: &'a [Seen],
    files: &'a BTreeMap<Vec<u8>, Vec<u8>>,
    /// By old ones.
    found: BTreeMap<usize, usize>,
    /// New ones.
    taken: BTreeSet<usize>,
}

type Place<'a> = (&'a [u8], Vec<&'a str>, SymbolKind);

type Names<'a> = (&'a [u8], Vec<&'a str>);

fn place<'a>(path: &'a [u8], names: &'a [String], kind: SymbolKind) -> Place<'a> {
    (path, names.iter().map(String::as_str).collect(), kind)
}

impl<'a> Truth<'a> {
    fn pair(&mut self, old: usize, new: usize) {
        self.found.insert(old, new);
        self.taken.insert(new);
    }

    fn same_place(&mut self) {
        let mut places: BTreeMap<Place<'a>, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        let (old, new) = (self.old, self.new);
        for (at, seen) in old.iter().enumerate() {
            if let Some(path) = self.files.get(&seen.path) {
                let place = place(path, &seen.names, seen.sort());
                places.entry(place).or_default().0.push(at);
            }
        }
        for (at, seen) in new.iter().enumerate() {
            let place = place(&seen.path, &seen.names, seen.sort());
            places.entry(place).or_default().1.push(at);
        }
        for (before, now) in places.into_values() {
            if let ([before], [now]) = (&before[..], &now[..]) {
                self.pair(*before, *now);
                continue;
            }
            for at in &before {
                let text = &old[*at].plain;
                let was = before.iter().filter(|at| old[**at].plain == *text);
                let is: Vec<_> = now.iter().filter(|at| new[**at].plain == *text).collect();
                if let ([is], 1) = (&is[..], was.count()) {
                    self.pair(*at, **is);
                }
            }
        }
    }

    /// Symbols that lost their place and symbols that are new, by their texts.
    fn by_text(&mut self) {
        let lost: Vec<usize> = (0..self.old.len())
            .filter(|at| !self.found.contains_key(at) && self.old[*at].text.length() >= LINES)
            .collect();
        let came: Vec<usize> = (0..self.new.len())
            .filter(|at| !self.taken.contains(at) && self.new[*at].text.length() >= LINES)
            .collect();
        let mut likely: Vec<(f64, usize, usize)> = Vec::new();
        for old in &lost {
            let was = &self.old[*old];
            let file = self.files.get(&was.path);
            for new in &came {
                let is = &self.new[*new];
                let near = file == Some(&is.path) || was.name() == is.name();
                if near && was.sort() == is.sort() {
                    likely.push((was.text.likeness(&is.text), *old, *new));
                }
            }
        }
        likely.retain(|(score, ..)| *score >= FAR);
        for (score, old, new) in &likely {
            let rival = |(other, a, b): &(f64, usize, usize)| {
                let shares = (a == old) != (b == new);
                shares && *other > score - MARGIN
            };
            if *score >= SURE && !likely.iter().any(rival) {
                self.pair(*old, *new);
            }
        }
    }

    /// What stands in a symbol that has another name or place now.
    fn inside(&mut self) {
        let mut around: BTreeMap<Names<'_>, Names<'_>> = BTreeMap::new();
        for (old, new) in &self.found {
            let (old, new) = (&self.old[*old], &self.new[*new]);
            if old.names != new.names {
                let names = |seen: &'a Seen| seen.names.iter().map(String::as_str).collect();
                around.insert((&old.path, names(old)), (&new.path, names(new)));
            }
        }
        let mut wanted: BTreeMap<Place<'a>, Vec<usize>> = BTreeMap::new();
        for (at, seen) in self.old.iter().enumerate() {
            let outer: Vec<&str> = seen.names.iter().map(String::as_str).collect();
            let Some((name, outer)) = outer.split_last() else {
                continue;
            };
            if let Some((path, names)) = around.get(&(&seen.path[..], outer.to_vec()))
                && !self.found.contains_key(&at)
            {
                let names = names.iter().copied().chain([*name]).collect();
                wanted
                    .entry((path, names, seen.sort()))
                    .or_default()
                    .push(at);
            }
        }
        let mut there: BTreeMap<Place<'a>, Vec<usize>> = BTreeMap::new();
        for (at, seen) in self.new.iter().enumerate() {
            if !self.taken.contains(&at) {
                let place = place(&seen.path, &seen.names, seen.sort());
                there.entry(place).or_default().push(at);
            }
        }
        for (place, old) in wanted {
            if let ([old], Some([new])) = (&old[..], there.get(&place).map(Vec::as_slice)) {
                self.pair(*old, *new);
            }
        }
    }
}
