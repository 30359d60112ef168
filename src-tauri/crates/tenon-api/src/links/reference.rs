//! Things by the references that people, the page and the database use.

use rustix::fs::FileType;
use tenon_core::{Code, DocId, EntityKind, EntityRef};
use tenon_git::Repo;
use tenon_knowledge::link::{Known, Thing};
use tenon_workspace::WorkspaceError;

use crate::handle::{link_end, subject};
use crate::owner::{Owner, reference};
use crate::{ApiError, ApiResult, notes, tasks};

/// Reads what a person names: any reference, or `file:PATH`, `note:PATH`, `heading:PATH#TEXT`,
/// `block:PATH#^ID`, `task:ID`, `commit:` with the beginning of a hash. What is named is there.
pub(super) fn named(owner: &Owner, known: &Known, text: &str) -> ApiResult<Thing> {
    let (kind, id) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        "file" | "note" | "heading" | "block" | "task" => {
            let thing = match of_file(owner, kind, id) {
                // What texts name is still linked when it is gone.
                Err(error) if kind == "file" && error.code == Code::NotFound => {
                    let gone = Some(id.as_bytes()).filter(|path| known.was(path));
                    gone.map(|path| Thing::File(path.to_vec())).ok_or(error)?
                }
                thing => thing?,
            };
            Ok(match thing {
                Thing::File(path) => known.file_of(&path),
                thing => thing,
            })
        }
        "commit" => match known.commit(id) {
            Some(commit) => Ok(commit),
            None => Ok(thing_of(owner, known, &link_end(owner, text)?)?),
        },
        _ => thing_of(owner, known, &link_end(owner, text)?),
    }
}

/// The same as the end of a link that is kept, which has an identity from now on.
pub(crate) fn end(owner: &Owner, text: &str) -> ApiResult<Option<EntityRef>> {
    let (kind, id) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        "note" | "heading" | "block" | "task" => {
            identity(owner, &of_file(owner, kind, id)?).map(Some)
        }
        _ => Ok(None),
    }
}

/// The reference of a note, a task or a part of a note as links have it, if it is one. Nothing is
/// written down about it.
pub(crate) fn listed(owner: &Owner, text: &str) -> ApiResult<Option<EntityRef>> {
    let (kind, id) = text.split_once(':').unwrap_or((text, ""));
    match kind {
        "note" | "heading" | "block" | "task" => {
            subject(&told(owner, &of_file(owner, kind, id)?)?).map(Some)
        }
        _ => Ok(None),
    }
}

fn of_file(owner: &Owner, kind: &str, id: &str) -> ApiResult<Thing> {
    let gone = || ApiError::new(Code::NotFound, format!("there is no {kind}:{id}"));
    match kind {
        "task" => {
            let (task, path) = tasks::named(owner, id)?;
            Ok(task.map_or_else(|| Thing::File(path.into_bytes()), Thing::Task))
        }
        "file" => Ok(Thing::File(path(owner, id)?)),
        "note" => {
            if id.parse::<DocId>().is_ok() {
                return Ok(Thing::File(path(owner, id)?));
            }
            let found = {
                let notes = owner.notes.followed(owner)?;
                notes::find(&owner.root, notes.vault(), id.as_bytes())
            };
            // A Markdown file that is no note, such as a task's, is still the file that is meant.
            let found = found.or_else(|error| path(owner, id).map_err(|_| error))?;
            Ok(Thing::File(found))
        }
        _ => {
            let (file, part) = id.split_once('#').ok_or_else(|| {
                let message = format!("\"{kind}:{id}\" does not say which {kind} of the note");
                let hint = "Write \"heading:PATH#TEXT\" or \"block:PATH#^ID\".";
                ApiError::new(Code::Invalid, message).hint(hint)
            })?;
            let path = path(owner, file)?;
            let notes = owner.notes.followed(owner)?;
            let note = notes.vault().note(&path).ok_or_else(gone)?;
            if kind == "heading" {
                let mut all = note.headings.iter().map(|heading| &*heading.text);
                let heading = all.find(|heading| *heading == part).ok_or_else(gone)?;
                return Ok(Thing::Heading(path.clone(), heading.to_owned()));
            }
            let id = part.strip_prefix('^').unwrap_or(part);
            let mut all = note.blocks.iter().map(|block| &*block.id);
            let block = all.find(|block| *block == id).ok_or_else(gone)?;
            Ok(Thing::Block(path.clone(), block.to_owned()))
        }
    }
}

