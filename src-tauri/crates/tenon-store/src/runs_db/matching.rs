//! How well a command fits what a person typed.

use memchr::memmem;

/// Letters of a subsequence may stand so far apart at most, in bytes: in a long command some letters
/// always follow each other.
const WIDEST: usize = 100;

/// The letters of a text, a bit each; those that share a bit are told apart later.
pub(super) fn letters(text: &[u8]) -> u64 {
    let bit = |byte: &u8| match byte {
        b'a'..=b'z' => byte - b'a',
        b'0'..=b'9' => 26 + byte - b'0',
        b' ' => 63,
        other => 36 + other % 27,
    };
    text.iter()
        .fold(0, |letters, byte| letters | 1 << bit(byte))
}

/// What a person typed, ready to be compared with many commands.
#[derive(Debug)]
pub(super) struct Words {
    whole: Vec<u8>,
    words: Vec<(Vec<u8>, memmem::Finder<'static>)>,
    letters: u64,
}

impl Words {
    /// Reads what was typed; none when it says nothing.
    pub(super) fn new(typed: &str) -> Option<Self> {
        let whole = typed.trim().to_lowercase().into_bytes();
        let words: Vec<_> = whole
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty())
            .map(|word| (word.to_vec(), memmem::Finder::new(word).into_owned()))
            .collect();
        let letters = words.iter().fold(0, |all, (word, _)| all | letters(word));
        (!words.is_empty()).then_some(Self {
            whole,
            words,
            letters,
        })
    }

    /// How well a command in small letters fits, from 1, where letters only follow each other, to 6,
    /// where it is what was typed; 0 when it does not fit. Each word has to fit.
    pub(super) fn level(&self, text: &[u8], of_text: u64) -> u8 {
        if of_text & self.letters != self.letters {
            return 0;
        }
        if text.starts_with(&self.whole) {
            return if text.len() == self.whole.len() { 6 } else { 5 };
        }
        let mut least = 4;
        for (word, finder) in &self.words {
            let level = match finder.find(text) {
                Some(at) if begins_word(text, at) => 4,
                Some(at) if begins_later(text, finder, at) => 4,
                Some(_) => 3,
                None => follow(text, word),
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
    at == 0 || !text[at - 1].is_ascii_alphanumeric() && text[at - 1] < 0x80
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

/// Whether the letters follow each other: 2 near each other, 1 further apart, 0 not.
fn follow(text: &[u8], word: &[u8]) -> u8 {
    let mut start = 0;
    loop {
        let Some(end) = forwards(text, word, start) else {
            return 0;
        };
        let begin = backwards(text, word, end);
        let width = end - begin;
        if width <= 2 * word.len() + 8 {
            return 2;
        }
        if width <= WIDEST {
            return 1;
        }
        start = begin + 1;
    }
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
        let command = command.to_lowercase();
        let words = Words::new(typed).expect("it says something");
        words.level(command.as_bytes(), letters(command.as_bytes()))
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
            ("gm", "git log --oneline --decorate main", 1),
            ("ünï", "echo ÜNÏCODE", 4),
            ("tsg", "git status", 0),
            ("gitx", "git status", 0),
            ("git nope", "git status", 0),
        ] {
            assert_eq!(level(typed, command), want, "{typed:?} in {command:?}");
        }
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
