//! Running the rules: keywords first, then only the woken expressions on a window.

use serde::{Deserialize, Serialize};

use crate::rule::RuleSet;

/// How far behind a keyword an expression looks at first, in bytes. A match that reaches the end
/// of its window is looked at again in a larger one.
const AFTER: usize = 1024;

/// A secret in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule that found it.
    pub rule: String,
    /// What it is, as in the mark.
    pub kind: String,
    /// The first byte.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

/// A finding before overlaps are settled; `rule` is an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub rule: usize,
    pub start: usize,
    pub end: usize,
}

impl RuleSet {
    /// All that the rules find, overlaps included.
    pub(crate) fn scan(&self, text: &str) -> Vec<Span> {
        let mut windows: Vec<Vec<(usize, usize)>> = Vec::new();
        for hit in self.keywords.find_overlapping_iter(text) {
            if windows.is_empty() {
                windows.resize(self.rules.len(), Vec::new());
            }
            let rule = self.wakes[hit.pattern().as_usize()];
            let start = floor(text, hit.start().saturating_sub(self.rules[rule].before));
            let end = floor(text, hit.end() + AFTER);
            match windows[rule].last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => windows[rule].push((start, end)),
            }
        }
        let mut spans = Vec::new();
        for (rule, windows) in windows.iter().enumerate() {
            for &(start, end) in windows {
                self.scan_window(rule, text, start, end, &mut spans);
            }
        }
        spans
    }

    fn scan_window(&self, rule: usize, text: &str, from: usize, to: usize, spans: &mut Vec<Span>) {
        let (mut at, mut end) = (from, to);
        let which = &self.rules[rule];
        while let Some(found) = which.expression.captures_at(&text[..end], at) {
            let whole = found.get_match();
            if whole.end() == end && end < text.len() {
                let wider = (end - whole.start()).max(AFTER);
                end = floor(text, end + wider);
                at = whole.start();
                continue;
            }
            let secret = found.name("secret").unwrap_or(whole);
            if which.accepts(secret.as_str()) {
                spans.push(Span {
                    rule,
                    start: secret.start(),
                    end: secret.end(),
                });
            }
            // Behind the secret, not behind the match: what closes one may open the next.
            at = secret.end().max(at + 1);
            if at > to.max(whole.end()) || at >= end {
                break;
            }
            while !text.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// Settles overlaps: what overlaps is one finding over all of it, named by the most exact rule.
    pub(crate) fn findings(&self, mut spans: Vec<Span>) -> Vec<Finding> {
        spans.sort_by_key(|span| (span.start, span.end));
        let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.start < last.end => {
                    last.end = last.end.max(span.end);
                    last.rule = last.rule.min(span.rule);
                }
                _ => merged.push(span),
            }
        }
        let name = |span: Span| {
            let rule = &self.rules[span.rule];
            let (start, end) = (span.start, span.end);
            Finding {
                rule: rule.id.clone(),
                kind: rule.kind.clone(),
                start,
                end,
            }
        };
        merged.into_iter().map(name).collect()
    }
}

/// The last place at or before `at` where a character begins, or the end of the text.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use crate::Gatekeeper;

    fn check(text: &str, kinds: &[&str]) {
        let found: Vec<_> = Gatekeeper::new([1; 32]).find(text);
        let found: Vec<_> = found.iter().map(|finding| finding.kind.as_str()).collect();
        assert_eq!(found, kinds, "in {text:?}");
    }

    #[test]
    fn ordinary_technical_text_is_not_marked() {
        for text in [
            "print(\"hello\")",
            "550e8400-e29b-41d4-a716-446655440000",
            "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
            "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
            "connect to 192.168.17.42:8080 or [2001:db8::1]:443",
            "let token = lexer.next_token();",
            "MAX_TOKEN_LENGTH = 4096",
            "the password is asked for at the prompt",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn the_more_exact_rule_names_what_two_rules_find() {
        check(
            &["OPENAI_API_KEY=sk-proj-", "1234567890abcdef"].concat(),
            &["OPENAI_KEY"],
        );
        check(
            &["api_key: \"sk-ant-", "api03-abcdef0123456789\""].concat(),
            &["ANTHROPIC_KEY"],
        );
    }

    #[test]
    fn two_secrets_side_by_side_are_two_findings() {
        let text = [
            "ghp_",
            "0123456789abcdefghij",
            ",",
            "ghp_",
            "0123456789abcdefghik",
        ]
        .concat();
        check(&text, &["GITHUB_TOKEN", "GITHUB_TOKEN"]);
    }

    #[test]
    fn a_secret_longer_than_the_window_is_found_whole() {
        let body = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=\n".repeat(200);
        let text = format!(
            "{}{body}",
            ["-----BEGIN RSA PRIVATE", " KEY-----\n"].concat()
        );
        let found = Gatekeeper::new([1; 32]).find(&text);
        assert_eq!((found.len(), found[0].start), (1, 0), "one block");
        assert_eq!(found[0].end, text.trim_end().len(), "down to its last byte");
    }

    #[test]
    fn characters_of_several_bytes_around_a_window_do_no_harm() {
        let pad = "\u{1f600}\u{e4}".repeat(400);
        check(
            &format!("{pad}{}{pad}", ["sk-proj-", "1234567890abcdef"].concat()),
            &["OPENAI_KEY"],
        );
    }
}
