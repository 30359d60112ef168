//! What a symbol is known by when its name or place changed: the hash of its body, and a sketch by
//! which two bodies can be compared.

use std::ops::Range;

use super::SymbolKind;
use super::tokens::{Token, Tokens};

/// From so many tokens on a part of a type says more than its name.
const LONG: usize = 16;

/// What a symbol says apart from its own name and from white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BodyHash(pub [u8; 16]);

/// The smallest hash of the pairs of tokens in each of 64 bins, 8 bits of it; 0 is an empty bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness(pub [u8; 64]);

impl Likeness {
    /// How many of the bins are used: all of them by a body of some length, few by a short one.
    pub fn used(&self) -> usize {
        self.0.iter().filter(|bin| **bin != 0).count()
    }

    /// The share of each of two bodies that is in the other, from 0 to 1: of the pairs of tokens in
    /// both together, twice those that both have.
    pub fn to(&self, other: &Self) -> f32 {
        let pairs = self.0.iter().zip(&other.0);
        let used = pairs.clone().filter(|(a, b)| **a != 0 || **b != 0);
        let same = pairs.filter(|(a, b)| a == b && **a != 0).count();
        match used.count() + same {
            0 => 0.0,
            #[expect(clippy::cast_precision_loss, reason = "there are 64 bins")]
            both => 2.0 * same as f32 / both as f32,
        }
    }
}

/// The tokens of a symbol without its name.
pub(super) struct Words<'a> {
    before: &'a [Token],
    after: &'a [Token],
}

impl<'a> Words<'a> {
    pub fn of(tokens: &'a Tokens, whole: &Range<u32>, name: &Range<u32>) -> Self {
        let all = tokens.within(whole);
        let place = |at: u32| all.partition_point(|token| token.start < at);
        let from = place(name.start);
        Self {
            before: &all[..from],
            after: &all[place(name.end).max(from)..],
        }
    }

    /// Whether they say enough to be compared with others. A field or a value of an enum mostly is its
    /// name and little else; one with a body or a comment is known as a function is.
    pub fn are_known_by(&self, kind: SymbolKind) -> bool {
        let long = self.before.len() + self.after.len() >= LONG;
        !kind.is_part() || long && kind != SymbolKind::Key
    }

    pub fn hash(&self) -> BodyHash {
        let mut hasher = blake3::Hasher::new();
        let mut bytes = Vec::with_capacity(4 * (self.before.len() + self.after.len()) + 4);
        // The place of the name counts, its text does not.
        bytes.extend(super::extract::len(self.before.len()).to_le_bytes());
        for token in self.before.iter().chain(self.after) {
            bytes.extend(token.hash.to_le_bytes());
        }
        hasher.update(&bytes);
        let mut hash = [0; 16];
        hasher.finalize_xof().fill(&mut hash);
        BodyHash(hash)
    }

    pub fn likeness(&self) -> Likeness {
        let mut smallest = [u32::MAX; 64];
        let mut last = 0_u32;
        for token in self.before.iter().chain(self.after) {
            let mut mixed = last.rotate_left(15).wrapping_mul(0x9e37_79b1) ^ token.hash;
            mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85eb_ca6b);
            mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
            mixed ^= mixed >> 16;
            let bin = &mut smallest[(mixed & 63) as usize];
            *bin = (*bin).min(mixed >> 6);
            last = token.hash;
        }
        Likeness(smallest.map(|least| match least {
            u32::MAX => 0,
            // The low bits of the smallest are still evenly spread.
            least => u8::try_from(least % 255).unwrap_or_default() + 1,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, name: &str) -> (BodyHash, Likeness) {
        let tokens = Tokens::of(text.as_bytes());
        let at = text.find(name).expect("the name") as u32;
        let whole = 0..text.len() as u32;
        let words = Words::of(&tokens, &whole, &(at..at + name.len() as u32));
        (words.hash(), words.likeness())
    }

    #[test]
    fn a_name_and_white_space_change_no_hash_and_anything_else_does() {
        let plain = words("fn a() { b(1) }", "a").0;
        assert_eq!(
            plain,
            words("fn  long_name()\n{\r\n\tb(1)\n}", "long_name").0
        );
        assert_ne!(plain, words("fn a() { b(2) }", "a").0);
        assert_ne!(plain, words("fn a() { b[1] }", "a").0);
    }

    #[test]
    fn likeness_follows_how_much_is_the_same() {
        let line = |n: usize| format!("let value_{n} = step_{n}(value_{}, {n});\n", n + 1);
        let body: Vec<String> = (0..40).map(line).collect();
        let text = |body: &[String]| format!("fn a() {{ {} }}", body.concat());
        let same = words(&text(&body), "a").1;
        let mut edited = body.clone();
        edited[3] = "return early;\n".into();
        let near = same.to(&words(&text(&edited), "a").1);
        assert!(near > 0.8, "one line of forty: {near}");
        let other: Vec<String> = (0..40)
            .map(|n| format!("emit(\"{n}\", {n} + 2)?;\n"))
            .collect();
        let far = same.to(&words(&text(&other), "a").1);
        assert!(far < 0.4, "another body: {far}");
        assert!((same.to(&same) - 1.0).abs() < f32::EPSILON);
    }
}
