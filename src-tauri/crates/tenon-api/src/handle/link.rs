//! Links between two things that there are.

use std::ffi::OsStr;

use rustix::fs::FileType;
use serde_json::json;
use tenon_core::{
    Code, DocId, EntityKind, EntityRef, EventDraft, EventId, LinkId, RunId, TerminalId, WirePath,
};
use tenon_git::Repo;
use tenon_store::{JournalQuery, NewLink};
use tenon_workspace::WorkspaceError;

use super::journal::subject;
use crate::owner::{Caller, Owner, reference};
use crate::place::Place;
use crate::wire::{
    Link, LinkAddParams, LinkKind, LinkListParams, LinkOrigin, LinkRemoveParams, Links, Nothing,
    Whole,
};
use crate::{ApiError, ApiResult, links};

/// The most links of one answer.
const MOST: u32 = 10_000;

pub(crate) fn link_add(owner: &Owner, caller: &Caller, params: LinkAddParams) -> ApiResult<Link> {
    let from = end(owner, &params.from)?;
    let to = end(owner, &params.to)?;
    if from == to {
        let message = format!("\"{}\" cannot be linked to itself", params.from);
        return Err(ApiError::new(Code::Invalid, message));
    }
    let ids = owner.app.surroundings.ambient.ids.as_ref();
    let id = LinkId::new(ids);
    let event = event(caller, "link.added", id, &from, &to);
    let journal = &owner.journal;
    let new = NewLink { id, from, to };
    let (link, is_new) = owner
        .db
        .add_link(journal.source(), new, journal.masked(event))?;
    if is_new {
        links::of_person(owner, &link.from, &link.to, link.kind.word())?;
        journal.written();
    }
    wire(owner, &mut links::Moves::default(), link)
}

pub(crate) fn link_list(owner: &Owner, _: &Caller, params: LinkListParams) -> ApiResult<Links> {
    let of = params.of.map(|text| match links::listed(owner, &text)? {
        Some(thing) => Ok(thing),
        None => owner.thing(&text),
    });
    let of = of.transpose()?;
    let mut links = owner.db.links(of.as_ref(), MOST + 1)?;
    let more = links.len() > MOST as usize;
    links.truncate(MOST as usize);
    let mut moves = links::Moves::default();
    let links = links.into_iter().map(|link| wire(owner, &mut moves, link));
    Ok(Links {
        links: links.collect::<ApiResult<_>>()?,
        more,
    })
}

pub(crate) fn link_remove(
    owner: &Owner,
    caller: &Caller,
    params: LinkRemoveParams,
) -> ApiResult<Nothing> {
    let unknown = || ApiError::new(Code::NotFound, format!("there is no link {}", params.id));
    let link = owner.db.link(params.id)?.ok_or_else(unknown)?;
    let event = event(caller, "link.removed", link.id, &link.from, &link.to);
    let journal = &owner.journal;
    if !owner
        .db
        .remove_link(journal.source(), link.id, journal.masked(event))?
    {
        return Err(unknown());
    }
    journal.written();
    Ok(Nothing {})
}

fn event(caller: &Caller, kind: &str, id: LinkId, from: &EntityRef, to: &EntityRef) -> EventDraft {
    EventDraft {
        actor: caller.actor.clone(),
        kind: kind.to_owned(),
        subject: from.clone(),
        cause: None,
        turn: None,
        trace: None,
        payload: json!({ "link": id, "kind": tenon_store::LinkKind::Related.word(), "to": to }),
    }
}

fn wire(owner: &Owner, moves: &mut links::Moves, link: tenon_store::Link) -> ApiResult<Link> {
    Ok(Link {
        id: link.id,
        from_file: known_file(owner, moves, &link.from)?,
        to_file: known_file(owner, moves, &link.to)?,
        from: link.from.to_string(),
        to: link.to.to_string(),
        kind: match link.kind {
            tenon_store::LinkKind::Related => LinkKind::Related,
        },
        origin: match link.origin {
            tenon_store::LinkOrigin::Person => LinkOrigin::Person,
        },
        evidence: link.evidence.iter().map(ToString::to_string).collect(),
        confidence: link.confidence,
        at: Whole::clamped(link.at),
    })
}

/// Where the file lies that a reference names, if it names one; where git moved it while nobody
/// looked, there.
pub(super) fn known_file(
    owner: &Owner,
    moves: &mut links::Moves,
    thing: &EntityRef,
) -> ApiResult<Option<WirePath>> {
    let doc = match thing.kind() {
        EntityKind::File => thing.id().parse::<DocId>().ok(),
        _ => None,
    };
    let document = doc.map(|doc| owner.db.document(doc)).transpose()?.flatten();
    let Some(path) = document.and_then(|document| document.path) else {
        return Ok(None);
    };
    let path = match owner.root.place(&path) {
        Err(WorkspaceError::NotFound(_) | WorkspaceError::ParentGone(_)) => {
            moves.of(owner, &path)?.unwrap_or(path)
        }
        _ => path,
    };
    Ok(Some(WirePath::from_bytes(&path)))
}

