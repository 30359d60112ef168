//! Writing one value over what a key says.

use super::{Splice, by_hand};
use crate::task::broken::Refused;
use crate::task::change::Wanted;
use crate::task::quote::quote;
use crate::task::yaml::{Entry, Shape};

/// Writes the one wanted value in the place of whatever the entry says.
pub(super) fn splice(text: &str, entry: &Entry, wanted: &Wanted) -> Result<Splice, Refused> {
    let style = entry.scalars.first().map(|scalar| scalar.style);
    let style = style.filter(|_| entry.shape == Shape::Scalar && !entry.is_empty());
    let value = wanted
        .values
        .first()
        .map(String::as_str)
        .unwrap_or_default();
    over(text, entry, &quote(value, style, wanted.kind, false))
}

/// Puts what is already YAML in the place of whatever the entry says; a comment behind it stays.
pub(super) fn over(text: &str, entry: &Entry, new: &str) -> Result<Splice, Refused> {
    let behind_colon = |end, comment: &str| Splice {
        range: entry.colon..end,
        new: format!(" {new}{comment}"),
    };
    // Where the last line's end begins.
    let end = text[..entry.lines.end].trim_end_matches(['\n', '\r']).len();
    let header = text[entry.colon..end].lines().next().unwrap_or_default();
    match (entry.shape, entry.scalars.first()) {
        (Shape::Flow(flow_end), _) => {
            let start = flow_start(text, entry)?;
            Ok(Splice {
                range: start..flow_end,
                new: new.to_owned(),
            })
        }
        (Shape::Block, _) => match header.trim().is_empty() || header.trim().starts_with('#') {
            true => Ok(behind_colon(end, header.trim_end())),
            false => Err(by_hand(
                entry,
                "has a list that begins in the line of its key",
            )),
        },
        (_, Some(scalar)) if scalar.is_block() => {
            let comment = header
                .find(" #")
                .map_or("", |at| header[header[..at].trim_end().len()..].trim_end());
            Ok(behind_colon(end, comment))
        }
        (_, Some(scalar)) if !scalar.range.is_empty() => Ok(Splice {
            range: scalar.range.clone(),
            new: new.to_owned(),
        }),
        _ => Ok(behind_colon(entry.colon, "")),
    }
}

/// Where the bracket of a list stands, when nothing in it would be lost by writing it anew.
pub(super) fn flow_start(text: &str, entry: &Entry) -> Result<usize, Refused> {
    let Shape::Flow(end) = entry.shape else {
        return Err(by_hand(entry, "is no list in brackets"));
    };
    let whole = &text[entry.colon..end];
    let start = entry.colon + (whole.len() - whole.trim_start().len());
    let has_comments = whole.lines().count() > 1 && whole.contains('#');
    match text[start..].starts_with('[') && !has_comments {
        true => Ok(start),
        false => Err(by_hand(entry, "has comments inside of its list")),
    }
}
