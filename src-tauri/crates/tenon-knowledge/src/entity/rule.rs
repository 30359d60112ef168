//! Expressions, and what was found by them.

use std::ops::Range;
use std::sync::OnceLock;

use regex_automata::Input;
use regex_automata::meta::Regex;
use regex_automata::util::captures::Captures;

use super::part::{Part, Signs};
use super::{Entity, Kind};

/// An expression that is compiled when it is first needed.
pub(super) struct Pattern {
    expression: &'static str,
    /// What a line that has a match has in any case.
    needs: Signs,
    /// Of these it has at least one; no matter where it is empty.
    any: Signs,
    is_wide: bool,
    /// Words of which each line with a match has one; finding them is much cheaper.
    words: Option<&'static Pattern>,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub const fn new(expression: &'static str) -> Self {
        Self::of(0, 0, expression)
    }

    /// An expression that matches only in lines that have all of `needs`, and one of `any`.
    pub const fn of(needs: Signs, any: Signs, expression: &'static str) -> Self {
        Self {
            expression,
            needs,
            any,
            is_wide: false,
            words: None,
            compiled: OnceLock::new(),
        }
    }

    /// The same with letters of all languages in its words.
    pub const fn wide(mut self) -> Self {
        self.is_wide = true;
        self
    }

    /// The same in lines alone where the words are found too.
    pub const fn beside(mut self, words: &'static Pattern) -> Self {
        self.words = Some(words);
        self
    }

    fn regex(&self) -> Option<&Regex> {
        let compiled = self.compiled.get_or_init(|| {
            // The classes of Unicode make the automata large, and a text with one letter beyond
            // ASCII slow.
            let expression = self
                .expression
                .replace(r"\b", r"(?-u:\b)")
                .replace(r"\d", "[0-9]")
                .replace(r"\s", r"[ \t\r\n]")
                // A line ends before the line end of Windows too.
                .replace("(?m)", "(?mR)");
            // Only names of files have letters beyond ASCII.
            let expression = match self.is_wide {
                true => expression,
                false => expression.replace(r"\w", "[0-9A-Za-z_]"),
            };
            let compiled = Regex::new(&expression);
            debug_assert!(compiled.is_ok(), "{}: {compiled:?}", self.expression);
            compiled.ok()
        });
        compiled.as_ref()
    }

    /// Each match: the ranges of its groups, the whole first.
    pub fn each(&self, part: &Part<'_>) -> impl Iterator<Item = Groups> + use<> {
        let pieces = part.pieces(self.needs, self.any);
        let pieces = match self.words.and_then(Self::regex) {
            Some(words) => lines_with(part, words, pieces),
            None => pieces,
        };
        let mut all = Vec::new();
        let regex = match pieces.is_empty() {
            true => None,
            false => self.regex(),
        };
        if let Some(regex) = regex {
            // One place for what is found serves all pieces: most have nothing.
            let mut captures = regex.create_captures();
            for piece in pieces {
                let mut at = piece.start;
                while at < piece.end {
                    let input = Input::new(&**part).span(at..piece.end);
                    regex.search_captures(&input, &mut captures);
                    let Some(whole) = captures.get_match() else {
                        break;
                    };
                    // No expression here matches nothing; one that does must not stay for ever.
                    if whole.end() <= at {
                        break;
                    }
                    at = whole.end();
                    all.push(Groups(captures.clone()));
                }
            }
        }
        all.into_iter()
    }

    /// Each match in a short text.
    pub fn within<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Groups> + 't {
        let regex = self.regex();
        regex
            .into_iter()
            .flat_map(move |regex| regex.captures_iter(text))
            .map(Groups)
    }

    /// Whether the text begins with a match, or has one where the expression is not anchored.
    pub fn is_in(&self, text: &str) -> bool {
        self.regex().is_some_and(|regex| regex.is_match(text))
    }
}

/// The lines of the pieces that have a match, each with the line end before it.
fn lines_with(text: &str, words: &Regex, pieces: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    for piece in pieces {
        let mut at = piece.start;
        while let Some(hit) = words.search(&Input::new(text).span(at..piece.end)) {
            let start = text[at..hit.start()].rfind('\n');
            let end = text[hit.end()..piece.end].find('\n');
            let end = end.map_or(piece.end, |end| hit.end() + end + 1);
            // The line end belongs to both lines, as it does in pieces.
            lines.push(
                start.map_or(at.saturating_sub(usize::from(at > piece.start)), |start| {
                    at + start
                })..end,
            );
            at = end;
        }
    }
    lines
}

/// A list of words, one a line and sorted by their bytes.
pub(super) struct Words(&'static str, OnceLock<Vec<&'static str>>);

impl Words {
    pub const fn new(lines: &'static str) -> Self {
        Self(lines, OnceLock::new())
    }

    pub fn has(&self, word: &str) -> bool {
        let words = self.1.get_or_init(|| self.0.lines().collect());
        debug_assert!(
            words.is_sorted(),
            "{word} is looked for in a list without order"
        );
        words.binary_search(&word).is_ok()
    }
}

/// The groups of one match.
pub(super) struct Groups(Captures);

impl Groups {
    pub fn range(&self, group: usize) -> Option<Range<usize>> {
        self.0.get_group(group).map(|span| span.start..span.end)
    }

