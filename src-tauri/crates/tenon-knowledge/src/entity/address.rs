//! Addresses with a scheme, and those with a path that begin with `www.`.

use super::Kind;
use super::part::{POINT, Part, SCHEME};
use super::rule::{Found, Pattern, around, floor, moved};

static ADDRESS: Pattern = Pattern::of(
    SCHEME,
    0,
    r#"(?i)\b(?:https?|ftps?|sftp|ssh|git|git\+https|git\+ssh|wss?|file|svn|rsync|s3|gs|data|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?|ldaps?|smb|tcp|udp|unix|vscode|jdbc:[a-z0-9]+|chrome|about|tauri|ipc)://[^\s<>"'`|\\^{}]*[^\s<>"'`|\\^{}.,;:!?*_]"#,
);
static BARE: Pattern = Pattern::of(
    POINT,
    0,
    r#"(?:^|[\s(\[<"'`,;|*])(www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{2,5})?/(?:[^\s<>"'`|\\^{}]*[^\s<>"'`|\\^{}.,;:!?*_])?)"#,
);
/// The password before a host.
static PASSWORD: Pattern = Pattern::new(r"^[^/]*//[^/?#:@]*(:[^/?#]*)@");
static PLACEHOLDER: Pattern = Pattern::new(r"(?i)^[a-z0-9+.:]+://(?:\.\.\.|…|\*|/*$)");

/// How much of an address is looked at behind another one, in bytes.
const LONGEST_LINK: usize = 2_000;

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    let mut ranges = Vec::new();
    for groups in ADDRESS.each(text) {
        let mut range = groups.first();
        // A picture that is a link: `[![a](https://b)](https://c)`.
        while let Some(cut) = text[range.clone()].find(")](") {
            let behind = range.start + cut + 3;
            ranges.push(range.start..range.start + cut);
            // A piece alone is looked at, so that many in a row take no longer than their length.
            let end = floor(text, range.end.min(behind + LONGEST_LINK));
            match ADDRESS.within(&text[behind..end]).next() {
                Some(next) => range = moved(next.first(), behind),
                None => range.start = range.end,
            }
        }
        ranges.push(range);
    }
    ranges.extend(BARE.each(text).map(|groups| groups.first()));
    for mut range in ranges {
        // A bracket that was opened outside is no part of it.
        for (open, close) in [('(', ')'), ('[', ']')] {
            let inside = &text[range.clone()];
            let closed = inside.matches(close).count();
            let mut more = closed.saturating_sub(inside.matches(open).count());
            while more > 0 && text[range.clone()].ends_with(close) {
                more -= 1;
                range.end -= 1;
                while text[range.clone()].ends_with(['.', ',', ';', ':', '!', '?', '*']) {
                    range.end -= 1;
                }
            }
        }
        // `http://{host}` and `http://$HOST` are made at run time.
        let (_, next) = around(text, &range);
        let is_template = matches!(next, Some('{')) || text[range.clone()].contains("://$");
        if !is_template && !PLACEHOLDER.is_in(&text[range.clone()]) {
            let value = without_password(&text[range.clone()]);
            found.add_as(Kind::Url, moved(range, at), value);
        }
    }
}

/// An address as it may be shown to anybody.
fn without_password(address: &str) -> String {
    let mut value = address.to_owned();
    if let Some(password) = PASSWORD.within(address).next().map(|groups| groups.first()) {
        value.replace_range(password, "");
    }
    value
}
