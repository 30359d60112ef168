//! Giving a note another name, and writing the links to it anew: all of it happens or nothing.

mod back;
mod canvas;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::json;
use tenon_core::{Code, EntityKind, EventDraft, WirePath, counted};
use tenon_knowledge::note::{Changes, Refused, Vault, is_note};
use tenon_workspace::{Root, text, tree};

use super::find::{find, inside};
use super::rows::{line, problem};
use crate::bulk::{Bulk, Change};
use crate::handle::tree::follow;
use crate::history::Gate;
use crate::owner::{Caller, Owner, lock, reference};
use crate::wire::{NoteLost, NoteRelinked, NoteRenameParams, NoteRenamed, Whole};
use crate::{ApiError, ApiResult};

pub(crate) use back::{renaming_of, take_back};

/// The ending of a note that is given a name without one.
const ENDING: &[u8] = b".md";

/// A note whose links are written anew.
struct Relinked {
    path: Vec<u8>,
    links: usize,
    old: Vec<u8>,
    new: Vec<u8>,
}

/// Renames a note and rewrites the links to it. `gate` is asked before each step, and may fail in its
/// place.
pub(crate) fn rename(
    owner: &Owner,
    caller: &Caller,
    params: &NoteRenameParams,
    gate: Gate<'_>,
) -> ApiResult<NoteRenamed> {
    let to = params.to.to_bytes()?;
    inside(&owner.root, owner.root.relative(&to)?)?;
    let mut bulk = Bulk::new(owner);
    let known = owner.notes.now(owner)?;
    let from = find(&owner.root, &known.vault, &params.note.to_bytes()?)?;
    let to = target(&owner.root, &from, &to)?;
    if to == from {
        let message = format!("\"{}\" is called so already", said(&from));
        return Err(ApiError::new(Code::Invalid, message).hint("Nothing was changed."));
    }
    let changes = known.vault.rename(&from, &to).map_err(refused)?;
    if params.undoes.is_none()
        && !params.dry_run
        && let Some((path, at)) = changes.lost.first()
    {
        let links = counted(changes.lost.len(), "link");
        let message = format!(
            "{links} cannot be written with the name \"{}\"; the first is at {}:{at}",
            said(&to),
            said(path)
        );
        return Err(ApiError::new(Code::Invalid, message).hint(
            "A wikilink cannot hold \"[\", \"]\", \"#\", \"^\" or \"|\". Choose another name. Nothing was changed.",
        ));
    }
    let mut texts = rewritten(owner, &known.vault, &changes)?;
    let mut problems: Vec<String> = known.unread().collect();
    // Links in what was not read stay as they are, and that is told.
    let unread = known.vault.notes().filter(|(_, note)| note.unread);
    problems.extend(unread.filter_map(|(path, note)| problem(path, note)));
    let canvases = canvas::rewritten(owner, &known.vault, (&from, &to), &mut problems)?;
    texts.extend(canvases);
    if let Some(undone) = params.undoes {
        let known = owner.history.archive.texts_of(undone.get())?;
        for text in &mut texts {
            let still = known.get(&text.path).filter(|then| then.after == text.old);
            if let Some(then) = still {
                // Nobody wrote in it since, so it is again what it was, and not only its links.
                text.new.clone_from(&then.before);
            }
        }
    }
    drop(known);
    let now = |path: &[u8]| WirePath::from_bytes(if path == from { &to } else { path });
    let mut answer = NoteRenamed {
        from: WirePath::from_bytes(&from),
        path: WirePath::from_bytes(&to),
        relinked: Vec::new(),
        lost: Vec::new(),
        restore: None,
        problems,
    };
    answer.relinked = texts
        .iter()
        .map(|text| NoteRelinked {
            path: now(&text.path),
            links: Whole::size(text.links as u64),
        })
        .collect();
    answer.relinked.sort_by(|a, b| a.path.cmp(&b.path));
    let lost = changes.lost.iter().map(|(path, at)| NoteLost {
        path: now(path),
        line: line(*at),
    });
    answer.lost = lost.collect();
    if params.dry_run {
        return Ok(answer);
    }
    // The note's own links are written where it is then, so that what takes them back finds it.
    let (own, others): (Vec<_>, Vec<_>) = texts.into_iter().partition(|text| text.path == from);
    for _ in &others {
        gate()?;
    }
    add(&mut bulk, others)?;
    gate()?;
    moved(owner, &from, &to)?;
    let written = own.into_iter().try_for_each(|mut text| {
        gate()?;
        text.path.clone_from(&to);
        add(&mut bulk, vec![text])
    });
    let written = written.and_then(|()| bulk.write_all(caller, gate));
    match written {
        Ok(None) if params.undoes.is_none() => {
            answer.restore = without_texts(owner, &from, &to);
        }
        Ok(restore) => answer.restore = restore,
        Err(error) => {
            return Err(match moved(owner, &to, &from) {
                Ok(()) if error.hint.is_some() => error,
                Ok(()) => error.hint("Nothing was changed."),
                Err(back) => {
                    let hint = format!(
                        "The links are as they were, but the note is called \"{}\" now, because: {}.",
                        said(&to),
                        back.message
                    );
                    error.hint(&hint)
                }
            });
        }
    }
    if let Some(undone) = params.undoes {
        // Neither is undone a second time: the name would stay.
        for id in std::iter::once(undone).chain(answer.restore) {
            owner.db.end_undo(id.get())?;
        }
    }
    record(owner, caller, &from, &answer)?;
    Ok(answer)
}

