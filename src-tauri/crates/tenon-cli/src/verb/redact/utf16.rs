//! UTF-16 with its mark, turned into UTF-8 for masking and back, piece by piece.
//!
//! Half of a pair that stands alone goes the way as three bytes of its own, as in WTF-8, and an odd
//! byte at the end is kept apart, so that what is no secret comes out byte for byte.

/// Which byte of a unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The low one, as Windows writes it.
    Little,
    /// The high one.
    Big,
}

/// What a text says of itself by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// It is masked as the bytes that it has.
    Bytes,
    Utf16(Order),
    Utf32,
}

/// How many bytes at the beginning tell the form, when so many are there.
pub fn wanted(begin: &[u8]) -> usize {
    match begin {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => 1024,
        _ => 4,
    }
}

/// Looks at the beginning of a text. Without a zero byte, which each letter of ASCII and each line end
/// has in UTF-16, the mark is two bytes like others, and what follows would be hidden by believing it.
pub fn form(begin: &[u8]) -> Form {
    let wide = begin.contains(&0) || begin.len() <= 2;
    match begin {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Form::Utf32,
        [0xff, 0xfe, ..] if wide => Form::Utf16(Order::Little),
        [0xfe, 0xff, ..] if wide => Form::Utf16(Order::Big),
        _ => Form::Bytes,
    }
}

/// From UTF-16 to UTF-8.
#[derive(Debug)]
pub struct Decoder {
    order: Order,
    /// The first byte of a unit whose second one is still to come.
    odd: Option<u8>,
    /// The first half of a pair.
    high: Option<u16>,
}

impl Decoder {
    pub fn new(order: Order) -> Self {
        Self {
            order,
            odd: None,
            high: None,
        }
    }

    pub fn push(&mut self, bytes: &[u8], text: &mut Vec<u8>) {
        for &byte in bytes {
            let Some(first) = self.odd.take() else {
                self.odd = Some(byte);
                continue;
            };
            let unit = match self.order {
                Order::Little => u16::from_le_bytes([first, byte]),
                Order::Big => u16::from_be_bytes([first, byte]),
            };
            self.unit(unit, text);
        }
    }

    fn unit(&mut self, unit: u16, text: &mut Vec<u8>) {
        let low = (0xdc00..0xe000).contains(&unit);
        match self.high.take() {
            Some(high) if low => {
                let code = (u32::from(high) - 0xd800) << 10 | (u32::from(unit) - 0xdc00);
                push(code + 0x1_0000, text);
                return;
            }
            Some(alone) => push(u32::from(alone), text),
            None => {}
        }
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
        } else {
            push(u32::from(unit), text);
        }
    }

    /// Ends the text; the answer is a byte that is half a unit.
    pub fn finish(&mut self, text: &mut Vec<u8>) -> Option<u8> {
        if let Some(alone) = self.high.take() {
            push(u32::from(alone), text);
        }
        self.odd.take()
    }
}

/// A code point in UTF-8, also half of a pair.
fn push(code: u32, text: &mut Vec<u8>) {
    let tail = |shift: u32| 0x80 | (code >> shift & 0x3f) as u8;
    match code {
        0..0x80 => text.push(code as u8),
        0x80..0x800 => text.extend([0xc0 | (code >> 6) as u8, tail(0)]),
        0x800..0x1_0000 => text.extend([0xe0 | (code >> 12) as u8, tail(6), tail(0)]),
        _ => text.extend([0xf0 | (code >> 18) as u8, tail(12), tail(6), tail(0)]),
    }
}

/// Back from UTF-8 to UTF-16.
#[derive(Debug)]
pub struct Encoder {
    order: Order,
    /// The beginning of a character whose other bytes are still to come.
    begun: Vec<u8>,
}

impl Encoder {
    pub fn new(order: Order) -> Self {
        Self {
            order,
            begun: Vec::new(),
        }
    }

    /// Takes text that came out of a [`Decoder`], cut anywhere.
    pub fn push(&mut self, text: &[u8], bytes: &mut Vec<u8>) {
        for &byte in text {
            self.begun.push(byte);
            let (size, bits) = match self.begun[0] {
                lead @ 0xf0.. => (4, lead & 0x07),
                lead @ 0xe0..0xf0 => (3, lead & 0x0f),
                lead @ 0xc0..0xe0 => (2, lead & 0x1f),
                lead => (1, lead),
            };
            if self.begun.len() < size {
                continue;
            }
            let code = self.begun[1..].iter().fold(u32::from(bits), |code, tail| {
                code << 6 | u32::from(tail & 0x3f)
            });
            self.begun.clear();
            match code.checked_sub(0x1_0000) {
                Some(over) => {
                    self.unit(0xd800 + (over >> 10) as u16, bytes);
                    self.unit(0xdc00 + (over & 0x3ff) as u16, bytes);
                }
                None => self.unit(code as u16, bytes),
            }
        }
    }

    fn unit(&self, unit: u16, bytes: &mut Vec<u8>) {
        bytes.extend(match self.order {
            Order::Little => unit.to_le_bytes(),
            Order::Big => unit.to_be_bytes(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_form() {
        for (begin, expect) in [
            (&b"\xff\xfea\0"[..], Form::Utf16(Order::Little)),
            (b"\xfe\xff\0a", Form::Utf16(Order::Big)),
            (b"\xff\xfe", Form::Utf16(Order::Little)),
            (b"\xff\xfe\0\0", Form::Utf32),
            (b"\0\0\xfe\xff", Form::Utf32),
            (b"\xef\xbb\xbfa", Form::Bytes),
            (b"\xff", Form::Bytes),
            (b"", Form::Bytes),
        ] {
            assert_eq!(form(begin), expect, "{begin:?}");
        }
    }

    #[test]
    fn any_units_come_back_as_they_were_however_they_are_cut() {
        let units: Vec<u16> = "\u{feff}a\u{e4}\u{20ac}\u{1f600}\u{10ffff}z\r\n"
            .encode_utf16()
            .chain([
                0xd800, 0x61, 0xdc00, 0xd801, 0xd802, 0xdc00, 0xffff, 0, 0xdbff,
            ])
            .collect();
        for order in [Order::Little, Order::Big] {
            let bytes: Vec<u8> = units
                .iter()
                .flat_map(|unit| match order {
                    Order::Little => unit.to_le_bytes(),
                    Order::Big => unit.to_be_bytes(),
                })
                .chain([7])
                .collect();
            for size in 1..8 {
                let (mut decoder, mut text) = (Decoder::new(order), Vec::new());
                for part in bytes.chunks(size) {
                    decoder.push(part, &mut text);
                }
                assert_eq!(decoder.finish(&mut text), Some(7), "the odd byte");
                let (mut encoder, mut back) = (Encoder::new(order), Vec::new());
                for part in text.chunks(size) {
                    encoder.push(part, &mut back);
                }
                assert_eq!(back, bytes[..bytes.len() - 1], "{order:?} by {size}");
            }
        }
    }
}
