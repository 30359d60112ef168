//! Finding the keywords of all rules in one pass, in any case of letters.

/// Bits of a byte that count: letters fall together with their capitals.
const BITS: usize = 5;
/// Three bytes together.
const SIZE: usize = 1 << (3 * BITS);

/// Keywords of three bytes or more, by how they begin.
#[derive(Debug)]
pub(crate) struct Keywords {
    /// For each beginning its bucket from 1, or 0.
    buckets: Box<[u16]>,
    /// In each bucket the keywords in small letters, and the rules that they wake.
    entries: Vec<Vec<(Vec<u8>, Vec<usize>)>>,
}

impl Keywords {
    pub(crate) fn new(texts: Vec<String>, wakes: Vec<Vec<usize>>) -> Self {
        let mut buckets = vec![0u16; SIZE].into_boxed_slice();
        let mut entries: Vec<Vec<(Vec<u8>, Vec<usize>)>> = Vec::new();
        for (text, wakes) in texts.into_iter().zip(wakes) {
            let text = text.into_bytes();
            let begin = text[..3].iter().fold(0, |begin, b| push(begin, *b));
            if buckets[begin] == 0 {
                entries.push(Vec::new());
                buckets[begin] = u16::try_from(entries.len()).expect("a few hundred keywords");
            }
            entries[usize::from(buckets[begin]) - 1].push((text, wakes));
        }
        Self { buckets, entries }
    }

    /// Calls `each` with the place of every keyword that begins in `from..to`, and with the rules
    /// that it wakes.
    pub(crate) fn find(
        &self,
        text: &[u8],
        from: usize,
        to: usize,
        mut each: impl FnMut(usize, &[usize]),
    ) {
        let end = text.len().min(to + 2);
        let Some(seen) = text.get(from..end).filter(|seen| seen.len() >= 3) else {
            return;
        };
        let mut begin = push(push(0, seen[0]), seen[1]);
        for (offset, byte) in seen[2..].iter().enumerate() {
            begin = push(begin, *byte);
            let bucket = self.buckets[begin];
            if bucket != 0 {
                let start = from + offset;
                for (keyword, wakes) in &self.entries[usize::from(bucket) - 1] {
                    let here = text.get(start..start + keyword.len());
                    if here.is_some_and(|here| here.eq_ignore_ascii_case(keyword)) {
                        each(start, wakes);
                    }
                }
            }
        }
    }
}

/// The next three bytes' number.
fn push(begin: usize, byte: u8) -> usize {
    (begin << BITS | usize::from(byte & 31)) & (SIZE - 1)
}
