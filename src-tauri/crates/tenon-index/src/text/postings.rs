//! For each three-byte piece the numbers of the files that hold it, ascending, as differences.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::need::Need;
use super::trigram::Trigram;
use super::wire::{get, put};

/// One list.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    /// The last number in it.
    pub last: u32,
    /// How many there are.
    pub count: u32,
    /// The differences.
    pub bytes: Vec<u8>,
}

impl List {
    fn numbers(&self) -> Vec<u32> {
        let (mut rest, mut number) = (&self.bytes[..], 0u64);
        let mut numbers = Vec::with_capacity(self.count as usize);
        while let Some(step) = get(&mut rest) {
            number += step;
            numbers.push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        numbers
    }

    fn push(&mut self, number: u32) {
        put(&mut self.bytes, u64::from(number - self.last));
        (self.last, self.count) = (number, self.count + 1);
    }
}

/// All lists.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    pub lists: HashMap<Trigram, List, BuildHasherDefault<Spread>>,
}

impl Postings {
    /// Adds a file, whose number is higher than all before.
    pub fn add(&mut self, number: u32, pieces: &[Trigram]) {
        for piece in pieces {
            self.lists.entry(*piece).or_default().push(number);
        }
    }

    /// Gives files new numbers; what has none is dropped. The order stays.
    pub fn renumber(&mut self, new: &[Option<u32>]) {
        self.lists.retain(|_, list| {
            let mut next = List::default();
            for old in list.numbers() {
                if let Some(number) = new.get(old as usize).copied().flatten() {
                    next.push(number);
                }
            }
            next.bytes.shrink_to_fit();
            *list = next;
            list.count > 0
        });
    }

    /// The numbers of the files that may hold what is needed; `None` is all of them.
    pub fn fitting(&self, need: &Need) -> Option<Vec<u32>> {
        match need {
            Need::All => None,
            Need::Piece(piece) => {
                Some(self.lists.get(piece).map(List::numbers).unwrap_or_default())
            }
            Need::And(parts) => self.all_of(parts),
            Need::Or(parts) => {
                let mut numbers = Vec::new();
                for part in parts {
                    numbers.extend(self.fitting(part)?);
                }
                numbers.sort_unstable();
                numbers.dedup();
                Some(numbers)
            }
        }
    }

    /// The rarest piece first; when few files are left it is quicker to read them.
    fn all_of(&self, parts: &[Need]) -> Option<Vec<u32>> {
        let size = |part: &Need| match part {
            Need::Piece(piece) => self.lists.get(piece).map_or(0, |list| list.count),
            _ => u32::MAX,
        };
        let mut parts: Vec<_> = parts.iter().map(|part| (size(part), part)).collect();
        parts.sort_by_key(|(size, _)| *size);
        let mut left: Option<Vec<u32>> = None;
        for (size, part) in parts {
            if left
                .as_ref()
                .is_some_and(|left| left.len() < FEW && size > 1_000)
            {
                break;
            }
            let Some(next) = self.fitting(part) else {
                continue;
            };
            left = Some(match left {
                None => next,
                Some(left) => intersection(&left, &next),
            });
        }
        left
    }
}

/// So few files are read rather than narrowed further by a long list.
const FEW: usize = 4;

fn intersection(a: &[u32], b: &[u32]) -> Vec<u32> {
    let (mut at, mut both) = (0, Vec::new());
    for number in a {
        while b.get(at).is_some_and(|other| other < number) {
            at += 1;
        }
        if b.get(at) == Some(number) {
            both.push(*number);
        }
    }
    both
}

/// Spreads the pieces over a table; nobody picks them to make it slow, as a file has few of them.
#[derive(Debug, Default)]
pub(crate) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        let mixed = (self.0 ^ u64::from(value)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ mixed >> 32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::trigram::of;

    fn postings() -> Postings {
        let mut postings = Postings::default();
        for (number, text) in ["abcd", "bcde", "abc", "xyz"].into_iter().enumerate() {
            let pieces: Vec<_> = of(text.as_bytes()).collect();
            postings.add(u32::try_from(number).expect("small") * 300, &pieces);
        }
        postings
    }

    fn piece(text: &str) -> Need {
        Need::Piece(of(text.as_bytes()).next().expect("three bytes"))
    }

    #[test]
    fn lists_are_joined_as_the_question_says() {
        let postings = postings();
        let fitting = |need: Need| postings.fitting(&need);
        assert_eq!(fitting(piece("abc")), Some(vec![0, 600]));
        assert_eq!(fitting(piece("nix")), Some(vec![]));
        assert_eq!(
            fitting(Need::And(vec![piece("bcd"), piece("abc")])),
            Some(vec![0])
        );
        assert_eq!(
            fitting(Need::Or(vec![piece("xyz"), piece("abc")])),
            Some(vec![0, 600, 900])
        );
        assert_eq!(fitting(Need::Or(vec![piece("xyz"), Need::All])), None);
        assert_eq!(fitting(Need::And(vec![Need::All])), None);
        assert_eq!(fitting(Need::Or(vec![])), Some(vec![]));
    }

    #[test]
    fn new_numbers_keep_the_order_and_drop_what_is_gone() {
        let mut postings = postings();
        let mut new = vec![None; 901];
        (new[300], new[600], new[900]) = (Some(0), Some(1), Some(2));
        postings.renumber(&new);
        assert_eq!(postings.fitting(&piece("abc")), Some(vec![1]));
        assert_eq!(postings.fitting(&piece("bcd")), Some(vec![0]));
        assert_eq!(postings.lists.len(), 4);
        let after = of(b"abc").collect::<Vec<_>>();
        postings.add(3, &after);
        assert_eq!(postings.fitting(&piece("abc")), Some(vec![1, 3]));
    }
}