/// The path of a file that is there, by its path or its identity.
fn path(owner: &Owner, text: &str) -> ApiResult<Vec<u8>> {
    let gone = || {
        let message = format!("there is no file \"{}\"", text.escape_debug());
        ApiError::new(Code::NotFound, message)
            .hint("A file is named by its path in the workspace, or by its identity.")
    };
    let path = match text.parse::<DocId>() {
        Ok(doc) => owner
            .db
            .document(doc)?
            .and_then(|found| found.path)
            .ok_or_else(gone)?,
        Err(_) => owner.root.relative(text.as_bytes())?.to_vec(),
    };
    match owner.root.place(&path) {
        Ok(place) if place.kind() == FileType::RegularFile => Ok(place.real),
        Ok(_) => {
            let message = format!("\"{}\" is no file", text.escape_debug());
            Err(ApiError::new(Code::Invalid, message).hint("Only files are linked, no folders."))
        }
        Err(WorkspaceError::NotFound(_) | WorkspaceError::ParentGone(_)) => Err(gone()),
        Err(error) => Err(error.into()),
    }
}

/// The thing that a kept reference names, whether or not it is still there.
pub(super) fn thing_of(owner: &Owner, known: &Known, thing: &EntityRef) -> ApiResult<Thing> {
    let other = || Thing::Other(thing.kind().word().to_owned(), thing.id().to_owned());
    let part = |make: fn(Vec<u8>, String) -> Thing, sign: &str| -> ApiResult<Thing> {
        let Some((doc, part)) = thing.id().split_once('#') else {
            return Ok(other());
        };
        let part = part.strip_prefix(sign).unwrap_or(part).to_owned();
        Ok(file(owner, known, doc)?.map_or_else(other, |path| make(path, part)))
    };
    Ok(match thing.kind() {
        EntityKind::File | EntityKind::Note => {
            let path = file(owner, known, thing.id())?;
            path.map_or_else(other, |path| known.file_of(&path))
        }
        EntityKind::Heading => part(Thing::Heading, "")?,
        EntityKind::Block => part(Thing::Block, "^")?,
        EntityKind::Task => {
            let found = known.task(thing.id());
            found.unwrap_or_else(|| Thing::Task(thing.id().to_owned()))
        }
        EntityKind::Symbol => Thing::Symbol(thing.id().to_owned()),
        EntityKind::Commit => Thing::Commit(thing.id().to_owned()),
        EntityKind::Run => Thing::Run(thing.id().to_owned()),
        _ => other(),
    })
}

/// Where the file of an identity lies, or of a path where nobody had opened it yet when it was kept.
/// One that was moved while nobody looked keeps its identity from
/// now on, unless the file there has another one already.
fn file(owner: &Owner, known: &Known, id: &str) -> ApiResult<Option<Vec<u8>>> {
    let Ok(doc) = id.parse::<DocId>() else {
        let path = id.as_bytes().to_vec();
        return Ok(Some(known.moved(&path).unwrap_or(path)));
    };
    let found = owner.db.document(doc)?;
    let Some(path) = found.and_then(|found| found.path) else {
        return Ok(None);
    };
    let Some(now) = known.moved(&path) else {
        return Ok(Some(path));
    };
    let masked = owner.masked_path(&now);
    if owner.db.refusal().is_none() && owner.db.document_at(&masked)?.is_none() {
        owner.db.move_document(&path, &masked)?;
    }
    Ok(Some(now))
}

/// The reference of a thing as it is told: of a file that nobody knows yet by its path.
pub(super) fn told(owner: &Owner, thing: &Thing) -> ApiResult<String> {
    let of = |path: &[u8]| -> ApiResult<String> {
        let known = owner.db.document_at(&owner.masked_path(path))?;
        Ok(match known {
            Some(document) => document.id.to_string(),
            None => String::from_utf8_lossy(path).into_owned(),
        })
    };
    Ok(match thing {
        Thing::File(path) => format!("file:{}", of(path)?),
        Thing::Heading(path, text) => format!("heading:{}#{text}", of(path)?),
        Thing::Block(path, id) => format!("block:{}#^{id}", of(path)?),
        Thing::Task(id) => format!("task:{id}"),
        Thing::Symbol(id) => format!("symbol:{id}"),
        Thing::Commit(hash) => format!("commit:{hash}"),
        Thing::Run(id) => format!("run:{id}"),
        Thing::Other(kind, id) => format!("{kind}:{id}"),
    })
}

/// The reference of a thing as it is kept: a file has an identity from now on.
pub(super) fn identity(owner: &Owner, thing: &Thing) -> ApiResult<EntityRef> {
    let of = |path: &[u8]| -> ApiResult<String> {
        let document = owner.db.see_document(&owner.masked_path(path))?;
        Ok(document.id.to_string())
    };
    match thing {
        Thing::File(path) => Ok(reference(EntityKind::File, &of(path)?)),
        Thing::Heading(path, text) => subject(&format!("heading:{}#{text}", of(path)?)),
        Thing::Block(path, id) => subject(&format!("block:{}#^{id}", of(path)?)),
        _ => subject(&told(owner, thing)?),
    }
}

/// Whether a commit that is not among the last ones is there.
pub(super) fn has_commit(owner: &Owner, hash: &str) -> bool {
    let id = hex::decode(hash).ok().filter(|id| id.len() == 20);
    let repo = Repo::discover(owner.root()).ok().flatten();
    id.zip(repo)
        .is_some_and(|(id, repo)| repo.has_commit(&id).unwrap_or(false))
}
