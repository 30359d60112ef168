//! Taking bytes apart into three-byte pieces, ASCII letters made small.

/// Three bytes in the low 24 bits of a number.
pub(crate) type Trigram = u32;

/// Collects the pieces of one text after the other.
pub(crate) struct Extractor {
    /// A bit for each piece there can be.
    seen: Vec<u64>,
    found: Vec<Trigram>,
}

impl Extractor {
    pub fn new() -> Self {
        Self {
            seen: vec![0; (1 << 24) / 64],
            found: Vec::new(),
        }
    }

    /// The pieces of a text, each once.
    pub fn pieces(&mut self, text: &[u8]) -> &[Trigram] {
        for old in self.found.drain(..) {
            self.seen[old as usize / 64] = 0;
        }
        let mut last = 0u32;
        for (at, byte) in text.iter().enumerate() {
            last = (last << 8 | u32::from(byte.to_ascii_lowercase())) & 0xff_ffff;
            if at < 2 {
                continue;
            }
            let (word, bit) = (&mut self.seen[last as usize / 64], 1 << (last % 64));
            if *word & bit == 0 {
                *word |= bit;
                self.found.push(last);
            }
        }
        &self.found
    }
}

/// The pieces of a short text, in the order in which they stand.
pub(crate) fn of(text: &[u8]) -> impl Iterator<Item = Trigram> {
    text.windows(3).map(|three| {
        let low = |at: usize| u32::from(three[at].to_ascii_lowercase());
        low(0) << 16 | low(1) << 8 | low(2)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_is_found_once_whatever_came_before() {
        let mut extractor = Extractor::new();
        assert_eq!(extractor.pieces(b"abABabc"), [0x616261, 0x626162, 0x616263]);
        assert_eq!(
            extractor.pieces(b"aba"),
            [0x616261],
            "nothing is left of the first"
        );
        assert_eq!(extractor.pieces(b"ab"), [] as [u32; 0]);
        let of: Vec<_> = of(b"aBc\xff").collect();
        assert_eq!(of, [0x616263, 0x6263ff]);
    }
}
