//! A line as people and the page see it: text, and where the matches stand in it.

use grep_matcher::Matcher;
use grep_regex::RegexMatcher;

/// A line that is longer is shown in part, in bytes.
const LONGEST: usize = 16 << 10;
/// What is shown before the first match of such a line, in bytes.
const BEFORE: usize = 256;
/// More matches than these are not marked in one line.
const MARKED: usize = 500;

pub(crate) struct Shown {
    pub text: String,
    pub ranges: Vec<[u32; 2]>,
    /// Of the first match, from 1, in bytes.
    pub column: u64,
    pub cut: bool,
}

/// Shows a line, which comes without its `\n`; `ended` says whether it had one, to which a `\r` before
/// it belongs.
pub(crate) fn show(line: &[u8], ended: bool, matcher: &RegexMatcher) -> Shown {
    let mut matches = places(line, matcher);
    if matches.is_empty() {
        // Beside a byte that is no character a word is one only among other lines.
        let among = [b"\n", line, b"\n"].concat();
        let inside = places(&among, matcher).into_iter();
        matches = inside
            .filter(|m| m.0 > 0 && m.1 <= line.len() + 1)
            .map(|m| (m.0 - 1, m.1 - 1))
            .collect();
    }
    let first = matches.first().map_or(0, |m| m.0);
    let (from, to) = part(line, first);
    let end = match ended && to == line.len() && line.ends_with(b"\r") {
        true => to - 1,
        false => to,
    };
    let shown = &line[from..end.max(from)];
    let inside = matches.iter().filter(|m| (from..=end).contains(&m.0));
    let inside = inside.map(|m| (m.0 - from, m.1.min(end) - from));
    let (text, ranges) = marked(shown, &inside.collect::<Vec<_>>());
    Shown {
        text,
        ranges,
        column: first as u64 + 1,
        cut: from > 0 || to < line.len(),
    }
}

/// Where the matches stand.
fn places(line: &[u8], matcher: &RegexMatcher) -> Vec<(usize, usize)> {
    let mut matches = Vec::new();
    let found = matcher.find_iter(line, |m| {
        matches.push((m.start(), m.end()));
        matches.len() < MARKED
    });
    if found.is_err() {
        matches.clear();
    }
    matches
}

/// Bytes as text, and places in them as UTF-16 units. What lies inside of a character takes all of
/// it, and an empty place there is left out.
fn marked(bytes: &[u8], places: &[(usize, usize)]) -> (String, Vec<[u32; 2]>) {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    if bytes.is_ascii() {
        let ranges = places.iter().map(|(from, to)| [number(*from), number(*to)]);
        let text = String::from_utf8_lossy(bytes).into_owned();
        return (text, ranges.collect());
    }
    let mut text = String::with_capacity(bytes.len());
    // Where each character begins, in bytes and in units.
    let mut edges = vec![(0, 0)];
    let (mut at, mut units) = (0, 0);
    let mut add = |c: char, size: usize| {
        text.push(c);
        at += size;
        units += c.len_utf16();
        edges.push((at, units));
    };
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            add(c, c.len_utf8());
        }
        if !chunk.invalid().is_empty() {
            add(char::REPLACEMENT_CHARACTER, chunk.invalid().len());
        }
    }
    let ranges = places.iter().filter_map(|(from, to)| {
        let begin = edges.partition_point(|(at, _)| at <= from) - 1;
        let end = edges.partition_point(|(at, _)| at < to);
        let inside = from == to && edges[begin].0 != *from;
        let end = edges.get(end).or(edges.last())?.1;
        (!inside).then_some([number(edges[begin].1), number(end)])
    });
    let ranges = ranges.collect();
    (text, ranges)
}

/// A line as text, in part when it is long.
pub(crate) fn plain(line: &[u8]) -> String {
    let line = match line.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").unwrap_or(line),
        None => line,
    };
    let (from, to) = part(line, 0);
    String::from_utf8_lossy(&line[from..to]).into_owned()
}

/// The part of a line that is shown.
fn part(line: &[u8], first: usize) -> (usize, usize) {
    if line.len() <= LONGEST {
        return (0, line.len());
    }
    let edge = |mut at: usize| {
        // Not into a character.
        while at > 0 && at < line.len() && line[at] & 0xc0 == 0x80 {
            at -= 1;
        }
        at
    };
    let from = edge(first.saturating_sub(BEFORE));
    (from, edge((from + LONGEST).min(line.len())).max(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &[u8], pattern: &str) -> (String, Vec<[u32; 2]>, u64, bool) {
        let shown = show(line, true, &RegexMatcher::new(pattern).expect("a pattern"));
        (shown.text, shown.ranges, shown.column, shown.cut)
    }

    #[test]
    fn columns_are_bytes_and_marks_are_utf16_units() {
        let line = "ä😀 x x".as_bytes();
        let marks = vec![[4, 5], [6, 7]];
        assert_eq!(shown(line, "x"), ("ä😀 x x".into(), marks, 8, false));
        let broken = b"\xff\xfe needle\r";
        let got = shown(broken, "needle");
        assert_eq!(
            got,
            ("\u{fffd}\u{fffd} needle".into(), vec![[3, 9]], 4, false)
        );
        assert_eq!(shown("☃".as_bytes(), "x*").1, [[0, 0], [1, 1]]);
        let inside = shown("☃☃".as_bytes(), r"(?-u)\x98");
        assert_eq!((inside.0.as_str(), inside.1), ("☃☃", vec![[0, 1], [1, 2]]));
        assert_eq!(shown(b"ab", "$"), ("ab".into(), vec![[2, 2]], 3, false));
    }

    #[test]
    fn a_carriage_return_that_ends_no_line_is_kept() {
        let matcher = RegexMatcher::new("b").expect("a pattern");
        assert_eq!(show(b"a\rb\r", true, &matcher).text, "a\rb");
        assert_eq!(show(b"a\rb\r", false, &matcher).text, "a\rb\r");
    }

    #[test]
    fn a_word_beside_a_byte_that_is_no_character_has_its_column() {
        let word = grep_regex::RegexMatcherBuilder::new()
            .multi_line(true)
            .word(true)
            .line_terminator(Some(b'\n'))
            .build("e")
            .expect("a pattern");
        assert_eq!(show(b"\xa9e", true, &word).column, 2);
        assert_eq!(show(b"x e", true, &word).column, 3);
        assert_eq!(show(b"none", true, &word).column, 1);
    }

    #[test]
    fn of_a_long_line_the_part_with_the_match_is_shown() {
        let mut line = "é".repeat(100_000).into_bytes();
        line.extend(b"needle");
        line.extend("é".repeat(100_000).bytes());
        let (text, ranges, column, cut) = shown(&line, "needle");
        assert_eq!((column, cut), (200_001, true));
        assert_eq!(text.chars().count(), 128 + 6 + (16_384 - 256 - 6) / 2);
        assert_eq!(ranges, [[128, 134]]);
        assert!(!text.contains('\u{fffd}'), "no character is cut in two");
    }
}
