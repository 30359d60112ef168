//! Finding files by name: a list of all paths and a fuzzy match over it.

use std::collections::BTreeSet;

use nucleo::pattern::{CaseMatching, Normalization, Pattern};
use nucleo::{Config, Matcher, Utf32Str};

/// A file that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its path.
    pub path: Vec<u8>,
    /// UTF-16 offsets in the lossy path that matched.
    pub positions: Vec<u32>,
    /// It was open lately.
    pub recent: bool,
}

/// The paths of the workspace's files.
#[derive(Debug, Default)]
pub struct Finder {
    paths: BTreeSet<Vec<u8>>,
}

impl Finder {
    /// Takes a whole new list.
    pub fn replace(&mut self, paths: impl IntoIterator<Item = Vec<u8>>) {
        self.paths = paths.into_iter().collect();
    }

    /// Adds a file.
    pub fn insert(&mut self, path: Vec<u8>) {
        self.paths.insert(path);
    }

    /// Removes a file, or everything below a folder.
    pub fn remove(&mut self, path: &[u8]) {
        self.paths.remove(path);
        let below = [path, b"/"].concat();
        let end = [path, b"0"].concat();
        // "0" is the character behind "/", so that the range holds exactly what is below.
        let gone: Vec<_> = self.paths.range(below..end).cloned().collect();
        for path in gone {
            self.paths.remove(&path);
        }
    }

    /// All of them, in the order of their bytes.
    pub fn paths(&self) -> impl Iterator<Item = &[u8]> {
        self.paths.iter().map(Vec::as_slice)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// The best matches and how many match at all. `recent` are the files that were open lately,
    /// the last one first; they come first among equals, and alone when the query is empty.
    pub fn find(&self, query: &str, limit: usize, recent: &[Vec<u8>]) -> (Vec<Found>, usize) {
        let rank = |path: &[u8]| recent.iter().position(|r| r == path);
        let query = query.trim();
        if query.is_empty() {
            let lately = recent.iter().filter(|path| self.paths.contains(*path));
            let others = self.paths.iter().filter(|path| rank(path).is_none());
            let found = lately.chain(others).take(limit).map(|path| Found {
                path: path.clone(),
                positions: Vec::new(),
                recent: rank(path).is_some(),
            });
            return (found.collect(), self.paths.len());
        }
        let mut matcher = Matcher::new(Config::DEFAULT.match_paths());
        let pattern = Pattern::parse(query, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut scored: Vec<(u32, &[u8])> = Vec::new();
        for path in &self.paths {
            let text = String::from_utf8_lossy(path);
            if let Some(score) = pattern.score(characters(&text, &mut buffer), &mut matcher) {
                // A file that was open lately is what most people mean; it gains as much as a few
                // matched characters, the last one most.
                let bonus = rank(path).map_or(0, |at| 60u32.saturating_sub(at as u32 * 2).max(8));
                scored.push((score + bonus + said(query, &text), path));
            }
        }
        let count = scored.len();
        scored.sort_by(|a, b| {
            b.0.cmp(&a.0)
                .then(a.1.len().cmp(&b.1.len()))
                .then_with(|| a.1.cmp(b.1))
        });
        let found = scored.into_iter().take(limit).map(|(_, path)| Found {
            positions: positions(&pattern, &mut matcher, &String::from_utf8_lossy(path)),
            recent: rank(path).is_some(),
            path: path.to_vec(),
        });
        (found.collect(), count)
    }
}

/// What a path gains because the query says its name: more than any that only fits can have, however
/// lately it was open.
fn said(query: &str, path: &str) -> u32 {
    let (query, path) = (query.to_lowercase(), path.to_lowercase());
    let name = path.rsplit('/').next().unwrap_or_default();
    if name == query || path == query || path.ends_with(&format!("/{query}")) {
        2_000
    } else if name.starts_with(&query) {
        1_000
    } else {
        0
    }
}

/// A text as the matcher takes it, one character each. Its own way joins a letter with the marks
/// that follow it, and then its positions cannot be counted in the text any more.
fn characters<'a>(text: &'a str, buffer: &'a mut Vec<char>) -> Utf32Str<'a> {
    if text.is_ascii() {
        return Utf32Str::Ascii(text.as_bytes());
    }
    buffer.clear();
    buffer.extend(text.chars());
    Utf32Str::Unicode(buffer)
}

fn positions(pattern: &Pattern, matcher: &mut Matcher, text: &str) -> Vec<u32> {
    let mut buffer = Vec::new();
    let mut indices = Vec::new();
    pattern.indices(characters(text, &mut buffer), matcher, &mut indices);
    indices.sort_unstable();
    indices.dedup();
    // The matcher counts characters; the page counts UTF-16 units.
    let mut units = Vec::with_capacity(indices.len());
    let mut wanted = indices.into_iter().peekable();
    let mut unit = 0u32;
    for (index, character) in text.chars().enumerate() {
        if wanted.next_if_eq(&(index as u32)).is_some() {
            units.push(unit);
        }
        unit += character.len_utf16() as u32;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder(paths: &[&str]) -> Finder {
        let mut finder = Finder::default();
        finder.replace(paths.iter().map(|p| p.as_bytes().to_vec()));
        finder
    }

    fn names(found: &(Vec<Found>, usize)) -> Vec<String> {
        found
            .0
            .iter()
            .map(|f| String::from_utf8_lossy(&f.path).into_owned())
            .collect()
    }

    #[test]
    fn the_best_match_comes_first_and_its_characters_are_told() {
        let finder = finder(&["src/lines.rs", "src/deadlines.rs", "docs/x.md"]);
        let found = finder.find("lines", 10, &[]);
        assert_eq!(names(&found), ["src/lines.rs", "src/deadlines.rs"]);
        assert_eq!(found.0[0].positions, [4, 5, 6, 7, 8]);
        assert_eq!(found.1, 2, "and how many match at all");
    }

    #[test]
    fn what_was_open_lately_comes_first() {
        let finder = finder(&["a/main.rs", "b/main.rs", "c/x.rs"]);
        let recent = [b"b/main.rs".to_vec(), b"gone.rs".to_vec()];
        assert_eq!(
            names(&finder.find("main", 10, &recent)),
            ["b/main.rs", "a/main.rs"]
        );
        let all = finder.find("", 2, &recent);
        assert_eq!(
            names(&all),
            ["b/main.rs", "a/main.rs"],
            "and what is gone is left out"
        );
    }

    #[test]
    fn a_name_that_was_typed_whole_beats_what_was_open_lately() {
        let finder = finder(&["a.txt", "latin.txt", "b/cat.txt", "ca/x"]);
        let recent = [b"latin.txt".to_vec(), b"b/cat.txt".to_vec()];
        assert_eq!(names(&finder.find("a.txt", 1, &recent)), ["a.txt"]);
        assert_eq!(names(&finder.find("b/cat.txt", 1, &recent)), ["b/cat.txt"]);
        assert_eq!(
            names(&finder.find("ca", 1, &recent)),
            ["b/cat.txt"],
            "then the start of a name"
        );
    }

    #[test]
    fn removing_a_folder_takes_what_is_below_and_nothing_else() {
        let mut finder = finder(&["a/x", "a/b/y", "a.rs", "ab"]);
        finder.remove(b"a");
        assert_eq!(finder.len(), 2);
    }

    #[test]
    fn offsets_count_utf16_units() {
        let finder = finder(&["\u{1f600}/ab"]);
        assert_eq!(finder.find("ab", 1, &[]).0[0].positions, [3, 4]);
    }
}
