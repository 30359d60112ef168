//! Writing a list over what a key says; items that stay keep how they are written.

use super::value::{flow_start, over};
use super::{Splice, bare};
use crate::task::broken::Refused;
use crate::task::change::Wanted;
use crate::task::front::line_end;
use crate::task::quote::quote;
use crate::task::yaml::{Entry, Shape};

pub(super) fn splice(text: &str, entry: &Entry, wanted: &Wanted) -> Result<Splice, Refused> {
    match entry.shape {
        Shape::Flow(end) => in_brackets(text, entry, end, wanted),
        Shape::Block if !wanted.values.is_empty() => match in_lines(text, entry, wanted) {
            Some(splice) => Ok(splice),
            None => over(text, entry, &brackets(&written(text, entry, wanted))),
        },
        Shape::Block => over(text, entry, "[]"),
        Shape::Scalar | Shape::Other => {
            let items = written(text, entry, wanted);
            match &wanted.values[..] {
                // One value stays one value where a comma would not make it two.
                [value] if !entry.is_empty() && !value.contains(',') => {
                    let style = entry.scalars.first().map(|scalar| scalar.style);
                    over(text, entry, &quote(value, style, wanted.kind, false))
                }
                _ => over(text, entry, &brackets(&items)),
            }
        }
    }
}

/// A list between brackets of items that are already YAML.
pub(super) fn brackets(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

fn in_brackets(text: &str, entry: &Entry, end: usize, wanted: &Wanted) -> Result<Splice, Refused> {
    let start = flow_start(text, entry)?;
    let items = written(text, entry, wanted).join(", ");
    let edge = |range: std::ops::Range<usize>| {
        let gap = &text[range];
        if gap.bytes().all(|b| b == b' ') {
            gap
        } else {
            ""
        }
    };
    let (before, behind) = match (entry.scalars.first(), entry.scalars.last()) {
        (Some(first), Some(last)) if !items.is_empty() => (
            edge(start + 1..first.range.start),
            edge(last.range.end..end - 1),
        ),
        _ => ("", ""),
    };
    Ok(Splice {
        range: start..end,
        new: format!("[{before}{items}{behind}]"),
    })
}

/// The wanted items for a list in brackets; one that is there already is copied as it is.
fn written(text: &str, entry: &Entry, wanted: &Wanted) -> Vec<String> {
    let raw = |value: &String| {
        let old = entry
            .scalars
            .iter()
            .find(|scalar| bare(&scalar.text, wanted.field) == *value);
        let old = old.filter(|_| matches!(entry.shape, Shape::Flow(_)));
        old.map(|scalar| text[scalar.range.clone()].to_owned())
            .filter(|raw| !raw.contains('\n'))
    };
    let write =
        |value: &String| raw(value).unwrap_or_else(|| quote(value, None, wanted.kind, true));
    wanted.values.iter().map(write).collect()
}

/// The list in lines of its own, each with what stands behind its item; `None` where items are not
/// written so.
fn in_lines(text: &str, entry: &Entry, wanted: &Wanted) -> Option<Splice> {
    let start_of = |at: usize| text[..at].rfind('\n').map_or(0, |at| at + 1);
    let starts: Vec<_> = entry
        .scalars
        .iter()
        .map(|s| start_of(s.range.start))
        .collect();
    let first = *starts.first()?;
    let head = &text[first..entry.scalars.first()?.range.start];
    let is_head = |head: &str| {
        let sign = head.trim_start_matches(' ').strip_prefix('-');
        sign.is_some_and(|gap| !gap.is_empty() && gap.bytes().all(|b| b == b' '))
    };
    let ends = starts.iter().skip(1).copied().chain([entry.lines.end]);
    let mut items: Vec<Item<'_>> = Vec::new();
    // Lines between two items, comments as a rule, stand before what follows.
    let mut between = "";
    for ((start, end), scalar) in starts.iter().zip(ends).zip(&entry.scalars) {
        if *start >= end || scalar.is_block() || !is_head(&text[*start..scalar.range.start]) {
            return None;
        }
        let rest = &text[scalar.range.end..end];
        let line_end = rest.find('\n').map_or(end, |at| scalar.range.end + at + 1);
        items.push(Item {
            value: bare(&scalar.text, wanted.field),
            before: between.to_owned(),
            line: &text[*start..line_end],
        });
        between = &text[line_end..end];
    }
    let mut last = between.to_owned();
    let mut left = wanted.values.clone();
    for at in (0..items.len()).rev() {
        match left.iter().rposition(|value| *value == items[at].value) {
            Some(place) => drop(left.remove(place)),
            None => {
                let gone = items.remove(at);
                let next = items.get_mut(at).map_or(&mut last, |item| &mut item.before);
                next.insert_str(0, &gone.before);
            }
        }
    }
    let mut new = String::new();
    for value in &wanted.values {
        match items.iter().position(|item| item.value == *value) {
            Some(at) => {
                let item = items.remove(at);
                new.push_str(&item.before);
                new.push_str(item.line);
                if items.is_empty() {
                    new.push_str(&std::mem::take(&mut last));
                }
            }
            None => {
                new.push_str(head);
                new.push_str(&quote(value, None, wanted.kind, false));
                new.push_str(line_end(text));
            }
        }
    }
    new.push_str(&last);
    Some(Splice {
        range: first..entry.lines.end,
        new,
    })
}

/// An item of a list in lines of its own.
struct Item<'t> {
    value: String,
    /// The lines between the item before it and this one.
    before: String,
    /// Its line, with what stands behind it.
    line: &'t str,
}
