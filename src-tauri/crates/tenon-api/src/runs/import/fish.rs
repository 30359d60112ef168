//! fish's history: a list with a command, a time, and the paths in it, which are not of use.

use super::{Entry, Parsed, seconds, typed};

/// Reads a history. It looks like YAML and is none: only two escapes mean something.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    for line in bytes.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            continue;
        }
        let Some(text) = typed(line) else {
            parsed.unreadable += 1;
            continue;
        };
        if let Some(command) = text.strip_prefix("- cmd: ") {
            parsed.entries.push(Entry {
                command: unescaped(command),
                ..Entry::default()
            });
        } else if let Some(when) = text.strip_prefix("  when: ")
            && let Some(last) = parsed.entries.last_mut()
            && last.at.is_none()
        {
            last.at = seconds(when.trim());
        } else if text.trim_end() != "  paths:" && !text.starts_with("    - ") {
            parsed.unreadable += 1;
        }
    }
    parsed
        .entries
        .retain(|entry| !entry.command.trim().is_empty());
    parsed
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letters.as_str().chars().next()) {
            ('\\', Some('n')) => {
                plain.push('\n');
                letters.next();
            }
            ('\\', Some('\\')) => {
                plain.push('\\');
                letters.next();
            }
            (letter, _) => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_times_are_read() {
        let text = b"- cmd: ls\n  when: 1700000000\n- cmd: for i in a\\n  echo C:\\\\n\\nend\n  when: 1700000001\n  paths:\n    - a\n    - b\n- cmd: no time\n";
        let parsed = parse(text);
        let found: Vec<_> = parsed
            .entries
            .iter()
            .map(|entry| (entry.command.as_str(), entry.at))
            .collect();
        assert_eq!(
            found,
            [
                ("ls", Some(1_700_000_000_000)),
                ("for i in a\n  echo C:\\n\nend", Some(1_700_000_001_000)),
                ("no time", None)
            ]
        );
        assert_eq!(parsed.unreadable, 0);
    }

    #[test]
    fn what_is_no_history_is_counted() {
        let parsed = parse(b"hello\n- cmd: ls\n  when: soon\n  what: 1\n\0\n");
        assert_eq!((parsed.entries.len(), parsed.unreadable), (1, 3));
        assert_eq!(parsed.entries[0].at, None);
    }
}
