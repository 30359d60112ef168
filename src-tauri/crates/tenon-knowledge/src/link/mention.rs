//! What a text speaks of, before it is known whether that is there.

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
    let mut line = 1;
    let mut counted = 0;
    let mut before: Option<(usize, bool)> = None;
    let mut found = Vec::new();
    for entity in find(text, source).into_iter().filter(linkable) {
        let start = entity.range.start;
        line += text[counted..start].matches('\n').count();
        counted = start;
        let is_task = matches!(entity.kind, Kind::Task | Kind::Issue);
        // `fixes T-1, T-2 and T-3` ends all three.
        let listed = before.filter(|(end, _)| is_joint(text.get(*end..start).unwrap_or("x")));
        let closes =
            is_task && (listed.is_some_and(|(_, closes)| closes) || is_closed(text, start));
        before = is_task.then_some((entity.range.end, closes));
        found.push(Mention {
            kind: entity.kind,
            value: entity.value,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            start: u32::try_from(start).unwrap_or(u32::MAX),
            closes,
        });
    }
    found
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
