//! Expressions that are made when they are first needed, in time that grows with the text.

use std::sync::LazyLock;

use regex_automata::meta::Regex;

/// An expression with groups.
pub(crate) struct Pattern(LazyLock<Option<Regex>, fn() -> Option<Regex>>);

impl Pattern {
    pub const fn new(make: fn() -> Option<Regex>) -> Self {
        Self(LazyLock::new(make))
    }

    /// The groups of the first match, the first one for group 1.
    pub fn groups<'t, const N: usize>(&self, text: &'t str) -> Option<[Option<&'t str>; N]> {
        let regex = self.0.as_ref()?;
        let mut captures = regex.create_captures();
        regex.captures(text, &mut captures);
        captures.is_match().then(|| {
            std::array::from_fn(|at| captures.get_group(at + 1).map(|span| &text[span.range()]))
        })
    }
}

/// Makes a [`Pattern`]; an expression with a fault matches nothing, which the tests of its user see.
macro_rules! pattern {
    ($expression:expr) => {
        $crate::pattern::Pattern::new(|| regex_automata::meta::Regex::new($expression).ok())
    };
}
pub(crate) use pattern;
