//! Numbers in as many bytes as they need: seven bits each, the lowest first.

/// Appends a number.
pub(crate) fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the front; `None` when there is no whole one.
pub(crate) fn get(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for at in 0..10 {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f) << (7 * at);
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Appends bytes with their length.
pub(crate) fn put_bytes(bytes: &mut Vec<u8>, text: &[u8]) {
    put(bytes, text.len() as u64);
    bytes.extend_from_slice(text);
}

/// Takes bytes with their length from the front.
pub(crate) fn get_bytes<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let size = usize::try_from(get(bytes)?).ok()?;
    let (text, rest) = bytes.split_at_checked(size)?;
    *bytes = rest;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_bytes_come_back_and_a_part_of_one_does_not() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 127, 128, 300, 1 << 32, u64::MAX];
        for number in numbers {
            put(&mut bytes, number);
        }
        put_bytes(&mut bytes, b"text");
        let mut rest = &bytes[..];
        for number in numbers {
            assert_eq!(get(&mut rest), Some(number));
        }
        assert_eq!(get_bytes(&mut rest), Some(&b"text"[..]));
        assert_eq!((get(&mut rest), rest.len()), (None, 0));
        assert_eq!(get(&mut &[0x80][..]), None);
        assert_eq!(get_bytes(&mut &[5, b'x'][..]), None);
    }
}
