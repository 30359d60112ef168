//! Several rankings of the same pieces made one, by places and by how well each fits.
//!
//! Scores of different rankings cannot be compared, but places can: a piece gains
//! `fit / (K + place)` of each list that has it ([reciprocal rank fusion]). `fit` is 1 for
//! a piece that fits as well as can be, so that the first of a list in which nothing fits well gains
//! little. Then a piece weighs more that stands in a file of which other pieces fit, too, and what the
//! person has in hand ([`Boosts`]). At last no page of prose has more than two of the first rows
//! ([`spread`]).
//!
//! [reciprocal rank fusion]: https://doi.org/10.1145/1571941.1572114

mod boost;
mod spread;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

pub use boost::{BOOSTS, Boost, Boosts};
pub use spread::spread;

/// How little the first places differ from those behind them.
const K: f64 = 60.0;
/// By how much a piece of the file whose pieces fit best weighs more.
const TOGETHER: f64 = 1.0;
/// So many of the best pieces of a file say how well it fits.
const OF_A_FILE: usize = 6;

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

    /// How well a piece of it fits, from 0 to 1: by how near it comes to the first of the list, and by
    /// how well it would fit `alone`, both from 0 to 1. The figures of `docs/search.md` are measured
    /// with these.
    pub fn fit(self, beside_first: f64, alone: f64) -> f64 {
        let (least, power) = match self {
            Self::Text | Self::Meaning => (0.2, 0.5),
            // The first of a list of names may have one word of eight.
            Self::Symbol => (0.0, 1.0),
        };
        let beside_first = least + (1.0 - least) * beside_first.clamp(0.0, 1.0);
        beside_first * alone.clamp(0.0, 1.0).powf(power)
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
    /// How well it fits, from 0 to 1.
    pub fit: f64,
}

/// Makes lists of pieces, each the best first, one list, the best first. Equal pieces stand in the
/// order of their keys. A piece that a list has twice counts by its first place. `file` names the file
/// of a piece.
pub fn fuse<'k, Key: Ord + Clone, File: Eq + Hash>(
    lists: &'k [(List, Vec<Placed<Key>>)],
    file: &dyn Fn(&'k Key) -> File,
    boosts: &dyn Fn(&Key) -> Boosts,
) -> Vec<Fused<Key>> {
    let mut found: BTreeMap<&Key, (f64, Vec<List>)> = BTreeMap::new();
    for (list, pieces) in lists {
        for (place, Placed { key, fit }) in pieces.iter().enumerate() {
            let (score, from) = found.entry(key).or_default();
            if !from.contains(list) {
                from.push(*list);
                *score += fit / (K + 1.0 + place as f64);
            }
        }
    }
    let files = together(&found, file);
    let fused = found.into_iter().map(|(key, (score, mut lists))| {
        lists.sort_unstable();
        let boosts = boosts(key);
        let of_file = files.get(&file(key)).copied().unwrap_or_default();
        Fused {
            score: score * (1.0 + TOGETHER * of_file) * boosts.factor(),
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

/// How well the pieces of each file fit together, 1 for those of the best.
fn together<'k, Key: Ord, File: Eq + Hash>(
    found: &BTreeMap<&'k Key, (f64, Vec<List>)>,
    file: &dyn Fn(&'k Key) -> File,
) -> HashMap<File, f64> {
    let mut scores: HashMap<File, Vec<f64>> = HashMap::new();
    for (key, (score, _)) in found {
        scores.entry(file(key)).or_default().push(*score);
    }
    let sum = |mut scores: Vec<f64>| {
        scores.sort_by(|a, b| b.total_cmp(a));
        scores.iter().take(OF_A_FILE).sum::<f64>()
    };
    let sums = scores.into_iter().map(|(file, scores)| (file, sum(scores)));
    let mut sums: HashMap<File, f64> = sums.collect();
    let best = sums.values().copied().fold(f64::MIN_POSITIVE, f64::max);
    sums.values_mut().for_each(|sum| *sum /= best);
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn none(_: &&str) -> Boosts {
        Boosts::default()
    }

    /// Each piece in a file of its own.
    fn own<'k>(key: &'k &'static str) -> &'k str {
        key
    }

    fn list(list: List, keys: &[&'static str]) -> (List, Vec<Placed<&'static str>>) {
        let placed = |key: &&'static str| Placed {
            key: *key,
            fit: 1.0,
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
        let fused = fuse(&lists, &own, &none);
        assert_eq!(fused[0].lists, [List::Text, List::Meaning]);
        assert_eq!(fused[0].score, 1.0);
        assert_eq!(keys(&fused), ["both", "m", "t", "late"],);
        let scores: Vec<f64> = fused.iter().map(|one| one.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b) && scores.iter().all(|s| *s > 0.0));
    }

    #[test]
    fn equals_stand_in_the_order_of_their_keys_whatever_the_order_of_the_lists() {
        let lists = [list(List::Text, &["z", "y"]), list(List::Text, &["a", "b"])];
        let turned = [lists[1].clone(), lists[0].clone()];
        assert_eq!(keys(&fuse(&lists, &own, &none)), ["a", "z", "b", "y"]);
        assert_eq!(fuse(&lists, &own, &none), fuse(&turned, &own, &none));
    }

    #[test]
    fn a_list_that_has_a_piece_twice_counts_its_first_place() {
        let once = fuse(&[list(List::Text, &["a", "b"])], &own, &none);
        let twice = fuse(&[list(List::Text, &["a", "b", "a"])], &own, &none);
        assert_eq!(once, twice);
        assert_eq!(fuse(&[list(List::Text, &[])], &own, &none), []);
    }

    #[test]
    fn a_piece_that_fits_badly_stands_behind_one_further_down_that_fits_well() {
        let placed = |key, fit| Placed { key, fit };
        let words = vec![placed("badly", 0.3), placed("well", 1.0)];
        assert_eq!(
            keys(&fuse(&[(List::Text, words)], &own, &none)),
            ["well", "badly"]
        );
        assert_eq!(List::Text.fit(1.0, 1.0), 1.0);
        assert!(
            List::Text.fit(0.0, 1.0) > 0.0,
            "the last of a list fits a little"
        );
        assert_eq!(List::Symbol.fit(1.0, 0.25), 0.25);
        assert_eq!(List::Meaning.fit(7.0, 9.0), 1.0);
        assert_eq!(List::Meaning.fit(-1.0, -1.0), 0.0);
    }

    #[test]
    fn a_piece_in_a_file_of_which_more_fits_comes_before_a_lonely_one() {
        let names = ["x/lonely", "y/one", "y/two"];
        let lists = [list(List::Text, &names)];
        let folder = |key: &&'static str| key.split('/').next().unwrap_or_default();
        assert_eq!(
            keys(&fuse(&lists, &folder, &none)),
            ["y/one", "y/two", "x/lonely"]
        );
        assert_eq!(keys(&fuse(&lists, &own, &none)), names);
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
        let fused = fuse(&lists, &own, &open);
        assert_eq!(keys(&fused), ["both", "open", "first"]);
        let why: Vec<_> = fused[1].boosts.iter().map(Boost::words).collect();
        assert_eq!(why, ["open", "changed lately", "near the open file"]);
    }
}
