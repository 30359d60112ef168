//! Bringing back what was not saved when the process before ended.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use tenon_core::{Change, Code, DocId};
use tenon_gatekeeper::Gatekeeper;
use tenon_store::{StoreError, WorkspaceDb};
use tenon_workspace::{Document, Documents, Root, Snapshot, text};

use super::{Kept, cost, form, undo};
use crate::handle::is_unsaved;
use crate::owner::{Owner, lock};
use crate::secrets::masked_path;
use crate::wire::LostText;
use crate::{ApiError, ApiResult};

/// Brings back every text. One that does not come back is named and left where it lies, and takes
/// no other with it.
pub(in crate::owner) fn restore(owner: &Owner) -> ApiResult<()> {
    // Without the key no text comes back, and it is the same for each.
    let locked = owner.db.key_trouble().is_some();
    let mut waiting = Vec::new();
    for (doc, title) in owner.db.unsaved_documents()? {
        if let Err(error) = bring_back(owner, doc, title.clone()) {
            let path = owner.db.document(doc)?.and_then(|known| known.path);
            let path = path.map(|path| String::from_utf8_lossy(&path).into_owned());
            let name = path.or(title).unwrap_or_else(|| "Untitled".into());
            tracing::error!(%error, "an unsaved text did not come back");
            // Its file can be opened and edited anew without touching what is left of it.
            owner.db.set_aside(doc, &name)?;
            if locked && error.code == Code::Storage {
                waiting.push(format!("\"{name}\""));
                let error = ApiError {
                    retryable: false,
                    ..ApiError::new(Code::Storage, "the key that sealed it is not here")
                };
                let error = error.hint("It comes back when the key file is put back.");
                lock(&owner.hot.lost).push(LostText { doc, name, error });
            } else {
                lost(owner, doc, name, error);
            }
        }
    }
    if !waiting.is_empty() {
        let sentence = format!(
            "Unsaved texts that wait for the key: {}.",
            waiting.join(", ")
        );
        owner.note_restored(|report| report.lost.push(sentence));
    }
    Ok(())
}

/// How many texts would come back unsaved, or would not and be named. Nothing is written.
pub(crate) fn count_unsaved(
    db: &WorkspaceDb,
    root: &Root,
    gatekeeper: &Gatekeeper,
) -> ApiResult<u64> {
    let mut count = 0;
    for (doc, title) in db.unsaved_documents()? {
        let unsaved = match kept_text(db, root, gatekeeper, doc, title.as_deref()) {
            Ok(None) => false,
            Ok(Some(text)) => {
                let mut documents = Documents::default();
                documents.bring_back(root, text.document);
                documents.get(doc).is_ok_and(is_unsaved)
            }
            Err(_) => true,
        };
        count += u64::from(unsaved);
    }
    Ok(count)
}

/// A text as it was kept.
struct KeptDocument {
    document: Document,
    changes: Vec<Change>,
    /// Its text was not written down yet, and is its file's with the changes.
    on_disk: bool,
    /// Why the last changes are missing.
    damage: Option<StoreError>,
    place: Place,
}

/// Where a text belongs that was set aside once because it did not come back.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Where it always was.
    Same,
    /// At its path again, which is masked here.
    Again(Vec<u8>),
    /// Nowhere: its file was opened anew, and has a text of its own.
    Taken,
}

fn kept_text(
    db: &WorkspaceDb,
    root: &Root,
    gatekeeper: &Gatekeeper,
    doc: DocId,
    title: Option<&str>,
) -> ApiResult<Option<KeptDocument>> {
    let Some(kept) = db.unsaved_of(doc)? else {
        return Ok(None);
    };
    let read = form::read(&kept.text)?;
    let mut snapshot = read.snapshot;
    let place = follow_rename(db, gatekeeper, doc, title, &mut snapshot)?;
    if read.on_disk {
        from_disk(root, &mut snapshot)?;
    }
    if place == Place::Taken {
        snapshot.path = None;
        snapshot.stamp = None;
    }
    let mut document = Document::from_snapshot(doc, snapshot);
    let (changes, mut damage) = db.readable_changes(doc)?;
    for change in &changes {
        if let Err(fault) = document.apply(change) {
            damage.get_or_insert(StoreError::Sealed(format!(
                "change {}:{} does not fit: {fault}; what came before it",
                change.replica, change.counter
            )));
            break;
        }
    }
    Ok(Some(KeptDocument {
        document,
        changes,
        on_disk: read.on_disk,
        damage,
        place,
    }))
}

