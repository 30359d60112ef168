//! Looking for bytes that were meant to be gone, in a file as it lies on the disk.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use aho_corasick::AhoCorasick;

use crate::StoreError;

/// So many patterns are looked for at most; with more the file is better written anew.
pub(crate) const MOST: usize = 20_000;
/// So much is read at once, in bytes.
const PART: usize = 1 << 20;

/// Whether one of the patterns, of which the first 20,000 count, is in the file.
pub fn holds(file: &Path, patterns: &[Vec<u8>]) -> Result<bool, StoreError> {
    if patterns.is_empty() {
        return Ok(false);
    }
    let patterns = &patterns[..patterns.len().min(MOST)];
    let finder = AhoCorasick::new(patterns)
        .map_err(|fault| StoreError::Erasure(format!("it cannot be looked for: {fault}")))?;
    let longest = patterns.iter().map(Vec::len).max().unwrap_or(1);
    let reading = |fault| StoreError::io("read", file)(fault);
    let mut open = File::open(file).map_err(reading)?;
    let mut part = Vec::new();
    loop {
        // What stands across two parts is seen because the end of one begins the next.
        let kept = part.len().min(longest.saturating_sub(1));
        part.drain(..part.len() - kept);
        let read = (&mut open).take(PART as u64).read_to_end(&mut part);
        if read.map_err(reading)? == 0 {
            return Ok(false);
        }
        if finder.is_match(&part) {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_found_wherever_they_stand() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a");
        let patterns = vec![b"needle".to_vec(), b"x".to_vec()];
        for at in [0, 1, PART - 3, PART - 6, PART, PART + 1, 2 * PART - 1] {
            let mut bytes = vec![0; 2 * PART + 100];
            assert!(!{
                std::fs::write(&file, &bytes).expect("written");
                holds(&file, &patterns).expect("read")
            });
            bytes[at..at + 6].copy_from_slice(b"needle");
            std::fs::write(&file, &bytes).expect("written");
            assert!(holds(&file, &patterns).expect("read"), "at {at}");
        }
    }
}
