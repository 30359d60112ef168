//! What a text speaks of, before it is known whether that is there.

use std::ops::Range;

use super::written_id::{formulas, is_short, is_time};
use crate::entity::{Entity, Kind, Source, find};

/// Something that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What it is.
    pub kind: Kind,
    /// What it names, as entities write it.
    pub value: String,
    /// Its line in the text, from 1.
    pub line: u32,
    /// Where it begins, in bytes of the text.
    pub start: u32,
    /// Whether it is written as a call: `grow()`.
    pub called: bool,
    /// Whether the text says that it ends this: `fixes T-14`.
    pub closes: bool,
}

/// What says that a commit ends a task.
const CLOSING: [&str; 12] = [
    "fix", "fixes", "fixed", "close", "closes", "closed", "resolve", "resolves", "resolved",
    "finish", "finishes", "finished",
];

/// What a text names that can be linked.
pub fn mentions(text: &str, source: Source) -> Vec<Mention> {
    let linkable = |entity: &Entity| {
        matches!(
            entity.kind,
            Kind::File | Kind::Symbol | Kind::Issue | Kind::Task | Kind::Commit
        )
    };
    let formulas = match source {
        Source::Prose => formulas(text),
        _ => Vec::new(),
    };
    let is_id = |entity: &Entity| {
        let range = &entity.range;
        entity.kind != Kind::Task
            || !is_time(text, range) && !formulas.iter().any(|it| it.contains(&range.start))
    };
    let found = find(text, source).into_iter();
    let found = found.filter(linkable).filter(is_id);
    told(text, found.map(|it| (it.range, it.kind, it.value)), true)
}

/// What the message of a commit names. People write ids in small letters there, and what takes a
/// commit back ends nothing, whatever it quotes.
pub fn in_message(text: &str) -> Vec<Mention> {
    let mut found: Vec<_> = find(text, Source::Prose)
        .into_iter()
        .map(|it| (it.range, it.kind, it.value))
        .collect();
    for range in small_ids(text).into_iter().chain(joined_ids(text)) {
        let is_new = found
            .iter()
            .all(|(other, ..)| other.end <= range.start || range.end <= other.start);
        if is_new {
            let value = text[range.clone()].to_owned();
            found.push((range, Kind::Task, value));
        }
    }
    found.retain(|(range, kind, _)| {
        matches!(
            kind,
            Kind::File | Kind::Symbol | Kind::Issue | Kind::Task | Kind::Commit
        ) && !(*kind == Kind::Task && is_time(text, range))
    });
    found.sort_by_key(|(range, ..)| range.start);
    let first = text.trim_start().split(|c: char| !c.is_alphabetic()).next();
    let is_back = first.is_some_and(|word| {
        let word = word.to_lowercase();
        ["revert", "reverts", "reverted", "reapply"].contains(&&*word)
    });
    told(text, found.into_iter(), !is_back)
}

/// Ids of one word: `T-21/T-24`.
fn joined_ids(text: &str) -> Vec<Range<usize>> {
    let is_id = |part: &str| {
        part.split_once('-').is_some_and(|(prefix, number)| {
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            let is_prefix = prefix.bytes().all(|byte| byte.is_ascii_alphabetic());
            !prefix.is_empty() && is_prefix && is_number && (1..7).contains(&number.len())
        })
    };
    let mut ids = Vec::new();
    let is_of_word = |c: char| c.is_alphanumeric() || "-_./@".contains(c);
    let mut end = 0;
    for whole in text.split_inclusive(|c: char| !is_of_word(c)) {
        let mut at = end;
        end += whole.len();
        let said = whole.trim_end_matches(|c: char| !is_of_word(c) || c == '.');
        let parts: Vec<&str> = said.split('/').collect();
        if parts.len() < 2 || !parts.iter().all(|part| is_id(part)) {
            continue;
        }
        for part in parts {
            ids.push(at..at + part.len());
            at += part.len() + 1;
        }
    }
    ids
}

