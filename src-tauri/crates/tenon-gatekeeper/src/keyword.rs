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
    /// In each bucket the keywords, sorted.
    entries: Vec<Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    /// In small letters.
    text: Vec<u8>,
    /// So many bytes at its beginning are those of the entry before.
    shared: usize,
    /// The rules that it wakes.
    wakes: Vec<usize>,
}

impl Keywords {
    pub(crate) fn new(texts: Vec<String>, wakes: Vec<Vec<usize>>) -> Self {
        let mut buckets = vec![0u16; SIZE].into_boxed_slice();
        let mut entries: Vec<Vec<Entry>> = Vec::new();
        let mut all: Vec<_> = texts
            .into_iter()
            .map(String::into_bytes)
            .zip(wakes)
            .collect();
        all.sort();
        for (text, wakes) in all {
            let begin = text[..3].iter().fold(0, |begin, b| push(begin, *b));
            if buckets[begin] == 0 {
                entries.push(Vec::new());
                buckets[begin] = u16::try_from(entries.len()).expect("a few hundred keywords");
            }
            let bucket = &mut entries[usize::from(buckets[begin]) - 1];
            let shared = bucket.last().map_or(0, |last| equal(&last.text, &text));
            bucket.push(Entry {
                text,
                shared,
                wakes,
            });
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
                let here = &text[start..];
                // How many bytes of the last entry stand here: the next ones need not be compared
                // where they are the same.
                let mut stand = 0;
                for entry in &self.entries[usize::from(bucket) - 1] {
                    if entry.shared > stand {
                        continue;
                    }
                    let known = entry.shared;
                    stand = known + equal(&entry.text[known..], here.get(known..).unwrap_or(&[]));
                    if stand == entry.text.len() {
                        each(start, &entry.wakes);
                    }
                }
            }
        }
    }
}

/// How many bytes two texts have in common from their beginning, whatever the case of letters; the
/// first is in small letters.
fn equal(small: &[u8], text: &[u8]) -> usize {
    let pairs = small.iter().zip(text);
    pairs
        .take_while(|(small, byte)| **small == byte.to_ascii_lowercase())
        .count()
}

/// The next three bytes' number.
fn push(begin: usize, byte: u8) -> usize {
    (begin << BITS | usize::from(byte & 31)) & (SIZE - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_found_in_any_case_also_where_it_begins_another() {
        let texts = ["token", "tok", "token_key", "tokens", "key", "tokyo-"];
        let wakes = (0..texts.len()).map(|at| vec![at]).collect();
        let keywords = Keywords::new(texts.map(str::to_owned).to_vec(), wakes);
        let text = b"ToKeN_keY tok Tokyo TOKYO-tokens to";
        let mut found = Vec::new();
        keywords.find(text, 0, text.len(), |place, wakes| {
            found.push((place, texts[wakes[0]]));
        });
        found.sort_unstable();
        let mut expect = Vec::new();
        for place in 0..text.len() {
            for keyword in texts {
                let here = text.get(place..place + keyword.len());
                if here.is_some_and(|here| here.eq_ignore_ascii_case(keyword.as_bytes())) {
                    expect.push((place, keyword));
                }
            }
        }
        expect.sort_unstable();
        assert_eq!(found, expect);
        assert_eq!(found.len(), 11);
    }
}
