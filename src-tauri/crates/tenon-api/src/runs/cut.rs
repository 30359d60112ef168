//! Where a text that is kept in part is cut, so that no half of a secret is left: half of one is not
//! recognised.

use tenon_gatekeeper::{Finding, Gatekeeper};

/// This much beside the cut is looked through for a good place, in bytes.
const EDGE: usize = 4_096;
/// So often a cut is moved past something; then nothing of that side is kept.
const ROUNDS: usize = 16;
/// How a line begins that ends a key of several lines.
const ENDS: [&str; 2] = ["-----END ", "---- END "];
/// How a line begins that begins one.
const BEGINS: [&str; 2] = ["-----BEGIN ", "---- BEGIN "];

/// The last place between two characters that is not behind `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The beginning of a text whose end is gone: up to its last line end, or else blank, near the cut.
pub(super) fn before<'a>(gatekeeper: &Gatekeeper, text: &'a str) -> &'a str {
    let from = floor(text, text.len().saturating_sub(EDGE));
    let near = &text[from..];
    let mut end = near
        .rfind('\n')
        .or_else(|| near.rfind([' ', '\t']))
        .map_or(from, |at| from + at + 1);
    // What was found by the help of what is cut off would not be found again.
    let found = gatekeeper.find(text);
    for _ in 0..ROUNDS {
        let again = gatekeeper.find(&text[..end]);
        let mut lost = found.iter().rev().filter(|finding| finding.start < end);
        match lost.find(|finding| !is_among(&again, finding, 0)) {
            Some(lost) => end = lost.start,
            None => return &text[..end],
        }
    }
    ""
}

/// The end of a text whose beginning is gone: from its first line, or else word, near the cut.
pub(super) fn behind<'a>(gatekeeper: &Gatekeeper, text: &'a str) -> &'a str {
    let to = floor(text, EDGE);
    let near = &text[..to];
    let mut start = near
        .find('\n')
        .or_else(|| near.find([' ', '\t']))
        .map_or(to, |at| at + 1);
    start = start.max(behind_key(text));
    let found = gatekeeper.find(text);
    for _ in 0..ROUNDS {
        let again = gatekeeper.find(&text[start..]);
        let mut lost = found.iter().filter(|finding| finding.end > start);
        match lost.find(|finding| !is_among(&again, finding, start)) {
            Some(lost) => start = lost.end,
            None => return &text[start..],
        }
    }
    ""
}

/// Where a key ends of which only the end is there; 0 where there is none.
fn behind_key(text: &str) -> usize {
    let first = |marks: [&str; 2]| marks.iter().filter_map(|mark| text.find(mark)).min();
    let Some(end) = first(ENDS) else { return 0 };
    if first(BEGINS).is_some_and(|begin| begin < end) {
        return 0;
    }
    let line = text[end..].split_inclusive('\n').next().unwrap_or_default();
    match line.to_ascii_uppercase().contains("PRIVATE KEY") {
        true => end + line.len(),
        false => 0,
    }
}

/// Whether something that was found in a text was found again in its part from `from` on.
fn is_among(again: &[Finding], finding: &Finding, from: usize) -> bool {
    finding.start >= from
        && again
            .iter()
            .any(|it| it.start + from <= finding.start && it.end + from >= finding.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of a key, 64 letters that are no word.
    fn body(line: u8) -> String {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let at = |n: u8| letters[usize::from(n.wrapping_mul(37).wrapping_add(line) % 64)];
        (0..64).map(|n| char::from(at(n))).collect()
    }

    fn key() -> String {
        let lines: Vec<String> = (0..30).map(body).collect();
        let (begin, end) = ("-----BEGIN RSA", "-----END RSA");
        format!(
            "{begin} PRIVATE KEY-----\n{}\n{end} PRIVATE KEY-----\n",
            lines.join("\n")
        )
    }

    fn gatekeeper() -> Gatekeeper {
        Gatekeeper::new([1; 32])
    }

    /// What would be written down of both parts.
    fn kept(head: &str, tail: &str) -> String {
        let gatekeeper = gatekeeper();
        let head = gatekeeper.masked(before(&gatekeeper, head)).into_inner();
        let tail = gatekeeper.masked(behind(&gatekeeper, tail)).into_inner();
        head + &tail
    }

    #[test]
    fn no_line_of_a_key_that_the_cut_goes_through_is_left() {
        let key = key();
        let text = format!("cat id_rsa\n{key}and on\nlast\n");
        for at in (1..text.len()).step_by(7) {
            for gone in [1, 70, 700] {
                let tail = &text[(at + gone).min(text.len())..];
                let kept = kept(&text[..at], tail);
                for line in 0..30 {
                    let body = body(line);
                    assert!(!kept.contains(&body), "{line} of a key cut at {at}: {kept}");
                }
            }
        }
        let certificate = text.replace("PRIVATE KEY", "CERTIFICATE");
        assert!(
            kept("a\n", &certificate[100..]).contains(&body(20)),
            "no secret"
        );
    }

    #[test]
    fn what_only_the_line_before_tells_of_is_not_left_without_it() {
        let secret = "kX9vQ2mZ7tR4wL8sB1nD6yH3";
        let told = format!("\"password\":\n  \"{secret}\"\nmore\nlast\n");
        let masked = gatekeeper().masked(&told).into_inner();
        assert!(
            !masked.contains(secret),
            "the line before tells of it: {masked}"
        );
        assert_eq!(kept("a\n", &told), "a\n\"\nmore\nlast\n");
        for at in 0..told.len() {
            let kept = kept(&told[..at], "b\nlast\n");
            assert!(!kept.contains(secret), "cut at {at}: {kept}");
        }
    }
}
