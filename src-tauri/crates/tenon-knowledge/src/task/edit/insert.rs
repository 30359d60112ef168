//! Putting a key where it usually stands.

use super::Splice;
use super::list::brackets;
use crate::task::broken::Refused;
use crate::task::change::Wanted;
use crate::task::document::Document;
use crate::task::field::Form;
use crate::task::front::{line_end, mark_len};
use crate::task::quote::quote;

pub(super) fn splice(document: &Document<'_>, wanted: &Wanted) -> Result<Splice, Refused> {
    let end = line_end(document.text);
    let Some(front) = &document.front else {
        let at = mark_len(document.text);
        let lines = lines(wanted, document.form, "", end);
        return Ok(Splice {
            range: at..at,
            new: format!("---{end}{lines}---{end}"),
        });
    };
    if document.text[front.yaml.clone()]
        .trim_start()
        .starts_with('{')
    {
        let key = wanted.field.key(document.form);
        return Err(Refused::unfit(format!(
            "The front matter is written in braces; add `{key}` to it by hand."
        )));
    }
    let own = document.form.place(wanted.field.key(document.form));
    let place = |key: &str| document.form.place(key);
    let before = document
        .entries
        .iter()
        .filter(|entry| place(&entry.key) < own);
    let before = before
        .filter(|entry| place(&entry.key).is_some())
        .max_by_key(|entry| place(&entry.key));
    let behind = document
        .entries
        .iter()
        .find(|entry| place(&entry.key) > own);
    let at = match (before, behind) {
        (Some(entry), _) => entry.lines.end,
        (None, Some(entry)) => entry.lines.start,
        (None, None) => front.yaml.end,
    };
    // All keys of a mapping have the same indentation.
    let indent = document.entries.first().map_or("", |entry| {
        let line = &document.text[entry.lines.clone()];
        &line[..line.len() - line.trim_start_matches(' ').len()]
    });
    Ok(Splice {
        range: at..at,
        new: lines(wanted, document.form, indent, end),
    })
}

/// The lines of a new key.
fn lines(wanted: &Wanted, form: Form, indent: &str, end: &str) -> String {
    let key = wanted.field.key(form);
    let write = |in_flow| {
        let quoted = move |value: &String| quote(value, None, wanted.kind, in_flow);
        wanted.values.iter().map(quoted).collect::<Vec<_>>()
    };
    match (wanted.field.is_list(), form) {
        (false, _) => format!("{indent}{key}: {}{end}", write(false).concat()),
        (true, Form::Tenon) => format!("{indent}{key}: {}{end}", brackets(&write(true))),
        (true, Form::Backlog) => {
            let items = write(false).into_iter();
            let items: String = items
                .map(|item| format!("{indent}  - {item}{end}"))
                .collect();
            format!("{indent}{key}:{end}{items}")
        }
    }
}
