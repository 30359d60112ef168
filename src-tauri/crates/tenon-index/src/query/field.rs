//! The fields of the query language.

use super::Moment;
use super::token::Token;
use crate::error::{FindError, Result};
use crate::find::Ask;

/// Their names and what each is for, as people read it.
pub const FIELDS: &[(&str, &str)] = &[
    ("kind", "what is searched: text, file, symbol"),
    ("lang", "only files of a language"),
    ("path", "only files whose path fits a pattern"),
    ("sym", "symbols by name"),
    (
        "since",
        "only files that changed since then: 2h, 3d, 2026-11-21T14:00:00Z",
    ),
];

/// Sets what a field says.
pub(super) fn set(ask: &mut Ask, name: &str, token: &Token, moment: &Moment<'_>) -> Result<()> {
    let wrong = |what: String| FindError::Query {
        column: token.column,
        what,
    };
    if name == "ast" {
        let what = "\"ast:\" is kept for searching by structure, which is not there yet";
        return Err(wrong(what.into()));
    }
    if !FIELDS.iter().any(|(known, _)| *known == name) {
        let known: Vec<_> = FIELDS.iter().map(|(known, _)| *known).collect();
        let known = known.join(", ");
        return Err(wrong(format!(
            "there is no field \"{name}\"; there are {known}"
        )));
    }
    let value = token.text.clone();
    if value.is_empty() {
        return Err(wrong(format!("\"{name}:\" has nothing behind it")));
    }
    match (name, token.negated) {
        ("lang", false) => ask.languages.push(value),
        ("lang", true) => ask.without_languages.push(value),
        ("path", negated) => globs(ask, &value, negated),
        ("kind", false) => ask.kinds.push(value),
        ("sym", false) => ask.symbol = Some(value),
        ("since", false) => ask.since = Some(moment(&value).map_err(wrong)?),
        _ => {
            let what = format!("\"{name}:\" cannot be left out with \"-\"");
            return Err(wrong(what));
        }
    }
    Ok(())
}

/// Sets what a field says; `false` when it says nothing that can be done.
pub(super) fn set_plainly(ask: &mut Ask, name: &str, value: &str, moment: &Moment<'_>) -> bool {
    let mut changed = ask.clone();
    let value = value.to_owned();
    let fits = match name {
        _ if value.is_empty() => false,
        "kind" => {
            let known = ["text", "symbol", "file"].contains(&value.as_str());
            changed.kinds.push(value);
            known
        }
        "lang" => {
            changed.languages.push(value);
            crate::find::reads(&changed)
        }
        "path" => {
            globs(&mut changed, &value, false);
            crate::find::reads(&changed)
        }
        _ => {
            changed.since = moment(&value).ok();
            changed.since.is_some()
        }
    };
    if fits {
        *ask = changed;
    }
    fits
}

/// A pattern; one that is the name of a folder means all that is in it.
fn globs(ask: &mut Ask, value: &str, negated: bool) {
    // As a glob of ripgrep's, "!" in front leaves out.
    let (value, negated) = match value.strip_prefix('!') {
        Some(rest) => (rest, true),
        None => (value, negated),
    };
    let mark = if negated { "!" } else { "" };
    let folder = value.trim_end_matches('/');
    let is_pattern = value.contains(['*', '?', '[', '{']);
    ask.globs.push(format!("{mark}{value}"));
    if !negated && !is_pattern {
        ask.globs.push(format!("{folder}/**"));
    }
}
