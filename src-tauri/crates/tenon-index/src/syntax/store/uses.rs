//! Which files have to do with one another, because one uses what the other defines.

use std::collections::HashMap;

use super::definition::fit::stem;
use super::{File, Symbols};
use crate::syntax::SymbolKind as K;
use crate::syntax::tokens::name_hash;

/// A name that more files define says little of any of them.
const DEFINED: usize = 3;
/// A name of fewer bytes is rather a variable.
const SHORT: usize = 3;
/// How much a name says that is not in the imports.
const UNSAID: f64 = 0.25;
/// So much is added to what is found, so that one name alone is little.
const DOUBT: f64 = 1.5;

/// A file that uses what another one defines, or the other way.
#[derive(Debug, Clone, PartialEq)]
pub struct Use<'a> {
    /// The other file.
    pub path: &'a [u8],
    /// How much it uses, 0 to 1.
    pub sure: f64,
    /// What says most: the name of a symbol, or nothing where the file as such is imported.
    pub name: Option<&'a str>,
    /// Whether the other file is the one that uses.
    pub by: bool,
}

/// What was found of one file.
#[derive(Default)]
struct Found<'a> {
    weight: f64,
    best: f64,
    name: Option<&'a str>,
}

impl<'a> Found<'a> {
    fn add(&mut self, weight: f64, name: Option<&'a str>) {
        self.weight += weight;
        if weight > self.best {
            (self.best, self.name) = (weight, name);
        }
    }

    fn of(self, path: &'a [u8], by: bool) -> Use<'a> {
        Use {
            path,
            sure: self.weight / (self.weight + DOUBT),
            name: self.name,
            by,
        }
    }
}

impl Symbols {
    /// The files whose symbols one uses, and those that use its own. Names are compared, no types:
    /// the more files define a name, or use it, the less it says.
    pub fn uses(&self, path: &[u8]) -> Vec<Use<'_>> {
        let Some((own_path, own)) = self.files.get_key_value(path) else {
            return Vec::new();
        };
        let Some(family) = own.language.map(|language| language.family()) else {
            return Vec::new();
        };
        let kin = |file: &File| file.language.map(|language| language.family()) == Some(family);
        let files = || self.files().filter(|(_, file)| kin(file));
        // Who defines the names that stand here, and the names that are defined here.
        let mut defined: HashMap<u32, Vec<(&[u8], &str)>> = HashMap::new();
        for (path, file) in files() {
            for symbol in &file.symbols {
                let name = &*symbol.name;
                if !is_said(symbol.kind) || name.len() < SHORT {
                    continue;
                }
                let hash = name_hash(name.as_bytes());
                if path == &**own_path || has(&own.names, hash) {
                    let of = defined.entry(hash).or_default();
                    if of.last().is_none_or(|last| last.0 != path) {
                        of.push((path, name));
                    }
                }
            }
        }
        defined.retain(|_, of| of.len() <= DEFINED);
        let is_own = |of: &[(&[u8], &str)]| of.iter().any(|(path, _)| *path == &**own_path);
        let mut used: HashMap<&[u8], Found<'_>> = HashMap::new();
        let mut mine: HashMap<u32, (f64, &str)> = HashMap::new();
        for (hash, of) in &defined {
            let share = 1.0 / of.len() as f64;
            if is_own(of) {
                mine.insert(*hash, (share, of[0].1));
                continue;
            }
            for (path, name) in of {
                let found = used.entry(path).or_default();
                found.add(share * said(own, *hash), Some(name));
            }
        }
        // Who uses the names that are defined here; the more do, the less each use says.
        let others = || files().filter(|(path, _)| *path != &**own_path);
        let mut counts: HashMap<u32, u32> = HashMap::new();
        let mut uses: Vec<(&[u8], &File, u32)> = Vec::new();
        for (path, file) in others() {
            for hash in file.names.iter().filter(|hash| mine.contains_key(hash)) {
                *counts.entry(*hash).or_default() += 1;
                uses.push((path, file, *hash));
            }
        }
        let mut users: HashMap<&[u8], Found<'_>> = HashMap::new();
        for (path, file, hash) in uses {
            let (share, name) = mine[&hash];
            let share = share / f64::from(counts[&hash]).sqrt();
            let found = users.entry(path).or_default();
            found.add(share * said(file, hash), Some(name));
        }
        let own_stem = name_hash(stem(own_path));
        let mut stems: HashMap<u32, Vec<&[u8]>> = HashMap::new();
        for (path, file) in others() {
            let hash = name_hash(stem(path));
            if has(&own.imports, hash) {
                stems.entry(hash).or_default().push(path);
            }
            if has(&file.imports, own_stem) {
                users.entry(path).or_default().add(0.5, None);
            }
        }
        for of in stems.into_values() {
            for path in &of {
                let share = 1.0 / of.len() as f64;
                used.entry(path).or_default().add(share, None);
            }
        }
        let used = used.into_iter().map(|(path, found)| found.of(path, false));
        let mut all: Vec<_> = used.collect();
        all.extend(users.into_iter().map(|(path, found)| found.of(path, true)));
        all.sort_by(|a, b| {
            (b.sure.total_cmp(&a.sure)).then_with(|| (a.path, a.by).cmp(&(b.path, b.by)))
        });
        all
    }
}

/// How much a name says in a file: all where that imports it.
fn said(file: &File, hash: u32) -> f64 {
    match has(&file.imports, hash) {
        true => 1.0,
        false => UNSAID,
    }
}

fn has(hashes: &[u32], hash: u32) -> bool {
    hashes.binary_search(&hash).is_ok()
}

/// Whether texts of code mean such a symbol by its name.
fn is_said(kind: K) -> bool {
    !matches!(
        kind,
        K::Heading | K::Key | K::Rule | K::Field | K::Member | K::Module
    )
}
