//! The one place where bytes become text and text becomes bytes.
//!
//! Text has `\n` line ends; what stood in the file is remembered in [`LineEnds`]. Whatever
//! [`decode`] answers, [`encode`] gives back the same bytes when nothing was changed: a file for
//! which that does not hold is read as Windows-1252, where one byte is one character.

use std::ops::Range;

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use ropey::Rope;

/// How bytes become text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8Bom,
    /// UTF-16, little end first, behind a mark.
    Utf16Le,
    /// UTF-16, big end first, behind a mark.
    Utf16Be,
    /// One byte, one character.
    Windows1252,
}

impl Encoding {
    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 with BOM",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
            Encoding::Windows1252 => "Windows-1252",
        }
    }
}

/// A line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineEnd {
    /// `\n`
    Lf,
    /// `\r\n`
    Crlf,
    /// `\r`
    Cr,
}

impl LineEnd {
    /// The characters.
    pub const fn as_str(self) -> &'static str {
        match self {
            LineEnd::Lf => "\n",
            LineEnd::Crlf => "\r\n",
            LineEnd::Cr => "\r",
        }
    }
}

/// The line ends of a text: one that most lines have, and the lines that have another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineEnds {
    /// What most lines have, and new lines get.
    pub main: LineEnd,
    /// Lines (from 0, sorted) that end otherwise.
    pub others: Vec<(usize, LineEnd)>,
}

impl LineEnds {
    /// All lines end alike.
    pub fn all(main: LineEnd) -> Self {
        Self {
            main,
            others: Vec::new(),
        }
    }

    /// Follows an edit: behind line `line`, `removed` line ends went and `added` came.
    pub fn edit(&mut self, line: usize, removed: usize, added: usize) {
        if self.others.is_empty() {
            return;
        }
        let start = self.others.partition_point(|(at, _)| *at < line);
        let end = self.others.partition_point(|(at, _)| *at < line + removed);
        self.others.drain(start..end);
        for (at, _) in &mut self.others[start..] {
            *at = *at + added - removed;
        }
    }
}

/// Text with what is needed to write the same bytes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// With `\n` line ends.
    pub text: String,
    /// Where it came from.
    pub encoding: Encoding,
    /// What stood between the lines.
    pub line_ends: LineEnds,
}

/// Decodes bytes of any kind: by their mark, as UTF-8, or else one byte one character.
pub fn decode(bytes: &[u8]) -> Decoded {
    let marked = match bytes {
        [0xef, 0xbb, 0xbf, ..] => Encoding::Utf8Bom,
        [0xff, 0xfe, ..] => Encoding::Utf16Le,
        [0xfe, 0xff, ..] => Encoding::Utf16Be,
        _ => Encoding::Utf8,
    };
    decode_as(bytes, marked).unwrap_or_else(|| {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
        split_line_ends(text.into_owned(), Encoding::Windows1252)
    })
}

/// Decodes bytes in a given encoding; `None` when they are not of it, exactly.
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Option<Decoded> {
    let text = match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes).ok()?.to_owned(),
        Encoding::Utf8Bom => std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf")?)
            .ok()?
            .to_owned(),
        Encoding::Utf16Le => UTF_16LE
            .decode_without_bom_handling_and_without_replacement(bytes.strip_prefix(b"\xff\xfe")?)?
            .into_owned(),
        Encoding::Utf16Be => UTF_16BE
            .decode_without_bom_handling_and_without_replacement(bytes.strip_prefix(b"\xfe\xff")?)?
            .into_owned(),
        Encoding::Windows1252 => WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    };
    Some(split_line_ends(text, encoding))
}

fn split_line_ends(text: String, encoding: Encoding) -> Decoded {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Decoded {
            text,
            encoding,
            line_ends: LineEnds::all(LineEnd::Lf),
        };
    }
    let bytes = text.as_bytes();
    let mut clean = String::with_capacity(text.len());
    let mut ends: Vec<LineEnd> = Vec::new();
    let mut from = 0;
    for at in memchr::memchr2_iter(b'\r', b'\n', bytes) {
        // The line feed of a pair was taken with its carriage return.
        if at < from {
            continue;
        }
        clean.push_str(&text[from..at]);
        clean.push('\n');
        let end = match (bytes[at], bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) => LineEnd::Crlf,
            (b'\r', _) => LineEnd::Cr,
            _ => LineEnd::Lf,
        };
        ends.push(end);
        from = at + end.as_str().len();
    }
    clean.push_str(&text[from..]);
    let count = |kind| ends.iter().filter(|end| **end == kind).count();
    let main = [LineEnd::Cr, LineEnd::Crlf, LineEnd::Lf]
        .into_iter()
        .max_by_key(|kind| count(*kind))
        .unwrap_or(LineEnd::Lf);
    let others = ends
        .into_iter()
        .enumerate()
        .filter(|(_, end)| *end != main)
        .collect();
    Decoded {
        text: clean,
        encoding,
        line_ends: LineEnds { main, others },
    }
}

