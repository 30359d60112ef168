//! The text of chunks as it may be embedded: masked, and named by its hash.

use std::ops::Range;

use tenon_gatekeeper::{Finding, Gatekeeper};

use super::store::{Stamp, SymbolId, Symbols};
use super::{Language, embedded_text};

/// Text beyond this many characters is left out: no engine takes more.
pub const MOST_CHARACTERS: usize = 100_000;

/// Changes when the same chunk would be given another text.
const FORM: &[u8] = b"1";

/// A chunk's place, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes, in order and apart from each other.
    pub ranges: Vec<Range<u32>>,
    /// What it is about.
    pub symbol: Option<SymbolId>,
    /// The words of its name, which are embedded with it.
    pub heading: String,
    /// Which part of a split one it is, from 0.
    pub part: u32,
    /// The line that stands for it, from 1.
    pub line: u32,
}

/// A file as it was cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// How the file was when it was read.
    pub stamp: Stamp,
    /// The language that it was read as.
    pub language: Option<Language>,
    /// The chunks.
    pub pieces: Vec<Piece>,
}

/// A text to embed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageText {
    /// The first half of the BLAKE3 of the text: the same one anywhere has the same hash.
    pub hash: [u8; 16],
    /// The words of the symbol's name, and the chunk's text, masked.
    pub text: String,
}

impl Symbols {
    /// How a file was cut; nothing for one that is not known, has no chunks, or whose path is a
    /// secret.
    pub fn cut(&self, path: &[u8]) -> Option<Cut> {
        let file = self.file(path).filter(|file| !file.unwritten)?;
        let pieces = file.chunks.iter().map(|chunk| Piece {
            ranges: chunk.ranges.clone(),
            symbol: chunk
                .symbol
                .and_then(|number| file.ids.get(number as usize).copied()),
            heading: {
                let symbol = chunk.symbol.and_then(|n| file.symbols.get(n as usize));
                embedded_text(symbol, "")
            },
            part: chunk.part,
            line: chunk.line,
        });
        Some(Cut {
            stamp: file.stamp?,
            language: file.language,
            pieces: pieces.collect(),
        })
    }

    /// A name for everything that the passages of a file depend on, beside `salt`; nothing for one
    /// that has none.
    pub fn print(&self, path: &[u8], salt: &[u8]) -> Option<[u8; 16]> {
        let file = self.file(path).filter(|file| !file.unwritten)?;
        let stamp = file.stamp?;
        let mut print = blake3::Hasher::new();
        print.update(&(salt.len() as u64).to_le_bytes());
        print.update(salt);
        print.update(FORM);
        print.update(&stamp.size.to_le_bytes());
        print.update(&stamp.modified.to_le_bytes());
        print.update(&stamp.inode.to_le_bytes());
        print.update(&[file.language.map_or(u8::MAX, |language| language as u8)]);
        for chunk in &file.chunks {
            let id = chunk.symbol.and_then(|n| file.ids.get(n as usize));
            print.update(id.map_or(&[0; 16], |id| id.0.as_bytes()));
            for number in [chunk.part, chunk.line, chunk.ranges.len() as u32] {
                print.update(&number.to_le_bytes());
            }
            for range in &chunk.ranges {
                print.update(&range.start.to_le_bytes());
                print.update(&range.end.to_le_bytes());
            }
        }
        Some(half(&print))
    }
}

/// The texts of pieces of the file `path`, which has these bytes now; one for each, and nothing for
/// one that has no text. A file with secrets whose places cannot be told has none.
pub fn texts(
    gatekeeper: &Gatekeeper,
    path: &[u8],
    bytes: &[u8],
    pieces: &[Piece],
) -> Vec<Option<PassageText>> {
    let whole = String::from_utf8_lossy(bytes);
    let secrets = gatekeeper.find_in(&whole, Some(&String::from_utf8_lossy(path)));
    if !secrets.is_empty() && matches!(whole, std::borrow::Cow::Owned(_)) {
        return vec![None; pieces.len()];
    }
    let text = |piece: &Piece| {
        let mut text = String::new();
        for range in &piece.ranges {
            if !text.is_empty() {
                text.push('\n');
            }
            masked(bytes, range, &secrets, &mut text);
        }
        if text.trim().is_empty() {
            return None;
        }
        text.insert_str(0, &piece.heading);
        let text = shortened(&text).to_owned();
        Some(PassageText {
            hash: hash_of(&text),
            text,
        })
    };
    pieces.iter().map(text).collect()
}

/// The name of a masked text.
pub fn hash_of(text: &str) -> [u8; 16] {
    half(blake3::Hasher::new().update(text.as_bytes()))
}

/// The beginning of a text that is too long to be embedded.
fn shortened(text: &str) -> &str {
    let end = text.char_indices().nth(MOST_CHARACTERS);
    end.map_or(text, |(at, _)| &text[..at])
}

/// Adds a stretch of the file, each secret replaced by a mark, also one that only reaches into it.
fn masked(bytes: &[u8], range: &Range<u32>, secrets: &[Finding], to: &mut String) {
    let end = (range.end as usize).min(bytes.len());
    let mut at = (range.start as usize).min(end);
    for secret in secrets {
        if secret.end <= at || secret.start >= end {
            continue;
        }
        to.push_str(&String::from_utf8_lossy(&bytes[at..secret.start.max(at)]));
        to.push_str("<REDACTED:");
        to.push_str(&secret.kind);
        to.push('>');
        at = secret.end.min(end);
    }
    to.push_str(&String::from_utf8_lossy(&bytes[at..end]));
}

fn half(hasher: &blake3::Hasher) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(range: Range<u32>) -> Piece {
        Piece {
            ranges: vec![range],
            symbol: None,
            heading: String::new(),
            part: 0,
            line: 1,
        }
    }

    fn of(bytes: &[u8], pieces: &[Piece]) -> Vec<Option<PassageText>> {
        texts(&Gatekeeper::new([7; 32]), b"a.txt", bytes, pieces)
    }

    #[test]
    fn a_secret_is_masked_in_each_piece_that_it_reaches_into() {
        let text = b"one sk-proj-1234567890abcdef two";
        let cut = [piece(0..14), piece(14..text.len() as u32)];
        let made = of(text, &cut);
        let text = |n: usize| made[n].as_ref().expect("a text").text.clone();
        assert_eq!(text(0), "one <REDACTED:OPENAI_KEY>");
        assert_eq!(text(1), "<REDACTED:OPENAI_KEY> two");
    }

    #[test]
    fn the_same_text_has_the_same_hash_wherever_it_stands() {
        let made = of(b"fn a() {}\nfn a() {}", &[piece(0..9), piece(10..19)]);
        assert_eq!(made[0], made[1]);
    }

    #[test]
    fn odd_text_is_cut_and_never_a_fault() {
        let line = vec![b'x'; 1 << 20];
        let made = of(&line, &[piece(0..1 << 20)]);
        let kept = made[0].as_ref().expect("a text").text.len();
        assert_eq!(kept, MOST_CHARACTERS);
        assert_eq!(of(b" \n ", &[piece(0..3)]), [None], "nothing to embed");
        let odd = b"a\xff\xed\xa0\x80\x07b";
        let made = of(odd, &[piece(0..odd.len() as u32)]);
        assert!(made[0].is_some(), "bytes that are no text are told as such");
        assert_eq!(of(b"ab", &[piece(5..9)]), [None], "the file is shorter now");
        let both = b"\xff sk-proj-1234567890abcdef";
        assert_eq!(of(both, &[piece(0..both.len() as u32)]), [None]);
    }
}
