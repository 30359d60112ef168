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
    let mut chunks = Vec::new();
    for ((start, end), scalar) in starts.iter().zip(ends).zip(&entry.scalars) {
        if *start >= end || scalar.is_block() || !is_head(&text[*start..scalar.range.start]) {
            return None;
        }
        chunks.push((bare(&scalar.text, wanted.field), &text[*start..end]));
    }
    let mut new = String::new();
    for value in &wanted.values {
        match chunks.iter().position(|(old, _)| old == value) {
            Some(at) => new.push_str(chunks.remove(at).1),
            None => {
                new.push_str(head);
                new.push_str(&quote(value, None, wanted.kind, false));
                new.push_str(line_end(text));
            }
        }
    }
    Some(Splice {
        range: first..entry.lines.end,
        new,
    })
}
