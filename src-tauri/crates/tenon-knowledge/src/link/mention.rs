//! What a text speaks of, before it is known whether that is there.

use std::ops::Range;

use super::written_id::{joined_ids, small_ids};
use crate::entity::{Entity, Kind, Source, find, is_time};

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
pub(super) const CLOSING: [&str; 12] = [
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
    let found = find(text, source).into_iter().filter(linkable);
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
