//! Notes as they cross a seam.

use tenon_core::{Code, WirePath};
use tenon_knowledge::note::{Form, Kind, Link, Note, Vault};
use tenon_markdown::Options;

use super::find::{find, inside};
use super::read::text_of;
use crate::owner::Owner;
use crate::wire::{
    NoteCompleteParams, NoteCompletion, NoteCompletionKind, NoteCompletions, NoteFindParams,
    NoteFound, NoteHeading, NoteInfo, NoteLink, NoteLinkKind, NoteRow, NoteShowParams, NoteShown,
    Whole,
};
use crate::{ApiError, ApiResult};

/// A list of more rows is no help.
const MOST: usize = 500;
/// So many notes and headings are found at most.
const DEEPEST: usize = 10_000;

/// A note with its text or its HTML.
pub(crate) fn show(owner: &Owner, params: &NoteShowParams) -> ApiResult<NoteShown> {
    let known = owner.notes.now(owner)?;
    let path = find(&owner.root, &known.vault, &params.note.to_bytes()?)?;
    let missing = || ApiError::new(Code::NotFound, "the note is gone");
    let note = known.vault.note(&path).ok_or_else(missing)?;
    let (info, problem) = (info(&known.vault, &path, note), problem(&path, note));
    drop(known);
    let mut text = text_of(&owner.root, &path)?;
    if params.html {
        text = html(&text)?;
    }
    Ok(NoteShown {
        note: info,
        text,
        problem,
    })
}

/// Markdown as the HTML that a page is given.
pub(crate) fn html(text: &str) -> ApiResult<String> {
    tenon_markdown::html(text, &Options { positions: true })
        .map_err(|e| ApiError::new(Code::Invalid, e.to_string()))
}

/// The rows for what stands behind `[[`. What the watcher has told nothing of is not looked for again,
/// because somebody types.
pub(crate) fn complete(owner: &Owner, params: &NoteCompleteParams) -> ApiResult<NoteCompletions> {
    let known = owner.notes.followed(owner)?;
    let from = params.from.to_bytes()?;
    let from = owner.root.relative(&from)?;
    inside(&owner.root, from)?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let rows = known.vault.complete(&params.text, from, limit.min(MOST));
    let items = rows.into_iter().map(|row| NoteCompletion {
        kind: match row.kind {
            Kind::Note => NoteCompletionKind::Note,
            Kind::Heading => NoteCompletionKind::Heading,
            Kind::Block => NoteCompletionKind::Block,
        },
        path: WirePath::from_bytes(row.path),
        insert: row.insert,
        title: row.shown,
    });
    Ok(NoteCompletions {
        items: items.collect(),
    })
}

/// Notes and headings by what they are called. As with links somebody may be typing, so what the
/// watcher has told nothing of is not looked for again.
pub(crate) fn found(owner: &Owner, params: &NoteFindParams) -> ApiResult<NoteFound> {
    let known = owner.notes.followed(owner)?;
    let limit = usize::try_from(params.limit).unwrap_or(usize::MAX);
    let rows = known.vault.find(&params.query, limit.min(DEEPEST));
    let rows = rows.into_iter().map(|found| {
        let tags = known.vault.note(found.path).map(|note| note.tags.clone());
        NoteRow {
            path: WirePath::from_bytes(found.path),
            title: title(&known.vault, found.path),
            text: found.text,
            line: line(found.line),
            level: found.level,
            tags: tags.unwrap_or_default(),
        }
    });
    Ok(NoteFound {
        rows: rows.collect(),
        problems: known.unread().collect(),
    })
}

pub(super) fn info(vault: &Vault, path: &[u8], note: &Note) -> NoteInfo {
    let mut info = lean(vault, path, note);
    let headings = note.headings.iter().map(|heading| NoteHeading {
        text: heading.text.clone(),
        level: heading.level,
        line: line(heading.line),
    });
    info.headings = headings.collect();
    info.links = note
        .links
        .iter()
        .map(|one| link(vault, path, one))
        .collect();
    info
}

/// The same without headings and links.
pub(super) fn lean(vault: &Vault, path: &[u8], note: &Note) -> NoteInfo {
    NoteInfo {
        path: WirePath::from_bytes(path),
        title: title(vault, path),
        aliases: note.aliases.clone(),
        tags: note.tags.clone(),
        modified: Whole::clamped(note.changed),
        headings: Vec::new(),
        links: Vec::new(),
    }
}

fn link(vault: &Vault, from: &[u8], link: &Link) -> NoteLink {
    let target = match &link.fragment {
        Some(fragment) => format!("{}#{fragment}", link.target),
        None => link.target.clone(),
    };
    NoteLink {
        target,
        path: vault
            .follow(from, link)
            .map(|found| WirePath::from_bytes(found.path)),
        line: line(link.line),
        kind: match link.form {
            Form::Wikilink => NoteLinkKind::Wikilink,
            Form::Embed => NoteLinkKind::Embed,
            Form::Markdown => NoteLinkKind::Markdown,
            Form::Image => NoteLinkKind::Image,
        },
    }
}

/// What is wrong with a note, as a sentence that names its place.
pub(super) fn problem(path: &[u8], note: &Note) -> Option<String> {
    let problem = note.problem.as_ref()?;
    let path = String::from_utf8_lossy(path);
    Some(format!("{path}:{}: {}", problem.line, problem.sentence))
}

pub(super) fn title(vault: &Vault, path: &[u8]) -> String {
    vault.title(path).unwrap_or_default().into_owned()
}

pub(super) fn line(line: usize) -> Whole {
    Whole::size(line as u64)
}
