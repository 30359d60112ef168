//! Values as YAML writes them.

use saphyr_parser::ScalarStyle;

/// What a value is, for what may stand without quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words: what YAML would take for a number, a day or `true` gets quotes.
    Words,
    /// An id, a number or a day, which stands bare.
    Bare,
    /// A day in Backlog.md's files, which has quotes there.
    Quoted,
}

/// Writes a value, in the style that it had where the value allows it. `value` has no control
/// characters; in a list between brackets more signs have a meaning.
pub(super) fn quote(value: &str, style: Option<ScalarStyle>, kind: Kind, in_flow: bool) -> String {
    let is_unseen = |c: char| matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    match style {
        Some(ScalarStyle::DoubleQuoted) => double(value),
        _ if value.contains(is_unseen) => double(value),
        Some(ScalarStyle::SingleQuoted) => single(value),
        None if kind == Kind::Quoted => single(value),
        _ if is_plain(value, in_flow)
            && !is_word(value)
            && (kind != Kind::Words || !is_number(value)) =>
        {
            value.to_owned()
        }
        _ if value.contains('\'') => double(value),
        _ => single(value),
    }
}

fn single(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

fn double(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a value may stand without quotes.
fn is_plain(value: &str, in_flow: bool) -> bool {
    let begins = value.starts_with(|c: char| c.is_alphanumeric() || "_/(.$+^".contains(c))
        || value
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let has_signs = value.contains(": ") || value.contains(" #") || value.ends_with([':', ' ']);
    let has_flow_signs =
        in_flow && (value.contains([',', '[', ']', '{', '}', ':']) || value.ends_with('-'));
    begins && !has_signs && !has_flow_signs
}

/// Whether YAML, in one of its versions, reads a bare value as nothing, yes or no.
fn is_word(value: &str) -> bool {
    const WORDS: [&str; 10] = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "~",
    ];
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether it reads it as a number of any kind, a time in base 60 or a day.
fn is_number(value: &str) -> bool {
    let begins = value.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    let has_signs_only = value
        .chars()
        .all(|c| c.is_ascii_hexdigit() || "xoXO_:.eE+-TZ ".contains(c));
    let unsigned = value.trim_start_matches(['+', '-']);
    let is_special = [".inf", ".nan"]
        .iter()
        .any(|special| unsigned.eq_ignore_ascii_case(special));
    begins && has_signs_only || is_special
}
