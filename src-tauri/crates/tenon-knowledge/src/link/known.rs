//! What there is, by the names that texts use.

use std::collections::HashMap;

use super::Thing;
use super::past::{Once, Past};
use crate::task::Id;

/// The shortest beginning of a hash that names a commit.
const HASH: usize = 7;
/// Folders above a command's own in which a path is looked for.
const ABOVE: usize = 16;
/// What a qualified name may begin with that is no part of a symbol's path.
const ROOTS: [&str; 4] = ["crate", "self", "super", "this"];
/// Files that are called by the folder that they lie in.
const BY_FOLDER: [&str; 5] = ["mod", "lib", "index", "main", "__init__"];

/// Something that a file defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// Its identity.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The names of what it stands in, from the outside in.
    pub parents: Vec<String>,
    /// The file.
    pub path: Vec<u8>,
    /// Its bytes, with the comment before it.
    pub bytes: std::ops::Range<u32>,
    /// The line of its name, from 1.
    pub line: u32,
    /// Its last line.
    pub end_line: u32,
    /// What tells that which it says from what it said before.
    pub says: [u8; 16],
}

impl Symbol {
    /// Its name with those of what it stands in, as its language writes that.
    pub fn qualified(&self) -> String {
        let endings: [&[u8]; 6] = [b".rs", b".cpp", b".cc", b".hpp", b".h", b".php"];
        let colons = endings.iter().any(|ending| self.path.ends_with(ending));
        let parents = self.parents.iter().map(String::as_str);
        let parts: Vec<&str> = parents.chain([&*self.name]).collect();
        parts.join(if colons { "::" } else { "." })
    }
}

/// What there is. A name that fits two things leads to neither.
#[derive(Debug, Clone, Default)]
pub struct Known {
    files: HashMap<Vec<u8>, ()>,
    names: HashMap<Vec<u8>, Vec<Vec<u8>>>,
    tasks: HashMap<Id, Option<Thing>>,
    task_files: HashMap<Vec<u8>, Thing>,
    commits: Vec<String>,
    symbols: Vec<Symbol>,
    by_name: HashMap<String, Vec<usize>>,
    by_file: HashMap<Vec<u8>, Vec<usize>>,
    by_id: HashMap<String, usize>,
    runs: HashMap<String, String>,
    past: Past,
    root: Vec<u8>,
}

impl Known {
    /// Says where the workspace lies, so that whole paths into it are known.
    pub fn set_root(&mut self, root: &[u8]) {
        self.root = root.strip_suffix(b"/").unwrap_or(root).to_vec();
    }

    /// Takes in a file by its path, relative to the workspace.
    pub fn add_file(&mut self, path: &[u8]) {
        if self.files.insert(path.to_vec(), ()).is_none() {
            let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
            let paths = self.names.entry(name.to_vec()).or_default();
            paths.push(path.to_vec());
        }
    }

