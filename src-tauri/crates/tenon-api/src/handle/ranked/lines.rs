//! A file as it is now, with the places where its lines begin.

/// The bytes of a file and its lines.
pub(super) struct Lines {
    pub bytes: Vec<u8>,
    /// Where each line but the first begins.
    starts: Vec<usize>,
}

impl Lines {
    pub fn new(bytes: Vec<u8>) -> Self {
        let starts = memchr::memchr_iter(b'\n', &bytes).map(|at| at + 1);
        let starts = starts.collect();
        Self { bytes, starts }
    }

    /// The line, from 1, in which a byte is.
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at) + 1
    }

    /// A line, from 1, without its end; empty where there is none.
    pub fn line(&self, number: usize) -> &[u8] {
        let start = match number {
            0 => return &[],
            1 => Some(0),
            _ => self.starts.get(number - 2).copied(),
        };
        let Some(start) = start else { return &[] };
        let end = self.starts.get(number - 1).map(|next| next - 1);
        let line = &self.bytes[start..end.unwrap_or(self.bytes.len())];
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// How many lines there are; what stands behind the last line end is one.
    pub fn count(&self) -> usize {
        self.starts.len() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_1_and_stand_without_their_ends() {
        let lines = Lines::new(b"one\r\ntwo\n\nfour".to_vec());
        let all: Vec<&[u8]> = (0..=5).map(|number| lines.line(number)).collect();
        assert_eq!(all, [&b""[..], b"one", b"two", b"", b"four", b""]);
        assert_eq!(lines.count(), 4);
        let numbers = [0, 4, 5, 8, 9, 10].map(|at| lines.number(at));
        assert_eq!(numbers, [1, 1, 2, 2, 3, 4]);
        assert_eq!(Lines::new(Vec::new()).count(), 1);
    }
}
