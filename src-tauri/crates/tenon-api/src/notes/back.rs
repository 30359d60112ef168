//! What speaks of a note.

use std::ops::Range;

use tenon_core::{Code, WirePath};
use tenon_knowledge::note::{Mentions, Vault};
use tenon_workspace::Root;

use super::find::find;
use super::read::text_of;
use super::rows::{line, title};
use crate::owner::Owner;
use crate::wire::{NoteBacklink, NoteBacklinks, NoteBacklinksParams};
use crate::{ApiError, ApiResult};

/// So much of a line is shown to each side of a mention, in bytes.
const AROUND: usize = 200;

/// The links to a note, and where it is named without one.
pub(crate) fn backlinks(owner: &Owner, params: &NoteBacklinksParams) -> ApiResult<NoteBacklinks> {
    let known = owner.notes.now(owner)?;
    let vault = &known.vault;
    let path = find(&owner.root, vault, &params.note.to_bytes()?)?;
    let mut problems: Vec<String> = known.unread().collect();
    let mut places = links(&owner.root, vault, &path, &mut problems);
    if params.mentions {
        places.extend(mentions(&owner.root, vault, &path, &mut problems)?);
    }
    Ok(NoteBacklinks {
        path: WirePath::from_bytes(&path),
        places,
        problems,
    })
}

fn links(root: &Root, vault: &Vault, path: &[u8], problems: &mut Vec<String>) -> Vec<NoteBacklink> {
    let mut places = Vec::new();
    // Each note is read once, however many of its links lead here.
    let mut open: (&[u8], String) = (b"", String::new());
    for back in vault.backlinks(path) {
        if open.0 != back.from {
            open = (back.from, current(root, vault, back.from, problems));
        }
        let around = open.1.get(back.link.around.clone());
        places.push(NoteBacklink {
            path: WirePath::from_bytes(back.from),
            title: title(vault, back.from),
            line: line(back.link.line),
            text: around.unwrap_or_default().trim().to_owned(),
            mention: false,
        });
    }
    places
}

/// The text that the places of a note are of; empty, with a problem told, when it is another now.
fn current(root: &Root, vault: &Vault, path: &[u8], problems: &mut Vec<String>) -> String {
    let said = String::from_utf8_lossy(path);
    match text_of(root, path) {
        Ok(text) if vault.is_text_of(path, &text) => return text,
        Ok(_) => problems.push(format!(
            "{said} changes just now, so its lines are not shown; ask again."
        )),
        Err(error) => problems.push(error.message),
    }
    String::new()
}

fn mentions(
    root: &Root,
    vault: &Vault,
    path: &[u8],
    problems: &mut Vec<String>,
) -> ApiResult<Vec<NoteBacklink>> {
    let title_of = title(vault, path);
    let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
    let name = String::from_utf8_lossy(name);
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let aliases = vault.note(path).map_or(&[][..], |note| &note.aliases);
    let names = [&*title_of, stem]
        .into_iter()
        .chain(aliases.iter().map(String::as_str));
    let searched = Mentions::of(names).map_err(|e| ApiError::new(Code::Invalid, e.to_string()))?;
    let mut places = Vec::new();
    for (from, _) in vault
        .notes()
        .filter(|(from, note)| *from != path && note.hash != [0; 32])
    {
        let text = match text_of(root, from) {
            Ok(text) => text,
            Err(error) => {
                problems.push(error.message);
                continue;
            }
        };
        // Most notes do not name it, and then they are not parsed.
        if text.len() > tenon_markdown::LARGEST
            || searched
                .find(
                    &text,
                    &[Range {
                        start: 0,
                        end: text.len(),
                    }],
                )
                .is_empty()
        {
            continue;
        }
        for range in searched.find(&text, &tenon_markdown::facts(&text).plain) {
            places.push(NoteBacklink {
                path: WirePath::from_bytes(from),
                title: title(vault, from),
                line: line(1 + text[..range.start].matches('\n').count()),
                text: around(&text, &range).to_owned(),
                mention: true,
            });
        }
    }
    Ok(places)
}

/// The line that a place stands in, cut where it is long.
fn around<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..]
        .find('\n')
        .map_or(text.len(), |at| range.end + at);
    let mut starts = start.max(range.start.saturating_sub(AROUND))..range.start;
    let start = starts.find(|at| text.is_char_boundary(*at));
    let mut ends = (range.end..=end.min(range.end + AROUND)).rev();
    let end = ends.find(|at| text.is_char_boundary(*at));
    text[start.unwrap_or(range.start)..end.unwrap_or(range.end)].trim()
}
