//! Hashes of commits.

use super::part::{HEX, Part};
use super::rule::{Found, Pattern, around, floor, is_quoted, line, moved};
use super::{Kind, Source};

static HASH: Pattern = Pattern::of(HEX, 0, r"\b[0-9a-f]{7,40}\b");
/// What calls a hash a commit.
static CALLED: Pattern = Pattern::new(
    r"(?i)(?:\b(?:commits?|revisions?|rev|revert(?:s|ed)?|reverting|cherry[ -]pick(?:s|ed)?|merged?|merges?|fixup!?|squash!?|bisect(?:ed)?|parent|HEAD is now at|HEAD at|is at|is now at|branch at|check(?:ed|ing)? ?out|detached at|fixes|since|introduced in|regressed in|broken (?:by|in|since)|caused by)[:\s]+(?:[0-9a-f]{7,40}[ ,]+(?:and )?)*(?:id |to |from |at |in |by )?\(?[`'\x22(]?|[0-9a-f]{7}\.\.\.?)$",
);
/// How far before a hash is looked for what it is of, in bytes; a quarter of it behind.
const NEAR: usize = 60;
/// Lines in which hexadecimal digits are something else.
static OTHERS: Pattern = Pattern::new(
    r"(?i)^index [0-9a-f]+\.\.|\b(?:sha-?256|sha-?512|sha-?1|md5|crc(?:32)?|digest|integrity|etag|blake\w*|checksum|docker|containers?|image|blobs?|uuid|guid|0x|hexadecimal|hex|request[ -]?id|trace[ -]?id|session|token|fingerprint|serial|address|mac|pci|device|subproject|build id|key id|hash(?:es)?)\b",
);
static LOG: Pattern =
    Pattern::new(r"^[\^*|/\\ ]*([0-9a-f]{7,12})(?: +\(| +[A-Za-z][^\n]* \(| [A-Za-z\x22`\[])");
static MADE: Pattern = Pattern::new(r"^\[[^\]\s]+(?: \([^)]*\))? ([0-9a-f]{7,12})\] ");

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize, source: Source) {
    for groups in HASH.each(text) {
        let range = groups.first();
        let hash = &text[range.clone()];
        let (before, next) = around(text, &range);
        let has_letter = hash.bytes().any(|b| b.is_ascii_alphabetic());
        let has_digit = hash.bytes().any(|b| b.is_ascii_digit());
        let is_piece = matches!(before, Some('-' | '_' | '#' | ':' | '$' | '%' | '+' | '='))
            || matches!(next, Some('-' | '_' | '=' | '%'))
            || before == Some('.') && !text[..range.start].ends_with("..")
            || before == Some('/') && !is_address_of_commit(text, range.start)
            || next == Some('.')
                && text[range.end + 1..].starts_with(|c: char| c.is_alphanumeric());
        if is_piece {
            continue;
        }
        let (start, line) = line(text, range.start);
        let said_before = &text[start..range.start];
        // What says so stands near: a line of prose speaks of more than one thing.
        let near = floor(line, said_before.len().saturating_sub(NEAR));
        let near = &line[near..floor(line, said_before.len() + hash.len() + NEAR / 4)];
        let is_index = line.starts_with("index ");
        if (OTHERS.is_in(near) || is_index) && !line.contains("commit")
            || said_before.ends_with("tree ")
        {
            continue;
        }
        // A word such as "deadbeef", or a number, is one only where it is called so.
        let is_called = CALLED.is_in(said_before) || has_letter && said_before.contains("git ");
        let is_mixed = has_letter && has_digit;
        if !is_mixed && !is_called {
            continue;
        }
        let is_listed = [&LOG, &MADE].iter().any(|pattern| {
            let listed = pattern.within(line).next().map(|groups| groups.first());
            listed.is_some_and(|listed| listed.start + start == range.start)
        });
        let is_log = is_listed && (source == Source::Terminal || line.starts_with(['*', '[']));
        let is_range = text[range.end..].starts_with("..");
        // Programs print many numbers; people who write one mean a commit.
        let is_said = source != Source::Terminal && has_digit && has_letter;
        let is_sure = hash.len() == 40 || is_log || is_range || is_called || is_said;
        if is_sure || is_quoted(text, &range) {
            found.add(Kind::Commit, moved(range, at));
        }
    }
}

/// Whether what stands before is `…/commit/` or `owner/repository@`.
fn is_address_of_commit(text: &str, at: usize) -> bool {
    ["commit/", "commits/", "tree/", "blob/"]
        .iter()
        .any(|part| text[..at].ends_with(part))
}
