//! The pages of a project may not take the first rows from its code.
//!
//! A README speaks of everything, so that many of its sections fit many questions, and each of them is
//! the nearest to some words. The best two say where the page is; from the third on another file says
//! more. How well a page fits as a whole still counts for those two (`together`): without it answers
//! that stand in documentation are found far less often.

use std::collections::HashMap;
use std::hash::Hash;

use super::Fused;

/// So many rows a person sees at first.
const FIRST: usize = 10;
/// So many of them may be of one page.
const OF_A_PAGE: usize = 2;

/// Puts what one page has beyond its best behind the first rows, in the same order. `page` names the
/// page of a piece; what is of none stays where it is. Scores never rise from one row to the next.
pub fn spread<Key, Page: Eq + Hash>(
    fused: Vec<Fused<Key>>,
    page: &dyn Fn(&Key) -> Option<Page>,
) -> Vec<Fused<Key>> {
    let mut rows = Vec::with_capacity(fused.len());
    let mut later = Vec::new();
    let mut of_page: HashMap<Page, usize> = HashMap::new();
    for piece in fused {
        let number = page(&piece.key).map(|page| {
            let number = of_page.entry(page).or_default();
            *number += 1;
            *number
        });
        match number {
            Some(number) if number > OF_A_PAGE && rows.len() < FIRST => later.push(piece),
            _ => rows.push(piece),
        }
        if rows.len() == FIRST {
            rows.append(&mut later);
        }
    }
    rows.append(&mut later);
    let mut least = f64::INFINITY;
    for row in &mut rows {
        least = least.min(row.score);
        row.score = least;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::{Boosts, List};

    /// Rows of these keys, each with a lower score than the one before, and pages in capital letters.
    fn rows(keys: &[&'static str]) -> Vec<&'static str> {
        let piece = |(at, key): (usize, &&'static str)| Fused {
            key: *key,
            score: 1.0 / (at + 1) as f64,
            lists: vec![List::Text],
            boosts: Boosts::default(),
        };
        let fused = keys.iter().enumerate().map(piece).collect();
        let page = |key: &&'static str| {
            let name = key.split('#').next()?;
            name.starts_with(|c: char| c.is_ascii_uppercase())
                .then_some(name)
        };
        let spread = spread(fused, &page);
        assert!(spread.is_sorted_by(|a, b| a.score >= b.score));
        spread.into_iter().map(|row| row.key).collect()
    }

    #[test]
    fn a_page_has_two_of_the_first_rows_and_the_others_behind_them() {
        let found = [
            "A#1", "A#2", "A#3", "c1", "A#4", "c2", "c3", "B#1", "B#2", "B#3", "c4", "c5", "c6",
            "c7",
        ];
        assert_eq!(
            rows(&found),
            [
                "A#1", "A#2", "c1", "c2", "c3", "B#1", "B#2", "c4", "c5", "c6", "A#3", "A#4",
                "B#3", "c7"
            ]
        );
    }

    #[test]
    fn code_and_what_stands_behind_the_first_rows_keep_their_order() {
        let code = [
            "a#1", "a#2", "a#3", "a#4", "a#5", "a#6", "a#7", "a#8", "a#9", "a#10", "A#1", "A#2",
            "A#3", "b",
        ];
        assert_eq!(rows(&code), code);
    }

    #[test]
    fn where_there_is_nothing_else_a_page_has_all_rows() {
        assert_eq!(
            rows(&["A#1", "A#2", "A#3", "A#4"]),
            ["A#1", "A#2", "A#3", "A#4"]
        );
        assert_eq!(
            rows(&["A#1", "A#2", "A#3", "b"]),
            ["A#1", "A#2", "b", "A#3"]
        );
        assert!(rows(&[]).is_empty());
    }
}
