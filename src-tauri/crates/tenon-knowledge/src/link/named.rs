//! How sure it is that a name in a text means the one symbol that has it.

use std::collections::HashSet;

use super::known::{Known, Symbol};
use super::text::place_of;
use super::{History, Mention, Text, Thing};
use crate::entity;

/// How sure a name is, by how it is written: with what the symbol stands in, as only code writes
/// names (`drain_sink`), as a call (`drain()`), or as any word.
const QUALIFIED: f64 = 0.9;
const COMPOUND: f64 = 0.76;
const CALLED: f64 = 0.6;
const WORD: f64 = 0.48;
/// What it adds that the same text names the symbol's file, or what the symbol stands in.
const COMPANY: f64 = 0.09;
/// What each part of a name adds after the second, for the first few.
const PART: f64 = 0.02;
/// What it takes that the symbol is a part of another, which the text does not say.
const INNER: f64 = 0.08;
/// What it takes that a name is in capitals, as variables of the environment are.
const SHOUTED: f64 = 0.25;
/// A name that is shorter is a word of many meanings, and a word that is longer has hardly another.
const SHORT: usize = 4;
const LONG: usize = 12;
/// Folders of what is there to be looked at by tests and readers.
const SAMPLES: [&str; 7] = [
    "fixtures",
    "fixture",
    "testdata",
    "examples",
    "snapshots",
    "vendor",
    "third_party",
];
/// What the library of many a language calls its own.
const COMMON: [&str; 24] = [
    "clone", "close", "collect", "count", "default", "expect", "filter", "find", "flush", "format",
    "index", "insert", "iter", "join", "length", "lock", "print", "push", "read", "remove",
    "replace", "split", "unwrap", "write",
];

/// The names of a text.
pub(super) struct Names<'a> {
    known: &'a Known,
    /// The lines of its blocks of code.
    fences: &'a [std::ops::RangeInclusive<u32>],
    /// The files that it names.
    files: HashSet<Vec<u8>>,
    /// The names that it says, without those of one word alone.
    parts: HashSet<&'a str>,
    /// Whether it lies among samples itself.
    is_sample: bool,
}

impl<'a> Names<'a> {
    /// Takes in what a text names.
    pub fn of(history: &History<'a>, text: &'a Text, known: &'a Known) -> Self {
        let path = text.path.as_deref();
        let note = path.and_then(|path| history.vault?.note(path));
        let folder = path.map(super::text::folder);
        let (mut files, mut parts) = (HashSet::new(), HashSet::new());
        for mention in &text.mentions {
            match mention.kind {
                entity::Kind::File => {
                    let (path, _) = place_of(&mention.value);
                    let found = known.file_from(folder, path);
                    files.extend(found.or_else(|| known.file_named(path)));
                }
                entity::Kind::Symbol => {
                    let is_type = mention.value.starts_with(char::is_uppercase);
                    let said = super::known::parts(&mention.value);
                    if said.len() > 1 || is_type {
                        parts.extend(said);
                    }
                }
                _ => {}
            }
        }
        for link in note.map_or(&[][..], |note| &note.links) {
            files.extend(known.file_named(link.target.trim()));
        }
        Self {
            known,
            fences: note.map_or(&[], |note| &note.fences),
            files,
            parts,
            is_sample: path.is_some_and(is_sample),
        }
    }

    /// The symbol that a mention may mean, how sure that is, and why.
    pub fn symbol(&self, mention: &Mention) -> Option<(Thing, f64, String)> {
        let said = &mention.value;
        // A block of code has names of its own.
        if self
            .fences
            .iter()
            .any(|lines| lines.contains(&mention.line))
        {
            return None;
        }
        let symbol = self.known.symbol(said)?;
        let is_qualified = said.contains(['.', ':', '#', '>']);
        if is_qualified && is_key(said, symbol)
            || !is_qualified && symbol.name.chars().count() < SHORT
            || is_sample(&symbol.path) && !self.is_sample
        {
            return None;
        }
        let mut sure = match () {
            () if is_qualified => QUALIFIED,
            () if is_compound(&symbol.name) => COMPOUND,
            () if symbol.name.chars().count() >= LONG => COMPOUND,
            () if mention.called && !COMMON.contains(&&*symbol.name) => CALLED,
            () => WORD,
        };
        let parent = symbol.parents.last();
        let names_parent = parent.is_some_and(|parent| self.parts.contains(&**parent));
        if self.files.contains(&symbol.path) || names_parent && !is_qualified {
            sure += COMPANY;
        } else if parent.is_some() && !is_qualified {
            sure -= INNER;
        }
        let parts = humps(&symbol.name).saturating_sub(2).min(3);
        sure += PART * f64::from(u8::try_from(parts).unwrap_or(3));
        if is_shouted(&symbol.name) && !is_qualified {
            sure -= SHOUTED;
        }
        let reason = format!("same symbol: {}", symbol.name);
        Some((Thing::Symbol(symbol.id.clone()), sure.min(0.99), reason))
    }
}

/// Whether a dotted name may as well be that of a setting or of a command: `secrets.rules` names the
/// function `rules` of `secrets.rs` only where it is written as a path or a call. In Python a module and
/// its function are written so. What follows a `#` is a heading or a number behind anything but a type.
fn is_key(said: &str, symbol: &Symbol) -> bool {
    let is_small = |sign: char| {
        let before = said.rsplit_once(sign);
        before.is_some_and(|(before, _)| !before.contains(char::is_uppercase))
    };
    let is_path = said.contains([':', '>']) || said.contains('(');
    let is_dotted = is_small('.') && !symbol.path.ends_with(b".py");
    !is_path && (is_dotted || is_small('#'))
}

/// Whether a name is written as only code writes it.
fn is_compound(name: &str) -> bool {
    humps(name) > 1
}

/// How many words a name has: `drain_sink` two, `LineStep` two, `HTTPServer` two.
fn humps(name: &str) -> usize {
    let parts = name.split('_').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let signs: Vec<char> = part.chars().collect();
            let begins = signs.windows(2).filter(|pair| {
                let [before, sign] = pair else { return false };
                before.is_lowercase() && sign.is_uppercase()
            });
            let after = signs.windows(3).filter(|three| {
                let [before, sign, next] = three else {
                    return false;
                };
                before.is_uppercase() && sign.is_uppercase() && next.is_lowercase()
            });
            1 + begins.count() + after.count()
        })
        .sum()
}

fn is_shouted(name: &str) -> bool {
    name.contains('_') && !name.contains(char::is_lowercase)
}

/// Whether a file is there to be looked at by tests and readers, and says nothing of the project.
pub(super) fn is_sample(path: &[u8]) -> bool {
    let path = String::from_utf8_lossy(path);
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders.split('/').any(|folder| SAMPLES.contains(&folder))
}
