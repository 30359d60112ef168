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

/// Shows a line, which comes without its `\n`.
pub(crate) fn show(line: &[u8], matcher: &RegexMatcher) -> Shown {
    let mut matches = Vec::new();
    let found = matcher.find_iter(line, |m| {
        matches.push((m.start(), m.end()));
        matches.len() < MARKED
    });
    if found.is_err() {
        matches.clear();
    }
    let first = matches.first().map_or(0, |m| m.0);
    let (from, to) = part(line, first);
    let end = match line[..to].ends_with(b"\r") {
        true => to - 1,
        false => to,
    };
    let (mut text, mut ranges) = (String::new(), Vec::new());
    let (mut at, mut units) = (from, 0);
    let mut add = |from: usize, to: usize| {
        // Pieces are turned into text one by one, so that the marks fit whatever the bytes are.
        let piece = String::from_utf8_lossy(&line[from.min(end)..to.min(end)]);
        units += match piece.is_ascii() {
            true => piece.len(),
            false => piece.encode_utf16().count(),
        };
        text.push_str(&piece);
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    for (start, stop) in matches {
        if start > end {
            break;
        }
        let begins = add(at, start);
        let ends = add(start, stop);
        ranges.push([begins, ends]);
        at = stop;
    }
    add(at, end);
    Shown {
        text,
        ranges,
        column: first as u64 + 1,
        cut: from > 0 || to < line.len(),
    }
}

/// A line as text, in part when it is long.
pub(crate) fn plain(line: &[u8]) -> String {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
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
        let shown = show(line, &RegexMatcher::new(pattern).expect("a pattern"));
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
        assert_eq!(shown(b"ab", "$"), ("ab".into(), vec![[2, 2]], 3, false));
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
