//! A set of small numbers.

/// Which numbers below a bound are marked.
pub(crate) struct Marks(Vec<u64>);

impl Marks {
    /// None of the numbers below `bound`.
    pub fn new(bound: usize) -> Self {
        Self(vec![0; bound.div_ceil(64)])
    }

    /// Marks numbers; those that are not below the bound are left out.
    pub fn set(&mut self, numbers: impl Iterator<Item = u32>) {
        for number in numbers {
            if let Some(word) = self.0.get_mut(number as usize / 64) {
                *word |= 1 << (number % 64);
            }
        }
    }

    /// Whether a number is marked.
    pub fn has(&self, number: u32) -> bool {
        let word = self.0.get(number as usize / 64);
        word.is_some_and(|word| word & 1 << (number % 64) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_marked_is_and_nothing_else() {
        let mut marks = Marks::new(70);
        marks.set([0, 63, 64, 69, 1_000].into_iter());
        let marked: Vec<_> = (0..200).filter(|number| marks.has(*number)).collect();
        assert_eq!(marked, [0, 63, 64, 69]);
    }
}
