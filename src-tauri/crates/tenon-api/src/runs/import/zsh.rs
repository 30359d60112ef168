//! zsh's history: a command a line, with its time in the extended form.

use super::{Entry, Parsed, seconds, typed};

/// Stands before a byte that zsh has changed.
const META: u8 = 0x83;

/// Reads a history as zsh does, as [`plain`] gives it: a line that ends with a backslash goes on in the next one.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    let mut lines = bytes.split(|byte| *byte == b'\n');
    while let Some(first) = lines.next() {
        let mut whole = first.to_vec();
        while whole.last() == Some(&b'\\') {
            let Some(next) = lines.next() else { break };
            whole.pop();
            whole.push(b'\n');
            whole.extend_from_slice(next);
        }
        // A blank keeps a backslash that ends a command apart from the end of the line.
        let end = whole.iter().rposition(|byte| *byte != b' ');
        if end.is_some_and(|end| end + 1 < whole.len() && whole[end] == b'\\') {
            whole.pop();
        }
        let Some(text) = typed(&whole) else {
            parsed.unreadable += 1;
            continue;
        };
        let entry = extended(&text).unwrap_or_else(|| Entry {
            command: text,
            ..Entry::default()
        });
        if !entry.command.trim().is_empty() {
            parsed.entries.push(entry);
        }
    }
    parsed
}

/// Reads `: BEGAN:ELAPSED;COMMAND`, both in seconds.
fn extended(text: &str) -> Option<Entry> {
    let (began, rest) = text.strip_prefix(": ")?.split_once(':')?;
    let (elapsed, command) = rest.split_once(';')?;
    let at = seconds(began.trim())?;
    let elapsed = seconds(elapsed)?;
    Some(Entry {
        command: command.to_owned(),
        at: Some(at),
        // 0 is written also where it is not known.
        ended: (elapsed > 0).then_some(at + elapsed),
        ..Entry::default()
    })
}

/// The bytes as they were before zsh changed those that mean something to it.
pub(super) fn plain(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        match (*byte, rest.as_slice().first()) {
            (META, Some(changed)) => {
                plain.push(changed ^ 0x20);
                rest.next();
            }
            (byte, _) => plain.push(byte),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8], want: &[(&str, Option<i64>, Option<i64>)]) {
        let parsed = parse(&plain(text));
        let found: Vec<_> = parsed
            .entries
            .iter()
            .map(|entry| (entry.command.as_str(), entry.at, entry.ended))
            .collect();
        assert_eq!(found, want);
    }

    #[test]
    fn both_forms_are_read() {
        let at = 1_700_000_000_000;
        check(b"ls\ncd /\n", &[("ls", None, None), ("cd /", None, None)]);
        check(
            b": 1700000000:0;ls\n: 1700000000:7;make; make install\n",
            &[
                ("ls", Some(at), None),
                ("make; make install", Some(at), Some(at + 7_000)),
            ],
        );
        check(
            b": 1700000000:0;for i in 1\\\ndo echo\\\ndone\nls\n",
            &[
                ("for i in 1\ndo echo\ndone", Some(at), None),
                ("ls", None, None),
            ],
        );
        check(
            b"echo a\\ \nls\n",
            &[("echo a\\", None, None), ("ls", None, None)],
        );
        check(b": not a time;ls\n", &[(": not a time;ls", None, None)]);
        check(b"ends\\", &[("ends\\", None, None)]);
        check(b"", &[]);
    }

    #[test]
    fn bytes_that_zsh_changed_are_changed_back() {
        // "ü" is c3 bc; zsh writes bytes from 83 to a2 behind its mark. "„" is e2 80 9e.
        check("echo ü\n".as_bytes(), &[("echo ü", None, None)]);
        check(
            b"echo \xe2\x83\xa0\x83\xbe\n",
            &[("echo \u{201e}", None, None)],
        );
        check(b"ends with \x83", &[("ends with \u{fffd}", None, None)]);
    }
}
