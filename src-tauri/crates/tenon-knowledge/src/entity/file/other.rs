//! What looks like a path and is none.

use super::super::rule::Pattern;

/// Names of products that end like files.
static PRODUCT: Pattern = Pattern::new(
    r"^(?:[A-Z][A-Za-z]*\.(?:js|ts|py|rs|go|rb|php|cs|db|sh|ml|el|so|c|h|jl)|(?:node|vue|next|nuxt|react|three|d3|express|ember|backbone|socket|chart|moment|alpine|solid|electron|xterm|deno|bun|discord|p5)\.(?:js|io|ts)|[A-Z]\.[a-zA-Z])(?:-[a-z-]+)?$",
);
/// Hosts whose names end like files.
static HOST: Pattern = Pattern::new(
    r"^(?:[\w-]+\.)*(?:docs\.rs|rustup\.rs|bun\.sh|brew\.sh|astral\.sh|ohmyz\.sh|hex\.pm|hexdocs\.pm|notion\.so|deps\.rs|this-week-in-rust\.org)$",
);
/// Words with dots between them of which the last ends a file's name too: `major.minor.patch`.
static WORDS: Pattern =
    Pattern::new(r"^[a-z]+(?:\.[a-z]+){1,4}\.(?:patch|mod|sum|lib|bin|dat|data|lock|key|config)$");
/// A member of a member: `createDebug.formatters.h`.
static MEMBER: Pattern = Pattern::new(r"^[a-z]+(?:[A-Z][a-z0-9]*)+(?:\.\w+)+\.[A-Za-z]{1,2}$");
/// So long a name without a break is none that a person gave.
static ENCODED: Pattern = Pattern::new(r"(?:^|/)[A-Za-z0-9+]{24,}(?:/|$)");

/// Whether a name without a folder and a line is one of something else.
pub(super) fn is_no_name(name: &str) -> bool {
    [&PRODUCT, &HOST, &WORDS, &MEMBER]
        .iter()
        .any(|pattern| pattern.is_in(name))
}

/// Whether a path has a piece of signs alone, or is what base64 makes of bytes.
pub(super) fn is_no_path(path: &str) -> bool {
    let is_signs = |piece: &str| {
        !matches!(piece, "" | "." | ".." | "~") && !piece.chars().any(char::is_alphanumeric)
    };
    // `c++/` is a folder, and one plus at an end is a digit of base64.
    let is_digit = |piece: &str| piece.ends_with('+') && !piece.ends_with("++");
    path.split(['/', '\\'])
        .any(|piece| is_signs(piece) || is_digit(piece))
        || ENCODED.is_in(path) && has_all_cases(path)
}

/// A hash has letters of one case.
fn has_all_cases(said: &str) -> bool {
    said.bytes().any(|b| b.is_ascii_uppercase())
        && said.bytes().any(|b| b.is_ascii_lowercase())
        && said.bytes().any(|b| b.is_ascii_digit())
}
