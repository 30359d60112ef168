//! Addresses with a scheme.

use super::Kind;
use super::part::{Part, SCHEME};
use super::rule::{Found, Pattern, around, moved};

static ADDRESS: Pattern = Pattern::of(
    SCHEME,
    0,
    r#"(?i)\b(?:https?|ftps?|sftp|ssh|git|git\+https|git\+ssh|wss?|file|svn|rsync|s3|gs|data|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?|ldaps?|smb|tcp|udp|unix|vscode|jdbc:[a-z0-9]+|chrome|about|tauri|ipc)://[^\s<>"'`|\\^{}]*[^\s<>"'`|\\^{}.,;:!?*_]"#,
);
static PLACEHOLDER: Pattern = Pattern::new(r"(?i)^[a-z0-9+.:]+://(?:\.\.\.|…|\*|/*$)");

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    for groups in ADDRESS.each(text) {
        let mut range = groups.first();
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
            found.add(Kind::Url, moved(range, at));
        }
    }
}
