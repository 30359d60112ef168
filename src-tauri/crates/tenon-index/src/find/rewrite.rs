//! What a file becomes when matches in it are replaced.

use std::collections::HashSet;

use grep_matcher::{Captures, Matcher};
use grep_regex::RegexMatcher;

use super::ask::{Ask, Term};
use super::line::plain;
use super::matching::Matchers;
use crate::error::{FindError, Result};

/// What matches are replaced by.
#[derive(Debug, Clone)]
pub struct Replacement {
    matcher: RegexMatcher,
    text: String,
    groups: bool,
    keep_case: bool,
}

/// One match, and what becomes of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// From 1.
    pub line: u64,
    /// From 1, in bytes.
    pub column: u64,
    /// What is there.
    pub from: String,
    /// What comes in its place.
    pub to: String,
}

impl Replacement {
    /// Reads a replacement. `$1` and `${name}` stand for groups when the question is a regular
    /// expression. With `keep_case` what is put in is written as what was there: all in capital
    /// letters, or with a capital at its start.
    pub fn new(ask: &Ask, text: &str, keep_case: bool) -> Result<Self> {
        let [term] = &ask.terms[..] else {
            return Err(FindError::Pattern {
                pattern: ask
                    .terms
                    .iter()
                    .map(Term::shown)
                    .collect::<Vec<_>>()
                    .join(" "),
                what: "only one text or expression at a time can be replaced".into(),
            });
        };
        Ok(Self {
            matcher: Matchers::new(ask)?.any,
            text: text.to_owned(),
            groups: matches!(term, Term::Regex(_)),
            keep_case,
        })
    }

    /// What bytes become, and each match in them by its number from 0; those in `without` stay.
    /// Lines on which the question does not hold stay as they are. `None` for bytes that are no text.
    pub fn apply(
        &self,
        bytes: &[u8],
        lines: &HashSet<u64>,
        without: &HashSet<u32>,
    ) -> Option<(Vec<u8>, Vec<Replaced>)> {
        let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        if marked || memchr::memchr(0, bytes).is_some() {
            return None;
        }
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        let (mut new, mut all) = (bytes[..mark].to_vec(), Vec::new());
        for (number, line) in (1..).zip(bytes[mark..].split_inclusive(|b| *b == b'\n')) {
            match lines.contains(&number) {
                true => self.line(number, line, without, &mut new, &mut all)?,
                false => new.extend_from_slice(line),
            }
        }
        Some((new, all))
    }

    fn line(
        &self,
        number: u64,
        line: &[u8],
        without: &HashSet<u32>,
        new: &mut Vec<u8>,
        all: &mut Vec<Replaced>,
    ) -> Option<()> {
        let end = line.len() - usize::from(line.ends_with(b"\n"));
        let (text, mut at) = (&line[..end], 0);
        let mut groups = self.matcher.new_captures().ok()?;
        self.matcher
            .captures_iter(text, &mut groups, |groups| {
                let Some(m) = groups.get(0) else {
                    return true;
                };
                let found = &text[m.start()..m.end()];
                let mut to = Vec::new();
                if self.groups {
                    let named = |name: &str| self.matcher.capture_index(name);
                    groups.interpolate(named, text, self.text.as_bytes(), &mut to);
                } else {
                    to.extend_from_slice(self.text.as_bytes());
                }
                if self.keep_case {
                    to = as_written(found, to);
                }
                let index = u32::try_from(all.len()).unwrap_or(u32::MAX);
                all.push(Replaced {
                    line: number,
                    column: m.start() as u64 + 1,
                    from: plain(found),
                    to: plain(&to),
                });
                if !without.contains(&index) {
                    new.extend_from_slice(&text[at..m.start()]);
                    new.extend_from_slice(&to);
                    at = m.end();
                }
                true
            })
            .ok()?;
        new.extend_from_slice(&line[at..]);
        Some(())
    }
}

/// A text written as another one is: in capital letters, or with one at its start.
fn as_written(like: &[u8], text: Vec<u8>) -> Vec<u8> {
    let (Ok(like), Ok(new)) = (std::str::from_utf8(like), std::str::from_utf8(&text)) else {
        return text;
    };
    let mut letters = like.chars().filter(|c| c.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    let others: Vec<_> = letters.collect();
    let all = first && !others.is_empty() && others.iter().all(|c| c.is_uppercase());
    let mut chars = new.chars();
    match (all, first, chars.next()) {
        (true, ..) => new.to_uppercase().into_bytes(),
        (_, true, Some(start)) => {
            let start: String = start.to_uppercase().collect();
            (start + chars.as_str()).into_bytes()
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::Case;

    fn replaced(ask: &Ask, text: &str, keep_case: bool, bytes: &str, without: &[u32]) -> String {
        let replacement = Replacement::new(ask, text, keep_case).expect("it reads");
        let without = without.iter().copied().collect();
        let lines = (1..=9).collect();
        let new = replacement.apply(bytes.as_bytes(), &lines, &without);
        String::from_utf8(new.expect("text").0).expect("UTF-8")
    }

    #[test]
    fn texts_groups_and_cases() {
        let literal = Ask::whole(Term::Literal("a.b".into()));
        assert_eq!(
            replaced(&literal, "$1", false, "a.b axb a.b\r\na.b", &[]),
            "$1 axb $1\r\n$1"
        );
        let regex = Ask::whole(Term::Regex(r"(\w+)=(?P<v>\w+)".into()));
        assert_eq!(
            replaced(&regex, "${v}=$1", false, "a=b c=d\n", &[]),
            "b=a d=c\n"
        );
        assert_eq!(
            replaced(&regex, "x", false, "a=b c=d e=f\n", &[1]),
            "x c=d x\n"
        );
        let any = Ask {
            case: Case::Ignore,
            ..Ask::whole(Term::Literal("foo".into()))
        };
        assert_eq!(
            replaced(&any, "bar", true, "foo Foo FOO\n", &[]),
            "bar Bar BAR\n"
        );
        let start = Ask::whole(Term::Regex("^".into()));
        assert_eq!(
            replaced(&start, "> ", false, "\u{feff}a\nb", &[]),
            "\u{feff}> a\n> b"
        );
    }

    #[test]
    fn only_lines_with_hits_change_and_what_is_no_text_does_not() {
        let ask = Ask::whole(Term::Literal("a".into()));
        let replacement = Replacement::new(&ask, "b", false).expect("it reads");
        let apply = |bytes: &[u8]| replacement.apply(bytes, &HashSet::from([2]), &HashSet::new());
        let (new, all) = apply(b"a\n\xffa\na").expect("text");
        assert_eq!(new, b"a\n\xffb\na");
        let one = Replaced {
            line: 2,
            column: 2,
            from: "a".into(),
            to: "b".into(),
        };
        assert_eq!(all, [one]);
        assert_eq!(apply(b"a\0"), None);
        assert_eq!(apply(b"\xff\xfea\0"), None);
        let two = Ask {
            terms: vec![ask.terms[0].clone(), ask.terms[0].clone()],
            ..ask
        };
        assert!(Replacement::new(&two, "b", false).is_err());
    }
}
