//! The ways in which marks write a command or a path so that it fits into a sequence.

/// Takes VS Code's escapes away: `\\` and `\xHH`. What is none stays as it stands.
pub(super) fn unescaped(text: &[u8]) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after) {
            (b'\\', [b'\\', ..]) => {
                out.push(b'\\');
                rest = &after[1..];
            }
            (b'\\', [b'x', high, low, ..]) => match hex(*high, *low) {
                Some(byte) => {
                    out.push(byte);
                    rest = &after[3..];
                }
                None => out.push(b'\\'),
            },
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The last place up to `most` at which neither one of VS Code's escapes nor a character is cut.
pub(super) fn whole(text: &[u8], most: usize) -> usize {
    let mut at = 0;
    while at < text.len() {
        let size = match (text[at], text.get(at + 1)) {
            (b'\\', Some(b'x')) => 4,
            (b'\\', Some(b'\\')) => 2,
            (0xc0..=0xdf, _) => 2,
            (0xe0..=0xef, _) => 3,
            (0xf0..=0xf7, _) => 4,
            _ => 1,
        };
        if at + size > most {
            break;
        }
        at += size;
    }
    at.min(text.len())
}

/// Takes percent-encoding away. What is none stays as it stands.
pub(super) fn plain(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match after {
            [high, low, ..] if byte == b'%' => match hex(*high, *low) {
                Some(byte) => {
                    out.push(byte);
                    rest = &after[2..];
                }
                None => out.push(byte),
            },
            _ => out.push(byte),
        }
    }
    out
}

/// Takes the quotes away that `printf %q` writes, up to the first semicolon that is not quoted;
/// says where that stands, or the end.
pub(super) fn unquoted(text: &[u8]) -> (String, usize) {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() && text[at] != b';' {
        at += match text[at] {
            b'\\' => {
                out.extend(text.get(at + 1));
                2
            }
            b'$' if text.get(at + 1) == Some(&b'\'') => ansi_c(&text[at + 2..], &mut out) + 2,
            b'\'' => {
                let rest = &text[at + 1..];
                let inner = rest.iter().position(|&b| b == b'\'').unwrap_or(rest.len());
                out.extend_from_slice(&rest[..inner]);
                inner + 2
            }
            byte => {
                out.push(byte);
                1
            }
        };
    }
    (
        String::from_utf8_lossy(&out).into_owned(),
        at.min(text.len()),
    )
}

/// Reads behind `$'`; says how many bytes that took, with the closing quote.
fn ansi_c(text: &[u8], out: &mut Vec<u8>) -> usize {
    let mut at = 0;
    while at < text.len() && text[at] != b'\'' {
        if text[at] != b'\\' {
            out.push(text[at]);
            at += 1;
            continue;
        }
        let octal = text[at + 1..]
            .iter()
            .take(3)
            .take_while(|byte| (b'0'..=b'7').contains(byte));
        let digits = octal.clone().count();
        if digits > 0 {
            let value = octal.fold(0u32, |value, digit| value * 8 + u32::from(digit - b'0'));
            out.push(value as u8);
            at += 1 + digits;
            continue;
        }
        match text.get(at + 1) {
            Some(b'n') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            Some(b'r') => out.push(b'\r'),
            Some(b'a') => out.push(7),
            Some(b'b') => out.push(8),
            Some(b'v') => out.push(11),
            Some(b'f') => out.push(12),
            Some(b'E' | b'e') => out.push(27),
            other => out.extend(other),
        }
        at += 2;
    }
    at + 1
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? * 16 + digit(low)?) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_printf_q_writes_comes_back() {
        for (quoted, text, end) in [
            ("''", "", 2),
            ("a\\ b", "a b", 4),
            ("a;b", "a", 1),
            ("'a;b';c", "a;b", 5),
            ("$'a\\tb\\303\\251\\E\\\\';k=i", "a\tb\u{e9}\u{1b}\\", 19),
            ("$'open", "open", 6),
            ("'open", "open", 5),
            ("open\\", "open", 5),
            ("$'open\\", "open", 7),
        ] {
            assert_eq!(unquoted(quoted.as_bytes()), (text.into(), end), "{quoted}");
        }
    }

    #[test]
    fn an_escape_that_is_none_stays() {
        for (escaped, text) in [
            ("a\\x3bb", "a;b"),
            ("a\\\\x3b", "a\\x3b"),
            ("a\\xzz", "a\\xzz"),
            ("a\\x4", "a\\x4"),
            ("a\\", "a\\"),
            ("\\n", "\\n"),
        ] {
            assert_eq!(unescaped(escaped.as_bytes()), text, "{escaped}");
        }
    }
}
