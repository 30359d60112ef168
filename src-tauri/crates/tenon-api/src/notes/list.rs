//! Which notes fit a question.

use std::collections::HashSet;

use tenon_knowledge::note::{Note, Vault};
use tenon_workspace::Root;

use super::read::text_of;
use super::rows::{info, lean, problem, title};
use crate::ApiResult;
use crate::history::scope_of;
use crate::links::{Leading, leading};
use crate::owner::Owner;
use crate::wire::{NoteList, NoteListParams, NoteTag, NoteTags, Whole};

/// The notes that fit all that is asked for.
pub(crate) fn list(owner: &Owner, params: &NoteListParams) -> ApiResult<NoteList> {
    let folder = params.folder.as_ref().map(|folder| {
        let path = folder.to_bytes()?;
        scope_of(&owner.root, &path)
    });
    let folder = folder.transpose()?.unwrap_or_default();
    // Links ask for the notes themselves, so this comes before those are locked.
    let led = params.unresolved.then(|| leading(owner)).transpose()?;
    let known = owner.notes.now(owner)?;
    let vault = &known.vault;
    let tagged: Option<HashSet<_>> = params
        .tag
        .as_ref()
        .map(|tag| vault.tagged(tag).into_iter().collect());
    let orphans: Option<HashSet<_>> = params
        .orphans
        .then(|| vault.orphans().into_iter().collect());
    let words: Vec<String> = params
        .text
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    let fits = |(path, note): &(&[u8], &Note)| {
        is_below(path, &folder)
            && tagged.as_ref().is_none_or(|set| set.contains(path))
            && orphans.as_ref().is_none_or(|set| set.contains(path))
            && led
                .as_ref()
                .is_none_or(|leading| has_unresolved(vault, leading, path, note))
            && has_words(&owner.root, vault, path, note, &words)
    };
    let found: Vec<_> = vault.notes().filter(fits).collect();
    let broken = found.iter().filter_map(|(path, note)| problem(path, note));
    Ok(NoteList {
        problems: broken.chain(known.unread()).collect(),
        notes: found
            .iter()
            .map(|(path, note)| match params.lean {
                true => lean(vault, path, note),
                false => info(vault, path, note),
            })
            .collect(),
    })
}

/// All tags, each with the number of notes that have it.
pub(crate) fn tags(owner: &Owner) -> ApiResult<NoteTags> {
    let known = owner.notes.now(owner)?;
    let tags = known.vault.tags().into_iter();
    Ok(NoteTags {
        tags: tags
            .map(|(tag, notes)| NoteTag {
                tag,
                notes: Whole::size(notes as u64),
            })
            .collect(),
        problems: known.unread().collect(),
    })
}

/// Whether a path lies in a folder, which is empty for the workspace itself.
fn is_below(path: &[u8], folder: &[u8]) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| folder.is_empty() || rest.starts_with(b"/"))
}

fn has_unresolved(vault: &Vault, leading: &Leading, path: &[u8], note: &Note) -> bool {
    let mut links = note.links.iter();
    links.any(|link| vault.follow(path, link).is_none() && !leading.leads(path, link))
}

/// Whether all words, in small letters, stand in a note's path, names or text. What cannot be read
/// is known by its names.
fn has_words(root: &Root, vault: &Vault, path: &[u8], note: &Note, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let names = [title(vault, path), note.aliases.join("\n")].join("\n");
    let names = format!("{}\n{names}", String::from_utf8_lossy(path)).to_lowercase();
    let missing: Vec<_> = words.iter().filter(|word| !names.contains(*word)).collect();
    if missing.is_empty() {
        return true;
    }
    let text = text_of(root, path).map(|text| text.to_lowercase());
    text.is_ok_and(|text| missing.iter().all(|word| text.contains(*word)))
}