fn is_capital_id(word: &str) -> bool {
    word.split_once('-').is_some_and(|(prefix, number)| {
        let is_prefix = prefix.bytes().all(|byte| byte.is_ascii_uppercase());
        !prefix.is_empty() && is_prefix && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Words after which an id of one letter is one in small letters too.
const POINTING: [&str; 10] = [
    "see",
    "ref",
    "refs",
    "reference",
    "references",
    "task",
    "ticket",
    "issue",
    "todo",
    "re",
];

/// Whether what stands here points to something: at the beginning of a line, in brackets, after a
/// word such as `see` or `fixes`. `x[t-1]` and `shift by t-2` do not.
fn is_pointed_at(text: &str, at: usize) -> bool {
    let said = &text[..at];
    let line = said.rsplit('\n').next().unwrap_or_default();
    if line.trim().is_empty() {
        return true;
    }
    let is_bracket = line.ends_with(['(', '[']) && line[..line.len() - 1].ends_with([' ', '\t']);
    let said = line.trim_end_matches([' ', ':', '#', '[', '(']);
    let word = said.rsplit(|c: char| !c.is_alphabetic()).next();
    let word = word.unwrap_or_default().to_lowercase();
    is_bracket || POINTING.contains(&&*word) || CLOSING.contains(&&*word)
}

/// Words that are written as ids in small letters are: `t-3`, `shop-12.1`. Whether there is such a
/// task is not asked here.
fn small_ids(text: &str) -> Vec<Range<usize>> {
    let mut ids: Vec<Range<usize>> = Vec::new();
    let is_of_word = |c: char| c.is_alphanumeric() || "-_./@".contains(c);
    let mut end = 0;
    for whole in text.split_inclusive(|c: char| !is_of_word(c)) {
        let at = end;
        end += whole.len();
        let said = whole.trim_end_matches(|c: char| !is_of_word(c) || c == '.');
        let Some((prefix, number)) = said.split_once('-') else {
            continue;
        };
        let is_prefix = prefix.bytes().all(|byte| byte.is_ascii_lowercase());
        let mut numbers = number.split('.');
        let is_number = numbers.all(|part| {
            !part.is_empty() && part.len() < 7 && part.bytes().all(|byte| byte.is_ascii_digit())
        });
        // What stands before it may be an id in capitals.
        let last = text[..at].trim_end_matches(|c: char| " ,&+".contains(c));
        let last = last.strip_suffix(" and").unwrap_or(last);
        let is_after = ids.last().is_some_and(|id| id.end == last.len())
            || last
                .rsplit(|c: char| !is_of_word(c))
                .next()
                .is_some_and(is_capital_id);
        let is_one = !is_short(said) || is_after || is_pointed_at(text, at);
        if !prefix.is_empty() && is_prefix && is_number && is_one {
            ids.push(at..at + said.len());
        }
    }
    ids
}

fn told(
    text: &str,
    found: impl Iterator<Item = (Range<usize>, Kind, String)>,
    may_close: bool,
) -> Vec<Mention> {
    let mut line = 1;
    let mut counted = 0;
    let mut before: Option<(usize, bool)> = None;
    let mut told = Vec::new();
    for (range, kind, value) in found {
        let start = range.start;
        line += text[counted..start].matches('\n').count();
        counted = start;
        let is_task = matches!(kind, Kind::Task | Kind::Issue);
        // `fixes T-1, T-2 and T-3` ends all three.
        let listed = before.filter(|(end, _)| is_joint(text.get(*end..start).unwrap_or("x")));
        let closes = may_close
            && is_task
            && (listed.is_some_and(|(_, closes)| closes) || is_closed(text, start));
        before = is_task.then_some((range.end, closes));
        told.push(Mention {
            kind,
            value,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            start: u32::try_from(start).unwrap_or(u32::MAX),
            called: text[range].ends_with(')'),
            closes,
        });
    }
    told
}

fn is_closed(text: &str, at: usize) -> bool {
    let said = text[..at].trim_end_matches([' ', ':', '#', '[', '(']);
    let word = said.rsplit(|c: char| !c.is_alphabetic()).next();
    let word = word.unwrap_or_default();
    let before = &said[..said.len() - word.len()];
    let lower = word.to_lowercase();
    let negated = before.trim_end().to_lowercase();
    let negated = ["not", "n't", "to", "never", "would", "could", "might"]
        .iter()
        .any(|no| negated.ends_with(no));
    CLOSING.contains(&lower.as_str()) && !negated
}

fn is_joint(between: &str) -> bool {
    let between = between.trim();
    ["", ",", "and", "&", ", and", "+", "/"].contains(&between)
}
