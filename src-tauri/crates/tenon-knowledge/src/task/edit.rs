//! Changing one field of a file, and nothing else in it.

mod insert;
mod list;
mod value;

use std::ops::Range;

use super::broken::Refused;
use super::change::{Change, Wanted};
use super::document::Document;
use super::field::Field;
use super::id::Id;
use super::yaml::{Entry, Shape};

/// New text for a place in a file.
#[derive(Debug)]
pub(super) struct Splice {
    pub range: Range<usize>,
    pub new: String,
}

impl Splice {
    pub fn apply(&self, text: &str) -> String {
        let mut edited = String::with_capacity(text.len() + self.new.len());
        edited.push_str(&text[..self.range.start]);
        edited.push_str(&self.new);
        edited.push_str(&text[self.range.end..]);
        edited
    }
}

/// Changes one field of a task's file. All other bytes stay: the order of keys, quotes, comments
/// (also the one behind the value), ends of lines, and keys that nobody knows.
///
/// A key that is not there gets its usual place. A field without a value loses its lines, but for
/// lists that Backlog.md writes as `[]`. The edited file is read again, and is the answer only
/// when it says the change and everything else as before.
///
/// # Errors
/// When the file is no task, when the value is more than one line, or when the file writes the
/// field in a way that cannot be changed alone (keys in braces, an alias, a tag, comments inside
/// of a list in brackets).
pub fn edit(path: &str, text: &str, change: &Change) -> Result<String, Refused> {
    let document = Document::read(path, text)?;
    let wanted = change.wanted(document.form)?;
    let Some(splice) = splice(&document, &wanted)? else {
        return Ok(text.to_owned());
    };
    let edited = splice.apply(text);
    verify(path, &document, &wanted, &edited)?;
    Ok(edited)
}

fn splice(document: &Document<'_>, wanted: &Wanted) -> Result<Option<Splice>, Refused> {
    let Some(entry) = document.entry(wanted.field) else {
        return match wanted.values.is_empty() {
            true => Ok(None),
            false => insert::splice(document, wanted).map(Some),
        };
    };
    let is_said = entry.shape != Shape::Other && said(entry, wanted.field) == wanted.values;
    if is_said {
        return Ok(None);
    }
    if !entry.is_editable || entry.shape == Shape::Other {
        return Err(by_hand(
            entry,
            "is written in a way that cannot be changed alone",
        ));
    }
    let stays = wanted.field.stays_when_empty(document.form);
    if wanted.values.is_empty() && !stays {
        return Ok(Some(Splice {
            range: entry.lines.clone(),
            new: String::new(),
        }));
    }
    let splice = match wanted.field.is_list() {
        true => list::splice(document.text, entry, wanted),
        false => value::splice(document.text, entry, wanted),
    };
    splice.map(Some)
}

/// The values of an entry, as reading the task takes them.
fn said(entry: &Entry, field: Field) -> Vec<String> {
    let texts = entry.texts();
    if field.is_list() && entry.shape == Shape::Scalar {
        let parts = texts.iter().flat_map(|text| text.split(','));
        let parts = parts.map(|part| bare(part.trim(), field));
        return parts.filter(|part| !part.is_empty()).collect();
    }
    texts.into_iter().map(|text| bare(text, field)).collect()
}

/// A value without what only makes a link of it: `[[T-3]]` names the task T-3.
fn bare(text: &str, field: Field) -> String {
    let id = match field {
        Field::Depends | Field::Parent => Id::parse(text),
        _ => None,
    };
    id.map_or_else(|| text.to_owned(), |id| id.to_string())
}

fn by_hand(entry: &Entry, why: &str) -> Refused {
    Refused::unfit(format!(
        "`{}` in line {} {why}; change it in the file by hand.",
        entry.key, entry.line
    ))
}

/// Makes sure that the edited file says the change and everything else as before.
fn verify(path: &str, before: &Document<'_>, wanted: &Wanted, edited: &str) -> Result<(), Refused> {
    let key = wanted.field.key(before.form);
    let refused = |why: String| {
        Refused::unfit(format!(
            "The file was not changed, because with the new value for `{key}` {why}; change it by hand."
        ))
    };
    let after = Document::read(path, edited)
        .map_err(|broken| refused(format!("it could not be read again ({broken})")))?;
    let now = after
        .entry(wanted.field)
        .map(|entry| said(entry, wanted.field));
    if now.unwrap_or_default() != wanted.values {
        return Err(refused("it would not say that value".to_owned()));
    }
    let others = |document: &Document<'_>| -> Vec<(String, Vec<String>)> {
        let entries = document.entries.iter();
        let others = entries.filter(|entry| Field::of_key(&entry.key) != Some(wanted.field));
        let texts = |entry: &Entry| entry.scalars.iter().map(|s| s.text.clone()).collect();
        others
            .map(|entry| (entry.key.clone(), texts(entry)))
            .collect()
    };
    let is_same_body = before.text[before.body()..] == edited[after.body()..];
    if others(before) != others(&after) || !is_same_body {
        return Err(refused("something else in it would change too".to_owned()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "---\nid: T-1\nstatus: To Do\nx: [a]\n---\nbody\n";

    fn verified(edited: &str) -> Result<(), String> {
        let before = Document::read("x.md", TEXT).map_err(|e| e.to_string())?;
        let change = Change::Status(Some("Done".to_owned()));
        let wanted = change.wanted(before.form).map_err(|e| e.to_string())?;
        verify("x.md", &before, &wanted, edited).map_err(|e| e.to_string())
    }

    #[test]
    fn only_the_change_and_nothing_else_is_let_through() {
        let good = TEXT.replace("To Do", "Done");
        assert_eq!(verified(&good), Ok(()));
        for (old, new, why) in [
            ("Done", "done", "say that value"),
            ("status: Done\n", "", "say that value"),
            ("T-1", "T-2", "something else"),
            ("[a]", "[b]", "something else"),
            ("x: [a]\n", "", "something else"),
            ("body", "Body", "something else"),
            ("x: [a]", "x: [a", "read again"),
        ] {
            let said = verified(&good.replace(old, new)).expect_err(new);
            assert!(said.contains(why), "{new}: {said}");
        }
    }
}
