//! The links that notes have themselves.

use super::known::Known;
use super::past::Once;
use super::text::folder;
use super::{Edge, History, Kind, Place, Thing};
use crate::note::{self, Form, Vault};

/// Edges of wikilinks, embeds and Markdown's links.
pub(super) fn find(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let Some(vault) = history.vault else {
        return Vec::new();
    };
    let mut edges = Vec::new();
    let beside = history.beside.iter();
    let beside = beside.map(|(path, note)| (path.as_slice(), note));
    // Tasks may be notes of the vault, too.
    let beside = beside.filter(|(path, _)| vault.note(path).is_none());
    for (path, note) in vault.notes().chain(beside) {
        let from = known.file_of(path);
        for link in &note.links {
            let mut found = target(vault, known, path, link);
            let mut became = String::new();
            if found.is_empty()
                && let Some(once) = once(known, path, link)
            {
                became = once.became(link.target.trim());
                let (Once::Moved(at) | Once::Gone(at)) = once;
                found = vec![(known.file_of(&at), kind(link))];
            }
            edges.extend(found.into_iter().map(|(to, kind)| {
                let reason = reason(&from, link) + &became;
                let mut edge = Edge::written(from.clone(), to, kind, reason);
                edge.place = Some(Place {
                    path: path.to_vec(),
                    line: u32::try_from(link.line).unwrap_or(u32::MAX),
                });
                // Of a text that is no note of the vault nobody keeps when it was written.
                edge.at = Some(note.changed).filter(|at| *at > 0);
                edge
            }));
        }
    }
    edges
}

fn is_wiki(link: &note::Link) -> bool {
    matches!(link.form, Form::Wikilink | Form::Embed)
}

fn reason(from: &Thing, link: &note::Link) -> String {
    let text = match from {
        Thing::Task(_) => "task",
        _ => "note",
    };
    let fragment = link.fragment.as_deref();
    let fragment = fragment.map_or(String::new(), |fragment| format!("#{fragment}"));
    match is_wiki(link) {
        true => format!("[[{}{fragment}]] in the {text}", link.target),
        false => format!("a link to {}{fragment} in the {text}", link.target),
    }
}

fn kind(link: &note::Link) -> Kind {
    match link.form {
        Form::Embed | Form::Image => Kind::Embeds,
        Form::Wikilink | Form::Markdown => Kind::Mentions,
    }
}

/// What became of the file that a link led to. A note may be named without its ending.
fn once(known: &Known, path: &[u8], link: &note::Link) -> Option<Once> {
    let said = link.target.trim();
    if said.is_empty() || said.contains("://") {
        return None;
    }
    let folder = Some(folder(path));
    let whole = || known.once(folder, said);
    let note = || {
        known
            .once(folder, &format!("{said}.md"))
            .filter(|_| is_wiki(link))
    };
    whole().or_else(note)
}

/// The one symbol of a file of code that stands behind the `#`: `[[src/a.rs#Step.grow]]`.
fn symbol_in(known: &Known, path: &[u8], link: &note::Link) -> Option<Thing> {
    let said = link.fragment.as_deref()?;
    let symbol = known.symbol_in(path, said)?;
    Some(Thing::Symbol(symbol.id.clone()))
}

/// Where a link leads: the file, and the heading or block in it.
fn target(vault: &Vault, known: &Known, path: &[u8], link: &note::Link) -> Vec<(Thing, Kind)> {
    let kind = kind(link);
    if let Some(found) = vault.follow(path, link) {
        // Which of two files of code is meant by their name alone nobody knows; of notes the nearest
        // is, as in other vaults.
        let is_open = !found.is_note && folder(found.path) != folder(path);
        if is_open && found.others.iter().any(|other| vault.note(other).is_none()) {
            return Vec::new();
        }
        let to = known.file_of(found.path);
        let part = match &found.place {
            note::Place::Heading(heading) => vault
                .note(found.path)
                .and_then(|note| note.headings.get(*heading))
                .map(|heading| Thing::Heading(found.path.to_vec(), heading.text.clone())),
            note::Place::Block(_) => link
                .fragment
                .as_deref()
                .and_then(|part| part.strip_prefix('^'))
                .map(|id| Thing::Block(found.path.to_vec(), id.to_owned())),
            note::Place::Whole | note::Place::Missing => None,
        };
        let part = part.or_else(|| symbol_in(known, found.path, link));
        return std::iter::once(to)
            .chain(part)
            .map(|to| (to, kind))
            .collect();
    }
    if !is_wiki(link) {
        return Vec::new();
    }
    let said = link.target.trim();
    // A text beside the vault has no folder there to begin from.
    if vault.note(path).is_none()
        && let Some(found) = vault.look_up(said)
    {
        return vec![(known.file_of(found.path), kind)];
    }
    // No note is called so, but something else may be.
    let task = known.task(said);
    if task.is_none()
        && let Some(path) = known.file_named(said)
    {
        let part = symbol_in(known, &path, link);
        let things = std::iter::once(Thing::File(path)).chain(part);
        return things.map(|to| (to, kind)).collect();
    }
    let commit = || known.commit(said);
    let symbol = || {
        known
            .symbol(said)
            .map(|symbol| Thing::Symbol(symbol.id.clone()))
    };
    let run = || known.run(said);
    let found = task.or_else(commit).or_else(symbol);
    let found = found.or_else(run);
    found.map(|to| (to, kind)).into_iter().collect()
}
