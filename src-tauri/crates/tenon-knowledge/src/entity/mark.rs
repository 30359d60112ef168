//! TODO, FIXME and their likes.

use super::part::{Part, SHOUT};
use super::rule::{Found, Pattern, moved};
use super::{Kind, Source};

// In comments the word alone is a mark; in prose it takes a colon or a name in brackets, or a box.
static IN_COMMENT: Pattern = Pattern::of(
    SHOUT,
    0,
    r"(?m)(?:^|[^\w$.`'\x22-])((?:TODO|FIXME|XXX|HACK)\b(?:\([^)\n]{1,60}\))?(?:[:\-\s][^\n]*)?)",
);
static IN_PROSE: Pattern = Pattern::of(
    SHOUT,
    0,
    r"(?m)(?:^|[^\w$.`'\x22-])((?:TODO|FIXME|XXX|HACK)\b(?:\([^)\n]{1,60}\):?|:)[^\n]*)",
);

/// What ends a comment on the same line.
const ENDS: [&str; 4] = ["*/", "-->", "--}}", "#}"];

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    let pattern = match source {
        Source::Code(_) => &IN_COMMENT,
        Source::Prose | Source::Terminal => &IN_PROSE,
    };
    for groups in pattern.each(text) {
        let mut range = groups.first();
        let said = &text[range.clone()];
        let end = ENDS.iter().filter_map(|end| said.find(end)).min();
        let said = &said[..end.unwrap_or(said.len())];
        range.end = range.start + said.trim_end().len();
        // `XXX-XX-XXXX` and `TODO, FIXME and XXX` speak of the words.
        let rest = said.trim_start_matches(|c: char| c.is_ascii_uppercase());
        if rest.starts_with(['-', ',', '/']) && !rest.starts_with("- ") {
            continue;
        }
        let value = text[range.clone()].to_owned();
        found.add_around(Kind::Todo, moved(range, at), value);
    }
}
