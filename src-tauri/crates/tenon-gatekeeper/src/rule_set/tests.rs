//! The data file: every rule keeps what its examples promise, and finds what it would find alone.

use std::collections::BTreeSet;

use super::*;
use crate::scan::Scanner;
use crate::span::{Span, settle};

#[test]
fn every_rule_has_both_kinds_of_example_and_they_hold() {
    let set = RuleSet::built_in();
    let mut faults = Vec::new();
    for (index, entry) in file().rules.iter().enumerate() {
        let id = &entry.id;
        if entry.matching.is_empty() || entry.must_not.is_empty() {
            faults.push(format!("{id} lacks a kind of example"));
        }
        for example in &entry.matching {
            let text = example.concat();
            let found = Scanner::whole(&set, text.as_bytes());
            if !found.iter().any(|span| span.rule == index) {
                faults.push(format!("{id} does not find its example {text:?}"));
            }
        }
        for text in &entry.must_not {
            for span in settle(Scanner::whole(&set, text.as_bytes())) {
                let finding = set.finding(&span);
                faults.push(format!("{id}: {text:?} is marked: {finding:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn entropy_counts_only_beside_a_telling_name() {
    for entry in file().rules.iter().filter(|entry| entry.entropy.is_some()) {
        assert!(
            entry.expression.contains("(?P<name>"),
            "{} names nothing",
            entry.id
        );
    }
}

#[test]
fn rules_are_named_once_and_their_kinds_fit_into_a_mark() {
    let mut ids = BTreeSet::new();
    for entry in &file().rules {
        assert!(ids.insert(&entry.id), "{} twice", entry.id);
        let mark = format!("<REDACTED:{}:01234567>", entry.kind);
        assert!(crate::mark::is_mark(mark.as_bytes()), "{mark} is no mark");
        assert!(
            !entry.keywords.is_empty() || entry.run,
            "{} is never woken",
            entry.id
        );
    }
}

/// What each rule finds when it is tried at every place, one rule after the other.
fn one_by_one(set: &RuleSet, text: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (index, rule) in set.rules.iter().enumerate() {
        let mut end = 0;
        for start in 0..text.len() {
            let woken = rule.entry.keywords.iter().any(|keyword| {
                let at = start + rule.entry.keyword_at;
                let here = text.get(at..at + keyword.len());
                here.is_some_and(|here| here.eq_ignore_ascii_case(keyword.as_bytes()))
            });
            if start < end || !woken {
                continue;
            }
            if let Some((secret, _)) = rule.try_at(text, start).found {
                end = secret.end;
                spans.push(Span {
                    rule: index,
                    start: secret.start,
                    end: secret.end,
                    secret: None,
                });
            }
        }
    }
    spans
}

#[test]
fn all_rules_together_find_what_each_finds_alone() {
    let set = RuleSet::built_in();
    let mut text = String::new();
    for entry in &file().rules {
        for example in &entry.matching {
            text.push_str(&example.concat());
            text.push_str(" \u{e4} ; ");
        }
        text.push_str(&entry.must_not.join(" | "));
        text.push('\n');
    }
    let mut alone = one_by_one(&set, text.as_bytes());
    let mut together = Vec::new();
    let part = crate::scan::Part {
        seen: text.as_bytes(),
        base: 0,
        core: 0..text.len(),
    };
    crate::scan::hits(
        &set,
        &part,
        &mut crate::ends::Ends::default(),
        &mut together,
    );
    let key = |span: &Span| (span.start, span.end, span.rule);
    alone.sort_by_key(key);
    together.sort_by_key(key);
    assert_eq!(together, alone);
    assert!(alone.len() > file().rules.len(), "{} found", alone.len());
}

#[test]
fn the_more_exact_rule_names_what_two_rules_find() {
    let set = RuleSet::built_in();
    for (text, kinds) in [
        (
            ["OPENAI_API_KEY=sk-proj-", "1234567890abcdef"].concat(),
            vec!["OPENAI_KEY"],
        ),
        (
            ["api_key: \"sk-ant-", "api03-abcdef0123456789\""].concat(),
            vec!["ANTHROPIC_KEY"],
        ),
        (
            [
                "ghp_",
                "0123456789abcdefghij",
                ",",
                "ghp_",
                "0123456789abcdefghik",
            ]
            .concat(),
            vec!["GITHUB_TOKEN", "GITHUB_TOKEN"],
        ),
    ] {
        let spans = settle(Scanner::whole(&set, text.as_bytes()));
        let found: Vec<_> = spans.iter().map(|span| set.finding(span).kind).collect();
        assert_eq!(found, kinds, "in {text:?}");
    }
}

#[test]
fn a_secret_of_many_lines_is_found_down_to_its_last_byte() {
    let body = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=\n".repeat(200);
    let text = format!(
        "{}{body}",
        ["-----BEGIN RSA PRIVATE", " KEY-----\n"].concat()
    );
    let spans = settle(Scanner::whole(&RuleSet::built_in(), text.as_bytes()));
    let found: Vec<_> = spans.iter().map(|span| (span.start, span.end)).collect();
    assert_eq!(found, [(0, text.trim_end().len())]);
}
