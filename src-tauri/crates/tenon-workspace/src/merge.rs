//! Bringing together what two writers made of one text.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, Hunk, InternedInput};

/// Lines of a text and what stands in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// Bytes of the text before.
    pub at: Range<usize>,
    /// What comes there.
    pub with: String,
}

/// What `mine` lacks of the changes that lead from `base` to `theirs`, in the order of the text;
/// `None` when both changed the same lines, or lines without one between them, in two ways.
///
/// Lines end with `\n`.
pub fn merge(base: &str, mine: &str, theirs: &str) -> Option<Vec<Replaced>> {
    let (our_input, ours) = hunks(base, mine);
    let (their_input, theirs) = hunks(base, theirs);
    let starts = line_starts(mine);
    let mut missing = Vec::new();
    let mut next = 0;
    // How many lines ours has more than the base above the place in hand.
    let mut shift = 0_i64;
    for hunk in theirs {
        let with = text(&their_input, &hunk);
        while let Some(our) = ours
            .get(next)
            .filter(|our| our.before.end < hunk.before.start)
        {
            shift += i64::from(our.after.end)
                - i64::from(our.before.end)
                - (i64::from(our.after.start) - i64::from(our.before.start));
            next += 1;
        }
        if let Some(our) = ours
            .get(next)
            .filter(|our| our.before.start <= hunk.before.end)
        {
            if our.before == hunk.before && text(&our_input, our) == with {
                continue;
            }
            return None;
        }
        let place = |line: u32| {
            let line = usize::try_from(i64::from(line) + shift).ok()?;
            starts.get(line).copied()
        };
        missing.push(Replaced {
            at: place(hunk.before.start)?..place(hunk.before.end)?,
            with,
        });
    }
    Some(missing)
}

fn hunks<'t>(before: &'t str, after: &'t str) -> (InternedInput<&'t str>, Vec<Hunk>) {
    let input = InternedInput::new(before, after);
    let hunks = Diff::compute(Algorithm::Histogram, &input)
        .hunks()
        .collect();
    (input, hunks)
}

/// What a hunk puts in the place of what was there.
fn text(input: &InternedInput<&str>, hunk: &Hunk) -> String {
    let lines = input.after[hunk.after.start as usize..hunk.after.end as usize].iter();
    lines.map(|line| input.interner[*line]).collect()
}

/// Where each line starts, and the end.
fn line_starts(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut starts = vec![0];
    starts.extend(text.split_inclusive('\n').map(|line| {
        at += line.len();
        at
    }));
    starts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn merged(base: &str, mine: &str, theirs: &str) -> Option<String> {
        let mut text = mine.to_owned();
        for Replaced { at, with } in merge(base, mine, theirs)?.into_iter().rev() {
            text.replace_range(at, &with);
        }
        Some(text)
    }

    #[test]
    fn changes_that_lie_apart_come_together() {
        let base = "a\nb\nc\nd\ne\n";
        let cases = [
            ("a\nb\nc\nd\nE\n", "A\nb\nc\nd\ne\n", "A\nb\nc\nd\nE\n"),
            (
                "x\ny\na\nb\nc\nd\ne\n",
                "a\nb\nc\ne\n",
                "x\ny\na\nb\nc\ne\n",
            ),
            ("b\nc\nd\ne\n", "a\nb\nc\nd\ne\nf", "b\nc\nd\ne\nf"),
            ("a\nX\nc\nd\ne\n", "a\nX\nc\nd\nE\n", "a\nX\nc\nd\nE\n"),
        ];
        for (mine, theirs, want) in cases {
            assert_eq!(
                merged(base, mine, theirs).as_deref(),
                Some(want),
                "{mine:?} {theirs:?}"
            );
        }
    }

    #[test]
    fn what_touches_is_left_to_the_person() {
        let base = "a\nb\nc\n";
        let both = [
            ("a\nX\nc\n", "a\nY\nc\n"),
            ("a\nX\nc\n", "a\nb\nY\n"),
            ("a\nb\nc\nX\n", "a\nb\nc\nY\n"),
            ("X\na\nb\nc\n", "Y\na\nb\nc\n"),
            ("", "a\nb\nY\n"),
        ];
        for (mine, theirs) in both {
            assert_eq!(merge(base, mine, theirs), None, "{mine:?} {theirs:?}");
        }
    }

    proptest! {
        #[test]
        fn no_line_of_either_side_is_lost(
            mine in proptest::collection::btree_map(0_usize..40, 0_u8..3, 0..6),
            theirs in proptest::collection::btree_map(0_usize..40, 0_u8..3, 0..6),
        ) {
            let apply = |edits: &std::collections::BTreeMap<usize, u8>, who: &str| -> String {
                (0..40).map(|line| match edits.get(&line) {
                    Some(0) => String::new(),
                    Some(1) => format!("{who} {line}\n"),
                    Some(_) => format!("line {line}\n{who} {line}\n"),
                    None => format!("line {line}\n"),
                }).collect()
            };
            let none = std::collections::BTreeMap::new();
            let (base, my, their) = (apply(&none, ""), apply(&mine, "mine"), apply(&theirs, "theirs"));
            let apart = mine.keys().all(|m| theirs.keys().all(|t| m.abs_diff(*t) > 1));
            match merged(&base, &my, &their) {
                Some(text) => {
                    for line in (0..40).filter(|line| mine.get(line).is_some_and(|kind| *kind > 0)) {
                        let said = format!("mine {line}\n");
                        prop_assert!(text.contains(&said), "{text}");
                    }
                    for line in (0..40).filter(|line| theirs.get(line).is_some_and(|kind| *kind > 0)) {
                        let said = format!("theirs {line}\n");
                        prop_assert!(text.contains(&said), "{text}");
                    }
                    prop_assert_eq!(merged(&base, &their, &my), Some(text), "both ways are one");
                }
                None => prop_assert!(!apart, "they lie apart: {mine:?} {theirs:?}"),
            }
        }
    }
}