/// What a link may begin or end at: something that is known to be there.
pub(crate) fn end(owner: &Owner, text: &str) -> ApiResult<EntityRef> {
    if let Some(thing) = links::end(owner, text)? {
        return Ok(thing);
    }
    let path = text.strip_prefix("file:");
    if let Some(path) = path.filter(|id| id.parse::<DocId>().is_err()) {
        return file(owner, path);
    }
    let thing = subject(text)?;
    match is_there(owner, &thing)? {
        true => Ok(thing),
        false => Err(ApiError::new(
            Code::NotFound,
            format!("there is no {thing}"),
        )),
    }
}

/// A file by its path, which has an identity from now on.
fn file(owner: &Owner, path: &str) -> ApiResult<EntityRef> {
    let named = Place::parse(owner.root.path(), OsStr::new(path));
    if let Some(line) = named.line.filter(|_| named.path.is_file()) {
        let message = format!("a link leads to a whole file, not to its line {line}");
        let whole = named.path.strip_prefix(owner.root.path());
        let whole = whole.unwrap_or(&named.path).display();
        let hint =
            format!("Write \"file:{whole}\". A function or a type has a line: \"symbol:ID\".");
        return Err(ApiError::new(Code::Invalid, message).hint(hint));
    }
    let place = owner.root.place(path.as_bytes())?;
    if place.kind() != FileType::RegularFile {
        let message = format!("\"{path}\" is no file");
        return Err(
            ApiError::new(Code::Invalid, message).hint("Only files can be linked, no folders.")
        );
    }
    let document = owner.db.see_document(&owner.masked_path(&place.real))?;
    Ok(reference(EntityKind::File, &document.id.to_string()))
}

/// Whether there is what a reference names; kinds that no link leads to are refused.
pub(crate) fn is_there(owner: &Owner, thing: &EntityRef) -> ApiResult<bool> {
    let id = thing.id();
    Ok(match thing.kind() {
        EntityKind::File => match id.parse::<DocId>() {
            Ok(doc) => owner.db.document(doc)?.is_some(),
            Err(_) => false,
        },
        EntityKind::Run => match id.parse::<RunId>() {
            Ok(run) => has_run(owner, run)?,
            Err(_) => false,
        },
        EntityKind::Terminal => match id.parse::<TerminalId>() {
            Ok(terminal) => owner.terminals.state(terminal).is_ok() || is_told(owner, thing)?,
            Err(_) => false,
        },
        EntityKind::Event => match id.parse::<EventId>() {
            Ok(event) => owner.db.has_event(event)?,
            Err(_) => false,
        },
        EntityKind::Symbol => {
            owner.symbols.refresh_unless_followed()?;
            let symbols = owner.symbols.lock();
            symbols.all().any(|symbol| symbol.id.to_string() == id)
        }
        EntityKind::Commit => has_commit(owner, id)?,
        EntityKind::Node => id == owner.row().id.to_string(),
        EntityKind::Heading
        | EntityKind::Block
        | EntityKind::Note
        | EntityKind::Task
        | EntityKind::Chat
        | EntityKind::Turn => {
            let message = format!("there is no {} here to link", thing.kind().word());
            return Err(ApiError::new(Code::Invalid, message).hint(
                "Files, notes, headings, tasks, symbols, commits, commands (run:ID), terminals and events can be linked.",
            ));
        }
    })
}

pub(crate) fn has_run(owner: &Owner, run: RunId) -> ApiResult<bool> {
    let profile = owner.row().profile;
    if !owner.app.dirs.runs_place(profile).file.exists() {
        return Ok(false);
    }
    owner.runs.flush();
    Ok(owner.app.runs(profile)?.db.run(run)?.is_some())
}

/// Whether the journal has anything about it.
fn is_told(owner: &Owner, thing: &EntityRef) -> ApiResult<bool> {
    let query = JournalQuery {
        limit: 1,
        subject: Some(thing.clone()),
        ..JournalQuery::default()
    };
    Ok(!owner.db.read(&query)?.is_empty())
}

fn has_commit(owner: &Owner, hash: &str) -> ApiResult<bool> {
    let whole = hex::decode(hash).ok().filter(|id| id.len() == 20);
    let Some(id) = whole else {
        let message = format!("\"{hash}\" is no whole name of a commit");
        return Err(ApiError::new(Code::Invalid, message)
            .hint("A commit is named by its 40 digits, as \"git rev-parse\" tells them."));
    };
    let Some(repo) = Repo::discover(owner.root())? else {
        return Ok(false);
    };
    Ok(repo.has_commit(&id)?)
}
