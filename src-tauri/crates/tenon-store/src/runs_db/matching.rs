//! How well a command fits what a person typed.

use std::borrow::Cow;

use memchr::memmem;
use tenon_gatekeeper::marks;

/// Stands for a secret: a letter that nobody types, and that parts words.
const SECRET: &str = "\u{1}";

/// What a person typed of a masked text: nothing in a mark is looked for.
pub(super) fn typed(text: &str) -> Cow<'_, str> {
    let mut typed = String::new();
    let mut from = 0;
    for mark in marks(text) {
        typed.push_str(&text[from..mark.start]);
        typed.push_str(SECRET);
        from = mark.end;
    }
    match from {
        0 => Cow::Borrowed(text),
        _ => Cow::Owned(typed + &text[from..]),
    }
}

/// Letters of a subsequence may stand so far apart at most, in bytes: in a long command some letters
/// always follow each other.
const WIDEST: usize = 100;

/// The level of what is exactly what was typed.
pub(super) const EXACT: u8 = 6;
/// The level of what begins as what was typed.
pub(super) const BEGINS: u8 = 5;
/// The level of what has words that begin so.
pub(super) const WORDS: u8 = 4;
/// Below this level letters only follow each other.
pub(super) const FOUND: u8 = 3;
/// The level of what has the letters near each other, from the beginning of a word on.
pub(super) const NEAR: u8 = 2;
/// Stands for a level that was not looked for yet: no word stands in the text as it is, and whether its
/// letters follow each other takes longer to see.
pub(super) const UNKNOWN: u8 = u8::MAX;

/// What can be seen of a text without looking at it: a bit for each thing that is in it. Small letters
/// and digits have a bit of their own, others share them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs {
    pub letters: u64,
    /// Letters at the beginning of words.
    pub first: u64,
    /// Pairs of letters that follow each other.
    pub pairs: u64,
}

impl Signs {
    pub(super) fn of(text: &[u8]) -> Self {
        let mut signs = Self::default();
        let mut last = None;
        for byte in text {
            signs.letters |= letter(*byte);
            match last {
                Some(before) => {
                    signs.pairs |= pair(before, *byte);
                    if parts(before) {
                        signs.first |= letter(*byte);
                    }
                }
                None => signs.first |= letter(*byte),
            }
            last = Some(*byte);
        }
        signs
    }
}

fn letter(byte: u8) -> u64 {
    let bit = match byte {
        b'a'..=b'z' => byte - b'a',
        b'0'..=b'9' => 26 + byte - b'0',
        b' ' => 63,
        other => 36 + other % 27,
    };
    1 << bit
}

fn pair(first: u8, second: u8) -> u64 {
    1 << ((u32::from(first) * 31 + u32::from(second) * 7) % 64)
}

/// Whether a byte stands between words.
fn parts(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && byte < 0x80
}

/// A word, ready to be looked for.
#[derive(Debug)]
struct Word {
    bytes: Vec<u8>,
    finder: memmem::Finder<'static>,
    pairs: u64,
    /// Its only letter, where it has one with a bit of its own.
    single: Option<u64>,
    first: u64,
}

impl Word {
    fn new(bytes: &[u8]) -> Self {
        let own = bytes.len() == 1 && bytes[0].is_ascii_alphanumeric();
        Self {
            finder: memmem::Finder::new(bytes).into_owned(),
            pairs: Signs::of(bytes).pairs,
            single: own.then(|| letter(bytes[0])),
            first: letter(bytes[0]),
            bytes: bytes.to_vec(),
        }
    }

    /// 4 where it begins a word of the text, 3 where it stands elsewhere in it, else 0. The text has
    /// its letters.
    fn found(&self, text: &[u8], signs: &Signs) -> u8 {
        let may_begin = signs.first & self.first != 0;
        if self.single.is_some() {
            return if may_begin { 4 } else { FOUND };
        }
        if signs.pairs & self.pairs != self.pairs {
            return 0;
        }
        match self.finder.find(text) {
            Some(_) if !may_begin => FOUND,
            Some(at) if begins_word(text, at) || begins_later(text, &self.finder, at) => 4,
            Some(_) => FOUND,
            None => 0,
        }
    }
}

/// What a person typed, ready to be compared with many commands.
#[derive(Debug)]
pub(super) struct Words {
    whole: Vec<u8>,
    words: Vec<Word>,
    letters: u64,
    pairs: u64,
}