/// A character that the encoding cannot write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unencodable {
    /// From 1.
    pub line: usize,
    /// The character.
    pub character: char,
}

/// Writes text with its line ends in an encoding.
pub fn encode(
    text: &Rope,
    encoding: Encoding,
    line_ends: &LineEnds,
) -> Result<Vec<u8>, Unencodable> {
    let mut out = Vec::with_capacity(text.len_bytes() + 3);
    match encoding {
        Encoding::Utf8 | Encoding::Windows1252 => {}
        Encoding::Utf8Bom => out.extend_from_slice(b"\xef\xbb\xbf"),
        Encoding::Utf16Le => out.extend_from_slice(b"\xff\xfe"),
        Encoding::Utf16Be => out.extend_from_slice(b"\xfe\xff"),
    }
    let mut others = line_ends.others.iter().peekable();
    let mut line = 0;
    for chunk in text.chunks() {
        let mut rest = chunk;
        while let Some(at) = memchr::memchr(b'\n', rest.as_bytes()) {
            push(&mut out, &rest[..at], encoding, line)?;
            let other = others.next_if(|(at, _)| *at == line).map(|(_, end)| *end);
            push(
                &mut out,
                other.unwrap_or(line_ends.main).as_str(),
                encoding,
                line,
            )?;
            line += 1;
            rest = &rest[at + 1..];
        }
        push(&mut out, rest, encoding, line)?;
    }
    Ok(out)
}

/// The bytes of a text after edits: ranges of its bytes that do not overlap, in their order, and what
/// takes their place. Every other byte stays, and so does every other line end.
pub fn splice(text: Decoded, edits: &[(Range<usize>, &str)]) -> Result<Vec<u8>, Unencodable> {
    let Decoded {
        text,
        encoding,
        mut line_ends,
    } = text;
    let (mut new, mut at, mut line) = (String::with_capacity(text.len()), 0, 0);
    for (range, with) in edits {
        let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
        let (kept, gone) = (&text[at..range.start], &text[range.clone()]);
        line += lines(kept);
        let added = lines(with);
        line_ends.edit(line, lines(gone), added);
        line += added;
        new.push_str(kept);
        new.push_str(with);
        at = range.end;
    }
    new.push_str(&text[at..]);
    encode(&Rope::from(new), encoding, &line_ends)
}

fn push(out: &mut Vec<u8>, text: &str, encoding: Encoding, line: usize) -> Result<(), Unencodable> {
    match encoding {
        Encoding::Utf8 | Encoding::Utf8Bom => out.extend_from_slice(text.as_bytes()),
        Encoding::Utf16Le => out.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
        Encoding::Utf16Be => out.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        Encoding::Windows1252 => {
            for character in text.chars() {
                let mut buffer = [0; 4];
                let (bytes, _, failed) = WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
                if failed {
                    return Err(Unencodable {
                        line: line + 1,
                        character,
                    });
                }
                out.extend_from_slice(&bytes);
            }
        }
    }
    Ok(())
}