    /// Takes in a task with its file; `others` are the ids that it had before.
    pub fn add_task(&mut self, id: &Id, others: &[Id], path: &[u8]) {
        let thing = Self::task_of(id);
        for id in std::iter::once(id).chain(others) {
            let known = self.tasks.entry(id.clone());
            known
                .and_modify(|known| {
                    if known.as_ref() != Some(&thing) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(thing.clone()));
        }
        // Two files with one id are two tasks, and nobody knows which one is meant.
        if self.task_files.values().any(|known| *known == thing) {
            self.tasks.insert(id.clone(), None);
        }
        self.task_files.insert(path.to_vec(), thing);
    }

    /// Takes in a commit by its whole hash.
    pub fn add_commit(&mut self, hash: &str) {
        if let Err(at) = self.commits.binary_search_by(|known| (**known).cmp(hash)) {
            self.commits.insert(at, hash.to_owned());
        }
    }

    /// Takes in a symbol.
    pub fn add_symbol(&mut self, symbol: Symbol) {
        let at = self.symbols.len();
        let named = self.by_name.entry(symbol.name.clone());
        named.or_default().push(at);
        let inside = self.by_file.entry(symbol.path.clone());
        inside.or_default().push(at);
        self.by_id.insert(symbol.id.clone(), at);
        self.symbols.push(symbol);
    }

    /// Takes in a command that ran, by what it is called; of several the last one taken in counts.
    pub fn add_run(&mut self, title: &str, id: &str) {
        self.runs.insert(title.to_owned(), id.to_owned());
    }

    /// Takes in that a file was moved; the moves come in the order in which they were made.
    pub fn add_move(&mut self, old: &[u8], new: &[u8]) {
        self.past.add_move(old, new);
    }

    /// Takes in a file that was there at some time, and may be there still.
    pub fn add_gone(&mut self, path: &[u8]) {
        self.past.add_gone(path);
    }

    /// Whether a file was there at some time, as far as git knows.
    pub fn was(&self, path: &[u8]) -> bool {
        self.past.has(path)
    }

    /// Where the file lies now that was at a path where there is none any more.
    pub fn moved(&self, path: &[u8]) -> Option<Vec<u8>> {
        let last = self.past.last(path)?;
        (!self.has_file(path) && self.has_file(&last)).then_some(last)
    }

    /// Where the file that this path named lies now, or where it was last.
    pub(super) fn once(&self, folder: Option<&[u8]>, path: &str) -> Option<Once> {
        let at = |path: &[u8]| {
            let moved = || self.past.last(path).filter(|last| self.has_file(last));
            match self.has_file(path) {
                true => None,
                false => moved()
                    .map(Once::Moved)
                    .or_else(|| self.past.has(path).then(|| Once::Gone(path.to_vec()))),
            }
        };
        self.from(folder, path, at)
            .or_else(|| self.past.named(path).and_then(at))
    }

    /// The thing that a task's own id names.
    fn task_of(id: &Id) -> Thing {
        Thing::Task(id.as_str().to_owned())
    }

    /// The thing that a file is: a task where it is a task's.
    pub fn file_of(&self, path: &[u8]) -> Thing {
        let task = self.task_files.get(path);
        task.cloned().unwrap_or_else(|| Thing::File(path.to_vec()))
    }

    /// Whether there is such a file.
    pub fn has_file(&self, path: &[u8]) -> bool {
        self.files.contains_key(path)
    }

    /// The task with an id, or that had it before.
    pub fn task(&self, text: &str) -> Option<Thing> {
        self.tasks.get(&Id::parse(text)?)?.clone()
    }

    /// The commit whose hash begins so.
    pub fn commit(&self, hash: &str) -> Option<Thing> {
        let hash = hash.to_ascii_lowercase();
        if hash.len() < HASH || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let from = self.commits.partition_point(|known| *known < hash);
        let mut fitting = self.commits[from..].iter();
        let found = fitting.next().filter(|known| known.starts_with(&hash))?;
        let other = fitting.next().filter(|known| known.starts_with(&hash));
        other.is_none().then(|| Thing::Commit(found.clone()))
    }

    /// The file at a path, seen from a folder of the workspace, from those above it, or from the
    /// workspace's own; a whole path is where it says.
    pub fn file_from(&self, folder: Option<&[u8]>, path: &str) -> Option<Vec<u8>> {
        self.from(folder, path, |path| {
            self.has_file(path).then(|| path.to_vec())
        })
    }

    fn from<T>(
        &self,
        folder: Option<&[u8]>,
        path: &str,
        at: impl Fn(&[u8]) -> Option<T>,
    ) -> Option<T> {
        if path.starts_with('/') {
            let below = path.as_bytes().strip_prefix(&*self.root)?;
            let inside = join(b"", below.strip_prefix(b"/")?)?;
            return at(&inside).filter(|_| !self.root.is_empty());
        }
        let mut from = folder.unwrap_or_default().to_vec();
        for _ in 0..ABOVE {
            let joined = join(&from, path.as_bytes())?;
            if let Some(found) = at(&joined) {
                return Some(found);
            }
            if from.is_empty() {
                return None;
            }
            let end = from.iter().rposition(|byte| *byte == b'/');
            from.truncate(end.unwrap_or_default());
        }
        None
    }

    /// The one file whose path ends so.
    pub fn file_named(&self, path: &str) -> Option<Vec<u8>> {
        let plain = path.strip_prefix("./").unwrap_or(path).as_bytes();
        let name = plain.rsplit(|byte| *byte == b'/').next()?;
        let ends = |known: &&Vec<u8>| {
            let before = known.strip_suffix(plain);
            before.is_some_and(|before| before.is_empty() || before.ends_with(b"/"))
        };
        only(self.names.get(name)?.iter().filter(ends)).cloned()
    }

    /// The one symbol that has this name, with or without what it stands in: `grow`, `Step::grow`,
    /// `step.grow()`.
    pub fn symbol(&self, said: &str) -> Option<&Symbol> {
        let parts = parts(said);
        let (name, outer) = parts.split_last()?;
        let fits = |symbol: &&Symbol| stands_in(symbol, outer);
        let named = self.by_name.get(*name)?.iter();
        only(named.map(|at| &self.symbols[*at]).filter(fits))
    }

    /// The one symbol of a file that has this name; see [`Known::symbol`].
    pub fn symbol_in(&self, path: &[u8], said: &str) -> Option<&Symbol> {
        let parts = parts(said);
        let (name, outer) = parts.split_last()?;
        let fits = |symbol: &&Symbol| symbol.name == *name && stands_in(symbol, outer);
        only(self.symbols_of(path).filter(fits))
    }

    /// The symbol of an identity.
    pub fn symbol_of(&self, id: &str) -> Option<&Symbol> {
        self.by_id.get(id).map(|at| &self.symbols[*at])
    }

    /// The command that is called so: `cargo test · exit 101`.
    pub fn run(&self, title: &str) -> Option<Thing> {
        self.runs.get(title.trim()).cloned().map(Thing::Run)
    }

    /// Whether there is such a task.
    pub fn has_task(&self, id: &str) -> bool {
        let parsed = Id::parse(id);
        parsed.is_some_and(|id| self.tasks.contains_key(&id))
    }

    /// Whether there is such a commit, by its whole hash.
    pub fn has_commit(&self, hash: &str) -> bool {
        let found = self.commits.binary_search_by(|known| (**known).cmp(hash));
        found.is_ok()
    }

    /// The innermost symbol of a file that has this line.
    pub fn symbol_at(&self, path: &[u8], line: u32) -> Option<&Symbol> {
        self.innermost(path, |symbol| {
            (symbol.line..=symbol.end_line).contains(&line)
        })
    }

    /// The innermost symbol of a file that has this byte, in itself or in the comment before it.
    pub fn symbol_around(&self, path: &[u8], byte: u32) -> Option<&Symbol> {
        self.innermost(path, |symbol| symbol.bytes.contains(&byte))
    }

    /// The symbols of a file.
    pub fn symbols_of(&self, path: &[u8]) -> impl Iterator<Item = &Symbol> {
        let inside = self.by_file.get(path).map_or(&[][..], Vec::as_slice);
        inside.iter().map(|at| &self.symbols[*at])
    }

    fn innermost(&self, path: &[u8], has: impl Fn(&Symbol) -> bool) -> Option<&Symbol> {
        let inside = self.symbols_of(path).filter(|symbol| has(symbol));
        inside.min_by_key(|symbol| symbol.end_line - symbol.line.min(symbol.end_line))
    }
}

/// What an iterator gives when it gives one alone.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The parts of a qualified name: `a::B.c()` is `a`, `B`, `c`.
pub(super) fn parts(said: &str) -> Vec<&str> {
    let said = said.trim().trim_start_matches('&');
    let said = said.split('(').next().unwrap_or_default();
    let said = said.trim_end_matches(['!', '?', ':', '.', '#']);
    let parts = said.split([':', '.', '#', '>']);
    let parts = parts.map(|part| part.trim_end_matches('-'));
    parts.filter(|part| !part.is_empty()).collect()
}

/// Whether what is written before a symbol's name is what it stands in: the symbols around it, then
/// the file and its folders.
fn stands_in(symbol: &Symbol, outer: &[&str]) -> bool {
    let mut wanted = outer
        .iter()
        .rev()
        .filter(|part| !ROOTS.contains(part))
        .copied()
        .peekable();
    let own = symbol.parents.iter().rev();
    for parent in own {
        match wanted.peek() {
            None => return true,
            Some(part) if part == parent => drop(wanted.next()),
            Some(_) => return false,
        }
    }
    let path = String::from_utf8_lossy(&symbol.path).into_owned();
    let mut folders = path.rsplit('/');
    let file = folders.next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let stem = (!BY_FOLDER.contains(&stem)).then_some(stem);
    let mut around = stem.into_iter().chain(folders);
    wanted.all(|part| around.next() == Some(part))
}

/// A path from a folder, without `.` and `..`; nothing when it leads out.
fn join(folder: &[u8], path: &[u8]) -> Option<Vec<u8>> {
    if path.starts_with(b"/") {
        return None;
    }
    let mut parts: Vec<&[u8]> = Vec::new();
    let all = folder
        .split(|byte| *byte == b'/')
        .chain(path.split(|byte| *byte == b'/'));
    for part in all {
        match part {
            b"" | b"." => {}
            b".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join(&b'/'))
}