impl Words {
    /// Reads what was typed; none when it says nothing.
    pub(super) fn new(typed: &str) -> Option<Self> {
        // A masked command that is asked for as it is shown is found.
        let whole = self::typed(typed.trim()).to_lowercase().into_bytes();
        let words: Vec<_> = whole
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty())
            .map(Word::new)
            .collect();
        let letters = words
            .iter()
            .fold(0, |all, word| all | Signs::of(&word.bytes).letters);
        let pairs = words.iter().fold(0, |all, word| all | word.pairs);
        (!words.is_empty()).then_some(Self {
            whole,
            words,
            letters,
            pairs,
        })
    }

    /// What was typed, in small letters.
    pub(super) fn whole(&self) -> &[u8] {
        &self.whole
    }

    /// The letters that a command has to have.
    pub(super) fn letters(&self) -> u64 {
        self.letters
    }

    /// Whether all words may stand in it.
    pub(super) fn may_stand(&self, signs: &Signs) -> bool {
        signs.pairs & self.pairs == self.pairs
    }

    /// How well a command in small letters fits: 6 where it is what was typed, 5 where it begins so, 4
    /// where words begin so, 3 where they stand in it, 0 where it does not fit, and [`UNKNOWN`].
    pub(super) fn seen(&self, text: &[u8], signs: &Signs) -> u8 {
        if signs.letters & self.letters != self.letters {
            return 0;
        }
        if !self.may_stand(signs) {
            return UNKNOWN;
        }
        let mut least = 4;
        for word in &self.words {
            match word.found(text, signs) {
                0 => return UNKNOWN,
                level => least = least.min(level),
            }
        }
        if least == 4 && text.starts_with(&self.whole) {
            return if text.len() == self.whole.len() { 6 } else { 5 };
        }
        least
    }

    /// The same, and below 3 where letters follow each other: 2 near each other from the beginning of
    /// a word on, 1 anywhere. Each word has to fit.
    pub(super) fn level(&self, text: &[u8], signs: &Signs) -> u8 {
        match self.seen(text, signs) {
            UNKNOWN => self.followed(text, signs),
            seen => seen,
        }
    }

    /// The same for a text in which not every word stands.
    pub(super) fn followed(&self, text: &[u8], signs: &Signs) -> u8 {
        let mut least = FOUND;
        for word in &self.words {
            let level = match word.found(text, signs) {
                0 => follow(text, &word.bytes),
                found => found,
            };
            if level == 0 {
                return 0;
            }
            least = least.min(level);
        }
        least
    }
}

fn begins_word(text: &[u8], at: usize) -> bool {
    at == 0 || parts(text[at - 1])
}

/// Whether the word stands at the beginning of one further on.
fn begins_later(text: &[u8], finder: &memmem::Finder<'_>, first: usize) -> bool {
    let mut from = first + 1;
    while let Some(at) = text.get(from..).and_then(|rest| finder.find(rest)) {
        if begins_word(text, from + at) {
            return true;
        }
        from += at + 1;
    }
    false
}

/// Whether the letters follow each other: 2 near each other from the beginning of a word on, as people
/// shorten what they type often, 1 anywhere, 0 not.
fn follow(text: &[u8], word: &[u8]) -> u8 {
    let near = 2 * word.len() + 8;
    for from in memchr::memchr_iter(word[0], text) {
        let part = &text[..text.len().min(from + near)];
        if begins_word(text, from) && forwards(part, word, from).is_some() {
            return NEAR;
        }
    }
    let mut start = 0;
    while let Some(end) = forwards(text, word, start) {
        let begin = backwards(text, word, end);
        if end - begin <= WIDEST {
            return 1;
        }
        start = begin + 1;
    }
    0
}

/// Behind the last letter of the first occurrence from `start` on.
fn forwards(text: &[u8], word: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    for letter in word {
        at += memchr::memchr(*letter, text.get(at..)?)? + 1;
    }
    Some(at)
}

/// The first letter of the shortest occurrence that ends at `end`.
fn backwards(text: &[u8], word: &[u8], end: usize) -> usize {
    let mut at = end;
    for letter in word.iter().rev() {
        at = memchr::memrchr(*letter, &text[..at]).unwrap_or_default();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(typed: &str, command: &str) -> u8 {
        let command = self::typed(command).to_lowercase();
        let words = Words::new(typed).expect("it says something");
        words.level(command.as_bytes(), &Signs::of(command.as_bytes()))
    }

    #[test]
    fn the_nearer_the_better() {
        for (typed, command, want) in [
            ("git status", "git status", 6),
            ("git st", "git status", 5),
            ("GIT", "git status", 5),
            ("status git", "git status", 4),
            ("stat", "git status", 4),
            ("check", "recheck && git checkout", 4),
            ("tatus", "git status", 3),
            ("gco", "git checkout", 2),
            ("crgo tst", "cargo test --workspace", 2),
            ("gst", "git status", 2),
            ("gst", "echo cargo test", 1),
            ("gm", "git log --oneline --decorate main", 1),
            ("gm", "git log --oneline --decorate gem", 2),
            ("ünï", "echo ÜNÏCODE", 4),
            ("tsg", "git status", 0),
            ("gitx", "git status", 0),
            ("git nope", "git status", 0),
        ] {
            assert_eq!(level(typed, command), want, "{typed:?} in {command:?}");
        }
    }

    #[test]
    fn what_a_mark_says_was_never_typed() {
        let command = "git clone https://u:<REDACTED:GITHUB_TOKEN:0123abcd>@host/Repo.git";
        for typed in ["redacted", "github", "token", "gcm", "0123", "RED", "ghtk"] {
            assert_eq!(level(typed, command), 0, "{typed}");
        }
        for (typed, want) in [
            ("git clone", 5),
            ("repo host", 4),
            ("gcl", 2),
            (command, 6),
            (&command[..command.len() - 4], 5),
        ] {
            assert_eq!(level(typed, command), want, "{typed}");
        }
        assert_eq!(level("github", "github <REDACTED:A:01234567>"), 5);
        assert_eq!(level("redacted", "echo '<REDACTED:'"), 4, "no mark");
    }

    #[test]
    fn letters_that_stand_far_apart_are_no_word() {
        let long = format!("g{}o", "-".repeat(200));
        assert_eq!(level("go", &long), 0, "by chance");
        assert_eq!(
            level("go", &format!("{long} gxo")),
            2,
            "further on they are near"
        );
        assert!(Words::new("  \t ").is_none(), "nothing was typed");
    }
}
