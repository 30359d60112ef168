//! bash's history: a command a line, each below a line with its time where `HISTTIMEFORMAT` was set.

use super::{Entry, Parsed, seconds, typed};

/// Reads a history as bash does: one that begins with a time has commands of several lines.
pub(super) fn parse(bytes: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
    let several = lines.peek().is_some_and(|line| time(line).is_some());
    let mut at = None;
    // Whether the next line belongs to the last command.
    let mut goes_on = false;
    for line in lines {
        if let Some(time) = time(line) {
            (at, goes_on) = (Some(time), false);
            continue;
        }
        let Some(text) = typed(line) else {
            parsed.unreadable += 1;
            continue;
        };
        match parsed.entries.last_mut() {
            Some(last) if several && goes_on => {
                last.command.push('\n');
                last.command.push_str(&text);
            }
            _ if text.trim().is_empty() => {}
            _ => {
                parsed.entries.push(Entry {
                    command: text,
                    at: at.take(),
                    ..Entry::default()
                });
                goes_on = true;
            }
        }
    }
    for entry in &mut parsed.entries {
        entry.command.truncate(entry.command.trim_end().len());
    }
    parsed
}

/// The time that a line gives for the next command.
fn time(line: &[u8]) -> Option<i64> {
    let digits = line.strip_prefix(b"#")?;
    let all = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let text = std::str::from_utf8(digits).ok().filter(|_| all)?;
    seconds(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &[u8], want: &[(&str, Option<i64>)]) {
        let parsed = parse(text);
        let found: Vec<_> = parsed
            .entries
            .iter()
            .map(|entry| (entry.command.as_str(), entry.at))
            .collect();
        assert_eq!(found, want);
    }

    #[test]
    fn lines_are_commands_with_and_without_times() {
        check(
            b"ls\n\ncd /\n ls -a\n",
            &[("ls", None), ("cd /", None), (" ls -a", None)],
        );
        check(
            b"#1700000000\nls\n#1700000005\nfor i in 1 2\ndo echo $i\n\ndone\n",
            &[
                ("ls", Some(1_700_000_000_000)),
                ("for i in 1 2\ndo echo $i\n\ndone", Some(1_700_000_005_000)),
            ],
        );
        check(
            b"old\nolder\n#1700000000\nls\npwd\n",
            &[
                ("old", None),
                ("older", None),
                ("ls", Some(1_700_000_000_000)),
                ("pwd", None),
            ],
        );
        check(
            b"# a comment\n#12x\n",
            &[("# a comment", None), ("#12x", None)],
        );
        check(
            b"#99999999999999999999\n",
            &[("#99999999999999999999", None)],
        );
        check(b"", &[]);
        check(b"caf\xc3\xa9 \xff\n", &[("caf\u{e9} \u{fffd}", None)]);
    }

    #[test]
    fn what_is_no_text_is_counted() {
        let parsed = parse(b"ls\n\0\x01\0\npwd\n");
        assert_eq!((parsed.entries.len(), parsed.unreadable), (2, 1));
    }
}