/// Whether bytes look like something other than text: a NUL byte near the start, without the mark
/// of UTF-16.
pub fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    !matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) && memchr::memchr(0, head).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn back(bytes: &[u8]) -> Vec<u8> {
        let decoded = decode(bytes);
        assert!(!decoded.text.contains('\r'), "line ends are \\n inside");
        let rope = Rope::from_str(&decoded.text);
        encode(&rope, decoded.encoding, &decoded.line_ends).expect("what was read can be written")
    }

    #[test]
    fn edits_leave_every_other_byte_as_it_was() {
        let cases: [(&[u8], &[u8]); 4] = [
            (b"a\r\nbb\nc\rd", b"a\r\nX\nc\rYY"),
            (b"\xef\xbb\xbfa\r\nbb\nc\rd", b"\xef\xbb\xbfa\r\nX\nc\rYY"),
            (b"\xe4\r\nb\nc\rd", b"\xe4\r\nX\nc\rYY"),
            (b"\xff\xfea\0\n\0b\0b\0", b"\xff\xfea\0\n\0X\0"),
        ];
        for (old, new) in cases {
            let text = decode(old);
            let at = |what: &str| text.text.find(what).map(|from| from..from + what.len());
            let b = at("bb").or_else(|| at("b"));
            let edits = [(b, "X"), (at("d"), "YY")];
            let edits: Vec<_> = edits
                .into_iter()
                .filter_map(|(range, with)| Some((range?, with)))
                .collect();
            assert_eq!(splice(text.clone(), &edits).as_deref(), Ok(new));
        }
        // A line end that goes takes its own kind with it.
        let joined = splice(decode(b"a\r\nb\nc\rd"), &[(1..2, " ")]);
        assert_eq!(joined.as_deref(), Ok(&b"a b\nc\rd"[..]));
        let odd = splice(decode(b"\xe4b"), &[(2..3, "\u{4e2d}")]);
        assert!(odd.is_err());
    }

    #[test]
    fn each_kind_of_file_is_told_apart() {
        let check = |bytes: &[u8], encoding, text: &str, main| {
            let got = decode(bytes);
            assert_eq!(
                (got.encoding, got.text.as_str()),
                (encoding, text),
                "{bytes:?}"
            );
            assert_eq!(got.line_ends.main, main, "{bytes:?}");
            assert_eq!(back(bytes), bytes, "{bytes:?} comes back");
        };
        check(b"a\nb", Encoding::Utf8, "a\nb", LineEnd::Lf);
        check(
            b"\xef\xbb\xbfa\r\nb\r\n",
            Encoding::Utf8Bom,
            "a\nb\n",
            LineEnd::Crlf,
        );
        check(
            b"\xff\xfea\0\r\0\n\0",
            Encoding::Utf16Le,
            "a\n",
            LineEnd::Crlf,
        );
        check(b"\xfe\xff\0a\0\n", Encoding::Utf16Be, "a\n", LineEnd::Lf);
        check(
            b"\xff\xfea",
            Encoding::Windows1252,
            "\u{ff}\u{fe}a",
            LineEnd::Lf,
        );
        check(
            b"\xff\xfe\x00\xd8",
            Encoding::Windows1252,
            "\u{ff}\u{fe}\0\u{d8}",
            LineEnd::Lf,
        );
        check(
            b"caf\xe9\r",
            Encoding::Windows1252,
            "caf\u{e9}\n",
            LineEnd::Cr,
        );
        check(b"", Encoding::Utf8, "", LineEnd::Lf);
    }

    #[test]
    fn mixed_line_ends_follow_an_edit() {
        let bytes = b"one\r\ntwo\nthree\r\nfour\r\n";
        let mut decoded = decode(bytes);
        let mut rope = Rope::from_str(&decoded.text);
        rope.insert(0, "zero\n");
        decoded.line_ends.edit(0, 0, 1);
        let out = encode(&rope, decoded.encoding, &decoded.line_ends).expect("it is text");
        assert_eq!(
            out, b"zero\r\none\r\ntwo\nthree\r\nfour\r\n",
            "only the odd line stays odd"
        );
    }

    #[test]
    fn a_character_that_cannot_be_written_is_named_with_its_line() {
        let rope = Rope::from_str("fine\n\u{20ac}\u{2192}");
        let failed = encode(&rope, Encoding::Windows1252, &LineEnds::all(LineEnd::Lf));
        assert_eq!(
            failed,
            Err(Unencodable {
                line: 2,
                character: '\u{2192}'
            }),
            "the euro sign fits"
        );
    }

    proptest! {
        #[test]
        fn every_file_comes_back_byte_for_byte(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert_eq!(back(&bytes), bytes);
        }

        #[test]
        fn every_file_of_line_ends_comes_back(
            parts in proptest::collection::vec(prop_oneof!["\\r", "\\n", "\\r\\n", "a", "\u{feff}", "\u{1f600}"], 0..60),
            mark in prop_oneof![Just(&b""[..]), Just(&b"\xef\xbb\xbf"[..]), Just(&b"\xff\xfe"[..]), Just(&b"\xfe\xff"[..])],
        ) {
            let mut bytes = mark.to_vec();
            bytes.extend_from_slice(parts.concat().replace("\\r", "\r").replace("\\n", "\n").as_bytes());
            prop_assert_eq!(back(&bytes), bytes);
        }
    }
}
