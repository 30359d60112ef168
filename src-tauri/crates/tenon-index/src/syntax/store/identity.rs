//! Which symbol of before is which symbol of now.
//!
//! An id follows first its name in its file, then an equal body, then a body that is alike, and at
//! last its place between two neighbours that stayed. Where two could be meant, it follows neither: an id that is lost is a pity, one that is given to
//! another symbol is a lie.

mod beside;
mod body;
mod container;
mod files;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::known::Identity;
use crate::syntax::tokens::name_hash;
use crate::syntax::{BodyHash, Likeness, Symbol, SymbolKind};

/// What a symbol is recognised by.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub path: &'a [u8],
    pub parents: &'a [Box<str>],
    pub name: &'a str,
    pub kind: SymbolKind,
    pub body: BodyHash,
    pub likeness: Option<&'a Likeness>,
    /// What its declaration says, where that is known.
    pub head: Option<u32>,
}

impl<'a> Known<'a> {
    pub fn new(path: &'a Arc<[u8]>, symbol: &'a Symbol) -> Self {
        Self {
            path,
            parents: &symbol.parents,
            name: &symbol.name,
            kind: symbol.kind,
            body: symbol.body,
            likeness: symbol.likeness.as_deref(),
            head: Some(name_hash(symbol.signature.as_bytes())),
        }
    }

    pub fn of(path: &'a Arc<[u8]>, known: &'a Identity) -> Self {
        Self {
            path,
            parents: &known.parents,
            name: &known.name,
            kind: known.kind,
            body: known.body,
            likeness: known.likeness.as_deref(),
            head: known.head,
        }
    }

    /// What kinds may become each other: a function moves into a type and is a method there.
    fn sort(&self) -> SymbolKind {
        match self.kind {
            SymbolKind::Method => SymbolKind::Function,
            other => other,
        }
    }

    /// Whether the body says enough to be known by it alone.
    fn telling(&self) -> bool {
        self.likeness.is_some_and(|likeness| likeness.used() >= 14)
    }
}

/// Says for each new symbol which old one it is. `fresh` of the old ones, the first, were there
/// until now; the others left before.
pub(super) fn carry(old: &[Known<'_>], fresh: usize, new: &[Known<'_>]) -> Vec<Option<usize>> {
    let mut pairing = Pairing {
        old,
        new,
        from: vec![None; new.len()],
        taken: vec![false; old.len()],
        homes: HashMap::new(),
        fresh,
    };
    if old.is_empty() {
        return pairing.from;
    }
    pairing.by_name();
    while pairing.left() > 0 {
        let before = pairing.left();
        pairing.homes = files::homes(&pairing);
        container::follow(&mut pairing);
        if pairing.left() == before {
            body::equal(&mut pairing);
        }
        if pairing.left() == before {
            body::alike(&mut pairing);
        }
        if pairing.left() == before {
            pairing.by_name_alone();
        }
        if pairing.left() == before {
            beside::follow(&mut pairing);
        }
        if pairing.left() == before {
            break;
        }
    }
    pairing.from
}

/// Old and new symbols, and what was found so far.
struct Pairing<'a> {
    old: &'a [Known<'a>],
    new: &'a [Known<'a>],
    from: Vec<Option<usize>>,
    taken: Vec<bool>,
    /// Files that moved: what each was called before.
    homes: HashMap<&'a [u8], &'a [u8]>,
    /// How many of the old ones, the first, were there until now.
    fresh: usize,
}

impl<'a> Pairing<'a> {
    fn left(&self) -> usize {
        self.from.iter().filter(|from| from.is_none()).count()
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.from[new] = Some(old);
        self.taken[old] = true;
    }

    /// What the file of a new symbol was called before.
    fn home(&self, new: &Known<'a>) -> &'a [u8] {
        self.homes.get(new.path).copied().unwrap_or(new.path)
    }

    /// The symbols that are not paired, by a key that old and new ones share. It is made of the symbol
    /// and of what its file was called before.
    fn groups<K: Eq + Hash>(
        &self,
        key: impl Fn(&Known<'a>, &'a [u8]) -> Option<K>,
    ) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut groups: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (at, known) in self.new.iter().enumerate() {
            if let (None, Some(key)) = (self.from[at], key(known, self.home(known))) {
                groups.entry(key).or_default().1.push(at);
            }
        }
        for (at, known) in self.old.iter().enumerate() {
            if let (false, Some(key)) = (self.taken[at], key(known, known.path))
                && let Some(group) = groups.get_mut(&key)
            {
                group.0.push(at);
            }
        }
        let mut groups: Vec<_> = groups.into_values().filter(|g| !g.0.is_empty()).collect();
        groups.sort_unstable();
        groups
    }

    /// Pairs those that are alone with their key.
    fn unique<K: Eq + Hash>(&mut self, key: impl Fn(&Known<'a>, &'a [u8]) -> Option<K>) {
        for (old, new) in self.groups(key) {
            if let ([old], [new]) = (&old[..], &new[..]) {
                self.pair(*old, *new);
            }
        }
    }

    /// The same names in the same file.
    fn by_name(&mut self) {
        type Place<'a> = (&'a [u8], &'a [Box<str>], &'a str, SymbolKind);
        let place = |k: &Known<'a>| -> Place<'a> { (k.path, k.parents, k.name, k.kind) };
        for (old, new) in self.groups(|k, _| Some(place(k))) {
            self.namesakes(old, new);
        }
    }

    /// A struct that became an enum is still what its name says, unless its text went elsewhere.
    fn by_name_alone(&mut self) {
        self.unique(|k, home| (!k.kind.is_part()).then_some((home, k.parents, k.name)));
    }

    /// Several of one name, such as overloads and variants for other systems: those that did not
    /// change are themselves, and then those that are declared as one other was; the others keep their
    /// order.
    fn namesakes(&mut self, mut old: Vec<usize>, mut new: Vec<usize>) {
        // One that left before counts only when none of that name was there until now.
        if old.iter().any(|at| *at < self.fresh) {
            old.retain(|at| *at < self.fresh);
        }
        new.retain(|new| {
            let same = |old: &usize| self.old[*old].body == self.new[*new].body;
            let at = old.iter().position(same);
            at.map(|at| old.remove(at))
                .map(|old| self.pair(old, *new))
                .is_none()
        });
        let declared = |all: &[usize], known: &[Known<'_>], head: Option<u32>| {
            let mut same = all.iter().filter(|at| known[**at].head == head);
            same.next().copied().filter(|_| same.next().is_none())
        };
        for now in new.clone() {
            let head = self.new[now].head;
            if head.is_some()
                && declared(&new, self.new, head) == Some(now)
                && let Some(was) = declared(&old, self.old, head)
            {
                self.pair(was, now);
                old.retain(|at| *at != was);
                new.retain(|at| *at != now);
            }
        }
        if old.len() == new.len() {
            for (old, new) in old.into_iter().zip(new) {
                self.pair(old, new);
            }
        }
    }
}