/// The number by which a renaming that wrote no link is undone. Where the journal says nothing about
/// the note, nobody would know what that took back.
fn without_texts(owner: &Owner, from: &[u8], to: &[u8]) -> Option<Whole> {
    if !owner.journaled(from) || !owner.journaled(to) {
        return None;
    }
    match owner.history.archive.note_without_texts() {
        Ok(id) => Some(Whole::clamped(id)),
        Err(error) => {
            tracing::warn!(%error, "a renaming cannot be undone as the last change");
            None
        }
    }
}

fn moved(owner: &Owner, from: &[u8], to: &[u8]) -> ApiResult<()> {
    let moved = tree::rename(&owner.root, from, to)?;
    follow(owner, from, &moved.path)
}

fn add(bulk: &mut Bulk<'_>, texts: Vec<Relinked>) -> ApiResult<()> {
    let changes = texts.into_iter().map(|text| Change {
        path: text.path,
        old: text.old,
        new: text.new,
    });
    bulk.add_all(changes.collect()).map_err(|(path, error)| {
        ApiError::new(
            error.code,
            format!("\"{}\": {}", said(&path), error.message),
        )
    })
}

/// The path that a new name means.
fn target(root: &Root, from: &[u8], to: &[u8]) -> ApiResult<Vec<u8>> {
    let mut path = match to.contains(&b'/') {
        true => {
            let path = root.relative(to)?;
            path.strip_prefix(b"./").unwrap_or(path).to_vec()
        }
        false => {
            let folder = from.iter().rposition(|byte| *byte == b'/');
            [&from[..folder.map_or(0, |at| at + 1)], to].concat()
        }
    };
    if to.is_empty() || to.ends_with(b"/") {
        let message = format!("\"{}\" names no file", said(to));
        return Err(ApiError::new(Code::Invalid, message).hint("Write the note's new name."));
    }
    if !is_note(&path) {
        path.extend_from_slice(ENDING);
    }
    Ok(path)
}

fn refused(why: Refused) -> ApiError {
    let code = match &why {
        Refused::NoFile(_) | Refused::NoHeading { .. } => Code::NotFound,
        Refused::Taken(_) => Code::Conflict,
        Refused::NotAHeading(_) => Code::Invalid,
    };
    ApiError::new(code, why.to_string()).hint("Nothing was changed.")
}

/// The notes with their links rewritten. One that cannot be written is an error: then nothing is.
fn rewritten(owner: &Owner, vault: &Vault, changes: &Changes) -> ApiResult<Vec<Relinked>> {
    let mut edits: BTreeMap<&[u8], Vec<(Range<usize>, &str)>> = BTreeMap::new();
    for edit in &changes.edits {
        let all = edits.entry(&edit.path).or_default();
        all.push((edit.range.clone(), &edit.text));
    }
    let open: Vec<Vec<u8>> = {
        let documents = lock(&owner.documents);
        let unsaved = documents.iter().filter(|document| document.dirty());
        unsaved
            .filter_map(|document| document.path.clone())
            .collect()
    };
    let unsaved: Vec<&[u8]> = edits
        .keys()
        .copied()
        .filter(|path| open.iter().any(|open| open == path))
        .collect();
    if let Some(first) = unsaved.first() {
        let message = format!(
            "{} with links to it {} unsaved text, the first is \"{}\"",
            counted(unsaved.len(), "open note"),
            if unsaved.len() == 1 { "has" } else { "have" },
            said(first)
        );
        return Err(ApiError::new(Code::PreconditionFailed, message)
            .hint("Save first. Nothing was changed."));
    }
    let all = edits.into_iter().map(|(path, edits)| {
        let (old, _) = owner.root.read(path)?;
        let decoded = text::decode(&old);
        if !vault.is_text_of(path, &decoded.text) {
            let message = format!("\"{}\" is being changed by another program", said(path));
            return Err(
                ApiError::new(Code::Conflict, message).hint("Try again. Nothing was changed.")
            );
        }
        let encoding = decoded.encoding.name();
        let new = text::splice(decoded, &edits).map_err(|odd| {
            let message = format!(
                "\"{}\" is written in {encoding}, which has no \"{}\"",
                said(path),
                odd.character
            );
            ApiError::new(Code::Invalid, message)
                .hint("Save it as UTF-8, or choose another name. Nothing was changed.")
        })?;
        Ok(Relinked {
            path: path.to_vec(),
            links: edits.len(),
            old,
            new,
        })
    });
    all.collect()
}

/// The journal says nothing about a file that is excluded.
fn record(owner: &Owner, caller: &Caller, from: &[u8], renamed: &NoteRenamed) -> ApiResult<()> {
    let to = renamed.path.to_bytes()?;
    let to = to.as_slice();
    if !owner.journaled(from) || !owner.journaled(to) {
        return Ok(());
    }
    let masked = owner.masked_path(to);
    let id = owner.db.see_document(&masked)?.id;
    let payload = json!({
        "path": WirePath::from_bytes(&masked),
        "from": WirePath::from_bytes(&owner.masked_path(from)),
        "relinked": renamed.relinked.len(),
        "restore": renamed.restore,
    });
    let subject = reference(EntityKind::File, &id.to_string());
    let journal = &owner.journal;
    let event = journal.masked(EventDraft {
        actor: caller.actor.clone(),
        kind: "note.renamed".to_owned(),
        subject,
        cause: None,
        turn: None,
        trace: None,
        payload,
    });
    // By this event an undo that comes at once finds the name.
    match owner.db.append(journal.source(), event) {
        Ok(_) => journal.written(),
        // The files are what they should be, and the notice that tells of it takes them back.
        Err(error) => tracing::warn!(%error, "a renaming is not in the journal"),
    }
    Ok(())
}

fn said(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}