fn bring_back(owner: &Owner, doc: DocId, title: Option<String>) -> ApiResult<()> {
    let gatekeeper = &owner.app.gatekeeper;
    let kept = kept_text(&owner.db, &owner.root, gatekeeper, doc, title.as_deref())?;
    let Some(KeptDocument {
        document,
        changes,
        on_disk,
        damage,
        place,
    }) = kept
    else {
        return Ok(());
    };
    let path = document.path.clone();
    if let Place::Again(path) = &place {
        owner.db.place_document(doc, path)?;
    }
    let saved = {
        let mut documents = lock(&owner.documents);
        documents.bring_back(&owner.root, document);
        let document = documents.get(doc)?;
        let kept = Kept {
            cost: changes.iter().map(cost).sum(),
            folding: on_disk,
            ..Kept::default()
        };
        lock(&owner.hot.kept).insert(doc, kept);
        if on_disk {
            // The keeper was interrupted before it had written the text.
            let _ = owner.hot.work.send(doc);
        }
        !is_unsaved(document)
    };
    let mut name = title.unwrap_or_else(|| "Untitled".into());
    let taken = place == Place::Taken;
    if taken {
        name = format!("{name} (earlier text)");
    }
    crate::handle::brought_back(owner, doc, path.as_deref(), name.clone());
    if taken {
        // From here on it is a text without a file, which its record says too.
        owner.db.set_aside(doc, &name)?;
        let kept = owner.hot.rebase(owner, lock(&owner.documents).get(doc)?);
        owner.hot.wait(owner, kept);
    }
    if saved {
        // It was saved, and only the note of that is missing.
        undo::saved(owner, doc);
        lock(&owner.documents).close(doc);
        lock(&owner.shown).remove(&doc);
        let gone = owner.hot.forget(owner, doc);
        owner.hot.wait(owner, gone);
        return Ok(());
    }
    owner.note_restored(|report| report.documents += 1);
    if let Some(damage) = damage {
        partly(owner, doc, path.as_deref(), name, damage)?;
    }
    Ok(())
}

/// Names what did not come back.
fn lost(owner: &Owner, doc: DocId, name: String, error: ApiError) {
    let sentence = format!("{name}: {}", error.message);
    owner.note_restored(|report| report.lost.push(sentence));
    lock(&owner.hot.lost).push(LostText { doc, name, error });
}

/// The last edits do not open. What came before them is kept whole from here on.
fn partly(
    owner: &Owner,
    doc: DocId,
    path: Option<&[u8]>,
    name: String,
    damage: StoreError,
) -> ApiResult<()> {
    let name = path.map_or(name, |path| String::from_utf8_lossy(path).into_owned());
    let fault = ApiError::from(damage);
    let error = ApiError {
        message: format!(
            "The last edits did not come back, the text before them did: {}",
            fault.message
        ),
        ..fault
    };
    let whole = {
        let documents = lock(&owner.documents);
        let gone = owner.hot.forget(owner, doc);
        let snapshot = documents.get(doc)?.snapshot();
        (gone, owner.hot.whole(owner, doc, &snapshot, false))
    };
    owner.hot.wait(owner, whole.0);
    owner.hot.wait(owner, whole.1);
    lost(owner, doc, name, error);
    Ok(())
}

/// The file may have been moved after its text was written down, or opened anew while the text did
/// not come back.
fn follow_rename(
    db: &WorkspaceDb,
    gatekeeper: &Gatekeeper,
    doc: DocId,
    title: Option<&str>,
    snapshot: &mut Snapshot,
) -> ApiResult<Place> {
    let known = db.document(doc)?.and_then(|known| known.path);
    let masked = snapshot
        .path
        .as_deref()
        .map(|path| masked_path(gatekeeper, path));
    // The database knows paths masked; the one beside the text is exact.
    if known.is_some() && known != masked {
        snapshot.path.clone_from(&known);
    }
    match masked {
        Some(masked) if known.is_none() => match db.document_at(&masked)? {
            Some(_) => Ok(Place::Taken),
            // One whose name was forgotten keeps to the record beside its text.
            None if title == Some(&*String::from_utf8_lossy(&masked)) => Ok(Place::Again(masked)),
            None => Ok(Place::Same),
        },
        _ => Ok(Place::Same),
    }
}

/// A large text that was just begun is still its file's.
fn from_disk(root: &Root, snapshot: &mut Snapshot) -> ApiResult<()> {
    let path = snapshot.path.clone().unwrap_or_default();
    let (bytes, _) = root.read(&path)?;
    let hash = *blake3::hash(&bytes).as_bytes();
    if snapshot.stamp.is_none_or(|stamp| stamp.hash != hash) {
        let message = format!(
            "{:?} was changed before its text could be written down with the edits",
            OsStr::from_bytes(&path)
        );
        return Err(ApiError::new(Code::Conflict, message));
    }
    let decoded = text::decode_as(&bytes, snapshot.encoding);
    let decoded = decoded.unwrap_or_else(|| text::decode(&bytes));
    snapshot.text = decoded.text.as_str().into();
    snapshot.line_ends = decoded.line_ends;
    Ok(())
}
