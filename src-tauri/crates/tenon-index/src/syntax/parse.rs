//! Parsing with limits: a parser a thread, and an end to every file.

use std::cell::RefCell;
use std::fmt;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, Parser, Point, Tree};

use super::Language;

/// What a file may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest file, in bytes.
    pub size: usize,
    /// The longest time in the parser.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            size: 4 << 20,
            time: Duration::from_secs(2),
        }
    }
}

/// Why a file has no symbols.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skipped {
    /// It is larger than this many bytes.
    TooLarge(usize),
    /// The parser took longer than this.
    TooSlow(Duration),
    /// It has a NUL byte, so it is no text, or one in UTF-16.
    Binary,
    /// The grammar does not fit the parser.
    Grammar(Language),
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Skipped::TooLarge(limit) => write!(f, "larger than {} MiB", limit >> 20),
            Skipped::TooSlow(limit) => {
                write!(f, "the parser took longer than {} ms", limit.as_millis())
            }
            Skipped::Binary => f.write_str("not in UTF-8"),
            Skipped::Grammar(language) => {
                write!(f, "the grammar of {} cannot be used", language.word())
            }
        }
    }
}

thread_local! {
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// The first bytes in which a NUL byte says that a file is no text.
const HEAD: usize = 8 << 10;

/// The clock is looked at every so many times that the parser asks whether to go on.
const CALLS: u32 = 16;

/// The tree of a file.
pub(super) fn parse(language: Language, bytes: &[u8], limits: Limits) -> Result<Tree, Skipped> {
    if bytes.len() > limits.size {
        return Err(Skipped::TooLarge(limits.size));
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(HEAD)]).is_some() {
        return Err(Skipped::Binary);
    }
    PARSER.with_borrow_mut(|parser| {
        let grammar = language.grammar();
        if parser.language().as_deref() != Some(&grammar) {
            parser
                .set_language(&grammar)
                .map_err(|_| Skipped::Grammar(language))?;
        }
        let until = Instant::now() + limits.time;
        let mut asked = 0_u32;
        let mut progress = |_: &tree_sitter::ParseState| {
            // The parser asks every few microseconds, and a look at the clock takes part of one.
            asked += 1;
            if !asked.is_multiple_of(CALLS) || Instant::now() < until {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        let mut read = |at: usize, _: Point| bytes.get(at..).unwrap_or_default();
        let tree = parser.parse_with_options(&mut read, None, Some(options));
        tree.ok_or_else(|| {
            // Without this the next file would go on where this one was left.
            parser.reset();
            Skipped::TooSlow(limits.time)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_too_slow_or_no_text_is_skipped_and_the_next_file_is_not() {
        let limits = Limits::default();
        let rust = |text: &[u8], limits| parse(Language::Rust, text, limits).map(|_| ());
        let small = Limits { size: 3, ..limits };
        assert_eq!(rust(b"fn a() {}", small), Err(Skipped::TooLarge(3)));
        assert_eq!(rust(b"fn a() {}\0", limits), Err(Skipped::Binary));
        let hasty = Limits {
            time: Duration::ZERO,
            ..limits
        };
        let long = b"fn a() { b(c, d + 1); }\n".repeat(10_000);
        assert_eq!(rust(&long, hasty), Err(Skipped::TooSlow(Duration::ZERO)));
        let tree = parse(Language::Rust, b"fn a() {}", limits).expect("it parses");
        assert!(
            !tree.root_node().has_error(),
            "nothing is left of the file before"
        );
    }
}
