//! What stands where a secret would: `YOUR_API_KEY`, `xxxx`, `${VAR}`, `process.env.X`.

use std::sync::LazyLock;

use crate::rule::Lazy;
use crate::rule_set::file;

/// The expression of the data file, which holds for every rule.
static PLACEHOLDER: LazyLock<Lazy> = LazyLock::new(|| Lazy::new(&file().placeholder));

/// So many times the same byte in a row is nobody's secret.
const REPEATED: usize = 8;

/// Whether a text holds the same byte many times in a row.
pub(crate) fn is_repetition(secret: &[u8]) -> bool {
    let mut row = 1;
    secret.windows(2).any(|pair| {
        row = if pair[0] == pair[1] { row + 1 } else { 1 };
        row >= REPEATED
    })
}

/// Whether a text only says what would stand there.
pub(crate) fn is_placeholder(secret: &[u8]) -> bool {
    PLACEHOLDER.get().is_match(secret)
}
