//! The fields of the query language.

use super::Moment;
use super::token::Token;
use crate::error::{FindError, Result};
use crate::find::{Ask, Exit};

/// Their names and what each is for, as people read it.
pub const FIELDS: &[(&str, &str)] = &[
    (
        "kind",
        "what is searched: text, file, symbol, command, note, task",
    ),
    ("lang", "only files of a language"),
    ("path", "only files whose path fits a pattern"),
    ("sym", "symbols by name"),
    (
        "since",
        "only files that changed since then: 2h, 3d, 2026-11-21T14:00:00Z",
    ),
    (
        "exit",
        "only commands that ended with a status: 0, 1, or !0 for any but 0",
    ),
];

/// What `kind:` may say.
pub const KINDS: &[&str] = &["text", "file", "symbol", "command", "note", "task"];
/// A number of fewer digits is meant as no moment: it would be one of the first days of 1970.
const DIGITS: usize = 9;

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
        ("lang", negated) => {
            language(&value).map_err(wrong)?;
            match negated {
                true => ask.without_languages.push(value),
                false => ask.languages.push(value),
            }
        }
        ("path", negated) => {
            let before = ask.globs.len();
            globs(ask, &value, negated);
            pattern(&value, &ask.globs[before..]).map_err(wrong)?;
        }
        ("kind", false) if KINDS.contains(&value.as_str()) => ask.kinds.push(value),
        ("kind", false) => {
            let known = KINDS.join(", ");
            return Err(wrong(format!(
                "there is no kind \"{value}\"; there are {known}"
            )));
        }
        ("sym", false) => ask.symbol = Some(value),
        ("exit", negated) => {
            let exit = exit(&value).map_err(wrong)?;
            ask.exit = Some(if negated { exit.other() } else { exit });
        }
        ("since", false) => ask.since = Some(since(&value, moment).map_err(wrong)?),
        _ => {
            let what = format!("\"{name}:\" cannot be left out with \"-\"");
            return Err(wrong(what));
        }
    }
    Ok(())
}

/// Reads how a command ended: a status, or `!` and one for any other.
///
/// # Errors
///
/// What is wrong, in words.
pub fn exit(value: &str) -> std::result::Result<Exit, String> {
    let (number, of): (_, fn(i32) -> Exit) = match value.strip_prefix('!') {
        Some(rest) => (rest, Exit::Without),
        None => (value, Exit::With),
    };
    number.parse().map(of).map_err(|_| {
        format!("\"{value}\" is no exit status; write 0, 1 and so on, or !0 for any but 0")
    })
}

/// Has commands alone answer a question for how they ended.
pub(super) fn only_commands(ask: &mut Ask) -> Result<()> {
    const COMMAND: &str = "command";
    if ask.exit.is_none() {
        return Ok(());
    }
    if !ask.kinds.is_empty() && !ask.wants(COMMAND) {
        return Err(FindError::Query {
            column: 1,
            what: "\"exit:\" is for commands; write kind:command beside it".into(),
        });
    }
    ask.kinds = vec![COMMAND.to_owned()];
    Ok(())
}

/// Checks that a language or type of file is known.
///
/// # Errors
/// A sentence with what may be meant.
pub fn language(value: &str) -> std::result::Result<(), String> {
    let ask = Ask {
        languages: vec![value.to_owned()],
        ..Ask::default()
    };
    match crate::find::types(&ask) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// Checks that the patterns that `value` was made into can be read.
///
/// # Errors
/// A sentence that names `value`.
pub fn pattern(value: &str, globs: &[String]) -> std::result::Result<(), String> {
    let ask = Ask {
        globs: globs.to_vec(),
        ..Ask::default()
    };
    match crate::find::globs(std::path::Path::new("/"), &ask) {
        Ok(_) => Ok(()),
        Err(FindError::Glob { what, .. }) => Err(format!(
            "the pattern of paths {value:?} is wrong: {what}; a sign that stands for itself is written in brackets, as \"[{{]\""
        )),
        Err(error) => Err(error.to_string()),
    }
}

fn since(value: &str, moment: &Moment<'_>) -> std::result::Result<i64, String> {
    let is_bare = value.len() < DIGITS && value.bytes().all(|b| b.is_ascii_digit());
    match is_bare {
        true => Err(format!(
            "\"{value}\" does not say of what; write {value}m, {value}h or {value}d for minutes, hours or days ago"
        )),
        false => moment(value),
    }
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
