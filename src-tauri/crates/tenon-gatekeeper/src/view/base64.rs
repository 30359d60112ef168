//! Runs of base64, in both alphabets, with or without padding, also over several lines.

use std::ops::Range;

use super::map::{Decoded, Map};
use crate::scan::{BEHIND, Part};

/// A shorter run holds nothing that could be a secret, in characters.
const SHORTEST: usize = 20;
/// A line that is shorter than this is the last one of its run, in characters.
const LINE: usize = 40;

const NO: u8 = 0xff;

/// The value of each character, in both alphabets.
static VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut values = [NO; 256];
    let mut at = 0;
    while at < alphabet.len() {
        values[alphabet[at] as usize] = at as u8;
        at += 1;
    }
    values[b'+' as usize] = 62;
    values[b'-' as usize] = 62;
    values[b'/' as usize] = 63;
    values[b'_' as usize] = 63;
    values
}

/// A run of characters, line ends included, counted in what is seen.
pub(crate) type Run = Range<usize>;

/// The runs that begin in the core of a part. `open` is where a group of four begins in a run that
/// goes on from the block before, counted from the start of the text.
pub(crate) fn runs(part: &Part<'_>, open: Option<usize>) -> Vec<Run> {
    let (text, core) = (part.seen, &part.core);
    let mut runs = Vec::new();
    let mut at = core.start;
    if let Some(began) = open {
        let from = began - part.base;
        let end = end_of(text, from, true);
        if end > core.start {
            runs.push(from..end);
            at = end;
        }
    }
    // Only the last character that a run of the shortest kind would have is looked at first.
    while at + SHORTEST <= text.len() && at < core.end {
        let probe = at + SHORTEST - 1;
        if VALUES[usize::from(text[probe])] == NO {
            at = probe + 1;
            continue;
        }
        let back = text[at..probe]
            .iter()
            .rposition(|b| VALUES[usize::from(*b)] == NO);
        let start = back.map_or(at, |back| at + back + 1);
        let line = line_end(text, start);
        if line - start < SHORTEST {
            at = line;
            continue;
        }
        if start >= core.end {
            break;
        }
        let end = end_of(text, start, false);
        runs.push(start..end);
        at = end;
    }
    runs
}

/// Where in a run that goes on behind the core of a part the next block takes it up: where the last
/// group of four begins that the next block sees.
pub(crate) fn resume(part: &Part<'_>, run: &Run) -> Option<usize> {
    if run.end <= part.core.end {
        return None;
    }
    let seen_from = part.core.end.saturating_sub(BEHIND);
    let chars = part.seen[run.start..run.end].iter().enumerate();
    let values = chars.filter(|(_, b)| VALUES[usize::from(**b)] != NO);
    let groups = values.step_by(4).map(|(offset, _)| run.start + offset);
    let mut groups = groups.skip_while(|start| *start < seen_from);
    groups.next().map(|start| part.base + start)
}

/// Where words of 24 or more letters, digits, `_` and `-` begin in a run.
pub(crate) fn words(text: &[u8], run: Range<usize>) -> impl Iterator<Item = usize> {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    let mut at = run.start;
    std::iter::from_fn(move || {
        while at < run.end {
            let start = at;
            let length = text[start..run.end]
                .iter()
                .position(|b| !is_word(*b))
                .unwrap_or(run.end - start);
            at = start + length + 1;
            if length >= 24 {
                return Some(start);
            }
        }
        None
    })
}

/// Where the characters of one line end.
fn line_end(text: &[u8], from: usize) -> usize {
    let length = text[from..]
        .iter()
        .position(|b| VALUES[usize::from(*b)] == NO);
    length.map_or(text.len(), |length| from + length)
}

/// Where a run ends that goes on in the next line as long as its lines are full.
/// `inside` says that `from` is not where a line begins.
fn end_of(text: &[u8], from: usize, inside: bool) -> usize {
    let mut start = from;
    loop {
        let end = line_end(text, start);
        let next = match text[end..] {
            [b'\r', b'\n', ..] => end + 2,
            [b'\n', ..] => end + 1,
            _ => return end,
        };
        let goes_on = text
            .get(next)
            .is_some_and(|b| VALUES[usize::from(*b)] != NO);
        let short = end - start < LINE && !(inside && start == from);
        if short || !goes_on {
            return end;
        }
        start = next;
    }
}

/// What a run holds. One that cannot hold anything (a number, a word in small letters) is left out.
pub(crate) fn decode(text: &[u8], run: &Run) -> Option<(Vec<u8>, Map)> {
    let chars = &text[run.clone()];
    let (mut upper, mut other) = (false, false);
    for byte in chars {
        upper |= byte.is_ascii_uppercase();
        other |= byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if upper && other {
            break;
        }
    }
    if !(upper && other) {
        return None;
    }
    let mut decoded = Decoded::with_capacity(chars.len() / 4 * 3 + 3);
    let mut bits = 0u32;
    let mut count = 0;
    let mut last = run.start;
    for (offset, byte) in chars.iter().enumerate() {
        let value = VALUES[usize::from(*byte)];
        if value == NO {
            continue;
        }
        let place = run.start + offset;
        bits = bits << 6 | u32::from(value);
        if count != 0 {
            // The second character ends the first byte, and so on.
            decoded.push((bits >> (6 - 2 * count)) as u8, last..place + 1);
        }
        count = (count + 1) % 4;
        last = place;
    }
    Some(decoded.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let part = Part {
            seen: text.as_bytes(),
            base: 0,
            core: 0..text.len(),
        };
        let found: Vec<_> = runs(&part, None)
            .iter()
            .filter_map(|run| decode(text.as_bytes(), run))
            .map(|(bytes, _)| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        assert_eq!(found, expect, "in {text:?}");
    }

    #[test]
    fn runs_of_both_alphabets_decode_over_lines_and_without_padding() {
        check(
            "x = 'YSBwbGFpbiB0ZXh0IG9mIHNvbWU='",
            &["a plain text of some"],
        );
        check("(YSBwbGFpbiB0ZXh0IG9mIHNvbWU)", &["a plain text of some"]);
        check("Pz8_Pz8_Pz8_Pz8_Pz8_Pz8_", &["??????????????????"]);
        check(
            "YSBwbGFpbiB0ZXh0IG92ZXIgc2V2ZXJhbCBsaW5lcywg\nZWFjaCBhcyBsb25n\n",
            &["a plain text over several lines, each as long"],
        );
        check("short YWJj and lower_case_words_only_here_and_there", &[]);
    }

    #[test]
    fn places_lead_back_to_the_characters_that_hold_a_byte() {
        let text = b"..YSBwbGFpbiB0ZXh0IG9mIHNvbWU=";
        let part = Part {
            seen: text,
            base: 0,
            core: 0..text.len(),
        };
        let run = runs(&part, None).remove(0);
        let (bytes, map) = decode(text, &run).expect("it decodes");
        assert_eq!(&bytes[..3], b"a p");
        assert_eq!(
            map.range(0..1),
            2..4,
            "the first byte lies in two characters"
        );
        assert_eq!(map.range(0..3), 2..6, "three bytes lie in four");
        assert_eq!(map.range(2..4), 4..8, "and two over the edge of groups");
    }
}
