//! Following marks: which of the marks that are there now is the one that was seen before.

use std::collections::HashSet;

/// A mark in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The file.
    pub path: Vec<u8>,
    /// The line, from 1.
    pub line: usize,
    /// The mark as it stands.
    pub text: String,
    /// What stands around it, where that is known.
    pub around: Option<Around>,
}

/// What stands around a line: the nearest lines above and below that are not blank, as numbers that
/// are equal where the lines are, without the white space around them. They tell nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// The line above.
    pub above: u32,
    /// The line below.
    pub below: u32,
}

impl Around {
    /// What stands around line `line` (from 1) of a text; `None` where that are only signs, which
    /// stand around many a line.
    pub fn of(lines: &[&str], line: usize) -> Option<Self> {
        let is_said = |line: &&&str| !line.trim().is_empty();
        let (above, below) = lines.split_at(line.saturating_sub(1).min(lines.len()));
        let above = above.iter().rev().find(is_said).copied();
        let below = below.iter().skip(1).find(is_said).copied();
        let is_told = [above, below].iter().flatten().any(|line| {
            let letters = line.chars().filter(|sign| sign.is_alphanumeric());
            letters.count() >= TELLING
        });
        is_told.then(|| Self {
            above: above.map_or(0, number),
            below: below.map_or(0, number),
        })
    }
}

/// A line with so many letters and digits tells where one is.
const TELLING: usize = 3;

/// A number for a line (FNV-1a).
fn number(line: &str) -> u32 {
    let bytes = line.trim().bytes();
    bytes.fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Whether a mark that is there now may be one that was seen.
type Fits = fn(&Mark, &Mark) -> bool;

/// What is tried, the surest first. Each mark that was seen is at most one that is there now.
const WAYS: [Fits; 4] = [
    |seen, now| has_file(seen, now) && has_text(seen, now) && has_around(seen, now),
    // Its text was changed. One that says the same elsewhere in the file is likelier another one.
    |seen, now| has_file(seen, now) && has_around(seen, now),
    |seen, now| has_file(seen, now) && has_text(seen, now),
    // Its file was renamed, or its lines were moved to another one.
    |seen, now| has_text(seen, now) && has_around(seen, now),
];

fn has_file(seen: &Mark, now: &Mark) -> bool {
    seen.path == now.path
}

fn has_text(seen: &Mark, now: &Mark) -> bool {
    seen.text.trim() == now.text.trim()
}

fn has_around(seen: &Mark, now: &Mark) -> bool {
    seen.around.is_some() && seen.around == now.around
}

/// For each mark that was seen, which of those that are there now it is; `None` where it is gone.
///
/// Of several that fit equally well the one in the nearest line is taken. One that stands in another
/// file among other lines is only taken where its text says more than a word and stands nowhere else.
/// `is_gone` says of a file that was seen whether there is none any more.
pub fn follow(seen: &[Mark], now: &[Mark], is_gone: impl Fn(&[u8]) -> bool) -> Vec<Option<usize>> {
    let mut found = vec![None; seen.len()];
    let mut taken = HashSet::new();
    for fits in WAYS {
        let mut pairs = Vec::new();
        for (which, one) in seen.iter().enumerate() {
            if found[which].is_some() {
                continue;
            }
            let free = now.iter().enumerate().filter(|(at, _)| !taken.contains(at));
            let fitting = free.filter(|(_, mark)| fits(one, mark));
            pairs.extend(fitting.map(|(at, mark)| (one.line.abs_diff(mark.line), which, at)));
        }
        pairs.sort_unstable();
        for (_, which, at) in pairs {
            if found[which].is_none() && taken.insert(at) {
                found[which] = Some(at);
            }
        }
    }
    for (which, one) in seen.iter().enumerate() {
        let says_more = one.text.split_whitespace().count() > 2;
        if found[which].is_some() || !says_more {
            continue;
        }
        let mut same = now
            .iter()
            .enumerate()
            .filter(|(_, mark)| has_text(one, mark));
        if let (Some((only, _)), None) = (same.next(), same.next())
            && taken.insert(only)
        {
            found[which] = Some(only);
        }
    }
    renamed_and_rewritten(seen, now, is_gone, (&mut found, &mut taken));
    found
}

/// What has another text in another file is taken where its file is gone, the lines around it stand
/// nowhere else, before or now, and the file is of the same kind.
fn renamed_and_rewritten(
    seen: &[Mark],
    now: &[Mark],
    is_gone: impl Fn(&[u8]) -> bool,
    (found, taken): (&mut [Option<usize>], &mut HashSet<usize>),
) {
    let ending = |mark: &Mark| {
        let name = mark.path.rsplit(|byte| *byte == b'/').next();
        name.and_then(|name| name.rsplit(|byte| *byte == b'.').next().map(<[u8]>::to_vec))
    };
    for (which, one) in seen.iter().enumerate() {
        let is_only = seen.iter().filter(|other| has_around(one, other)).count() == 1;
        if found[which].is_some() || !is_only || !is_gone(&one.path) {
            continue;
        }
        let mut same = now
            .iter()
            .enumerate()
            .filter(|(_, mark)| has_around(one, mark));
        if let (Some((only, mark)), None) = (same.next(), same.next())
            && ending(one) == ending(mark)
            && taken.insert(only)
        {
            found[which] = Some(only);
        }
    }
}
