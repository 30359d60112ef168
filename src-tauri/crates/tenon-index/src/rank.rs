//! Several rankings of the same pieces made one, by places and not by scores.
//!
//! Scores of different rankings cannot be compared, but places can: a piece gains
//! `weight / (K + place)` of each list that has it ([reciprocal rank fusion]). The first of a list
//! of words may still have few words of the question, so that a place also counts by the share of
//! the question that the piece has. What the person has in hand then weighs a little more
//! ([`Boosts`]).
//!
//! [reciprocal rank fusion]: https://doi.org/10.1145/1571941.1572114

mod boost;

use std::collections::BTreeMap;

pub use boost::{BOOSTS, Boost, Boosts};

/// How little the first places differ from those behind them.
const K: f64 = 60.0;

/// What ranked the pieces of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// The words that a piece shares with the question.
    Text,
    /// The names of symbols.
    Symbol,
    /// What a piece means.
    Meaning,
}

impl List {
    /// Its name on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Symbol => "symbol",
            Self::Meaning => "meaning",
        }
    }

    /// How much a place in it counts. The figures of `docs/search.md` are measured with these.
    fn weight(self) -> f64 {
        match self {
            Self::Text => 1.0,
            Self::Symbol => 0.5,
            Self::Meaning => 1.3,
        }
    }
}

/// A piece of some of the lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Fused<K> {
    /// Which one.
    pub key: K,
    /// 1 for the best.
    pub score: f64,
    /// The lists that have it.
    pub lists: Vec<List>,
    /// Why it weighs more than its places say.
    pub boosts: Boosts,
}

/// A piece of one list.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<K> {
    /// Which one.
    pub key: K,
    /// How much of the question it has, from 0 to 1; its square counts.
    pub share: f64,
}

/// Makes lists of pieces, each the best first, one list, the best first. Equal pieces stand in the
/// order of their keys. A piece that a list has twice counts by its first place.
pub fn fuse<Key: Ord + Clone>(
    lists: &[(List, Vec<Placed<Key>>)],
    boosts: &dyn Fn(&Key) -> Boosts,
) -> Vec<Fused<Key>> {
    let mut found: BTreeMap<&Key, (f64, Vec<List>)> = BTreeMap::new();
    for (list, pieces) in lists {
        for (place, Placed { key, share }) in pieces.iter().enumerate() {
            let (score, from) = found.entry(key).or_default();
            if !from.contains(list) {
                from.push(*list);
                *score += list.weight() * share * share / (K + 1.0 + place as f64);
            }
        }
    }
    let fused = found.into_iter().map(|(key, (score, mut lists))| {
        lists.sort_unstable();
        let boosts = boosts(key);
        Fused {
            score: score * boosts.factor(),
            key: key.clone(),
            lists,
            boosts,
        }
    });
    let mut fused: Vec<_> = fused.collect();
    // A stable sort, so that equals stay in the order of their keys.
    fused.sort_by(|a, b| b.score.total_cmp(&a.score));
    let best = fused.first().map_or(1.0, |first| first.score);
    let best = best.max(f64::MIN_POSITIVE);
    for one in &mut fused {
        one.score /= best;
    }
    fused
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &&str) -> Boosts {
        Boosts::default()
    }

    fn list(list: List, keys: &[&'static str]) -> (List, Vec<Placed<&'static str>>) {
        let placed = |key: &&'static str| Placed {
            key: *key,
            share: 1.0,
        };
        (list, keys.iter().map(placed).collect())
    }

    fn keys<'a>(fused: &[Fused<&'a str>]) -> Vec<&'a str> {
        fused.iter().map(|one| one.key).collect()
    }

    #[test]
    fn what_several_lists_have_comes_first_and_says_which() {
        let lists = [
            list(List::Meaning, &["m", "both", "late"]),
            list(List::Text, &["t", "both"]),
        ];
        let fused = fuse(&lists, &none);
        assert_eq!(fused[0].lists, [List::Text, List::Meaning]);
        assert_eq!(fused[0].score, 1.0);
        assert_eq!(
            keys(&fused),
            ["both", "m", "late", "t"],
            "meaning weighs more"
        );
        let scores: Vec<f64> = fused.iter().map(|one| one.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b) && scores.iter().all(|s| *s > 0.0));
    }

    #[test]
    fn equals_stand_in_the_order_of_their_keys_whatever_the_order_of_the_lists() {
        let lists = [list(List::Text, &["z", "y"]), list(List::Text, &["a", "b"])];
        let turned = [lists[1].clone(), lists[0].clone()];
        assert_eq!(keys(&fuse(&lists, &none)), ["a", "z", "b", "y"]);
        assert_eq!(fuse(&lists, &none), fuse(&turned, &none));
    }

    #[test]
    fn a_list_that_has_a_piece_twice_counts_its_first_place() {
        let once = fuse(&[list(List::Text, &["a", "b"])], &none);
        let twice = fuse(&[list(List::Text, &["a", "b", "a"])], &none);
        assert_eq!(once, twice);
        assert_eq!(fuse(&[list(List::Text, &[])], &none), []);
    }

    #[test]
    fn a_piece_that_has_little_of_the_question_stands_behind_one_further_down_that_has_all() {
        let placed = |key, share| Placed { key, share };
        let words = vec![placed("little", 0.3), placed("all", 1.0)];
        assert_eq!(
            keys(&fuse(&[(List::Text, words)], &none)),
            ["all", "little"]
        );
    }

    #[test]
    fn what_is_in_hand_weighs_more_but_not_more_than_a_second_list() {
        let lists = [
            list(List::Text, &["both", "first", "open"]),
            list(List::Meaning, &["both"]),
        ];
        let open = |key: &&str| match *key {
            "open" => Boosts::of(&[Boost::Open, Boost::Recent, Boost::Near]),
            _ => Boosts::default(),
        };
        let fused = fuse(&lists, &open);
        assert_eq!(keys(&fused), ["both", "open", "first"]);
        let why: Vec<_> = fused[1].boosts.iter().map(Boost::words).collect();
        assert_eq!(why, ["open", "changed lately", "near the open file"]);
    }
}
