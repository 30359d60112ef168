//! What happens to files, and what becomes of the ids of their symbols.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::identity::{Known, carry};
use super::known::{Departed, Identity, are};
use super::{Change, File, SymbolId, Symbols};

/// How many symbols are remembered that are in no file any more.
const DEPARTED: usize = 20_000;

impl Symbols {
    /// Takes what happened at once, so that what left one file and came into another is seen as one.
    pub fn apply(&mut self, changes: Vec<Change>) {
        let mut put: BTreeMap<Arc<[u8]>, Option<File>> = BTreeMap::new();
        for change in changes {
            match change {
                Change::Put(prepared) => put.insert(prepared.path, Some(*prepared.file)),
                Change::Removed(path) => put.insert(path.into(), None),
            };
        }
        let mut left: Vec<Departed> = Vec::new();
        for path in put.keys() {
            let Some((unwritten, known)) = self.take(path) else {
                continue;
            };
            self.touch(path);
            left.extend(known.into_iter().map(|identity| Departed {
                identity,
                path: path.clone(),
                left: self.next(),
                unwritten,
            }));
        }
        let fresh = left.len();
        left.append(&mut self.departed);
        let old: Vec<Known<'_>> = left
            .iter()
            .map(|it| Known::of(&it.path, &it.identity))
            .collect();
        let files = put
            .iter()
            .filter_map(|(path, file)| Some((path, file.as_ref()?)));
        let new: Vec<Known<'_>> = files
            .flat_map(|(path, file)| file.symbols.iter().map(|s| Known::new(path, s)))
            .collect();
        let mut carried = carry(&old, fresh, &new).into_iter();
        let mut taken = vec![false; left.len()];
        for (path, file) in put {
            let Some(mut file) = file else { continue };
            self.touch(&path);
            let ids = carried.by_ref().take(file.symbols.len());
            file.ids = ids
                .map(|from| match from {
                    Some(from) => {
                        taken[from] = true;
                        left[from].identity.id
                    }
                    None => SymbolId(self.ids.next()),
                })
                .collect();
            self.files.insert(path, file);
        }
        for (number, departed) in left.into_iter().enumerate() {
            // What left last stands first and stays longest.
            if taken[number] || self.departed.len() >= DEPARTED {
                self.unkept.insert(departed.path);
            } else {
                self.departed.push(departed);
            }
        }
    }

    /// Takes at once those files that define exactly what is known of them, and gives back the
    /// others, which have to be seen together.
    pub fn settle(&mut self, changes: Vec<Change>) -> Vec<Change> {
        let mut others = Vec::new();
        for change in changes {
            let known = match &change {
                Change::Put(prepared) => self.awaiting.get(&prepared.path),
                Change::Removed(_) => None,
            };
            match (change, known) {
                (Change::Put(mut prepared), Some(known)) if are(known, &prepared.file.symbols) => {
                    prepared.file.ids = known.iter().map(|known| known.id).collect();
                    self.awaiting.remove(&prepared.path);
                    self.changed = true;
                    self.files.insert(prepared.path, *prepared.file);
                }
                (change, _) => others.push(change),
            }
        }
        others
    }

    /// Forgets every file that something is kept of in which one of the texts stands, and symbols
    /// that are in no file any more. What the files still say is read again at the next look, and
    /// is recognised then.
    pub fn forget(&mut self, texts: &[String]) {
        let has = |text: &str| texts.iter().any(|gone| text.contains(gone.as_str()));
        let path_has = |path: &[u8]| has(&String::from_utf8_lossy(path));
        let says = |path: &[u8], file: &File| {
            let symbol_says = |symbol: &crate::syntax::Symbol| {
                let said = [&symbol.name, &symbol.signature, &symbol.doc];
                let mut said = said.into_iter().chain(symbol.parents.iter());
                said.any(|text| has(text))
            };
            path_has(path) || file.symbols.iter().any(symbol_says)
        };
        let saying = self.files.iter().filter(|(path, file)| says(path, file));
        let saying: Vec<Arc<[u8]>> = saying.map(|(path, _)| path.clone()).collect();
        for path in saying {
            if let Some(file) = self.files.remove(&path) {
                self.changed = true;
                let known = Identity::of(file);
                if !known.is_empty() {
                    self.awaiting.insert(path, known);
                }
            }
        }
        for departed in std::mem::take(&mut self.departed) {
            if path_has(&departed.path) || departed.identity.says(&has) {
                self.touch(&departed.path);
            } else {
                self.departed.push(departed);
            }
        }
    }

    /// What was known of a file's symbols, and whether it may be written down readably.
    fn take(&mut self, path: &[u8]) -> Option<(bool, Vec<Identity>)> {
        if let Some(file) = self.files.remove(path) {
            return Some((file.unwritten, Identity::of(file)));
        }
        let known = self.awaiting.remove(path)?;
        let unwritten = super::file::is_secret(&self.gatekeeper, path);
        Some((unwritten, known))
    }

    /// Notes that what is kept of a file is not right any more.
    fn touch(&mut self, path: &Arc<[u8]>) {
        self.changed = true;
        self.unkept.insert(path.clone());
    }
}
