//! Lines that hold `%2D` or `\u002d`, read as they would be without.

use super::map::{Decoded, Map};
use crate::scan::{BEHIND, Part};

/// So much of a long line before the core is read again, so that what begins at its edge is seen
/// whole, in bytes.
const BEFORE: usize = BEHIND / 2;

/// Each line of the core with escapes in it, decoded: percent signs and escapes of JSON apart,
/// because a text is rarely both at the same depth.
pub(crate) fn lines(part: &Part<'_>, mut each: impl FnMut(Vec<u8>, Map)) {
    each_line(part, b'\\', json, &mut each);
    each_line(part, b'%', percent, &mut each);
}

fn each_line(
    part: &Part<'_>,
    sign: u8,
    decode: fn(&[u8], usize, usize) -> Option<Decoded>,
    each: &mut impl FnMut(Vec<u8>, Map),
) {
    let text = part.seen;
    let mut at = part.core.start.saturating_sub(BEFORE);
    while let Some(next) = memchr::memchr(sign, &text[at..]).map(|offset| at + offset) {
        let from = memchr::memrchr(b'\n', &text[..next]).map_or(0, |end| end + 1);
        let to = memchr::memchr(b'\n', &text[next..]).map_or(text.len(), |end| next + end);
        if from >= part.core.end {
            return;
        }
        let from = from.max(part.core.start.saturating_sub(BEFORE));
        if let Some(decoded) = decode(text, edge(text, from, sign), to) {
            let (bytes, map) = decoded.finish();
            each(bytes, map);
        }
        at = to;
    }
}

/// A place at or after `from` that does not lie inside of an escape.
fn edge(text: &[u8], from: usize, sign: u8) -> usize {
    let before = text[..from]
        .iter()
        .rev()
        .take_while(|b| **b == sign)
        .count();
    (from + before % 2).min(text.len())
}

fn percent(text: &[u8], from: usize, to: usize) -> Option<Decoded> {
    let hex = |byte: u8| char::from(byte).to_digit(16);
    let pair = |at: usize| {
        let high = hex(*text[..to].get(at + 1)?)?;
        let low = hex(*text[..to].get(at + 2)?)?;
        Some((high << 4 | low) as u8)
    };
    let first = (from..to).find(|&at| text[at] == b'%' && pair(at).is_some())?;
    let mut decoded = Decoded::with_capacity(to - from);
    let mut at = from;
    while at < to {
        let size = match pair(at) {
            Some(byte) if at >= first && text[at] == b'%' => {
                decoded.push(byte, at..at + 3);
                3
            }
            _ => {
                decoded.push(text[at], at..at + 1);
                1
            }
        };
        at += size;
    }
    Some(decoded)
}

fn json(text: &[u8], from: usize, to: usize) -> Option<Decoded> {
    let mut decoded = Decoded::with_capacity(to - from);
    let mut at = from;
    let mut any = false;
    while at < to {
        let size = if text[at] == b'\\' {
            escape(&text[at..to])
        } else {
            None
        };
        match size {
            Some((character, size)) => {
                any = true;
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    decoded.push(byte, at..at + size);
                }
                at += size;
            }
            None => {
                decoded.push(text[at], at..at + 1);
                at += 1;
            }
        }
    }
    any.then_some(decoded)
}

/// The character of an escape, and its size in bytes.
fn escape(text: &[u8]) -> Option<(char, usize)> {
    let plain = |character| Some((character, 2));
    match *text.get(1)? {
        b'n' => plain('\n'),
        b'r' => plain('\r'),
        b't' => plain('\t'),
        b'b' | b'f' => plain(' '),
        sign @ (b'"' | b'\\' | b'/' | b'\'') => plain(char::from(sign)),
        b'u' => {
            let unit = |at: usize| {
                let digits = std::str::from_utf8(text.get(at..at + 4)?).ok()?;
                u32::from_str_radix(digits, 16).ok()
            };
            let first = unit(2)?;
            if (0xd800..0xdc00).contains(&first)
                && text.get(6..8) == Some(b"\\u")
                && let Some(second) = unit(8).filter(|unit| (0xdc00..0xe000).contains(unit))
            {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return char::from_u32(code).map(|character| (character, 12));
            }
            char::from_u32(first).map(|character| (character, 6))
        }
        b'x' => {
            let digits = std::str::from_utf8(text.get(2..4)?).ok()?;
            let code = u8::from_str_radix(digits, 16).ok()?;
            code.is_ascii().then_some((char::from(code), 4))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let part = Part {
            seen: text.as_bytes(),
            base: 0,
            core: 0..text.len(),
        };
        let mut found = Vec::new();
        lines(&part, |bytes, _| {
            found.push(String::from_utf8_lossy(&bytes).into_owned());
        });
        assert_eq!(found, expect, "in {text:?}");
    }

    #[test]
    fn escapes_are_read_and_what_is_none_stays() {
        check(
            r#"{"a": "b\u002dc\n\"\/\q"}"#,
            &["{\"a\": \"b-c\n\"/\\q\"}"],
        );
        check("x\na%2Db%zz%", &["a-b%zz%"]);
        check(r"\ud83d\ude00", &["\u{1f600}"]);
        check(r"\ud83d", &[]);
        check("nothing here", &[]);
    }

    #[test]
    fn places_lead_back_to_the_escape() {
        let decoded = json(br"a\u002db", 0, 8).expect("it decodes");
        let (bytes, map) = decoded.finish();
        assert_eq!(bytes, b"a-b");
        assert_eq!(map.range(1..2), 1..7, "the whole escape");
    }
}
