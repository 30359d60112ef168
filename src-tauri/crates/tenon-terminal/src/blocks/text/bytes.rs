//! Bytes as characters.

/// How many bytes stand before the first control character.
pub(super) fn printable(bytes: &[u8]) -> usize {
    let is_control = |byte: &u8| *byte < 0x20 || *byte == 0x7f;
    let mut at = 0;
    // Sixteen at a time, which the processor looks at together.
    for part in bytes.chunks(16) {
        if part.iter().fold(false, |any, byte| any | is_control(byte)) {
            return at + part.iter().position(is_control).unwrap_or_default();
        }
        at += part.len();
    }
    at
}

/// The characters, with a sign for each piece that is none.
pub(super) fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|broken| String::from_utf8_lossy(broken.as_bytes()).into_owned())
}

/// How many bytes of a character stand at the end of `bytes` that does not end there.
pub(super) fn unfinished(bytes: &[u8]) -> usize {
    for back in 1..=bytes.len().min(3) {
        let follow = match bytes[bytes.len() - back] {
            0x80..=0xbf => continue,
            0xc2..=0xdf => 1,
            0xe0..=0xef => 2,
            0xf0..=0xf4 => 3,
            _ => 0,
        };
        return if follow >= back { back } else { 0 };
    }
    0
}