    /// The first group, or the whole where the expression has none that matched.
    pub fn first(&self) -> Range<usize> {
        (1..self.0.group_len())
            .find_map(|group| self.range(group))
            .or_else(|| self.range(0))
            .unwrap_or_default()
    }
}

/// What was found in one text.
pub(super) struct Found<'t> {
    text: &'t str,
    /// Those that share no byte, by where they begin.
    apart: std::collections::BTreeMap<usize, Entity>,
    /// Those that may have others in them, of each kind by where they begin.
    around: std::collections::BTreeMap<(Kind, usize), Entity>,
}

impl<'t> Found<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            apart: std::collections::BTreeMap::new(),
            around: std::collections::BTreeMap::new(),
        }
    }

    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Adds an entity whose value is its text.
    pub fn add(&mut self, kind: Kind, range: Range<usize>) {
        let value = self.text[range.clone()].to_owned();
        self.add_as(kind, range, value);
    }

    /// Adds an entity, unless another one has some of its bytes.
    pub fn add_as(&mut self, kind: Kind, range: Range<usize>, value: String) {
        let before = self.apart.range(..range.end).next_back();
        let is_taken = before.is_some_and(|(_, other)| other.range.end > range.start);
        if !range.is_empty() && !is_taken {
            let entity = Entity { range, kind, value };
            self.apart.insert(entity.range.start, entity);
        }
    }

    /// Adds an entity that others may stand in.
    pub fn add_around(&mut self, kind: Kind, range: Range<usize>, value: String) {
        let before = self.around.range(..(kind, range.end)).next_back();
        let is_taken = before
            .is_some_and(|((other, _), entity)| *other == kind && entity.range.end > range.start);
        if !range.is_empty() && !is_taken {
            self.around
                .insert((kind, range.start), Entity { range, kind, value });
        }
    }

    /// Whether a range lies in an entity that others may stand in.
    pub fn is_in(&self, kind: Kind, range: &Range<usize>) -> bool {
        let before = self.around.range(..(kind, range.end)).next_back();
        before.is_some_and(|((other, _), entity)| {
            *other == kind && entity.range.start <= range.start && entity.range.end >= range.end
        })
    }

    pub fn done(self) -> Vec<Entity> {
        self.apart
            .into_values()
            .chain(self.around.into_values())
            .collect()
    }
}

/// The same range in the whole text, of which the part begins at `at`.
pub(super) fn moved(range: Range<usize>, at: usize) -> Range<usize> {
    range.start + at..range.end + at
}

/// The character before and the one behind a range.
pub(super) fn around(text: &str, range: &Range<usize>) -> (Option<char>, Option<char>) {
    let before = text[..range.start].chars().next_back();
    (before, text[range.end..].chars().next())
}

/// The last place up to `at` where a character begins, or the end of the text.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or_default()
}

/// How much of a line is looked at on either side of a place, in bytes: lines without an end would
/// take as long as they have entities.
const AROUND: usize = 500;

/// The line that a place stands in, and where it begins; of a long one the piece around the place.
pub(super) fn line(text: &str, at: usize) -> (usize, &str) {
    let from = floor(text, at.saturating_sub(AROUND));
    let to = floor(text, at + AROUND);
    let start = text[from..at]
        .rfind('\n')
        .map_or(from, |end| from + end + 1);
    let end = text[at..to].find('\n').map_or(to, |end| at + end);
    (start, &text[start..end])
}

/// Whether a place stands between two backquotes of its line.
pub(super) fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    let (start, line) = line(text, range.start);
    let before = line.get(..range.start - start).unwrap_or_default();
    let after = line
        .get(range.end.saturating_sub(start)..)
        .unwrap_or_default();
    before.matches('`').count() % 2 == 1 && after.contains('`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shares_bytes_with_an_earlier_one_is_left_out() {
        let mut found = Found::new("one two three");
        found.add(Kind::File, 4..7);
        found.add(Kind::Url, 0..5);
        found.add(Kind::Url, 6..9);
        found.add(Kind::Url, 0..4);
        found.add(Kind::Url, 7..13);
        found.add_around(Kind::Todo, 0..13, "all".into());
        found.add_around(Kind::Todo, 3..5, "twice".into());
        let places: Vec<_> = found.done().into_iter().map(|it| it.range).collect();
        assert_eq!(places, [0..4, 4..7, 7..13, 0..13]);
    }

    #[test]
    fn an_expression_beside_words_sees_whole_lines_with_their_ends() {
        static WORDS: Pattern = Pattern::new("one|two");
        static BESIDE: Pattern = Pattern::new(r"(?:^|\n)([a-z ]+)(?:\n|$)").beside(&WORDS);
        let text = "a one\nb\nc two one\nd";
        let found = BESIDE.each(&Part::new(text));
        let found: Vec<_> = found.map(|groups| &text[groups.first()]).collect();
        assert_eq!(found, ["a one", "c two one"]);
        let text = "one\ntwo\none";
        let found = BESIDE.each(&Part::new(text));
        let found: Vec<_> = found.map(|groups| &text[groups.first()]).collect();
        assert_eq!(found, ["one", "two", "one"]);
    }

    #[test]
    fn quoted_is_what_stands_between_backquotes_of_one_line() {
        let text = "a `b c` d\n`e";
        assert!(is_quoted(text, &(3..4)));
        assert!(!is_quoted(text, &(8..9)));
        assert!(!is_quoted(text, &(11..12)));
    }
}
